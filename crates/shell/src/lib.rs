//! The `ibmcloud` command line over an account: grammar, output and prompts (`cli.md`).
//!
//! A line goes in, a [`Reply`] comes out. The crate is pure: it reads the account and carries commands out through
//! a [`Host`], which the server, the `credlab` program and the tests each bring along. The same code serves the page
//! and the terminal, so neither has a rule or a text of its own.
//!
//! ```text
//! line + answers ──> grammar (clap) ──> the command's `run` ──> Host::execute ──> Reply
//! ```
//!
//! Architecture invariant: questions come before changes. A command that asks something stops with [`Stop::Ask`]; the
//! line is then run again with one answer more. So nothing has to be kept between two answers but the texts.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unreachable,
        clippy::todo
    )
)]

mod host;
mod output;
mod reply;
mod run;
mod session;

pub use host::{Failure, Host};
pub use output::{Output, Span, Stream, Style};
pub use reply::{Prompt, Reply};
pub use session::Session;
