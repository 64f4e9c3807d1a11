//! The header: menu, name, account, shell and persona.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::frame::ShellPanel;
use crate::parts::frame::persona::PersonaMenu;
use crate::parts::frame::side_nav::SideNav;
use crate::view::FrameView;

/// The header, with the side navigation that it opens on narrow screens.
#[component]
pub fn Header(frame: FrameView) -> impl IntoView {
    let panel: ShellPanel = expect_context();
    let toggle = NodeRef::<html::Input>::new();
    let path = use_location().pathname;
    // A page that was gone to from the open menu is not to stand behind it.
    Effect::new(move |_| {
        path.track();
        if let Some(toggle) = toggle.get() {
            toggle.set_checked(false);
        }
    });
    let on_shell = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        panel.0.update(|open| *open = !*open);
    };
    let account = format!("{} ({})", frame.account, frame.account_kind);
    view! {
        <header class="cds--header credlab-header" aria-label="Credlab">
            <a class="cds--skip-to-content" href="#main" rel="external">
                "Skip to main content"
            </a>
            <input
                node_ref=toggle
                id="menu"
                type="checkbox"
                class="credlab-nav-toggle"
                aria-label="Navigation menu"
            />
            <span class="credlab-nav-icon" aria-hidden="true">
                <Glyph icon=Icon::Menu size=20 />
            </span>
            <a class="cds--header__name" href="/">
                "Credlab"
            </a>
            <SideNav />
            <div class="cds--header__global credlab-global">
                <span class="credlab-account" title=frame.account_id>
                    {account}
                </span>
                <a
                    class="cds--header__action credlab-action"
                    href="/shell"
                    aria-label="Shell"
                    title="Shell"
                    on:click=on_shell
                >
                    <Glyph icon=Icon::Terminal size=20 />
                </a>
                <PersonaMenu
                    persona=frame.persona
                    name=frame.persona_name
                    id=frame.persona_id
                    personas=frame.personas
                />
            </div>
        </header>
    }
}
