//! The bar of the panel: its edge, by which it is made larger, and its buttons.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::focus::refocus;
use crate::parts::shell::{SIZES, use_shell};

/// From what width of the window, in pixels, the panel can stand beside the page; the stylesheet has the same in rem.
const WIDE: f64 = 1056.0;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let shell = use_shell();
    let (least, most, step) = SIZES;
    let edge = NodeRef::<html::Div>::new();
    let held = StoredValue::new(false);
    let beside = move || shell.panel.get().beside && extent(true) >= WIDE;
    let on_key = move |event: KeyboardEvent| {
        let size = shell.panel.get_untracked().size;
        let size = match event.key().as_str() {
            "ArrowUp" | "ArrowLeft" => size + step,
            "ArrowDown" | "ArrowRight" => size - step,
            "Home" => least,
            "End" => most,
            _ => return,
        };
        event.prevent_default();
        shell.change(|panel| panel.size = size.clamp(least, most));
    };
    let on_hold = move |event: PointerEvent| {
        if let Some(edge) = edge.get_untracked() {
            event.prevent_default();
            held.set_value(true);
            // Without it the edge is lost by quick hands only.
            _ = edge.set_pointer_capture(event.pointer_id());
        }
    };
    let on_move = move |event: PointerEvent| {
        if !held.get_value() {
            return;
        }
        let wide = untrack(beside);
        let place = if wide {
            event.client_x()
        } else {
            event.client_y()
        };
        let share = 100.0 - 100.0 * f64::from(place) / extent(wide).max(1.0);
        // What is no number of that kind becomes one at the end of the range.
        let size = (share as u8).clamp(least, most);
        shell.panel.update(|panel| panel.size = size - size % step);
    };
    let on_drop = move |_| {
        held.set_value(false);
        shell.change(|_| {});
    };
    let close = move |_| {
        shell.change(|panel| panel.open = false);
        let link = document().query_selector("header a[href='/shell']");
        let link = link.ok().flatten();
        refocus(link.and_then(|link| leptos::wasm_bindgen::JsCast::dyn_into(link).ok()));
    };
    let place = move || match shell.panel.get().beside {
        true => "Move below the page",
        false => "Move beside the page",
    };
    view! {
        <div
            node_ref=edge
            class="credlab-shell-edge"
            role="separator"
            tabindex="0"
            aria-label="Size of the shell"
            aria-orientation=move || if beside() { "vertical" } else { "horizontal" }
            aria-valuenow=move || shell.panel.get().size.to_string()
            aria-valuemin=least.to_string()
            aria-valuemax=most.to_string()
            on:keydown=on_key
            on:pointerdown=on_hold
            on:pointermove=on_move
            on:pointerup=on_drop
            on:pointercancel=on_drop
        ></div>
        <div class="credlab-shell-bar">
            <span>"Shell"</span>
            <button
                type="button"
                class="cds--btn cds--btn--sm cds--btn--ghost credlab-shell-bar__place"
                on:click=move |_| shell.change(|panel| panel.beside = !panel.beside)
            >
                {place}
            </button>
            <button type="button" class="credlab-action" aria-label="Close the shell" on:click=close>
                <Glyph icon=Icon::Close size=20 />
            </button>
        </div>
    }
}

/// The window's width or height in pixels.
fn extent(width: bool) -> f64 {
    let window = window();
    let extent = match width {
        true => window.inner_width(),
        false => window.inner_height(),
    };
    extent
        .ok()
        .and_then(|extent| extent.as_f64())
        .unwrap_or(0.0)
}
