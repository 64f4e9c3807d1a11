//! The list of service IDs, access groups or trusted profiles, and the dialog in which one is made.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::TextInput;
use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Crumb, Notice, Problem, TableView};

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectListView {
    /// What kind of subject it lists.
    pub kind: Kind,
    /// What they are, in a sentence.
    pub text: String,
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// Those that the persona may know of.
    pub table: TableView,
    /// The open dialog, in which one is made.
    pub creation: Option<CreationView>,
}

/// The dialog in which one is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreationView {
    /// What is to know about the name.
    pub help: String,
    /// Why none can be made.
    pub disabled: Option<Barrier>,
}

/// Makes a service ID, an access group or a trusted profile, and leads to it.
#[server(prefix = "/api", endpoint = "iam/subjects/create")]
pub async fn create_subject(
    kind: Kind,
    name: String,
    #[server(default)] description: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::create(&visit, kind, name, description).await)
}

/// A list with its dialog.
pub fn subject_list(view: SubjectListView) -> AnyView {
    let kind = view.kind;
    let crumbs = vec![Crumb::link("Access (IAM)", "/iam/users")];
    let creation = view.creation.map(|creation| {
        let close = kind.list();
        view! {
            <Dialog title=format!("Create {}", with_article(kind)) close=close.clone()>
                <PostForm action="/api/iam/subjects/create">
                    <input type="hidden" name="kind" value=kind.as_str() />
                    <TextInput name="name" label="Name" help=creation.help required=true />
                    <TextInput name="description" label="Description (optional)" />
                    <DialogButtons close=close submit="Create" disabled=creation.disabled />
                </PostForm>
            </Dialog>
        }
    });
    view! {
        <PageHeader crumbs=crumbs title=kind.plural() text=view.text actions=view.actions />
        <DataTable label=kind.plural() table=view.table />
        {creation.views()}
    }
    .into_any()
}

fn with_article(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "a user",
        Kind::ServiceId => "a service ID",
        Kind::AccessGroup => "an access group",
        Kind::TrustedProfile => "a trusted profile",
    }
}

#[cfg(feature = "ssr")]
pub use server::{list_of, no_creation};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::{access_group, service_id, trusted_profile};
    use credlab_model::refusal::RefusalKind;
    use credlab_model::{Command, Event, Refusal};
    use credlab_store::Executed;

    use super::{CreationView, SubjectListView};
    use crate::backend::Visit;
    use crate::pages::iam::subject::Kind;
    use crate::view::{ActionView, Barrier, Notice, TableView};

    /// A list around its table, with the dialog if `dialog` says so.
    pub fn list_of(
        visit: &Visit,
        kind: Kind,
        text: &str,
        table: TableView,
        dialog: &str,
    ) -> SubjectListView {
        let disabled = no_creation(visit, kind);
        let create = ActionView::open("Create", format!("{}?dialog=create", kind.list()))
            .unless(disabled.clone());
        SubjectListView {
            kind,
            text: text.into(),
            actions: vec![create],
            table,
            creation: (dialog == "create").then(|| CreationView {
                help: help(kind).into(),
                disabled,
            }),
        }
    }

    fn help(kind: Kind) -> &'static str {
        match kind {
            Kind::AccessGroup => "Unlike that of any other access group, 100 characters at most.",
            Kind::TrustedProfile => "Unlike that of any other trusted profile.",
            Kind::ServiceId | Kind::User => "",
        }
    }

    /// Why the persona may make none of a kind.
    pub fn no_creation(visit: &Visit, kind: Kind) -> Option<Barrier> {
        let command = creation(kind, "name".into(), String::new());
        command.ok().and_then(|command| visit.forbidden(command))
    }

    /// The command that makes one. Users are invited instead.
    fn creation(kind: Kind, name: String, description: String) -> Result<Command, Refusal> {
        Ok(match kind {
            Kind::User => return Err(users_are_invited()),
            Kind::ServiceId => service_id::Command::Create { name, description }.into(),
            Kind::AccessGroup => access_group::Command::Create { name, description }.into(),
            Kind::TrustedProfile => trusted_profile::Command::Create { name, description }.into(),
        })
    }

    fn users_are_invited() -> Refusal {
        RefusalKind::InvalidField {
            field: "kind",
            problem: "can't be that of a user: users are invited".into(),
        }
        .refusal()
    }

    pub async fn create(
        visit: &Visit,
        kind: Kind,
        name: String,
        description: String,
    ) -> Result<Notice, Notice> {
        let noun = capital(kind.noun());
        let title = format!("{noun} {} created", name.trim());
        let done = visit.perform(creation(kind, name, description)?).await?;
        let notice = Notice::success(title);
        Ok(match id_in(&done) {
            Some(id) => notice.then(kind.href(&id, "")),
            None => notice.then(kind.list()),
        })
    }

    /// The id of what was made.
    fn id_in(done: &Executed) -> Option<String> {
        done.records.iter().find_map(|record| match &record.event {
            Event::ServiceId(service_id::Event::Created { id, .. }) => Some(id.to_string()),
            Event::AccessGroup(access_group::Event::Created { id, .. }) => Some(id.to_string()),
            Event::TrustedProfile(trusted_profile::Event::Created { id, .. }) => {
                Some(id.to_string())
            }
            _ => None,
        })
    }

    fn capital(noun: &str) -> String {
        let mut letters = noun.chars();
        let first = letters.next().map(|first| first.to_uppercase());
        first.into_iter().flatten().chain(letters).collect()
    }
}
