//! `sl vlan create`, `edit` and `cancel`.

use credlab_model::classic::{Command, VlanCommand};
use credlab_model::kubernetes::vlan::{Vlan, VlanKind};

use super::{looked_at, number};
use crate::run::{Outcome, Run, Stop};
use crate::sl::user::asked;
use crate::sl::{NOT_LOGGED_IN, failing, refused};

/// `sl vlan create`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    /// The type of the VLAN, either public or private
    #[arg(short = 't', long, value_name = "TYPE")]
    vlan_type: Option<String>,
    /// The hostname of the primary router: bcr01a.dal10
    #[arg(short, long, value_name = "ROUTER")]
    router: Option<String>,
    /// The short name of the data center: dal10
    #[arg(short, long, value_name = "DC")]
    datacenter: Option<String>,
    /// The name of the VLAN
    #[arg(short, long, value_name = "NAME")]
    name: Option<String>,
    /// Force operation without confirmation
    #[arg(short, long)]
    force: bool,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (kind, zone) = self.place()?;
        let Some(name) = self.name.clone() else {
            return Err(Stop::Usage("'-n, --name' is required".into()));
        };
        if !self.force {
            asked(
                run,
                "This action will incur charges on your account. Continue?> ",
            )?;
        }
        let command = Command::Vlan(VlanCommand::Create { kind, zone, name });
        let failed = "Failed to create VLAN.";
        let before = run.account();
        looked_at(&before, &actor).map_err(refused(failed))?;
        run.execute(&actor, command).map_err(failing(failed))?;
        let account = run.account();
        let classic = looked_at(&account, &actor).map_err(refused(failed))?;
        let earlier = before.vlans(classic.number);
        let mut made = account.vlans(classic.number).into_iter();
        run.ok();
        if let Some(made) = made.find(|vlan| !earlier.contains(vlan)) {
            run.out.line(format!("VLAN {} was created.", made.id));
        }
        Ok(())
    }

    /// The network and the data center: of the router, or of the type and the data center.
    fn place(&self) -> Outcome<(VlanKind, String)> {
        let kind = match self.vlan_type.as_deref().map(str::to_lowercase).as_deref() {
            Some("public") => Some(VlanKind::Public),
            Some("private") => Some(VlanKind::Private),
            Some(_) => {
                let wrong = "'-t, --vlan-type' must be either 'public' or 'private'.";
                return Err(Stop::Usage(wrong.into()));
            }
            None => None,
        };
        let Some(router) = &self.router else {
            let zone = self.datacenter.clone();
            return match (kind, zone) {
                (Some(kind), Some(zone)) => Ok((kind, zone)),
                (None, _) => Err(Stop::Usage("'-t, --vlan-type' is required".into())),
                (_, None) => {
                    let either = "either '-r, --router' or '-d, --datacenter' is required";
                    Err(Stop::Usage(either.into()))
                }
            };
        };
        let zone = router.split('.').nth(1).unwrap_or_default();
        let pair = Vlan::pair(zone);
        let vlan = pair.iter().find(|vlan| vlan.router() == *router);
        let fits = |vlan: &&Vlan| {
            kind.is_none_or(|kind| kind == vlan.kind)
                && self.datacenter.as_ref().is_none_or(|dc| *dc == vlan.zone)
        };
        match vlan.filter(fits) {
            Some(vlan) => Ok((vlan.kind, vlan.zone.clone())),
            None => Err(Stop::Usage(
                "'-r, --router' is not a router of that type and data center. Run 'ibmcloud sl vlan options'.".into(),
            )),
        }
    }
}

/// `sl vlan edit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Edit {
    #[arg(value_name = "IDENTIFIER")]
    vlan: String,
    /// The name of the VLAN
    #[arg(short, long, value_name = "NAME")]
    name: Option<String>,
}

impl Edit {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let vlan = number(&self.vlan)?;
        let Some(name) = self.name.clone() else {
            return Err(Stop::Usage("'-n, --name' is required".into()));
        };
        let failed = format!("Failed to edit VLAN: {vlan}.");
        run.execute(&actor, Command::Vlan(VlanCommand::Rename { vlan, name }))
            .map_err(failing(&failed))?;
        run.ok();
        run.out.line(format!("VLAN {vlan} was updated."));
        Ok(())
    }
}

/// `sl vlan cancel`.
#[derive(Debug, clap::Args)]
pub(crate) struct Cancel {
    #[arg(value_name = "IDENTIFIER")]
    vlan: String,
    /// Force operation without confirmation
    #[arg(short, long)]
    force: bool,
}

impl Cancel {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let vlan = number(&self.vlan)?;
        if !self.force {
            let question =
                format!("This will cancel the VLAN: {vlan} and cannot be undone. Continue?> ");
            asked(run, &question)?;
        }
        let failed = format!("Failed to cancel VLAN: {vlan}.");
        run.execute(&actor, Command::Vlan(VlanCommand::Cancel { vlan }))
            .map_err(failing(&failed))?;
        run.ok();
        run.out.line(format!("VLAN {vlan} was cancelled."));
        Ok(())
    }
}
