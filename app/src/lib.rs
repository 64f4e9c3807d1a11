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
#[cfg(feature = "ssr")]
mod document;
mod pages;
mod parts;
pub mod view;

#[cfg(feature = "ssr")]
pub use document::{Parts, shell};
#[cfg(feature = "ssr")]
pub use pages::activity::filter::ActivityFilter;
#[cfg(feature = "ssr")]
pub use pages::activity::{activity_csv, activity_json};
#[cfg(feature = "ssr")]
pub use pages::iam::users::users_csv;
#[cfg(feature = "hydrate")]
pub use pages::load as load_part;
#[cfg(feature = "ssr")]
pub use parts::query::TableQuery;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{PossibleRouteMatch, path};

use pages::not_found::NotFoundPage;
use pages::{
    Access, Account, Activity, Assign, General, Identities, Insight, Kubernetes, User, Users,
};
use parts::frame::Frame;

/// The whole console: every page and its path.
#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    parts::live::provide_live();
    parts::notices::provide_notices();
    parts::shell::provide_shell();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=at(path!("/")) view=General::Home />
                <ParentRoute path=at(path!("")) view=Frame>
                    <Route path=at(path!("/iam/users")) view=Users />
                    <Route path=at(path!("/iam/users/invite_users")) view=User::Invite />
                    <Route path=at(path!("/iam/users/add_vpn_only_user")) view=User::VpnOnly />
                    <Route path=at(path!("/iam/users/:id")) view=User::Details />
                    <Route path=at(path!("/iam/users/:id/access-groups")) view=User::AccessGroups />
                    <Route path=at(path!("/iam/users/:id/access-policies")) view=User::Policies />
                    <Route path=at(path!("/iam/users/:id/assign-access")) view=Assign::ToUser />
                    <Route path=at(path!("/iam/users/:id/access-policies/:policy/edit")) view=Assign::OfUser />
                    <Route path=at(path!("/iam/users/:id/copy-as")) view=Assign::CopyOfUser />
                    <Route path=at(path!("/iam/users/:id/api-keys")) view=User::ApiKeys />
                    <Route path=at(path!("/iam/users/:id/classic-infrastructure")) view=User::ClassicPermissions />
                    <Route path=at(path!("/iam/users/:id/classic-infrastructure/devices")) view=User::ClassicDevices />
                    <Route path=at(path!("/iam/users/:id/classic-infrastructure/vpn-subnets")) view=User::ClassicVpn />
                    <Route path=at(path!("/iam/apikeys")) view=User::MyApiKeys />
                    <Route path=at(path!("/iam/serviceids")) view=Identities::ServiceIds />
                    <Route path=at(path!("/iam/serviceids/:id")) view=Identities::ServiceId />
                    <Route path=at(path!("/iam/serviceids/:id/access-groups")) view=Identities::ServiceIdGroups />
                    <Route path=at(path!("/iam/serviceids/:id/access-policies")) view=Identities::ServiceIdPolicies />
                    <Route path=at(path!("/iam/serviceids/:id/assign-access")) view=Assign::ToServiceId />
                    <Route path=at(path!("/iam/serviceids/:id/access-policies/:policy/edit")) view=Assign::OfServiceId />
                    <Route path=at(path!("/iam/serviceids/:id/copy-as")) view=Assign::CopyOfServiceId />
                    <Route path=at(path!("/iam/serviceids/:id/api-keys")) view=Identities::ServiceIdKeys />
                    <Route path=at(path!("/iam/trusted-profiles")) view=Identities::Profiles />
                    <Route path=at(path!("/iam/trusted-profiles/:id")) view=Identities::Profile />
                    <Route path=at(path!("/iam/trusted-profiles/:id/trust-relationship")) view=Identities::ProfileTrust />
                    <Route path=at(path!("/iam/trusted-profiles/:id/access-groups")) view=Identities::ProfileGroups />
                    <Route path=at(path!("/iam/trusted-profiles/:id/access-policies")) view=Identities::ProfilePolicies />
                    <Route path=at(path!("/iam/trusted-profiles/:id/assign-access")) view=Assign::ToProfile />
                    <Route path=at(path!("/iam/trusted-profiles/:id/access-policies/:policy/edit")) view=Assign::OfProfile />
                    <Route path=at(path!("/iam/trusted-profiles/:id/copy-as")) view=Assign::CopyOfProfile />
                    <Route path=at(path!("/iam/groups")) view=Access::Groups />
                    <Route path=at(path!("/iam/groups/:id")) view=Access::GroupUsers />
                    <Route path=at(path!("/iam/groups/:id/service-ids")) view=Access::GroupServiceIds />
                    <Route path=at(path!("/iam/groups/:id/trusted-profiles")) view=Access::GroupProfiles />
                    <Route path=at(path!("/iam/groups/:id/access-policies")) view=Access::GroupPolicies />
                    <Route path=at(path!("/iam/groups/:id/assign-access")) view=Assign::ToGroup />
                    <Route path=at(path!("/iam/groups/:id/access-policies/:policy/edit")) view=Assign::OfGroup />
                    <Route path=at(path!("/iam/groups/:id/copy-as")) view=Assign::CopyOfGroup />
                    <Route path=at(path!("/iam/groups/:id/details")) view=Access::Group />
                    <Route path=at(path!("/iam/roles")) view=Access::Roles />
                    <Route path=at(path!("/iam/roles/create")) view=Access::CreateRole />
                    <Route path=at(path!("/iam/roles/:id")) view=Access::Role />
                    <Route path=at(path!("/kubernetes/clusters")) view=Kubernetes::Clusters />
                    <Route path=at(path!("/kubernetes/catalog/create")) view=Kubernetes::Create />
                    <Route path=at(path!("/kubernetes/clusters/:id/overview")) view=Kubernetes::Overview />
                    <Route path=at(path!("/kubernetes/clusters/:id/nodes")) view=Kubernetes::Workers />
                    <Route path=at(path!("/kubernetes/clusters/:id/pools")) view=Kubernetes::Pools />
                    <Route path=at(path!("/kubernetes/clusters/:id/add-ons")) view=Kubernetes::AddOns />
                    <Route path=at(path!("/kubernetes/credentials")) view=Kubernetes::Credentials />
                    <Route path=at(path!("/kubernetes/credentials/map")) view=Insight::Map />
                    <Route path=at(path!("/iam/matrix")) view=Insight::Matrix />
                    <Route path=at(path!("/why")) view=Insight::Why />
                    <Route path=at(path!("/observe/activity")) view=Activity::List />
                    <Route path=at(path!("/observe/activity/:record")) view=Activity::Event />
                    <Route path=at(path!("/iam/settings")) view=Account::IamSettings />
                    <Route path=at(path!("/account/settings")) view=Account::Settings />
                    <Route path=at(path!("/account/resource-groups")) view=Account::ResourceGroups />
                    <Route path=at(path!("/history")) view=Account::History />
                    <Route path=at(path!("/shell")) view=General::Shell />
                    <Route path=at(path!("/search")) view=General::Search />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// A route's path without its type, which would have all of routing compiled anew for every shape of path.
fn at(
    path: impl PossibleRouteMatch + Send + Sync + 'static,
) -> Arc<dyn PossibleRouteMatch + Send + Sync> {
    Arc::new(path)
}
