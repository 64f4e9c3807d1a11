//! Labels and taints that a worker pool gives to its worker nodes: `ks worker-pool label`, `taint` (`cli.md`, 7.8).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind, shorten};

/// The most labels, and the most taints, of a pool (inferred).
const MOST: usize = 64;

/// Labels by key.
pub type Labels = BTreeMap<String, String>;

/// What keeps pods off a node unless they tolerate it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Taint {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// What happens to pods that don't tolerate it.
    pub effect: Effect,
}

/// What a taint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// No pods come.
    NoSchedule,
    /// Pods come where there is no other node.
    PreferNoSchedule,
    /// No pods come, and those that are there go.
    NoExecute,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Effect; 3] = [
        Effect::NoSchedule,
        Effect::PreferNoSchedule,
        Effect::NoExecute,
    ];

    /// The name in Kubernetes.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::NoSchedule => "NoSchedule",
            Effect::PreferNoSchedule => "PreferNoSchedule",
            Effect::NoExecute => "NoExecute",
        }
    }
}

impl fmt::Display for Taint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}:{}", self.key, self.value, self.effect.as_str())
    }
}

impl FromStr for Taint {
    type Err = Refusal;
    /// `KEY=VALUE:EFFECT`.
    fn from_str(text: &str) -> Result<Taint, Refusal> {
        let parts = text.rsplit_once(':').and_then(|(pair, effect)| {
            let effect = Effect::ALL.into_iter().find(|e| e.as_str() == effect)?;
            Some((pair.split_once('=')?, effect))
        });
        match parts {
            Some(((key, value), effect)) if is_key(key) && is_value(value) => Ok(Taint {
                key: key.into(),
                value: value.into(),
                effect,
            }),
            _ => {
                let problem = format!(
                    "'{}' is not of the form KEY=VALUE:EFFECT, with NoSchedule, PreferNoSchedule or NoExecute as its effect",
                    shorten(text)
                );
                let field = "taint";
                Err(RefusalKind::InvalidField { field, problem }.refusal())
            }
        }
    }
}

/// The labels that were typed, each as `KEY=VALUE`.
pub fn labels(typed: &[String]) -> Result<Labels, Refusal> {
    let each = typed.iter().map(|text| match text.split_once('=') {
        Some((key, value)) if is_key(key) && is_value(value) => Ok((key.into(), value.into())),
        _ => {
            let problem = format!("'{}' is not of the form KEY=VALUE", shorten(text));
            let field = "label";
            Err(RefusalKind::InvalidField { field, problem }.refusal())
        }
    });
    each.collect()
}

/// Refuses what no parser has let through: commands can also come from elsewhere.
pub(super) fn check(labels: &Labels, taints: &BTreeSet<Taint>) -> Result<(), Refusal> {
    let pairs = labels.iter();
    let mut pairs = pairs.chain(taints.iter().map(|t| (&t.key, &t.value)));
    let good = pairs.all(|(key, value)| is_key(key) && is_value(value));
    if good && labels.len() <= MOST && taints.len() <= MOST {
        return Ok(());
    }
    let problem = format!("must be well-formed, and {MOST} at most");
    let field = "labels or taints";
    Err(RefusalKind::InvalidField { field, problem }.refusal())
}

/// A key of Kubernetes: a name, before it perhaps a domain and a slash.
fn is_key(key: &str) -> bool {
    let (prefix, name) = key.rsplit_once('/').unwrap_or(("", key));
    let domain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'-');
    let slash = key.contains('/');
    (prefix.is_empty() != slash || !slash)
        && prefix.len() <= 253
        && prefix.bytes().all(domain)
        && !name.is_empty()
        && is_value(name)
}

/// A value of Kubernetes: 63 characters at most, a letter or digit at either end.
fn is_value(value: &str) -> bool {
    let inner = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_');
    let ends = [value.bytes().next(), value.bytes().last()];
    value.len() <= 63
        && value.bytes().all(inner)
        && ends
            .into_iter()
            .flatten()
            .all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_taints_are_read_and_shown() {
        let taint: Taint = "team=red:NoExecute".parse().unwrap();
        assert_eq!(taint.to_string(), "team=red:NoExecute");
        for bad in [
            "team=red",
            "team:NoExecute",
            "team=red:Never",
            "=red:NoExecute",
            "a b=c:NoSchedule",
        ] {
            assert!(bad.parse::<Taint>().is_err(), "{bad}");
        }
        let typed = ["env=prod", "example.com/tier=", "a=b.c_d-e"].map(String::from);
        assert_eq!(labels(&typed).unwrap().len(), 3);
        for bad in ["env", "=x", "-a=b", "a=b-", "/a=b", "Ex/a=b", "a=\u{202e}"] {
            assert!(labels(&[bad.to_string()]).is_err(), "{bad}");
        }
    }
}
