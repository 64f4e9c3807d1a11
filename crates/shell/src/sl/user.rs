//! `sl user` (`cli.md`, 8.1 to 8.4).

mod api_key;
mod detail;
mod device_access;
mod edit_access;
mod list;
mod permission_edit;
mod permissions;

use std::sync::Arc;

use credlab_model::actor::Actor;
use credlab_model::classic::{ClassicAccount, ClassicUser, linked, user};
use credlab_model::id::ClassicUserId;
use credlab_model::{Account, Refusal};

use crate::run::{Outcome, Stop};

commands! {
    pub(crate) enum User {
        /// List users
        List(list::List),
        /// User details
        Detail(detail::Detail),
        /// View user permissions
        ///
        /// Some permissions here may also be managed by IBM Cloud IAM: https://cloud.ibm.com/docs/account?topic=account-migrated_permissions
        Permissions(permissions::Permissions),
        /// Enable or disable specific permissions
        PermissionEdit(permission_edit::PermissionEdit),
        /// List user's device access and permissions
        DeviceAccess(device_access::DeviceAccess),
        /// Grant access to a user for a single device
        GrantAccess(edit_access::GrantAccess),
        /// Remove access to a user from a single device
        RemoveAccess(edit_access::RemoveAccess),
        /// Allow to create, remove or refresh the classic infrastructure API key of a user
        #[command(name = "apikey")]
        ApiKey(api_key::ApiKey),
    }
}

/// A user, by number.
#[derive(Debug, clap::Args)]
pub(crate) struct OfUser {
    /// The user's ID
    #[arg(value_name = "IDENTIFIER")]
    user: String,
}

impl OfUser {
    /// The number.
    pub(crate) fn id(&self) -> Outcome<ClassicUserId> {
        number(&self.user)
    }
}

/// The number of a user, as typed.
fn number(typed: &str) -> Outcome<ClassicUserId> {
    typed
        .parse()
        .map_err(|_| Stop::Usage("User ID should be a number.".into()))
}

/// A user whom the caller may look at (R76).
struct Seen {
    account: Arc<Account>,
    id: ClassicUserId,
}

impl Seen {
    /// Looks at a user of the linked account.
    fn of(account: Arc<Account>, actor: &Actor, id: ClassicUserId) -> Result<Seen, Refusal> {
        let classic = linked(&account)?;
        classic.user(id)?;
        user::may_view(&account, actor, classic, id)?;
        Ok(Seen { account, id })
    }

    fn classic(&self) -> Result<&ClassicAccount, Refusal> {
        linked(&self.account)
    }

    fn user(&self) -> Result<&ClassicUser, Refusal> {
        self.classic()?.user(self.id)
    }
}
