//! Export and import.

mod common;

use common::*;
use credlab_model::template::Template;
use credlab_store::{FORMAT, Location, Settings, Store, StoreError};

#[tokio::test]
async fn an_account_travels_whole() {
    let here = Store::open(&Location::Memory).await.unwrap();
    let account = here.create(Template::Demo).await.unwrap();
    let account = add_group(&here, &account, "Größe \"α\" \u{2028}")
        .await
        .unwrap()
        .account;
    let text = here.export(&account.id).await.unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len() as u64, account.version + 1);
    let header: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(header["format"], FORMAT);

    let there = Place::new().await;
    let imported = there.store.import(&text).await.unwrap();
    assert_eq!(imported, account);
    assert_eq!(there.store.export(&account.id).await.unwrap(), text);
    let fresh = there.another(&Settings::default()).await;
    assert_eq!(fresh.account(&account.id).await.unwrap(), account);
    add_group(&there.store, &imported, "goes on").await.unwrap();
}

#[tokio::test]
async fn an_account_that_is_there_is_not_replaced() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    let text = store.export(&account.id).await.unwrap();
    let account = add_group(&store, &account, "x").await.unwrap().account;
    let imported = store.import(&text).await;
    assert!(matches!(&imported, Err(StoreError::Exists(id)) if *id == account.id));
    assert_eq!(store.account(&account.id).await.unwrap(), account);
    assert_eq!(rebuilt(&store, &account.id).await, *account);
}

#[tokio::test]
async fn a_bad_text_is_refused_with_its_line_and_changes_nothing() {
    let source = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&source).await;
    for name in ["a", "b", "c"] {
        add_group(&source, &account, name).await.unwrap();
    }
    let text = source.export(&account.id).await.unwrap();
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let edited = |edit: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        edit(&mut lines);
        lines.join("\n")
    };
    let other = empty(&source).await;
    let other = source.export(&other.id).await.unwrap();
    let cases = [
        (1, "empty", String::new()),
        (1, "empty", "\n\n".into()),
        (1, "not the header", "hello".into()),
        (1, "not the header", lines[1..].join("\n")),
        (1, "format 2", text.replace("\"format\":1", "\"format\":2")),
        (
            3,
            "expected",
            edited(&|l| l[2] = "{}".replace("{}", "expected")),
        ),
        (3, "missing field", edited(&|l| l[2] = "{}".into())),
        (3, "EOF", edited(&|l| l[2].truncate(40))),
        (3, "EOF", edited(&|l| l[2].clear())),
        (
            4,
            "record 3 was expected, this is record 4",
            edited(&|l| l.swap(3, 4)),
        ),
        (
            3,
            "record 2 was expected, this is record 3",
            edited(&|l| drop(l.remove(2))),
        ),
        (
            4,
            "record 3 was expected, this is record 2",
            edited(&|l| l.insert(3, l[2].clone())),
        ),
        (2, "record 1 was expected", edited(&|l| drop(l.remove(1)))),
        (5, "4 records, there are 3", edited(&|l| drop(l.pop()))),
        (
            5,
            "fewer records",
            edited(&|l| l[0] = l[0].replace("\"records\":4", "\"records\":3")),
        ),
        (2, "4 records, there are 0", lines[0].clone()),
        (
            3,
            "before the record above",
            edited(&|l| l[2] = early(&l[2])),
        ),
        (
            2,
            "does not found",
            edited(&|l| l[1] = l[2].replace("\"version\":2", "\"version\":1")),
        ),
        (
            2,
            "another account",
            edited(&|l| l[0] = other.lines().next().unwrap().into()),
        ),
        (
            3,
            "unknown variant",
            edited(&|l| l[2] = l[2].replace("\"access_group\"", "\"group\"")),
        ),
        (6, "expected", format!("{text}garbage\n")),
    ];
    let place = Place::new().await;
    for (line, reason, text) in cases {
        match place.store.import(&text).await {
            Err(StoreError::Import {
                line: found,
                reason: why,
            }) => {
                assert_eq!(found, line, "{why}\n{text}");
                assert!(why.contains(reason), "line {line}: {why}, not {reason}");
            }
            outcome => panic!("{reason}: {outcome:?}\n{text}"),
        }
        assert_eq!(place.store.accounts().await.unwrap(), []);
    }
    for text in [format!("{text}\n\n"), text.replace('\n', "\r\n")] {
        let imported = place.store.import(&text).await.unwrap();
        place.store.delete(&imported.id).await.unwrap();
    }
}

/// The record, as if it had happened long ago.
fn early(line: &str) -> String {
    let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
    record["at"] = "1999-12-31T23:59:59Z".into();
    record.to_string()
}
