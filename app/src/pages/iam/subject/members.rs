//! Who is in an access group, and whom a trusted profile trusts: a table, and in its place, where some are added, the table
//! of those who can be.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::circle::Circle;
use super::head::{SubjectHead, SubjectTab};
use crate::carbon::button::{Control, Submit};
use crate::carbon::notification::Note;
use crate::carbon::table::DataTable;
use crate::parts::confirmation::{Confirmation, confirmation};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Json, Notice, Problem, TableView};

/// The id of the form that the boxes of the table belong to: the table's search is a form of its own.
const FORM: &str = "add";

/// What a tab shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersView {
    /// The top.
    pub head: SubjectHead,
    /// Whom it is about.
    pub circle: Circle,
    /// What is above the table: `Users`, `Add users`.
    pub heading: String,
    /// What is to know beforehand.
    pub note: Option<Notice>,
    /// The button that leads to the table of those who can be added.
    pub add: Option<ActionView>,
    /// Those who are in it, or those who can be added.
    pub table: Option<TableView>,
    /// Where those who are ticked are added.
    pub form: Option<AddView>,
    /// The open dialog before somebody is taken out.
    pub removal: Option<Confirmation>,
}

/// A form that adds those who are ticked in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddView {
    /// The address of the server function.
    pub action: String,
    /// The label of the button that sends: `Add to group`.
    pub submit: String,
    /// Why nobody can be added.
    pub disabled: Option<Barrier>,
    /// Where cancelling leads.
    pub cancel: String,
}

/// Who is in the `circle` of the subject `id`, as `query` wants them, with the dialog `remove` about the member `key`; who
/// can be added to it, if the query's view is `add`.
#[server(prefix = "/api", endpoint = "iam/subjects/members", input = GetUrl, output = Json)]
pub async fn members(
    circle: Circle,
    id: String,
    #[server(default)] query: TableQuery,
    #[server(default)] dialog: String,
    #[server(default)] key: String,
) -> Result<MembersView, Problem> {
    server::members(circle, &id, &query, &dialog, &key)
}

/// The users of an access group.
#[component]
pub fn GroupUsersPage() -> impl IntoView {
    members_of(Circle::Users)
}

/// The service IDs of an access group.
#[component]
pub fn GroupServiceIdsPage() -> impl IntoView {
    members_of(Circle::ServiceIds)
}

/// The trusted profiles of an access group.
#[component]
pub fn GroupProfilesPage() -> impl IntoView {
    members_of(Circle::TrustedProfiles)
}

/// Whom a trusted profile trusts.
#[component]
pub fn TrustPage() -> impl IntoView {
    members_of(Circle::Trusted)
}

fn members_of(circle: Circle) -> AnyView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        move |(id, query, dialog, key)| members(circle, id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }.into_any()
}

fn page(view: MembersView) -> AnyView {
    let id = view.head.id.clone();
    let label = view.heading.clone();
    let note = view.note.map(|note| view! { <Note notice=note /> });
    let add = view.add.map(|add| {
        view! {
            <div class="credlab-buttons">
                <Control action=add kind="primary" />
            </div>
        }
    });
    let table = view
        .table
        .map(|table| view! { <DataTable label=label table=table /> });
    let form = view.form.map(|form| add_form(id, form));
    let removal = view.removal.map(confirmation);
    view! {
        <SubjectTab head=view.head current=view.circle.label()>
            <section class="credlab-section" aria-labelledby="members">
                <h2 id="members">{view.heading}</h2>
                {note.views()}
                {add.views()}
                {table.views()}
                {form.views()}
            </section>
        </SubjectTab>
        {removal.views()}
    }
    .into_any()
}

fn add_form(id: String, form: AddView) -> AnyView {
    view! {
        <PostForm action=form.action id=FORM>
            <input type="hidden" name="id" value=id />
            <div class="credlab-buttons credlab-below">
                <Submit label=form.submit disabled=form.disabled />
                <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" href=form.cancel>
                    "Cancel"
                </a>
            </div>
        </PostForm>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::Command;
    use credlab_model::actor::{Actor, Identity};
    use credlab_model::iam::access_group::{self, PublicAccess};
    use credlab_model::iam::{service_id, trusted_profile, user};

    use super::{AddView, Circle, FORM, MembersView};
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::circle::addition;
    use crate::pages::iam::subject::head::head_of;
    use crate::pages::iam::subject::named::{Named, href_of_identity, identity_called};
    use crate::parts::confirmation::Confirmation;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Check, Notice, NoticeKind, Problem, TableView};

    pub fn members(
        circle: Circle,
        id: &str,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<MembersView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, circle.of(), id)?;
        let mut view = MembersView {
            head: head_of(&visit, subject),
            circle,
            heading: heading(circle, false).into(),
            note: None,
            add: None,
            table: None,
            form: None,
            removal: None,
        };
        if subject.is_public() {
            view.note = Some(everybody(&visit));
            return Ok(view);
        }
        let actor = visit.actor();
        let mut others = others(&visit, &actor, circle, subject).peekable();
        let first = others.peek().cloned();
        let command = first.and_then(|other| addition(subject, &other));
        let disabled = command.and_then(|command| visit.forbidden(command));
        let tab = subject.href(circle.tab());
        if query.view != "add" {
            let add = ActionView::open(heading(circle, true), format!("{tab}?view=add"));
            view.add = others.peek().is_some().then(|| add.unless(disabled));
            view.table = Some(present(&visit, circle, subject, query));
            view.removal = match dialog {
                "remove" => asked(&visit, circle, subject, key),
                _ => None,
            };
            return Ok(view);
        }
        view.heading = heading(circle, true).into();
        view.table = Some(absent(&visit, circle, others.collect(), query));
        view.form = Some(AddView {
            action: match circle.of() {
                Kind::TrustedProfile => "/api/iam/trusted-profiles/trust".into(),
                _ => "/api/iam/groups/members/add".into(),
            },
            submit: match circle {
                Circle::Trusted => "Trust".into(),
                _ => "Add to group".into(),
            },
            disabled,
            cancel: tab,
        });
        Ok(view)
    }

    fn heading(circle: Circle, adding: bool) -> &'static str {
        match (circle, adding) {
            (Circle::Users, false) => "Users",
            (Circle::Users, true) => "Add users",
            (Circle::ServiceIds, false) => "Service IDs",
            (Circle::ServiceIds, true) => "Add service IDs",
            (Circle::TrustedProfiles, false) => "Trusted profiles",
            (Circle::TrustedProfiles, true) => "Add trusted profiles",
            (Circle::Trusted, false) => "Who can apply the profile",
            (Circle::Trusted, true) => "Add users and service IDs",
        }
    }

    fn everybody(visit: &Visit) -> Notice {
        let text = match visit.account.public_access {
            PublicAccess::Enabled => {
                "Nobody can be added or removed. Public access is turned off and on in the IAM settings."
            }
            PublicAccess::Disabled => {
                "Public access is disabled in the IAM settings: the group gives nobody anything."
            }
        };
        Notice::new(
            NoticeKind::Info,
            "Everybody is in this group, signed in or not",
        )
        .with_text(text)
    }

    /// Those who are in it. A member who is trusted or grouped is known to whoever may know of the profile or group.
    fn present(visit: &Visit, circle: Circle, subject: Named<'_>, query: &TableQuery) -> TableView {
        let members = members_of(subject).into_iter().flatten();
        let empty = match circle {
            Circle::Users => "No user is in this group.",
            Circle::ServiceIds => "No service ID is in this group.",
            Circle::TrustedProfiles => "No trusted profile is in this group.",
            Circle::Trusted => "Nobody can apply this profile.",
        };
        table(
            query,
            columns(circle),
            empty,
            members.filter(|member| circle.admits(member)),
            |member| {
                let name = name(visit, member);
                let first = match href_of_identity(member, "") {
                    Some(href) => Cell::link(name, href),
                    None => Cell::text(name),
                };
                std::iter::once(first)
                    .chain(rest(visit, circle, member))
                    .collect()
            },
            |member| action(visit, circle, subject, member).into_iter().collect(),
        )
    }

    fn members_of(subject: Named<'_>) -> Option<&BTreeSet<Identity>> {
        match subject {
            Named::AccessGroup(group) => Some(&group.members),
            Named::TrustedProfile(profile) => Some(&profile.trusts),
            Named::User(_) | Named::ServiceId(_) => None,
        }
    }

    /// Those who can be added, with a box each.
    fn absent(
        visit: &Visit,
        circle: Circle,
        mut others: Vec<Identity>,
        query: &TableQuery,
    ) -> TableView {
        others.sort_by_cached_key(|identity| name(visit, identity).to_lowercase());
        table(
            query,
            columns(circle),
            "There is nobody else to add.",
            others,
            |other| {
                let check = Check {
                    name: "members[]".into(),
                    value: id_of(other),
                    label: name(visit, other),
                    form: Some(FORM.into()),
                    ..Check::default()
                };
                std::iter::once(Cell::Check(check))
                    .chain(rest(visit, circle, other))
                    .collect()
            },
            |_| Vec::new(),
        )
    }

    fn columns(circle: Circle) -> &'static [&'static str] {
        match circle {
            Circle::Users => &["Email", "Name", "Membership", "IAM ID"],
            Circle::ServiceIds | Circle::TrustedProfiles => {
                &["Name", "Description", "Membership", "IAM ID"]
            }
            Circle::Trusted => &["Identity", "Type", "IAM ID"],
        }
    }

    /// The cells after the name.
    fn rest(visit: &Visit, circle: Circle, member: &Identity) -> Vec<Cell> {
        let account = &visit.account;
        let second = match (circle, member) {
            (Circle::Trusted, Identity::User(_)) => "User",
            (Circle::Trusted, _) => "Service ID",
            (_, Identity::User(id)) => account.users.get(id).map_or("", |user| &user.name),
            (_, Identity::ServiceId(id)) => account
                .service_ids
                .get(id)
                .map_or("", |service_id| &service_id.description),
            (_, Identity::TrustedProfile(id)) => account
                .trusted_profiles
                .get(id)
                .map_or("", |profile| &profile.description),
            (_, Identity::Credlab) => "",
        };
        let mut cells = vec![Cell::text(second)];
        if circle != Circle::Trusted {
            cells.push(Cell::text("Static"));
        }
        cells.push(Cell::Code(account.iam_id(member)));
        cells
    }

    fn name(visit: &Visit, member: &Identity) -> String {
        visit.account.member_name(member).unwrap_or_default()
    }

    fn id_of(identity: &Identity) -> String {
        match identity {
            Identity::User(id) => id.to_string(),
            Identity::ServiceId(id) => id.to_string(),
            Identity::TrustedProfile(id) => id.to_string(),
            Identity::Credlab => String::new(),
        }
    }

    /// Those whom the persona may know of and who are not in it yet.
    fn others<'a>(
        visit: &'a Visit,
        actor: &'a Actor,
        circle: Circle,
        subject: Named<'a>,
    ) -> impl Iterator<Item = Identity> + use<'a> {
        let (account, persona, now) = (&*visit.account, &visit.persona, visit.now);
        let users = user::visible(account, actor, now).map(|user| user.identity());
        let service_ids = account.service_ids.values();
        let service_ids = service_ids
            .filter(move |found| service_id::may_see(account, persona, found, now))
            .map(|found| found.identity());
        let profiles = account.trusted_profiles.values();
        let profiles = profiles
            .filter(move |found| trusted_profile::may_see(account, persona, found, now))
            .map(|found| found.identity());
        let present = members_of(subject);
        let is_there =
            move |identity: &Identity| present.is_some_and(|present| present.contains(identity));
        let all = users.chain(service_ids).chain(profiles);
        all.filter(move |identity| circle.admits(identity) && !is_there(identity))
    }

    /// The command that takes somebody out again.
    fn removal(subject: Named<'_>, identity: &Identity) -> Option<Command> {
        Some(match subject {
            Named::AccessGroup(group) => access_group::Command::RemoveMember {
                id: group.id.clone(),
                member: identity.clone(),
            }
            .into(),
            Named::TrustedProfile(profile) => trusted_profile::Command::Distrust {
                id: profile.id.clone(),
                identity: identity.clone(),
            }
            .into(),
            Named::User(_) | Named::ServiceId(_) => return None,
        })
    }

    fn action(
        visit: &Visit,
        circle: Circle,
        subject: Named<'_>,
        identity: &Identity,
    ) -> Option<ActionView> {
        let command = removal(subject, identity)?;
        let tab = subject.href(circle.tab());
        let dialog = format!("{tab}?dialog=remove&key={}", id_of(identity));
        let action = ActionView::open("Remove", dialog);
        Some(action.unless(visit.forbidden(command)).dangerous())
    }

    /// The question before the member of the id `key` is taken out.
    fn asked(visit: &Visit, circle: Circle, subject: Named<'_>, key: &str) -> Option<Confirmation> {
        let identity = identity_called(&visit.account, key).ok()?;
        members_of(subject).filter(|members| members.contains(&identity))?;
        let command = removal(subject, &identity)?;
        let (name, of) = (name(visit, &identity), subject.name());
        let title = format!("Remove {name} from {of}?");
        let (action, text) = match circle {
            Circle::Trusted => (
                "/api/iam/trusted-profiles/distrust",
                format!("{name} can't apply {of} any more."),
            ),
            _ => (
                "/api/iam/groups/leave",
                format!(
                    "{name} loses what the policies of {of} give, and keeps those of their own."
                ),
            ),
        };
        let field = match circle {
            Circle::Trusted => "id",
            _ => "group",
        };
        let close = subject.href(circle.tab());
        let asked = Confirmation::before(visit, command, title, action, close).with_text(text);
        let asked = asked.with_field("member", key);
        let asked = asked.with_field(field, subject.id());
        Some(match circle {
            Circle::Trusted => asked,
            _ => asked.with_field("page", Kind::AccessGroup.as_str()),
        })
    }
}
