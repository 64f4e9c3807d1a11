//! The console: its document, its pages and what they share.
//!
//! Everything here is compiled twice: for the server (feature `ssr`), which answers with
//! complete HTML, and for the browser (feature `hydrate`), which takes that HTML over. What only
//! one side can do stands behind its feature: `backend` is the server's.
//!
//! A page asks a server function for its view (`view`), which the server makes from the account, and shows it by
//! components of `carbon` and `parts`. Forms post to server functions that answer with a [`view::Notice`].

// Views are types, and the frame around every page makes deep ones.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod backend;
mod carbon;
mod document;
mod pages;
mod parts;
pub mod view;

pub use document::shell;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use pages::activity::ActivityPage;
use pages::home::HomePage;
use pages::iam::api_keys::ApiKeysPage;
use pages::iam::invite::InvitePage;
use pages::iam::user::access_groups::AccessGroupsPage;
use pages::iam::user::assign_access::AssignAccessPage;
use pages::iam::user::classic_devices::ClassicDevicesPage;
use pages::iam::user::classic_permissions::ClassicPermissionsPage;
use pages::iam::user::details::DetailsPage;
use pages::iam::user::policies::PoliciesPage;
use pages::iam::user::user_api_keys::UserApiKeysPage;
use pages::iam::users::UsersPage;
use pages::kubernetes::cluster::addons::AddOnsPage;
use pages::kubernetes::cluster::overview::OverviewPage;
use pages::kubernetes::cluster::workers::WorkersPage;
use pages::kubernetes::clusters::ClustersPage;
use pages::kubernetes::create_cluster::CreateClusterPage;
use pages::kubernetes::credentials::CredentialsPage;
use pages::not_found::NotFoundPage;
use pages::shell::ShellPage;
use parts::frame::Frame;

/// The whole console: every page and its path.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    parts::live::provide_live();
    parts::notices::provide_notices();
    parts::terminal::provide_shell();
    view! {
        <Title formatter=|page: String| {
            if page.is_empty() { "Credlab".to_owned() } else { format!("{page} - Credlab") }
        } />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage />
                <ParentRoute path=path!("") view=Frame>
                    <Route path=path!("/iam/users") view=UsersPage />
                    <Route path=path!("/iam/users/invite_users") view=InvitePage />
                    <Route path=path!("/iam/users/:id") view=DetailsPage />
                    <Route path=path!("/iam/users/:id/access-groups") view=AccessGroupsPage />
                    <Route path=path!("/iam/users/:id/access-policies") view=PoliciesPage />
                    <Route path=path!("/iam/users/:id/assign-access") view=AssignAccessPage />
                    <Route path=path!("/iam/users/:id/api-keys") view=UserApiKeysPage />
                    <Route path=path!("/iam/users/:id/classic-infrastructure") view=ClassicPermissionsPage />
                    <Route path=path!("/iam/users/:id/classic-infrastructure/devices") view=ClassicDevicesPage />
                    <Route path=path!("/iam/apikeys") view=ApiKeysPage />
                    <Route path=path!("/kubernetes/clusters") view=ClustersPage />
                    <Route path=path!("/kubernetes/catalog/create") view=CreateClusterPage />
                    <Route path=path!("/kubernetes/clusters/:id/overview") view=OverviewPage />
                    <Route path=path!("/kubernetes/clusters/:id/nodes") view=WorkersPage />
                    <Route path=path!("/kubernetes/clusters/:id/add-ons") view=AddOnsPage />
                    <Route path=path!("/kubernetes/credentials") view=CredentialsPage />
                    <Route path=path!("/observe/activity") view=ActivityPage />
                    <Route path=path!("/shell") view=ShellPage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
