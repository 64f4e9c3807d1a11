//! Time conditions as the console's form has them: once, or every week (R106; `console.md`, section 4). Everything that
//! the form can say is a [`Rule`]; not every rule can be said by the form.

use crate::iam::policy::Rule;
use crate::iam::policy::condition::{
    CURRENT_DATE_TIME, CURRENT_TIME, DAY_OF_WEEK, Value, Wire, invalid,
};
use crate::refusal::Refusal;

/// When access applies, as the form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The offset of every time below from UTC: `+01:00`.
    pub zone: String,
    /// The times.
    pub times: Times,
}

/// The two forms, which don't go together in one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Times {
    /// From one moment to another, each `2026-11-27T09:00` with or without seconds; one of them may be empty.
    Once {
        /// The first moment.
        from: String,
        /// The last moment.
        until: String,
    },
    /// On days of every week, 1 (Monday) to 7. All day, or between two times of day such as `09:00`, both or none of them.
    Weekly {
        /// The days.
        days: Vec<u8>,
        /// The first time of day.
        from: String,
        /// The last time of day.
        until: String,
    },
}

impl Window {
    /// The conditions that say this.
    ///
    /// # Errors
    /// A time that can't be read, a window without any bound or day, and one that ends before it begins.
    pub fn rule(&self) -> Result<Rule, Refusal> {
        let one = |key: &str, operator: &str, text: String| Wire::One {
            key: key.into(),
            operator: operator.into(),
            value: Value::One(format!("{text}{}", self.zone)),
        };
        let ordered = |from: &str, until: &str| match from < until || until.is_empty() {
            true => Ok(()),
            false => Err(invalid("it must end after it begins")),
        };
        let mut conditions = match &self.times {
            Times::Once { from, until } => {
                let (from, until) = (with_seconds(from, 16), with_seconds(until, 16));
                if from.is_empty() && until.is_empty() {
                    return Err(invalid("it must have a start or an end"));
                }
                ordered(&from, &until)?;
                let bounds = [
                    ("dateTimeGreaterThanOrEquals", from),
                    ("dateTimeLessThanOrEquals", until),
                ];
                let given = bounds.into_iter().filter(|(_, text)| !text.is_empty());
                given
                    .map(|(operator, text)| one(CURRENT_DATE_TIME, operator, text))
                    .collect()
            }
            Times::Weekly { days, from, until } => {
                if days.is_empty() {
                    return Err(invalid("it must name at least one day"));
                }
                let days = days.iter().map(|day| format!("{day}{}", self.zone));
                let mut conditions = vec![Wire::One {
                    key: DAY_OF_WEEK.into(),
                    operator: "dayOfWeekAnyOf".into(),
                    value: Value::Several(days.collect()),
                }];
                if from.trim().is_empty() != until.trim().is_empty() {
                    return Err(invalid("its hours must have a start and an end"));
                }
                let (from, until) = (with_seconds(from, 5), with_seconds(until, 5));
                if !from.is_empty() {
                    ordered(&from, &until)?;
                    conditions.push(one(CURRENT_TIME, "timeGreaterThanOrEquals", from));
                    conditions.push(one(CURRENT_TIME, "timeLessThanOrEquals", until));
                }
                conditions
            }
        };
        let wire = match (conditions.pop(), conditions.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                conditions.extend(last);
                Wire::Group {
                    operator: "and".into(),
                    conditions,
                }
            }
        };
        wire.try_into()
    }
}

/// A time of `length` characters, as forms send it, with the seconds that conditions have.
fn with_seconds(text: &str, length: usize) -> String {
    let text = text.trim();
    match text.len() == length {
        true => format!("{text}:00"),
        false => text.into(),
    }
}

impl Rule {
    /// The same as the form has it; none if the form can't say it.
    pub fn window(&self) -> Option<Window> {
        let conditions = match Wire::from(self.clone()) {
            one @ Wire::One { .. } => vec![one],
            Wire::Group { conditions, .. } => conditions,
        };
        let mut zone = String::new();
        let (mut days, mut from, mut until) = (Vec::new(), String::new(), String::new());
        let mut weekly = false;
        for condition in conditions {
            let Wire::One {
                key,
                operator,
                value,
            } = condition
            else {
                return None;
            };
            let values = match value {
                Value::One(value) => vec![value],
                Value::Several(values) => values,
            };
            let length = match key.as_str() {
                DAY_OF_WEEK => 1,
                CURRENT_TIME => 8,
                _ => 19,
            };
            weekly |= length < 19;
            for value in values {
                let (text, offset) = value.split_at_checked(length)?;
                zone = offset.into();
                match length {
                    1 => days.push(text.parse().ok()?),
                    _ if operator.contains("Greater") => from = text.into(),
                    _ => until = text.into(),
                }
            }
        }
        let times = match weekly {
            true => Times::Weekly { days, from, until },
            false => Times::Once { from, until },
        };
        let window = Window { zone, times };
        // What was read must say the same again: several offsets, "or" and bounds that exclude themselves don't.
        (window.rule().ok()? == *self).then_some(window)
    }
}
