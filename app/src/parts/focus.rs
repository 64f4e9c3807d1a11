//! Where the keyboard is.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, MouseEvent, Node};

/// The element that has the keyboard.
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives the keyboard back to an element, if it is still there.
pub fn refocus(element: Option<HtmlElement>) {
    if let Some(element) = element.filter(|element| element.is_connected()) {
        // What can't have it any more does without.
        _ = element.focus();
    }
}

/// Scrolls an element into sight, as little as needed.
pub fn show(element: &Element) {
    element.scroll_into_view_with_bool(false);
}

/// Whether a link was clicked, or something in one.
pub fn is_link(event: &MouseEvent) -> bool {
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    matches!(target.map(|target| target.closest("a")), Some(Ok(Some(_))))
}

/// Keeps the keyboard within an element: from its last place to its first, and `back`. Says whether it had to.
pub fn turn(element: &Element, back: bool) -> bool {
    let all = element.get_elements_by_tag_name("*");
    let all = (0..all.length()).filter_map(|n| all.item(n));
    let places: Vec<HtmlElement> = all
        .filter_map(|place| place.dyn_into::<HtmlElement>().ok())
        .filter(|place| {
            place.tab_index() >= 0 && place.offset_width() > 0 && !place.has_attribute("disabled")
        })
        .collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else {
        return true;
    };
    let here = focused();
    let at = |place: &HtmlElement| here.as_ref() == Some(place);
    let inside = here.as_ref().is_some_and(|here| places.contains(here));
    let next = match back {
        true if at(first) || !inside => last,
        false if at(last) => first,
        _ => return false,
    };
    _ = next.focus();
    true
}

/// Gives the keyboard to an element that is about to be shown.
pub fn begin_at(element: HtmlElement) {
    request_animation_frame(move || refocus(Some(element)));
}

/// Gives the keyboard to an element that is about to be shown, unless something in it has it: a page that was refreshed leaves the
/// keyboard where it is.
pub fn begin_within(element: HtmlElement) {
    request_animation_frame(move || {
        let within = element.contains(focused().as_deref().map(|here| here as &Node));
        if !within {
            refocus(Some(element));
        }
    });
}

/// Once a dialog at `address` is closed and the keyboard is nowhere: to the link that has opened it, or to the menu that
/// holds the link, or to the page.
pub fn after_dialog(address: String) {
    #[cfg(feature = "hydrate")]
    browser::when_gone(address, browser::LOOKS);
    #[cfg(not(feature = "hydrate"))]
    drop(address);
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;

    use super::{focused, refocus};

    /// How often it is looked whether the dialog is gone, and how long between two looks: the page is asked for meanwhile.
    pub const LOOKS: u8 = 30;
    const PAUSE: Duration = Duration::from_millis(50);

    pub fn when_gone(address: String, left: u8) {
        let find = |selector: &str| document().query_selector(selector).ok().flatten();
        if find("[role=dialog]").is_some() {
            if left > 0 {
                set_timeout(move || when_gone(address, left - 1), PAUSE);
            }
            return;
        }
        if focused().is_some_and(|here| here.tag_name() != "BODY") {
            return;
        }
        let link = find(&format!("a[href=\"{address}\"]"));
        let menu = link.as_ref().and_then(|link| {
            let menu = link.closest("details:not([open])").ok()??;
            menu.query_selector("summary").ok()?
        });
        let place = menu.or(link).or_else(|| find("#main"));
        refocus(place.and_then(|place| place.dyn_into().ok()));
    }
}
