//! The dialogs about worker pools and zones.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Fields;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::{Select, TextInput};
use crate::carbon::notification::Findings;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Notice, Problem};

#[cfg(feature = "ssr")]
use super::change;

/// A dialog about a worker pool or a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolDialog {
    /// What it is for.
    pub kind: PoolDialogKind,
    /// The title.
    pub title: String,
    /// What it does.
    pub text: String,
    /// What would happen elsewhere, one line each.
    pub affected: Vec<String>,
    /// The fields that name the cluster, the pool and the zone.
    pub fields: Vec<(String, String)>,
    /// What stands in its field at first.
    pub value: String,
    /// What can be chosen: flavors, zones or private VLANs.
    pub options: Vec<Choice>,
    /// What can be chosen besides: subnets or public VLANs.
    pub networks: Vec<Choice>,
    /// Where closing leads.
    pub close: String,
    /// Why it can't be done.
    pub disabled: Option<Barrier>,
}

/// What a dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolDialogKind {
    /// To make a pool.
    Create,
    /// To give it another size.
    Resize,
    /// To order what its zones lack.
    Rebalance,
    /// To set its labels.
    Labels,
    /// To set its taints.
    Taints,
    /// To remove it.
    Remove,
    /// To let it, or all pools, span another zone.
    AddZone,
    /// To take all pools out of a zone.
    RemoveZone,
    /// To put new workers in a zone on other VLANs.
    Network,
}

/// Makes a worker pool of `size` workers a zone, without zones yet.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools/create")]
pub async fn create_pool(
    cluster: String,
    name: String,
    flavor: String,
    size: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::create(&visit, &cluster, name, flavor, &size).await)
}

/// Orders what the zones of a worker pool lack.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools/rebalance")]
pub async fn rebalance_pool(cluster: String, pool: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::rebalance(&visit, &cluster, &pool).await)
}

/// Makes the labels of a worker pool exactly these: `KEY=VALUE`, separated by commas.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools/labels")]
pub async fn set_labels(cluster: String, pool: String, labels: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::set_labels(&visit, &cluster, &pool, &labels).await)
}

/// Makes the taints of a worker pool exactly these: `KEY=VALUE:EFFECT`, separated by commas.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools/taints")]
pub async fn set_taints(cluster: String, pool: String, taints: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::set_taints(&visit, &cluster, &pool, &taints).await)
}

/// Deletes a worker pool and cancels its workers.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools/remove")]
pub async fn remove_pool(cluster: String, pool: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::remove(&visit, &cluster, &pool).await)
}

/// Lets the worker pool `pool`, or all if it is empty, span another zone; on VPC in the subnet of that id.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/zones/add")]
pub async fn add_zone(
    cluster: String,
    zone: String,
    #[server(default)] pool: String,
    #[server(default)] subnet: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::add_zone(&visit, &cluster, zone, &pool, subnet).await)
}

/// Takes all worker pools out of a zone, and cancels their workers there.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/zones/remove")]
pub async fn remove_zone(cluster: String, zone: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::remove_zone(&visit, &cluster, zone).await)
}

/// Puts workers that are ordered from now on in a zone on the VLANs of these ids; no public one, if it is empty.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/zones/network")]
pub async fn set_zone_network(
    cluster: String,
    zone: String,
    private_vlan: String,
    #[server(default)] public_vlan: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    let vlans = [private_vlan, public_vlan];
    crate::backend::told(change::set_network(&visit, &cluster, zone, &vlans).await)
}

/// The dialog.
pub fn pool_dialog(view: PoolDialog) -> AnyView {
    let (action, submit) = match view.kind {
        PoolDialogKind::Create => ("pools/create", "Create"),
        PoolDialogKind::Resize => ("pools/resize", "Resize"),
        PoolDialogKind::Rebalance => ("pools/rebalance", "Rebalance"),
        PoolDialogKind::Labels => ("pools/labels", "Set labels"),
        PoolDialogKind::Taints => ("pools/taints", "Set taints"),
        PoolDialogKind::Remove => ("pools/remove", "Remove"),
        PoolDialogKind::AddZone => ("zones/add", "Add"),
        PoolDialogKind::RemoveZone => ("zones/remove", "Remove"),
        PoolDialogKind::Network => ("zones/network", "Set network"),
    };
    let danger = submit == "Remove";
    let inputs = inputs(view.kind, view.value, view.options, view.networks);
    view! {
        <Dialog title=view.title close=view.close.clone()>
            <PostForm action=format!("/api/kubernetes/clusters/{action}")>
                <p class="credlab-dialog-text">{view.text}</p>
                <Findings why=view.affected />
                <Fields fields=view.fields />
                {inputs}
                <DialogButtons close=view.close submit=submit danger=danger disabled=view.disabled />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

fn inputs(
    kind: PoolDialogKind,
    value: String,
    options: Vec<Choice>,
    networks: Vec<Choice>,
) -> AnyView {
    match kind {
        PoolDialogKind::Create => view! {
            <TextInput
                name="name"
                label="Name"
                help="A letter, then letters, digits, periods and hyphens; 35 characters at most."
                required=true
            />
            <Select name="flavor" label="Flavor" options=options />
            {size(value)}
        }
        .into_any(),
        PoolDialogKind::Resize => size(value),
        PoolDialogKind::Labels => view! {
            <TextInput
                name="labels"
                label="Labels"
                value=value
                help="KEY=VALUE, separated by commas; empty for none."
            />
        }
        .into_any(),
        PoolDialogKind::Taints => view! {
            <TextInput
                name="taints"
                label="Taints"
                value=value
                help="KEY=VALUE:EFFECT, separated by commas; empty for none. Effects: NoSchedule, PreferNoSchedule, NoExecute."
            />
        }
        .into_any(),
        PoolDialogKind::AddZone => {
            let subnet = (!networks.is_empty()).then(|| {
                let help = "It must lie in the zone.";
                view! { <Select name="subnet" label="VPC subnet" options=networks help=help /> }
            });
            view! {
                <Select name="zone" label="Zone" options=options />
                {subnet.views()}
            }
            .into_any()
        }
        PoolDialogKind::Network => view! {
            <Select name="private_vlan" label="Private VLAN" options=options />
            <Select name="public_vlan" label="Public VLAN" options=networks />
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn size(value: String) -> AnyView {
    view! {
        <TextInput name="size" label="Worker nodes per zone" kind="number" value=value required=true />
    }
    .into_any()
}
