//! `ibmcloud iam account-settings` and `account-settings-update` (`cli.md`, 6.7).

use clap::ValueEnum;
use credlab_model::Account;
use credlab_model::account::{Command, Mfa, Settings};
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// Whether making something takes a role of its own (R135, R136).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
enum Restriction {
    Restricted,
    NotRestricted,
    NotSet,
}

/// Multifactor authentication, as far as the account knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MfaTrait {
    #[value(name = "NONE")]
    None,
    #[value(name = "TOTP")]
    Totp,
    #[value(name = "TOTP4ALL")]
    Totp4All,
}

/// `iam account-settings`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let settings = account.settings_for(&actor, run.now())?;
        if json {
            run.json(&as_json(&account, settings));
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving IAM settings of account `{}` as `{caller}`...",
            account.id
        ));
        run.ok();
        show(run, &account, settings);
        Ok(())
    }
}

/// `iam account-settings-update`. What is not given stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    /// Whether creating service IDs takes the role Service ID creator: RESTRICTED, NOT_RESTRICTED or NOT_SET
    #[arg(long, value_name = "RESTRICTION", ignore_case = true)]
    restrict_create_service_id: Option<Restriction>,
    /// Whether creating API keys takes the role User API key creator: RESTRICTED, NOT_RESTRICTED or NOT_SET
    #[arg(long, value_name = "RESTRICTION", ignore_case = true)]
    restrict_create_platform_apikey: Option<Restriction>,
    /// Whether users without a role on User Management see few other users: RESTRICTED, NOT_RESTRICTED or NOT_SET
    #[arg(long, value_name = "RESTRICTION", ignore_case = true)]
    restrict_user_list_visibility: Option<Restriction>,
    /// Multifactor authentication: NONE, TOTP or TOTP4ALL
    #[arg(long, value_name = "MFA", ignore_case = true)]
    mfa: Option<MfaTrait>,
    #[command(flatten)]
    format: Format,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let restrictions = [
            self.restrict_create_service_id,
            self.restrict_create_platform_apikey,
            self.restrict_user_list_visibility,
        ];
        if self.mfa.is_none() && restrictions.iter().all(Option::is_none) {
            return Err(Stop::Usage("Give at least one setting.".into()));
        }
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let mut next = before.settings;
        if let Some(restriction) = self.restrict_create_service_id {
            next.restrict_service_id_creation = restriction == Restriction::Restricted;
        }
        if let Some(restriction) = self.restrict_create_platform_apikey {
            next.restrict_api_key_creation = restriction == Restriction::Restricted;
        }
        if let Some(restriction) = self.restrict_user_list_visibility {
            next.restrict_user_list = restriction == Restriction::Restricted;
        }
        if let Some(mfa) = self.mfa {
            next.mfa = match mfa {
                MfaTrait::None => Mfa::None,
                MfaTrait::Totp => Mfa::Totp,
                MfaTrait::Totp4All => Mfa::Totp4All,
            };
        }
        run.progress(&format!(
            "Updating IAM settings of account `{}` as `{caller}`...",
            before.id
        ));
        run.execute(&actor, Command::Configure(next))?;
        let account = run.account();
        if json {
            run.json(&as_json(&account, &account.settings));
            return Ok(());
        }
        run.ok();
        show(run, &account, &account.settings);
        Ok(())
    }
}

fn show(run: &mut Run<'_>, account: &Account, settings: &Settings) {
    run.out.pairs(&[
        ("Account ID", account.id.to_string()),
        (
            "Restrict Create Service ID",
            restriction(settings.restrict_service_id_creation).into(),
        ),
        (
            "Restrict Create Platform API Key",
            restriction(settings.restrict_api_key_creation).into(),
        ),
        (
            "Restrict User List Visibility",
            restriction(settings.restrict_user_list).into(),
        ),
        ("MFA", mfa(settings.mfa).into()),
    ]);
}

fn as_json(account: &Account, settings: &Settings) -> Value {
    json!({
        "account_id": account.id,
        "restrict_create_service_id": restriction(settings.restrict_service_id_creation),
        "restrict_create_platform_apikey": restriction(settings.restrict_api_key_creation),
        "restrict_user_list_visibility": restriction(settings.restrict_user_list),
        "mfa": mfa(settings.mfa),
    })
}

fn restriction(restricted: bool) -> &'static str {
    match restricted {
        true => "RESTRICTED",
        false => "NOT_RESTRICTED",
    }
}

fn mfa(mfa: Mfa) -> &'static str {
    match mfa {
        Mfa::None => "NONE",
        Mfa::Totp => "TOTP",
        Mfa::Totp4All => "TOTP4ALL",
    }
}
