//! `sl user grant-access` and `remove-access`: single devices.

use credlab_model::classic::{Change, Command, DeviceKind, linked};
use credlab_model::id::DeviceId;
use credlab_model::refusal::{Noun, RefusalKind};

use crate::run::{Outcome, Run, Stop};
use crate::sl::user::OfUser;
use crate::sl::{NOT_LOGGED_IN, failing, refused};

/// A user, and devices of each kind.
#[derive(Debug, clap::Args)]
struct Devices {
    #[command(flatten)]
    user: OfUser,
    /// Bare metal server ID
    #[arg(long, value_name = "ID")]
    hardware: Option<String>,
    /// Virtual server ID
    #[arg(long, value_name = "ID")]
    r#virtual: Option<String>,
    /// Dedicated host ID
    #[arg(long, value_name = "ID")]
    dedicated: Option<String>,
}

impl Devices {
    fn edit(&self, run: &mut Run<'_>, change: Change, done: &str) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        let devices = self.chosen()?;
        for (device, kind) in &devices {
            self.check(run, *device, *kind)?;
        }
        let command = Command::EditDevices {
            user,
            devices: devices.iter().map(|(device, _)| *device).collect(),
            change,
        };
        run.execute(&actor, command)
            .map_err(failing("Failed to update access."))?;
        run.ok();
        for (device, _) in devices {
            run.out
                .line(format!("Access {done} to user {user} for {device}"));
        }
        Ok(())
    }

    fn chosen(&self) -> Outcome<Vec<(DeviceId, DeviceKind)>> {
        let given = [
            (&self.hardware, DeviceKind::BareMetal, "Hardware ID"),
            (&self.r#virtual, DeviceKind::Virtual, "Virtual server ID"),
            (
                &self.dedicated,
                DeviceKind::DedicatedHost,
                "Dedicated host ID",
            ),
        ];
        let mut devices = Vec::new();
        for (typed, kind, name) in given {
            let Some(typed) = typed else { continue };
            let id = typed
                .parse()
                .map_err(|_| Stop::Usage(format!("{name} should be a number.")))?;
            devices.push((id, kind));
        }
        if devices.is_empty() {
            return Err(Stop::Usage("This command requires one option.".into()));
        }
        Ok(devices)
    }

    /// A number of another kind of device is no device of this kind.
    fn check(&self, run: &Run<'_>, device: DeviceId, kind: DeviceKind) -> Outcome {
        let failed = "Failed to update access.";
        let account = run.account();
        let classic = linked(&account).map_err(refused(failed))?;
        if classic.devices.get(&device).is_some_and(|d| d.kind == kind) {
            return Ok(());
        }
        let missing = RefusalKind::NotFound {
            noun: Noun::Device,
            name: device.to_string(),
        };
        Err(refused(failed)(missing.refusal()))
    }
}

/// `sl user grant-access`.
#[derive(Debug, clap::Args)]
pub(crate) struct GrantAccess {
    #[command(flatten)]
    devices: Devices,
}

impl GrantAccess {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.devices.edit(run, Change::Add, "granted")
    }
}

/// `sl user remove-access`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveAccess {
    #[command(flatten)]
    devices: Devices,
}

impl RemoveAccess {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.devices.edit(run, Change::Remove, "removed")
    }
}
