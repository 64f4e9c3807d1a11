//! The executable model of one IBM Cloud account.
//!
//! Everything that Credlab knows about access stands here, and only here. The crate is pure: it has no
//! clock, no randomness and no I/O. Time, fresh ids and secrets come in through a [`Context`].
//!
//! ```text
//! Command ──> Account::decide ──> Vec<Event> ──> Account::apply ──> the next Account
//!                     └─> Refusal (what, which layer, why, what would help)
//! ```
//!
//! - [`Account::decide`] says what a command would do, and changes nothing.
//! - [`Account::apply`] makes a recorded event part of the state. It never refuses.
//! - A [`Refusal`] is the one answer to "why not?", shared by the console, the shell and the API.
//!
//! Architecture invariant: two gates, kept apart. [`iam::access`] answers whether the caller may *ask*;
//! [`credentials::infrastructure`] answers whether the credentials in force can *do* it.
//!
//! Architecture invariant: no secret enters an event. Only a [`SecretHash`] does.

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

pub mod account;
pub mod actor;
pub mod audit;
pub mod classic;
pub mod command;
pub mod context;
pub mod credentials;
pub mod event;
pub mod explain;
pub mod history;
pub mod iam;
pub mod id;
pub mod impact;
pub mod kubernetes;
pub mod matrix;
pub mod name;
pub mod refusal;
pub mod region;
pub mod secret;
pub mod template;

pub use account::Account;
pub use actor::{Actor, Face, Identity};
pub use command::Command;
pub use context::Context;
pub use event::{Event, Record};
pub use refusal::{Layer, Refusal, Remedy};
pub use secret::SecretHash;

/// A moment, in UTC.
pub type Timestamp = jiff::Timestamp;
