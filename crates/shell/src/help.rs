//! Help, laid out as `ibmcloud` lays it out (`cli.md`, 1.7), from what clap knows of the grammar.

use clap::{Arg, ArgGroup, Command as Node};

use crate::failure::Dialect;
use crate::ibmcloud::VERSION;
use crate::output::{Output, Style};

/// Prints the help of the last node of `path`, in the dialect's layout.
pub(crate) fn render(out: &mut Output, dialect: Dialect, path: &[&Node]) {
    let Some(node) = path.last() else { return };
    let names: Vec<&str> = path.iter().map(|node| node.get_name()).collect();
    let name = names.join(" ");
    let is_root = path.len() == 1;
    let cobra = matches!(dialect, Dialect::Sl | Dialect::Kubectl);

    heading(out, "NAME:");
    let shown = if node.has_subcommands() {
        name.as_str()
    } else {
        node.get_name()
    };
    let about = node
        .get_about()
        .map(|text| text.to_string())
        .unwrap_or_default();
    out.line(format!("  {shown} - {about}")).line("");

    heading(out, "USAGE:");
    out.line(format!("  {}", usage(node, &name, is_root, cobra)));
    if let Some(long) = node.get_long_about().map(|text| text.to_string()) {
        let more = long
            .strip_prefix(&about)
            .unwrap_or(&long)
            .trim_start_matches(['.', '\n']);
        for line in more.lines() {
            out.line(format!("  {line}").trim_end());
        }
    }
    if is_root && name == "ibmcloud" {
        out.line("");
        heading(out, "VERSION:");
        out.line(format!("  {VERSION}"));
    }

    let mut commands: Vec<(String, String)> = node
        .get_subcommands()
        .filter(|node| !node.is_hide_set())
        .map(command_row)
        .collect();
    if is_root && !cobra {
        commands.push(("help, h".into(), "Show help".into()));
    }
    if !commands.is_empty() {
        out.line("");
        heading(
            out,
            if cobra {
                "Available Commands:"
            } else {
                "COMMANDS:"
            },
        );
        columns(out, &commands);
        let more = match cobra {
            true => {
                format!("Use \"{name} [command] --help\" for more information about a command.")
            }
            false => format!("Enter '{name} help [command]' for more information about a command."),
        };
        out.line("").line(more);
    }
    let mut options: Vec<(String, String)> = options(node, cobra).collect();
    if is_root && name == "ibmcloud" {
        options.push(("-v, --version".into(), "Print the version".into()));
        options.push(("-h, --help".into(), "Show help".into()));
    }
    if !options.is_empty() {
        out.line("");
        heading(
            out,
            if is_root {
                "GLOBAL OPTIONS:"
            } else {
                "OPTIONS:"
            },
        );
        columns(out, &options);
    }
}

fn heading(out: &mut Output, text: &str) {
    out.put(Style::Heading, text).put(Style::Plain, "\n");
}

fn columns(out: &mut Output, rows: &[(String, String)]) {
    let width = rows
        .iter()
        .map(|(left, _)| left.chars().count())
        .max()
        .unwrap_or(0);
    for (left, right) in rows {
        out.line(format!("  {left:width$}  {right}").trim_end());
    }
}

fn command_row(node: &Node) -> (String, String) {
    let names: Vec<&str> = std::iter::once(node.get_name())
        .chain(node.get_visible_aliases())
        .collect();
    let about = node.get_about().map(|text| text.to_string());
    (names.join(", "), about.unwrap_or_default())
}

fn usage(node: &Node, name: &str, is_root: bool, cobra: bool) -> String {
    if node.has_subcommands() {
        return match (is_root, cobra) {
            (_, true) => format!("{name} [command]"),
            (true, _) => {
                format!("{name} [global options] command [arguments...] [command options]")
            }
            (false, _) => format!("{name} command [arguments...] [command options]"),
        };
    }
    let positionals = node
        .get_positionals()
        .filter(|arg| !arg.is_hide_set() && alternatives(node, arg).is_none())
        .map(positional);
    let parts: Vec<String> = std::iter::once(name.to_string())
        .chain(positionals)
        .chain(flags(node))
        .collect();
    parts.join(" ")
}

/// `NAME`, `[NAME]`, `NAME...`, `(NAME|UUID)`.
fn positional(arg: &Arg) -> String {
    let name = positional_name(arg);
    match arg.is_required_set() {
        true if name.contains('|') => format!("({name})"),
        true => name,
        false => format!("[{name}]"),
    }
}

fn positional_name(arg: &Arg) -> String {
    let many = arg
        .get_num_args()
        .is_some_and(|range| range.max_values() > 1);
    let name = value_name(arg);
    if many { format!("{name}...") } else { name }
}

/// The group of arguments of which only one may be given, if `arg` is in one.
fn alternatives<'a>(node: &'a Node, arg: &Arg) -> Option<&'a ArgGroup> {
    node.get_groups().find(|group| {
        let exclusive = !(*group).clone().is_multiple();
        exclusive && group.get_args().any(|id| id == arg.get_id())
    })
}

/// Flags as they stand in the usage line; alternatives stand together.
fn flags(node: &Node) -> Vec<String> {
    let (mut shown, mut parts) = (Vec::new(), Vec::new());
    for arg in options_of(node) {
        match alternatives(node, arg) {
            Some(group) if shown.contains(&group.get_id()) => {}
            Some(group) => {
                shown.push(group.get_id());
                let members = node
                    .get_arguments()
                    .filter(|arg| group.get_args().any(|id| id == arg.get_id()));
                let members: Vec<String> = members
                    .map(|arg| match arg.is_positional() {
                        true => positional_name(arg),
                        false => spelling(arg),
                    })
                    .collect();
                let members = members.join(" | ");
                parts.push(match group.is_required_set() {
                    true => format!("({members})"),
                    false => format!("[{members}]"),
                });
            }
            None if arg.is_required_set() => parts.push(spelling(arg)),
            None => parts.push(format!("[{}]", spelling(arg))),
        }
    }
    parts
}

fn options_of(node: &Node) -> impl Iterator<Item = &Arg> {
    node.get_arguments()
        .filter(|arg| !arg.is_positional() && !arg.is_hide_set())
}

/// `-g, --group GROUP`.
fn spelling(arg: &Arg) -> String {
    let mut text = names(arg);
    if arg.get_action().takes_values() {
        text.push(' ');
        text.push_str(&value_name(arg));
    }
    text
}

fn names(arg: &Arg) -> String {
    match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, long) => format!("--{}", long.unwrap_or_default()),
    }
}

fn value_name(arg: &Arg) -> String {
    let name = arg.get_value_names().and_then(|names| names.first());
    name.map_or_else(
        || arg.get_id().as_str().to_uppercase(),
        |name| name.to_string(),
    )
}

fn options(node: &Node, cobra: bool) -> impl Iterator<Item = (String, String)> {
    options_of(node).map(move |arg| {
        let kind = match (arg.get_action(), cobra) {
            (action, _) if !action.takes_values() => "",
            (clap::ArgAction::Append, true) => " strings",
            (_, true) => " string",
            (_, false) => " value",
        };
        let mut help = arg
            .get_help()
            .map(|text| text.to_string())
            .unwrap_or_default();
        let default = arg.get_default_values().first();
        let default = default.filter(|value| arg.get_action().takes_values() && !value.is_empty());
        if let (true, Some(default)) = (cobra, default) {
            help.push_str(&format!(" (default \"{}\")", default.to_string_lossy()));
        }
        (format!("{}{kind}", names(arg)), help)
    })
}
