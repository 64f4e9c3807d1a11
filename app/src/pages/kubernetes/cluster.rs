//! A cluster's page: one file a tab.

pub mod addons;
pub mod overview;
pub mod workers;
