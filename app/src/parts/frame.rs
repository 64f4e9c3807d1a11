//! The console's frame: header, side navigation, the page, the shell panel.

mod header;
mod persona;
mod side_nav;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::components::Outlet;

use crate::parts::live::{follow, use_live};
use crate::parts::menus::close_menus;
use crate::parts::notices::{NoticeArea, use_notices};
use crate::parts::terminal::TerminalPanel;
use crate::parts::views::Views;
use crate::view::{FrameView, Json, Problem};
use header::Header;

/// What the frame shows.
#[server(prefix = "/api", endpoint = "frame", input = GetUrl, output = Json)]
pub async fn frame() -> Result<FrameView, Problem> {
    let visit = crate::backend::visit()?;
    Ok(persona::frame_of(&visit))
}

/// Whether the shell panel is open.
#[derive(Clone, Copy)]
pub struct ShellPanel(pub RwSignal<bool>);

/// The frame around every page of an account.
#[component]
pub fn Frame() -> impl IntoView {
    let panel = ShellPanel(RwSignal::new(false));
    provide_context(panel);
    let (live, notices) = (use_live(), use_notices());
    follow();
    close_menus();
    let view = Resource::new(move || live.version.get(), |_| frame());
    let header = move || {
        Suspend::new(async move {
            view.await
                .ok()
                .map(|view| {
                    live.at.set_value(view.version);
                    notices.arrived(view.flash.clone());
                    view! { <Header frame=view /> }
                })
                .views()
        })
    };
    let class = move || match panel.0.get() {
        true => "cds--content credlab-content credlab-content--with-shell",
        false => "cds--content credlab-content",
    };
    // Each part forgets its type: the frame is around every page, and views are types.
    let header = view! { <Transition>{header}</Transition> }.into_any();
    let page = view! {
        <Lost />
        <NoticeArea />
        <Outlet />
    }
    .into_any();
    view! {
        {header}
        <main id="main" class=class tabindex="-1">
            {page}
        </main>
        {move || panel.0.get().then(|| view! { <Panel /> }.into_any()).views()}
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

#[component]
fn Panel() -> impl IntoView {
    view! {
        <section class="credlab-shell-panel" aria-label="Shell">
            <TerminalPanel />
        </section>
    }
}
