//! Clusters as JSON, in the form of each infrastructure's API (`cli.md`, section 10).

use credlab_model::account::Account;
use credlab_model::kubernetes::Cluster;
use credlab_model::kubernetes::subnet::Portable;
use credlab_model::{Identity, Timestamp};
use serde::Serialize;

use crate::ks::cluster::endpoint::{self, SERVICE_SUBNET};
use crate::ks::cluster::get::{Master, worker_zones};
use crate::ks::cluster::ls::city;
use crate::ks::cluster::version;
use crate::time::seconds;

/// A classic cluster.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClassicView {
    created_date: String,
    data_center: String,
    id: String,
    ingress_hostname: String,
    ingress_secret_name: String,
    location: String,
    master_kube_version: String,
    modified_date: String,
    name: String,
    region: String,
    resource_group: String,
    resource_group_name: String,
    #[serde(rename = "serverURL")]
    server_url: String,
    #[serde(rename = "masterURL")]
    master_url: String,
    state: &'static str,
    is_paid: bool,
    is_trusted: bool,
    worker_count: usize,
    vlans: Vec<VlanView>,
    addons: Vec<AddOnView>,
    owner_email: String,
    /// The user of manually set credentials (R70).
    api_user: String,
    #[serde(rename = "monitoringURL")]
    monitoring_url: &'static str,
    disable_auto_update: bool,
    etcd_port: String,
    master_status: String,
    master_status_modified_date: String,
    key_protect_enabled: bool,
    worker_zones: Vec<String>,
    pull_secret_applied: bool,
    crn: String,
    private_service_endpoint_enabled: bool,
    #[serde(rename = "privateServiceEndpointURL")]
    private_service_endpoint_url: String,
    public_service_endpoint_enabled: bool,
    #[serde(rename = "publicServiceEndpointURL")]
    public_service_endpoint_url: String,
    r#type: &'static str,
    provider: &'static str,
    pod_subnet: &'static str,
    service_subnet: &'static str,
    image_security_enabled: bool,
}

#[derive(Serialize)]
struct VlanView {
    id: String,
    subnets: Vec<SubnetView>,
    zone: String,
    region: String,
}

#[derive(Serialize)]
struct SubnetView {
    cidr: String,
    id: String,
    ips: Vec<String>,
    is_byoip: bool,
    is_public: bool,
}

#[derive(Serialize)]
struct AddOnView {
    name: String,
    enabled: bool,
}

impl ClassicView {
    pub(super) fn of(account: &Account, cluster: &Cluster, now: Timestamp) -> ClassicView {
        let (private, public) = (
            endpoint::private_url(cluster),
            endpoint::public_url(cluster),
        );
        let ingress = endpoint::Ingress::of(account, cluster, now).unwrap_or_default();
        ClassicView {
            created_date: seconds(cluster.created_at),
            data_center: cluster.zone.clone(),
            id: cluster.id.to_string(),
            ingress_hostname: ingress.subdomain,
            ingress_secret_name: ingress.secret,
            location: city(cluster).into(),
            master_kube_version: cluster.version.clone(),
            modified_date: seconds(Master::changed_at(cluster)),
            name: cluster.name.clone(),
            region: cluster.region.to_string(),
            resource_group: cluster.group.to_string(),
            resource_group_name: account.group_name(&cluster.group).into(),
            server_url: endpoint::master_url(cluster),
            master_url: endpoint::master_url(cluster),
            state: cluster.state(account, now),
            is_paid: true,
            is_trusted: false,
            worker_count: cluster.workers.len(),
            vlans: Portable::of(cluster)
                .into_iter()
                .map(|subnet| VlanView {
                    id: subnet.vlan.id.to_string(),
                    zone: subnet.vlan.zone.clone(),
                    region: cluster.region.to_string(),
                    subnets: vec![SubnetView {
                        is_public: subnet.vlan.is_public(),
                        cidr: subnet.cidr,
                        id: subnet.id.to_string(),
                        ips: Vec::new(),
                        is_byoip: false,
                    }],
                })
                .collect(),
            addons: cluster
                .addons
                .keys()
                .map(|name| AddOnView {
                    name: name.clone(),
                    enabled: true,
                })
                .collect(),
            owner_email: cluster.owner.clone(),
            api_user: cluster
                .infrastructure_user(account)
                .unwrap_or_default()
                .into(),
            monitoring_url: "",
            disable_auto_update: false,
            etcd_port: endpoint::etcd_port(cluster),
            master_status: Master::of(cluster, now).status,
            master_status_modified_date: seconds(Master::changed_at(cluster)),
            key_protect_enabled: false,
            worker_zones: worker_zones(cluster),
            pull_secret_applied: cluster.pull_secret.is_some(),
            crn: cluster.crn(&account.id),
            private_service_endpoint_enabled: private.is_some(),
            private_service_endpoint_url: private.unwrap_or_default(),
            public_service_endpoint_enabled: public.is_some(),
            public_service_endpoint_url: public.unwrap_or_default(),
            r#type: "kubernetes",
            provider: cluster.provider.as_str(),
            pod_subnet: endpoint::pod_subnet(cluster),
            service_subnet: SERVICE_SUBNET,
            image_security_enabled: false,
        }
    }
}

/// A VPC cluster.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VpcView {
    id: String,
    name: String,
    created_date: String,
    created_by: String,
    location: String,
    region: String,
    resource_group: String,
    resource_group_name: String,
    state: &'static str,
    status: &'static str,
    master_kube_version: String,
    target_version: String,
    multi_az_capable: bool,
    #[serde(rename = "masterURL")]
    master_url: String,
    master_status: String,
    master_state: &'static str,
    master_health: &'static str,
    worker_count: usize,
    worker_zones: Vec<String>,
    vpcs: Vec<String>,
    pull_secret_applied: bool,
    crn: String,
    r#type: &'static str,
    provider: &'static str,
    pod_subnet: &'static str,
    service_subnet: &'static str,
    service_endpoints: Endpoints,
    ingress: Ingress,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoints {
    private_service_endpoint_enabled: bool,
    #[serde(rename = "privateServiceEndpointURL")]
    private_service_endpoint_url: String,
    public_service_endpoint_enabled: bool,
    #[serde(rename = "publicServiceEndpointURL")]
    public_service_endpoint_url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ingress {
    hostname: String,
    secret_name: String,
}

impl VpcView {
    pub(super) fn of(account: &Account, cluster: &Cluster, now: Timestamp) -> VpcView {
        let (private, public) = (
            endpoint::private_url(cluster),
            endpoint::public_url(cluster),
        );
        let master = Master::of(cluster, now);
        let ingress = endpoint::Ingress::of(account, cluster, now).unwrap_or_default();
        VpcView {
            id: cluster.id.to_string(),
            name: cluster.name.clone(),
            created_date: seconds(cluster.created_at),
            created_by: match &cluster.created_by {
                Identity::User(id) => id.to_string(),
                identity => account.iam_id(identity),
            },
            location: city(cluster).into(),
            region: cluster.region.to_string(),
            resource_group: cluster.group.to_string(),
            resource_group_name: account.group_name(&cluster.group).into(),
            state: cluster.state(account, now),
            status: cluster.status(account, now),
            master_kube_version: cluster.version.clone(),
            target_version: version::target(cluster).unwrap_or(&cluster.version).into(),
            multi_az_capable: true,
            master_url: endpoint::master_url(cluster),
            master_status: master.status,
            master_state: master.state,
            master_health: master.health,
            worker_count: cluster.workers.len(),
            worker_zones: worker_zones(cluster),
            vpcs: cluster.vpc.iter().cloned().collect(),
            pull_secret_applied: cluster.pull_secret.is_some(),
            crn: cluster.crn(&account.id),
            r#type: "kubernetes",
            provider: cluster.provider.as_str(),
            pod_subnet: endpoint::pod_subnet(cluster),
            service_subnet: SERVICE_SUBNET,
            service_endpoints: Endpoints {
                private_service_endpoint_enabled: private.is_some(),
                private_service_endpoint_url: private.unwrap_or_default(),
                public_service_endpoint_enabled: public.is_some(),
                public_service_endpoint_url: public.unwrap_or_default(),
            },
            ingress: Ingress {
                hostname: ingress.subdomain,
                secret_name: ingress.secret,
            },
        }
    }
}
