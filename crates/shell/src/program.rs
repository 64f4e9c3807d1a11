//! From words to a command: finds the place in the grammar, answers help and slips, and runs what is left.

use clap::Command as Node;

use crate::failure::{self, Dialect};
use crate::help;
use crate::reply::Reply;
use crate::run::{Outcome, Run, Stop};
use crate::usage::{self, Slip};

/// Declares a namespace: an enum of its commands for clap, each with its struct of arguments, and the way to run them.
///
/// The doc comment of a variant is the command's line in help. `#[command(subcommand)]` on a variant nests a namespace.
macro_rules! commands {
    ($(#[$outer:meta])* $vis:vis enum $name:ident {
        $($(#[$inner:meta])* $variant:ident($command:ty)),+ $(,)?
    }) => {
        $(#[$outer])*
        #[derive(Debug, clap::Subcommand)]
        #[allow(clippy::large_enum_variant, reason = "one value a line, dropped at once")]
        $vis enum $name {
            $($(#[$inner])* $variant($command),)+
        }

        impl $name {
            pub(crate) fn run(&self, run: &mut $crate::run::Run<'_>) -> $crate::run::Outcome {
                match self {
                    $($name::$variant(command) => command.run(run),)+
                }
            }
        }
    };
}

/// A program of this shell: the root of a grammar.
pub(crate) trait Program: clap::Parser {
    /// Its grammar, [`built`] once: that takes longer than running a line.
    fn grammar() -> &'static Node;

    /// How the command at `path`, the words below the program's name, talks.
    fn dialect(path: &[&str]) -> Dialect;

    /// The words with old spellings replaced.
    fn modernized(words: Vec<String>) -> Vec<String> {
        words
    }

    /// Whether `-q` was given.
    fn is_quiet(&self) -> bool {
        false
    }

    /// Does it.
    fn run(&self, run: &mut Run<'_>) -> Outcome;
}

/// A program's grammar, without clap's own help and version: the shell has its own.
pub(crate) fn built<P: clap::CommandFactory>() -> Node {
    let mut grammar = P::command()
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .args_override_self(true);
    grammar.build();
    grammar
}

/// Runs a program of this shell with `words`, its arguments. `line` is what was typed.
pub(crate) fn perform<P: Program>(mut run: Run<'_>, words: Vec<String>, line: &str) -> Reply {
    let words = P::modernized(words);
    let grammar = P::grammar();
    let place = Place::find(grammar, &words);
    let below: Vec<&str> = place
        .path
        .iter()
        .skip(1)
        .map(|node| node.get_name())
        .collect();
    let dialect = P::dialect(&below);

    let outcome = match place.wants() {
        Wants::Help => {
            help::render(&mut run.out, dialect, &place.path);
            Ok(())
        }
        Wants::Unknown(word) => {
            let slip = usage::unknown_command(word, &place, grammar, dialect);
            return failure::slip(run, dialect, &place, slip);
        }
        Wants::UnknownFlag(flag) => {
            let slip = usage::unknown_flag(flag, place.node(), dialect);
            return failure::slip(run, dialect, &place, slip);
        }
        Wants::Run => {
            let name = grammar.get_name().to_string();
            match P::try_parse_from_grammar(grammar, std::iter::once(name).chain(words.clone())) {
                Ok(program) => {
                    let quiet = run.variable("IBMCLOUD_QUIET");
                    let quiet = quiet.is_some_and(|value| value.eq_ignore_ascii_case("true"));
                    run.quiet = program.is_quiet() || quiet;
                    program.run(&mut run)
                }
                Err(error) => {
                    let slip = usage::of_clap(&error, &place, dialect);
                    return failure::slip(run, dialect, &place, slip);
                }
            }
        }
    };
    match outcome {
        Err(Stop::Usage(detail)) => failure::slip(run, dialect, &place, Slip::usage(detail)),
        outcome => failure::reply(run, dialect, line, outcome),
    }
}

/// A place in the grammar that words lead to, with the words that are left.
pub(crate) struct Place<'a> {
    /// The nodes from the program down.
    pub(crate) path: Vec<&'a Node>,
    rest: Vec<&'a str>,
    help: bool,
}

/// What the words at a place want.
enum Wants<'a> {
    Help,
    Unknown(&'a str),
    UnknownFlag(&'a str),
    Run,
}

impl<'a> Place<'a> {
    fn find(grammar: &'a Node, words: &'a [String]) -> Place<'a> {
        let mut place = Place {
            path: vec![grammar],
            rest: Vec::new(),
            help: false,
        };
        let mut words = words.iter().map(String::as_str).peekable();
        while let Some(word) = words.peek() {
            let node = place.node();
            match node.find_subcommand(word) {
                Some(below) => place.path.push(below),
                None if !node.has_subcommands() => break,
                None if matches!(*word, "-q" | "--quiet") => {}
                None if matches!(*word, "help" | "h") => place.help = true,
                None => break,
            }
            words.next();
        }
        place.rest = words.collect();
        place
    }

    /// Where it is.
    pub(crate) fn node(&self) -> &'a Node {
        // A path is made with one node and only grows.
        static NOWHERE: std::sync::LazyLock<Node> = std::sync::LazyLock::new(|| Node::new(""));
        self.path.last().copied().unwrap_or(&NOWHERE)
    }

    /// The words that are left.
    pub(crate) fn rest(&self) -> &[&'a str] {
        &self.rest
    }

    /// The words that lead here: `ibmcloud ks api-key`.
    pub(crate) fn name(&self) -> String {
        let names: Vec<&str> = self.path.iter().map(|node| node.get_name()).collect();
        names.join(" ")
    }

    fn wants(&self) -> Wants<'a> {
        let mut flags = self.rest.iter().take_while(|word| **word != "--");
        let asks = flags.any(|word| matches!(*word, "-h" | "--help"));
        match self.rest.first() {
            Some(word) if self.node().has_subcommands() && !word.starts_with('-') => {
                Wants::Unknown(word)
            }
            _ if asks || self.help => Wants::Help,
            _ if !self.node().has_subcommands() => Wants::Run,
            Some(flag) => Wants::UnknownFlag(flag),
            None => Wants::Help,
        }
    }
}

/// Reads words with a grammar that was built already.
trait TryParse: Sized {
    fn try_parse_from_grammar(
        grammar: &Node,
        words: impl IntoIterator<Item = String>,
    ) -> Result<Self, clap::Error>;
}

impl<P: clap::Parser> TryParse for P {
    fn try_parse_from_grammar(
        grammar: &Node,
        words: impl IntoIterator<Item = String>,
    ) -> Result<P, clap::Error> {
        let mut matches = grammar.clone().try_get_matches_from(words)?;
        P::from_arg_matches_mut(&mut matches)
    }
}
