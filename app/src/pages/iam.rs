//! Access (IAM): users, service IDs and trusted profiles, their access and their keys; access groups and roles.

pub mod api_key_dialog;
pub mod api_key_table;
pub mod api_keys;
pub mod assign;
pub mod copy_as;
pub mod group_table;
pub mod groups;
pub mod invite;
pub mod policy_table;
pub mod role;
pub mod roles;
pub mod service_id;
pub mod service_ids;
pub mod settings;
pub mod subject;
pub mod trusted_profiles;
pub mod user;
pub mod users;
pub mod vpn_only;
