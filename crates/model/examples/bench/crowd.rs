//! A large account.

use std::error::Error;

use credlab_model::iam::access_group;
use credlab_model::iam::policy::{AttributeName, Policy, Scope, Subject};
use credlab_model::iam::role::Role;
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::region::Region;
use credlab_model::{Account, Actor, Command, Context, Face, Identity, Refusal, Timestamp};

/// An account of 1,000 users with 10,000 policies and 50 access groups, and who of them came last.
pub fn build(demo: &Account, now: Timestamp) -> Result<(Account, Vec<Identity>), Box<dyn Error>> {
    let mut account = demo.clone();
    let owner = Actor::user(account.owner.clone(), Face::Shell);
    let mut seed = 0_u32;
    let mut run = |account: &mut Account, actor: &Actor, command: Command| {
        seed += 1;
        let mut bytes = [0x1a; 32];
        bytes[..4].copy_from_slice(&seed.to_be_bytes());
        let ctx = Context::new(now, bytes);
        let events = account.decide(actor, &command, &ctx)?;
        for record in account.records(actor, events, &ctx) {
            account.apply(&record);
        }
        Ok::<(), Refusal>(())
    };
    let emails: Vec<String> = (0..990).map(|n| format!("user{n}@example.com")).collect();
    for batch in emails.chunks(90) {
        let invite = user::Command::Invite {
            emails: batch.to_vec(),
            access: InvitedAccess::default(),
        };
        run(&mut account, &owner, invite.into())?;
    }
    for n in 0..50 {
        let create = access_group::Command::Create {
            name: format!("group {n}"),
            description: String::new(),
        };
        run(&mut account, &owner, create.into())?;
    }
    let groups: Vec<_> = account.access_groups.keys().cloned().collect();
    let mut identities = Vec::new();
    for (n, email) in emails.iter().enumerate() {
        let invited = Actor::user(account.user_called(email)?.id.clone(), Face::Shell);
        run(&mut account, &invited, user::Command::Accept.into())?;
        let add = access_group::Command::AddMember {
            id: groups[n % groups.len()].clone(),
            member: invited.identity.clone(),
        };
        run(&mut account, &owner, add.into())?;
        identities.push(invited.identity);
    }
    // The account's limit on policies is below what is measured here, so they are put there as they are.
    let regions = [Region::UsSouth, Region::EuDe, Region::EuGb];
    for n in 0..10_000_u32 {
        let mut bytes = [0x2b; 32];
        bytes[..4].copy_from_slice(&n.to_be_bytes());
        let subject = match (n % 10, &identities[n as usize % identities.len()]) {
            (0, _) => Subject::AccessGroup(groups[n as usize % groups.len()].clone()),
            (_, Identity::User(id)) => Subject::User(id.clone()),
            _ => continue,
        };
        let region = regions[n as usize % regions.len()];
        account.policies.insert(Policy {
            id: format!("{n:08x}-0000-4000-8000-000000000000").parse()?,
            subject,
            roles: [Role::named("Viewer")].into(),
            scope: Scope::service("containers-kubernetes")
                .and(AttributeName::Region, region.as_str()),
            rule: None,
            created_at: now,
            created_by: owner.identity.clone(),
            modified_at: now,
            modified_by: Identity::Credlab,
            revision: 1,
        });
    }
    Ok((account, identities))
}
