//! `ibmcloud account`: the account and its users (`cli.md`, section 4).

mod users;

commands! {
    pub(crate) enum Account {
        /// List all users in the account
        Users(users::Users),
    }
}

/// What is said of an account that is not this one (`cli.md`, 3.3).
pub(crate) fn not_found(id: &str) -> String {
    format!(
        "Account '{}' was not found.",
        credlab_model::refusal::shorten(id)
    )
}
