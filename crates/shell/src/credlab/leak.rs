//! `credlab leak`: what follows when the value of an API key is found where others can read it.

use credlab_model::iam::api_key::{ApiKey, Command};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use credlab_model::{Account, Actor, Timestamp};

use crate::iam::several_keys;
use crate::run::{Outcome, Run, Stop};

/// `credlab leak (NAME|UUID)`.
#[derive(Debug, clap::Args)]
pub(crate) struct Leak {
    /// The API key, of whoever it is
    #[arg(value_name = "NAME|UUID")]
    key: String,
}

impl Leak {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let before = run.account();
        let key = find(&before, &self.key, run.now())?;
        let id = key.id.clone();
        run.execute(&Actor::credlab(), Command::ReportLeak { id })?;
        let owner = before.member_name(&key.owner).unwrap_or_default();
        run.out.marked(&format!(
            "API key `{}` of `{owner}` has leaked. The owner and the account's administrators are told.",
            key.name
        ));
        let account = run.account();
        run.out.line(match account.api_keys.get(&key.id) {
            None => "It was deleted.",
            Some(key) if key.disabled => "It is disabled.",
            Some(_) => "It goes on working: no action was chosen for the case.",
        });
        Ok(())
    }
}

fn find<'a>(account: &'a Account, typed: &str, now: Timestamp) -> Outcome<&'a ApiKey> {
    let called = |key: &&ApiKey| key.name == typed || key.id.as_str() == typed;
    let keys = account.api_keys.values().filter(called);
    let keys: Vec<&ApiKey> = keys.filter(|key| !key.is_removed(now)).collect();
    match keys.as_slice() {
        [key] => Ok(key),
        [] => {
            let (noun, name) = (Noun::ApiKey, shorten(typed));
            Err(RefusalKind::NotFound { noun, name }.refusal().into())
        }
        several => Err(Stop::Failed(several_keys(typed, several))),
    }
}
