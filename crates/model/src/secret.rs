//! Secrets: API key values and passwords. Shown once by whoever made them, kept as hashes.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of a secret, as 64 hexadecimal digits.
///
/// API key values carry 264 bits (classic ones 256), so one round is enough. The password of a persona
/// guards nothing but a simulation; it is salted with the account's id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretHash(String);

impl SecretHash {
    /// The hash of `secret`.
    pub fn of(secret: &str) -> SecretHash {
        SecretHash(hex::encode(Sha256::digest(secret.as_bytes())))
    }

    /// The hash of a password, salted.
    pub fn salted(salt: &str, password: &str) -> SecretHash {
        Self::of(&format!("{salt}:{password}"))
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}
