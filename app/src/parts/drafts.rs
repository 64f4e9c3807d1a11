//! What is typed into forms outlives a reload: it is kept for the browser window, by the page's address, until the form is
//! sent or its dialog is closed. Secrets are not kept.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlFormElement};

/// Keeps what is typed into any form that posts, as long as the caller lives.
pub fn keep_drafts() {
    #[cfg(feature = "hydrate")]
    {
        let typing = window_event_listener(leptos::ev::input, |event| browser::note(&event));
        on_cleanup(move || typing.remove());
    }
}

/// Fills a form with what was typed into it before.
pub fn restore(form: &HtmlFormElement) {
    browser::restore(form);
}

/// Where the draft of a form is kept, as long as the page stays at its address.
pub fn place_of(form: &HtmlFormElement) -> String {
    browser::place_of(form)
}

/// Forgets the draft that is kept there.
pub fn forget(place: &str) {
    browser::forget(place);
}

/// Forgets the drafts of the forms within an element.
pub fn forget_within(element: &Element) {
    let forms = element.get_elements_by_tag_name("form");
    for form in (0..forms.length()).filter_map(|n| forms.item(n)) {
        if let Ok(form) = form.dyn_into() {
            forget(&place_of(&form));
        }
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use leptos::web_sys::js_sys::Reflect;
    use leptos::web_sys::{Element, Event, HtmlFormElement};

    /// Words in the names of fields whose values are nobody's to keep.
    const SECRET: [&str; 5] = ["password", "secret", "passcode", "token", "value"];

    fn storage() -> Option<JsValue> {
        get(&window(), "sessionStorage")
    }

    fn get(of: &JsValue, name: &str) -> Option<JsValue> {
        let found = Reflect::get(of, &name.into()).ok()?;
        (!found.is_undefined() && !found.is_null()).then_some(found)
    }

    fn text(of: &JsValue, name: &str) -> String {
        let found = get(of, name).and_then(|found| found.as_string());
        found.unwrap_or_default()
    }

    fn controls(form: &HtmlFormElement) -> impl Iterator<Item = Element> {
        let count = u32::try_from(form.length()).unwrap_or_default();
        (0..count).filter_map(|n| form.get_with_index(n))
    }

    /// The names and values of a form's fields that a person fills.
    fn fields(form: &HtmlFormElement) -> Vec<(String, String)> {
        let fields = controls(form).filter(is_filled).map(|control| {
            let value = match is_box(&control) {
                true => get(&control, "checked")
                    .is_some_and(|checked| checked.is_truthy())
                    .to_string(),
                false => text(&control, "value"),
            };
            (text(&control, "name"), value)
        });
        fields.collect()
    }

    fn is_box(control: &Element) -> bool {
        matches!(text(control, "type").as_str(), "checkbox" | "radio")
    }

    fn is_filled(control: &Element) -> bool {
        let name = text(control, "name");
        let kind = text(control, "type");
        let other = ["hidden", "password", "submit", "button", "file"];
        !name.is_empty()
            && !other.contains(&kind.as_str())
            && !SECRET.iter().any(|word| name.contains(word))
    }

    pub fn place_of(form: &HtmlFormElement) -> String {
        let location = window().location();
        let mut place = format!(
            "draft {}{} {}",
            location.pathname().unwrap_or_default(),
            location.search().unwrap_or_default(),
            form.get_attribute("action").unwrap_or_default(),
        );
        // Of several forms alike, each is about something else.
        for control in controls(form) {
            if text(&control, "type") == "hidden" {
                place.push(' ');
                place.push_str(&text(&control, "value"));
            }
        }
        place
    }

    pub fn note(event: &Event) {
        let form = event.target().and_then(|target| get(&target, "form"));
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let action = form.get_attribute("action").unwrap_or_default();
        // The shell remembers lines by itself.
        if form.method() != "post" || action.starts_with("/api/shell/") {
            return;
        }
        if let (Some(storage), Ok(draft)) = (storage(), serde_json::to_string(&fields(&form))) {
            // A browser that keeps nothing, or has no more room, does without.
            _ = Reflect::set(&storage, &place_of(&form).into(), &draft.into());
        }
    }

    pub fn restore(form: &HtmlFormElement) {
        let Some(storage) = storage() else {
            return;
        };
        let draft = text(&storage, &place_of(form));
        let Ok(kept) = crate::view::read::<Vec<(String, String)>>(&draft) else {
            return;
        };
        for (control, (name, value)) in controls(form).filter(is_filled).zip(kept) {
            // The form is another one by now.
            if text(&control, "name") != name {
                return;
            }
            let (property, value): (_, JsValue) = match is_box(&control) {
                true => ("checked", (value == "true").into()),
                false => ("value", value.into()),
            };
            // What a field does not take, it does without.
            _ = Reflect::set(&control, &property.into(), &value);
        }
    }

    pub fn forget(place: &str) {
        if let Some(storage) = storage() {
            _ = Reflect::delete_property(&storage.into(), &place.into());
        }
    }
}

/// Drafts are the browser's.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::web_sys::HtmlFormElement;

    pub fn restore(_: &HtmlFormElement) {}

    pub fn place_of(_: &HtmlFormElement) -> String {
        String::new()
    }

    pub fn forget(_: &str) {}
}
