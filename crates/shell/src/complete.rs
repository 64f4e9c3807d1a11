//! What a line may go on with: commands, flags, and what there is in the account.
//!
//! The grammar says which word is due; what kind of value a flag or an argument takes is read off the name that stands for
//! it in help: `CLUSTER`, `REGION`, `USER_NAME`.

use clap::{Arg, Command as Node};
use credlab_model::Timestamp;
use credlab_model::actor::Actor;
use credlab_model::classic::Permission;
use credlab_model::iam::role::Role;
use credlab_model::iam::service::Service;
use credlab_model::kubernetes::addon::OFFERS;
use credlab_model::region::Region;
use credlab_model::{Account, template};
use serde::{Deserialize, Serialize};

use crate::credlab::Credlab;
use crate::ibmcloud::Ibmcloud;
use crate::kubectl::Kubectl;
use crate::line::{LONGEST, WORDS};
use crate::program::Program;
use crate::session::Session;

/// How many candidates are given at most.
const MOST: usize = 200;

/// What may stand in place of the last word of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Completion {
    /// Where the last word begins, in bytes from the beginning of the line.
    pub from: usize,
    /// What may stand there instead, quoted where it has to be, in alphabetical order.
    pub candidates: Vec<String>,
}

impl Completion {
    /// `typed`, the line that was asked about, completed as far as there is one way only. What is typed stays where nothing
    /// longer is common to all candidates.
    pub fn applied_to(&self, typed: &str) -> String {
        let Some((before, last)) = typed.split_at_checked(self.from) else {
            return typed.into();
        };
        let common = self.common();
        let word = match common.len() < last.len() {
            true => last,
            false => common,
        };
        let end = match self.candidates.len() {
            1 => " ",
            _ => "",
        };
        format!("{before}{word}{end}")
    }

    /// What all candidates begin with.
    pub fn common(&self) -> &str {
        let Some((first, others)) = self.candidates.split_first() else {
            return "";
        };
        let mut end = first.len();
        for other in others {
            let same = first.bytes().zip(other.bytes()).take_while(|(a, b)| a == b);
            end = end.min(same.count());
        }
        while !first.is_char_boundary(end) {
            end -= 1;
        }
        first.get(..end).unwrap_or_default()
    }
}

/// What `line`, with the cursor at its end, may go on with, for whoever is logged in.
pub fn complete(account: &Account, session: &Session, line: &str, now: Timestamp) -> Completion {
    let nothing = || Completion {
        from: line.len(),
        candidates: Vec::new(),
    };
    if line.len() > LONGEST {
        return nothing();
    }
    let from = line
        .char_indices()
        .rfind(|(_, c)| c.is_whitespace())
        .map_or(0, |(at, c)| at + c.len_utf8());
    let (before, last) = line.split_at_checked(from).unwrap_or((line, ""));
    // A word in quotes that has a space in it is not completed.
    let Some(words) = shlex::split(before) else {
        return nothing();
    };
    let candidates = match words.split_first() {
        None => WORDS.map(String::from).to_vec(),
        Some((program, words)) => match program.as_str() {
            "ibmcloud" | "ic" | "bx" | "bluemix" => {
                due(Ibmcloud::grammar(), words, last, account, session, now)
            }
            "kubectl" => due(Kubectl::grammar(), words, last, account, session, now),
            "credlab" => due(Credlab::grammar(), words, last, account, session, now),
            _ => Vec::new(),
        },
    };
    // Of a list between commas, the last one is due.
    let typed = last.trim_start_matches(['"', '\'']);
    let (list, typed) = match typed.rfind(',') {
        Some(at) => typed.split_at_checked(at + 1).unwrap_or(("", typed)),
        None => ("", typed),
    };
    let fits = |candidate: &String| {
        let start = candidate.get(..typed.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(typed))
    };
    let mut candidates: Vec<String> = candidates
        .into_iter()
        .filter(fits)
        .map(|candidate| format!("{list}{candidate}"))
        .map(quoted)
        .collect();
    candidates.sort();
    candidates.dedup();
    candidates.truncate(MOST);
    Completion { from, candidates }
}

/// A word as it has to be typed.
fn quoted(word: String) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.,@:/+=".contains(c);
    if word.chars().all(plain) {
        return word;
    }
    match shlex::try_quote(&word) {
        Ok(quoted) => quoted.into_owned(),
        Err(_) => word,
    }
}

/// What may stand after `words`, the arguments of a program.
fn due(
    grammar: &Node,
    words: &[String],
    last: &str,
    account: &Account,
    session: &Session,
    now: Timestamp,
) -> Vec<String> {
    let mut node = grammar;
    let (mut positionals, mut flag): (usize, Option<&Arg>) = (0, None);
    for word in words {
        if flag.take().is_some() {
            // The value of the flag before.
        } else if let Some(below) = node.find_subcommand(word) {
            (node, positionals) = (below, 0);
        } else if word.starts_with('-') {
            let named = flag_of(node, word).filter(|_| !word.contains('='));
            flag = named.filter(|arg| arg.get_action().takes_values());
        } else {
            positionals += 1;
        }
    }
    if node.has_subcommands() && positionals > 0 {
        // No command is called like that.
        return Vec::new();
    }
    let value = |arg: &Arg| values(arg, account, session, now);
    if let Some(arg) = flag {
        return value(arg);
    }
    if last.starts_with('-') {
        return flags(node);
    }
    if node.has_subcommands() {
        let below = node.get_subcommands().filter(|node| !node.is_hide_set());
        return below.map(|node| node.get_name().to_string()).collect();
    }
    let mut arguments = node.get_positionals();
    let argument = arguments.nth(positionals).or_else(|| {
        // The last one may take many.
        let last = node.get_positionals().last()?;
        let many = last.get_num_args().is_some_and(|n| n.max_values() > 1);
        many.then_some(last)
    });
    match argument {
        Some(arg) => value(arg),
        None if last.is_empty() => flags(node),
        None => Vec::new(),
    }
}

fn flag_of<'a>(node: &'a Node, word: &str) -> Option<&'a Arg> {
    let mut args = node.get_arguments();
    match word.strip_prefix("--") {
        Some(long) => args.find(|arg| {
            arg.get_long_and_visible_aliases()
                .is_some_and(|all| all.contains(&long))
        }),
        None => {
            let short = word.chars().nth(1)?;
            args.find(|arg| arg.get_short() == Some(short))
        }
    }
}

fn flags(node: &Node) -> Vec<String> {
    let shown = node.get_arguments().filter(|arg| !arg.is_hide_set());
    let long = shown.filter_map(|arg| Some(format!("--{}", arg.get_long()?)));
    long.collect()
}

/// What a flag or an argument may be, as far as the account knows.
fn values(arg: &Arg, account: &Account, session: &Session, now: Timestamp) -> Vec<String> {
    let possible = arg.get_possible_values();
    if !possible.is_empty() {
        return possible
            .iter()
            .map(|value| value.get_name().to_string())
            .collect();
    }
    let named = arg.get_value_names().and_then(|names| names.first());
    let name = named.map(|name| name.as_str()).unwrap_or_default();
    let Some(actor) = session.actor() else {
        return match name {
            "EMAIL" | "EMAIL|SERVICE-ID-NAME" => emails(account),
            _ => Vec::new(),
        };
    };
    // Some arguments have the tool's word for any thing: what they are called in the code tells which.
    match (arg.get_id().as_str(), name) {
        ("vlan", "IDENTIFIER") => return vlans(account),
        ("group", "NAME") => return groups(account, &actor, now),
        _ => {}
    }
    match (arg.get_long().unwrap_or_default(), name) {
        ("cluster", _) | (_, "CLUSTER" | "CLUSTER_NAME_OR_ID") => {
            let clusters = account.visible_clusters(&actor, now);
            clusters.map(|cluster| cluster.name.clone()).collect()
        }
        ("region", _) | (_, "REGION") => Region::ALL.iter().map(|r| r.to_string()).collect(),
        ("resource-group-name", _) | (_, "GROUP" | "RESOURCE_GROUP") => {
            groups(account, &actor, now)
        }
        (_, "USER_NAME" | "USER_EMAIL" | "USER" | "EMAIL") => emails(account),
        (_, "EMAIL|SERVICE-ID-NAME") => {
            let mut names = emails(account);
            names.extend(service_ids(account));
            names
        }
        (_, "SERVICE_ID") => service_ids(account).collect(),
        (_, "GROUP_NAME") => {
            let groups = account.access_groups.values();
            groups.map(|group| group.name.clone()).collect()
        }
        (_, "SERVICE_NAME") => Service::all().iter().map(|s| s.name.to_string()).collect(),
        (_, "ROLE_NAME1,ROLE_NAME2...") => roles(),
        ("permission", _) | (_, "KEYNAME") => {
            let keys = Permission::all().map(|permission| permission.key_name().to_string());
            keys.chain(["ALL".to_string()]).collect()
        }
        (_, "IDENTIFIER" | "USER_ID") => {
            let users = account
                .linked_classic()
                .into_iter()
                .flat_map(|c| c.users.keys());
            users.map(|id| id.to_string()).collect()
        }
        ("worker", _) | (_, "WORKER") => {
            let clusters = account.visible_clusters(&actor, now);
            let workers = clusters.flat_map(|cluster| cluster.workers.keys());
            workers.map(|id| id.to_string()).collect()
        }
        (_, "POOL") => {
            let clusters = account.visible_clusters(&actor, now);
            let pools = clusters.flat_map(|cluster| &cluster.pools);
            pools.map(|pool| pool.name.clone()).collect()
        }
        (_, "NAME|UUID") => {
            let keys = account.api_keys.values();
            let own = keys.filter(|key| key.owner == actor.identity);
            own.map(|key| key.name.clone()).collect()
        }
        (_, "ADDON") => OFFERS.map(|offer| offer.name.to_string()).to_vec(),
        (_, "PROFILE" | "NAME|ID") => {
            let profiles = account.trusted_profiles.values();
            profiles.map(|profile| profile.name.clone()).collect()
        }
        (_, "VLAN") => vlans(account),
        (_, "FORMAT") => vec!["json".into()],
        (_, "PROVIDER") => vec!["classic".into(), "vpc-gen2".into()],
        (_, "(true|false)" | "BOOLEAN") => vec!["true".into(), "false".into()],
        _ => Vec::new(),
    }
}

fn emails(account: &Account) -> Vec<String> {
    let users = template::personas(account).into_iter();
    users.map(|user| user.email.to_string()).collect()
}

fn service_ids(account: &Account) -> impl Iterator<Item = String> {
    account.service_ids.values().map(|id| id.name.clone())
}

fn vlans(account: &Account) -> Vec<String> {
    let linked = account.linked_classic().into_iter();
    let vlans = linked.flat_map(|classic| account.vlans(classic.number));
    vlans.map(|vlan| vlan.id.to_string()).collect()
}

fn groups(account: &Account, actor: &Actor, now: Timestamp) -> Vec<String> {
    let groups = account.resource_groups.values();
    groups
        .filter(|group| group.is_visible_to(account, &actor.identity, now))
        .map(|group| group.name.clone())
        .collect()
}

fn roles() -> Vec<String> {
    let platform = Role::PLATFORM.map(String::from);
    let services = Service::all().iter();
    let own = services.flat_map(|service| service.service_roles.iter());
    platform
        .into_iter()
        .chain(own.map(|role| role.to_string()))
        .collect()
}
