//! `sl user vpn-*`: the VPN of a user.

use credlab_model::classic::{Change, Command, VpnCommand, vpn};
use credlab_model::id::ClassicUserId;

use crate::run::{Outcome, Run, Stop};
use crate::sl::user::OfUser;
use crate::sl::{NOT_LOGGED_IN, failing, refused};

fn change(run: &mut Run<'_>, user: ClassicUserId, change: VpnCommand) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    run.execute(&actor, Command::Vpn { user, change })?;
    Ok(())
}

/// `sl user vpn-enable`.
#[derive(Debug, clap::Args)]
pub(crate) struct Enable {
    #[command(flatten)]
    user: OfUser,
}

impl Enable {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        open(run, &self.user, true)
    }
}

/// `sl user vpn-disable`.
#[derive(Debug, clap::Args)]
pub(crate) struct Disable {
    #[command(flatten)]
    user: OfUser,
}

impl Disable {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        open(run, &self.user, false)
    }
}

fn open(run: &mut Run<'_>, user: &OfUser, open: bool) -> Outcome {
    run.actor(NOT_LOGGED_IN)?;
    let failed = match open {
        true => "Failed to enable user vpn.",
        false => "Failed to disable user vpn.",
    };
    change(run, user.id()?, VpnCommand::Open(open)).map_err(failing(failed))?;
    run.ok();
    Ok(())
}

/// `sl user vpn-manual`.
#[derive(Debug, clap::Args)]
pub(crate) struct Manual {
    #[command(flatten)]
    user: OfUser,
    /// Enable vpn subnets manual config
    #[arg(long)]
    enable: bool,
    /// Disable vpn subnets manual config
    #[arg(long)]
    disable: bool,
}

impl Manual {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        let manual = one_of(self.enable, self.disable, ["--enable", "--disable"])?;
        change(run, user, VpnCommand::Manual(manual))
            .map_err(failing("Failed to update user vpn subnets manual config"))?;
        run.ok();
        run.out
            .line("Successfully updated user vpn subnets manual config");
        Ok(())
    }
}

/// Which of two flags was given; exactly one must be.
fn one_of(yes: bool, no: bool, names: [&str; 2]) -> Outcome<bool> {
    match (yes, no) {
        (true, false) => Ok(true),
        (false, true) => Ok(false),
        (true, true) => Err(Stop::Usage(format!(
            "'{}', '{}' are exclusive.",
            names[0], names[1]
        ))),
        (false, false) => Err(Stop::Usage(format!(
            "This command requires {} or {} option.",
            names[0], names[1]
        ))),
    }
}

/// `sl user vpn-password`.
#[derive(Debug, clap::Args)]
pub(crate) struct Password {
    #[command(flatten)]
    user: OfUser,
    /// The new VPN password
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
}

impl Password {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        let failed = "Failed to update user vpn password.";
        let Some(password) = &self.password else {
            return Err(Stop::Usage("'--password' is required".into()));
        };
        let hash = vpn::password(&run.account(), user, password).map_err(refused(failed))?;
        change(run, user, VpnCommand::SetPassword(hash)).map_err(failing(failed))?;
        run.ok();
        run.out.line("Successfully updated user VPN password.");
        Ok(())
    }
}

/// `sl user vpn-subnet`.
#[derive(Debug, clap::Args)]
pub(crate) struct Subnet {
    #[command(flatten)]
    user: OfUser,
    /// The subnet's ID
    #[arg(value_name = "SUBNET_ID")]
    subnet: String,
    /// Add access to the subnet
    #[arg(long)]
    add: bool,
    /// Remove access to the subnet
    #[arg(long)]
    remove: bool,
}

impl Subnet {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        let subnet = self
            .subnet
            .parse()
            .map_err(|_| Stop::Usage("Subnet ID should be a number.".into()))?;
        let add = one_of(self.add, self.remove, ["--add", "--remove"])?;
        let held = |run: &Run<'_>| {
            let account = run.account();
            let classic = account.linked_classic()?;
            Some(classic.users.get(&user)?.vpn.subnets.contains(&subnet))
        };
        let (edit, failed, done) = match add {
            true => (Change::Add, "Failed to create user vpn override.", "added"),
            false => (
                Change::Remove,
                "Failed to delete user vpn override.",
                "removed",
            ),
        };
        let lacking = !add && held(run) == Some(false);
        let command = Command::Vpn {
            user,
            change: VpnCommand::EditSubnet {
                subnet,
                change: edit,
            },
        };
        match run.execute(&actor, command) {
            // The tool looks the assignment up itself, and has no line of the API to show.
            Err(Stop::Refused(refusal)) if lacking => Err(Stop::Failed(refusal.message())),
            other => other.map_err(failing(failed)),
        }?;
        run.ok();
        run.out
            .line(format!("Successfully {done} subnet access for user."));
        Ok(())
    }
}
