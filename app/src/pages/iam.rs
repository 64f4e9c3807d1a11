//! Access (IAM): users, their access and their keys.

pub mod api_key_dialog;
pub mod api_key_table;
pub mod api_keys;
pub mod invite;
pub mod user;
pub mod users;
pub mod vpn_only;
