//! API keys as a table with its buttons: the same on the pages of users and service IDs, and on that of all API keys.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Control;
use crate::carbon::table::DataTable;
use crate::pages::iam::api_key_dialog::{ApiKeyDialog, DialogView};
use crate::parts::views::Views;
use crate::view::{ActionView, Notice, Problem, TableView};

/// API keys, and what can be done with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeysView {
    /// The list, as forms name it.
    pub list: String,
    /// The address of the list.
    pub href: String,
    /// The buttons above the table.
    pub actions: Vec<ActionView>,
    /// The keys.
    pub table: TableView,
    /// The open dialog.
    pub dialog: Option<DialogView>,
}

/// API keys: buttons, table, and the open dialog.
#[component]
pub fn ApiKeys(view: ApiKeysView) -> impl IntoView {
    let buttons = view.actions.into_iter().enumerate().map(|(n, action)| {
        let kind = if n == 0 { "primary" } else { "tertiary" };
        view! { <Control action=action kind=kind /> }
    });
    let dialog = view
        .dialog
        .map(|dialog| view! { <ApiKeyDialog dialog=dialog list=view.list close=view.href /> });
    view! {
        <div class="credlab-buttons">{buttons.views()}</div>
        <DataTable label="API keys" table=view.table />
        {dialog.views()}
    }
}

/// Locks or unlocks the API key `id`; `locked` is `true` or `false`.
#[server(prefix = "/api", endpoint = "iam/apikeys/lock")]
pub async fn lock_api_key(id: String, locked: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::lock(&visit, &id, locked == "true").await)
}

/// Disables or enables the API key `id`; `disabled` is `true` or `false`.
#[server(prefix = "/api", endpoint = "iam/apikeys/disable")]
pub async fn disable_api_key(id: String, disabled: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::disable(&visit, &id, disabled == "true").await)
}

/// Makes the classic infrastructure API key of the user whose number in the linked classic account is `user`.
#[server(prefix = "/api", endpoint = "iam/apikeys/classic/create")]
pub async fn create_classic_api_key(user: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::create_classic(&visit, &user).await)
}

#[cfg(feature = "ssr")]
pub use server::{Item, List, api_keys};

#[cfg(feature = "ssr")]
mod server {
    use std::str::FromStr;

    use credlab_model::Refusal;
    use credlab_model::actor::Identity;
    use credlab_model::classic::user::{ClassicApiKey, may_view};
    use credlab_model::classic::{self, ClassicUser};
    use credlab_model::iam::api_key::{ApiKey, Command, Listing, may_see};
    use credlab_model::iam::user::User;
    use credlab_model::id::{ApiKeyId, ClassicUserId, ServiceIdId, UserId};
    use credlab_model::refusal::Noun;

    use super::ApiKeysView;
    use crate::backend::moment::day;
    use crate::backend::table::table;
    use crate::backend::{Visit, given};
    use crate::pages::iam::api_key_dialog::{dialog_of, no_key, unchanged};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::user::head::user_href;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Notice, TagKind, TagView};

    /// A list of API keys, and so a place on the console. As text, in forms: the id of a user or of a service ID, or the
    /// name of a listing.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum List {
        /// The keys of a user, on the user's page.
        Of(UserId),
        /// The keys of a service ID, on its page.
        OfServiceId(ServiceIdId),
        /// A list of the page of all API keys.
        All(Listing),
    }

    impl List {
        /// The address.
        pub fn href(&self) -> String {
            match self {
                List::Of(id) => user_href(id.as_str(), "/api-keys"),
                List::OfServiceId(id) => Kind::ServiceId.href(id.as_str(), "/api-keys"),
                List::All(Listing::Mine) => "/iam/apikeys".into(),
                List::All(list) => format!("/iam/apikeys?view={}", list.as_str()),
            }
        }

        /// The address with a dialog open.
        fn open(&self, dialog: &str, key: &str) -> String {
            let href = self.href();
            let mark = if href.contains('?') { '&' } else { '?' };
            match key {
                "" => format!("{href}{mark}dialog={dialog}"),
                key => format!("{href}{mark}dialog={dialog}&key={key}"),
            }
        }

        /// Whose keys are made from here.
        pub fn owner(&self, visit: &Visit) -> Identity {
            match self {
                List::Of(id) => Identity::User(id.clone()),
                List::OfServiceId(id) => Identity::ServiceId(id.clone()),
                List::All(_) => visit.persona.clone(),
            }
        }
    }

    impl FromStr for List {
        type Err = Refusal;

        fn from_str(text: &str) -> Result<List, Refusal> {
            if let Ok(listing) = text.parse() {
                return Ok(List::All(listing));
            }
            if let Ok(id) = text.parse() {
                return Ok(List::OfServiceId(id));
            }
            Ok(List::Of(given(text, Noun::User)?))
        }
    }

    impl std::fmt::Display for List {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            match self {
                List::Of(id) => id.fmt(f),
                List::OfServiceId(id) => id.fmt(f),
                List::All(listing) => f.write_str(listing.as_str()),
            }
        }
    }

    /// A row: an IBM Cloud API key, or the classic infrastructure API key of a user.
    #[derive(Clone, Copy)]
    pub enum Item<'a> {
        /// An IBM Cloud API key.
        Cloud(&'a ApiKey),
        /// A classic infrastructure API key.
        Classic(&'a ClassicUser, &'a ClassicApiKey),
    }

    impl Item<'_> {
        /// What addresses call it.
        pub fn key(&self) -> String {
            match self {
                Item::Cloud(key) => key.id.to_string(),
                Item::Classic(user, _) => user.id.to_string(),
            }
        }
    }

    /// The keys of a list that the persona may know of, and the dialog `dialog` about the one called `key`.
    pub fn api_keys(
        visit: &Visit,
        list: &List,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> ApiKeysView {
        let actor = visit.actor();
        let account = &visit.account;
        let owner = list.owner(visit);
        let own = account
            .api_keys
            .values()
            .filter(|key| key.owner == owner && may_see(account, &visit.persona, key, visit.now));
        let items: Vec<Item> = match list {
            List::OfServiceId(_) => own.map(Item::Cloud).collect(),
            List::Of(id) => {
                let classic = account.linked_classic().and_then(|linked| {
                    let user = linked.user_of(id)?;
                    may_view(account, &actor, linked, user.id).ok()?;
                    Some(Item::Classic(user, user.api_key.as_ref()?))
                });
                own.map(Item::Cloud).chain(classic).collect()
            }
            List::All(listing) => {
                let keys = listing.keys(account, &actor, visit.now).map(Item::Cloud);
                let classic = listing
                    .classic_users(account, &actor)
                    .filter_map(|user| Some(Item::Classic(user, user.api_key.as_ref()?)));
                keys.chain(classic).collect()
            }
        };
        let subject = items.iter().find(|item| item.key() == key).copied();
        ApiKeysView {
            list: list.to_string(),
            href: list.href(),
            actions: buttons(visit, list),
            dialog: dialog_of(visit, list, dialog, subject),
            table: table(
                query,
                &["Name", "Description", "Owner", "Date created", "Status"],
                "There is no API key here that you may see.",
                items,
                |item| cells(visit, list, item),
                |item| actions(visit, list, item),
            ),
        }
    }

    fn buttons(visit: &Visit, list: &List) -> Vec<ActionView> {
        let owner = list.owner(visit);
        let linked = visit.account.linked_classic();
        let classic = match &owner {
            Identity::User(id) => linked.and_then(|linked| linked.user_of(id)),
            _ => None,
        };
        let mut buttons = Vec::new();
        if *list != List::All(Listing::Classic) {
            let label = match list {
                List::OfServiceId(_) => "Create",
                List::Of(_) | List::All(_) => "Create an IBM Cloud API key",
            };
            buttons.push(
                ActionView::open(label, list.open("create", "")).unless(no_key(visit, owner)),
            );
        }
        let offers_classic = matches!(list, List::Of(_) | List::All(Listing::Classic));
        if let Some(user) = classic.filter(|user| offers_classic && user.api_key.is_none()) {
            let create = classic::Command::CreateApiKey { user: user.id };
            buttons.push(
                ActionView::send(
                    "Create a classic infrastructure key",
                    "/api/iam/apikeys/classic/create",
                    [("user", user.id.to_string())],
                )
                .unless(visit.impossible(create)),
            );
        }
        buttons
    }

    fn cells(visit: &Visit, list: &List, item: &Item) -> Vec<Cell> {
        let href = list.open("details", &item.key());
        match item {
            Item::Cloud(key) => {
                let mut tags = Vec::new();
                if key.locked {
                    tags.push(TagView::new(TagKind::Info, "locked"));
                }
                if key.slots(&visit.account).next().is_some() {
                    tags.push(TagView::new(TagKind::Warning, "used by clusters"));
                }
                let (text, owner) = (key.name.clone(), visit.account.member_name(&key.owner));
                vec![
                    Cell::Link { text, href, tags },
                    Cell::text(key.description.as_str()),
                    Cell::text(owner.unwrap_or_default()),
                    Cell::text(day(key.created_at)),
                    match key.disabled {
                        _ if key.is_expired(visit.now) => {
                            Cell::Status(TagKind::Neutral, "Expired".into())
                        }
                        true => Cell::Status(TagKind::Neutral, "Disabled".into()),
                        false => Cell::Status(TagKind::Good, "Enabled".into()),
                    },
                ]
            }
            Item::Classic(user, key) => vec![
                Cell::link("Classic infrastructure API key", href),
                Cell::text(format!("API user name {}", user.username)),
                Cell::text(user.email.as_str()),
                Cell::text(day(key.created_at)),
                Cell::Status(TagKind::Good, "Enabled".into()),
            ],
        }
    }

    fn actions(visit: &Visit, list: &List, item: &Item) -> Vec<ActionView> {
        let open =
            |label: &str, dialog: &str| ActionView::open(label, list.open(dialog, &item.key()));
        let key = match item {
            Item::Cloud(key) => key,
            Item::Classic(user, _) => {
                let delete = classic::Command::DeleteApiKey { user: user.id };
                return vec![
                    open("Details", "details"),
                    open("Delete", "delete")
                        .unless(visit.impossible(delete))
                        .dangerous(),
                ];
            }
        };
        let id = &key.id;
        let (locked, disabled) = (!key.locked, !key.disabled);
        let lock = Command::SetLocked {
            id: id.clone(),
            locked,
        };
        let disable = Command::SetDisabled {
            id: id.clone(),
            disabled,
        };
        let delete = Command::Delete { id: id.clone() };
        let set = |label, path, name, value: bool| {
            let fields = [("id", id.to_string()), (name, value.to_string())];
            ActionView::send(label, path, fields)
        };
        let lock_label = if locked { "Lock" } else { "Unlock" };
        let disable_label = if disabled { "Disable" } else { "Enable" };
        vec![
            open("Details", "details"),
            open("Edit", "edit").unless(visit.impossible(unchanged(key))),
            set(lock_label, "/api/iam/apikeys/lock", "locked", locked)
                .unless(visit.impossible(lock)),
            set(
                disable_label,
                "/api/iam/apikeys/disable",
                "disabled",
                disabled,
            )
            .unless(visit.impossible(disable)),
            open("Delete", "delete")
                .unless(visit.impossible(delete))
                .dangerous(),
        ]
    }

    pub async fn lock(visit: &Visit, id: &str, locked: bool) -> Result<Notice, Notice> {
        let id: ApiKeyId = given(id, Noun::ApiKey)?;
        let command = Command::SetLocked {
            id: id.clone(),
            locked,
        };
        let done = visit.perform(command).await?;
        let name = &done.account.api_key(&id)?.name;
        Ok(match locked {
            true => Notice::success(format!("{name} locked"))
                .with_text("It can still be used, but not edited or deleted until it is unlocked."),
            false => Notice::success(format!("{name} unlocked")),
        })
    }

    pub async fn disable(visit: &Visit, id: &str, disabled: bool) -> Result<Notice, Notice> {
        let id: ApiKeyId = given(id, Noun::ApiKey)?;
        let command = Command::SetDisabled {
            id: id.clone(),
            disabled,
        };
        let done = visit.perform(command).await?;
        let key = done.account.api_key(&id)?;
        Ok(match disabled {
            true => Notice::success(format!("{} disabled", key.name)).with_text(
                "Nobody gets a token with it, and clusters that use it get no infrastructure, until it is enabled.",
            ),
            false => Notice::success(format!("{} enabled", key.name)),
        })
    }

    pub async fn create_classic(visit: &Visit, user: &str) -> Result<Notice, Notice> {
        let user: ClassicUserId = given(user, Noun::ClassicUser)?;
        let done = visit
            .perform(classic::Command::CreateApiKey { user })
            .await?;
        let user = classic::linked(&done.account)?.user(user)?;
        Ok(Notice::success("Classic infrastructure API key created")
            .with_text(format!("The API user name is {}.", user.username))
            .with_secret(
                "Classic infrastructure API key",
                done.context.classic_api_key_value(),
            ))
    }

    impl List {
        /// The list on a user's page.
        pub fn of(user: &User) -> List {
            List::Of(user.id.clone())
        }
    }
}
