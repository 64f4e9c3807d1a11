//! The smallest changes that would let a refused line through.
//!
//! They are found by trying: each refusal suggests lines that may help, each is run on a copy of the account by somebody
//! who may, and the refused line is run again. Whatever is offered has worked.

use std::collections::BTreeSet;

use credlab_model::Timestamp;
use credlab_model::actor::Identity;
use credlab_model::credentials::Slot;
use credlab_model::iam::access::{Decision, Target, Through, Verdict, grants};
use credlab_model::iam::policy::{AttributeName, Subject, sorted};
use credlab_model::iam::service::Family;
use credlab_model::iam::session::may_enter;
use credlab_model::refusal::RefusalKind;
use credlab_model::{Account, Refusal};
use serde::Serialize;

use crate::credlab::rehearsal::{Rehearsal, Scene};
use crate::run::{Outcome, Run};
use crate::twin::quoted;

/// How many changes may be made one after the other.
const DEPTH: usize = 3;

/// How many ways are offered.
const OFFERED: usize = 5;

/// How many other users are tried as owners of the API key.
const OWNERS: usize = 20;

/// A way to let a line through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Grant {
    /// The changes, in order.
    pub steps: Vec<Step>,
    /// How many actions become possible beside: the fewer, the smaller the change.
    pub opens: u32,
}

/// Lines that one person runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Step {
    /// Who runs them: an address.
    #[serde(rename = "as")]
    pub who: String,
    /// The lines, each to be run as it is.
    pub lines: Vec<String>,
}

/// The ways to let `lines` of whoever is logged in through that were found: the fewest changes first, then those that open the least beside.
pub(crate) fn smallest(
    run: &Run<'_>,
    lines: &[String],
    refused: &Rehearsal,
) -> Outcome<Vec<Grant>> {
    let mut search = Search {
        run,
        lines,
        found: BTreeSet::new(),
        depth: DEPTH,
    };
    search.follow(&Scene::now(run), refused, &mut Vec::new(), run.now())?;
    let mut found: Vec<Grant> = search.found.into_iter().collect();
    found.sort_by_key(|grant| (grant.steps.len(), grant.opens));
    found.truncate(OFFERED);
    Ok(found)
}

struct Search<'a, 'r> {
    run: &'a Run<'r>,
    lines: &'a [String],
    found: BTreeSet<Grant>,
    /// How many changes are looked at: no more than the fewest that helped.
    depth: usize,
}

impl Search<'_, '_> {
    fn follow(
        &mut self,
        scene: &Scene<'_>,
        refused: &Rehearsal,
        steps: &mut Vec<Step>,
        now: Timestamp,
    ) -> Outcome {
        let Some(refusal) = refused.refusal.as_ref() else {
            return Ok(());
        };
        if steps.len() >= self.depth {
            return Ok(());
        }
        for step in self.suggestions(scene, refused, refusal, now) {
            let Some(next) = scene.after(self.run, &step.who, &step.lines)? else {
                continue;
            };
            steps.push(step);
            let again = next.rehearse(self.run, None, self.lines)?;
            if again.succeeds() {
                self.depth = self.depth.min(steps.len());
                let before = self.run.account();
                self.found.insert(Grant {
                    steps: steps.clone(),
                    opens: before.opened(&next.account, self.run.now()),
                });
            } else {
                self.follow(&next, &again, steps, now)?;
            }
            steps.pop();
        }
        Ok(())
    }

    /// What may help against a refusal. Whether it does is found out by trying.
    fn suggestions(
        &self,
        scene: &Scene<'_>,
        refused: &Rehearsal,
        refusal: &Refusal,
        now: Timestamp,
    ) -> Vec<Step> {
        let account = &scene.account;
        let Ok(owner) = account.user(&account.owner) else {
            return Vec::new();
        };
        let owner = owner.email.to_string();
        let by_owner = |lines: Vec<String>| Step {
            who: owner.clone(),
            lines,
        };
        let slot = refused.gates.last().map(|gates| gates.slot.clone());
        let mut steps = Vec::new();
        if let (Some(decision), Some(who)) =
            (&refusal.decision, self.lacking(scene, refusal, &slot))
        {
            steps.extend(
                policies(account, &who, decision, now)
                    .into_iter()
                    .map(|line| by_owner(vec![line])),
            );
        }
        let commands = refusal.remedies.iter().filter_map(|r| r.command.clone());
        let ready = commands.filter(|command| is_ready(command));
        steps.extend(ready.map(|line| by_owner(vec![line])));
        if let (credlab_model::Layer::Infrastructure, Some(slot)) = (refusal.layer, &slot) {
            steps.extend(self.credentials(scene, slot));
        }
        let mut seen = BTreeSet::new();
        steps.retain(|step| seen.insert(step.clone()));
        steps
    }

    /// Whose access is missing: the caller's, or that of the API key's owner.
    fn lacking(
        &self,
        scene: &Scene<'_>,
        refusal: &Refusal,
        slot: &Option<Slot>,
    ) -> Option<Identity> {
        if refusal.kind != RefusalKind::VpcNotAuthorized {
            return self.run.session.identity.clone();
        }
        let state = scene.account.slots.get(slot.as_ref()?)?;
        state.key.as_ref().map(|key| key.owner.clone())
    }

    /// Other credentials for a region and resource group.
    fn credentials(&self, scene: &Scene<'_>, slot: &Slot) -> Vec<Step> {
        let account = &scene.account;
        let group = account.group_name(&slot.group);
        let at = |line: String| {
            vec![
                format!("ibmcloud target -g {group}"),
                format!("{line} --region {}", slot.region),
            ]
        };
        let users = account.users.values();
        let users = users.filter(|user| may_enter(account, &user.identity()).is_ok());
        let mut steps: Vec<Step> = users
            .take(OWNERS)
            .map(|user| Step {
                who: user.email.to_string(),
                lines: at("ibmcloud ks api-key reset".into()),
            })
            .collect();
        let manual = account.slots.get(slot).is_some_and(|s| s.manual.is_some());
        if manual && let Ok(owner) = account.user(&account.owner) {
            steps.push(Step {
                who: owner.email.to_string(),
                lines: at("ibmcloud ks credential unset".into()),
            });
        }
        steps
    }
}

/// Whether a command of a remedy can be run as it is: it has no word that stands for a value.
fn is_ready(command: &str) -> bool {
    let stands_for_a_value =
        |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let mut words = command.split_whitespace();
    // A list of permissions is in capitals, too.
    command.contains("--permission ") || !words.any(stands_for_a_value)
}

/// The lines that would give `who` what the first gate asks for: the narrowest first.
fn policies(account: &Account, who: &Identity, decision: &Decision, now: Timestamp) -> Vec<String> {
    let Ok(name) = account.member_name(who) else {
        return Vec::new();
    };
    let name = quoted(&name);
    let (kind, member) = match who {
        Identity::User(_) => ("user", "user"),
        Identity::ServiceId(_) => ("service", "service-id"),
        Identity::TrustedProfile(_) => ("trusted-profile", "trusted-profile"),
        Identity::Credlab => return Vec::new(),
    };
    let mut lines = Vec::new();
    let ask = &decision.ask;
    if let Some(role) = ask.roles.first() {
        let roles = quoted(role);
        for scope in scopes(account, decision) {
            lines.push(format!(
                "ibmcloud iam {kind}-policy-create {name} --roles {roles} {scope}"
            ));
        }
        for look in &decision.looks {
            if look.verdict != Verdict::RoleLacking {
                continue;
            }
            let policy = &look.policy;
            let mut roles: Vec<&str> = sorted(&policy.roles).iter().map(|r| r.as_str()).collect();
            roles.push(role);
            let roles = quoted(&roles.join(","));
            let line = match &look.through {
                Through::Direct => {
                    format!("{kind}-policy-update {name} {} --roles {roles}", policy.id)
                }
                Through::AccessGroup(id) => {
                    let Ok(group) = account.access_group(id) else {
                        continue;
                    };
                    format!(
                        "access-group-policy-update {} {} --roles {roles}",
                        quoted(&group.name),
                        policy.id
                    )
                }
                // What lapses can't be changed.
                Through::Lapsing(_) => continue,
            };
            lines.push(format!("ibmcloud iam {line}"));
        }
    }
    for group in account.access_groups.values() {
        let subject = Subject::AccessGroup(group.id.clone());
        let gives = account
            .policies
            .of(&subject)
            .any(|p| grants(account, p, ask, now));
        if gives {
            let group = quoted(&group.name);
            lines.push(format!(
                "ibmcloud iam access-group-{member}-add {group} {name}"
            ));
        }
    }
    lines
}

/// What a policy may be limited to so that it reaches what is asked for: the narrowest first.
fn scopes(account: &Account, decision: &Decision) -> Vec<String> {
    let ask = &decision.ask;
    let service = match ask.target {
        Target::Service("resource-group", _) => {
            let resource = ask.value(AttributeName::Resource);
            let resource = resource.map(|id| format!(" --resource {id}"));
            return vec![format!(
                "--resource-type resource-group{}",
                resource.unwrap_or_default()
            )];
        }
        Target::Service(service, _) => format!("--service-name {service}"),
        Target::All(Family::AccountManagement) => return vec!["--account-management".into()],
        Target::All(_) => String::new(),
    };
    let mut scopes = Vec::new();
    if let Some(instance) = ask.value(AttributeName::ServiceInstance) {
        scopes.push(format!("{service} --service-instance {instance}"));
    }
    let region = ask.value(AttributeName::Region);
    let region = region.map(|region| format!(" --region {region}"));
    let group = ask.value(AttributeName::ResourceGroupId);
    let group = group.and_then(|id| {
        account
            .resource_groups
            .values()
            .find(|g| g.id.as_str() == id)
    });
    let group = group.map(|group| format!(" --resource-group-name {}", quoted(&group.name)));
    if region.is_some() || group.is_some() {
        scopes.push(format!(
            "{service}{}{}",
            region.unwrap_or_default(),
            group.unwrap_or_default()
        ));
    }
    scopes.push(service);
    scopes
}
