//! The lists of API keys that the console offers to whom (`console.md`, section 5).

use std::str::FromStr;

use crate::Timestamp;
use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::classic::{self, ClassicUser};
use crate::iam::api_key::{ApiKey, may_list_service_id_keys, may_list_user_keys};
use crate::refusal::{Refusal, RefusalKind, shorten};

/// A list of API keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Listing {
    /// One's own keys: everybody's.
    #[default]
    Mine,
    /// The keys of all users: of Administrators on the IAM Identity Service (R130).
    Users,
    /// The keys of all service IDs.
    ServiceIds,
    /// Classic infrastructure API keys: one's own, and those of users below (R137).
    Classic,
}

impl Listing {
    /// Every list, in the console's order.
    pub const ALL: [Listing; 4] = [
        Listing::Mine,
        Listing::Users,
        Listing::ServiceIds,
        Listing::Classic,
    ];

    /// The label in the console's *View* list.
    pub fn label(self) -> &'static str {
        match self {
            Listing::Mine => "My IBM Cloud API keys",
            Listing::Users => "All user IBM Cloud API keys",
            Listing::ServiceIds => "All service ID API keys",
            Listing::Classic => "Classic infrastructure API keys",
        }
    }

    /// The value in addresses: `service_ids`.
    pub fn as_str(self) -> &'static str {
        match self {
            Listing::Mine => "mine",
            Listing::Users => "users",
            Listing::ServiceIds => "service_ids",
            Listing::Classic => "classic",
        }
    }

    /// Whether `actor` may use the list. Other lists are not offered.
    pub fn is_open_to(self, account: &Account, actor: &Actor, now: Timestamp) -> bool {
        match self {
            Listing::Mine => true,
            Listing::Users => may_list_user_keys(account, &actor.identity, now),
            Listing::ServiceIds => may_list_service_id_keys(account, &actor.identity, now),
            Listing::Classic => account.linked_classic().is_some_and(|linked| {
                classic::user::visible(account, actor, linked)
                    .next()
                    .is_some()
            }),
        }
    }

    /// The IBM Cloud API keys of the list, as `actor` may see them.
    pub fn keys<'a>(
        self,
        account: &'a Account,
        actor: &'a Actor,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a ApiKey> {
        let open = self.is_open_to(account, actor, now);
        account.api_keys.values().filter(move |key| {
            open && !key.is_removed(now)
                && match self {
                    Listing::Mine => key.owner == actor.identity,
                    Listing::Users => matches!(key.owner, Identity::User(_)),
                    Listing::ServiceIds => matches!(key.owner, Identity::ServiceId(_)),
                    Listing::Classic => false,
                }
        })
    }

    /// The classic users of the list who have a classic infrastructure API key, as `actor` may see them.
    pub fn classic_users<'a>(
        self,
        account: &'a Account,
        actor: &'a Actor,
    ) -> impl Iterator<Item = &'a ClassicUser> {
        let linked = account
            .linked_classic()
            .filter(|_| self == Listing::Classic);
        linked
            .into_iter()
            .flat_map(|linked| classic::user::visible(account, actor, linked))
            .filter(|user| user.api_key.is_some())
    }
}

impl FromStr for Listing {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Listing, Refusal> {
        let found = Listing::ALL.into_iter().find(|list| list.as_str() == text);
        found.ok_or_else(|| {
            let problem = format!(
                "'{}' is not one of mine, users, service_ids, classic",
                shorten(text)
            );
            RefusalKind::InvalidField {
                field: "view",
                problem,
            }
            .refusal()
        })
    }
}
