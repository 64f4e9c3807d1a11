//! The dialog. Whether it is open stands in the page's address, so that it works without script: the control that
//! opens it is a link, and closing it is a link back.

use leptos::html;
use leptos::prelude::*;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::{drafts, focus};

/// A dialog over the page.
#[component]
pub fn Dialog(
    /// The title.
    #[prop(into)]
    title: String,
    /// Where closing leads: the page's address without the dialog.
    #[prop(into)]
    close: String,
    /// What it shows: usually a form that ends in [`DialogButtons`].
    children: Children,
) -> impl IntoView {
    let navigate = leptos_router::hooks::use_navigate();
    let container = NodeRef::<html::Div>::new();
    keep_focus(container);
    let on_key = {
        let close = close.clone();
        move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
            "Escape" => {
                forget_drafts(container);
                navigate(&close, leptos_router::NavigateOptions::default());
            }
            "Tab" => {
                if let Some(container) = container.get_untracked()
                    && focus::turn(&container, event.shift_key())
                {
                    event.prevent_default();
                }
            }
            _ => {}
        }
    };
    // Closing by a link, the one at the end of the form too, gives up what was typed.
    let on_click = move |event: leptos::ev::MouseEvent| {
        if focus::is_link(&event) {
            forget_drafts(container);
        }
    };
    let label = title.clone();
    view! {
        <div class="cds--modal is-visible" role="presentation" on:keydown=on_key on:click=on_click>
            <div
                class="cds--modal-container cds--modal-container--sm"
                role="dialog"
                aria-modal="true"
                aria-label=label
                tabindex="-1"
                node_ref=container
            >
                <div class="cds--modal-header">
                    <h2 class="cds--modal-header__heading">{title}</h2>
                    <div class="cds--modal-close-button">
                        <a class="cds--modal-close" href=close aria-label="Close">
                            <Glyph icon=Icon::Close size=20 class="cds--modal-close__icon" />
                        </a>
                    </div>
                </div>
                <div class="cds--modal-content">{children()}</div>
            </div>
        </div>
    }
}

/// Has the keyboard begin in the dialog, and go on where the dialog was opened when it is closed.
fn keep_focus(container: NodeRef<html::Div>) {
    let location = leptos_router::hooks::use_location();
    let address = untrack(|| {
        let (path, search) = (location.pathname.get(), location.search.get());
        format!("{path}?{search}")
    });
    Effect::new(move |_| {
        if let Some(container) = container.get() {
            focus::begin_within(container.into());
        }
    });
    on_cleanup(move || focus::after_dialog(address));
}

fn forget_drafts(container: NodeRef<html::Div>) {
    if let Some(container) = container.get_untracked() {
        drafts::forget_within(&container);
    }
}

/// The buttons at the end of a dialog's form: cancel, and the one that sends.
#[component]
pub fn DialogButtons(
    /// Where cancelling leads.
    #[prop(into)]
    close: String,
    /// The label of the button that sends.
    #[prop(into)]
    submit: String,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Why it can't be pressed.
    #[prop(optional_no_strip)]
    disabled: Option<crate::view::Barrier>,
) -> impl IntoView {
    let kind = if danger { "danger" } else { "primary" };
    view! {
        <div class="credlab-dialog-rehearsal">
            <crate::carbon::button::Rehearse at_once=danger />
        </div>
        <div class="credlab-dialog-buttons">
            <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" href=close>
                "Cancel"
            </a>
            <crate::carbon::button::SubmitAlone label=submit kind=kind disabled=disabled />
        </div>
    }
}
