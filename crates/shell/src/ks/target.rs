//! What a command is about: a cluster, or a region and resource group.

use std::sync::Arc;

use credlab_model::actor::Actor;
use credlab_model::credentials::Slot;
use credlab_model::kubernetes::{Cluster, Command, Read};
use credlab_model::region::Region;
use credlab_model::{Account, id::ClusterId};

use crate::run::{Outcome, Run, Stop};

/// `-c, --cluster CLUSTER`.
#[derive(Debug, clap::Args)]
pub(crate) struct OfCluster {
    /// The name or ID of the cluster
    #[arg(short, long, value_name = "CLUSTER")]
    cluster: String,
}

impl OfCluster {
    /// What was typed: a name or an id.
    pub(crate) fn typed(&self) -> &str {
        &self.cluster
    }

    /// The id of the cluster of that name or id, or G0004.
    pub(crate) fn id(&self, run: &Run<'_>) -> Outcome<ClusterId> {
        Ok(run.account().cluster_called(&self.cluster)?.id.clone())
    }

    /// Looks at the cluster, for the audit trail: refused without the role for it.
    pub(crate) fn read(&self, run: &mut Run<'_>, actor: &Actor, what: Read) -> Outcome<Seen> {
        let cluster = self.id(run)?;
        let command = Command::Read {
            cluster: cluster.clone(),
            what,
        };
        run.execute(actor, command)?;
        Ok(Seen {
            account: run.account(),
            cluster,
        })
    }
}

/// A cluster that the caller looked at.
pub(crate) struct Seen {
    /// The account, after the look.
    pub(crate) account: Arc<Account>,
    cluster: ClusterId,
}

impl Seen {
    /// The cluster.
    pub(crate) fn cluster(&self) -> Outcome<&Cluster> {
        Ok(self.account.cluster(&self.cluster)?)
    }
}

/// `--region REGION`. Without it the targeted region is meant, as long as the plug-in does not require the flag
/// (`cli.md`, 7.2).
#[derive(Debug, clap::Args)]
pub(crate) struct InRegion {
    /// The region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
}

impl InRegion {
    /// The region.
    pub(crate) fn region(&self, run: &Run<'_>) -> Outcome<Region> {
        match &self.region {
            Some(region) => Ok(region.parse()?),
            None => run
                .session
                .region
                .ok_or_else(|| Stop::Usage("Required flag \"region\" not set".into())),
        }
    }
}

/// The region with the targeted resource group, or the default one (R7).
pub(crate) fn slot(run: &Run<'_>, region: Region) -> Slot {
    Slot {
        region,
        group: run.group(),
    }
}
