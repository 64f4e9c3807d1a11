//! Both gates of a command with their reasons, whatever the answer is (R34). What a refusal says, it says itself; this is
//! for what is allowed, too.

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::classic::user::is_manager;
use crate::command::Command;
use crate::credentials::Slot;
use crate::credentials::infrastructure::{Source, classic_actor, key_owner};
use crate::iam::access::{self, Decision};
use crate::kubernetes::{self, Cluster};
use crate::refusal::Refusal;
use crate::region::Provider;

/// The two gates of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gates {
    /// The region and resource group whose credentials count.
    pub slot: Slot,
    /// What the first gate says of the caller, and every policy that it looked at.
    pub caller: Decision,
    /// Who acts at the second gate, as a sentence, or why nobody can; none if the command does not touch the
    /// infrastructure.
    pub infrastructure: Option<Result<String, Refusal>>,
}

impl Account {
    /// The gates of a command about a cluster, or about the credentials of a region and resource group. None for other
    /// commands, which have no second gate and more than one question at the first.
    pub fn gates(&self, actor: &Actor, command: &Command, now: Timestamp) -> Option<Gates> {
        let decide = |ask| access::decide(self, &actor.identity, &ask, now);
        match command {
            Command::Cluster(command) => {
                let (cluster, gate) = command.gate()?;
                let cluster = self.cluster(cluster).ok()?;
                Some(Gates {
                    slot: cluster.slot(),
                    caller: decide(gate.ask(cluster)),
                    infrastructure: command
                        .touches_infrastructure()
                        .then(|| self.acting_for(cluster, now)),
                })
            }
            Command::Credential(command) => {
                let (slot, access) = command.asks(self).ok()?;
                Some(Gates {
                    caller: decide(access.ask(&slot)),
                    slot,
                    infrastructure: None,
                })
            }
            _ => None,
        }
    }

    /// Who asks the linked classic account, and what decides there about commands of it: nothing that IAM says. None for other
    /// commands, and for callers without a user there.
    pub fn classic_standing(&self, actor: &Actor, command: &Command) -> Option<String> {
        let Command::Classic(_) = command else {
            return None;
        };
        let (classic, own) = (self.linked_classic()?, self.linked_user(&actor.identity)?);
        let standing = match own.master {
            true => "the master user, who may do everything".to_string(),
            false => {
                let managed = classic.users.keys();
                let managed = managed
                    .filter(|id| is_manager(self, actor, classic, **id))
                    .count();
                format!(
                    "who manages {managed} users and holds {} permissions",
                    own.granted().len()
                )
            }
        };
        Some(format!(
            "Classic infrastructure account {} is asked as {}, {standing}.",
            classic.number, own.username
        ))
    }

    /// Whose permissions count for the infrastructure of a cluster, and why those.
    fn acting_for(&self, cluster: &Cluster, now: Timestamp) -> Result<String, Refusal> {
        let slot = cluster.slot();
        match cluster.provider {
            Provider::Classic => {
                let actor = classic_actor(self, &slot, now)?;
                let why = match actor.source {
                    Source::LinkedAccountApiKey => "through the stored API key",
                    Source::ManualCredentials => "by manually set credentials",
                };
                Ok(format!(
                    "Classic infrastructure account {} is reached as {}, {why}.",
                    actor.classic.number, actor.user.username
                ))
            }
            Provider::Vpc => {
                let owner = key_owner(self, &slot, now)?;
                let name = self.member_name(owner).unwrap_or_default();
                Ok(format!(
                    "VPC Infrastructure Services are reached as {name}, who owns the stored API key."
                ))
            }
        }
    }
}

impl kubernetes::Command {
    /// Whether the command orders, restarts or cancels anything of a cluster that is there.
    fn touches_infrastructure(&self) -> bool {
        use kubernetes::Command::*;
        matches!(
            self,
            Delete { .. }
                | AddWorkers { .. }
                | ResizePool { .. }
                | RemovePool { .. }
                | RebalancePool { .. }
                | SetNetwork { .. }
                | UpdateWorkers { .. }
                | AddZone { .. }
                | RemoveZone { .. }
                | ReloadWorkers { .. }
                | RebootWorkers { .. }
                | ReplaceWorkers { .. }
                | RemoveWorkers { .. }
        )
    }
}
