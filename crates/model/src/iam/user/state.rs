//! A user's state, and what it leaves open.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind, shorten};

/// A user's state (`console.md`, User states).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// The record exists, the invitation mail is not sent yet.
    Processing,
    /// Invited, not accepted.
    Pending,
    /// Accepted.
    Active,
    /// Platform yes, classic infrastructure no (R88).
    DisabledClassicInfrastructure,
    /// Classic devices through VPN only, no console (R88).
    VpnOnly,
    /// May not log in; access is kept but denied (R111).
    Suspended,
    /// The IBMid behind the user is gone.
    Invalid,
}

impl State {
    /// Every state.
    pub const ALL: [State; 7] = [
        State::Processing,
        State::Pending,
        State::Active,
        State::DisabledClassicInfrastructure,
        State::VpnOnly,
        State::Suspended,
        State::Invalid,
    ];

    /// The label in the console.
    pub fn label(self) -> &'static str {
        match self {
            State::Processing => "Processing",
            State::Pending => "Pending",
            State::Active => "Active",
            State::DisabledClassicInfrastructure => "Disabled classic infrastructure",
            State::VpnOnly => "VPN-only",
            State::Suspended => "Suspended",
            State::Invalid => "Invalid",
        }
    }

    /// The value in the API and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Processing => "PROCESSING",
            State::Pending => "PENDING",
            State::Active => "ACTIVE",
            State::DisabledClassicInfrastructure => "DISABLED_CLASSIC_INFRASTRUCTURE",
            State::VpnOnly => "VPN_ONLY",
            State::Suspended => "SUSPENDED",
            State::Invalid => "INVALID",
        }
    }

    /// Whether the invitation has not been accepted yet.
    pub fn is_invited(self) -> bool {
        matches!(self, State::Processing | State::Pending)
    }

    /// Whether an administrator may set this state by hand (R114).
    pub fn can_be_set(self) -> bool {
        matches!(
            self,
            State::Active
                | State::DisabledClassicInfrastructure
                | State::VpnOnly
                | State::Suspended
        )
    }

    /// Whether classic infrastructure is open in this state (R88).
    pub fn allows_classic(self) -> bool {
        matches!(self, State::Active | State::VpnOnly)
    }

    /// Whether an existing classic infrastructure API key works: also when the IBMid is gone (R137).
    pub fn keeps_classic_key(self) -> bool {
        self.allows_classic() || self == State::Invalid
    }
}

impl FromStr for State {
    type Err = Refusal;
    /// By its value in the API, in any case.
    fn from_str(text: &str) -> Result<State, Refusal> {
        let found = State::ALL
            .into_iter()
            .find(|state| state.as_str().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| {
            let problem = format!("'{}' is not known", shorten(text.trim()));
            RefusalKind::InvalidField {
                field: "status",
                problem,
            }
            .refusal()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_by_their_value_and_nothing_else() {
        for state in State::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
            assert_eq!(state.as_str().to_lowercase().parse(), Ok(state));
        }
        for text in ["", "VPN-only", "ACTIVE,", "\u{202e}"] {
            assert!(text.parse::<State>().is_err(), "{text:?}");
        }
    }
}
