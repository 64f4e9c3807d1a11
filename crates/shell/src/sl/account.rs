//! `sl account` (`cli.md`, 8.5): its summary; the layout is (inferred).

use credlab_model::classic::DeviceKind;
use serde_json::Value;

use crate::flags::Format;
use crate::run::{Outcome, Run};
use crate::sl::vlan::looked_at;
use crate::sl::{NOT_LOGGED_IN, refused};

commands! {
    pub(crate) enum Account {
        /// Print out various bits of information about an account
        Summary(Summary),
    }
}

/// `sl account summary`.
#[derive(Debug, clap::Args)]
pub(crate) struct Summary {
    #[command(flatten)]
    format: Format,
}

impl Summary {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let failed = "Failed to get account summary.";
        let account = run.account();
        let classic = looked_at(&account, &actor).map_err(refused(failed))?;
        let count = |kind: DeviceKind| {
            let devices = classic.devices.values();
            devices
                .filter(|device| device.kind == kind)
                .count()
                .to_string()
        };
        let owner = account
            .user(&account.owner)
            .map(|owner| owner.email.to_string());
        let rows = [
            ["Account ID".to_string(), classic.number.to_string()],
            ["Company Name".into(), classic.company.clone()],
            ["Account Owner".into(), owner.unwrap_or_default()],
            ["Users".into(), classic.users.len().to_string()],
            ["Virtual Servers".into(), count(DeviceKind::Virtual)],
            ["Bare Metal Servers".into(), count(DeviceKind::BareMetal)],
            ["Dedicated Hosts".into(), count(DeviceKind::DedicatedHost)],
            [
                "VLANs".into(),
                account.vlans(classic.number).len().to_string(),
            ],
            [
                "Subnets".into(),
                account.portable_subnets(classic.number).count().to_string(),
            ],
        ];
        if json {
            let fields = rows.into_iter().map(|[name, value]| (name, value.into()));
            run.json(&Value::Object(fields.collect()));
            return Ok(());
        }
        run.out.table(["Name", "Value"], &rows);
        Ok(())
    }
}
