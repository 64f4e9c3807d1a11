//! A cluster's page: one file a tab.

pub mod addons;
pub mod head;
pub mod overview;
#[cfg(feature = "ssr")]
mod warnings;
pub mod workers;
