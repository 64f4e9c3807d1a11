//! The details of a service ID, an access group or a trusted profile: its ids, another name and description, and the
//! dialog before it is removed.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::head::{SubjectHead, SubjectTab};
use crate::carbon::button::Submit;
use crate::carbon::field::TextInput;
use crate::parts::confirmation::{Confirmation, confirmation};
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{Barrier, Cell, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsView {
    /// The top.
    pub head: SubjectHead,
    /// Labels and values.
    pub facts: Vec<(String, Cell)>,
    /// Why name and description can't be changed.
    pub disabled: Option<Barrier>,
    /// The open dialog before it is removed.
    pub removal: Option<Confirmation>,
}

/// The details of a subject that is no user, with the dialog `remove` if that is the `dialog`.
#[server(prefix = "/api", endpoint = "iam/subjects/details", input = GetUrl, output = Json)]
pub async fn subject_details(
    kind: Kind,
    id: String,
    dialog: String,
) -> Result<DetailsView, Problem> {
    server::details(kind, &id, &dialog)
}

/// Gives a subject another name and description.
#[server(prefix = "/api", endpoint = "iam/subjects/update")]
pub async fn update_subject(
    kind: Kind,
    id: String,
    name: String,
    #[server(default)] description: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::update(&visit, kind, &id, name, description).await)
}

/// Removes a subject.
#[server(prefix = "/api", endpoint = "iam/subjects/remove")]
pub async fn remove_subject(kind: Kind, id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::remove(&visit, kind, &id).await)
}

/// The details of a service ID.
#[component]
pub fn ServiceIdDetailsPage() -> impl IntoView {
    details_of(Kind::ServiceId)
}

/// The details of an access group.
#[component]
pub fn GroupDetailsPage() -> impl IntoView {
    details_of(Kind::AccessGroup)
}

/// The details of a trusted profile.
#[component]
pub fn ProfileDetailsPage() -> impl IntoView {
    details_of(Kind::TrustedProfile)
}

fn details_of(kind: Kind) -> AnyView {
    let (id, dialog) = (use_path_part("id"), use_query_value("dialog"));
    let data = load(
        move || (id.get(), dialog.get()),
        move |(id, dialog)| subject_details(kind, id, dialog),
    );
    view! { <Load data=data view=page /> }.into_any()
}

fn page(view: DetailsView) -> AnyView {
    let SubjectHead {
        kind,
        id,
        name,
        description,
        ..
    } = view.head.clone();
    let removal = view.removal.map(confirmation);
    view! {
        <SubjectTab head=view.head current="Details">
            <section class="credlab-section" aria-labelledby="about">
                <h2 id="about">"Details"</h2>
                {facts(view.facts)}
            </section>
            <section class="credlab-section" aria-labelledby="rename">
                <h2 id="rename">"Name and description"</h2>
                <PostForm action="/api/iam/subjects/update">
                    <div class="credlab-form">
                        <input type="hidden" name="kind" value=kind.as_str() />
                        <input type="hidden" name="id" value=id />
                        <TextInput name="name" label="Name" value=name required=true />
                        <TextInput name="description" label="Description (optional)" value=description />
                        <div>
                            <Submit label="Save" disabled=view.disabled />
                        </div>
                    </div>
                </PostForm>
            </section>
        </SubjectTab>
        {removal.views()}
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::{removal, removal_label};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Command;
    use credlab_model::iam::access_group::PublicAccess;
    use credlab_model::iam::api_key::ApiKey;
    use credlab_model::iam::{access_group, service_id, trusted_profile};

    use super::DetailsView;
    use crate::backend::moment::minute;
    use crate::backend::{Visit, kind_of, lines, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::head_of;
    use crate::pages::iam::subject::named::Named;
    use crate::parts::confirmation::Confirmation;
    use crate::view::{Cell, Notice, Problem};

    pub fn details(kind: Kind, id: &str, dialog: &str) -> Result<DetailsView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, kind, id)?;
        let (name, description) = (subject.name().into(), subject.description().into());
        let unchanged = change(subject, name, description);
        let removal = removal(subject).filter(|_| dialog == "remove");
        Ok(DetailsView {
            head: head_of(&visit, subject),
            facts: facts(&visit, subject),
            disabled: unchanged.and_then(|command| visit.impossible(command)),
            removal: removal.map(|command| asked(&visit, subject, command)),
        })
    }

    fn facts(visit: &Visit, subject: Named<'_>) -> Vec<(String, Cell)> {
        let mut facts = vec![("ID", Cell::Code(subject.id().into()))];
        if let Some(identity) = subject.identity() {
            facts.push(("IAM ID", Cell::Code(visit.account.iam_id(&identity))));
        }
        let mut times = |created, modified| {
            facts.push(("Created", Cell::Text(minute(created))));
            facts.push(("Last changed", Cell::Text(minute(modified))));
        };
        match subject {
            Named::User(_) => {}
            Named::ServiceId(service_id) => {
                times(service_id.created_at, service_id.modified_at);
                let locked = match service_id.locked {
                    true => "Yes: it can't be removed or renamed, nor its policies changed",
                    false => "No",
                };
                facts.push(("Locked", Cell::text(locked)));
            }
            Named::AccessGroup(_) if subject.is_public() => {
                facts.push(("Members", Cell::text("Everybody, signed in or not")));
                let state = match visit.account.public_access {
                    PublicAccess::Enabled => "Enabled: the policies of this group count",
                    PublicAccess::Disabled => "Disabled: the policies of this group don't count",
                };
                facts.push(("Public access", Cell::text(state)));
            }
            Named::AccessGroup(group) => {
                facts.push(("Created", Cell::Text(minute(group.created_at))));
                facts.push(("Members", Cell::text(group.members.len().to_string())));
            }
            Named::TrustedProfile(profile) => {
                times(profile.created_at, profile.modified_at);
            }
        }
        let facts = facts.into_iter();
        facts.map(|(label, cell)| (label.into(), cell)).collect()
    }

    /// The command that renames and describes a subject. A user's name is the user's own.
    fn change(subject: Named<'_>, name: String, description: String) -> Option<Command> {
        Some(match subject {
            Named::User(_) => return None,
            Named::ServiceId(service_id) => service_id::Command::Update {
                id: service_id.id.clone(),
                name,
                description,
            }
            .into(),
            Named::AccessGroup(group) => access_group::Command::Update {
                id: group.id.clone(),
                name,
                description,
            }
            .into(),
            Named::TrustedProfile(profile) => trusted_profile::Command::Update {
                id: profile.id.clone(),
                name,
                description,
            }
            .into(),
        })
    }

    /// The command that removes a subject. Users are removed on a page of their own.
    pub fn removal(subject: Named<'_>) -> Option<Command> {
        Some(match subject {
            Named::User(_) => return None,
            Named::ServiceId(service_id) => service_id::Command::Delete {
                id: service_id.id.clone(),
            }
            .into(),
            Named::AccessGroup(group) => access_group::Command::Delete {
                id: group.id.clone(),
            }
            .into(),
            Named::TrustedProfile(profile) => trusted_profile::Command::Delete {
                id: profile.id.clone(),
            }
            .into(),
        })
    }

    /// What the control that removes one is called.
    pub fn removal_label(kind: Kind) -> &'static str {
        match kind {
            Kind::User => "Remove user",
            Kind::ServiceId => "Remove",
            Kind::AccessGroup => "Remove group",
            Kind::TrustedProfile => "Remove profile",
        }
    }

    /// The question before a subject is removed: what goes with it, and what breaks without it.
    fn asked(visit: &Visit, subject: Named<'_>, command: Command) -> Confirmation {
        let kind = subject.kind();
        let title = format!("Remove {}?", subject.name());
        let (action, close) = ("/api/iam/subjects/remove", subject.href(kind.details()));
        Confirmation::before(visit, command, title, action, close)
            .with_text(goes(visit, subject))
            .with_field("kind", kind.as_str())
            .with_field("id", subject.id())
            .with_submit(removal_label(kind))
    }

    /// What goes with a subject.
    fn goes(visit: &Visit, subject: Named<'_>) -> String {
        let account = &visit.account;
        let policies = account.policies.of(&subject.subject()).count();
        let policies = count(policies, "access policy", "access policies");
        match subject {
            Named::User(_) => String::new(),
            Named::ServiceId(_) => {
                let own = |key: &&ApiKey| Some(&key.owner) == subject.identity().as_ref();
                let keys = account.api_keys.values().filter(own).count();
                let keys = count(keys, "API key", "API keys");
                format!("{keys} and {policies} go with it. It can't be brought back.")
            }
            Named::AccessGroup(group) => {
                let members = count(group.members.len(), "member", "members");
                format!(
                    "Goes with it: {policies}. Affected: {members}. Policies of their own stay."
                )
            }
            Named::TrustedProfile(profile) => {
                let trusted = count(profile.trusts.len(), "identity", "identities");
                format!("Goes with it: {policies}. Can't apply it any more: {trusted}.")
            }
        }
    }

    fn count(count: usize, one: &str, several: &str) -> String {
        let noun = if count == 1 { one } else { several };
        format!("{count} {noun}")
    }

    pub async fn update(
        visit: &Visit,
        kind: Kind,
        id: &str,
        name: String,
        description: String,
    ) -> Result<Notice, Notice> {
        let subject = Named::of_form(visit, kind, id)?;
        let title = format!("{} saved", name.trim());
        let Some(command) = change(subject, name, description) else {
            return Err(not_here());
        };
        visit.perform(command).await?;
        Ok(Notice::success(title).then(subject.href(kind.details())))
    }

    pub async fn remove(visit: &Visit, kind: Kind, id: &str) -> Result<Notice, Notice> {
        let subject = Named::of_form(visit, kind, id)?;
        let Some(command) = removal(subject) else {
            return Err(not_here());
        };
        let found = visit.impact(command.clone());
        visit.perform(command).await?;
        let title = format!("{} removed", subject.name());
        Ok(Notice {
            why: lines(&found),
            ..Notice::new(kind_of(&found), title).then(kind.list())
        })
    }

    fn not_here() -> Notice {
        Notice::error("Check your input").with_text("Users are changed on their own pages.")
    }
}
