//! Forms that change something. They are ordinary forms: without script the browser posts them and is sent back
//! to the page, which shows what came of it. With script they are posted from the page and answered in place. A button with
//! `formmethod="get"` takes the fields to the address in its `formaction` instead, and changes nothing.

use leptos::context::Provider;
use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{EventTarget, FormData, HtmlButtonElement, HtmlFormElement, UrlSearchParams};
use leptos_router::NavigateOptions;

use crate::parts::drafts;
use crate::parts::live::{Live, use_live};
use crate::parts::notices::{Notices, use_notices};
use crate::view::Notice;

/// The form around. Its signals are counted, not owned: a refresh may dispose of what belongs to a view while that view is
/// still on its way to the page.
#[derive(Clone)]
pub struct Form {
    /// Whether it is being sent.
    pub sending: ArcRwSignal<bool>,
    /// What it would do, once that was asked.
    pub rehearsed: ArcRwSignal<Option<Notice>>,
    /// The address that says what it would do, by doing nothing.
    pub rehearsal: String,
}

impl Form {
    /// Asks what the form around `button` would do with what stands in it.
    pub fn rehearse(&self, button: &HtmlButtonElement) {
        if let Some(fields) = button.form().and_then(|form| fields_in(&form)) {
            rehearse(self, fields);
        }
    }
}

/// A form that posts its fields to a server function which answers with a [`Notice`]. The button that sends it may add a field
/// of its own and name another server function by `formaction`, as browsers have it.
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
    let form = Form {
        sending: ArcRwSignal::new(false),
        rehearsed: ArcRwSignal::new(None),
        rehearsal: format!("{action}?rehearse"),
    };
    let around = form.clone();
    let navigate = leptos_router::hooks::use_navigate();
    let to = action.clone();
    let asked = form.clone();
    let element = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            drafts::restore(&element);
        }
    });
    let submit = move |event: SubmitEvent| {
        let Some(fields) = fields_sent(&event) else {
            return;
        };
        event.prevent_default();
        let button = button_of(&event);
        let other = button.and_then(|button| button.get_attribute("formaction"));
        if other.as_ref() == Some(&form.rehearsal) {
            return rehearse(&form, fields);
        }
        if let Some(address) = address_of(&event) {
            return navigate(&with_fields(&address, &fields), NavigateOptions::default());
        }
        form.sending.set(true);
        live.hold();
        // A form on its way out of the page is sent all the same.
        let draft = element.try_get_untracked().flatten();
        let draft = draft.map(|element| drafts::place_of(&element));
        send(
            other.as_ref().unwrap_or(&to),
            fields,
            draft.unwrap_or_default(),
            form.sending.clone(),
            live,
            notices,
            navigate.clone(),
        );
    };
    // What was asked once is kept true while fields change.
    let change = move |event: Event| {
        if asked.rehearsed.with_untracked(Option::is_some)
            && let Some(fields) = fields_of(event.current_target())
        {
            rehearse(&asked, fields);
        }
    };
    view! {
        <form
            node_ref=element
            method="post"
            action=action
            id=id
            on:submit=submit
            on:change=change
        >
            // For the fields only: what a component provides, its neighbours would see, too.
            <Provider value=around>{children()}</Provider>
        </form>
    }
}

/// Handles the sending of a form in the page: `take` gets the fields as a browser without script would send them.
pub fn taking_fields(take: impl Fn(UrlSearchParams)) -> impl Fn(SubmitEvent) {
    move |event| {
        if let Some(fields) = fields_sent(&event) {
            event.prevent_default();
            take(fields);
        }
    }
}

fn fields_of(form: Option<EventTarget>) -> Option<UrlSearchParams> {
    fields_in(&form?.dyn_into::<HtmlFormElement>().ok()?)
}

fn fields_in(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let fields = FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()
}

/// The fields, with that of the button.
fn fields_sent(event: &SubmitEvent) -> Option<UrlSearchParams> {
    let fields = fields_of(event.target())?;
    if let Some(button) = button_of(event).filter(|button| !button.name().is_empty()) {
        fields.append(&button.name(), &button.value());
    }
    Some(fields)
}

/// Where the button that was pressed takes the fields, if it only goes somewhere.
fn address_of(event: &SubmitEvent) -> Option<String> {
    let button = button_of(event)?;
    let goes = button.get_attribute("formmethod").as_deref() == Some("get");
    button.get_attribute("formaction").filter(|_| goes)
}

/// An address with fields behind the question mark.
pub fn with_fields(address: &str, fields: &UrlSearchParams) -> String {
    format!("{address}?{}", String::from(fields.to_string()))
}

/// The button that sends a form.
fn button_of(event: &SubmitEvent) -> Option<HtmlButtonElement> {
    event.submitter()?.dyn_into().ok()
}

/// Asks what a form would do with these fields.
#[cfg(feature = "hydrate")]
fn rehearse(form: &Form, fields: UrlSearchParams) {
    let rehearsed = form.rehearsed.clone();
    let request = request(&form.rehearsal, fields);
    leptos::task::spawn_local(async move {
        rehearsed.set(Some(answer_to(request).await));
    });
}

#[cfg(feature = "hydrate")]
fn request(
    action: &str,
    fields: UrlSearchParams,
) -> Result<gloo_net::http::Request, gloo_net::Error> {
    gloo_net::http::Request::post(action)
        .header("Accept", "application/json")
        .body(fields)
}

/// Sends a form's fields and shows what came of it.
#[cfg(feature = "hydrate")]
fn send(
    action: &str,
    fields: UrlSearchParams,
    draft: String,
    sending: ArcRwSignal<bool>,
    live: Live,
    notices: Notices,
    navigate: impl Fn(&str, NavigateOptions) + 'static,
) {
    let request = request(action, fields);
    leptos::task::spawn_local(async move {
        let notice = answer_to(request).await;
        sending.set(false);
        let goto = notice.goto.clone();
        // Who is refused may want to change it.
        if notice.kind != crate::view::NoticeKind::Error {
            drafts::forget(&draft);
        }
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
async fn answer_to(request: Result<gloo_net::http::Request, gloo_net::Error>) -> Notice {
    use crate::view::{Problem, read};

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
    if let Ok(notice) = read(&text) {
        return notice;
    }
    match read::<Problem>(&text) {
        Ok(problem) => Notice::error(problem.title).with_text(problem.text),
        Err(_) => Notice::error("Something went wrong")
            .with_text("The server's answer can't be understood. Reload the page."),
    }
}

/// On the server no form is ever sent from a page.
#[cfg(not(feature = "hydrate"))]
fn rehearse(_: &Form, _: UrlSearchParams) {}

/// The same.
#[cfg(not(feature = "hydrate"))]
fn send(
    _: &str,
    _: UrlSearchParams,
    _: String,
    _: ArcRwSignal<bool>,
    _: Live,
    _: Notices,
    _: impl Fn(&str, NavigateOptions) + 'static,
) {
}
