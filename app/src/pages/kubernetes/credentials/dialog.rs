//! What is done with the credentials of a region and resource group.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Fields;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::TextInput;
use crate::parts::effects::Effects;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, EffectView, Notice, Problem};

#[cfg(feature = "ssr")]
use crate::pages::kubernetes::credentials::change;

/// A dialog about a region and resource group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotDialog {
    /// What it is for.
    pub kind: SlotDialogKind,
    /// The title.
    pub title: String,
    /// Sentences about what is there and what will be.
    pub text: Vec<String>,
    /// What is affected, one line each.
    pub affected: Vec<String>,
    /// What breaks, goes stale or recovers.
    pub effects: Vec<EffectView>,
    /// The report of a check.
    pub report: Vec<SectionView>,
    /// The fields that name the region and resource group.
    pub fields: Vec<(String, String)>,
    /// Where closing leads.
    pub close: String,
    /// Why it can't be done.
    pub disabled: Option<Barrier>,
}

/// What a dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotDialogKind {
    /// To reset the API key.
    Reset,
    /// To set infrastructure credentials.
    Set,
    /// To unset them.
    Unset,
    /// To show what the credentials in force lack.
    Check,
}

/// A section of the report: what is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// `Missing Virtual Worker Permissions`.
    pub heading: String,
    /// Each permission that is missing, and whether it is required or suggested.
    pub missing: Vec<String>,
}

/// Replaces the API key of a region and resource group by one of the persona.
#[server(prefix = "/api", endpoint = "kubernetes/credentials/reset")]
pub async fn reset_key(region: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::reset(&visit, &region, &group).await)
}

/// Sets classic credentials for a region and resource group.
#[server(prefix = "/api", endpoint = "kubernetes/credentials/set")]
pub async fn set_credentials(
    region: String,
    group: String,
    username: String,
    api_key: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::set(&visit, &region, &group, username, &api_key).await)
}

/// Takes the classic credentials of a region and resource group away.
#[server(prefix = "/api", endpoint = "kubernetes/credentials/unset")]
pub async fn unset_credentials(region: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::unset(&visit, &region, &group).await)
}

/// Has the permissions of the credentials in force checked, and leads to the report.
#[server(prefix = "/api", endpoint = "kubernetes/credentials/check")]
pub async fn check_permissions(region: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::check(&visit, &region, &group).await)
}

/// The dialog.
pub fn slot_dialog(view: SlotDialog) -> AnyView {
    let text = paragraphs(view.text);
    let affected = list(view.affected);
    let (action, submit, danger) = match view.kind {
        SlotDialogKind::Reset => ("reset", "Reset API key", false),
        SlotDialogKind::Set => ("set", "Set credentials", false),
        SlotDialogKind::Unset => ("unset", "Unset credentials", true),
        SlotDialogKind::Check => return report(view.title, view.close, text, view.report),
    };
    let fields = (view.kind == SlotDialogKind::Set).then(|| {
        view! {
            <TextInput
                name="username"
                label="Infrastructure user name"
                help="The user name in the classic infrastructure account, such as 1234567_user@example.com. It is not the IBMid."
                required=true
            />
            <TextInput
                name="api_key"
                label="Infrastructure API key"
                kind="password"
                help="The classic infrastructure API key of that user."
                required=true
            />
        }
    }).views();
    let close = view.close;
    view! {
        <Dialog title=view.title close=close.clone()>
            <PostForm action=format!("/api/kubernetes/credentials/{action}")>
                {text}
                {affected}
                <Effects title=submit effects=view.effects />
                <Fields fields=view.fields />
                {fields}
                <DialogButtons close=close submit=submit danger=danger disabled=view.disabled />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

fn report(title: String, close: String, text: AnyView, sections: Vec<SectionView>) -> AnyView {
    let sections = sections.into_iter().map(|section| {
        let missing = match section.missing.is_empty() {
            true => view! { <p>"No changes are suggested or required."</p> }.into_any(),
            false => list(section.missing),
        };
        view! {
            <h3 class="credlab-report__heading">{section.heading}</h3>
            {missing}
        }
    });
    view! {
        <Dialog title=title close=close.clone()>
            {text}
            {sections.views()}
            <div class="credlab-dialog-buttons">
                <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--primary" href=close>
                    "Close"
                </a>
            </div>
        </Dialog>
    }
    .into_any()
}

fn paragraphs(lines: Vec<String>) -> AnyView {
    let lines = lines
        .into_iter()
        .map(|line| view! { <p class="credlab-dialog-text">{line}</p> });
    lines.views().into_any()
}

fn list(lines: Vec<String>) -> AnyView {
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| view! { <li class="cds--list__item">{line}</li> })
        .collect();
    (!lines.is_empty())
        .then(|| view! { <ul class="cds--list--unordered credlab-dialog-text">{lines}</ul> })
        .into_any()
}
