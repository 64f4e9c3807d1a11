//! What every request may reach.

use axum::extract::FromRef;
use leptos::config::LeptosOptions;

use crate::assets;

/// The state of the running server. Pages find it in their context and handlers as `State`.
///
/// The account store, sessions and live subscriptions join here, each as a field that is cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Where the document finds this build's script and stylesheet.
    pub leptos: LeptosOptions,
}

impl AppState {
    pub fn new() -> Self {
        let leptos = LeptosOptions::builder()
            .output_name("credlab")
            .site_pkg_dir(assets::folder())
            .build();
        Self { leptos }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
