//! Signing in to the account, as a persona does in the shell and the console.

mod address;
mod lifetime;
pub mod passcode;

pub use address::{AllowedAddresses, may_enter_from};
pub use lifetime::{End, Given, Lifetimes, Login, Purpose};
pub use passcode::{Passcode, with_passcode};

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::user::State;
use crate::refusal::{Refusal, RefusalKind, SignInFailure, shorten};
use crate::secret::SecretHash;

/// How an identity signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// E-mail address and password.
    Password,
    /// An API key.
    ApiKey,
    /// A one-time passcode.
    Passcode,
}

/// What can be asked of sessions. Beginnings and ends only leave a trace, but for the passcode that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The actor has signed in.
    Start(Method),
    /// The actor has signed in at an address (R112).
    StartFrom(Method, IpAddr),
    /// The actor signs in at an address with the passcode of that hash, which is used up.
    StartWithPasscode(SecretHash, IpAddr),
    /// Makes a one-time passcode for the actor.
    MakePasscode,
    /// The actor has signed out.
    End,
}

/// What happened in sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An identity signed in.
    Started(Method),
    /// A user got a passcode.
    PasscodeMade(Passcode),
    /// An identity signed out.
    Ended,
}

/// The identity behind an e-mail address and a password.
pub fn with_password(account: &Account, email: &str, password: &str) -> Result<Identity, Refusal> {
    let user = account.user_by_email(&email.trim().to_lowercase());
    let right = SecretHash::salted(account.id.as_str(), password) == account.persona_password;
    match user {
        Some(user) if right => {
            may_enter(account, &user.identity())?;
            Ok(user.identity())
        }
        _ => Err(RefusalKind::SignIn(SignInFailure::Password {
            user: shorten(email),
        })
        .refusal()),
    }
}

/// The identity behind the value of an API key (BXNIM0415E for all that is wrong with it).
pub fn with_api_key(account: &Account, value: &str, now: Timestamp) -> Result<Identity, Refusal> {
    let hash = SecretHash::of(value);
    let key = account
        .api_keys
        .values()
        .find(|key| key.hash == hash && key.is_usable(now));
    let owner = key
        .map(|key| key.owner.clone())
        .ok_or_else(|| RefusalKind::SignIn(SignInFailure::ApiKey).refusal())?;
    may_enter(account, &owner)?;
    Ok(owner)
}

/// Whether an identity may be in a session at all (R111, R125).
pub fn may_enter(account: &Account, identity: &Identity) -> Result<(), Refusal> {
    let id = match identity {
        Identity::User(id) => id,
        Identity::ServiceId(id) => return account.service_id(id).map(drop),
        Identity::TrustedProfile(id) => return account.trusted_profile(id).map(drop),
        Identity::Credlab => return Ok(()),
    };
    let user = account.user(id)?;
    let email = user.email.to_string();
    match user.state {
        State::Active | State::DisabledClassicInfrastructure => Ok(()),
        State::Processing | State::Pending => {
            Err(RefusalKind::SignIn(SignInFailure::InvitationPending {
                user: email.clone(),
            })
            .refusal()
            .remedy(crate::refusal::Remedy::run(
                "Accept the invitation as the invited user.",
                format!("credlab accept {email}"),
            )))
        }
        state => Err(RefusalKind::SignIn(SignInFailure::NotActive {
            user: email,
            state: state.label(),
        })
        .refusal()),
    }
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    Ok(vec![match command {
        Command::Start(method) => {
            may_enter(account, &actor.identity)?;
            Event::Started(*method).into()
        }
        Command::StartFrom(method, address) => {
            may_enter(account, &actor.identity)?;
            may_enter_from(account, &actor.identity, *address)?;
            Event::Started(*method).into()
        }
        Command::StartWithPasscode(hash, address) => {
            if passcode::holder(account, hash, ctx.now)? != actor.identity {
                return Err(RefusalKind::SignIn(SignInFailure::Passcode).refusal());
            }
            may_enter(account, &actor.identity)?;
            may_enter_from(account, &actor.identity, *address)?;
            Event::Started(Method::Passcode).into()
        }
        Command::MakePasscode => {
            may_enter(account, &actor.identity)?;
            Event::PasscodeMade(passcode::make(actor, ctx)?).into()
        }
        Command::End => Event::Ended.into(),
    }])
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    let Identity::User(user) = &record.actor.identity else {
        return;
    };
    match event {
        Event::PasscodeMade(passcode) => {
            account.passcodes.insert(user.clone(), passcode.clone());
        }
        Event::Started(Method::Passcode) => {
            account.passcodes.remove(user);
        }
        Event::Started(_) | Event::Ended => {}
    }
}

pub(crate) fn audited(actor: &Actor, event: &Event) -> Audited {
    let action = match (event, &actor.identity) {
        (Event::Started(Method::ApiKey), Identity::ServiceId(_)) => {
            "iam-identity.serviceid-apikey.login"
        }
        (Event::Started(Method::ApiKey), _) => "iam-identity.user-apikey.login",
        (Event::Started(Method::Password), _) => "iam-identity.user-refreshtoken.login",
        (Event::Started(Method::Passcode), _) => "iam-identity.user-passcode.login",
        (Event::PasscodeMade(_), _) => "iam-identity.user-passcode.create",
        (Event::Ended, _) => "iam-identity.user.logout",
    };
    Audited::new(action, "account")
}
