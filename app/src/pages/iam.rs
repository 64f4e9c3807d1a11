//! Access (IAM): users, their access and their keys.

pub mod api_key_dialog;
pub mod api_key_table;
pub mod api_keys;
pub mod group_table;
pub mod invite;
pub mod policy_table;
pub mod subject;
pub mod user;
pub mod users;
