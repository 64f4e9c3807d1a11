//! `ibmcloud iam`: identities, keys and access (`cli.md`, section 6).

mod access_group;
mod account_settings;
mod api_key;
mod crn;
mod member;
mod policy;
mod purge;
mod role;
mod service_id;
mod token;
pub(crate) mod trusted_profile;

pub(crate) use api_key::several_keys;
use api_key::{OfServiceId, Own};
use policy::{AccessGroupSubject, ServiceIdSubject, TrustedProfileSubject, UserSubject};

commands! {
    pub(crate) enum Iam {
        /// Show the details of an access group
        AccessGroup(access_group::Show),
        /// Create an access group
        AccessGroupCreate(access_group::Create),
        /// Delete an access group
        AccessGroupDelete(access_group::Delete),
        /// List the policies of an access group
        AccessGroupPolicies(policy::List<AccessGroupSubject>),
        /// Show a policy of an access group
        AccessGroupPolicy(policy::Show<AccessGroupSubject>),
        /// Create a policy for an access group
        AccessGroupPolicyCreate(policy::Create<AccessGroupSubject>),
        /// Delete a policy of an access group
        AccessGroupPolicyDelete(policy::Delete<AccessGroupSubject>),
        /// Update a policy of an access group
        AccessGroupPolicyUpdate(policy::Update<AccessGroupSubject>),
        /// Add service IDs to an access group
        AccessGroupServiceIdAdd(member::AddServiceIds),
        /// Remove a service ID from all access groups
        AccessGroupServiceIdPurge(purge::ServiceId),
        /// Remove a service ID from an access group
        AccessGroupServiceIdRemove(member::RemoveServiceId),
        /// List the service IDs in an access group
        AccessGroupServiceIds(member::ServiceIds),
        /// Add trusted profiles to an access group
        AccessGroupTrustedProfileAdd(member::AddTrustedProfiles),
        /// Remove a trusted profile from all access groups
        AccessGroupTrustedProfilePurge(purge::TrustedProfile),
        /// Remove a trusted profile from an access group
        AccessGroupTrustedProfileRemove(member::RemoveTrustedProfile),
        /// List the trusted profiles in an access group
        AccessGroupTrustedProfiles(member::TrustedProfiles),
        /// Update an access group
        AccessGroupUpdate(access_group::Update),
        /// Add users to an access group
        AccessGroupUserAdd(member::AddUsers),
        /// Remove a user from all access groups
        AccessGroupUserPurge(purge::User),
        /// Remove a user from an access group
        AccessGroupUserRemove(member::RemoveUser),
        /// List the users in an access group
        AccessGroupUsers(member::Users),
        /// List the access groups of the account
        AccessGroups(access_group::List),
        /// List the access policies of the account
        AccessPolicies(policy::All),
        /// Show the IAM settings of the account
        AccountSettings(account_settings::Show),
        /// Update the IAM settings of the account
        AccountSettingsUpdate(account_settings::Update),
        /// Show the details of an API key of yours
        ApiKey(api_key::Show<Own>),
        /// Create an API key for yourself
        ApiKeyCreate(api_key::Create<Own>),
        /// Delete an API key
        ApiKeyDelete(api_key::Delete<Own>),
        /// Disable an API key
        ApiKeyDisable(api_key::Disable<Own>),
        /// Enable an API key
        ApiKeyEnable(api_key::Enable<Own>),
        /// Lock an API key
        ApiKeyLock(api_key::Lock<Own>),
        /// Unlock an API key
        ApiKeyUnlock(api_key::Unlock<Own>),
        /// Update an API key
        ApiKeyUpdate(api_key::Update<Own>),
        /// List your API keys
        ApiKeys(api_key::List),
        /// Show the IAM bearer token of the session, by itself
        BearerToken(token::BearerToken),
        /// Show the IAM OAuth tokens of the session
        OauthTokens(token::OauthTokens),
        /// Create a custom role
        RoleCreate(role::Create),
        /// Delete a custom role
        RoleDelete(role::Delete),
        /// Update a custom role
        RoleUpdate(role::Update),
        /// List roles
        Roles(role::Roles),
        /// Show the details of an API key of a service ID
        ServiceApiKey(api_key::Show<OfServiceId>),
        /// Create an API key for a service ID
        ServiceApiKeyCreate(api_key::Create<OfServiceId>),
        /// Delete an API key of a service ID
        ServiceApiKeyDelete(api_key::Delete<OfServiceId>),
        /// Disable an API key of a service ID
        ServiceApiKeyDisable(api_key::Disable<OfServiceId>),
        /// Enable an API key of a service ID
        ServiceApiKeyEnable(api_key::Enable<OfServiceId>),
        /// Lock an API key of a service ID
        ServiceApiKeyLock(api_key::Lock<OfServiceId>),
        /// Unlock an API key of a service ID
        ServiceApiKeyUnlock(api_key::Unlock<OfServiceId>),
        /// Update an API key of a service ID
        ServiceApiKeyUpdate(api_key::Update<OfServiceId>),
        /// List the API keys of a service ID
        ServiceApiKeys(api_key::ListOfServiceId),
        /// Show the details of a service ID
        ServiceId(service_id::Show),
        /// Create a service ID
        ServiceIdCreate(service_id::Create),
        /// Delete a service ID
        ServiceIdDelete(service_id::Delete),
        /// Lock a service ID
        ServiceIdLock(service_id::Lock),
        /// Unlock a service ID
        ServiceIdUnlock(service_id::Unlock),
        /// Update a service ID
        ServiceIdUpdate(service_id::Update),
        /// List the service IDs of the account
        ServiceIds(service_id::List),
        /// List the policies of a service ID
        ServicePolicies(policy::List<ServiceIdSubject>),
        /// Show a policy of a service ID
        ServicePolicy(policy::Show<ServiceIdSubject>),
        /// Create a policy for a service ID
        ServicePolicyCreate(policy::Create<ServiceIdSubject>),
        /// Delete a policy of a service ID
        ServicePolicyDelete(policy::Delete<ServiceIdSubject>),
        /// Update a policy of a service ID
        ServicePolicyUpdate(policy::Update<ServiceIdSubject>),
        /// Show the details of a trusted profile
        TrustedProfile(trusted_profile::Show),
        /// Go on as a trusted profile
        TrustedProfileAssume(trusted_profile::Assume),
        /// Create a trusted profile
        TrustedProfileCreate(trusted_profile::Create),
        /// Delete a trusted profile
        TrustedProfileDelete(trusted_profile::Delete),
        /// List the identities that may assume a trusted profile
        TrustedProfileIdentities(trusted_profile::Identities),
        /// Let a user or a service ID assume a trusted profile
        TrustedProfileIdentityCreate(trusted_profile::AddIdentity),
        /// Let a user or a service ID no longer assume a trusted profile
        TrustedProfileIdentityDelete(trusted_profile::RemoveIdentity),
        /// Go on as whoever assumed the trusted profile
        TrustedProfileLeave(trusted_profile::Leave),
        /// List the policies of a trusted profile
        TrustedProfilePolicies(policy::List<TrustedProfileSubject>),
        /// Show a policy of a trusted profile
        TrustedProfilePolicy(policy::Show<TrustedProfileSubject>),
        /// Create a policy for a trusted profile
        TrustedProfilePolicyCreate(policy::Create<TrustedProfileSubject>),
        /// Delete a policy of a trusted profile
        TrustedProfilePolicyDelete(policy::Delete<TrustedProfileSubject>),
        /// Update a policy of a trusted profile
        TrustedProfilePolicyUpdate(policy::Update<TrustedProfileSubject>),
        /// Update a trusted profile
        TrustedProfileUpdate(trusted_profile::Update),
        /// List the trusted profiles of the account
        TrustedProfiles(trusted_profile::List),
        /// List the policies of a user
        UserPolicies(policy::List<UserSubject>),
        /// Show a policy of a user
        UserPolicy(policy::Show<UserSubject>),
        /// Create a policy for a user
        UserPolicyCreate(policy::Create<UserSubject>),
        /// Delete a policy of a user
        UserPolicyDelete(policy::Delete<UserSubject>),
        /// Update a policy of a user
        UserPolicyUpdate(policy::Update<UserSubject>),
    }
}
