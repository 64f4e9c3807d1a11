//! Classic infrastructure.

use std::collections::BTreeSet;

use credlab_model::Account;
use credlab_model::classic::device::DeviceKind;
use credlab_model::classic::permission::{Permission, PermissionSet};
use credlab_model::classic::{Change, ClassicUser, Command, VlanCommand, VpnCommand};
use credlab_model::id::{ClassicUserId, DeviceId};
use credlab_model::kubernetes::vlan::VlanKind;

use super::{Line, Lines, SECRET, several};

pub(super) fn lines(account: &Account, command: &Command) -> Lines {
    let of = |command: &str, user: &ClassicUserId| {
        Line::of(&format!("ibmcloud sl user {command}")).word(&user.to_string())
    };
    let line = match command {
        Command::SetPermissions { user, permissions } => {
            let held = user_of(account, *user)?.granted().editable();
            return several(edits(*user, held, permissions.editable()));
        }
        Command::EditPermissions {
            user,
            permissions,
            change,
        } => edit(*user, *permissions, *change),
        Command::CopyPermissions { user, from } => {
            of("permission-edit", user).flag("--from-user", from.to_string())
        }
        Command::SetDevices {
            user,
            devices,
            future,
        } => {
            let before = user_of(account, *user)?;
            // That all devices of a kind are accessible is a permission.
            let all = PermissionSet::of(DeviceKind::ALL.map(DeviceKind::future_access));
            let wanted = future.iter().map(|kind| kind.future_access());
            let wanted = PermissionSet::of(wanted);
            let mut lines = edits(*user, before.granted().intersection(all), wanted);
            let added = devices.difference(&before.devices);
            let removed = before.devices.difference(devices);
            for (device, change) in (added.map(|one| (one, Change::Add)))
                .chain(removed.map(|one| (one, Change::Remove)))
            {
                lines.push(access(account, *user, *device, change)?);
            }
            return several(lines);
        }
        Command::EditDevices {
            user,
            devices,
            change,
        } => {
            let lines = devices.iter();
            let lines = lines.map(|device| access(account, *user, *device, *change));
            return several(lines.collect::<Option<Vec<String>>>()?);
        }
        Command::CreateApiKey { user } => of("apikey", user).switch("--add", true),
        Command::DeleteApiKey { user } => of("apikey", user).switch("--remove", true),
        Command::Vpn { user, change } => match change {
            VpnCommand::Open(open) => opened(*user, *open),
            VpnCommand::Manual(manual) => chosen_by_hand(*user, *manual),
            VpnCommand::Choose {
                open,
                manual,
                subnets,
            } => return several(vpn(user_of(account, *user)?, *open, *manual, subnets)),
            VpnCommand::SetPassword(_) => of("vpn-password", user).flag("--password", SECRET),
            VpnCommand::EditSubnet { subnet, change } => vpn_subnet(*user, *subnet, *change),
        },
        Command::EditProfile { user, profile } => {
            of("detail-edit", user).flag("--template", serde_json::to_string(profile).ok()?)
        }
        Command::Cancel { user } => of("delete", user).switch("-f", true),
        Command::Notify {
            notification,
            enabled,
        } => {
            let flag = if *enabled { "--enable" } else { "--disable" };
            Line::of("ibmcloud sl user edit-notifications").flag(flag, notification.name())
        }
        Command::Vlan(command) => vlan(command),
    };
    line.alone()
}

/// The lines that make a user's VPN what is chosen.
fn vpn(user: &ClassicUser, open: bool, manual: bool, subnets: &BTreeSet<u32>) -> Vec<String> {
    let id = user.id;
    let was = user.granted().contains(Permission::SSL_VPN_ENABLED);
    let added = subnets.difference(&user.vpn.subnets);
    let added = added.map(|subnet| vpn_subnet(id, *subnet, Change::Add));
    let removed = user.vpn.subnets.difference(subnets);
    let removed = removed.map(|subnet| vpn_subnet(id, *subnet, Change::Remove));
    let by_hand = (manual != user.vpn.manual).then(|| chosen_by_hand(id, manual));
    let lines = (open != was).then(|| opened(id, open)).into_iter();
    let lines = lines.chain(by_hand).chain(added).chain(removed);
    lines.map(|line| line.0).collect()
}

fn vpn_line(command: &str, user: ClassicUserId) -> Line {
    Line::of(&format!("ibmcloud sl user vpn-{command}")).word(&user.to_string())
}

fn opened(user: ClassicUserId, open: bool) -> Line {
    vpn_line(if open { "enable" } else { "disable" }, user)
}

fn chosen_by_hand(user: ClassicUserId, manual: bool) -> Line {
    let flag = if manual { "--enable" } else { "--disable" };
    vpn_line("manual", user).switch(flag, true)
}

fn vpn_subnet(user: ClassicUserId, subnet: u32, change: Change) -> Line {
    vpn_line("subnet", user)
        .word(&subnet.to_string())
        .switch("--add", change == Change::Add)
        .switch("--remove", change == Change::Remove)
}

/// The lines that make the permissions `held` those `wanted`.
fn edits(user: ClassicUserId, held: PermissionSet, wanted: PermissionSet) -> Vec<String> {
    let changes = [
        (wanted.minus(held), Change::Add),
        (held.minus(wanted), Change::Remove),
    ];
    let changes = changes
        .into_iter()
        .filter(|(changed, _)| !changed.is_empty());
    changes
        .map(|(changed, change)| edit(user, changed, change).0)
        .collect()
}

fn user_of(account: &Account, user: ClassicUserId) -> Option<&ClassicUser> {
    account.linked_classic()?.user(user).ok()
}

fn edit(user: ClassicUserId, permissions: PermissionSet, change: Change) -> Line {
    let names: Vec<&str> = permissions.iter().map(|one| one.key_name()).collect();
    Line::of("ibmcloud sl user permission-edit")
        .word(&user.to_string())
        .flag("--permission", names.join(","))
        .flag("--enable", (change == Change::Add).to_string())
}

fn access(
    account: &Account,
    user: ClassicUserId,
    device: DeviceId,
    change: Change,
) -> Option<String> {
    let verb = match change {
        Change::Add => "grant-access",
        Change::Remove => "remove-access",
    };
    let flag = match account.linked_classic()?.devices.get(&device)?.kind {
        DeviceKind::BareMetal => "--hardware",
        DeviceKind::Virtual => "--virtual",
        DeviceKind::DedicatedHost => "--dedicated",
    };
    let line = Line::of(&format!("ibmcloud sl user {verb}")).word(&user.to_string());
    Some(line.flag(flag, device.to_string()).0)
}

fn vlan(command: &VlanCommand) -> Line {
    match command {
        VlanCommand::Create { kind, zone, name } => Line::of("ibmcloud sl vlan create")
            .flag(
                "-t",
                match kind {
                    VlanKind::Public => "public",
                    VlanKind::Private => "private",
                },
            )
            .flag("-d", zone)
            .flag("-n", name)
            .switch("-f", true),
        VlanCommand::Rename { vlan, name } => Line::of("ibmcloud sl vlan edit")
            .word(&vlan.to_string())
            .flag("-n", name),
        VlanCommand::Cancel { vlan } => Line::of("ibmcloud sl vlan cancel")
            .word(&vlan.to_string())
            .switch("-f", true),
    }
}
