//! What a service ID's page has and those of other subjects have not.

pub mod api_keys;
