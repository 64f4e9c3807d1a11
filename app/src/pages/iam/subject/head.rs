//! The top of the page of a service ID, an access group or a trusted profile, the same on every tab.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::carbon::page_header::PageHeader;
use crate::carbon::tabs::Tabs;
use crate::view::{ActionView, Crumb, TagView};

/// What the top shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectHead {
    /// What kind of subject it is.
    pub kind: Kind,
    /// The id in addresses and forms.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// `locked`, for instance.
    pub tags: Vec<TagView>,
    /// The page's buttons.
    pub actions: Vec<ActionView>,
}

/// The tabs of a kind of subject: label, and the end of the address. Users have a page of their own.
fn tabs(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::User => &[],
        Kind::ServiceId => &[
            ("Details", ""),
            ("Access groups", "/access-groups"),
            ("Access policies", "/access-policies"),
            ("API keys", "/api-keys"),
        ],
        Kind::AccessGroup => &[
            ("Users", ""),
            ("Service IDs", "/service-ids"),
            ("Trusted profiles", "/trusted-profiles"),
            ("Access", "/access-policies"),
            ("Details", "/details"),
        ],
        Kind::TrustedProfile => &[
            ("Details", ""),
            ("Trust relationship", "/trust-relationship"),
            ("Access groups", "/access-groups"),
            ("Access policies", "/access-policies"),
        ],
    }
}

/// A tab of the page, below the top that all tabs share.
#[component]
pub fn SubjectTab(
    /// The top.
    head: SubjectHead,
    /// The label of this tab.
    current: &'static str,
    /// The tab.
    children: Children,
) -> impl IntoView {
    let kind = head.kind;
    let href = |tab: &str| kind.href(&head.id, tab);
    let tabs = tabs(kind).iter().map(|(label, tab)| (*label, href(tab)));
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link(kind.plural(), kind.list()),
    ];
    view! {
        <PageHeader crumbs=crumbs title=head.name text=head.description tags=head.tags actions=head.actions />
        <Tabs label=format!("Tabs of the {}", kind.noun()) tabs=tabs.collect() current=current />
        {children()}
    }
}

#[cfg(feature = "ssr")]
pub use server::{actions_of, head_of, tags_of};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::access_group::PublicAccess;
    use credlab_model::iam::policy::may_assign_to;
    use credlab_model::iam::service_id;

    use super::SubjectHead;
    use crate::backend::Visit;
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::details::{removal, removal_label};
    use crate::pages::iam::subject::named::Named;
    use crate::view::{ActionView, TagKind, TagView};

    /// The top of a subject's page.
    pub fn head_of(visit: &Visit, subject: Named<'_>) -> SubjectHead {
        SubjectHead {
            kind: subject.kind(),
            id: subject.id().into(),
            name: subject.name().into(),
            description: subject.description().into(),
            tags: tags_of(visit, subject),
            actions: actions_of(visit, subject),
        }
    }

    /// What stands beside a subject's name.
    pub fn tags_of(visit: &Visit, subject: Named<'_>) -> Vec<TagView> {
        let mut tags = Vec::new();
        if let Named::ServiceId(service_id) = subject
            && service_id.locked
        {
            tags.push(TagView::new(TagKind::Info, "locked"));
        }
        if subject.identity().as_ref() == Some(&visit.persona) {
            tags.push(TagView::new(TagKind::Neutral, "self"));
        }
        if subject.is_public() {
            tags.push(match visit.account.public_access {
                PublicAccess::Enabled => TagView::new(TagKind::Good, "enabled"),
                PublicAccess::Disabled => TagView::new(TagKind::Neutral, "disabled"),
            });
        }
        tags
    }

    /// What can be done with a subject as a whole: on its page, and in the menu of its row.
    pub fn actions_of(visit: &Visit, subject: Named<'_>) -> Vec<ActionView> {
        let refused = may_assign_to(
            &visit.account,
            &visit.actor(),
            &subject.subject(),
            visit.now,
        );
        let refused = refused.err().map(|refusal| refusal.sentence());
        let mut actions = vec![
            ActionView::open("Assign access", subject.href("/assign-access")).unless(refused),
            ActionView::open("Copy as", subject.href("/copy-as")),
        ];
        if let Named::ServiceId(service_id) = subject {
            let locked = !service_id.locked;
            let command = service_id::Command::SetLocked {
                id: service_id.id.clone(),
                locked,
            };
            let fields = [
                ("id", service_id.id.to_string()),
                ("locked", locked.to_string()),
            ];
            let label = if locked { "Lock" } else { "Unlock" };
            actions.push(
                ActionView::send(label, "/api/iam/serviceids/lock", fields)
                    .unless(visit.forbidden(command)),
            );
        }
        // Everybody is in Public Access: there is nothing to remove.
        if !subject.is_public() && subject.kind() != Kind::User {
            let dialog = format!("{}?dialog=remove", subject.kind().details());
            actions.push(
                ActionView::open(removal_label(subject.kind()), subject.href(&dialog))
                    .unless(removal(subject).and_then(|command| visit.impossible(command)))
                    .dangerous(),
            );
        }
        actions
    }
}
