//! Names and tags that IAM's answers carry.

use credlab_model::Account;
use sha2::{Digest, Sha256};

/// The CRN of a thing of the identity service: `crn:v1:bluemix:public:iam-identity::a/ACCOUNT::KIND:ID`.
pub(super) fn identity_crn(account: &Account, kind: &str, id: &str) -> String {
    let account = &account.id;
    format!("crn:v1:bluemix:public:iam-identity::a/{account}::{kind}:{id}")
}

/// The version of a thing: its revision and 32 hexadecimal digits that change with it.
pub(super) fn version(revision: u32, of: &str) -> String {
    let digits = hex::encode(Sha256::digest(format!("{of}/{revision}")));
    let digits: String = digits.chars().take(32).collect();
    format!("{revision}-{digits}")
}
