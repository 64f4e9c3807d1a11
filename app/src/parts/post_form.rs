//! Forms that change something. They are ordinary forms: without script the browser posts them and is sent back
//! to the page, which shows what came of it. With script they are posted from the page and answered in place.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::components::Form;

use crate::parts::live::{Live, use_live};
use crate::parts::notices::{Notices, use_notices};
use crate::view::Notice;

/// Whether the form around is being sent. Counted, not owned: a refresh may dispose of what belongs to a view while that
/// view is still on its way to the page.
#[derive(Clone)]
pub struct Sending(pub ArcRwSignal<bool>);

/// A form that posts its fields to a server function which answers with a [`Notice`].
#[component]
pub fn PostForm(
    /// The address of the server function: `/api/iam/users/invite`.
    #[prop(into)]
    action: String,
    /// The form's fields.
    children: Children,
) -> impl IntoView {
    let (live, notices) = (use_live(), use_notices());
    let sending = ArcRwSignal::new(false);
    provide_context(Sending(sending.clone()));
    let navigate = leptos_router::hooks::use_navigate();
    let (answered, lost) = (sending.clone(), sending.clone());
    let on_response: Arc<dyn Fn(&web_sys::Response)> = Arc::new(move |response| {
        answered.set(false);
        receive(Clone::clone(response), live, notices, navigate.clone());
    });
    let on_error: Arc<dyn Fn(&_)> = Arc::new(move |_| {
        lost.set(false);
        let text = "The server can't be reached. Nothing was changed. Try again.";
        notices.show(Notice::error("Connection lost").with_text(text));
    });
    let on_form_data: Arc<dyn Fn(&web_sys::FormData)> = Arc::new(move |_| sending.set(true));
    view! {
        <Form method="post" action=action on_response=on_response on_error=on_error on_form_data=on_form_data>
            {children()}
        </Form>
    }
}

type Navigate = dyn Fn(&str, leptos_router::NavigateOptions);

#[cfg(feature = "hydrate")]
fn receive(
    response: web_sys::Response,
    live: Live,
    notices: Notices,
    navigate: impl Fn(&str, leptos_router::NavigateOptions) + 'static,
) {
    leptos::task::spawn_local(async move {
        let text = gloo_net::http::Response::from(response).text().await;
        let notice = text
            .ok()
            .and_then(|text| serde_json::from_str::<Notice>(&text).ok())
            .unwrap_or_else(|| {
                Notice::error("Something went wrong")
                    .with_text("The server's answer can't be understood. Reload the page.")
            });
        let goto = notice.goto.clone();
        notices.show(notice);
        // Leave first: what the page was about may be gone.
        if let Some(goto) = goto {
            go(&navigate, &goto);
        }
        live.refresh();
    });
}

#[cfg(feature = "hydrate")]
fn go(navigate: &Navigate, href: &str) {
    navigate(href, leptos_router::NavigateOptions::default());
}

/// On the server no form is ever sent from a page.
#[cfg(not(feature = "hydrate"))]
fn receive(
    _: web_sys::Response,
    _: Live,
    _: Notices,
    _: impl Fn(&str, leptos_router::NavigateOptions) + 'static,
) {
    let _: Option<&Navigate> = None;
}
