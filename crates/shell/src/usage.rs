//! Slips: what is wrong with the words, told as each plug-in tells it (`cli.md`, 1.7), and what was probably meant.

use clap::Command as Node;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use credlab_model::refusal::shorten;

use crate::absent;
use crate::failure::Dialect;
use crate::program::Place;
use crate::suggestion;

/// A line that can't be run as it is typed.
pub(crate) struct Slip {
    /// What is wrong.
    pub(crate) what: What,
    /// What was probably meant: a command, a flag or a value.
    pub(crate) meant: Option<String>,
}

/// What is wrong with a line.
pub(crate) enum What {
    /// There is no such command: the message.
    UnknownCommand(String),
    /// The arguments are wrong: the detail after `Incorrect Usage: `, or nothing.
    Usage(String),
}

impl Slip {
    /// Wrong arguments, told by the command itself.
    pub(crate) fn usage(detail: String) -> Slip {
        Slip {
            what: What::Usage(detail),
            meant: None,
        }
    }
}

/// `word` is no command at `place`.
pub(crate) fn unknown_command(
    word: &str,
    place: &Place<'_>,
    grammar: &Node,
    dialect: Dialect,
) -> Slip {
    let (word_shown, here) = (shorten(word), place.name());
    if absent::is_absent(&here, word) {
        return Slip {
            what: What::UnknownCommand(format!("'{here} {word_shown}' is not in this shell.")),
            meant: None,
        };
    }
    let message = match dialect {
        Dialect::Core | Dialect::Ks | Dialect::Credlab => {
            format!("'{word_shown}' is not a registered command. See '{here} help'.")
        }
        Dialect::Sl => format!("Unknown Command '{word_shown}'"),
        Dialect::Kubectl => format!("error: unknown command \"{word_shown}\" for \"{here}\""),
    };
    Slip {
        what: What::UnknownCommand(message),
        meant: repeated(place, grammar).or_else(|| nearby(place, grammar)),
    }
}

/// `ibmcloud ks ibmcloud sl user list`: the program's name was typed again in the middle (seed, line 282).
fn repeated(place: &Place<'_>, grammar: &Node) -> Option<String> {
    let (first, rest) = place.rest().split_first()?;
    if !matches!(*first, "ibmcloud" | "ic" | "bx") || grammar.get_name() != "ibmcloud" {
        return None;
    }
    let (mut node, mut known) = (grammar, vec!["ibmcloud"]);
    for word in rest {
        match node.find_subcommand(word) {
            Some(below) => {
                node = below;
                known.push(below.get_name());
            }
            None => break,
        }
    }
    (known.len() > 1).then(|| known.join(" "))
}

/// The command below `place`, or else anywhere, that the words left are most like. Old spellings with a hyphen are
/// near the new ones with a space.
fn nearby(place: &Place<'_>, grammar: &Node) -> Option<String> {
    let words: Vec<&str> = place
        .rest()
        .iter()
        .take_while(|word| !word.starts_with('-'))
        .copied()
        .collect();
    [
        (place.node(), place.name()),
        (grammar, grammar.get_name().to_string()),
    ]
    .into_iter()
    .find_map(|(node, prefix)| {
        let mut candidates = Vec::new();
        collect(node, &prefix, &mut candidates);
        (1..=words.len().min(3)).rev().find_map(|n| {
            let typed: Vec<&str> = words.iter().take(n).copied().collect();
            let spelt = candidates.iter().map(|name| {
                let below = name
                    .strip_prefix(prefix.as_str())
                    .unwrap_or(name)
                    .trim_start();
                below.replace(' ', "-")
            });
            let near = suggestion::nearest(&typed.join("-"), spelt)?;
            candidates
                .iter()
                .find(|name| {
                    let below = name
                        .strip_prefix(prefix.as_str())
                        .unwrap_or(name)
                        .trim_start();
                    below.replace(' ', "-") == near
                })
                .cloned()
        })
    })
}

fn collect(node: &Node, name: &str, into: &mut Vec<String>) {
    for below in node.get_subcommands().filter(|node| !node.is_hide_set()) {
        let name = format!("{name} {}", below.get_name());
        collect(below, &name, into);
        into.push(name);
    }
}

/// `flag` is no flag of `node`.
pub(crate) fn unknown_flag(flag: &str, node: &Node, dialect: Dialect) -> Slip {
    let shown = shorten(flag);
    let name = flag.split('=').next().unwrap_or(flag);
    if absent::is_absent_flag(name) {
        return Slip::usage(format!("'{name}' is not in this shell."));
    }
    let detail = match dialect {
        Dialect::Sl => format!("Unknown Flag '{shown}'"),
        Dialect::Kubectl => format!("unknown flag: {shown}"),
        Dialect::Core | Dialect::Ks | Dialect::Credlab => format!("Unknown flag '{shown}'."),
    };
    let flags = node.get_arguments().filter_map(|arg| arg.get_long());
    let flags = flags.map(|long| format!("--{long}"));
    Slip {
        what: What::Usage(detail),
        meant: suggestion::nearest(name, flags),
    }
}

/// What clap found wrong.
pub(crate) fn of_clap(error: &clap::Error, place: &Place<'_>, dialect: Dialect) -> Slip {
    let node = place.node();
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let name = argument.as_deref().map(flag_name).unwrap_or_default();
    let detail = match error.kind() {
        ErrorKind::MissingRequiredArgument => missing(error, place, dialect),
        ErrorKind::UnknownArgument => {
            let word = argument.unwrap_or_default();
            if word.starts_with('-') {
                return unknown_flag(&word, node, dialect);
            }
            match dialect {
                Dialect::Sl => {
                    let here = place.name();
                    let here = here.strip_prefix("ibmcloud ").unwrap_or(&here);
                    format!("invalid argument {} for {here}", shorten(&word))
                }
                _ => format!("Unexpected argument '{}'.", shorten(&word)),
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("flag needs an argument: {name}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = strings(error, ContextKind::ValidValue);
            let offer = match valid.as_slice() {
                [] => String::new(),
                valid => format!(" Valid values are {}.", valid.join(", ")),
            };
            let meant = suggestion::nearest(&value, valid.iter().cloned());
            return Slip {
                what: What::Usage(format!(
                    "Invalid value '{}' for '{name}'.{offer}",
                    shorten(&value)
                )),
                meant,
            };
        }
        ErrorKind::ArgumentConflict => {
            let others = strings(error, ContextKind::PriorArg);
            let others = others.iter().map(|other| flag_name(other));
            let names: Vec<String> = std::iter::once(name)
                .chain(others)
                .map(|name| format!("'{name}'"))
                .collect();
            format!("{} are exclusive.", names.join(", "))
        }
        _ => String::new(),
    };
    Slip::usage(detail)
}

fn missing(error: &clap::Error, place: &Place<'_>, dialect: Dialect) -> String {
    let missing = strings(error, ContextKind::InvalidArg);
    let flags: Vec<String> = missing
        .iter()
        .filter(|arg| arg.starts_with('-'))
        .map(|arg| flag_name(arg))
        .collect();
    let positionals = missing.len() - flags.len();
    if dialect == Dialect::Sl {
        if positionals > 0 {
            let wanted = place
                .node()
                .get_positionals()
                .filter(|arg| arg.is_required_set())
                .count();
            return match wanted {
                1 => "This command requires one argument.".into(),
                2 => "This command requires two arguments.".into(),
                n => {
                    let received = n.saturating_sub(positionals);
                    format!("requires at least {n} arg(s), only received {received}")
                }
            };
        }
        return flags
            .first()
            .map_or(String::new(), |flag| format!("'{flag}' is required"));
    }
    let names: Vec<&str> = flags
        .iter()
        .map(|flag| flag.trim_start_matches('-'))
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("Required flag \"{one}\" not set"),
        many => format!("Required flags \"{}\" not set", many.join(", ")),
    }
}

/// `--region` of `--region <REGION>`, `NAME` of `<NAME>`.
fn flag_name(argument: &str) -> String {
    let name = argument.split([' ', '=']).next().unwrap_or(argument);
    name.trim_matches(['<', '>', '[', ']', '.']).to_string()
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}
