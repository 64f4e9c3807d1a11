//! A cluster's page: one file a tab.

pub mod addons;
pub mod head;
pub mod overview;
pub mod pools;
pub mod upkeep;
#[cfg(feature = "ssr")]
mod warnings;
pub mod workers;
