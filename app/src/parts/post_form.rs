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

/// How many forms are on their way. Meanwhile pages are not asked for again: the stream may tell of a change before the
/// answer does, which leads away from a page whose subject is gone.
#[derive(Debug, Clone, Copy)]
pub struct Underway(StoredValue<usize>);

impl Underway {
    /// Provides the count, at zero.
    pub fn provide() {
        provide_context(Underway(StoredValue::new(0)));
    }

    /// Whether there is any.
    pub fn any(self) -> bool {
        self.0.try_get_value().is_some_and(|count| count > 0)
    }

    fn begin(self) {
        self.0.try_update_value(|count| *count += 1);
    }

    fn end(self) {
        self.0
            .try_update_value(|count| *count = count.saturating_sub(1));
    }
}

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
    let underway = use_context::<Underway>();
    let sending = ArcRwSignal::new(false);
    provide_context(Sending(sending.clone()));
    let navigate = leptos_router::hooks::use_navigate();
    let (answered, lost) = (sending.clone(), sending.clone());
    let on_response: Arc<dyn Fn(&web_sys::Response)> = Arc::new(move |response| {
        answered.set(false);
        receive(
            Clone::clone(response),
            live,
            underway,
            notices,
            navigate.clone(),
        );
    });
    let on_error: Arc<dyn Fn(&_)> = Arc::new(move |_| {
        lost.set(false);
        let text = "The server can't be reached. Nothing was changed. Try again.";
        notices.show(Notice::error("Connection lost").with_text(text));
        settle(live, underway);
    });
    let on_form_data: Arc<dyn Fn(&web_sys::FormData)> = Arc::new(move |_| {
        sending.set(true);
        underway.inspect(|underway| underway.begin());
    });
    view! {
        <Form method="post" action=action on_response=on_response on_error=on_error on_form_data=on_form_data>
            {children()}
        </Form>
    }
}

/// Catches up with what pages were not asked for while a form was on its way.
fn settle(live: Live, underway: Option<Underway>) {
    underway.inspect(|underway| underway.end());
    live.refresh();
}

type Navigate = dyn Fn(&str, leptos_router::NavigateOptions);

#[cfg(feature = "hydrate")]
fn receive(
    response: web_sys::Response,
    live: Live,
    underway: Option<Underway>,
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
        settle(live, underway);
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
    _: Option<Underway>,
    _: Notices,
    _: impl Fn(&str, leptos_router::NavigateOptions) + 'static,
) {
    let _: Option<&Navigate> = None;
}
