//! Custom roles: one is made on a page of its own, and has a page of its own.

pub mod create;
pub mod details;
pub mod fields;
