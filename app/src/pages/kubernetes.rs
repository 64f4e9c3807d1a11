//! Clusters, and the credentials that they order their infrastructure with.

pub mod cluster;
pub mod clusters;
pub mod create_cluster;
pub mod credentials;
