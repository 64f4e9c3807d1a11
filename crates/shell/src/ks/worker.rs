//! `ks worker` (`cli.md`, 7.7).

mod add;
mod change;
mod get;
pub(crate) mod ls;
mod view;

pub(crate) use view::flavor;

commands! {
    pub(crate) enum Worker {
        /// List all worker nodes in a cluster
        Ls(ls::Ls),
        /// View the details of a worker node
        Get(get::Get),
        /// Deprecated: Add stand-alone worker nodes to a classic cluster
        Add(add::Add),
        /// Reboot worker nodes
        Reboot(change::Reboot),
        /// Reload worker nodes of a classic cluster
        Reload(change::Reload),
        /// Delete worker nodes and create replacements with the same configuration
        Replace(change::Replace),
        /// Update worker nodes of a classic cluster to the version of its master
        Update(change::Update),
        /// Remove worker nodes from a cluster
        Rm(change::Rm),
    }
}
