//! The console's frame: header, side navigation, the page, the shell panel.

mod clock;
mod header;
mod persona;
mod side_nav;
mod theme;

#[cfg(feature = "ssr")]
pub use {side_nav::pages, theme::theme_of_document};

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use crate::parts::drafts::keep_drafts;
use crate::parts::live::{follow, use_live};
use crate::parts::load::{fetched, suspended};
use crate::parts::menus::close_menus;
use crate::parts::notices::{NoticeArea, use_notices};
use crate::parts::page_twin::PageTwin;
use crate::parts::palette::{Palette, provide_palette};
use crate::parts::shell::use_shell;
use crate::parts::terminal::ShellPanel;
use crate::parts::views::Views;
use crate::view::{FrameView, Json, Problem};
use header::Header;
use persona::Viewing;

/// What the frame shows.
#[server(prefix = "/api", endpoint = "frame", input = GetUrl, output = Json)]
pub async fn frame() -> Result<FrameView, Problem> {
    let visit = crate::backend::visit()?;
    Ok(persona::frame_of(&visit))
}

/// The frame around every page of an account.
#[component]
pub fn Frame() -> impl IntoView {
    let (live, notices, shell) = (use_live(), use_notices(), use_shell());
    let path = use_location().pathname;
    follow();
    close_menus();
    provide_palette();
    keep_drafts();
    let view = fetched(move || live.version.get(), frame);
    let header = suspended(view, move |view| {
        view.ok()
            .map(|view| {
                live.at.set_value(view.version);
                notices.arrived(view.flash.clone());
                let persona = view.persona.clone();
                let viewing = view
                    .viewing
                    .clone()
                    .map(|viewing| view! { <Viewing viewing=viewing persona=persona /> });
                view! {
                    <Header frame=view />
                    {viewing.views()}
                }
            })
            .views()
    });
    // The shell's own page needs no second one.
    let panel = Memo::new(move |_| {
        let elsewhere = path.with(|path| path != "/shell");
        Some(shell.panel.get()).filter(|panel| panel.open && elsewhere)
    });
    let class = move || match panel.get() {
        Some(panel) if panel.beside => "cds--content credlab-content credlab-content--beside-shell",
        Some(_) => "cds--content credlab-content credlab-content--above-shell",
        None => "cds--content credlab-content",
    };
    let size = move || panel.get().map(|panel| panel.size.to_string());
    let open = Memo::new(move |_| panel.with(Option::is_some));
    // Each part forgets its type: the frame is around every page, and views are types.
    let header = view! { <Transition>{header}</Transition> }.into_any();
    let page = view! {
        <Lost />
        <NoticeArea />
        <Outlet />
        <PageTwin />
    }
    .into_any();
    let palette = view! { <Palette /> }.into_any();
    view! {
        {header}
        <main id="main" class=class data-size=size tabindex="-1">
            {page}
        </main>
        {move || open.get().then(|| view! { <ShellPanel /> }.into_any()).views()}
        {palette}
    }
}

/// Says that the page may be out of date, as long as it may.
#[component]
fn Lost() -> impl IntoView {
    let live = use_live();
    move || {
        live.lost
            .get()
            .then(|| {
                view! {
                    <p class="credlab-lost" role="status">
                        "The connection is lost. This page may be out of date; it is tried again."
                    </p>
                }
            })
            .views()
    }
}
