//! From which IP addresses identities of the account are given tokens (R112).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::actor::Identity;
use crate::refusal::{Refusal, RefusalKind, SignInFailure, shorten};

/// The most entries of a list.
const LIMIT: usize = 100;

/// A list of addresses, ranges and subnets; empty for all: `203.0.113.7, 198.51.100.0/24, 192.0.2.1-192.0.2.9`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AllowedAddresses(Vec<Entry>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Range(IpAddr, IpAddr),
    Subnet(IpAddr, u8),
}

impl AllowedAddresses {
    /// Whether an address is let in.
    pub fn include(&self, address: IpAddr) -> bool {
        self.0.is_empty() || self.0.iter().any(|entry| entry.holds(address))
    }
}

impl Entry {
    fn parse(text: &str) -> Option<Entry> {
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.trim().parse().ok()?;
            let bits: u8 = bits.trim().parse().ok()?;
            return (bits <= width(address)).then_some(Entry::Subnet(address, bits));
        }
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let (from, to): (IpAddr, IpAddr) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        let fits = from.is_ipv4() == to.is_ipv4() && from <= to;
        fits.then_some(Entry::Range(from, to))
    }

    fn holds(self, address: IpAddr) -> bool {
        match self {
            Entry::Range(from, to) => {
                from.is_ipv4() == address.is_ipv4() && (from..=to).contains(&address)
            }
            Entry::Subnet(net, bits) => {
                // The bits below the mask don't count; a mask of no bits would shift them all out.
                let below = u32::from(width(net) - bits);
                let prefix = |address| number(address).checked_shr(below).unwrap_or_default();
                net.is_ipv4() == address.is_ipv4() && prefix(net) == prefix(address)
            }
        }
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u32::from(address).into(),
        IpAddr::V6(address) => address.into(),
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Range(from, to) if from == to => write!(f, "{from}"),
            Entry::Range(from, to) => write!(f, "{from}-{to}"),
            Entry::Subnet(net, bits) => write!(f, "{net}/{bits}"),
        }
    }
}

impl fmt::Display for AllowedAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries: Vec<String> = self.0.iter().map(Entry::to_string).collect();
        f.pad(&entries.join(","))
    }
}

impl FromStr for AllowedAddresses {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<AllowedAddresses, Refusal> {
        let invalid = |problem: String| {
            let field = "list of IP addresses";
            RefusalKind::InvalidField { field, problem }.refusal()
        };
        let words = text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let entries = words.map(|word| {
            Entry::parse(word).ok_or_else(|| {
                invalid(format!(
                    "holds '{}', which is no address, range or subnet",
                    shorten(word)
                ))
            })
        });
        let entries = entries.collect::<Result<Vec<Entry>, Refusal>>()?;
        if entries.len() > LIMIT {
            return Err(invalid(format!("must have {LIMIT} entries at most")));
        }
        Ok(AllowedAddresses(entries))
    }
}

impl TryFrom<String> for AllowedAddresses {
    type Error = Refusal;

    fn try_from(text: String) -> Result<AllowedAddresses, Refusal> {
        text.parse()
    }
}

impl From<AllowedAddresses> for String {
    fn from(addresses: AllowedAddresses) -> String {
        addresses.to_string()
    }
}

/// Whether an identity is given a token at an address: the account's list must let it in, and the user's own (R112).
pub fn may_enter_from(
    account: &Account,
    identity: &Identity,
    address: IpAddr,
) -> Result<(), Refusal> {
    let own = match identity {
        Identity::User(id) => account.users.get(id).map(|user| &user.allowed_addresses),
        _ => None,
    };
    let whose = if !account.allowed_addresses.include(address) {
        "the account"
    } else if own.is_some_and(|own| !own.include(address)) {
        "the user"
    } else {
        return Ok(());
    };
    Err(RefusalKind::SignIn(SignInFailure::Address {
        address: address.to_string(),
    })
    .refusal()
    .because(format!(
        "The list of allowed IP addresses of {whose} does not hold it."
    )))
}
