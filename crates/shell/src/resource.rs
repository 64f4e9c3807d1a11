//! `ibmcloud resource`: resource groups (`cli.md`, section 5).

mod groups;

commands! {
    pub(crate) enum Resource {
        /// List resource groups
        Groups(groups::Groups),
    }
}
