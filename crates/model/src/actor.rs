//! Who does something, and through which face.

use serde::{Deserialize, Serialize};

use crate::id::{ServiceIdId, TrustedProfileId, UserId};

/// An identity that acts in the account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// A user of the account: a person or a functional ID.
    User(UserId),
    /// A service ID.
    ServiceId(ServiceIdId),
    /// A trusted profile that somebody has put on.
    TrustedProfile(TrustedProfileId),
    /// Credlab itself: staging an account, and what happens by the passing of time. Passes no gate in the
    /// name of anybody and is never offered to a visitor.
    Credlab,
}

/// Where a command came from. The audit trail names it, as IBM Cloud names the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// The pages in the browser.
    Console,
    /// The `ibmcloud` command line.
    Shell,
    /// The HTTP interfaces.
    Api,
}

impl Face {
    /// The client id that IBM Cloud's events carry (`console.md`, section 14).
    pub fn client_id(self) -> &'static str {
        match self {
            Face::Console => "HOP55v1CCT",
            Face::Shell => "bx",
            Face::Api => "default",
        }
    }
}

/// Who acts, through which face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The identity.
    pub identity: Identity,
    /// The face.
    pub face: Face,
}

impl Actor {
    /// `user` at `face`.
    pub fn user(user: UserId, face: Face) -> Actor {
        Actor {
            identity: Identity::User(user),
            face,
        }
    }

    /// Credlab itself.
    pub fn credlab() -> Actor {
        Actor {
            identity: Identity::Credlab,
            face: Face::Console,
        }
    }
}
