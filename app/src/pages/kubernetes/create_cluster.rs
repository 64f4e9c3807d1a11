//! Creates a cluster (`console.md`, section 12).

#![allow(clippy::too_many_arguments, reason = "one for each field of the form")]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::{Checkbox, Select, TextInput};
use crate::carbon::page_header::PageHeader;
use crate::carbon::tabs::Tabs;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::use_query_value;
use crate::view::{Barrier, Choice, Crumb, Json, Notice, Problem};

#[cfg(feature = "ssr")]
pub use server::not_for;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateClusterView {
    /// Whether the form is for VPC; else it is for classic infrastructure.
    pub vpc: bool,
    /// The infrastructure, as it is sent.
    pub provider: String,
    /// The zones of the infrastructure.
    pub zones: Vec<Choice>,
    /// The zone that is chosen at first.
    pub zone: String,
    /// Its flavors.
    pub flavors: Vec<Choice>,
    /// The resource groups.
    pub groups: Vec<Choice>,
    /// VPC: the subnets that the persona may view.
    pub subnets: Vec<Choice>,
    /// Why the persona can't create a cluster anywhere.
    pub disabled: Option<Barrier>,
}

/// What can be chosen on an infrastructure: `classic` or `vpc-gen2`, and classic for anything else.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/choices", input = GetUrl, output = Json)]
pub async fn cluster_choices(
    #[server(default)] provider: String,
) -> Result<CreateClusterView, Problem> {
    server::choices(&provider)
}

/// Creates a cluster.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/create")]
pub async fn create_cluster(
    provider: String,
    name: String,
    group: String,
    zone: String,
    flavor: String,
    workers: String,
    #[server(default)] private_only: String,
    #[server(default)] subnet: String,
) -> Result<Notice, Problem> {
    let form = NewClusterForm {
        provider,
        name,
        group,
        zone,
        flavor,
        workers,
        private_only,
        subnet,
    };
    let visit = crate::backend::visit()?;
    crate::backend::told(server::create(&visit, form).await)
}

/// The form as it was filled in.
#[derive(Debug)]
#[cfg_attr(not(feature = "ssr"), allow(dead_code))]
struct NewClusterForm {
    provider: String,
    name: String,
    group: String,
    zone: String,
    flavor: String,
    workers: String,
    private_only: String,
    subnet: String,
}

/// Creates a cluster.
#[component]
pub fn CreateClusterPage() -> impl IntoView {
    let provider = use_query_value("provider");
    let data = load(move || provider.get(), cluster_choices);
    view! { <Load data=data view=page /> }
}

fn page(view: CreateClusterView) -> impl IntoView {
    let href = |provider| format!("/kubernetes/catalog/create?provider={provider}");
    let tabs = vec![("Classic", href("classic")), ("VPC", href("vpc-gen2"))];
    let current = if view.vpc { "VPC" } else { "Classic" };
    let network = match view.vpc {
        true => view! {
            <Select
                name="subnet"
                label="VPC subnet"
                options=view.subnets
                help="It must lie in the worker zone. It may belong to another resource group than the cluster."
            />
        }
        .into_any(),
        false => view! {
            <Checkbox
                id="private_only"
                name="private_only"
                value="true"
                label="Private VLAN only"
                help="Without a public VLAN the workers have no public network."
            />
        }
        .into_any(),
    };
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Clusters", "/kubernetes/clusters")]
            title="Create cluster"
            text="The first cluster of a region and resource group stores an API key of its creator there. Later ones are ordered with the key that is stored, whoever creates them."
        />
        <Tabs label="Infrastructure" tabs=tabs current=current />
        <PostForm action="/api/kubernetes/clusters/create">
            <div class="credlab-form">
                <input type="hidden" name="provider" value=view.provider />
                <TextInput
                    name="name"
                    label="Cluster name"
                    help="A letter, then letters, digits, periods and hyphens; 35 characters at most."
                    required=true
                />
                <Select
                    name="group"
                    label="Resource group"
                    options=view.groups
                    help="It can't be changed later."
                />
                <Select name="zone" label="Worker zone" options=view.zones value=view.zone />
                {network}
                <Select name="flavor" label="Flavor" options=view.flavors />
                <TextInput name="workers" label="Worker nodes" kind="number" value="1" required=true />
                <div class="credlab-buttons">
                    <Submit label="Create" disabled=view.disabled />
                </div>
            </div>
        </PostForm>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::ResourceGroup;
    use credlab_model::event::Event;
    use credlab_model::kubernetes::flavor::{Flavor, WorkerKind};
    use credlab_model::kubernetes::{self, Cluster, Command, NewCluster};
    use credlab_model::refusal::RefusalKind;
    use credlab_model::region::{Provider, Region, Zone};

    use super::{CreateClusterView, NewClusterForm};
    use crate::backend::{Visit, visit};
    use crate::pages::kubernetes::cluster::head::cluster_href;
    use crate::view::{Barrier, Choice, Notice, NoticeKind, Problem};

    pub fn choices(provider: &str) -> Result<CreateClusterView, Problem> {
        let visit = visit()?;
        let provider = provider_called(provider).unwrap_or(Provider::Classic);
        let mut subnets: Vec<_> = visit.account.subnets.values().collect();
        subnets.retain(|subnet| subnet.is_visible_to(&visit.account, &visit.persona, visit.now));
        let default = match provider {
            Provider::Classic => Zone::all(provider).find(|zone| zone.region == Region::UsSouth),
            Provider::Vpc => subnets
                .first()
                .and_then(|subnet| Zone::find(&subnet.zone, provider)),
        };
        let subnets = subnets.iter().map(|subnet| {
            let group = visit.account.group_name(&subnet.group);
            let label = format!(
                "{} ({}, {}, resource group {group})",
                subnet.name, subnet.zone, subnet.cidr
            );
            Choice::new(subnet.id.as_str(), label)
        });
        Ok(CreateClusterView {
            vpc: provider == Provider::Vpc,
            provider: provider.as_str().into(),
            zones: Zone::all(provider).map(|zone| zone_choice(&zone)).collect(),
            zone: default.map(|zone| zone.name).unwrap_or_default(),
            flavors: Flavor::of(provider).map(flavor_choice).collect(),
            groups: groups(&visit)
                .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
                .collect(),
            subnets: subnets.collect(),
            disabled: not_for(&visit),
        })
    }

    fn provider_called(text: &str) -> Option<Provider> {
        [Provider::Classic, Provider::Vpc]
            .into_iter()
            .find(|provider| provider.as_str() == text)
    }

    fn zone_choice(zone: &Zone) -> Choice {
        let label = format!("{}, {} ({})", zone.name, zone.city(), zone.region);
        Choice::new(zone.name.as_str(), label)
    }

    fn flavor_choice(flavor: &Flavor) -> Choice {
        let kind = match flavor.kind {
            WorkerKind::Virtual => "virtual",
            WorkerKind::BareMetal => "bare metal",
        };
        let label = format!(
            "{} ({} cores, {} GB, {kind})",
            flavor.name, flavor.cores, flavor.memory
        );
        Choice::new(flavor.name, label)
    }

    /// The default group first: a cluster falls into it where the persona has no role on the chosen one (R44).
    fn groups(visit: &Visit) -> impl Iterator<Item = &ResourceGroup> {
        let default = visit.account.default_group();
        let others = visit.account.resource_groups.values();
        let others = others.filter(|group| {
            group.id != default.id && group.is_visible_to(&visit.account, &visit.persona, visit.now)
        });
        std::iter::once(default).chain(others)
    }

    /// Why the persona may create a cluster in no region and resource group, if that is so.
    pub fn not_for(visit: &Visit) -> Option<Barrier> {
        let mut reason = None;
        for zone in Zone::all(Provider::Vpc).filter(|zone| zone.name.ends_with("-1")) {
            for group in groups(visit) {
                let new = NewCluster {
                    name: "new".into(),
                    provider: Provider::Vpc,
                    zone: zone.name.clone(),
                    group: Some(group.id.clone()),
                    flavor: Flavor::of(Provider::Vpc)
                        .map(|flavor| flavor.name.to_string())
                        .next()
                        .unwrap_or_default(),
                    workers: 1,
                    private_only: false,
                    subnet: None,
                    private_endpoint: false,
                    gateway: false,
                    version: None,
                };
                reason = Some(visit.forbidden(Command::Create(new))?);
            }
        }
        reason
    }

    pub async fn create(visit: &Visit, form: NewClusterForm) -> Result<Notice, Notice> {
        let invalid = |field: &'static str, problem: &str| {
            let problem = problem.into();
            RefusalKind::InvalidField { field, problem }.refusal()
        };
        let provider = provider_called(&form.provider);
        let provider =
            provider.ok_or_else(|| invalid("infrastructure", "must be classic or vpc-gen2"))?;
        let workers = form.workers.trim().parse();
        let workers =
            workers.map_err(|_| invalid("number of workers", "must be a whole number"))?;
        let group = visit.account.resource_group_called(&form.group)?;
        let new = NewCluster {
            name: form.name,
            provider,
            zone: form.zone,
            group: Some(group.id.clone()),
            flavor: form.flavor,
            workers,
            private_only: !form.private_only.is_empty(),
            subnet: (!form.subnet.is_empty()).then_some(form.subnet),
            private_endpoint: false,
            gateway: false,
            version: None,
        };
        let executed = visit.perform(Command::Create(new)).await?;
        let created = executed
            .records
            .iter()
            .find_map(|record| match &record.event {
                Event::Cluster(kubernetes::Event::Created { cluster }) => Some(cluster),
                _ => None,
            });
        let Some(cluster) = created else {
            return Ok(Notice::success("The cluster is being created"));
        };
        let notice = Notice::success(format!("Cluster {} is being created", cluster.name));
        let lost = lost(visit, cluster, group);
        let notice = match lost.is_empty() {
            true => notice,
            false => Notice {
                kind: NoticeKind::Warning,
                why: lost,
                ..notice
            },
        };
        Ok(notice.then(cluster_href(cluster.id.as_str(), "/overview")))
    }

    /// What is not as it was wished for, though the cluster is there.
    fn lost(visit: &Visit, cluster: &Cluster, group: &ResourceGroup) -> Vec<String> {
        let mut lost = Vec::new();
        if cluster.group != group.id {
            let actual = visit.account.group_name(&cluster.group);
            lost.push(format!(
                "It is in resource group {actual}: you have no role on resource group {}.",
                group.name
            ));
        }
        if cluster.pull_secret.is_none() {
            lost.push("It could not be set up with the registry: that takes the role Administrator on Container Registry.".into());
        }
        lost
    }
}
