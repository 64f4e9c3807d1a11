//! `ks worker get`.

use credlab_model::kubernetes::{Command, Read};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use credlab_model::region::Provider;

use crate::flags::Format;
use crate::ks::worker::view::{ClassicView, Node, VpcView};
use crate::ks::{NONE, NOT_LOGGED_IN};
use crate::run::{Outcome, Run};

/// `ks worker get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// The ID of the worker node
    #[arg(short, long, value_name = "WORKER")]
    worker: String,
    /// The name or ID of the cluster
    #[arg(short, long, value_name = "CLUSTER")]
    cluster: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        run.progress(&format!("Retrieving worker `{}`...", self.worker));
        let account = run.account();
        let missing = || {
            RefusalKind::NotFound {
                noun: Noun::Worker,
                name: shorten(&self.worker),
            }
            .refusal()
        };
        let cluster = match &self.cluster {
            Some(name) => account.cluster_called(name)?,
            // The id names its worker alone: it is looked for where the caller may look.
            None => account
                .visible_clusters(&actor, run.now())
                .find(|cluster| cluster.workers.keys().any(|id| id.as_str() == self.worker))
                .ok_or_else(missing)?,
        };
        let look = Command::Read {
            cluster: cluster.id.clone(),
            what: Read::Workers,
        };
        run.execute(&actor, look)?;
        let worker = cluster
            .workers
            .values()
            .find(|worker| worker.id.as_str() == self.worker)
            .ok_or_else(missing)?;
        let node = Node::of(&account, cluster, worker, run.now());
        if json {
            match cluster.provider {
                Provider::Classic => run.json(&ClassicView::of(cluster, node, worker.kind)),
                Provider::Vpc => run.json(&VpcView::of(cluster, node)),
            }
            return Ok(());
        }
        run.ok();
        let vlan = |id: Option<u32>| id.map_or(NONE.into(), |id| id.to_string());
        let mut rows = vec![
            ("ID:", node.id),
            ("State:", node.state.into()),
            ("Status:", node.status.into()),
            ("Flavor:", node.flavor),
        ];
        let [private_vlan, public_vlan] = node.vlans;
        match cluster.provider {
            Provider::Classic => rows.extend([
                ("Private VLAN:", vlan(private_vlan)),
                ("Public VLAN:", vlan(public_vlan)),
                ("Private IP:", node.private_ip),
                ("Public IP:", node.public_ip),
            ]),
            Provider::Vpc => rows.extend([
                ("Primary IP:", node.private_ip),
                ("Subnet ID:", cluster.subnet.clone().unwrap_or(NONE.into())),
            ]),
        }
        rows.extend([
            ("Worker Pool:", node.pool),
            ("Zone:", node.zone),
            ("Version:", node.version),
        ]);
        run.out.pairs(&rows);
        Ok(())
    }
}
