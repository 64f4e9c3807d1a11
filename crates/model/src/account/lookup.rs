//! Finding things in an account. A missing thing is a refusal with its noun.

use crate::Timestamp;
use crate::account::{Account, ResourceGroup};
use crate::actor::{Actor, Identity};
use crate::classic::{ClassicAccount, ClassicUser};
use crate::iam::access::{self, Ask, Decision};
use crate::iam::access_group::{AccessGroup, PUBLIC};
use crate::iam::api_key::ApiKey;
use crate::iam::policy::Policy;
use crate::iam::service_id::ServiceId;
use crate::iam::user::{State, User};
use crate::id::{AccessGroupId, ApiKeyId, PolicyId, ResourceGroupId, ServiceIdId, UserId};
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy, shorten};

fn missing(noun: Noun, name: impl ToString) -> impl Fn() -> Refusal {
    let name = shorten(&name.to_string());
    move || {
        RefusalKind::NotFound {
            noun,
            name: name.clone(),
        }
        .refusal()
    }
}

impl Account {
    /// The user of that id.
    pub fn user(&self, id: &UserId) -> Result<&User, Refusal> {
        self.users.get(id).ok_or_else(missing(Noun::User, id))
    }

    /// The user of that id, if they are active.
    pub fn active_user(&self, id: &UserId) -> Result<&User, Refusal> {
        let user = self.user(id)?;
        match user.state {
            State::Active | State::DisabledClassicInfrastructure => Ok(user),
            state => {
                let reason = format!(
                    "{} can't do this: the status is {}.",
                    user.email,
                    state.label()
                );
                Err(RefusalKind::NotPossible { reason }.refusal())
            }
        }
    }

    /// The user of that address, in lower case.
    pub fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users
            .values()
            .find(|user| user.email.as_str() == email)
    }

    /// The user of that address or id, as people type them.
    pub fn user_called(&self, typed: &str) -> Result<&User, Refusal> {
        let typed = typed.trim();
        let found = self.user_by_email(&typed.to_lowercase());
        found
            .or_else(|| {
                self.users
                    .values()
                    .find(|u| u.id.as_str() == typed || u.iam_id() == typed)
            })
            .ok_or_else(missing(Noun::User, typed))
    }

    /// The service ID of that id.
    pub fn service_id(&self, id: &ServiceIdId) -> Result<&ServiceId, Refusal> {
        self.service_ids
            .get(id)
            .ok_or_else(missing(Noun::ServiceId, id))
    }

    /// The service ID of that name or id.
    pub fn service_id_called(&self, typed: &str) -> Result<&ServiceId, Refusal> {
        let found = self
            .service_ids
            .values()
            .find(|s| s.name == typed || s.id.as_str() == typed || s.iam_id() == typed);
        found.ok_or_else(missing(Noun::ServiceId, typed))
    }

    /// The service ID of that name or id, or the user of that address or id, as people type them.
    pub fn identity_called(&self, typed: &str) -> Result<Identity, Refusal> {
        match self.service_id_called(typed) {
            Ok(service_id) => Ok(service_id.identity()),
            Err(_) => Ok(self.user_called(typed)?.identity()),
        }
    }

    /// The API key of that id.
    pub fn api_key(&self, id: &ApiKeyId) -> Result<&ApiKey, Refusal> {
        self.api_keys.get(id).ok_or_else(missing(Noun::ApiKey, id))
    }

    /// The access group of that id.
    pub fn access_group(&self, id: &AccessGroupId) -> Result<&AccessGroup, Refusal> {
        let public = Some(&*PUBLIC).filter(|public| public.id == *id);
        let found = self.access_groups.get(id).or(public);
        found.ok_or_else(missing(Noun::AccessGroup, id))
    }

    /// The access group of that name or id.
    pub fn access_group_called(&self, typed: &str) -> Result<&AccessGroup, Refusal> {
        let found = self
            .access_groups
            .values()
            .chain([&*PUBLIC])
            .find(|g| g.name.eq_ignore_ascii_case(typed) || g.id.as_str() == typed);
        found.ok_or_else(missing(Noun::AccessGroup, typed))
    }

    /// The policy of that id.
    pub fn policy(&self, id: &PolicyId) -> Result<&Policy, Refusal> {
        let policy = self.policies.get(id).map(|policy| &**policy);
        policy.ok_or_else(missing(Noun::Policy, id))
    }

    /// The resource group of that id.
    pub fn resource_group(&self, id: &ResourceGroupId) -> Result<&ResourceGroup, Refusal> {
        self.resource_groups
            .get(id)
            .ok_or_else(missing(Noun::ResourceGroup, id))
    }

    /// The resource group of that name, in any case, or id.
    pub fn resource_group_called(&self, typed: &str) -> Result<&ResourceGroup, Refusal> {
        let found = self
            .resource_groups
            .values()
            .find(|g| g.name.eq_ignore_ascii_case(typed) || g.id.as_str() == typed);
        found.ok_or_else(missing(Noun::ResourceGroup, typed))
    }

    /// The default resource group: every account has one.
    pub fn default_group(&self) -> &ResourceGroup {
        static NONE: std::sync::LazyLock<ResourceGroup> =
            std::sync::LazyLock::new(|| ResourceGroup {
                id: ResourceGroupId::minted("00000000000000000000000000000000"),
                name: "default".into(),
                default: true,
                created_at: crate::Timestamp::UNIX_EPOCH,
            });
        self.resource_groups
            .values()
            .find(|g| g.default)
            .unwrap_or(&NONE)
    }

    /// The name of a resource group, or its id where it is gone.
    pub fn group_name<'a>(&'a self, id: &'a ResourceGroupId) -> &'a str {
        self.resource_groups
            .get(id)
            .map_or(id.as_str(), |g| g.name.as_str())
    }

    /// The IAM ID of an identity: `IBMid-...`, or `iam-ServiceId-...`. Empty for Credlab, which has none.
    pub fn iam_id(&self, identity: &Identity) -> String {
        match identity {
            Identity::User(id) => {
                let user = self.users.get(id);
                user.map_or_else(|| id.to_string(), |user| user.iam_id())
            }
            Identity::ServiceId(id) => format!("iam-{id}"),
            Identity::TrustedProfile(id) => format!("iam-{id}"),
            Identity::Credlab => String::new(),
        }
    }

    /// What an identity is called: an address, or a service ID's name.
    pub fn member_name(&self, identity: &Identity) -> Result<String, Refusal> {
        match identity {
            Identity::User(id) => Ok(self.user(id)?.email.to_string()),
            Identity::ServiceId(id) => Ok(self.service_id(id)?.name.clone()),
            Identity::TrustedProfile(id) => Ok(self.trusted_profile(id)?.name.clone()),
            Identity::Credlab => Ok("Credlab".into()),
        }
    }

    /// The linked classic account.
    pub fn linked_classic(&self) -> Option<&ClassicAccount> {
        self.classic.get(&self.linked?)
    }

    pub(crate) fn linked_classic_mut(&mut self) -> Option<&mut ClassicAccount> {
        self.classic.get_mut(&self.linked?)
    }

    /// The classic side of an identity in the linked account. Service IDs have none (R140).
    pub fn linked_user(&self, identity: &Identity) -> Option<&ClassicUser> {
        let Identity::User(id) = identity else {
            return None;
        };
        self.linked_classic()?.user_of(id)
    }

    /// The same, if the user's state leaves classic infrastructure open: whose permissions count (R88).
    pub(crate) fn open_classic_user(&self, identity: &Identity) -> Option<&ClassicUser> {
        let user = self.linked_user(identity)?;
        let state = self.users.get(user.iam.as_ref()?)?.state;
        (state.allows_classic() && !user.cancelled).then_some(user)
    }

    pub(crate) fn linked_user_mut(&mut self, identity: &Identity) -> Option<&mut ClassicUser> {
        let Identity::User(id) = identity else {
            return None;
        };
        self.linked_classic_mut()?.users.of_mut(id)
    }

    /// Whether `identity` stands above a user in the classic hierarchy and holds Manage Users (R76).
    pub(crate) fn is_classic_manager_of(&self, identity: &Identity, user: &UserId) -> bool {
        let Some(linked) = self.linked_classic() else {
            return *identity == Identity::User(self.owner.clone());
        };
        let actor = Actor {
            identity: identity.clone(),
            face: crate::actor::Face::Api,
        };
        let below = linked.user_of(user);
        below.is_some_and(|below| crate::classic::user::is_manager(self, &actor, linked, below.id))
    }

    /// The users whose parent a user is (R119).
    pub fn classic_children<'a>(&'a self, user: &UserId) -> impl Iterator<Item = &'a ClassicUser> {
        let linked = self.linked_classic();
        let parent = linked
            .and_then(|linked| linked.user_of(user))
            .map(|user| user.id);
        let users = linked
            .map(|linked| linked.users.values())
            .into_iter()
            .flatten();
        users.filter(move |child| parent.is_some() && child.parent == parent)
    }

    /// Refuses with `NotAuthorized` unless the first gate lets the actor ask.
    pub(crate) fn require(
        &self,
        actor: &Actor,
        ask: &Ask,
        to: &str,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let decision = access::decide(self, &actor.identity, ask, now);
        if decision.allowed {
            return Ok(());
        }
        let findings = decision.findings(self);
        let mut refusal = RefusalKind::NotAuthorized { to: to.into() }
            .refusal()
            .with_decision(decision);
        refusal.why = findings;
        Err(refusal.remedy(Remedy::text(format!(
            "Ask the account owner, or an Administrator of {}, for one of these roles: {}.",
            ask.label(),
            ask.roles.join(", ")
        ))))
    }

    /// A0008, with the fix.
    pub(crate) fn role_too_low(
        &self,
        actor: &Actor,
        role: &'static str,
        decision: Decision,
    ) -> Refusal {
        let findings = decision.findings(self);
        let mut refusal = RefusalKind::RoleTooLow { role }
            .refusal()
            .with_decision(decision);
        refusal.why = findings;
        let command = match &actor.identity {
            Identity::User(id) => self
                .users
                .get(id)
                .map(|u| format!("user-policy-create {}", u.email)),
            Identity::ServiceId(id) => self
                .service_ids
                .get(id)
                .map(|s| format!("service-policy-create {}", s.name)),
            Identity::TrustedProfile(id) => self
                .trusted_profiles
                .get(id)
                .map(|profile| format!("trusted-profile-policy-create {}", profile.name)),
            Identity::Credlab => None,
        };
        let text = format!(
            "As the account owner or an Administrator, assign {role} on the Kubernetes Service."
        );
        refusal.remedy(match command {
            Some(command) => Remedy::run(
                text,
                format!(
                    "ibmcloud iam {command} --roles {role} --service-name containers-kubernetes"
                ),
            ),
            None => Remedy::text(text),
        })
    }
}
