//! What a shell remembers between two lines.

use credlab_model::Account;
use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::id::{ClusterId, ResourceGroupId};
use credlab_model::region::Region;
use serde::{Deserialize, Serialize};

/// A shell's session: who is logged in, and what is targeted. It outlives the process as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who is logged in; none after `ibmcloud logout`.
    pub identity: Option<Identity>,
    /// Who has put on the trusted profile that is logged in.
    #[serde(default)]
    pub underneath: Option<Identity>,
    /// The targeted region.
    pub region: Option<Region>,
    /// The targeted resource group; commands use the account's default one when there is none (R7).
    pub group: Option<ResourceGroupId>,
    /// The cluster that `kubectl` talks to: the one of the last `ks cluster config`.
    pub cluster: Option<ClusterId>,
}

impl Session {
    /// A fresh session of `persona`: region us-south, no resource group, as IBM's Cloud Shell begins.
    pub fn of(persona: Identity) -> Session {
        Session {
            identity: Some(persona),
            underneath: None,
            region: Some(Region::UsSouth),
            group: None,
            cluster: None,
        }
    }

    /// The logged-in identity as an actor at the shell.
    pub fn actor(&self) -> Option<Actor> {
        let identity = self.identity.clone()?;
        Some(Actor {
            identity,
            face: Face::Shell,
        })
    }

    /// Forgets what no longer exists in the account: a resource group or cluster that was deleted, an identity that
    /// was removed.
    pub fn prune(&mut self, account: &Account) {
        self.group
            .take_if(|group| !account.resource_groups.contains_key(group));
        self.cluster
            .take_if(|cluster| !account.clusters.contains_key(cluster));
        let gone = |identity: &mut Identity| account.member_name(identity).is_err();
        self.underneath.take_if(gone);
        if self.identity.take_if(gone).is_some() {
            self.identity = self.underneath.take();
        }
    }
}
