//! `sl user` (`cli.md`, 8.1 to 8.4).

mod api_key;
mod create;
mod delete;
mod detail;
mod detail_edit;
mod device_access;
mod edit_access;
mod list;
mod notification;
mod permission_edit;
mod permissions;
mod vpn;

use std::sync::Arc;

use credlab_model::actor::Actor;
use credlab_model::classic::{ClassicAccount, ClassicUser, linked, user};
use credlab_model::id::ClassicUserId;
use credlab_model::refusal::RefusalKind;
use credlab_model::{Account, Refusal};

use crate::run::{Outcome, Run, Stop};

commands! {
    pub(crate) enum User {
        /// List users
        List(list::List),
        /// User details
        Detail(detail::Detail),
        /// Edit user details
        DetailEdit(detail_edit::DetailEdit),
        /// Create a user
        Create(create::Create),
        /// Delete a user
        Delete(delete::Delete),
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
        /// List all the notifications of the current user
        Notifications(notification::Notifications),
        /// Enable or disable specific notifications of the current user
        EditNotifications(notification::EditNotifications),
        /// Enable the VPN of a user
        VpnEnable(vpn::Enable),
        /// Disable the VPN of a user
        VpnDisable(vpn::Disable),
        /// Choose the VPN subnets of a user by hand, or not
        VpnManual(vpn::Manual),
        /// Set the VPN password of a user
        VpnPassword(vpn::Password),
        /// Add or remove access to a subnet
        VpnSubnet(vpn::Subnet),
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

/// The caller's own user.
fn own<'a>(account: &'a Account, actor: &Actor) -> Result<&'a ClassicUser, Refusal> {
    linked(account)?;
    let to = "use classic infrastructure".to_string();
    let own = account.linked_user(&actor.identity);
    own.ok_or_else(|| RefusalKind::NotAuthorized { to }.refusal())
}

/// Asks as `sl` does (`cli.md`, 1.5): "no" ends the command with success, other words with a failure.
pub(super) fn asked(run: &mut Run<'_>, question: &str) -> Outcome {
    match run.ask(question, false)?.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        "n" | "no" | "" => Err(Stop::Declined("Aborted.".into())),
        _ => Err(Stop::Failed("input must be 'y', 'n', 'yes' or 'no'".into())),
    }
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
