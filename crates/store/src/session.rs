//! Browser sessions: who has opened which account, as which persona.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credlab_model::id::AccountId;
use credlab_model::{Identity, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Sqlite, query::Query};

use crate::account::{milliseconds, parse_id, seed, timestamp};
use crate::error::StoreError;
use crate::records;
use crate::store::Store;

/// For how many days after its last use a session can be taken up again.
pub const SESSION_DAYS: u32 = 30;

/// The largest text of a shell's session, in bytes.
pub const SHELL_LIMIT: usize = 16 * 1024;

const HOUR: i64 = 3_600_000;
const LIFETIME: i64 = SESSION_DAYS as i64 * 24 * HOUR;

/// A browser session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account that it is about.
    pub account: AccountId,
    /// As whom it acts.
    pub persona: Identity,
    /// As whom pages are only looked at, if not as the persona.
    pub viewing: Option<Identity>,
    /// The session of the shell in the page, in the shell's own words.
    pub shell: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
}

/// Account, persona, whose view, the shell, when it started and was last used.
type Row = (String, String, Option<String>, Option<String>, i64, i64);

impl Store {
    /// Begins a session of `account` that acts as `persona`. Gives its token: 43 characters of
    /// `A-Z a-z 0-9 - _`, which are 256 random bits. Only their SHA-256 is stored.
    ///
    /// Errors: [`StoreError::NoAccount`], [`StoreError::NotAPersona`].
    pub async fn start_session(
        &self,
        account: &AccountId,
        persona: &Identity,
    ) -> Result<String, StoreError> {
        let persona = stored_persona(persona)?;
        let token = seed()?;
        let now = milliseconds(Timestamp::now());
        let number = {
            let mut reader = self.database().read().await?;
            records::number(&mut reader, account).await?
        };
        let insert = sqlx::query(
            "INSERT INTO sessions (token_hash, account, persona, started_at, used_at) \
             SELECT ?, number, ?, ?, ? FROM accounts WHERE number = ?",
        )
        .bind(hash(&token))
        .bind(persona)
        .bind(now)
        .bind(now)
        .bind(number);
        match self.write(insert).await? {
            0 => Err(StoreError::NoAccount(account.clone())),
            _ => {
                self.forget_expired(now).await;
                Ok(URL_SAFE_NO_PAD.encode(token))
            }
        }
    }

    /// The session of that token. None if it is unknown, malformed, or was last used more than
    /// [`SESSION_DAYS`] ago. Counts as a use.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, StoreError> {
        let Some(hash) = parse_token(token) else {
            return Ok(None);
        };
        let row: Option<Row> = {
            let mut reader = self.database().read().await?;
            sqlx::query_as(
                "SELECT accounts.id, persona, viewing, shell, started_at, used_at FROM sessions \
                 JOIN accounts ON accounts.number = sessions.account WHERE token_hash = ?",
            )
            .bind(&hash)
            .fetch_optional(&mut *reader)
            .await?
        };
        let now = milliseconds(Timestamp::now());
        let Some((account, persona, viewing, shell, started_at, used_at)) =
            row.filter(|row| row.5 > now - LIFETIME)
        else {
            return Ok(None);
        };
        if used_at < now - HOUR {
            self.note_use(hash, now);
        }
        Ok(Some(Session {
            account: parse_id(&account)?,
            persona: read_persona(&persona)?,
            viewing: viewing.as_deref().map(read_persona).transpose()?,
            shell,
            started_at: timestamp(started_at)?,
        }))
    }

    /// Makes a session act as another persona, and look at pages as that persona, too. Other sessions of the account stay
    /// as they are.
    ///
    /// Errors: [`StoreError::NoSession`], [`StoreError::NotAPersona`].
    pub async fn set_persona(&self, token: &str, persona: &Identity) -> Result<(), StoreError> {
        let persona = stored_persona(persona)?;
        let update =
            "UPDATE sessions SET persona = ?, viewing = NULL WHERE token_hash = ? AND used_at > ?";
        self.change(token, update, Some(persona)).await
    }

    /// Makes a session look at pages as somebody else than its persona; as its persona again for none.
    ///
    /// Errors: [`StoreError::NoSession`], [`StoreError::NotAPersona`].
    pub async fn set_viewing(
        &self,
        token: &str,
        viewing: Option<&Identity>,
    ) -> Result<(), StoreError> {
        let viewing = viewing.map(stored_persona).transpose()?;
        let update = "UPDATE sessions SET viewing = ? WHERE token_hash = ? AND used_at > ?";
        self.change(token, update, viewing).await
    }

    /// Keeps the session of the shell in the page, a text of [`SHELL_LIMIT`] bytes at most.
    ///
    /// Errors: [`StoreError::NoSession`], [`StoreError::ShellTooLong`].
    pub async fn set_shell(&self, token: &str, shell: &str) -> Result<(), StoreError> {
        if shell.len() > SHELL_LIMIT {
            return Err(StoreError::ShellTooLong);
        }
        let update = "UPDATE sessions SET shell = ? WHERE token_hash = ? AND used_at > ?";
        self.change(token, update, Some(shell.to_string())).await
    }

    /// Makes a session one of another account of the same family: of a fork, or of what it was forked from.
    ///
    /// Errors: [`StoreError::NoSession`]; [`StoreError::NoAccount`] if the family has no such account.
    pub async fn move_session(&self, token: &str, to: &AccountId) -> Result<(), StoreError> {
        let session = self.session(token).await?.ok_or(StoreError::NoSession)?;
        let family = self.family(&session.account).await?;
        if !family.iter().any(|member| member.id == *to) {
            return Err(StoreError::NoAccount(to.clone()));
        }
        let update = "UPDATE sessions SET account = (SELECT number FROM accounts WHERE id = ?), viewing = NULL \
                      WHERE token_hash = ? AND used_at > ?";
        self.change(token, update, Some(to.to_string())).await
    }

    /// Ends a session. It is no error if it has ended already.
    pub async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        if let Some(hash) = parse_token(token) {
            let delete = sqlx::query("DELETE FROM sessions WHERE token_hash = ?").bind(hash);
            self.write(delete).await?;
        }
        Ok(())
    }

    async fn change(
        &self,
        token: &str,
        update: &'static str,
        value: Option<String>,
    ) -> Result<(), StoreError> {
        let hash = parse_token(token).ok_or(StoreError::NoSession)?;
        let oldest = milliseconds(Timestamp::now()) - LIFETIME;
        let update = sqlx::query(update).bind(value).bind(hash).bind(oldest);
        match self.write(update).await? {
            0 => Err(StoreError::NoSession),
            _ => Ok(()),
        }
    }

    /// Notes that a session is in use, aside: looking at a session must not wait for those who write.
    fn note_use(&self, hash: Vec<u8>, now: i64) {
        let store = self.clone();
        tokio::spawn(async move {
            let update = sqlx::query("UPDATE sessions SET used_at = ? WHERE token_hash = ?");
            if let Err(problem) = store.write(update.bind(now).bind(hash)).await {
                tracing::warn!(%problem, "the use of a session was not noted");
            }
        });
    }

    async fn forget_expired(&self, now: i64) {
        let delete = sqlx::query("DELETE FROM sessions WHERE used_at <= ?").bind(now - LIFETIME);
        if let Err(problem) = self.write(delete).await {
            tracing::warn!(%problem, "expired sessions were not deleted");
        }
    }

    /// Runs one statement in a transaction. Gives the number of rows that it changed.
    async fn write(
        &self,
        statement: Query<'_, Sqlite, SqliteArguments>,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.database().begin().await?;
        let work = statement.execute(transaction.connection()).await;
        let work = work.map(|done| done.rows_affected());
        transaction.end(work.map_err(StoreError::from)).await
    }
}

fn hash(token: &[u8]) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// The hash of a token, if it has the form of one.
fn parse_token(token: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    (bytes.len() == 32).then(|| hash(&bytes))
}

fn read_persona(text: &str) -> Result<Identity, StoreError> {
    serde_json::from_str(text)
        .map_err(|problem| StoreError::damaged(format!("a session's persona: {problem}")))
}

fn stored_persona(persona: &Identity) -> Result<String, StoreError> {
    if *persona == Identity::Credlab {
        return Err(StoreError::NotAPersona);
    }
    serde_json::to_string(persona).map_err(|problem| StoreError::Io(std::io::Error::other(problem)))
}
