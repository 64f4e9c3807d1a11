//! Assigning access: what kind, which service, and then either resources and roles at once, or step by step with
//! conditions and a review.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::steps::{use_search, wizard};
use super::view::WizardView;
use crate::pages::iam::subject::Kind;
use crate::parts::load::{Load, load};
use crate::parts::query::use_path_part;
use crate::view::{Json, Notice, Problem};

/// The step of assigning access to the subject `id` that `query`, the part of the page's address behind the question mark,
/// leads to.
#[server(prefix = "/api", endpoint = "iam/assign-access", input = GetUrl, output = Json)]
pub async fn assign_access(
    subject: Kind,
    id: String,
    #[server(default)] query: String,
) -> Result<WizardView, Problem> {
    super::giving::assign_access(subject, &id, &query)
}

/// Gives the subject `id` access: the roles `roles` on `resource` (`all`, `group:ID`, `region:NAME`, `cluster:ID`) of
/// `service`, or what each of `drafts` says, as addresses have it.
#[server(prefix = "/api", endpoint = "iam/assign-access/assign")]
pub async fn assign(
    subject: Kind,
    id: String,
    #[server(default)] service: String,
    #[server(default)] resource: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] drafts: Vec<String>,
) -> Result<Notice, Problem> {
    use super::assignment;

    let visit = crate::backend::visit()?;
    let drafts = match drafts.is_empty() {
        true => assignment::short_draft(&visit, service, &resource, roles).map(|draft| vec![draft]),
        false => Ok(assignment::drafts(&drafts)),
    };
    let done = match drafts {
        Ok(drafts) => assignment::assign(&visit, subject, &id, &drafts).await,
        Err(refusal) => Err(refusal.into()),
    };
    crate::backend::told(done)
}

/// Assigning access to a user.
#[component]
pub fn AssignToUserPage() -> impl IntoView {
    page_of(Kind::User)
}

/// Assigning access to a service ID.
#[component]
pub fn AssignToServiceIdPage() -> impl IntoView {
    page_of(Kind::ServiceId)
}

/// Assigning access to an access group.
#[component]
pub fn AssignToGroupPage() -> impl IntoView {
    page_of(Kind::AccessGroup)
}

/// Assigning access to a trusted profile.
#[component]
pub fn AssignToProfilePage() -> impl IntoView {
    page_of(Kind::TrustedProfile)
}

fn page_of(subject: Kind) -> AnyView {
    let (id, query) = (use_path_part("id"), use_search());
    let data = load(
        move || (id.get(), query.get()),
        move |(id, query)| assign_access(subject, id, query),
    );
    view! { <Load data=data view=wizard /> }.into_any()
}
