//! The access policies of a subject: its own, and what comes through access groups (`console.md`, section 3.3). The same
//! for users, service IDs, access groups and trusted profiles.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::notification::Note;
use crate::carbon::table::DataTable;
use crate::parts::confirmation::{Confirmation, confirmation};
use crate::parts::views::Views;
use crate::view::{Notice, Problem, TableView};

/// The policies of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyTableView {
    /// What is to know beforehand.
    pub notes: Vec<Notice>,
    /// The subject's own policies.
    pub own: TableView,
    /// The policies of the subject's access groups, of which groups have none.
    pub through: Option<TableView>,
    /// The question before a policy is removed.
    pub dialog: Option<Confirmation>,
}

/// Removes a policy.
#[server(prefix = "/api", endpoint = "iam/policies/remove")]
pub async fn remove_policy(policy: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::remove(&visit, &policy).await)
}

/// Notes, both tables, and the open dialog.
pub fn policy_table(view: PolicyTableView) -> AnyView {
    let notes = view.notes.into_iter();
    let notes = notes.map(|notice| view! { <Note notice=notice /> });
    let through = view.through.map(|through| {
        view! {
            <section class="credlab-section" aria-labelledby="through">
                <h2 id="through">"Access through access groups"</h2>
                <DataTable label="Access through access groups" table=through />
            </section>
        }
    });
    let dialog = view.dialog.map(confirmation);
    view! {
        {notes.views()}
        <section class="credlab-section" aria-labelledby="own">
            <h2 id="own">"Access policies"</h2>
            <DataTable label="Access policies" table=view.own />
        </section>
        {through.views()}
        {dialog.views()}
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::policies_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::actor::Identity;
    use credlab_model::iam::access::{self, Through};
    use credlab_model::iam::access_group::PublicAccess;
    use credlab_model::iam::policy::{Command, Policy, Subject, may_read};
    use credlab_model::id::PolicyId;
    use credlab_model::refusal::Noun;

    use super::PolicyTableView;
    use crate::backend::moment::day;
    use crate::backend::table::{short_table, table};
    use crate::backend::{Visit, given};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::named::{Named, href_of};
    use crate::pages::iam::user::role_boxes::role_tags;
    use crate::parts::confirmation::Confirmation;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Notice, NoticeKind, RowView, TableView};

    /// The end of the address of the tab.
    const TAB: &str = "/access-policies";

    /// What a subject's policies are, as far as the persona may read them, with the dialog `dialog` about the policy `key`.
    pub fn policies_of(
        visit: &Visit,
        subject: Named<'_>,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> PolicyTableView {
        PolicyTableView {
            notes: notes(visit, subject),
            own: own(visit, subject, query),
            through: subject.identity().map(|identity| through(visit, &identity)),
            dialog: question(visit, subject, dialog, key),
        }
    }

    fn notes(visit: &Visit, subject: Named<'_>) -> Vec<Notice> {
        let note =
            |title: &str, text: &str| vec![Notice::new(NoticeKind::Info, title).with_text(text)];
        match subject {
            Named::User(user) if user.id == visit.account.owner => note(
                "The account owner may do everything",
                "Policies add nothing to what the account owner may do.",
            ),
            Named::User(user) if user.state.is_invited() => note(
                "The invitation is not accepted yet",
                "Access counts, and more can be assigned, as soon as the invitation is accepted.",
            ),
            Named::ServiceId(service_id) if service_id.locked => note(
                "The service ID is locked",
                "Its policies can't be changed until it is unlocked. It can still be removed from access groups.",
            ),
            Named::AccessGroup(_) if subject.is_public() => {
                let text = match visit.account.public_access {
                    PublicAccess::Enabled => {
                        "It takes service roles on one service that has public resources, and never on the \
                         Kubernetes Service or on what manages the account."
                    }
                    PublicAccess::Disabled => {
                        "Public access is disabled in this account: the policies of this group don't count."
                    }
                };
                note("Everybody has this access, signed in or not", text)
            }
            _ => Vec::new(),
        }
    }

    fn own(visit: &Visit, subject: Named<'_>, query: &TableQuery) -> TableView {
        let account = &visit.account;
        let of = subject.subject();
        let policies = account.policies.of(&of).map(|policy| &**policy);
        let policies = policies.filter(|policy| readable(visit, policy));
        let empty = match subject {
            Named::AccessGroup(_) => "No access policy to show.",
            _ => "No access policy to show. Access can come through access groups, too.",
        };
        let mut table = table(
            query,
            &["Roles", "Resource attributes", "Created", "Policy ID"],
            empty,
            policies,
            |policy| {
                vec![
                    role_tags(&policy.roles),
                    Cell::text(policy.describe(account)),
                    Cell::text(day(policy.created_at)),
                    Cell::Code(policy.id.to_string()),
                ]
            },
            |policy| actions(visit, subject, policy),
        );
        // Roles alone would name several rows alike.
        for row in &mut table.rows {
            let words: Vec<String> = row.cells.iter().take(2).map(Cell::plain).collect();
            row.name = words.join(" on ");
        }
        table
    }

    /// What reaches an identity through access groups, *Public Access* too.
    fn through(visit: &Visit, identity: &Identity) -> TableView {
        let account = &visit.account;
        let reaching = access::reaching(account, identity);
        let rows = reaching.filter_map(|(policy, through)| {
            let Through::AccessGroup(id) = through else {
                return None;
            };
            if !readable(visit, policy) {
                return None;
            }
            let group = account.access_group(&id).ok()?;
            let href = Kind::AccessGroup.href(id.as_str(), TAB);
            Some(RowView {
                name: group.name.clone(),
                cells: vec![
                    Cell::link(group.name.as_str(), href),
                    role_tags(&policy.roles),
                    Cell::text(policy.describe(account)),
                    Cell::Code(policy.id.to_string()),
                ],
                actions: Vec::new(),
            })
        });
        short_table(
            &["Access group", "Roles", "Resource attributes", "Policy ID"],
            "No access through access groups to show.",
            rows.collect(),
        )
    }

    fn readable(visit: &Visit, policy: &Policy) -> bool {
        may_read(&visit.account, &visit.persona, policy, visit.now)
    }

    fn actions(visit: &Visit, subject: Named<'_>, policy: &Policy) -> Vec<ActionView> {
        let id = &policy.id;
        let remove = format!("{TAB}?dialog=remove&key={id}");
        vec![
            ActionView::open("Edit", subject.href(&format!("{TAB}/{id}/edit")))
                .unless(visit.impossible(unchanged(policy))),
            ActionView::open("Copy as", subject.href(&format!("/copy-as?policy={id}"))),
            ActionView::open("Remove", subject.href(&remove))
                .unless(visit.impossible(removal(policy)))
                .dangerous(),
        ]
    }

    /// The change of a policy that changes nothing, to ask whether it may be changed at all.
    fn unchanged(policy: &Policy) -> Command {
        Command::Update {
            policy: policy.id.clone(),
            seen: None,
            roles: policy.roles.iter().map(|role| role.to_string()).collect(),
            scope: policy.scope.clone(),
            rule: policy.rule.clone(),
        }
    }

    fn removal(policy: &Policy) -> Command {
        Command::Delete {
            policy: policy.id.clone(),
        }
    }

    /// The question that the address asks, if its policy is one of the subject's that the persona may read.
    fn question(
        visit: &Visit,
        subject: Named<'_>,
        dialog: &str,
        key: &str,
    ) -> Option<Confirmation> {
        let policy = visit.account.policies.get(&key.parse().ok()?)?;
        let own = policy.subject == subject.subject() && readable(visit, policy);
        (own && dialog == "remove").then(|| asked(visit, subject, policy))
    }

    /// The question before a policy is removed: who loses what, and what breaks without it.
    fn asked(visit: &Visit, subject: Named<'_>, policy: &Policy) -> Confirmation {
        let (name, roles) = (subject.name(), policy.role_names());
        let text = match subject {
            Named::AccessGroup(_) if subject.is_public() => {
                format!("Everybody loses {roles} here.")
            }
            Named::AccessGroup(_) => format!(
                "Every member of {name} loses {roles} here. Policies of their own, and those of other access groups, stay \
                 as they are."
            ),
            Named::User(_) | Named::ServiceId(_) | Named::TrustedProfile(_) => format!(
                "{name} loses {roles} here. Other policies, and access through access groups, stay as they are."
            ),
        };
        let (action, close) = ("/api/iam/policies/remove", subject.href(TAB));
        Confirmation::before(
            visit,
            removal(policy),
            "Remove policy".into(),
            action,
            close,
        )
        .with_text(policy.describe(&visit.account))
        .with_text(text)
        .with_field("policy", policy.id.as_str())
    }

    pub async fn remove(visit: &Visit, policy: &str) -> Result<Notice, Notice> {
        let id: PolicyId = given(policy, Noun::Policy)?;
        let policy = visit.account.policy(&id)?;
        visit.perform(Command::Delete { policy: id }).await?;
        let text = format!(
            "{} on {}.",
            policy.role_names(),
            policy.describe(&visit.account)
        );
        Ok(Notice::success("Policy removed")
            .with_text(text)
            .then(page_of(&policy.subject)))
    }

    /// The page that shows a subject's policies.
    fn page_of(subject: &Subject) -> String {
        href_of(subject, TAB)
    }
}
