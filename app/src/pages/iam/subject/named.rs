//! Subjects as addresses and forms name them. What the persona may not know of is not found. A user is
//! found by their id whoever asks: what restricts the list of users restricts the list (R127).

use credlab_model::Refusal;
use credlab_model::account::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::access_group::{self, AccessGroup, PUBLIC};
use credlab_model::iam::policy::Subject;
use credlab_model::iam::service_id::{self, ServiceId};
use credlab_model::iam::trusted_profile::{self, TrustedProfile};
use credlab_model::iam::user::User;
use credlab_model::id::{AccessGroupId, ServiceIdId, TrustedProfileId, UserId};
use credlab_model::refusal::{Noun, RefusalKind, shorten};

use super::Kind;
use crate::backend::{Visit, missing};
use crate::view::Problem;

/// A subject that is there.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A user.
    User(&'a User),
    /// A service ID.
    ServiceId(&'a ServiceId),
    /// An access group, *Public Access* too.
    AccessGroup(&'a AccessGroup),
    /// A trusted profile.
    TrustedProfile(&'a TrustedProfile),
}

impl<'a> Named<'a> {
    /// The subject that a page's address names.
    pub fn of_page(visit: &'a Visit, kind: Kind, id: &str) -> Result<Named<'a>, Problem> {
        find(visit, kind, id).ok_or_else(|| missing(noun(kind).label()))
    }

    /// The subject that a form names.
    pub fn of_form(visit: &'a Visit, kind: Kind, id: &str) -> Result<Named<'a>, Refusal> {
        let (noun, name) = (noun(kind), shorten(id));
        find(visit, kind, id).ok_or_else(|| RefusalKind::NotFound { noun, name }.refusal())
    }

    /// What kind of subject it is.
    pub fn kind(&self) -> Kind {
        match self {
            Named::User(_) => Kind::User,
            Named::ServiceId(_) => Kind::ServiceId,
            Named::AccessGroup(_) => Kind::AccessGroup,
            Named::TrustedProfile(_) => Kind::TrustedProfile,
        }
    }

    /// The id.
    pub fn id(&self) -> &'a str {
        match self {
            Named::User(user) => user.id.as_str(),
            Named::ServiceId(service_id) => service_id.id.as_str(),
            Named::AccessGroup(group) => group.id.as_str(),
            Named::TrustedProfile(profile) => profile.id.as_str(),
        }
    }

    /// The name: of a user, the address.
    pub fn name(&self) -> &'a str {
        match self {
            Named::User(user) => user.email.as_str(),
            Named::ServiceId(service_id) => &service_id.name,
            Named::AccessGroup(group) => &group.name,
            Named::TrustedProfile(profile) => &profile.name,
        }
    }

    /// What it is for: of a user, the display name.
    pub fn description(&self) -> &'a str {
        match self {
            Named::User(user) => &user.name,
            Named::ServiceId(service_id) => &service_id.description,
            Named::AccessGroup(group) => &group.description,
            Named::TrustedProfile(profile) => &profile.description,
        }
    }

    /// As policies name it.
    pub fn subject(&self) -> Subject {
        match self {
            Named::User(user) => Subject::User(user.id.clone()),
            Named::ServiceId(service_id) => Subject::ServiceId(service_id.id.clone()),
            Named::AccessGroup(group) => Subject::AccessGroup(group.id.clone()),
            Named::TrustedProfile(profile) => Subject::TrustedProfile(profile.id.clone()),
        }
    }

    /// As somebody who acts, which an access group is not.
    pub fn identity(&self) -> Option<Identity> {
        match self {
            Named::User(user) => Some(user.identity()),
            Named::ServiceId(service_id) => Some(service_id.identity()),
            Named::AccessGroup(_) => None,
            Named::TrustedProfile(profile) => Some(profile.identity()),
        }
    }

    /// Whether it is the access group that everybody is in.
    pub fn is_public(&self) -> bool {
        matches!(self, Named::AccessGroup(group) if group.id == PUBLIC.id)
    }

    /// The address of its page, or of a tab of it.
    pub fn href(&self, tab: &str) -> String {
        self.kind().href(self.id(), tab)
    }
}

impl Kind {
    /// The end of the address of the tab with the details.
    pub fn details(self) -> &'static str {
        match self {
            Kind::AccessGroup => "/details",
            Kind::User | Kind::ServiceId | Kind::TrustedProfile => "",
        }
    }
}

/// The address of the page of a policy's subject, or of a tab of it.
pub fn href_of(subject: &Subject, tab: &str) -> String {
    let kind = match subject {
        Subject::User(_) => Kind::User,
        Subject::ServiceId(_) => Kind::ServiceId,
        Subject::AccessGroup(_) => Kind::AccessGroup,
        Subject::TrustedProfile(_) => Kind::TrustedProfile,
    };
    kind.href(&subject.to_string(), tab)
}

/// The address of an identity's page, or of a tab of it. Credlab has none.
pub fn href_of_identity(identity: &Identity, tab: &str) -> Option<String> {
    let subject = match identity {
        Identity::User(id) => Subject::User(id.clone()),
        Identity::ServiceId(id) => Subject::ServiceId(id.clone()),
        Identity::TrustedProfile(id) => Subject::TrustedProfile(id.clone()),
        Identity::Credlab => return None,
    };
    Some(href_of(&subject, tab))
}

/// The identity of that id, which a form has sent: `IBMid-…`, `ServiceId-…`, `Profile-…`.
pub fn identity_called(account: &Account, id: &str) -> Result<Identity, Refusal> {
    let service_id = || id.parse::<ServiceIdId>().map(Identity::ServiceId);
    let profile = || id.parse::<TrustedProfileId>().map(Identity::TrustedProfile);
    let user = id.parse::<UserId>().map(Identity::User);
    let identity = user.or_else(|_| service_id()).or_else(|_| profile());
    let (noun, name) = (Noun::User, shorten(id));
    let identity = identity.map_err(|_| RefusalKind::NotFound { noun, name }.refusal())?;
    account.member_name(&identity)?;
    Ok(identity)
}

fn find<'a>(visit: &'a Visit, kind: Kind, id: &str) -> Option<Named<'a>> {
    let (account, persona, now) = (&*visit.account, &visit.persona, visit.now);
    match kind {
        Kind::User => {
            let user = account.users.get(&id.parse::<UserId>().ok()?)?;
            Some(Named::User(user))
        }
        Kind::ServiceId => {
            let found = account.service_ids.get(&id.parse::<ServiceIdId>().ok()?);
            let seen = found.filter(|found| service_id::may_see(account, persona, found, now));
            seen.map(Named::ServiceId)
        }
        Kind::AccessGroup => {
            let found = account.access_group(&id.parse::<AccessGroupId>().ok()?);
            let found = found.ok();
            let seen = found.filter(|found| access_group::may_see(account, persona, found, now));
            seen.map(Named::AccessGroup)
        }
        Kind::TrustedProfile => {
            let id: TrustedProfileId = id.parse().ok()?;
            let found = account.trusted_profiles.get(&id);
            let seen = found.filter(|found| trusted_profile::may_see(account, persona, found, now));
            seen.map(Named::TrustedProfile)
        }
    }
}

fn noun(kind: Kind) -> Noun {
    match kind {
        Kind::User => Noun::User,
        Kind::ServiceId => Noun::ServiceId,
        Kind::AccessGroup => Noun::AccessGroup,
        Kind::TrustedProfile => Noun::TrustedProfile,
    }
}
