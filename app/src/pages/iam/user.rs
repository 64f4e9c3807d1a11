//! A user's page: one file a tab. What the tabs share is the [`head`], and what
//! the forms about policies share are the [`role_boxes`].

pub mod access_groups;
pub mod classic_devices;
pub mod classic_permissions;
pub mod classic_vpn;
pub mod details;
pub mod head;
pub mod login;
pub mod permission_boxes;
pub mod policies;
pub mod removal;
pub mod role_boxes;
pub mod user_api_keys;
