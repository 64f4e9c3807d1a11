//! What an address carries from step to step.

use credlab_model::Refusal;
use credlab_model::iam::policy::{AttributeName, Operator, Rule, Times, Window};
use leptos_router::location::Url;

use crate::backend::address::escaped;

/// The most fields of an address that are read. A policy with everything has a few dozen.
const FIELDS: usize = 300;

/// What has been chosen for one policy so far, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// `iam` or `account`: which services were offered.
    pub kind: String,
    /// The service, as addresses name it.
    pub service: String,
    /// Conditions on the resource.
    pub conditions: Vec<Condition>,
    /// The role on the resource group itself; none if empty.
    pub group: String,
    /// Display names of roles.
    pub roles: Vec<String>,
    /// When the access applies.
    pub times: TimesDraft,
}

/// A condition on the resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The attribute.
    pub name: AttributeName,
    /// How it is compared.
    pub operator: Operator,
    /// The value: of resource groups and clusters, the name or the id.
    pub value: String,
}

/// When the access applies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimesDraft {
    /// Nothing for always, else `once`, `weekly`, or `keep` for what a form can't say.
    pub when: String,
    /// The offset from UTC.
    pub zone: String,
    /// The first moment.
    pub start: String,
    /// The last moment.
    pub end: String,
    /// The days of the week, Monday is 1.
    pub days: Vec<u8>,
    /// The first time of day.
    pub from: String,
    /// The last time of day.
    pub to: String,
}

/// Where one is: the policy's draft, and what belongs to the steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The policy.
    pub draft: Draft,
    /// The step, or what to do before it is shown.
    pub step: String,
    /// The attribute of a condition to add.
    pub new: String,
    /// What is searched for among the services.
    pub search: String,
    /// The policies that wait to be assigned with this one, each as [`Draft::query`] has it.
    pub added: Vec<String>,
    /// The revision of the policy that is changed, when its change began.
    pub seen: Option<u32>,
    /// A choice of the short form: `group:ID`, `region:NAME` or `cluster:ID`.
    pub resource: String,
}

impl Place {
    /// Reads the part of an address behind the question mark. What means nothing is passed over.
    pub fn read(query: &str) -> Place {
        let mut place = Place::default();
        let (mut operators, mut values) = (Vec::new(), Vec::new());
        let mut names = Vec::new();
        for (name, value) in pairs(query) {
            let draft = &mut place.draft;
            match name.as_str() {
                "kind" => draft.kind = value,
                "service" => draft.service = value,
                "attribute" => names.push(attribute(&value)),
                "operator" => operators.push(operator(&value)),
                "value" => values.push(value),
                "group" => draft.group = value,
                "roles" => draft.roles.push(value),
                "when" => draft.times.when = value,
                "zone" => draft.times.zone = value,
                "start" => draft.times.start = value,
                "end" => draft.times.end = value,
                "days" => draft.times.days.extend(value.parse::<u8>()),
                "from" => draft.times.from = value,
                "to" => draft.times.to = value,
                "step" => place.step = value,
                "new" => place.new = value,
                "q" => place.search = value,
                "added" => place.added.push(value),
                "seen" => place.seen = value.parse().ok(),
                "resource" => place.resource = value,
                _ => {}
            }
        }
        let rows = names.into_iter().zip(operators).zip(values);
        place.draft.conditions = rows
            .filter_map(|((name, operator), value)| {
                Some(Condition {
                    name: name?,
                    operator,
                    value,
                })
            })
            .collect();
        place
    }
}

impl Draft {
    /// As fields of a form or an address.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                pairs.push((name.to_string(), value.to_string()));
            }
        };
        add("kind", &self.kind);
        add("service", &self.service);
        for condition in &self.conditions {
            add("attribute", condition.name.as_str());
            add("operator", condition.operator.as_str());
            // A row is kept together though its value is not there yet.
            add(
                "value",
                match condition.value.as_str() {
                    "" => " ",
                    value => value,
                },
            );
        }
        add("group", &self.group);
        for role in &self.roles {
            add("roles[]", role);
        }
        let times = &self.times;
        add("when", &times.when);
        if !times.when.is_empty() {
            add("zone", &times.zone);
            add("start", &times.start);
            add("end", &times.end);
            for day in &times.days {
                add("days[]", &day.to_string());
            }
            add("from", &times.from);
            add("to", &times.to);
        }
        pairs
    }

    /// As the part of an address behind the question mark.
    pub fn query(&self) -> String {
        query(&self.pairs())
    }
}

impl TimesDraft {
    /// What a policy's conditions say.
    pub fn of(rule: Option<&Rule>) -> TimesDraft {
        let keep = || TimesDraft {
            when: "keep".into(),
            ..TimesDraft::default()
        };
        let Some(rule) = rule else {
            return TimesDraft::default();
        };
        let Some(Window { zone, times }) = rule.window() else {
            return keep();
        };
        match times {
            Times::Once { from, until } => TimesDraft {
                when: "once".into(),
                zone,
                start: from,
                end: until,
                ..TimesDraft::default()
            },
            Times::Weekly { days, from, until } => TimesDraft {
                when: "weekly".into(),
                zone,
                days,
                from,
                to: until,
                ..TimesDraft::default()
            },
        }
    }

    /// The conditions that say this; `kept` are those that the form can't say.
    pub fn rule(&self, kept: Option<&Rule>) -> Result<Option<Rule>, Refusal> {
        let times = match self.when.as_str() {
            "once" => Times::Once {
                from: self.start.clone(),
                until: self.end.clone(),
            },
            "weekly" => Times::Weekly {
                days: self.days.clone(),
                from: self.from.clone(),
                until: self.to.clone(),
            },
            "keep" => return Ok(kept.cloned()),
            _ => return Ok(None),
        };
        let zone = match self.zone.as_str() {
            "" => "+00:00".into(),
            zone => zone.into(),
        };
        Window { zone, times }.rule().map(Some)
    }
}

/// The attribute that the API spells so.
pub fn attribute(text: &str) -> Option<AttributeName> {
    let mut all = AttributeName::ALL.into_iter();
    all.find(|name| name.as_str() == text)
}

fn operator(text: &str) -> Operator {
    match text == Operator::StringMatch.as_str() {
        true => Operator::StringMatch,
        false => Operator::StringEquals,
    }
}

/// Fields as the part of an address behind the question mark.
pub fn query(pairs: &[(String, String)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The fields in the part of an address behind the question mark, without the brackets of lists.
fn pairs(query: &str) -> Vec<(String, String)> {
    let plain = |text: &str| Url::unescape(&text.replace('+', " "));
    let query = query.trim_start_matches('?');
    query
        .split('&')
        .take(FIELDS)
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let name = plain(name);
            Some((name.trim_end_matches("[]").to_string(), plain(value)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_read_back() {
        let draft = Draft {
            kind: "iam".into(),
            service: "containers-kubernetes".into(),
            conditions: vec![
                Condition {
                    name: AttributeName::Region,
                    operator: Operator::StringMatch,
                    value: "eu-* & more=%20+".into(),
                },
                Condition {
                    name: AttributeName::Namespace,
                    operator: Operator::StringEquals,
                    value: "größe".into(),
                },
            ],
            group: "Viewer".into(),
            roles: vec!["Viewer".into(), "User API key creator".into()],
            times: TimesDraft {
                when: "weekly".into(),
                zone: "+01:00".into(),
                days: vec![1, 7],
                from: "09:00".into(),
                to: "17:00".into(),
                ..TimesDraft::default()
            },
        };
        assert_eq!(Place::read(&draft.query()).draft, draft);
        let as_browsers_write = draft.query().replace("%20", "+");
        assert_eq!(Place::read(&as_browsers_write).draft, draft);
    }

    #[test]
    fn a_condition_without_a_value_keeps_its_place() {
        let query = "attribute=region&operator=stringEquals&value=&attribute=namespace&operator=stringEquals&value=a";
        let draft = Place::read(query).draft;
        assert_eq!(draft.conditions.len(), 2);
        let again = Place::read(&draft.query()).draft;
        assert_eq!(again.conditions[1], draft.conditions[1]);
        assert_eq!(again.conditions[0].value.trim(), "");
    }

    #[test]
    fn nonsense_is_passed_over() {
        for query in [
            "",
            "?",
            "&&=&",
            "days[]=x&seen=-1",
            "attribute=x&operator=y&value=z",
        ] {
            assert_eq!(Place::read(query).draft, Draft::default(), "{query}");
        }
    }
}
