//! The account itself, its users and resource groups.

use credlab_model::Account;
use credlab_model::account::{Command, Mfa, Settings, TagCommand};
use credlab_model::classic::permission::SetName;
use credlab_model::iam::user;
use credlab_model::id::{ResourceGroupId, UserId};

use super::{Line, Lines, several};

pub(super) fn lines(account: &Account, command: &Command) -> Lines {
    let group = |id: &ResourceGroupId| Some(account.resource_group(id).ok()?.name.clone());
    let line = match command {
        Command::Configure(next) => return settings(&account.settings, next),
        Command::CreateResourceGroup { name } => {
            Line::of("ibmcloud resource group-create").word(name)
        }
        Command::RenameResourceGroup { group: id, name } => {
            Line::of("ibmcloud resource group-update")
                .word(&group(id)?)
                .flag("--name", name)
                .switch("-f", true)
        }
        Command::DeleteResourceGroup { group: id } => Line::of("ibmcloud resource group-delete")
            .word(&group(id)?)
            .switch("-f", true),
        Command::AllowAddresses(addresses) => Line::of("ibmcloud iam account-settings-update")
            .flag("--allowed-ip-addresses", addresses.to_string()),
        Command::Upgrade => Line::of("credlab upgrade"),
        Command::AccessTag(command) => tag(account, command)?,
        Command::Rename { .. } | Command::Rewind(_) | Command::Clock(_) => return None,
    };
    line.alone()
}

/// The settings that differ, each by the command that has a flag for it.
fn settings(old: &Settings, next: &Settings) -> Lines {
    let restricted = |restricted| match restricted {
        true => "RESTRICTED",
        false => "NOT_RESTRICTED",
    };
    let mfa = match next.mfa {
        Mfa::None => "NONE",
        Mfa::Totp => "TOTP",
        Mfa::Totp4All => "TOTP4ALL",
    };
    let (was, is) = (&old.lifetimes, &next.lifetimes);
    let flags = [
        (
            "--restrict-create-service-id",
            old.restrict_service_id_creation != next.restrict_service_id_creation,
            restricted(next.restrict_service_id_creation).to_owned(),
        ),
        (
            "--restrict-create-platform-apikey",
            old.restrict_api_key_creation != next.restrict_api_key_creation,
            restricted(next.restrict_api_key_creation).to_owned(),
        ),
        (
            "--restrict-user-list-visibility",
            old.restrict_user_list != next.restrict_user_list,
            restricted(next.restrict_user_list).to_owned(),
        ),
        ("--mfa", old.mfa != next.mfa, mfa.to_owned()),
        (
            "--session-expiration",
            was.session != is.session,
            is.session.to_string(),
        ),
        (
            "--session-invalidation",
            was.inactivity != is.inactivity,
            is.inactivity.to_string(),
        ),
        (
            "--access-token-expiration",
            was.access_token != is.access_token,
            is.access_token.to_string(),
        ),
        (
            "--refresh-token-expiration",
            was.refresh_token != is.refresh_token,
            is.refresh_token.to_string(),
        ),
    ];
    let mut lines = Vec::new();
    if flags.iter().any(|(_, differs, _)| *differs) {
        let line = Line::of("ibmcloud iam account-settings-update");
        let changed = flags.into_iter().filter(|(_, differs, _)| *differs);
        lines.push(
            changed
                .fold(line, |line, (flag, _, value)| line.flag(flag, value))
                .0,
        );
    }
    // VLAN spanning is a switch of the classic console, and VRF comes with service endpoints.
    if old.vlan_spanning != next.vlan_spanning || old.vrf != next.vrf && !next.service_endpoints {
        return None;
    }
    if old.service_endpoints != next.service_endpoints {
        let enable = next.service_endpoints.to_string();
        let line = Line::of("ibmcloud account update").flag("--service-endpoint-enable", enable);
        lines.push(line.switch("-f", true).0);
    }
    several(lines)
}

fn tag(account: &Account, command: &TagCommand) -> Option<Line> {
    let line = |verb: &str| Line::of(&format!("ibmcloud resource tag-{verb}"));
    let line = match command {
        TagCommand::Create(tag) => line("create").flag("--tag-names", tag.as_str()),
        TagCommand::Delete(tag) => line("delete")
            .flag("--tag-name", tag.as_str())
            .switch("-f", true),
        TagCommand::Attach(tag, cluster) => line("attach")
            .flag("--tag-names", tag.as_str())
            .flag("--resource-name", &account.cluster(cluster).ok()?.name),
        TagCommand::Detach(tag, cluster) => line("detach")
            .flag("--tag-names", tag.as_str())
            .flag("--resource-name", &account.cluster(cluster).ok()?.name),
    };
    Some(line.flag("--tag-type", "access"))
}

pub(super) fn of_users(account: &Account, command: &user::Command) -> Lines {
    use user::Command::*;
    let email = |id: &UserId| Some(account.user(id).ok()?.email.to_string());
    let line = match command {
        Invite { emails, access } => {
            // What else an invitation may carry has no flag.
            if !access.policies.is_empty() || access.classic != SetName::default() {
                return None;
            }
            let groups = access.access_groups.iter();
            let groups = groups.map(|id| Some(account.access_group(id).ok()?.name.clone()));
            let groups = groups.collect::<Option<Vec<String>>>()?;
            let groups = (!groups.is_empty()).then(|| groups.join(","));
            let lines = emails.iter().map(|email| {
                Line::of("ibmcloud account user-invite")
                    .word(email)
                    .option("--access-groups", groups.as_ref())
                    .0
            });
            return several(lines.collect());
        }
        Resend { user } => Line::of("ibmcloud account user-reinvite").word(&email(user)?),
        Cancel { user } | Remove { user } => Line::of("ibmcloud account user-remove")
            .word(&email(user)?)
            .switch("-f", true),
        SetState { user, state } => Line::of("ibmcloud account user-status-update")
            .word(&email(user)?)
            .word(state.as_str()),
        Accept
        | AddVpnOnly { .. }
        | SetParent { .. }
        | AllowAddresses { .. }
        | SetSelfManaged { .. } => return None,
    };
    line.alone()
}
