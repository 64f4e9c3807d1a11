//! What a decision needs from the outside: the moment, and unpredictable bytes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Timestamp;
use crate::id::{
    AccessGroupId, AccountId, ApiKeyId, ClusterId, CustomRoleId, PolicyId, ResourceGroupId,
    ServiceIdId, TrustedProfileId, UserId,
};

/// The moment and the seed of one decision.
///
/// The same context gives the same ids and secrets every time, so a decision can be repeated, and whoever
/// made the context can show the secret that the decision minted: [`Context::api_key_value`].
#[derive(Clone)]
pub struct Context {
    /// The account's time.
    pub now: Timestamp,
    real: Timestamp,
    seed: [u8; 32],
}

impl Context {
    /// A context for one decision. `seed` must come from the operating system's random source.
    pub fn new(now: Timestamp, seed: [u8; 32]) -> Context {
        Context {
            now,
            real: now,
            seed,
        }
    }

    /// The same at a real moment that is another than the account's time (see [`Clock`](crate::account::Clock)).
    pub fn at_real(self, real: Timestamp) -> Context {
        Context { real, ..self }
    }

    /// The real moment: only the account's clock depends on it.
    pub(crate) fn real(&self) -> Timestamp {
        self.real
    }

    /// The value of an IBM Cloud API key made in this context: 44 characters of `A-Z a-z 0-9 - _`.
    pub fn api_key_value(&self) -> String {
        self.api_key_value_of(0)
    }

    /// The value of the `n`th API key made in this context.
    pub(crate) fn api_key_value_of(&self, n: u32) -> String {
        let (head, tail) = (self.bytes("api-key", n), self.bytes("api-key-tail", n));
        let mut value = [0u8; 33];
        let source = head.iter().chain(&tail);
        value
            .iter_mut()
            .zip(source)
            .for_each(|(to, from)| *to = *from);
        URL_SAFE_NO_PAD.encode(value)
    }

    /// The value of a classic infrastructure API key made in this context: 64 hexadecimal digits.
    pub fn classic_api_key_value(&self) -> String {
        hex::encode(self.bytes("classic-api-key", 0))
    }

    /// The value of a one-time passcode made in this context: ten letters and digits, none of which looks like another.
    pub fn passcode_value(&self) -> String {
        let alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        self.text("passcode", 0, alphabet, 10)
    }

    /// The number that ties a command's events together in the audit trail: a UUID.
    pub fn correlation(&self) -> String {
        self.uuid("correlation", 0)
    }

    /// A fresh UUID (version 4) for `label` and `n`.
    pub(crate) fn uuid(&self, label: &str, n: u32) -> String {
        let mut bytes = self.bytes(label, n);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let text = hex::encode(bytes);
        let mut digits = text.chars();
        [8, 4, 4, 4, 12]
            .map(|n| digits.by_ref().take(n).collect::<String>())
            .join("-")
    }

    /// `digits` fresh hexadecimal digits, 64 at most.
    pub(crate) fn hex(&self, label: &str, n: u32, digits: usize) -> String {
        hex::encode(self.bytes(label, n))
            .chars()
            .take(digits)
            .collect()
    }

    /// `length` fresh characters of `alphabet`, 32 at most.
    pub(crate) fn text(&self, label: &str, n: u32, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        self.bytes(label, n)
            .iter()
            .take(length)
            .filter_map(|b| letters.get(usize::from(*b) % letters.len().max(1)))
            .collect()
    }

    /// A fresh number of `from..from + span`.
    pub(crate) fn number(&self, label: &str, n: u32, from: u32, span: u32) -> u32 {
        let [a, b, c, d, ..] = self.bytes(label, n);
        from + u32::from_be_bytes([a, b, c, d]) % span.max(1)
    }

    pub(crate) fn fresh_user(&self, n: u32) -> UserId {
        UserId::minted(&format!(
            "IBMid-{}",
            self.text("user", n, "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 10)
        ))
    }

    pub(crate) fn fresh_service_id(&self, n: u32) -> ServiceIdId {
        ServiceIdId::minted(&format!("ServiceId-{}", self.uuid("service-id", n)))
    }

    pub(crate) fn fresh_api_key(&self, n: u32) -> ApiKeyId {
        ApiKeyId::minted(&format!("ApiKey-{}", self.uuid("api-key-id", n)))
    }

    pub(crate) fn fresh_access_group(&self, n: u32) -> AccessGroupId {
        AccessGroupId::minted(&format!("AccessGroupId-{}", self.uuid("access-group", n)))
    }

    pub(crate) fn fresh_policy(&self, n: u32) -> PolicyId {
        PolicyId::minted(&self.uuid("policy", n))
    }

    pub(crate) fn fresh_trusted_profile(&self) -> TrustedProfileId {
        TrustedProfileId::minted(&format!("Profile-{}", self.uuid("trusted-profile", 0)))
    }

    pub(crate) fn fresh_custom_role(&self) -> CustomRoleId {
        CustomRoleId::minted(&self.uuid("custom-role", 0))
    }

    pub(crate) fn fresh_account(&self) -> AccountId {
        AccountId::minted(&self.hex("account", 0, 32))
    }

    pub(crate) fn fresh_resource_group(&self, n: u32) -> ResourceGroupId {
        ResourceGroupId::minted(&self.hex("resource-group", n, 32))
    }

    pub(crate) fn fresh_cluster(&self, n: u32) -> ClusterId {
        ClusterId::minted(&self.text("cluster", n, "abcdefghijklmnopqrstuvwxyz0123456789", 20))
    }

    fn bytes(&self, label: &str, n: u32) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.seed);
        hasher.update(label.as_bytes());
        hasher.update([0]);
        hasher.update(n.to_be_bytes());
        hasher.finalize().into()
    }
}
