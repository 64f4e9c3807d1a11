//! What holds for every command by anybody: decisions are pure, accounts are the sum of their records, secrets stay
//! out of them, and no text does harm.

mod any_command;
#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use any_command::{Draft, KINDS, drafts, hostile};
use common::{Lab, replay, thorough};
use credlab_model::classic::{Permission, SetName};
use credlab_model::credentials::Slot;
use credlab_model::iam::session;
use credlab_model::id::{ClusterId, UserId, WorkerId};
use credlab_model::name::Email;
use credlab_model::region::Region;
use credlab_model::template::Template;
use credlab_model::{Account, Command, Context, Event, Record, SecretHash, audit};
use proptest::prelude::*;

static DEMO: LazyLock<Lab> = LazyLock::new(Lab::demo);

/// The outcome of a sequence of commands.
struct Played {
    account: Account,
    records: Vec<Record>,
    contexts: Vec<Context>,
}

/// Plays drafts one after the other, as a face would: what is refused may leave a trace too.
fn play(drafts: &[Draft]) -> Result<Played, TestCaseError> {
    let mut lab = DEMO.clone();
    let mut contexts = Vec::new();
    for (n, draft) in (1u64..).zip(drafts) {
        let (actor, command) = (draft.actor(&lab.account), draft.command(&lab.account));
        lab.wait(i64::from(draft.picks[5] % 90));
        let mut seed = [3; 32];
        seed[..8].copy_from_slice(&n.to_be_bytes());
        let ctx = Context::new(lab.now, seed);

        let before = lab.account.clone();
        let answer = lab.account.decide(&actor, &command, &ctx);
        prop_assert_eq!(&lab.account, &before, "deciding changed the account");
        prop_assert_eq!(&answer, &lab.account.decide(&actor, &command, &ctx));
        let events = match answer {
            Ok(events) => events,
            Err(refusal) => lab
                .account
                .refused(&command, &refusal)
                .into_iter()
                .collect(),
        };
        let records = lab.account.records(&actor, events, &ctx);
        records.iter().for_each(|record| lab.account.apply(record));
        lab.records.extend(records);
        contexts.push(ctx);
    }
    Ok(Played {
        account: lab.account,
        records: lab.records,
        contexts,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if thorough() { 4_000 } else { 96 }))]

    #[test]
    fn an_account_is_the_sum_of_its_records(drafts in prop::collection::vec(drafts(), 1..60)) {
        let played = play(&drafts)?;
        prop_assert_eq!(&replay(&played.records), &played.account);

        let json = serde_json::to_string(&played.records).unwrap();
        let read: Vec<Record> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &played.records);

        let json = serde_json::to_string(&played.account).unwrap();
        let read: Account = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &played.account);

        for (version, record) in (1..).zip(&played.records) {
            prop_assert_eq!(record.version, version);
            let entry = audit::entry(&played.account, record);
            prop_assert!(!entry.action.is_empty() && !entry.initiator.is_empty());
        }
    }

    #[test]
    fn no_record_holds_a_secret(drafts in prop::collection::vec(drafts(), 1..60)) {
        let played = play(&drafts)?;
        // What the demo account begins with is looked at below, once.
        let fresh = &played.records[DEMO.records.len()..];
        let json = serde_json::to_string(fresh).unwrap();
        for ctx in &played.contexts {
            prop_assert!(!json.contains(&ctx.api_key_value()));
            prop_assert!(!json.contains(&ctx.classic_api_key_value()));
        }
        prop_assert_eq!(leaked(&json, &played.records), Vec::<String>::new());
    }

    #[test]
    fn no_text_does_harm(text in hostile(), picks in any::<[u16; 6]>(), who in any::<u16>()) {
        for kind in 0..KINDS {
            // As the owner, so that nothing but the text is in the way, and as anybody.
            for who in [0, who] {
                let draft = Draft { who, kind, picks, text: text.clone() };
                harmless(&draft)?;
            }
        }
        lookups(&text);
    }
}

/// Decides a draft on the demo account, and looks at what would be kept and told.
fn harmless(draft: &Draft) -> Result<(), TestCaseError> {
    let account = &DEMO.account;
    let (actor, command) = (draft.actor(account), draft.command(account));
    let ctx = Context::new(DEMO.now, [4; 32]);
    let events = match account.decide(&actor, &command, &ctx) {
        Ok(events) => events,
        Err(refusal) => {
            let told = refusal.why.iter().cloned().chain([refusal.to_string()]);
            let remedies = refusal
                .remedies
                .iter()
                .flat_map(|r| [Some(r.text.clone()), r.command.clone()]);
            for line in told.chain(remedies.flatten()) {
                prop_assert!(is_plain(&line), "{:?} is told for {:?}", line, command);
                prop_assert!(
                    line.chars().count() < 6000,
                    "{} characters are told",
                    line.len()
                );
            }
            account.refused(&command, &refusal).into_iter().collect()
        }
    };
    for event in events {
        let json = serde_json::to_value(&event).unwrap();
        let mut kept = Vec::new();
        texts(&json, &mut kept);
        for text in kept {
            prop_assert!(is_plain(text), "{:?} is kept for {:?}", text, command);
            prop_assert!(
                text.chars().count() < 6000,
                "{} characters are kept",
                text.len()
            );
        }
    }
    Ok(())
}

/// Without characters that control a terminal or turn the text around.
fn is_plain(text: &str) -> bool {
    let turns = ['\u{200e}', '\u{200f}', '\u{feff}'];
    !text.chars().any(|c| {
        c.is_control()
            || turns.contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    })
}

fn texts<'a>(json: &'a serde_json::Value, found: &mut Vec<&'a str>) {
    match json {
        serde_json::Value::String(text) => found.push(text),
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
        serde_json::Value::Object(map) => map.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// Asks for everything that is found by a typed text.
fn lookups(text: &str) {
    let account = &DEMO.account;
    let refusals = [
        account.user_called(text).err(),
        account.service_id_called(text).err(),
        account.access_group_called(text).err(),
        account.resource_group_called(text).err(),
        account.cluster_called(text).err(),
        text.parse::<Region>().err(),
        text.parse::<Permission>().err(),
        text.parse::<SetName>().err(),
        text.parse::<Template>().err(),
        text.parse::<Slot>().err(),
        Email::parse(text).err(),
        session::with_password(account, text, text).err(),
        session::with_api_key(account, text, DEMO.now).err(),
    ];
    for refusal in refusals.into_iter().flatten() {
        assert!(is_plain(&refusal.to_string()), "{refusal:?}");
    }
    let _ = (
        text.parse::<UserId>(),
        text.parse::<ClusterId>(),
        text.parse::<WorkerId>(),
    );
}

/// The values in a text whose hash is that of a credential in the records.
fn leaked(json: &str, records: &[Record]) -> Vec<String> {
    let mut hashes = BTreeSet::new();
    for record in records {
        match &record.event {
            Event::ApiKey(credlab_model::iam::api_key::Event::Created { hash, .. }) => {
                hashes.insert(hash)
            }
            Event::Classic(credlab_model::classic::Event::ApiKeyCreated { hash, .. }) => {
                hashes.insert(hash)
            }
            Event::Credential(credlab_model::credentials::Event::ManualSet { hash, .. }) => {
                hashes.insert(hash)
            }
            _ => continue,
        };
    }
    let is_value = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let runs = json.split(|c| !is_value(c));
    // IBM Cloud API keys have 44 characters, classic ones 64.
    let windows = runs.flat_map(|run| [44, 64].map(|n| (run, n)));
    let windows = windows.flat_map(|(run, n)| (n..=run.len()).map(move |end| &run[end - n..end]));
    let secrets = windows.filter(|window| hashes.contains(&SecretHash::of(window)));
    secrets.map(String::from).collect()
}

#[test]
fn a_secret_in_a_record_would_be_found() {
    let mut lab = Lab::demo();
    let ctx = lab.run(common::ADMIN, lab.create_key(common::ADMIN, "mine"));
    for value in [ctx.api_key_value(), lab.create_classic_key(common::ADMIN)] {
        let json = format!("[{{\"note\":\"the key is x{value}x\"}}]");
        assert_eq!(leaked(&json, &lab.records), [value]);
    }
    let clean = serde_json::to_string(&lab.records).unwrap();
    assert_eq!(leaked(&clean, &lab.records), Vec::<String>::new());
}

#[test]
fn every_kind_of_command_is_drafted() {
    let mut names = BTreeSet::new();
    for kind in 0..KINDS {
        let draft = Draft {
            who: 0,
            kind,
            picks: [1; 6],
            text: "some-text".into(),
        };
        let command: Command = draft.command(&DEMO.account);
        let json = serde_json::to_value(&command).unwrap();
        let (noun, rest) = json.as_object().unwrap().iter().next().unwrap();
        let verb = match rest {
            serde_json::Value::String(verb) => verb.clone(),
            other => other.as_object().unwrap().keys().next().unwrap().clone(),
        };
        names.insert(format!("{noun} {verb}"));
    }
    assert_eq!(names.len(), usize::from(KINDS), "{names:?}");
}
