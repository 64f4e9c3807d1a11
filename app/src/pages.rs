//! The pages, one file each. A page holds its query, its table or form, and its empty and error
//! states; what two pages share lives in `parts` or `carbon`.
//!
//! Which pages a browser loads together is said here: nobody who looks at the users waits for the clusters' script.

pub mod access_matrix;
pub mod account;
pub mod activity;
pub mod credentials_map;
pub mod home;
pub mod iam;
pub mod kubernetes;
pub mod not_found;
pub mod search;
pub mod shell;
pub mod why;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::ChooseView;

use crate::parts::unloaded::unloaded;

/// Declares pages that are one part of the front end, loaded when the first of them is opened. A route takes such a page
/// as its view. `wasm_split` makes two functions for the browser: one that shows a page, and one that loads the part before.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident by $show:ident, $load:ident { $($page:ident: $component:path,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $part { $($page),+ }

        #[leptos::wasm_split::wasm_split(
            $show,
            wasm_split_path = leptos::wasm_split,
            preload($load),
            fallible
        )]
        fn $show(page: $part) -> Result<AnyView, SplitLoaderError> {
            Ok(match page { $($part::$page => $component().into_any(),)+ })
        }

        impl ChooseView for $part {
            async fn choose(self) -> AnyView {
                #[cfg(feature = "ssr")]
                crate::document::announce(stringify!($show));
                match $show(self).await {
                    Ok(page) => page,
                    Err(_) => unloaded(),
                }
            }

            async fn preload(&self) {
                // Whether it worked is seen when the page is shown.
                _ = $load().await;
            }
        }
    };
}

/// Lists the parts, for the browser to load the one whose page it takes over.
macro_rules! parts {
    ($($show:ident by $load:ident,)+) => {
        /// Loads the part that is called `name`. There is nothing to load for a page that belongs to none.
        #[cfg(feature = "hydrate")]
        pub async fn load(name: &str) -> Result<(), SplitLoaderError> {
            match name {
                $(stringify!($show) => $load().await,)+
                _ => Ok(()),
            }
        }

        /// The names of all parts.
        #[cfg(feature = "ssr")]
        pub const PARTS: &[&str] = &[$(stringify!($show)),+];
    };
}

parts! {
    general by __preload_general,
    user by __preload_user,
    identities by __preload_identities,
    access by __preload_access,
    assign by __preload_assign,
    kubernetes by __preload_kubernetes,
    insight by __preload_insight,
    account_pages by __preload_account_pages,
    activity_pages by __preload_activity_pages,
}

part! {
    /// Where visitors start, and what is none of the others.
    General by general, __preload_general {
        Home: home::HomePage,
        Shell: shell::ShellPage,
        Search: search::SearchPage,
    }
}

/// The list of users, which most visits begin with. What it needs nearly every page needs, too: it comes with the script that
/// every page has.
#[derive(Debug, Clone, Copy)]
pub struct Users;

impl ChooseView for Users {
    async fn choose(self) -> AnyView {
        view! { <iam::users::UsersPage /> }.into_any()
    }

    async fn preload(&self) {}
}

part! {
    /// One user's tabs, and what users and their tabs lead to.
    User by user, __preload_user {
        Invite: iam::invite::InvitePage,
        VpnOnly: iam::vpn_only::VpnOnlyPage,
        Details: iam::user::details::DetailsPage,
        AccessGroups: iam::user::access_groups::AccessGroupsPage,
        Policies: iam::user::policies::PoliciesPage,
        ApiKeys: iam::user::user_api_keys::UserApiKeysPage,
        MyApiKeys: iam::api_keys::ApiKeysPage,
        ClassicPermissions: iam::user::classic_permissions::ClassicPermissionsPage,
        ClassicDevices: iam::user::classic_devices::ClassicDevicesPage,
        ClassicVpn: iam::user::classic_vpn::ClassicVpnPage,
    }
}

part! {
    /// Service IDs and trusted profiles.
    Identities by identities, __preload_identities {
        ServiceIds: iam::service_ids::ServiceIdsPage,
        ServiceId: iam::subject::details::ServiceIdDetailsPage,
        ServiceIdGroups: iam::subject::access_groups::ServiceIdGroupsPage,
        ServiceIdPolicies: iam::subject::policies::ServiceIdPoliciesPage,
        ServiceIdKeys: iam::service_id::api_keys::ServiceIdKeysPage,
        Profiles: iam::trusted_profiles::TrustedProfilesPage,
        Profile: iam::subject::details::ProfileDetailsPage,
        ProfileTrust: iam::subject::members::TrustPage,
        ProfileGroups: iam::subject::access_groups::ProfileGroupsPage,
        ProfilePolicies: iam::subject::policies::ProfilePoliciesPage,
    }
}

part! {
    /// Access groups and roles.
    Access by access, __preload_access {
        Groups: iam::groups::GroupsPage,
        GroupUsers: iam::subject::members::GroupUsersPage,
        GroupServiceIds: iam::subject::members::GroupServiceIdsPage,
        GroupProfiles: iam::subject::members::GroupProfilesPage,
        GroupPolicies: iam::subject::policies::GroupPoliciesPage,
        Group: iam::subject::details::GroupDetailsPage,
        Roles: iam::roles::RolesPage,
        CreateRole: iam::role::create::CreateRolePage,
        Role: iam::role::details::RolePage,
    }
}

part! {
    /// Access that is given, changed and copied.
    Assign by assign, __preload_assign {
        ToUser: iam::assign::give::AssignToUserPage,
        ToServiceId: iam::assign::give::AssignToServiceIdPage,
        ToGroup: iam::assign::give::AssignToGroupPage,
        ToProfile: iam::assign::give::AssignToProfilePage,
        OfUser: iam::assign::edit::EditOfUserPage,
        OfServiceId: iam::assign::edit::EditOfServiceIdPage,
        OfGroup: iam::assign::edit::EditOfGroupPage,
        OfProfile: iam::assign::edit::EditOfProfilePage,
        CopyOfUser: iam::copy_as::CopyOfUserPage,
        CopyOfServiceId: iam::copy_as::CopyOfServiceIdPage,
        CopyOfGroup: iam::copy_as::CopyOfGroupPage,
        CopyOfProfile: iam::copy_as::CopyOfProfilePage,
    }
}

part! {
    /// Clusters, and the credentials they use.
    Kubernetes by kubernetes, __preload_kubernetes {
        Clusters: kubernetes::clusters::ClustersPage,
        Create: kubernetes::create_cluster::CreateClusterPage,
        Overview: kubernetes::cluster::overview::OverviewPage,
        Workers: kubernetes::cluster::workers::WorkersPage,
        Pools: kubernetes::cluster::pools::PoolsPage,
        AddOns: kubernetes::cluster::addons::AddOnsPage,
        Credentials: kubernetes::credentials::CredentialsPage,
    }
}

part! {
    /// What no cloud console has: questions about commands, the credentials map, the access matrix.
    Insight by insight, __preload_insight {
        Why: why::WhyPage,
        Map: credentials_map::CredentialsMapPage,
        Matrix: access_matrix::AccessMatrixPage,
    }
}

part! {
    /// The account's settings, its resource groups, its time.
    Account by account_pages, __preload_account_pages {
        IamSettings: iam::settings::SettingsPage,
        Settings: account::settings::AccountSettingsPage,
        ResourceGroups: account::resource_groups::ResourceGroupsPage,
        History: account::history::HistoryPage,
    }
}

part! {
    /// What happened in the account.
    Activity by activity_pages, __preload_activity_pages {
        List: activity::ActivityPage,
        Event: activity::event::EventPage,
    }
}
