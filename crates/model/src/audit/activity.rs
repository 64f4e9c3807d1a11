//! A record as an event of IBM Cloud's Activity Tracker (`console.md`, section 14).
//!
//! What the documents name is as they name it: the client, the outcome, the message's style. Which fields stand around that is
//! (inferred) from the events that public tools show.

use serde_json::{Map, Value, json};

use super::{Entry, Outcome, entry};
use crate::account::{self, Account};
use crate::actor::Identity;
use crate::event::{Event, Record};
use crate::iam::service::Service;
use crate::refusal::Layer;

/// The record as an event, seen from the account as it is now. Secrets are not told, nor the account that was gone back to.
pub fn activity(account: &Account, record: &Record) -> Value {
    let entry = entry(account, record);
    let (service, object) = entry.action.split_once('.').unwrap_or((&entry.action, ""));
    let kind = match record.actor.identity {
        Identity::User(_) => "service/security/account/user",
        Identity::ServiceId(_) => "service/security/account/serviceid",
        Identity::TrustedProfile(_) => "service/security/account/trustedprofile",
        Identity::Credlab => "service/security/clientid",
    };
    let object = object.rsplit_once('.').map_or("", |(object, _)| object);
    let (code, meaning) = reason(&record.event);
    let mut event = json!({
        "eventTime": entry.at.strftime("%Y-%m-%dT%H:%M:%S%.2f+0000").to_string(),
        "action": entry.action,
        "outcome": outcome(entry.outcome),
        "severity": entry.severity,
        "message": message(&entry),
        "reason": { "reasonCode": code, "reasonType": meaning },
        "initiator": {
            "id": initiator(account, &record.actor.identity),
            "name": entry.initiator,
            "typeURI": kind,
            "host": { "agent": entry.client },
        },
        "target": {
            "id": entry.target,
            "typeURI": format!("{service}/{object}"),
        },
        "observer": { "name": "ActivityTracker" },
        "correlationId": entry.correlation,
        "logSourceCRN": format!(
            "crn:v1:bluemix:public:{service}:{}:a/{}:::",
            if service == "containers-kubernetes" { entry.collected.as_str() } else { "global" },
            account.id
        ),
        "collectedIn": entry.collected,
    });
    let mut add = |at: &str, name: &str, value: Value| {
        if let Some(fields) = event.pointer_mut(at).and_then(Value::as_object_mut) {
            fields.insert(name.into(), value);
        }
    };
    if let Event::Refused(refused) = &record.event {
        add("/reason", "reasonForFailure", json!(refused.message));
        let told = json!({ "code": refused.code, "layer": refused.layer, "why": refused.why });
        add("", "responseData", told);
        return event;
    }
    let request = request(&record.event);
    if !request.is_empty() {
        add("", "requestData", request.into());
    }
    event
}

/// `IAM Identity Service: login user-apikey containers-kubernetes-key`, with ` -failure` behind what was refused.
fn message(entry: &Entry) -> String {
    let mut words = entry.action.split('.');
    let service = words.next().unwrap_or_default();
    let words: Vec<&str> = words.collect();
    let (done, objects) = words.split_last().unwrap_or((&"", &[]));
    let of_action = Service::of_action(&entry.action).map(|(service, _)| service);
    let found = of_action.or_else(|| Service::find(service).ok());
    let label = found.map_or(service, |service| service.label);
    let failure = match entry.outcome {
        Outcome::Success => "",
        Outcome::Failure => " -failure",
    };
    let objects = objects.join(" ");
    format!("{label}: {done} {objects} {}{failure}", entry.target)
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Success => "success",
        Outcome::Failure => "failure",
    }
}

fn reason(event: &Event) -> (u16, &'static str) {
    let Event::Refused(refused) = event else {
        return (200, "OK");
    };
    match refused.layer {
        Layer::Input => (400, "Bad Request"),
        Layer::Caller => (403, "Forbidden"),
        Layer::Infrastructure | Layer::State => (409, "Conflict"),
    }
}

fn initiator(account: &Account, identity: &Identity) -> String {
    match identity {
        Identity::Credlab => "credlab".into(),
        identity => account.iam_id(identity),
    }
}

/// What was asked for: the event itself without the names of its kind.
fn request(event: &Event) -> Map<String, Value> {
    if let Event::Account(account::Event::Rewound { to, .. }) = event {
        return Map::from_iter([("to".to_string(), (*to).into())]);
    }
    let mut value = serde_json::to_value(event).unwrap_or_default();
    // The noun, and what happened to it.
    for _ in 0..2 {
        let Value::Object(fields) = &mut value else {
            break;
        };
        if fields.len() != 1 {
            break;
        }
        let inner = fields.values_mut().next().map(Value::take);
        value = inner.unwrap_or_default();
    }
    hide(&mut value);
    match value {
        Value::Object(fields) => fields,
        Value::Null => Map::new(),
        other => Map::from_iter([("value".to_string(), other)]),
    }
}

/// Takes out the hashes of secrets, wherever they stand.
fn hide(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !is_hash(value));
            fields.values_mut().for_each(hide);
        }
        Value::Array(items) => {
            items.retain(|value| !is_hash(value));
            items.iter_mut().for_each(hide);
        }
        other if is_hash(other) => *other = Value::Null,
        _ => {}
    }
}

/// 64 hexadecimal digits: the form of a [`SecretHash`](crate::SecretHash), which nothing else has.
fn is_hash(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
