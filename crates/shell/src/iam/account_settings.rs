//! `ibmcloud iam account-settings` and `account-settings-update` (`cli.md`, 6.7).

use clap::ValueEnum;
use credlab_model::Account;
use credlab_model::account::{Command, Mfa, Settings};
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::output::Style;
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
    /// Show what identities of other accounts may do here, too
    #[arg(long)]
    show_external_identity: bool,
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
            let mut shown = as_json(&account, settings);
            if self.show_external_identity
                && let Some(fields) = shown.as_object_mut()
            {
                fields.insert("external_account_identity_interaction".into(), Value::Null);
            }
            run.json(&shown);
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving IAM settings of account `{}` as `{caller}`...",
            account.id
        ));
        run.ok();
        let mut shown = rows(&account, settings);
        if self.show_external_identity {
            // An account here knows of no others (R128); the row is (inferred).
            shown.push(("External Identity Interaction", "NOT_SET".into()));
        }
        run.out.pairs(&shown);
        if self.show_external_identity {
            run.out.put(
                Style::Hint,
                "Identities of other accounts have no access here, so there is nothing to set.\n",
            );
        }
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
    /// How long a session lasts at most, in seconds
    #[arg(long, value_name = "SECONDS")]
    session_expiration: Option<u32>,
    /// After how many seconds without activity a session ends
    #[arg(long, value_name = "SECONDS")]
    session_invalidation: Option<u32>,
    /// How long an access token is good where there is no session, in seconds
    #[arg(long, value_name = "SECONDS")]
    access_token_expiration: Option<u32>,
    /// How long a refresh token is good where there is no session, in seconds
    #[arg(long, value_name = "SECONDS")]
    refresh_token_expiration: Option<u32>,
    /// IP addresses, ranges and subnets at which tokens are given, separated by commas; an empty text for all. To be given by itself
    #[arg(long, value_name = "ADDRESSES")]
    allowed_ip_addresses: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Update {
    /// The settings as they are to be, if a flag says so.
    fn settings(&self, before: &Settings) -> Option<Settings> {
        let mut next = *before;
        let restrictions = [
            (
                self.restrict_create_service_id,
                &mut next.restrict_service_id_creation,
            ),
            (
                self.restrict_create_platform_apikey,
                &mut next.restrict_api_key_creation,
            ),
            (
                self.restrict_user_list_visibility,
                &mut next.restrict_user_list,
            ),
        ];
        let mut given = self.mfa.is_some();
        for (flag, setting) in restrictions {
            if let Some(restriction) = flag {
                *setting = restriction == Restriction::Restricted;
                given = true;
            }
        }
        let lifetimes = [
            (self.session_expiration, &mut next.lifetimes.session),
            (self.session_invalidation, &mut next.lifetimes.inactivity),
            (
                self.access_token_expiration,
                &mut next.lifetimes.access_token,
            ),
            (
                self.refresh_token_expiration,
                &mut next.lifetimes.refresh_token,
            ),
        ];
        for (flag, lifetime) in lifetimes {
            if let Some(seconds) = flag {
                *lifetime = seconds;
                given = true;
            }
        }
        if let Some(mfa) = self.mfa {
            next.mfa = match mfa {
                MfaTrait::None => Mfa::None,
                MfaTrait::Totp => Mfa::Totp,
                MfaTrait::Totp4All => Mfa::Totp4All,
            };
        }
        given.then_some(next)
    }

    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let command = match (self.settings(&before.settings), &self.allowed_ip_addresses) {
            (Some(next), None) => Command::Configure(next),
            (None, Some(addresses)) => Command::AllowAddresses(addresses.parse()?),
            (Some(_), Some(_)) => {
                let detail = "Give '--allowed-ip-addresses' by itself.";
                return Err(Stop::Usage(detail.into()));
            }
            (None, None) => return Err(Stop::Usage("Give at least one setting.".into())),
        };
        run.progress(&format!(
            "Updating IAM settings of account `{}` as `{caller}`...",
            before.id
        ));
        run.execute(&actor, command)?;
        let account = run.account();
        if json {
            run.json(&as_json(&account, &account.settings));
            return Ok(());
        }
        run.ok();
        run.out.pairs(&rows(&account, &account.settings));
        Ok(())
    }
}

fn rows(account: &Account, settings: &Settings) -> Vec<(&'static str, String)> {
    vec![
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
        (
            "Session Expiration In Seconds",
            settings.lifetimes.session.to_string(),
        ),
        (
            "Session Invalidation In Seconds",
            settings.lifetimes.inactivity.to_string(),
        ),
        (
            "Access Token Expiration In Seconds",
            settings.lifetimes.access_token.to_string(),
        ),
        (
            "Refresh Token Expiration In Seconds",
            settings.lifetimes.refresh_token.to_string(),
        ),
        (
            "Allowed IP Addresses",
            account.allowed_addresses.to_string(),
        ),
    ]
}

fn as_json(account: &Account, settings: &Settings) -> Value {
    json!({
        "account_id": account.id,
        "restrict_create_service_id": restriction(settings.restrict_service_id_creation),
        "restrict_create_platform_apikey": restriction(settings.restrict_api_key_creation),
        "restrict_user_list_visibility": restriction(settings.restrict_user_list),
        "mfa": mfa(settings.mfa),
        "session_expiration_in_seconds": settings.lifetimes.session.to_string(),
        "session_invalidation_in_seconds": settings.lifetimes.inactivity.to_string(),
        "system_access_token_expiration_in_seconds": settings.lifetimes.access_token.to_string(),
        "system_refresh_token_expiration_in_seconds": settings.lifetimes.refresh_token.to_string(),
        "allowed_ip_addresses": account.allowed_addresses,
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
