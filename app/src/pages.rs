//! The pages, one file each. A page holds its query, its table or form, and its empty and error
//! states; what two pages share lives in `parts` or `carbon`.

pub mod activity;
pub mod home;
pub mod iam;
pub mod kubernetes;
pub mod not_found;
pub mod shell;
