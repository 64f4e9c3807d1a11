//! The header: menu, name, search, account, clock, shell and persona.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::frame::clock::ClockMenu;
use crate::parts::frame::persona::PersonaMenu;
use crate::parts::frame::side_nav::SideNav;
use crate::parts::palette::SearchLink;
use crate::parts::shell::use_shell;
use crate::view::FrameView;

/// The header, with the side navigation that it opens on narrow screens.
#[component]
pub fn Header(frame: FrameView) -> impl IntoView {
    let shell = use_shell();
    let path = use_location().pathname;
    let on_shell = move |event: leptos::ev::MouseEvent| {
        if path.with_untracked(|path| path != "/shell") {
            event.prevent_default();
            shell.toggle();
        }
    };
    let account = format!("{} ({})", frame.account, frame.account_kind);
    view! {
        <header class="cds--header credlab-header" aria-label="Credlab">
            <a class="cds--skip-to-content" href="#main" rel="external">
                "Skip to main content"
            </a>
            <input
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
                <SearchLink />
                <span class="credlab-account" title=frame.account_id>
                    {account}
                </span>
                <ClockMenu time=frame.time speed=frame.speed />
                <a
                    class="cds--header__action credlab-action"
                    href="/shell"
                    aria-label="Shell"
                    aria-expanded=move || if shell.panel.get().open { "true" } else { "false" }
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
                    theme=frame.theme
                />
            </div>
        </header>
    }
}
