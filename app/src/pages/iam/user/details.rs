//! A user: profile, invitation, status, parent (`console.md`, section 3.1).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::{Control, Submit};
use crate::carbon::field::Select;
use crate::carbon::table::cell_view;
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::pages::iam::user::login::{LoginView, VpnPasswordView, login_section, vpn_section};
use crate::pages::iam::user::removal::{RemovalDialog, RemovalView};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Cell, Choice, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsView {
    /// The top.
    pub head: UserHead,
    /// The profile: labels and values.
    pub facts: Vec<(String, Cell)>,
    /// What can be done with the invitation, while it is pending.
    pub invitation: Vec<ActionView>,
    /// The status, once there is one to set.
    pub status: Option<Setting>,
    /// The parent in the classic hierarchy, where there can be one.
    pub parent: Option<Setting>,
    /// Who changes the login settings, and from where the user logs in; once there is a login.
    pub login: Option<LoginView>,
    /// The VPN, where there is a classic side.
    pub vpn: Option<VpnPasswordView>,
    /// What goes with the user.
    pub removal: RemovalView,
}

/// A choice that is applied by a button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// What is chosen now.
    pub value: String,
    /// Help below it.
    pub help: String,
    /// Why it can't be changed.
    pub disabled: Option<Barrier>,
}

/// The user `id`.
#[server(prefix = "/api", endpoint = "iam/user/details", input = GetUrl, output = Json)]
pub async fn details(id: String) -> Result<DetailsView, Problem> {
    server::details(&id)
}

/// Sets the status of the user `id` to `state`, a value of the API such as `VPN_ONLY`.
#[server(prefix = "/api", endpoint = "iam/users/state")]
pub async fn set_state(id: String, state: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set_state(&visit, &id, &state).await)
}

/// Puts the user `id` below the user `parent` in the classic hierarchy.
#[server(prefix = "/api", endpoint = "iam/users/parent")]
pub async fn set_parent(id: String, parent: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set_parent(&visit, &id, &parent).await)
}

/// A user: profile, invitation, status, parent.
#[component]
pub fn DetailsPage() -> impl IntoView {
    let id = use_path_part("id");
    let data = load(move || id.get(), details);
    view! { <Load data=data view=page /> }
}

fn page(view: DetailsView) -> impl IntoView {
    let id = view.head.id.clone();
    let facts = view.facts.into_iter().map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd>{cell_view(value)}</dd>
        }
    });
    let invitation = (!view.invitation.is_empty()).then(|| invitation(view.invitation));
    let status = view
        .status
        .map(|setting| status_section(id.clone(), setting));
    let parent = view
        .parent
        .map(|setting| parent_section(id.clone(), setting));
    let login = view.login.map(|login| login_section(id.clone(), login));
    let vpn = view.vpn.map(|vpn| vpn_section(id.clone(), vpn));
    let dialog = use_query_value("dialog");
    let removal = view.removal;
    view! {
        <UserTab head=view.head current="User details">
            <section class="credlab-section" aria-labelledby="profile">
                <h2 id="profile">"Profile"</h2>
                <dl class="credlab-facts">{facts.views()}</dl>
            </section>
            {invitation}
            {status}
            {login.views()}
            {parent}
            {vpn.views()}
        </UserTab>
        {move || {
            (dialog.get() == "remove").then(|| view! { <RemovalDialog removal=removal.clone() /> }).views()
        }}
    }
}

fn invitation(actions: Vec<ActionView>) -> AnyView {
    let buttons = actions
        .into_iter()
        .map(|action| view! { <Control action=action /> });
    view! {
        <section class="credlab-section" aria-labelledby="invitation">
            <h2 id="invitation">"Invitation"</h2>
            <div class="credlab-buttons">{buttons.views()}</div>
        </section>
    }
    .into_any()
}

fn status_section(id: String, setting: Setting) -> AnyView {
    view! {
        <section class="credlab-section" aria-labelledby="user-status">
            <h2 id="user-status">"User status"</h2>
            <PostForm action="/api/iam/users/state">
                <div class="credlab-form">
                    <input type="hidden" name="id" value=id />
                    <Select
                        name="state"
                        label="Status"
                        options=setting.options
                        value=setting.value
                        help=setting.help
                    />
                    <div>
                        <Submit label="Apply" disabled=setting.disabled />
                    </div>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn parent_section(id: String, setting: Setting) -> AnyView {
    view! {
        <section class="credlab-section" aria-labelledby="hierarchy">
            <h2 id="hierarchy">"Classic infrastructure hierarchy"</h2>
            <PostForm action="/api/iam/users/parent">
                <div class="credlab-form">
                    <input type="hidden" name="id" value=id />
                    <Select
                        name="parent"
                        label="Parent"
                        options=setting.options
                        value=setting.value
                        help=setting.help
                    />
                    <div>
                        <Submit label="Apply" disabled=setting.disabled />
                    </div>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::user::{self, State, User, possible_parents};

    use super::{DetailsView, Setting};
    use crate::backend::moment::minute;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{head_of, state_tag, user_of};
    use crate::pages::iam::user::login::{login_of, vpn_of};
    use crate::pages::iam::user::removal::removal_of;
    use crate::pages::iam::users::invitation_actions;
    use crate::view::{Cell, Choice, Notice, Problem, TagKind};

    pub fn details(id: &str) -> Result<DetailsView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let invited = user.state.is_invited();
        Ok(DetailsView {
            head: head_of(&visit, user),
            facts: facts(&visit, user),
            invitation: match invited {
                true => invitation_actions(&visit, user),
                false => Vec::new(),
            },
            status: (!invited).then(|| status(&visit, user)),
            parent: parent(&visit, user),
            login: (!invited).then(|| login_of(&visit, user)),
            vpn: vpn_of(&visit, user),
            removal: removal_of(&visit, user),
        })
    }

    fn facts(visit: &Visit, user: &User) -> Vec<(String, Cell)> {
        let account = &visit.account;
        let state = state_tag(user.state);
        let by = account
            .member_name(&user.added_by)
            .unwrap_or_else(|_| "a user who has been removed".into());
        let at = minute(user.added_at);
        let added = match (user.id == account.owner, user.state.is_invited()) {
            (true, _) => ("Account opened", at),
            (_, true) => ("Invited", format!("{at} by {by}")),
            _ => ("Added", format!("{at} by {by}")),
        };
        let mut facts = vec![
            ("Name", Cell::text(user.name.as_str())),
            ("Email", Cell::text(user.email.as_str())),
            ("IAM ID", Cell::Code(user.iam_id())),
            ("Status", Cell::Status(state.kind, state.text)),
            (added.0, Cell::Text(added.1)),
        ];
        if let Some(end) = user.invitation_expires_at {
            let (kind, label) = match end < visit.now {
                true => (
                    TagKind::Bad,
                    format!("{}: expired, send it again", minute(end)),
                ),
                false => (TagKind::Info, minute(end)),
            };
            facts.push(("Invitation valid until", Cell::Status(kind, label)));
            let set = user.invited_classic.label();
            facts.push(("Classic permissions on acceptance", Cell::text(set)));
        }
        if let Some(classic) = account.linked_user(&user.identity()) {
            facts.push(("Classic user ID", Cell::Code(classic.id.to_string())));
        }
        let facts = facts.into_iter();
        facts
            .map(|(label, value)| (label.to_string(), value))
            .collect()
    }

    fn status(visit: &Visit, user: &User) -> Setting {
        let settable = State::ALL.into_iter().filter(|state| state.can_be_set());
        let options = settable.map(|state| Choice::new(state.as_str(), state.label()));
        let help = match user.state.can_be_set() {
            true => "What suspended users were given stays, and works again when they are active."
                .into(),
            false => format!("The status is {} now.", user.state.label()),
        };
        Setting {
            options: options.collect(),
            value: user.state.as_str().into(),
            help,
            disabled: visit.impossible(user::Command::SetState {
                user: user.id.clone(),
                state: State::Active,
            }),
        }
    }

    /// The parent, unless the user has none: without a classic side, or at the top.
    fn parent(visit: &Visit, user: &User) -> Option<Setting> {
        let account = &visit.account;
        let own = account.linked_user(&user.identity())?;
        let parent = own
            .parent
            .and_then(|id| account.linked_classic()?.user(id).ok());
        let now = parent.and_then(|parent| parent.iam.clone())?;
        let options = possible_parents(account, user)
            .map(|other| Choice::new(other.id.as_str(), other.email.as_str()));
        Some(Setting {
            options: options.collect(),
            value: now.to_string(),
            help: "Who is above a user and holds Manage Users changes what the user may do on classic infrastructure."
                .into(),
            disabled: visit.forbidden(user::Command::SetParent {
                user: user.id.clone(),
                parent: now,
            }),
        })
    }

    pub async fn set_state(visit: &Visit, id: &str, state: &str) -> Result<Notice, Notice> {
        let (user, state) = (visit.account.user_called(id)?, state.parse::<State>()?);
        let command = user::Command::SetState {
            user: user.id.clone(),
            state,
        };
        visit.perform(command).await?;
        let done = format!("The status of {} is {} now", user.email, state.label());
        Ok(Notice::success(done))
    }

    pub async fn set_parent(visit: &Visit, id: &str, parent: &str) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let parent = visit.account.user_called(parent)?;
        let command = user::Command::SetParent {
            user: user.id.clone(),
            parent: parent.id.clone(),
        };
        visit.perform(command).await?;
        let done = format!("The parent of {} is {} now", user.email, parent.email);
        Ok(Notice::success(done))
    }
}
