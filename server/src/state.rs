//! What every request may reach.

use axum::extract::FromRef;
use credlab_app::Parts;
use credlab_app::backend::desk::Desk;
use credlab_store::Store;
use leptos::config::LeptosOptions;

use crate::assets::Site;

/// The state of the running server. Pages find it in their context and handlers as `State`.
///
/// Each field is cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Where the document finds this build's script and stylesheet.
    pub leptos: LeptosOptions,
    /// The front end.
    pub site: Site,
    /// What the front end's parts consist of.
    pub parts: Parts,
    /// Where accounts and sessions are kept.
    pub store: Store,
    /// What is kept for browsers while the process lives.
    pub desk: Desk,
}

impl AppState {
    /// The state of a server that has just started.
    pub fn new(store: Store, site: Site) -> Self {
        let leptos = LeptosOptions::builder()
            .output_name("credlab")
            .site_pkg_dir(site.folder())
            .build();
        Self {
            leptos,
            parts: site.parts(),
            site,
            store,
            desk: Desk::default(),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

impl FromRef<AppState> for Site {
    fn from_ref(state: &AppState) -> Self {
        state.site
    }
}
