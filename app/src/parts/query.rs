//! The part of a page's address after the question mark: which page of a table, which dialog is open.
//!
//! The memos are counted, not owned: a refresh may dispose of what belongs to a view while that view is still on its way
//! to the page.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::location::Location;
use serde::{Deserialize, Serialize};

/// What a table shows, as the address has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableQuery {
    /// What is searched for.
    #[serde(default)]
    pub q: String,
    /// The number of the column that is sorted by, with a minus sign for downwards.
    #[serde(default)]
    pub sort: String,
    /// The page, from 1.
    #[serde(default)]
    pub page: String,
    /// The rows of a page.
    #[serde(default)]
    pub size: String,
    /// A choice above the table, such as whose API keys are shown.
    #[serde(default)]
    pub view: String,
    /// Another: in which state the users are that are shown.
    #[serde(default)]
    pub status: String,
}

/// The table's part of the address.
pub fn use_table_query() -> ArcMemo<TableQuery> {
    let query = use_query_map();
    ArcMemo::new(move |_| {
        query
            .try_with(|query| {
                let get = |name| query.get(name).unwrap_or_default();
                TableQuery {
                    q: get("q"),
                    sort: get("sort"),
                    page: get("page"),
                    size: get("size"),
                    view: get("view"),
                    status: get("status"),
                }
            })
            .unwrap_or_default()
    })
}

/// One value of the address's query; empty if it is not there.
pub fn use_query_value(name: &'static str) -> ArcMemo<String> {
    let query = use_query_map();
    ArcMemo::new(move |_| {
        query
            .try_with(|query| query.get(name).unwrap_or_default())
            .unwrap_or_default()
    })
}

/// One part of the address's path, such as `id`.
pub fn use_path_part(name: &'static str) -> ArcMemo<String> {
    let params = leptos_router::hooks::use_params_map();
    ArcMemo::new(move |_| {
        params
            .try_with(|params| params.get(name).unwrap_or_default())
            .unwrap_or_default()
    })
}

/// [`address_with`] of every moment: a link that keeps what else the address comes to hold.
pub fn use_address_with(changes: Vec<(&'static str, String)>) -> impl Fn() -> String + Clone {
    let location = use_location();
    move || {
        location.query.track();
        let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (*n, v.as_str())).collect();
        address_of(&location, &changes)
    }
}

/// The page's own address with some values of its query replaced; an empty value takes one away.
pub fn address_with(changes: &[(&str, &str)]) -> String {
    address_of(&use_location(), changes)
}

fn address_of(location: &Location, changes: &[(&str, &str)]) -> String {
    let mut pairs: Vec<(String, String)> = location.query.with_untracked(|query| {
        let kept = query.clone().into_iter();
        kept.filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
            .map(|(name, value)| (name.into_owned(), value))
            .collect()
    });
    let set = changes.iter().filter(|(_, value)| !value.is_empty());
    pairs.extend(set.map(|(name, value)| (name.to_string(), value.to_string())));
    let path = location.pathname.get_untracked();
    if pairs.is_empty() {
        return path;
    }
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", leptos_router::location::Url::escape(value)))
        .collect();
    format!("{path}?{}", pairs.join("&"))
}
