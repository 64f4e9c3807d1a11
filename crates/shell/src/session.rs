//! What a shell remembers between two lines.

use std::net::{IpAddr, Ipv4Addr};

use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::iam::session::{End, Login};
use credlab_model::id::{ClusterId, ResourceGroupId};
use credlab_model::region::Region;
use credlab_model::{Account, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ibmcloud::config::Settings;

/// Where sessions come from unless something else is said: an address that documents use.
const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 10));

/// A shell's session: who is logged in, and what is targeted. It outlives the process as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who is logged in; none after `ibmcloud logout`.
    pub identity: Option<Identity>,
    /// Who has put on the trusted profile that is logged in.
    #[serde(default)]
    pub underneath: Option<Identity>,
    /// The login by which the session began; none for the session that a cloud shell begins with, which the console keeps
    /// alive, and for those that `credlab as` began.
    #[serde(default)]
    pub login: Option<Login>,
    /// The IP address that the session comes from, if it was said by `credlab from`.
    #[serde(default)]
    pub address: Option<IpAddr>,
    /// The targeted region.
    pub region: Option<Region>,
    /// The targeted resource group; commands use the account's default one when there is none (R7).
    pub group: Option<ResourceGroupId>,
    /// The cluster that `kubectl` talks to: the one of the last `ks cluster config`.
    pub cluster: Option<ClusterId>,
    /// What `ibmcloud config` was told.
    #[serde(default)]
    pub config: Settings,
}

impl Session {
    /// A fresh session of `persona`: region us-south, no resource group, as IBM's Cloud Shell begins.
    pub fn of(persona: Identity) -> Session {
        Session {
            identity: Some(persona),
            underneath: None,
            login: None,
            address: None,
            region: Some(Region::UsSouth),
            group: None,
            cluster: None,
            config: Settings::default(),
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

    /// The IP address that the session comes from.
    pub fn address(&self) -> IpAddr {
        self.address.unwrap_or(ADDRESS)
    }

    /// Ends a session whose time is over (R143); notes that something is done in one that goes on.
    pub(crate) fn expire(&mut self, account: &Account, now: Timestamp) -> Option<End> {
        let login = self.login.as_mut()?;
        let end = login.end(&account.settings, now);
        match end {
            Some(_) => (self.identity, self.underneath, self.login) = (None, None, None),
            None => login.seen = now,
        }
        end
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
