//! An account's history: what differs between two of its moments, and another account that begins at one of them.
//!
//! A moment is an [`Account`] made of the records up to some version. Going back to one is a command like others,
//! [`Command::Rewind`](crate::account::Command::Rewind), and leaves a record: what was done in between stays in the history.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::account::{self, Account, AccountKind, Settings};
use crate::context::Context;
use crate::event::{Event, Record};
use crate::iam::access_group::PublicAccess;
use crate::iam::session::AllowedAddresses;
use crate::refusal::{Noun, shorten};
use crate::secret::SecretHash;
use crate::template;

/// What became of a thing between two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was not there, and is.
    Added,
    /// It is there in both, and not the same.
    Changed,
    /// It was there, and is not.
    Removed,
}

impl Change {
    /// The sign that a list of differences shows.
    pub fn sign(self) -> &'static str {
        match self {
            Change::Added => "+",
            Change::Changed => "~",
            Change::Removed => "-",
        }
    }
}

/// How one thing differs between two moments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What became of it.
    pub change: Change,
    /// What kind of thing it is, for a reader: `API key`.
    pub noun: &'static str,
    /// Its name.
    pub name: String,
    /// What of it changed, if it was there before.
    pub fields: Vec<FieldChange>,
}

/// A field that two moments hold otherwise. Secrets are not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field, with the fields that it lies in: `key.owner_email`.
    pub field: String,
    /// What it held; none if there was no such field.
    pub from: Option<String>,
    /// What it holds.
    pub to: Option<String>,
}

impl Account {
    /// What `later` has otherwise than this account, thing by thing.
    pub fn diff(&self, later: &Account) -> Vec<Difference> {
        let mut found = Vec::new();
        let name = |user: &crate::iam::user::User| user.email.to_string();
        compare(&mut found, Noun::User, [&self.users, &later.users], name);
        compare(
            &mut found,
            Noun::ServiceId,
            [&self.service_ids, &later.service_ids],
            |service| service.name.clone(),
        );
        compare(
            &mut found,
            Noun::ApiKey,
            [&self.api_keys, &later.api_keys],
            |key| {
                let owner = later.member_name(&key.owner);
                let owner = owner.or_else(|_| self.member_name(&key.owner));
                format!("{} of {}", key.name, owner.unwrap_or_default())
            },
        );
        compare(
            &mut found,
            Noun::AccessGroup,
            [&self.access_groups, &later.access_groups],
            |group| group.name.clone(),
        );
        compare(
            &mut found,
            Noun::Policy,
            [&self.policies, &later.policies],
            |policy| {
                let there = later.policies.contains_key(&policy.id);
                policy.describe(if there { later } else { self })
            },
        );
        compare(
            &mut found,
            Noun::TrustedProfile,
            [&self.trusted_profiles, &later.trusted_profiles],
            |profile| profile.name.clone(),
        );
        compare(
            &mut found,
            Noun::CustomRole,
            [&self.custom_roles, &later.custom_roles],
            |role| role.display_name.clone(),
        );
        compare(
            &mut found,
            Noun::ResourceGroup,
            [&self.resource_groups, &later.resource_groups],
            |group| group.name.clone(),
        );
        compare(
            &mut found,
            Noun::Cluster,
            [&self.clusters, &later.clusters],
            |cluster| cluster.name.clone(),
        );
        let users = |account: &Account| -> BTreeMap<_, _> {
            let classic = account.classic.values();
            classic
                .flat_map(|classic| classic.users.values().map(|u| ((classic.number, u.id), u)))
                .map(|(key, user)| (key, user.clone()))
                .collect()
        };
        compare(
            &mut found,
            Noun::ClassicUser,
            [&users(self), &users(later)],
            |user| user.username.clone(),
        );
        compare_as(
            &mut found,
            "Credentials",
            [&self.slots, &later.slots],
            |slot, _| format!("{} / {}", slot.region, later.group_name(&slot.group)),
        );
        let tags = |account: &Account| -> BTreeMap<_, _> {
            let tags = account.access_tags.iter();
            tags.map(|tag| (tag.clone(), tag.clone())).collect()
        };
        compare(
            &mut found,
            Noun::AccessTag,
            [&tags(self), &tags(later)],
            |tag| tag.to_string(),
        );
        let own = |account: &Account| BTreeMap::from([((), Own::of(account))]);
        compare_as(
            &mut found,
            "Settings",
            [&own(self), &own(later)],
            |(), _| "of the account".into(),
        );
        found
    }
}

/// What an account has besides things that have names of their own.
#[derive(PartialEq, Serialize)]
struct Own {
    name: String,
    kind: AccountKind,
    #[serde(flatten)]
    settings: Settings,
    allowed_addresses: AllowedAddresses,
    public_access: PublicAccess,
}

impl Own {
    fn of(account: &Account) -> Own {
        Own {
            name: account.name.clone(),
            kind: account.kind,
            settings: account.settings,
            allowed_addresses: account.allowed_addresses.clone(),
            public_access: account.public_access,
        }
    }
}

fn compare<K: Ord, V: PartialEq + Serialize>(
    found: &mut Vec<Difference>,
    noun: Noun,
    moments: [&BTreeMap<K, V>; 2],
    name: impl Fn(&V) -> String,
) {
    compare_as(found, noun.label(), moments, |_, thing| name(thing));
}

fn compare_as<K: Ord, V: PartialEq + Serialize>(
    found: &mut Vec<Difference>,
    noun: &'static str,
    [before, after]: [&BTreeMap<K, V>; 2],
    name: impl Fn(&K, &V) -> String,
) {
    let mut tell = |change, key: &K, thing: &V, fields| {
        found.push(Difference {
            change,
            noun,
            name: name(key, thing),
            fields,
        });
    };
    for (key, then) in after {
        match before.get(key) {
            None => tell(Change::Added, key, then, Vec::new()),
            Some(was) if was != then => tell(Change::Changed, key, then, fields(was, then)),
            Some(_) => {}
        }
    }
    for (key, was) in before {
        if !after.contains_key(key) {
            tell(Change::Removed, key, was, Vec::new());
        }
    }
}

/// The fields of secrets, and the counters that every change moves.
const UNTOLD: [&str; 4] = ["hash", "revision", "modified_at", "modified_by"];

fn fields(was: &impl Serialize, then: &impl Serialize) -> Vec<FieldChange> {
    let was = serde_json::to_value(was).unwrap_or_default();
    let then = serde_json::to_value(then).unwrap_or_default();
    let mut found = Vec::new();
    walk(&mut found, "", Some(&was), Some(&then));
    found
}

fn walk(found: &mut Vec<FieldChange>, path: &str, was: Option<&Value>, then: Option<&Value>) {
    if was == then {
        return;
    }
    if let Some([a, b]) = both(was, then) {
        let new = b.keys().filter(|key| !a.contains_key(*key));
        for key in a.keys().chain(new) {
            let path = match path {
                "" => key.clone(),
                path => format!("{path}.{key}"),
            };
            walk(found, &path, a.get(key), b.get(key));
        }
        return;
    }
    let last = path.rsplit('.').next().unwrap_or_default();
    if UNTOLD.contains(&last) {
        return;
    }
    found.push(FieldChange {
        field: path.into(),
        from: was.and_then(plain),
        to: then.and_then(plain),
    });
}

/// The fields of two objects, of which one may not be there.
fn both<'a>(
    was: Option<&'a Value>,
    then: Option<&'a Value>,
) -> Option<[&'a Map<String, Value>; 2]> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    match (was.unwrap_or(&Value::Null), then.unwrap_or(&Value::Null)) {
        (Value::Object(a), Value::Object(b)) => Some([a, b]),
        (Value::Object(a), Value::Null) => Some([a, &NONE]),
        (Value::Null, Value::Object(b)) => Some([&NONE, b]),
        _ => None,
    }
}

/// A value in few words.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(shorten(text)),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(plain).collect();
            Some(shorten(&items.join(", ")))
        }
        Value::Object(fields) => {
            let told = fields
                .iter()
                .filter(|(name, _)| !UNTOLD.contains(&name.as_str()));
            let told = told.filter_map(|(name, value)| Some(format!("{name}: {}", plain(value)?)));
            Some(shorten(&told.collect::<Vec<_>>().join(", ")))
        }
        other => Some(shorten(&other.to_string())),
    }
}

/// Another account of the same records, which begin with the one that founds it: its id is another, and all else the same.
/// None if the first record founds nothing.
pub fn fork(mut records: Vec<Record>, ctx: &Context) -> Option<(Account, Vec<Record>)> {
    let first = records.first_mut()?;
    if let Event::Account(account::Event::Founded(founding)) = &mut first.event {
        founding.id = ctx.fresh_account();
        // The salt is the id; the password is every account's.
        founding.persona_password = SecretHash::salted(founding.id.as_str(), template::PASSWORD);
    }
    let mut account = Account::open(first)?;
    for record in records.iter().skip(1) {
        account.apply(record);
    }
    Some((account, records))
}
