//! The credentials of each region and resource group: whose API key is stored, and manually set classic ones.
//!
//! The real console has no such page; what stands here is done there by `ibmcloud ks api-key`, `ks credential` and
//! `ks infra-permissions` (`console.md`, section 12).

#[cfg(feature = "ssr")]
mod asked;
#[cfg(feature = "ssr")]
mod change;
pub mod dialog;
#[cfg(feature = "ssr")]
pub mod slot;

use crate::parts::address_form::AddressForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::{Control, Submit};
use crate::carbon::field::Select;
use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{ActionView, Cell, Choice, Crumb, Json, Problem, TableView};
use dialog::{SlotDialog, slot_dialog};

#[cfg(feature = "ssr")]
pub use slot::{in_force, reason, slot_href};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialsView {
    /// The regions.
    pub regions: Vec<Choice>,
    /// The resource groups that the persona may look into.
    pub groups: Vec<Choice>,
    /// The region and resource group that is chosen.
    pub chosen: Option<ChosenView>,
    /// Every region and resource group that holds something or has clusters.
    pub table: TableView,
    /// Whether VLANs are spanned; none without classic infrastructure.
    pub spanning: Option<String>,
    /// The dialog that is open.
    pub dialog: Option<SlotDialog>,
}

/// A region and resource group, with what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenView {
    /// The region's code.
    pub region: String,
    /// The resource group's id.
    pub group: String,
    /// `us-south / default`.
    pub title: String,
    /// What it holds; empty if the persona may not look.
    pub facts: Vec<(String, Cell)>,
    /// What can be done.
    pub actions: Vec<ActionView>,
    /// Why the persona may not look.
    pub refused: Option<String>,
}

/// The credentials, as the address wants them: a region and resource group that are chosen, and a dialog for them.
#[server(prefix = "/api", endpoint = "kubernetes/credentials", input = GetUrl, output = Json)]
pub async fn credentials(
    query: TableQuery,
    #[server(default)] region: String,
    #[server(default)] group: String,
    #[server(default)] dialog: String,
) -> Result<CredentialsView, Problem> {
    server::credentials(&query, &region, &group, &dialog)
}

/// The credentials of each region and resource group.
#[component]
pub fn CredentialsPage() -> impl IntoView {
    let (query, dialog) = (use_table_query(), use_query_value("dialog"));
    let (region, group) = (use_query_value("region"), use_query_value("group"));
    let key = move || (query.get(), region.get(), group.get(), dialog.get());
    let data = load(key, |(query, region, group, dialog)| {
        credentials(query, region, group, dialog)
    });
    view! { <Load data=data view=page /> }
}

fn page(view: CredentialsView) -> impl IntoView {
    let crumbs = vec![Crumb::link("Clusters", "/kubernetes/clusters")];
    let (region, group) = match &view.chosen {
        Some(chosen) => (chosen.region.clone(), chosen.group.clone()),
        None => (String::new(), String::new()),
    };
    view! {
        <PageHeader
            crumbs=crumbs
            title="Cluster credentials"
            text="Clusters of a region and resource group share one API key. Its owner's permissions decide what can be ordered, whoever asks. On classic infrastructure, manually set credentials come before the key."
        />
        <AddressForm action="/kubernetes/credentials" class="credlab-slot-form">
            <Select name="region" label="Region" options=view.regions value=region />
            <Select name="group" label="Resource group" options=view.groups value=group />
            <Submit label="Show" kind="secondary" />
        </AddressForm>
        {view.chosen.map(chosen)}
        <section class="credlab-section" aria-labelledby="slots">
            <h2 id="slots">"Regions and resource groups in use"</h2>
            <DataTable label="Cluster credentials" table=view.table />
        </section>
        {view
            .spanning
            .map(|text| {
                view! {
                    <section class="credlab-section" aria-labelledby="spanning">
                        <h2 id="spanning">"VLAN spanning"</h2>
                        <p>{text}</p>
                    </section>
                }
            }).views()}
        {view.dialog.map(slot_dialog)}
    }
}

fn chosen(view: ChosenView) -> AnyView {
    let buttons = view
        .actions
        .into_iter()
        .map(|action| view! { <Control action=action /> });
    view! {
        <section class="credlab-section" aria-labelledby="chosen">
            <h2 id="chosen">{view.title}</h2>
            {view.refused.map(|reason| view! { <p>{reason}</p> }).views()}
            {facts(view.facts)}
            <div class="credlab-buttons">{buttons.views()}</div>
        </section>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::credentials::Slot;
    use credlab_model::region::Region;

    use super::slot::{actions, cells, facts, of_address, refused, slot_title};
    use super::{ChosenView, CredentialsView, asked};
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::parts::query::TableQuery;
    use crate::view::{Choice, Problem};

    pub fn credentials(
        query: &TableQuery,
        region: &str,
        group: &str,
        dialog: &str,
    ) -> Result<CredentialsView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let actor = visit.actor();
        let slot = of_address(account, region, group)?;
        let table = table(
            query,
            &[
                "Region / resource group",
                "API key owner",
                "API key",
                "Infrastructure User",
                "In force for classic",
                "Clusters",
            ],
            "No region and resource group that you may look into holds credentials or clusters.",
            account.visible_slots(&actor, visit.now),
            |slot| cells(&visit, slot),
            |slot| actions(&visit, slot),
        );
        let mut groups: Vec<_> = account.groups_of_visible_slots(&actor, visit.now).collect();
        // The default group is meant where none is named (R7).
        groups.sort_by_key(|group| !group.default);
        Ok(CredentialsView {
            regions: Region::ALL.iter().map(|region| choice(*region)).collect(),
            groups: groups
                .into_iter()
                .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
                .collect(),
            dialog: slot
                .as_ref()
                .and_then(|slot| asked::dialog_of(&visit, slot, dialog)),
            chosen: slot.map(|slot| chosen(&visit, &slot)),
            table,
            spanning: spanning(&visit),
        })
    }

    fn choice(region: Region) -> Choice {
        Choice::new(region.as_str(), format!("{region} ({})", region.city()))
    }

    fn chosen(visit: &Visit, slot: &Slot) -> ChosenView {
        let refused = refused(visit, slot);
        let open = refused.is_none();
        ChosenView {
            region: slot.region.to_string(),
            group: slot.group.to_string(),
            title: slot_title(&visit.account, slot),
            facts: if open { facts(visit, slot) } else { Vec::new() },
            actions: if open {
                actions(visit, slot)
            } else {
                Vec::new()
            },
            refused,
        }
    }

    /// R90, R92.
    fn spanning(visit: &Visit) -> Option<String> {
        let account = &visit.account;
        account.linked?;
        let settings = &account.settings;
        let text = match (settings.vrf, settings.vlan_spanning) {
            (true, _) => {
                "On: the account is enabled for virtual routing and forwarding, which implies it."
            }
            (_, true) => "On: clusters with several VLANs or subnets can communicate.",
            _ => {
                "Off: worker nodes on different VLANs or subnets can't communicate. It takes virtual routing and forwarding, or VLAN spanning."
            }
        };
        Some(text.into())
    }
}
