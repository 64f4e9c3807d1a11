//! Forms that change something. They are ordinary forms: without script the browser posts them and is sent back
//! to the page, which shows what came of it. With script they are posted from the page and answered in place.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FormData, HtmlFormElement, UrlSearchParams};
use leptos_router::NavigateOptions;

use crate::parts::live::{Live, use_live};
use crate::parts::notices::{Notices, use_notices};

/// Whether the form around is being sent. Counted, not owned: a refresh may dispose of what belongs to a view while that
/// view is still on its way to the page.
#[derive(Clone)]
pub struct Sending(pub ArcRwSignal<bool>);

/// A form that posts its fields to a server function which answers with a [`Notice`](crate::view::Notice).
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
    let to = action.clone();
    let submit = move |event: SubmitEvent| {
        let Some(fields) = fields_of(&event) else {
            return;
        };
        event.prevent_default();
        sending.set(true);
        live.hold();
        send(
            &to,
            fields,
            sending.clone(),
            live,
            notices,
            navigate.clone(),
        );
    };
    view! {
        <form method="post" action=action on:submit=submit>
            {children()}
        </form>
    }
}

/// Handles the sending of a form in the page: `take` gets the fields as a browser without script would send them.
pub fn taking_fields(take: impl Fn(UrlSearchParams)) -> impl Fn(SubmitEvent) {
    move |event| {
        if let Some(fields) = fields_of(&event) {
            event.prevent_default();
            take(fields);
        }
    }
}

fn fields_of(event: &SubmitEvent) -> Option<UrlSearchParams> {
    let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    let fields = FormData::new_with_form(&form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()
}

/// Sends a form's fields and shows what came of it.
#[cfg(feature = "hydrate")]
fn send(
    action: &str,
    fields: UrlSearchParams,
    sending: ArcRwSignal<bool>,
    live: Live,
    notices: Notices,
    navigate: impl Fn(&str, NavigateOptions) + 'static,
) {
    use crate::view::Notice;

    let request = gloo_net::http::Request::post(action)
        .header("Accept", "application/json")
        .body(fields);
    leptos::task::spawn_local(async move {
        let answer = match request {
            Ok(request) => request.send().await,
            Err(problem) => Err(problem),
        };
        let notice = match answer {
            Ok(answer) => answer
                .text()
                .await
                .ok()
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_else(|| {
                    Notice::error("Something went wrong")
                        .with_text("The server's answer can't be understood. Reload the page.")
                }),
            Err(_) => Notice::error("Connection lost")
                .with_text("The server can't be reached. Nothing was changed. Try again."),
        };
        sending.set(false);
        let goto = notice.goto.clone();
        notices.show(notice);
        // Leave first: what the page was about may be gone.
        if let Some(goto) = goto {
            navigate(&goto, NavigateOptions::default());
        }
        live.release();
    });
}

/// On the server no form is ever sent from a page.
#[cfg(not(feature = "hydrate"))]
fn send(
    _: &str,
    _: UrlSearchParams,
    _: ArcRwSignal<bool>,
    _: Live,
    _: Notices,
    _: impl Fn(&str, NavigateOptions) + 'static,
) {
}
