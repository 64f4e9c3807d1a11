//! `ibmcloud resource`: resource groups (`cli.md`, section 5).

mod create;
mod groups;

commands! {
    pub(crate) enum Resource {
        /// List resource groups
        Groups(groups::Groups),
        /// Show a resource group
        Group(groups::Group),
        /// Create a resource group
        GroupCreate(create::Create),
    }
}
