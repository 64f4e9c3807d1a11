//! Taking an account from one database to another, as text.
//!
//! The text is JSON lines: a header, then every record in order. Secrets are in it as hashes only.
//!
//! ```text
//! {"credlab":"account","format":1,"account":"4f1e…","records":2,"head":"90c3…"}
//! {"version":1,"at":"2026-03-02T09:00:00Z","correlation":"…","actor":{…},"event":{…}}
//! {"version":2,…}
//! ```

use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::{Account, Record};
use serde::{Deserialize, Serialize};

use crate::chain::Head;
use crate::error::StoreError;
use crate::records;
use crate::store::Store;

/// The version of the text's format.
pub const FORMAT: u32 = 1;

/// How many records are read at a time.
const BATCH: u32 = 500;

#[derive(Serialize, Deserialize)]
struct Header {
    credlab: What,
    format: u32,
    account: AccountId,
    /// How many records follow, so that a text that was cut off is noticed.
    records: u64,
    /// The newest hash of the chain over the lines that follow, so that an altered one is noticed. Texts of early versions
    /// have none.
    #[serde(default)]
    head: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Account,
}

impl Store {
    /// An account as text: JSON lines, a header with a format version first.
    ///
    /// Errors: [`StoreError::NoAccount`], [`StoreError::Damaged`].
    pub async fn export(&self, id: &AccountId) -> Result<String, StoreError> {
        let mut reader = self.database().read().await?;
        let number = records::number(&mut reader, id).await?;
        let (mut lines, mut after, mut head) = (String::new(), 0, Head::start());
        loop {
            let batch = records::read(&mut reader, number, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.version;
            for record in &batch {
                let line = line(record)?;
                head = head.after(&line);
                push_line(&mut lines, &line);
            }
        }
        if after == 0 {
            return Err(StoreError::NoAccount(id.clone()));
        }
        let mut text = String::with_capacity(lines.len() + 128);
        let header = Header {
            credlab: What::Account,
            format: FORMAT,
            account: id.clone(),
            records: after,
            head: Some(head.hex()),
        };
        push_line(&mut text, &line(&header)?);
        text.push_str(&lines);
        Ok(text)
    }

    /// Makes an account of the text that [`Store::export`] gave, under the id that it had.
    ///
    /// Errors: [`StoreError::Import`] with the first line that is not what it should be; [`StoreError::Exists`].
    /// Nothing has changed then.
    pub async fn import(&self, text: &str) -> Result<Arc<Account>, StoreError> {
        let (account, records) = parse(text)?;
        self.add(account, records, None).await
    }
}

fn line(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|problem| StoreError::Io(std::io::Error::other(problem)))
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn parse(text: &str) -> Result<(Account, Vec<Record>), StoreError> {
    let mut lines = text.trim_end().lines().zip(1..);
    let (first, _) = lines.next().ok_or_else(|| bad(1, "the text is empty"))?;
    let header = parse_header(first)?;
    let mut account = None;
    let mut records: Vec<Record> = Vec::new();
    let mut head = Head::start();
    for (line, n) in lines {
        head = head.after(line);
        let record: Record =
            serde_json::from_str(line).map_err(|problem| bad(n, &format!("{problem}")))?;
        check_order(records.last(), &record).map_err(|reason| bad(n, &reason))?;
        if record.version > header.records {
            return Err(bad(n, "the header announces fewer records"));
        }
        match &mut account {
            None => account = Some(found(&header, &record).map_err(|reason| bad(n, reason))?),
            Some(account) => account.apply(&record),
        }
        records.push(record);
    }
    let account = match account {
        Some(account) if records.len() as u64 == header.records => account,
        _ => return Err(bad(records.len() + 2, &miscounted(&header, records.len()))),
    };
    match &header.head {
        Some(announced) if *announced != head.hex() => Err(bad(
            1,
            "the records are not those that were exported: one of them was altered",
        )),
        _ => Ok((account, records)),
    }
}

fn miscounted(header: &Header, found: usize) -> String {
    format!(
        "the header announces {} records, there are {found}",
        header.records
    )
}

fn parse_header(line: &str) -> Result<Header, StoreError> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
    }
    let version: Version = serde_json::from_str(line)
        .map_err(|problem| bad(1, &format!("it is not the header of an account: {problem}")))?;
    if version.format != FORMAT {
        let reason = format!("format {} is unknown, only {FORMAT} is", version.format);
        return Err(bad(1, &reason));
    }
    serde_json::from_str(line)
        .map_err(|problem| bad(1, &format!("it is not the header of an account: {problem}")))
}

fn check_order(last: Option<&Record>, record: &Record) -> Result<(), String> {
    let expected = last.map_or(1, |last| last.version + 1);
    if record.version != expected {
        return Err(format!(
            "record {expected} was expected, this is record {}",
            record.version
        ));
    }
    match last {
        Some(last) if record.at < last.at => Err(format!(
            "it happened at {}, before the record above it ({})",
            record.at, last.at
        )),
        _ => Ok(()),
    }
}

fn found(header: &Header, first: &Record) -> Result<Account, &'static str> {
    let account = Account::open(first).ok_or("the first record does not found an account")?;
    if account.id != header.account {
        return Err("the record founds another account than the header names");
    }
    Ok(account)
}

fn bad(line: usize, reason: &str) -> StoreError {
    StoreError::Import {
        line,
        reason: reason.into(),
    }
}
