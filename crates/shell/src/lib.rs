//! The `ibmcloud` command line over an account: grammar, output and prompts (`cli.md`).
//!
//! A line goes in, a [`Reply`] comes out: [`run`]. The crate is pure: it reads the account and carries commands out
//! through a [`Host`], which the server, the `credlab` program and the tests each bring along. The same code serves the
//! page and the terminal, so neither has a rule or a text of its own.
//!
//! ```text
//! line + answers ──> grammar (clap) ──> the command's `run` ──> Host::execute ──> Reply
//! ```
//!
//! Architecture invariant: questions come before changes. A command that asks something stops with `Stop::Ask`; the
//! line is then run again with one answer more. So nothing has to be kept between two answers but the texts.
//!
//! One module a namespace, each an enum of commands (`commands!`); a command is a struct of its arguments with a `run`.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unreachable,
        clippy::todo,
        clippy::unimplemented,
        clippy::get_unwrap
    )
)]

#[macro_use]
mod program;

mod absent;
mod account;
mod complete;
mod credlab;
pub mod export;
mod failure;
mod flags;
mod help;
mod host;
mod iam;
mod ibmcloud;
mod ks;
mod kubectl;
mod line;
mod output;
mod question;
mod reply;
mod resource;
mod run;
mod session;
mod sl;
mod suggestion;
mod time;
mod twin;
mod usage;

pub use complete::{Completion, complete};
pub use credlab::grants::{Grant, Step};
pub use credlab::who_can::Able;
pub use host::{Failure, History, Host, NewFile, Relative};
pub use line::{LONGEST as LONGEST_LINE, run};
pub use output::{Output, Span, Stream, Style};
pub use question::{Explanation, Obstacle, explain};
pub use reply::{Prompt, Reply};
pub use session::Session;
pub use twin::quoted;
pub use twin::{Twin, twin};
