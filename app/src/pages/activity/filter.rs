//! Which entries of the audit trail are asked for: in the address, in the form above the table, and on the server.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use super::PATH;
use crate::carbon::button::Submit;
use crate::carbon::field::{Select, TextInput};
use crate::parts::address_form::AddressForm;
use crate::view::Choice;

#[cfg(feature = "ssr")]
pub use server::{Wanted, unreadable};

/// What entries are to be like; empty where it does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActivityFilter {
    /// What any part of an entry holds, in any case of letters.
    #[serde(default)]
    pub q: String,
    /// The initiator: an address, or a service ID's name.
    #[serde(default)]
    pub user: String,
    /// What the action holds: `user-apikey`.
    #[serde(default)]
    pub action: String,
    /// `success` or `failure`.
    #[serde(default)]
    pub outcome: String,
    /// `normal`, `warning` or `critical`.
    #[serde(default)]
    pub severity: String,
    /// The earliest time, in UTC: `2024-09-03T10:15`, or a day.
    #[serde(default)]
    pub from: String,
    /// The latest time, likewise; a day is meant as a whole.
    #[serde(default)]
    pub until: String,
}

/// What the address asks for.
pub fn use_filter() -> ArcMemo<ActivityFilter> {
    let query = use_query_map();
    ArcMemo::new(move |_| {
        query
            .try_with(|query| {
                let get = |name| query.get(name).unwrap_or_default();
                ActivityFilter {
                    q: get("q"),
                    user: get("user"),
                    action: get("action"),
                    outcome: get("outcome"),
                    severity: get("severity"),
                    from: get("from"),
                    until: get("until"),
                }
            })
            .unwrap_or_default()
    })
}

/// The form above the table.
#[component]
pub fn FilterForm(
    /// What is asked for.
    filter: ActivityFilter,
    /// Who may be asked for as the initiator.
    initiators: Vec<Choice>,
) -> impl IntoView {
    let outcomes = [("", "Any"), ("success", "Success"), ("failure", "Failure")];
    let severities = [
        ("", "Any"),
        ("normal", "normal"),
        ("warning", "warning"),
        ("critical", "critical"),
    ];
    let outcomes = outcomes.map(|(value, label)| Choice::new(value, label));
    let severities = severities.map(|(value, label)| Choice::new(value, label));
    view! {
        <AddressForm action=PATH class="credlab-filters" role="search">
            <TextInput name="q" label="Search" value=filter.q kind="search" />
            <Select name="user" label="Initiator" options=initiators value=filter.user />
            <TextInput name="action" label="Action" value=filter.action />
            <Select name="outcome" label="Outcome" options=outcomes.to_vec() value=filter.outcome />
            <Select name="severity" label="Severity" options=severities.to_vec() value=filter.severity />
            <TextInput name="from" label="From (UTC)" value=filter.from kind="datetime-local" />
            <TextInput name="until" label="Until (UTC)" value=filter.until kind="datetime-local" />
            <div class="credlab-buttons">
                <Submit label="Filter" kind="tertiary" />
                <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--ghost" href=PATH>
                    "Clear"
                </a>
            </div>
        </AddressForm>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Timestamp;
    use credlab_model::account::later;
    use credlab_model::audit::{Entry, Outcome};
    use leptos_router::location::Url;

    use super::ActivityFilter;
    use crate::view::Problem;

    impl ActivityFilter {
        fn fields(&self) -> [(&'static str, &str); 7] {
            [
                ("q", &self.q),
                ("user", &self.user),
                ("action", &self.action),
                ("outcome", &self.outcome),
                ("severity", &self.severity),
                ("from", &self.from),
                ("until", &self.until),
            ]
        }

        /// The address of what is asked for at `path`, with one more field.
        pub fn address(&self, path: &str, more: Option<(&str, String)>) -> String {
            let fields = self.fields().map(|(name, value)| (name, value.to_string()));
            let fields = fields.into_iter().chain(more);
            let pairs: Vec<String> = fields
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| format!("{name}={}", Url::escape(&value)))
                .collect();
            match pairs.is_empty() {
                true => path.to_string(),
                false => format!("{path}?{}", pairs.join("&")),
            }
        }
    }

    /// A filter that was read.
    pub struct Wanted {
        text: String,
        user: String,
        action: String,
        outcome: Option<Outcome>,
        severity: String,
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    }

    impl Wanted {
        /// What is asked for; a problem if a time can't be read.
        pub fn of(filter: &ActivityFilter) -> Result<Wanted, Problem> {
            Ok(Wanted {
                text: filter.q.trim().to_lowercase(),
                user: filter.user.clone(),
                action: filter.action.trim().to_lowercase(),
                outcome: match filter.outcome.as_str() {
                    "success" => Some(Outcome::Success),
                    "failure" => Some(Outcome::Failure),
                    _ => None,
                },
                severity: filter.severity.clone(),
                from: time("from=", &filter.from, 0)?,
                // Until the end of the minute, or of the day, that is named.
                until: time("until=", &filter.until, 1)?,
            })
        }

        /// Whether entries of before `at` are not asked for.
        pub fn is_past(&self, at: Timestamp) -> bool {
            self.from.is_some_and(|from| at < from)
        }

        /// Whether an entry is asked for.
        pub fn lets_through(&self, entry: &Entry) -> bool {
            let holds = |text: &str| text.to_lowercase().contains(&self.text);
            let any = || {
                [
                    &entry.action,
                    &entry.initiator,
                    &entry.target,
                    &entry.correlation,
                ]
                .into_iter()
                .chain(&entry.reason)
                .any(|text| holds(text))
            };
            (self.user.is_empty() || self.user == entry.initiator)
                && (self.action.is_empty() || entry.action.to_lowercase().contains(&self.action))
                && self.outcome.is_none_or(|outcome| outcome == entry.outcome)
                && (self.severity.is_empty() || self.severity == entry.severity)
                && self.from.is_none_or(|from| entry.at >= from)
                && self.until.is_none_or(|until| entry.at < until)
                && (self.text.is_empty() || any())
        }
    }

    /// A time as browsers send it: `2024-09-03T10:15`, with or without seconds, or a day. `units` of what it names, a minute
    /// or a day, are added.
    fn time(field: &str, typed: &str, units: i64) -> Result<Option<Timestamp>, Problem> {
        let typed = typed.trim();
        let (text, unit) = match typed.len() {
            0 => return Ok(None),
            10 => (format!("{typed}T00:00:00Z"), 86_400),
            16 => (format!("{typed}:00Z"), 60),
            _ => (format!("{}Z", typed.trim_end_matches('Z')), 1),
        };
        match text.parse() {
            Ok(time) => Ok(Some(later(time, units * unit))),
            Err(_) => Err(unreadable(field, "a time, like 2024-09-03T10:15")),
        }
    }

    /// The problem that a part of the address is not what it must be.
    pub fn unreadable(field: &str, must_be: &str) -> Problem {
        let text = format!("The part {field} of the address must be {must_be}.");
        Problem::new(400, "The address can't be understood", text)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn times_are_read_as_browsers_send_them() {
            let read = |typed, units| {
                let time = time("from=", typed, units).unwrap();
                time.map(|time| time.to_string()).unwrap_or_default()
            };
            for (typed, from, until) in [
                ("", "", ""),
                ("2024-09-03", "2024-09-03T00:00:00Z", "2024-09-04T00:00:00Z"),
                (
                    "2024-09-03T10:15",
                    "2024-09-03T10:15:00Z",
                    "2024-09-03T10:16:00Z",
                ),
                (
                    "2024-09-03T10:15:30",
                    "2024-09-03T10:15:30Z",
                    "2024-09-03T10:15:31Z",
                ),
                (
                    "2024-09-03T10:15:30Z",
                    "2024-09-03T10:15:30Z",
                    "2024-09-03T10:15:31Z",
                ),
            ] {
                assert_eq!(
                    (read(typed, 0).as_str(), read(typed, 1).as_str()),
                    (from, until)
                );
            }
            for bad in [
                "yesterday",
                "2024-13-03",
                "10:15",
                "2024-09-03T25:00",
                "\u{1f511}",
            ] {
                assert!(time("from=", bad, 0).is_err(), "{bad}");
            }
        }
    }
}
