//! How long tokens and sessions last (R141-R143). Who calls the API with a key gets a token and nothing else; who logs in,
//! at the command line or in the console, gets a session, whose limits replace the settings for tokens.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Settings, later};
use crate::refusal::{Refusal, RefusalKind};

/// Lifetimes, in seconds, as the account sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifetimes {
    /// Of a session at most: 15 minutes to 720 hours.
    pub session: u32,
    /// Of a session in which nothing is done: 15 minutes to 24 hours.
    pub inactivity: u32,
    /// Of an access token: 15 to 60 minutes.
    pub access_token: u32,
    /// Of a refresh token: 15 minutes to 72 hours.
    pub refresh_token: u32,
}

impl Default for Lifetimes {
    /// What holds where nothing was set (`api.md`, section 2).
    fn default() -> Lifetimes {
        Lifetimes {
            session: 86_400,
            inactivity: 7_200,
            access_token: 3_600,
            refresh_token: 259_200,
        }
    }
}

/// What somebody who shows credentials gets. Lifetimes are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// How long the access token is good.
    pub access_token: u32,
    /// How long the refresh token is good, if there is one.
    pub refresh_token: Option<u32>,
    /// Whether there is a session.
    pub session: bool,
}

/// For what credentials are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A call of the API with an API key.
    Call,
    /// A login at the command line or in the console.
    Login,
}

impl Lifetimes {
    /// What the account's settings give for a purpose (R142).
    pub fn given(&self, purpose: Purpose) -> Given {
        match purpose {
            Purpose::Call => Given {
                access_token: self.access_token,
                refresh_token: None,
                session: false,
            },
            Purpose::Login => {
                let usual = Lifetimes::default();
                Given {
                    access_token: usual.access_token,
                    refresh_token: Some(usual.refresh_token),
                    session: true,
                }
            }
        }
    }

    /// The ranges of R141 and R143.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        for (field, value, most) in [
            ("longest session", self.session, 2_592_000),
            ("inactivity", self.inactivity, 86_400),
            ("lifetime of access tokens", self.access_token, 3_600),
            ("lifetime of refresh tokens", self.refresh_token, 259_200),
        ] {
            const LEAST: u32 = 900;
            if !(LEAST..=most).contains(&value) {
                let problem = format!("must be {LEAST} to {most} seconds");
                return Err(RefusalKind::InvalidField { field, problem }.refusal());
            }
        }
        Ok(())
    }
}

/// A session that began with a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// When it began.
    pub at: Timestamp,
    /// When something was last done in it.
    pub seen: Timestamp,
}

/// Why a session ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It had lasted as long as one may.
    Longest,
    /// Nothing was done in it for too long.
    Inactive,
}

impl Login {
    /// A session that begins.
    pub fn begin(now: Timestamp) -> Login {
        Login { at: now, seen: now }
    }

    /// Why the session is over at `now`, if it is (R143).
    pub fn end(&self, settings: &Settings, now: Timestamp) -> Option<End> {
        let limits = &settings.lifetimes;
        if later(self.at, limits.session.into()) <= now {
            return Some(End::Longest);
        }
        (later(self.seen, limits.inactivity.into()) <= now).then_some(End::Inactive)
    }
}
