//! `credlab personas`: who there is, to act as.

use std::collections::BTreeSet;

use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::access::reaching;
use credlab_model::iam::service_id::ServiceId;
use credlab_model::template;

use crate::run::{Outcome, Run};

/// `credlab personas`.
#[derive(Debug, clap::Args)]
pub(crate) struct Personas {}

impl Personas {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        let users = template::personas(&account).into_iter().map(|user| {
            let identity = user.identity();
            let roles = match user.id == account.owner {
                true => "Account owner".into(),
                false => roles(&account, &identity).join("\n"),
            };
            (
                identity,
                [
                    user.email.to_string(),
                    user.name.clone(),
                    user.state.as_str().into(),
                    roles,
                ],
            )
        });
        let service_ids = account.service_ids.values();
        let service_ids =
            service_ids.filter(|service_id| !belongs_to_cluster(&account, service_id));
        let service_ids = service_ids.map(|service_id| {
            let identity = service_id.identity();
            let roles = roles(&account, &identity).join("\n");
            (
                identity,
                [
                    service_id.name.clone(),
                    "Service ID".into(),
                    "ACTIVE".into(),
                    roles,
                ],
            )
        });
        let current = run.session.identity.clone();
        let rows: Vec<[String; 4]> = users
            .chain(service_ids)
            .map(|(identity, mut row)| {
                if let ([first, ..], true) = (&mut row, Some(identity) == current) {
                    first.push_str(" *");
                }
                row
            })
            .collect();
        run.out.table(["Persona", "Name", "State", "Access"], &rows);
        run.out
            .line("")
            .line("* you. To act as another one, run 'credlab as PERSONA'.");
        Ok(())
    }
}

/// Whether a service ID was made with a cluster, for pulling its images: nobody's to act as.
pub(crate) fn belongs_to_cluster(account: &Account, service_id: &ServiceId) -> bool {
    let cluster = service_id.name.strip_prefix("cluster-");
    cluster.is_some_and(|id| {
        account
            .clusters
            .keys()
            .any(|cluster| cluster.as_str() == id)
    })
}

/// The roles that an identity has, a policy each, its access groups' included.
pub(crate) fn roles(account: &Account, identity: &Identity) -> Vec<String> {
    let roles: BTreeSet<String> = reaching(account, identity)
        .map(|(policy, _)| format!("{}: {}", policy.describe(account), policy.role_names()))
        .collect();
    roles.into_iter().collect()
}
