//! Changing the account's IAM settings; on the server only.

use credlab_model::account::{Command, Mfa, seconds};
use credlab_model::iam::access_group::{self, PublicAccess};
use credlab_model::iam::session::AllowedAddresses;
use credlab_model::refusal::{Refusal, RefusalKind};

use super::SettingsForm;
use crate::backend::{Visit, kind_of, lines};
use crate::view::{Notice, NoticeKind};

/// Kinds of multifactor authentication: the value of the API, and the label.
pub const MFA: [(Mfa, &str, &str); 3] = [
    (Mfa::None, "NONE", "None"),
    (Mfa::Totp, "TOTP", "TOTP for users without a federated ID"),
    (Mfa::Totp4All, "TOTP4ALL", "TOTP for all users"),
];

/// Saves what the form names.
pub async fn update(visit: &Visit, form: &SettingsForm) -> Result<Notice, Notice> {
    let before = visit.account.settings;
    let mut next = before;
    let [api_keys, service_ids, user_list] = &form.restrictions;
    restrict(
        "API key creation",
        &mut next.restrict_api_key_creation,
        api_keys,
    )?;
    restrict(
        "service ID creation",
        &mut next.restrict_service_id_creation,
        service_ids,
    )?;
    restrict(
        "user list visibility",
        &mut next.restrict_user_list,
        user_list,
    )?;
    if !form.mfa.is_empty() {
        let found = MFA.iter().find(|(_, name, _)| *name == form.mfa);
        let (mfa, ..) = found.ok_or_else(|| {
            invalid(
                "multifactor authentication",
                "must be NONE, TOTP or TOTP4ALL",
            )
        })?;
        next.mfa = *mfa;
    }
    let [session, inactivity, access_token, refresh_token] = &form.lifetimes;
    let lifetimes = &mut next.lifetimes;
    last("longest session", &mut lifetimes.session, session)?;
    last("inactivity", &mut lifetimes.inactivity, inactivity)?;
    last(
        "lifetime of access tokens",
        &mut lifetimes.access_token,
        access_token,
    )?;
    last(
        "lifetime of refresh tokens",
        &mut lifetimes.refresh_token,
        refresh_token,
    )?;
    if next == before {
        return Ok(Notice::new(NoticeKind::Info, "Nothing was changed"));
    }
    let effects = visit.impact(Command::Configure(next));
    visit.perform(Command::Configure(next)).await?;
    Ok(Notice {
        kind: kind_of(&effects),
        why: lines(&effects),
        ..Notice::success("The IAM settings are saved")
    })
}

fn restrict(field: &'static str, setting: &mut bool, typed: &str) -> Result<(), Refusal> {
    *setting = match typed {
        "" => return Ok(()),
        "restricted" => true,
        "unrestricted" => false,
        _ => return Err(invalid(field, "must be restricted or unrestricted")),
    };
    Ok(())
}

fn last(field: &'static str, setting: &mut u32, typed: &str) -> Result<(), Refusal> {
    if typed.trim().is_empty() {
        return Ok(());
    }
    let read = seconds(typed).and_then(|seconds| u32::try_from(seconds).ok());
    *setting =
        read.ok_or_else(|| invalid(field, "must be a length of time, like 30m, 24h or 1h 30m"))?;
    Ok(())
}

/// Turns the group *Public Access* on or off.
pub async fn set_public_access(visit: &Visit, typed: &str) -> Result<Notice, Notice> {
    let (access, title) = match typed {
        "on" => (PublicAccess::Enabled, "The public access group is on"),
        "off" => (PublicAccess::Disabled, "The public access group is off"),
        _ => return Err(invalid("public access group", "must be on or off").into()),
    };
    visit
        .perform(access_group::Command::SetPublicAccess(access))
        .await?;
    Ok(Notice::success(title))
}

/// Says where tokens are given.
pub async fn allow_addresses(visit: &Visit, typed: &str) -> Result<Notice, Notice> {
    let addresses: AllowedAddresses = typed.parse()?;
    let everywhere = addresses == AllowedAddresses::default();
    visit.perform(Command::AllowAddresses(addresses)).await?;
    Ok(Notice::success(match everywhere {
        true => "Tokens are given at all IP addresses",
        false => "Tokens are given at the listed IP addresses only",
    }))
}

fn invalid(field: &'static str, problem: &str) -> Refusal {
    let problem = problem.into();
    RefusalKind::InvalidField { field, problem }.refusal()
}
