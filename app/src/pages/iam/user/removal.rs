//! The dialog before a user is removed: it says what goes with the user (`console.md`, section 15).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::notification::{Findings, Remedies};
use crate::pages::iam::user::head::user_href;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Notice, Problem, RemedyView};

/// What goes with a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalView {
    /// The user's id.
    pub id: String,
    /// The user's address.
    pub email: String,
    /// Why the user can't be removed.
    pub refused: Option<Notice>,
    /// What stops working, and what goes: a heading, and a line each.
    pub goes: Vec<(String, Vec<String>)>,
    /// What to do before, so that nothing stops working.
    pub before: Vec<RemedyView>,
}

/// Removes the user `id` from the account.
#[server(prefix = "/api", endpoint = "iam/users/remove")]
pub async fn remove_user(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::remove(&visit, &id).await)
}

/// Asks before the user is removed.
#[component]
pub fn RemovalDialog(
    /// What goes with the user.
    removal: RemovalView,
) -> impl IntoView {
    let close = user_href(&removal.id, "");
    let stays = !removal.goes.is_empty();
    let (disabled, why, help) = match removal.refused {
        Some(refused) => (Some(refused.text), refused.why, refused.remedies),
        None => (None, Vec::new(), Vec::new()),
    };
    let help: Vec<RemedyView> = help.into_iter().chain(removal.before).collect();
    let goes = removal.goes.into_iter().map(|(heading, lines)| {
        let lines = lines
            .into_iter()
            .map(|line| view! { <li class="cds--list__item">{line}</li> });
        view! {
            <h3>{heading}</h3>
            <ul class="cds--list--unordered credlab-removal__list">{lines.views()}</ul>
        }
    });
    view! {
        <Dialog title=format!("Remove {}", removal.email) close=close.clone()>
            <div class="credlab-removal">
                {goes.views()}
                {stays
                    .then(|| {
                        view! { <p>"Clusters, devices and whatever else the user has made stay in the account."</p> }
                    }).views()}
                <Findings why=why />
                <Remedies remedies=help />
            </div>
            <PostForm action="/api/iam/users/remove">
                <input type="hidden" name="id" value=removal.id />
                <DialogButtons close=close submit="Remove user" danger=true disabled=disabled.map(Into::into) />
            </PostForm>
        </Dialog>
    }
}

#[cfg(feature = "ssr")]
pub use server::{lost, removal_of};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::Account;
    use credlab_model::iam::removal::{Credentials, Loss, Removal};
    use credlab_model::iam::user::{Command, User};
    use credlab_model::refusal::Layer;

    use super::RemovalView;
    use crate::backend::Visit;
    use crate::view::{Notice, NoticeKind, RemedyView};

    /// What goes with `user`, for those who may ask for the removal.
    pub fn removal_of(visit: &Visit, user: &User) -> RemovalView {
        let refusal = visit.refusal(Command::Remove {
            user: user.id.clone(),
        });
        let mut view = RemovalView {
            id: user.id.to_string(),
            email: user.email.to_string(),
            refused: None,
            goes: Vec::new(),
            before: Vec::new(),
        };
        let forbidden = refusal
            .as_ref()
            .is_some_and(|refusal| refusal.layer == Layer::Caller);
        if !forbidden && user.id != visit.account.owner {
            let removal = Removal::of(&visit.account, &user.id);
            view.goes = goes(&visit.account, &removal);
            let losses = removal.losses.iter();
            view.before = losses.map(|loss| before(&visit.account, loss)).collect();
        }
        view.refused = refusal.map(Notice::from);
        view
    }

    fn goes(account: &Account, removal: &Removal<'_>) -> Vec<(String, Vec<String>)> {
        let losses = removal.losses.iter().map(|loss| lost(account, loss));
        let keys = removal
            .api_keys
            .iter()
            .map(|key| format!("{} ({})", key.name, key.id));
        let policies = removal
            .policies
            .iter()
            .map(|policy| format!("{} on {}", policy.role_names(), policy.describe(account)));
        let groups = removal.access_groups.iter().map(|group| group.name.clone());
        let classic = removal.classic_user.iter().map(|name| {
            format!("User {name}, with its permissions, devices and classic infrastructure API key")
        });
        let parts: [(&str, Vec<String>); 5] = [
            ("Credentials that stop working", losses.collect()),
            ("API keys", keys.collect()),
            ("Access policies", policies.collect()),
            ("Memberships in access groups", groups.collect()),
            ("Classic infrastructure", classic.collect()),
        ];
        parts
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(heading, lines)| (heading.to_string(), lines))
            .collect()
    }

    fn place(account: &Account, loss: &Loss<'_>) -> String {
        let group = account.group_name(&loss.slot.group);
        format!("region {} and resource group {group}", loss.slot.region)
    }

    /// Credentials that stop working with the user, and what that means.
    pub fn lost(account: &Account, loss: &Loss<'_>) -> String {
        let what = match loss.credentials {
            Credentials::ApiKey => "The stored API key",
            Credentials::Manual => "The manually set classic credentials",
        };
        let names: Vec<&str> = loss.clusters.iter().map(|c| c.name.as_str()).collect();
        let place = place(account, loss);
        match names.as_slice() {
            [] => format!("{what} of {place}. No cluster orders infrastructure with it now."),
            _ => format!(
                "{what} of {place}. Without it no worker can be added, reloaded or removed in {}.",
                names.join(", ")
            ),
        }
    }

    fn before(account: &Account, loss: &Loss<'_>) -> RemedyView {
        let (group, region) = (account.group_name(&loss.slot.group), loss.slot.region);
        let (what, command) = match loss.credentials {
            Credentials::ApiKey => (
                "Reset the API key",
                format!("ibmcloud ks api-key reset --region {region}"),
            ),
            Credentials::Manual => (
                "Set other credentials",
                format!(
                    "ibmcloud ks credential set classic --infrastructure-username USERNAME --infrastructure-api-key KEY --region {region}"
                ),
            ),
        };
        RemedyView {
            text: format!(
                "{what} of {} as another user first, with the resource group {group} targeted.",
                place(account, loss)
            ),
            command: Some(command),
        }
    }

    pub async fn remove(visit: &Visit, id: &str) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let lost: Vec<String> = Removal::of(&visit.account, &user.id)
            .losses
            .iter()
            .map(|loss| lost(&visit.account, loss))
            .collect();
        let command = Command::Remove {
            user: user.id.clone(),
        };
        visit.perform(command).await?;
        let done = format!("{} was removed from the account", user.email);
        let notice = match lost.is_empty() {
            true => Notice::success(done),
            false => Notice::new(NoticeKind::Warning, done)
                .with_text("Credentials went with the user, and don't work any more."),
        };
        Ok(Notice {
            why: lost,
            ..notice.then("/iam/users")
        })
    }
}
