//! Identity and Access Management: who there is, and what each may ask for.
//!
//! Identities ([`user`], [`service_id`]) and their keys ([`api_key`]), and what goes with a user ([`removal`]); what gives
//! access ([`policy`], [`access_group`], [`role`], [`service`]); and the first gate, which puts them together ([`access`]).
//! Nothing here knows about infrastructure.

pub mod access;
pub mod access_group;
pub mod api_key;
pub mod custom_role;
pub mod indexed;
pub mod lapse;
pub mod policy;
pub mod removal;
pub mod role;
pub mod service;
pub mod service_id;
pub mod session;
pub mod trusted_profile;
pub mod user;
