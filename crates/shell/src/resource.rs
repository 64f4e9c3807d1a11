//! `ibmcloud resource`: resource groups (`cli.md`, section 5), and access tags.

mod change;
mod create;
mod groups;
mod instances;
mod tag;

commands! {
    pub(crate) enum Resource {
        /// List resource groups
        Groups(groups::Groups),
        /// Show a resource group
        Group(groups::Group),
        /// Create a resource group
        GroupCreate(create::Create),
        /// Update a resource group
        GroupUpdate(change::Update),
        /// Delete a resource group
        GroupDelete(change::Delete),
        /// List service instances
        ServiceInstances(instances::ServiceInstances),
        /// Attach access tags to a resource
        TagAttach(tag::Attach),
        /// Create access tags
        TagCreate(tag::Create),
        /// Delete an access tag
        TagDelete(tag::Delete),
        /// Detach access tags from a resource
        TagDetach(tag::Detach),
        /// List the access tags of the account
        Tags(tag::Tags),
    }
}
