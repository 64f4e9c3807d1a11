//! `ibmcloud account`: the account and its users (`cli.md`, section 4).

mod invitation;
mod list;
mod remove;
mod show;
mod status;
mod update;
mod users;

use credlab_model::Account as Model;
use credlab_model::iam::user::User;
use credlab_model::refusal::shorten;

use crate::run::{Outcome, Stop};

commands! {
    pub(crate) enum Account {
        /// List all accounts that the user belongs to
        List(list::List),
        /// Show account details
        Show(show::Show),
        /// Update the account: its service endpoints
        Update(update::Update),
        /// Invite a user to the account
        UserInvite(invitation::Invite),
        /// Send the invitation of a user again
        UserReinvite(invitation::Reinvite),
        /// Remove a user from the account
        UserRemove(remove::Remove),
        /// Show the status of a user
        UserStatus(status::Show),
        /// Update the status of a user
        UserStatusUpdate(status::Update),
        /// List all users in the account
        Users(users::Users),
    }
}

/// What is said of an account that is not this one (`cli.md`, 3.3).
pub(crate) fn not_found(id: &str) -> String {
    format!("Account '{}' was not found.", shorten(id))
}

/// Fails if an account was named that is not this one.
fn check_account(account: &Model, named: Option<&str>) -> Outcome {
    match named {
        Some(id) if id != account.id.as_str() => Err(Stop::Failed(not_found(id))),
        _ => Ok(()),
    }
}

/// The user of that address or id.
fn user<'a>(account: &'a Model, typed: &str) -> Outcome<&'a User> {
    Ok(account.user_called(typed)?)
}
