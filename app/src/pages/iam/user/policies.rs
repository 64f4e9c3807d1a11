//! The access policies of a user: their own, and what comes through access groups (`console.md`, section 3.3).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::notification::{Findings, Note};
use crate::carbon::table::DataTable;
use crate::pages::iam::user::head::{UserHead, UserTab, user_href};
use crate::pages::iam::user::role_boxes::{RoleBoxes, RoleView};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{Barrier, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoliciesView {
    /// The top of the user's page.
    pub head: UserHead,
    /// What is to know beforehand.
    pub notes: Vec<Notice>,
    /// The user's own policies.
    pub own: TableView,
    /// The policies of the user's access groups.
    pub through: TableView,
    /// The open dialog.
    pub dialog: Option<PolicyDialog>,
}

/// A dialog about one policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDialog {
    /// The policy's id.
    pub policy: String,
    /// What the policy applies to, in a line.
    pub scope: String,
    /// What is done with it.
    pub purpose: PolicyPurpose,
    /// Why it can't be done.
    pub disabled: Option<Barrier>,
}

/// What a dialog does with a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyPurpose {
    /// Other roles are chosen.
    Edit(Vec<RoleView>),
    /// It is removed, with these consequences.
    Remove(Vec<String>),
}

/// The policies of the user `id`, with the dialog `dialog` about the policy `key` if it is not empty.
#[server(prefix = "/api", endpoint = "iam/users/policies", input = GetUrl, output = Json)]
pub async fn policies(
    id: String,
    query: TableQuery,
    dialog: String,
    key: String,
) -> Result<PoliciesView, Problem> {
    server::policies(&id, &query, &dialog, &key)
}

/// Gives a policy the roles `roles` and no others.
#[server(prefix = "/api", endpoint = "iam/policies/update")]
pub async fn update_policy(
    policy: String,
    #[server(default)] roles: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::update(&visit, &policy, roles).await)
}

/// Removes a policy.
#[server(prefix = "/api", endpoint = "iam/policies/remove")]
pub async fn remove_policy(policy: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::remove(&visit, &policy).await)
}

/// The access policies of a user.
#[component]
pub fn PoliciesPage() -> impl IntoView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        |(id, query, dialog, key)| policies(id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: PoliciesView) -> impl IntoView {
    let close = user_href(&view.head.id, "/access-policies");
    let dialog = view.dialog.map(|dialog| policy_dialog(dialog, close));
    view! {
        <UserTab head=view.head current="Access policies">
            {view.notes.into_iter().map(|notice| view! { <Note notice=notice /> }).views()}
            <section class="credlab-section" aria-labelledby="own">
                <h2 id="own">"Access policies"</h2>
                <DataTable label="Access policies" table=view.own />
            </section>
            <section class="credlab-section" aria-labelledby="through">
                <h2 id="through">"Access through access groups"</h2>
                <DataTable label="Access through access groups" table=view.through />
            </section>
        </UserTab>
        {dialog}
    }
}

fn policy_dialog(dialog: PolicyDialog, close: String) -> AnyView {
    let PolicyDialog {
        policy,
        scope,
        purpose,
        disabled,
    } = dialog;
    match purpose {
        PolicyPurpose::Edit(roles) => view! {
            <Dialog title="Edit policy" close=close.clone()>
                <p>{scope}</p>
                <PostForm action="/api/iam/policies/update">
                    <input type="hidden" name="policy" value=policy />
                    <RoleBoxes roles=roles />
                    <DialogButtons close=close submit="Save" disabled=disabled />
                </PostForm>
            </Dialog>
        }
        .into_any(),
        PolicyPurpose::Remove(consequences) => view! {
            <Dialog title="Remove policy" close=close.clone()>
                <p>{scope}</p>
                <Findings why=consequences />
                <PostForm action="/api/iam/policies/remove">
                    <input type="hidden" name="policy" value=policy />
                    <DialogButtons close=close submit="Remove" danger=true disabled=disabled />
                </PostForm>
            </Dialog>
        }
        .into_any(),
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::access::{self, Through};
    use credlab_model::iam::policy::{Command, Policy, Subject, may_read, sorted};
    use credlab_model::iam::user::User;
    use credlab_model::id::PolicyId;
    use credlab_model::refusal::Noun;

    use super::{PoliciesView, PolicyDialog, PolicyPurpose};
    use crate::backend::moment::day;
    use crate::backend::table::{short_table, table};
    use crate::backend::{Visit, given, visit};
    use crate::pages::iam::user::head::{head_of, user_href, user_of};
    use crate::pages::iam::user::role_boxes::{role_tags, roles_of};
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Notice, NoticeKind, Problem, RowView, TableView};

    pub fn policies(
        id: &str,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<PoliciesView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let (own, through) = tables(&visit, user, query);
        Ok(PoliciesView {
            head: head_of(&visit, user),
            notes: notes(&visit, user),
            own,
            through,
            dialog: open_dialog(&visit, user, dialog, key),
        })
    }

    fn notes(visit: &Visit, user: &User) -> Vec<Notice> {
        let note = |title: &str| Notice::new(NoticeKind::Info, title);
        if user.id == visit.account.owner {
            let text = "Policies add nothing to what the account owner may do.";
            return vec![note("The account owner may do everything").with_text(text)];
        }
        if user.state.is_invited() {
            let text =
                "Access counts, and more can be assigned, as soon as the invitation is accepted.";
            return vec![note("The invitation is not accepted yet").with_text(text)];
        }
        Vec::new()
    }

    /// What reaches the user and the persona may read: the user's own, and that of access groups.
    fn tables(visit: &Visit, user: &User, query: &TableQuery) -> (TableView, TableView) {
        let account = &visit.account;
        let identity = user.identity();
        let reaching = access::reaching(account, &identity)
            .filter(|(policy, _)| may_read(account, &visit.persona, policy, visit.now));
        let (own, through): (Vec<_>, Vec<_>) =
            reaching.partition(|(_, through)| *through == Through::Direct);
        let mut own = table(
            query,
            &["Roles", "Resource attributes", "Created", "Policy ID"],
            "No access policy to show. Access can come through access groups, too.",
            own,
            |(policy, _)| {
                vec![
                    role_tags(&policy.roles),
                    Cell::text(policy.describe(account)),
                    Cell::text(day(policy.created_at)),
                    Cell::Code(policy.id.to_string()),
                ]
            },
            |(policy, _)| actions(visit, user, policy),
        );
        // Roles alone would name several rows alike.
        for row in &mut own.rows {
            let words: Vec<String> = row.cells.iter().take(2).map(Cell::plain).collect();
            row.name = words.join(" on ");
        }
        let rows = through.into_iter().map(|(policy, through)| {
            let group = match through {
                Through::AccessGroup(id) => {
                    let group = account.access_group(&id);
                    group.map(|group| group.name.clone()).unwrap_or_default()
                }
                Through::Direct | Through::Lapsing(_) => String::new(),
            };
            RowView {
                name: group.clone(),
                cells: vec![
                    Cell::text(group),
                    role_tags(&policy.roles),
                    Cell::text(policy.describe(account)),
                    Cell::Code(policy.id.to_string()),
                ],
                actions: Vec::new(),
            }
        });
        let through = short_table(
            &["Access group", "Roles", "Resource attributes", "Policy ID"],
            "No access through access groups to show.",
            rows.collect(),
        );
        (own, through)
    }

    fn actions(visit: &Visit, user: &User, policy: &Policy) -> Vec<ActionView> {
        let open = |dialog: &str| {
            let query = format!("/access-policies?dialog={dialog}&key={}", policy.id);
            user_href(user.id.as_str(), &query)
        };
        vec![
            ActionView::open("Edit", open("edit")).unless(visit.impossible(unchanged(policy))),
            ActionView::open("Remove", open("remove"))
                .unless(visit.impossible(removal(policy)))
                .dangerous(),
        ]
    }

    /// The change of a policy that changes nothing, to ask whether it may be changed at all.
    fn unchanged(policy: &Policy) -> Command {
        Command::Update {
            policy: policy.id.clone(),
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

    /// The dialog that the address names, if its policy is one of the user's that the persona may read.
    fn open_dialog(visit: &Visit, user: &User, dialog: &str, key: &str) -> Option<PolicyDialog> {
        let policy = visit.account.policies.get(&key.parse().ok()?)?;
        let own = policy.subject == Subject::User(user.id.clone());
        if !own || !may_read(&visit.account, &visit.persona, policy, visit.now) {
            return None;
        }
        let (purpose, command) = match dialog {
            "edit" => {
                let roles = roles_of(&visit.account, &policy.scope, &policy.roles).ok()?;
                (PolicyPurpose::Edit(roles), unchanged(policy))
            }
            "remove" => {
                let consequences = consequences(visit, user, policy);
                (PolicyPurpose::Remove(consequences), removal(policy))
            }
            _ => return None,
        };
        Some(PolicyDialog {
            policy: policy.id.to_string(),
            scope: policy.describe(&visit.account),
            purpose,
            disabled: visit.impossible(command),
        })
    }

    fn consequences(visit: &Visit, user: &User, policy: &Policy) -> Vec<String> {
        let account = &visit.account;
        let mut lines = vec![
            format!("{} loses {} here.", user.email, names(policy)),
            "Other policies, and access through access groups, stay as they are.".into(),
        ];
        let identity = user.identity();
        let stored = account.slots.iter().filter(|(_, state)| {
            let key = state.key.as_ref();
            key.is_some_and(|key| key.owner == identity)
        });
        lines.extend(stored.map(|(slot, _)| {
            format!(
                "The clusters of {}, resource group {}, use this user's API key and so this user's access. What it \
                 lacks after this, they lack.",
                slot.region,
                account.group_name(&slot.group)
            )
        }));
        lines
    }

    fn names(policy: &Policy) -> String {
        let roles = sorted(&policy.roles);
        let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        names.join(", ")
    }

    pub async fn update(visit: &Visit, policy: &str, roles: Vec<String>) -> Result<Notice, Notice> {
        let id: PolicyId = given(policy, Noun::Policy)?;
        let policy = visit.account.policy(&id)?;
        let command = Command::Update {
            policy: id.clone(),
            roles,
            scope: policy.scope.clone(),
            rule: policy.rule.clone(),
        };
        let done = visit.perform(command).await?;
        let roles = done.account.policy(&id).map(names)?;
        Ok(Notice::success("Policy saved")
            .with_text(format!("{roles} on {}.", policy.describe(&visit.account)))
            .then(page_of(policy)))
    }

    pub async fn remove(visit: &Visit, policy: &str) -> Result<Notice, Notice> {
        let id: PolicyId = given(policy, Noun::Policy)?;
        let policy = visit.account.policy(&id)?;
        visit.perform(Command::Delete { policy: id }).await?;
        let text = format!("{} on {}.", names(policy), policy.describe(&visit.account));
        Ok(Notice::success("Policy removed")
            .with_text(text)
            .then(page_of(policy)))
    }

    /// The page that shows a policy.
    fn page_of(policy: &Policy) -> String {
        match &policy.subject {
            Subject::User(id) => user_href(id.as_str(), "/access-policies"),
            _ => "/iam/users".into(),
        }
    }
}
