//! `ibmcloud ks`: clusters and their credentials (`cli.md`, section 7).

mod api;

commands! {
    pub(crate) enum Ks {
        /// View the API endpoint
        Api(api::Api),
    }
}

/// The failure of every command when nobody is logged in (`cli.md`, 2.2).
pub(crate) const NOT_LOGGED_IN: &str = "Log in to the IBM Cloud CLI by running 'ibmcloud login'.";
