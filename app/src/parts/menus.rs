//! Menus open and close by themselves, without script: they are `details`. With script they also close when a menu is
//! done with, so that it does not stand over the page. The side navigation of a narrow screen is a check box, likewise.

use leptos::prelude::*;

use crate::parts::notices::use_notices;

/// Closes menus and the side navigation of a narrow screen, as long as the caller lives: when another page is gone to, when a form was answered, and when
/// something else is clicked or Escape is pressed.
pub fn close_menus() {
    let (notices, path) = (use_notices(), leptos_router::hooks::use_location().pathname);
    Effect::new(move |_| {
        path.track();
        notices.track();
        browser::close();
    });
    Effect::new(|_| {
        let click = window_event_listener(leptos::ev::click, |event| {
            if !browser::is_in_menu(&event) {
                browser::close();
            }
        });
        let key = window_event_listener(leptos::ev::keydown, |event| {
            if event.key() == "Escape" {
                browser::close();
            }
        });
        on_cleanup(move || {
            click.remove();
            key.remove();
        });
    });
}

/// Effects run in the browser only.
#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, HtmlInputElement, MouseEvent};

    /// The check box that opens the side navigation.
    const TOGGLE: &str = "menu";

    /// Closes every menu. There is at most one: they share a name, which makes opening one close the others.
    pub fn close() {
        let toggle = document().get_element_by_id(TOGGLE);
        let toggle = toggle.and_then(|toggle| toggle.dyn_into::<HtmlInputElement>().ok());
        if let Some(toggle) = toggle {
            toggle.set_checked(false);
        }
        if let Ok(Some(menu)) = document().query_selector("details.credlab-menu[open]") {
            _ = menu.remove_attribute("open");
        }
    }

    pub fn is_in_menu(event: &MouseEvent) -> bool {
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<Element>().ok());
        let menu = target.map(|target| {
            target.closest("details.credlab-menu, .credlab-nav-toggle, .credlab-side-nav")
        });
        matches!(menu, Some(Ok(Some(_))))
    }
}

#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::web_sys::MouseEvent;

    pub fn close() {}

    pub fn is_in_menu(_: &MouseEvent) -> bool {
        true
    }
}
