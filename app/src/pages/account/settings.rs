//! The account itself: its name, its kind and its network (`console.md`, section 10).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::TextInput;
use crate::carbon::page_header::PageHeader;
use crate::pages::account::network::{NetworkSection, NetworkView, enable_dialog};
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::use_query_value;
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Cell, Crumb, Json, Notice, Problem};

/// The address of the page.
pub const PATH: &str = "/account/settings";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The account's name.
    pub name: String,
    /// Why the persona can't change it.
    pub no_rename: Option<Barrier>,
    /// The account: labels and values.
    pub facts: Vec<(String, Cell)>,
    /// What kind of account it is: labels and values.
    pub kind: Vec<(String, Cell)>,
    /// What that kind means, a sentence each.
    pub meaning: Vec<String>,
    /// Why a credit card can't be added.
    pub no_upgrade: Option<Barrier>,
    /// The network of its classic infrastructure.
    pub network: NetworkView,
}

/// The account itself.
#[server(prefix = "/api", endpoint = "account/settings", input = GetUrl, output = Json)]
pub async fn account_settings() -> Result<AccountView, Problem> {
    server::account()
}

/// Gives the account another name.
#[server(prefix = "/api", endpoint = "account/rename")]
pub async fn rename_account(name: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::rename(&visit, name).await)
}

/// Adds a credit card, which makes a free account `to` what it says: `PAYG` for Pay-As-You-Go.
#[server(prefix = "/api", endpoint = "account/upgrade")]
pub async fn upgrade_account(to: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::upgrade(&visit, &to).await)
}

/// The account itself.
#[component]
pub fn AccountSettingsPage() -> impl IntoView {
    let data = load(|| (), |()| account_settings());
    view! { <Load data=data view=page /> }
}

fn page(view: AccountView) -> impl IntoView {
    let dialog = use_query_value("dialog");
    let rename = ActionView::open("Edit name", format!("{PATH}?dialog=rename"))
        .unless(view.no_rename.clone());
    let meaning = view
        .meaning
        .into_iter()
        .map(|line| view! { <li class="cds--list__item">{line}</li> });
    let (name, no_rename, network) = (view.name, view.no_rename, view.network.clone());
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Account", PATH)]
            title="Account settings"
            text="The account itself: what it is called, of what kind it is, and how its classic network is set up."
            actions=vec![rename]
        />
        <section class="credlab-section" aria-labelledby="account">
            <h2 id="account">"Account"</h2>
            {facts(view.facts)}
        </section>
        <section class="credlab-section" aria-labelledby="kind">
            <h2 id="kind">"Account type"</h2>
            {facts(view.kind)}
            <ul class="cds--list--unordered credlab-settings__meaning">{meaning.views()}</ul>
            <PostForm action="/api/account/upgrade">
                <input type="hidden" name="to" value="PAYG" />
                <Submit label="Add credit card" kind="tertiary" disabled=view.no_upgrade />
            </PostForm>
        </section>
        <NetworkSection network=view.network.clone() />
        {move || match dialog.get().as_str() {
            "rename" => rename_dialog(name.clone(), no_rename.clone()),
            other => enable_dialog(other, &network),
        }}
    }
}

fn rename_dialog(name: String, disabled: Option<Barrier>) -> AnyView {
    view! {
        <Dialog title="Edit account name" close=PATH>
            <PostForm action="/api/account/rename">
                <TextInput
                    name="name"
                    label="Account name"
                    value=name
                    help="255 characters at most."
                    required=true
                />
                <DialogButtons close=PATH submit="Submit" disabled=disabled />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::{AccountKind, Command, Era, Pace};
    use credlab_model::refusal::{Refusal, RefusalKind};

    use super::{AccountView, PATH};
    use crate::backend::moment::{day, minute};
    use crate::backend::{Visit, visit};
    use crate::pages::account::network::network_of;
    use crate::pages::iam::user::head::user_href;
    use crate::view::{Cell, Notice, Problem, TagKind, TagView};

    pub fn account() -> Result<AccountView, Problem> {
        let visit = visit()?;
        let another = match visit.account.name.as_str() {
            "New name" => "Another name",
            _ => "New name",
        };
        Ok(AccountView {
            name: visit.account.name.clone(),
            no_rename: visit.forbidden(Command::Rename {
                name: another.into(),
            }),
            facts: facts(&visit),
            kind: kind(&visit),
            meaning: meaning(visit.account.kind_at(visit.now)),
            no_upgrade: visit.impossible(Command::Upgrade),
            network: network_of(&visit),
        })
    }

    fn facts(visit: &Visit) -> Vec<(String, Cell)> {
        let account = &visit.account;
        let owner = account.users.get(&account.owner);
        let mut rows = vec![
            ("Name", Cell::text(account.name.as_str())),
            ("Account ID", Cell::Code(account.id.to_string())),
        ];
        if let Some(owner) = owner {
            rows.push((
                "Owner",
                Cell::link(owner.email.as_str(), user_href(owner.id.as_str(), "")),
            ));
            rows.push(("Created", Cell::text(minute(owner.added_at))));
        }
        let linked = account.linked.map(|number| number.to_string());
        rows.push((
            "Classic infrastructure account",
            linked.map_or(Cell::text("None is linked"), Cell::Code),
        ));
        rows.push(("Rules as of", Cell::text(era(account.era))));
        rows.push(("Pace", Cell::text(pace(account.pace))));
        labelled(rows)
    }

    fn era(era: Era) -> &'static str {
        match era {
            Era::Y2024M01 => "January 2024",
            Era::Y2024M09 => "September 2024",
            Era::Y2026 => "2026",
        }
    }

    fn pace(pace: Pace) -> &'static str {
        match pace {
            Pace::Brisk => "Brisk: what takes time is done in half a minute",
            Pace::Lifelike => "Lifelike: what takes time takes as long as in life",
        }
    }

    fn kind(visit: &Visit) -> Vec<(String, Cell)> {
        let account = &visit.account;
        let kind = account.kind_at(visit.now);
        let tag = match account.is_deactivated(visit.now) {
            true => TagView::new(TagKind::Bad, "deactivated"),
            false => TagView::new(TagKind::Good, "active"),
        };
        let mut rows = vec![
            ("Account type", Cell::text(kind.label())),
            ("State", Cell::Tags(vec![tag])),
        ];
        if let Some(ends) = account.term_ends {
            let label = match account.kind {
                AccountKind::Trial => "Trial ends",
                _ => "Subscription ends",
            };
            rows.push((label, Cell::text(day(ends))));
        }
        let users = format!("{} of {}", account.users.len(), kind.user_limit());
        rows.push(("Users", Cell::text(users)));
        labelled(rows)
    }

    fn labelled(rows: Vec<(&str, Cell)>) -> Vec<(String, Cell)> {
        let rows = rows.into_iter();
        rows.map(|(label, cell)| (label.to_string(), cell))
            .collect()
    }

    /// What a kind of account means (R58-R62).
    fn meaning(kind: AccountKind) -> Vec<String> {
        let lines: &[&str] = match kind {
            AccountKind::Lite => &[
                "Free. No clusters and no classic infrastructure.",
                "One resource group, the default one.",
                "A credit card makes it a Pay-As-You-Go account.",
            ],
            AccountKind::Trial => &[
                "Free for 30 days, then deactivated. No clusters and no classic infrastructure.",
                "One resource group, the default one.",
                "A credit card makes it a Pay-As-You-Go account, and activates it again.",
            ],
            AccountKind::PayAsYouGo => &[
                "Billed by use. Standard clusters, on classic infrastructure and on VPC.",
                "A classic infrastructure account is linked to it; another one is reached by credentials that are set by hand.",
                "Up to 1000 resource groups.",
            ],
            AccountKind::Subscription => &[
                "Billed in advance, with all that a Pay-As-You-Go account has.",
                "When it ends, the account becomes Pay-As-You-Go.",
            ],
            AccountKind::InfrastructureOnly => &[
                "Classic infrastructure only. Clusters take a Pay-As-You-Go or Subscription account, which reaches this one by credentials that are set by hand.",
            ],
        };
        lines.iter().map(ToString::to_string).collect()
    }

    pub async fn rename(visit: &Visit, name: String) -> Result<Notice, Notice> {
        let done = visit.perform(Command::Rename { name }).await?;
        let title = format!("The account is called {} now", done.account.name);
        Ok(Notice::success(title).then(PATH))
    }

    pub async fn upgrade(visit: &Visit, to: &str) -> Result<Notice, Notice> {
        if to != "PAYG" {
            return Err(invalid("account type", "must be PAYG").into());
        }
        let done = visit.perform(Command::Upgrade).await?;
        let kind = done.account.kind_at(visit.now);
        let title = format!("The account is a {kind} account now");
        let linked = done
            .account
            .linked
            .map(|number| format!("Its classic infrastructure account is {number}."));
        Ok(Notice::success(title).with_text(linked.unwrap_or_default()))
    }

    fn invalid(field: &'static str, problem: &str) -> Refusal {
        let problem = problem.into();
        RefusalKind::InvalidField { field, problem }.refusal()
    }
}
