//! Leaving the present: going back to a moment, forking the account at one, and opening another account of the family.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::PATH;
use crate::carbon::button::Submit;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::notification::Findings;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Notice, Problem};

#[cfg(feature = "ssr")]
pub use server::{family_of, leave_of};

/// What going back and forking would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveView {
    /// The moment's record.
    pub at: u64,
    /// Why it can't be gone back to.
    pub current: Option<String>,
    /// What going back changes, one line each, and how much more.
    pub changes: Vec<String>,
    /// Why the account can't be forked.
    pub no_fork: Option<String>,
}

/// An account of the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelativeView {
    /// Its id.
    pub id: String,
    /// How far it has come and when it was made: `123 records, made 2024-09-03 10:15 UTC`.
    pub text: String,
    /// Whether it is the one that is open.
    pub open: bool,
}

/// Makes the account what it was after record `at`.
#[server(prefix = "/api", endpoint = "account/history/rewind")]
pub async fn rewind_account(at: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::rewind(&visit, &at).await)
}

/// Makes another account of the records up to `at`, and opens it.
#[server(prefix = "/api", endpoint = "account/history/fork")]
pub async fn fork_account(at: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::fork(&visit, &at).await)
}

/// Opens the account of the id `account`, which must be of the family.
#[server(prefix = "/api", endpoint = "account/history/open")]
pub async fn open_account(account: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::open(&visit, &account).await)
}

/// Asks before the account is gone back in, or forked: `rewind` or `fork`. Nothing for anything else.
pub fn leave_dialog(kind: &str, view: LeaveView) -> AnyView {
    let at = view.at;
    let close = format!("{PATH}?at={at}");
    match kind {
        "rewind" => view! {
            <Dialog title=format!("Go back to record {at}?") close=close.clone()>
                <PostForm action="/api/account/history/rewind">
                    <p class="credlab-dialog-text">
                        "The account becomes what it was after that record. What was done since then stays in the history, so you can come back to it in the same way. The account's time goes on."
                    </p>
                    <p>{if view.changes.is_empty() { "Nothing changes." } else { "What changes:" }}</p>
                    <Findings why=view.changes />
                    <input type="hidden" name="at" value=at.to_string() />
                    <DialogButtons close=close submit="Go back" danger=true disabled=view.current.map(Into::into) />
                </PostForm>
            </Dialog>
        }
        .into_any(),
        // An ordinary form, with script too: another account is another page.
        "fork" => view! {
            <Dialog title=format!("Fork the account at record {at}?") close=close.clone()>
                <form method="post" action="/api/account/history/fork">
                    <p class="credlab-dialog-text">
                        "Another account begins with the records up to this one, and is opened. This account stays as it is; you find it below Accounts."
                    </p>
                    <input type="hidden" name="at" value=at.to_string() />
                    <DialogButtons close=close submit="Fork" disabled=view.no_fork.map(Into::into) />
                </form>
            </Dialog>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// The account and its forks.
pub fn family(accounts: Vec<RelativeView>) -> AnyView {
    let accounts = accounts.into_iter().map(|account| {
        let disabled = account
            .open
            .then(|| "It is the one that is open.".to_string());
        let action = view! {
            // An ordinary form, with script too: another account is another page.
            <form method="post" action="/api/account/history/open">
                <input type="hidden" name="account" value=account.id.clone() />
                <Submit label="Open" kind="ghost" disabled=disabled.map(Into::into) />
            </form>
        };
        view! {
            <li class="credlab-relative">
                <span>
                    <code class="credlab-code">{account.id}</code>
                    <span class="credlab-relative__text">{account.text}</span>
                </span>
                {action}
            </li>
        }
    });
    view! {
        <section class="credlab-section" aria-labelledby="accounts">
            <h2 id="accounts">"Accounts"</h2>
            <ul>{accounts.views()}</ul>
        </section>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Account;
    use credlab_model::id::AccountId;
    use credlab_model::refusal::{Refusal, RefusalKind, shorten};
    use credlab_store::{FAMILY_LIMIT, StoreError};

    use super::{LeaveView, PATH, RelativeView};
    use crate::backend::moment::minute;
    use crate::backend::{Visit, unavailable};
    use crate::pages::account::server::told_as;
    use crate::view::{Notice, Problem, RemedyView};

    /// How many changes a dialog lists.
    const LISTED: usize = 20;

    /// What going back to `then`, after record `at`, would do. `current` is why it can't be gone back to,
    /// `family` how many accounts the family has.
    pub fn leave_of(
        visit: &Visit,
        then: &Account,
        at: u64,
        current: Option<String>,
        family: usize,
    ) -> LeaveView {
        let differences = visit.account.diff(then);
        let mut changes: Vec<String> = differences
            .iter()
            .take(LISTED)
            .map(|found| {
                let sign = found.change.sign();
                format!("{sign} {} {}", found.noun, found.name)
            })
            .collect();
        if let Some(more @ 1..) = differences.len().checked_sub(LISTED) {
            changes.push(format!("… and {more} more."));
        }
        LeaveView {
            at,
            current,
            changes,
            no_fork: (family >= FAMILY_LIMIT).then(|| StoreError::TooManyForks.to_string()),
        }
    }

    /// The account and its forks, the oldest first.
    pub async fn family_of(visit: &Visit) -> Result<Vec<RelativeView>, Problem> {
        let family = visit.store.family(&visit.account.id).await?;
        let relatives = family.into_iter().map(|one| RelativeView {
            open: one.id == visit.account.id,
            id: one.id.to_string(),
            text: format!("{} records, made {}", one.version, minute(one.created_at)),
        });
        Ok(relatives.collect())
    }

    pub async fn rewind(visit: &Visit, at: &str) -> Result<Notice, Notice> {
        let (at, before) = (record(visit, at)?, visit.account.version);
        told_as(visit, format!("credlab rewind {at}"))?;
        let done = visit.store.rewind(&visit.account.id, at).await?;
        let undo = RemedyView {
            text: format!("To undo this, go back to record {before}."),
            command: Some(format!("credlab rewind {before}")),
        };
        let title = format!("The account is what it was after record {at}");
        let newest = done.account.version;
        Ok(Notice {
            remedies: vec![undo],
            ..Notice::success(title).then(format!("{PATH}?at={newest}"))
        })
    }

    pub async fn fork(visit: &Visit, at: &str) -> Result<Notice, Notice> {
        let at = record(visit, at)?;
        told_as(visit, format!("credlab fork {at}"))?;
        let fork = visit
            .store
            .fork(&visit.account.id, at)
            .await
            .map_err(failed)?;
        enter(visit, &fork.id).await?;
        let title = format!("You work on a fork of the account at record {at} now");
        let text = format!(
            "Its ID is {}. The account that it was made of is {}.",
            fork.id, visit.account.id
        );
        Ok(Notice::success(title).with_text(text).then(PATH))
    }

    pub async fn open(visit: &Visit, account: &str) -> Result<Notice, Notice> {
        // No word of accounts that are not of the family, whether there are any or not.
        let unknown = || {
            let text = "The list of accounts has those that there are.";
            Notice::error(format!("The account has no fork '{}'", shorten(account))).with_text(text)
        };
        let id: AccountId = account.parse().map_err(|_| unknown())?;
        let family = visit.store.family(&visit.account.id).await;
        if !family.map_err(failed)?.iter().any(|one| one.id == id) {
            return Err(unknown());
        }
        told_as(visit, format!("credlab open {id}"))?;
        enter(visit, &id).await?;
        Ok(Notice::success(format!("You work on account {id} now")).then(PATH))
    }

    /// Goes on with another account of the family.
    async fn enter(visit: &Visit, id: &AccountId) -> Result<(), Notice> {
        let moved = visit.store.move_session(&visit.token, id).await;
        moved.map_err(failed)
    }

    fn failed(error: StoreError) -> Notice {
        unavailable(&error)
    }

    /// The number of a record that the account has.
    fn record(visit: &Visit, typed: &str) -> Result<u64, Refusal> {
        let newest = visit.account.version;
        let number = typed.trim().parse().ok();
        number.filter(|n| (1..=newest).contains(n)).ok_or_else(|| {
            let (field, problem) = (
                "record",
                format!("must be the number of one: 1 to {newest}"),
            );
            RefusalKind::InvalidField { field, problem }.refusal()
        })
    }
}
