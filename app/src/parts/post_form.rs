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
    /// Its id, for fields outside.
    #[prop(optional)]
    id: Option<&'static str>,
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
        <form method="post" action=action id=id on:submit=submit>
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
    let request = gloo_net::http::Request::post(action)
        .header("Accept", "application/json")
        .body(fields);
    leptos::task::spawn_local(async move {
        let notice = answer_to(request).await;
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

/// The server's notice, or one that says why there is none.
#[cfg(feature = "hydrate")]
async fn answer_to(
    request: Result<gloo_net::http::Request, gloo_net::Error>,
) -> crate::view::Notice {
    use crate::view::{Notice, Problem};

    let answer = match request {
        Ok(request) => request.send().await,
        Err(problem) => Err(problem),
    };
    let Ok(answer) = answer else {
        return Notice::error("Connection lost").with_text(
            "The server can't be reached. Look whether the change was made before you send it again.",
        );
    };
    let text = answer.text().await.unwrap_or_default();
    if let Ok(notice) = serde_json::from_str(&text) {
        return notice;
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Notice::error(problem.title).with_text(problem.text),
        Err(_) => Notice::error("Something went wrong")
            .with_text("The server's answer can't be understood. Reload the page."),
    }
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
