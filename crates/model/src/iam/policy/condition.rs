//! When a policy applies: conditions on the time, as version 2 of the policy API has them (R106).
//!
//! A [`Rule`] is read and stored in the API's own shape (`api.md`, section 3):
//!
//! ```json
//! {"key": "{{environment.attributes.current_date_time}}", "operator": "dateTimeLessThan", "value": "2026-12-01T00:00:00+00:00"}
//! ```
//!
//! or several of these under `{"operator": "and", "conditions": [...]}`. Times are compared in the offset that each condition
//! carries. Conditions on attributes of resources other than those of a policy's scope are refused: no service of the model
//! has such attributes.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind, shorten};

/// The most conditions of one policy (R113).
pub const LIMIT: usize = 10;

/// The deepest nesting: groups within the outermost one (R113).
const NESTING: usize = 2;

const DAY: i64 = 24 * 60 * 60;

/// When a policy applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub enum Rule {
    /// One condition.
    One(Condition),
    /// All of these.
    All(Vec<Rule>),
    /// At least one of these.
    Any(Vec<Rule>),
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The day is one of these.
    Day(Vec<Day>),
    /// The time of day compares to this one.
    Time(Comparison, TimeOfDay),
    /// The moment compares to this one.
    DateTime(Comparison, Moment),
}

/// How a moment compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Comparison {
    LessThan,
    LessThanOrEquals,
    GreaterThan,
    GreaterThanOrEquals,
}

/// A day of the week, 1 (Monday) to 7, in an offset: `1+00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    number: i64,
    offset: Offset,
}

/// A time of day in an offset: `09:00:00+00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// Seconds since midnight.
    second: i64,
    offset: Offset,
}

/// A moment in an offset: `2026-11-27T09:00:00+00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    at: Timestamp,
    offset: Offset,
}

/// Seconds ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Offset(i64);

/// The forms that the console knows (`api.md`, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pattern {
    /// From one moment to another.
    #[serde(rename = "time-based-conditions:once")]
    Once,
    /// Whole days of every week.
    #[serde(rename = "time-based-conditions:weekly:all-day")]
    WeeklyAllDay,
    /// Hours of days of every week.
    #[serde(rename = "time-based-conditions:weekly:custom-hours")]
    WeeklyCustomHours,
}

impl Pattern {
    /// As the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Pattern::Once => "time-based-conditions:once",
            Pattern::WeeklyAllDay => "time-based-conditions:weekly:all-day",
            Pattern::WeeklyCustomHours => "time-based-conditions:weekly:custom-hours",
        }
    }
}

impl Rule {
    /// Whether the policy applies at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        match self {
            Rule::One(condition) => condition.holds(now),
            Rule::All(rules) => rules.iter().all(|rule| rule.holds(now)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.holds(now)),
        }
    }

    /// The next moment at which it begins or ceases to hold; none if it stays as it is.
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        // Within eight days every day and time of the week has come; what is left are moments.
        const STEPS: usize = 64;
        let is = self.holds(now);
        let mut at = now;
        for _ in 0..STEPS {
            at = self.conditions().filter_map(|c| c.next(at)).min()?;
            if self.holds(at) != is {
                return Some(at);
            }
        }
        None
    }

    /// The form that the conditions have.
    pub fn pattern(&self) -> Pattern {
        let any = |is: fn(&Condition) -> bool| self.conditions().any(is);
        if any(|c| matches!(c, Condition::DateTime(..))) {
            Pattern::Once
        } else if any(|c| matches!(c, Condition::Time(..))) {
            Pattern::WeeklyCustomHours
        } else {
            Pattern::WeeklyAllDay
        }
    }

    /// The limits (R113), and that one policy is not both once and weekly (`console.md`, section 4).
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let count = self.conditions().count();
        if count == 0 || count > LIMIT {
            return Err(invalid(format!("it must have 1 to {LIMIT} conditions")));
        }
        if self.depth() > NESTING + 1 {
            return Err(invalid(format!(
                "it must not be nested deeper than {NESTING}"
            )));
        }
        let once = |c: &Condition| matches!(c, Condition::DateTime(..));
        if self.conditions().any(once) && !self.conditions().all(once) {
            return Err(invalid(
                "it must be either once or weekly: moments don't go with days and times of day",
            ));
        }
        Ok(())
    }

    fn conditions(&self) -> Box<dyn Iterator<Item = &Condition> + '_> {
        match self {
            Rule::One(condition) => Box::new(std::iter::once(condition)),
            Rule::All(rules) | Rule::Any(rules) => {
                Box::new(rules.iter().flat_map(Rule::conditions))
            }
        }
    }

    fn depth(&self) -> usize {
        match self {
            Rule::One(_) => 1,
            Rule::All(rules) | Rule::Any(rules) => {
                1 + rules.iter().map(Rule::depth).max().unwrap_or_default()
            }
        }
    }
}

/// The rule in a sentence's end: `from 2026-11-27 09:00 UTC and until 2026-11-28 09:00 UTC`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rules, word) = match self {
            Rule::One(condition) => return condition.fmt(f),
            Rule::All(rules) => (rules, "and"),
            Rule::Any(rules) => (rules, "or"),
        };
        for (n, rule) in rules.iter().enumerate() {
            if n > 0 {
                write!(f, " {word} ")?;
            }
            match rule {
                Rule::One(condition) => condition.fmt(f)?,
                group => write!(f, "({group})")?,
            }
        }
        Ok(())
    }
}

impl Condition {
    fn holds(&self, now: Timestamp) -> bool {
        match self {
            Condition::Day(days) => days.iter().any(|day| day.is(now)),
            Condition::Time(comparison, time) => {
                comparison.holds(time.offset.local(now).rem_euclid(DAY), time.second)
            }
            Condition::DateTime(comparison, moment) => {
                comparison.holds(now.as_second(), moment.at.as_second())
            }
        }
    }

    /// The next moment after `now` at which it may begin or cease to hold.
    fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let daily = |offset: Offset, second: i64| {
            let today = offset.local(now).rem_euclid(DAY);
            let ahead = (second - today).rem_euclid(DAY);
            let ahead = if ahead == 0 { DAY } else { ahead };
            crate::account::later(now, ahead)
        };
        // A bound that itself belongs to the one side lets the change come a second later.
        match self {
            Condition::Day(days) => days.iter().map(|day| daily(day.offset, 0)).min(),
            Condition::Time(comparison, time) => {
                let bound = daily(time.offset, (time.second + comparison.lag()) % DAY);
                Some(bound.min(daily(time.offset, 0)))
            }
            Condition::DateTime(comparison, moment) => {
                let at = crate::account::later(moment.at, comparison.lag());
                (at > now).then_some(at)
            }
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::Day(days) => {
                const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
                let name = |day: &Day| {
                    let n = usize::try_from(day.number - 1).unwrap_or_default();
                    NAMES.get(n).copied().unwrap_or_default()
                };
                let names: Vec<&str> = days.iter().map(name).collect();
                let offset = days.first().map(|day| day.offset).unwrap_or(Offset(0));
                write!(f, "on {} ({offset})", names.join(", "))
            }
            Condition::Time(comparison, time) => {
                let (hours, minutes) = (time.second / 3600, time.second / 60 % 60);
                let (word, offset) = (comparison.word(), time.offset);
                write!(f, "{word} {hours:02}:{minutes:02} ({offset})")
            }
            Condition::DateTime(comparison, moment) => {
                let at = moment.at.strftime("%Y-%m-%d %H:%M UTC");
                write!(f, "{} {at}", comparison.word())
            }
        }
    }
}

impl Comparison {
    const ALL: [(Comparison, &'static str); 4] = [
        (Comparison::LessThan, "LessThan"),
        (Comparison::LessThanOrEquals, "LessThanOrEquals"),
        (Comparison::GreaterThan, "GreaterThan"),
        (Comparison::GreaterThanOrEquals, "GreaterThanOrEquals"),
    ];

    fn holds(self, is: i64, bound: i64) -> bool {
        match self {
            Comparison::LessThan => is < bound,
            Comparison::LessThanOrEquals => is <= bound,
            Comparison::GreaterThan => is > bound,
            Comparison::GreaterThanOrEquals => is >= bound,
        }
    }

    /// How many seconds after its bound the answer changes.
    fn lag(self) -> i64 {
        match self {
            Comparison::LessThan | Comparison::GreaterThanOrEquals => 0,
            Comparison::LessThanOrEquals | Comparison::GreaterThan => 1,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Comparison::LessThan | Comparison::LessThanOrEquals => "until",
            Comparison::GreaterThan | Comparison::GreaterThanOrEquals => "from",
        }
    }

    fn as_str(self) -> &'static str {
        let mut all = Comparison::ALL.iter();
        all.find(|(it, _)| *it == self)
            .map_or("", |(_, text)| *text)
    }
}

impl Day {
    fn is(self, now: Timestamp) -> bool {
        // The first of January 1970 was a Thursday, the fourth day.
        let days = self.offset.local(now).div_euclid(DAY);
        (days + 3).rem_euclid(7) + 1 == self.number
    }
}

impl Offset {
    /// Seconds since 1970 on the clocks there.
    fn local(self, now: Timestamp) -> i64 {
        now.as_second() + self.0
    }

    /// `+01:00`, `-05:30` or `Z`.
    fn parse(text: &str) -> Option<Offset> {
        if text == "Z" {
            return Some(Offset(0));
        }
        let sign = match text.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let (hours, minutes) = text.get(1..)?.split_once(':')?;
        let (hours, minutes) = (two_digits(hours, 14)?, two_digits(minutes, 59)?);
        Some(Offset(sign * (hours * 60 + minutes) * 60))
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits)?;
    (number <= most).then_some(number)
}

/// The API's shape.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Wire {
    One {
        key: String,
        operator: String,
        value: Value,
    },
    Group {
        operator: String,
        conditions: Vec<Wire>,
    },
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    One(String),
    Several(Vec<String>),
}

pub(super) const DAY_OF_WEEK: &str = "{{environment.attributes.day_of_week}}";
pub(super) const CURRENT_TIME: &str = "{{environment.attributes.current_time}}";
pub(super) const CURRENT_DATE_TIME: &str = "{{environment.attributes.current_date_time}}";

impl TryFrom<Wire> for Rule {
    type Error = Refusal;

    fn try_from(wire: Wire) -> Result<Rule, Refusal> {
        Ok(match wire {
            Wire::One {
                key,
                operator,
                value,
            } => Rule::One(Condition::parse(&key, &operator, value)?),
            Wire::Group {
                operator,
                conditions,
            } => {
                let rules = conditions.into_iter().map(Rule::try_from);
                let rules = rules.collect::<Result<Vec<_>, _>>()?;
                match operator.as_str() {
                    "and" => Rule::All(rules),
                    "or" => Rule::Any(rules),
                    other => {
                        let other = shorten(other);
                        return Err(invalid(format!("'{other}' is not one of and, or")));
                    }
                }
            }
        })
    }
}

impl From<Rule> for Wire {
    fn from(rule: Rule) -> Wire {
        let group = |operator: &str, rules: Vec<Rule>| Wire::Group {
            operator: operator.into(),
            conditions: rules.into_iter().map(Wire::from).collect(),
        };
        match rule {
            Rule::One(condition) => condition.wire(),
            Rule::All(rules) => group("and", rules),
            Rule::Any(rules) => group("or", rules),
        }
    }
}

impl Condition {
    fn parse(key: &str, operator: &str, value: Value) -> Result<Condition, Refusal> {
        let values = match value {
            Value::One(value) => vec![value],
            Value::Several(values) => values,
        };
        let unknown = || {
            let operator = shorten(operator);
            invalid(format!("'{operator}' does not go with {}", shorten(key)))
        };
        if key == DAY_OF_WEEK {
            if !matches!(operator, "dayOfWeekEquals" | "dayOfWeekAnyOf") {
                return Err(unknown());
            }
            let days = values.iter().map(|text| {
                let (number, offset) = text.split_at_checked(1)?;
                let number = number.parse().ok().filter(|n| (1..=7).contains(n))?;
                let offset = Offset::parse(offset)?;
                Some(Day { number, offset })
            });
            let days: Option<Vec<Day>> = days.collect();
            let days = days.filter(|days| !days.is_empty());
            return days
                .map(Condition::Day)
                .ok_or_else(|| invalid("days must read 1+00:00 (Monday) to 7+00:00"));
        }
        let (kind, parse): (_, fn(&str, Comparison) -> Option<Condition>) = match key {
            CURRENT_TIME => ("time", |text, comparison| {
                let (time, offset) = text.split_at_checked(8)?;
                let mut parts = time.split(':');
                let hours = two_digits(parts.next()?, 23)?;
                let minutes = two_digits(parts.next()?, 59)?;
                let seconds = two_digits(parts.next()?, 59)?;
                let second = (hours * 60 + minutes) * 60 + seconds;
                let offset = Offset::parse(offset)?;
                Some(Condition::Time(comparison, TimeOfDay { second, offset }))
            }),
            CURRENT_DATE_TIME => ("dateTime", |text, comparison| {
                let (_, offset) = text.split_at_checked(19)?;
                let offset = Offset::parse(offset)?;
                let at = text.parse().ok()?;
                Some(Condition::DateTime(comparison, Moment { at, offset }))
            }),
            other => {
                let other = shorten(other);
                return Err(invalid(format!(
                    "'{other}' is not one of {DAY_OF_WEEK}, {CURRENT_TIME}, {CURRENT_DATE_TIME}"
                )));
            }
        };
        let comparison = operator.strip_prefix(kind).and_then(|rest| {
            let mut all = Comparison::ALL.iter();
            all.find(|(_, text)| *text == rest).map(|(it, _)| *it)
        });
        let comparison = comparison.ok_or_else(unknown)?;
        let condition = match values.as_slice() {
            [one] => parse(one, comparison),
            _ => None,
        };
        condition.ok_or_else(|| {
            invalid(match kind {
                "time" => "a time of day must read 09:00:00+00:00",
                _ => "a moment must read 2026-11-27T09:00:00+00:00",
            })
        })
    }

    fn wire(self) -> Wire {
        let one = |key: &str, operator: String, value| Wire::One {
            key: key.into(),
            operator,
            value,
        };
        match self {
            Condition::Day(days) => {
                let days = days
                    .iter()
                    .map(|day| format!("{}{}", day.number, day.offset));
                let days = Value::Several(days.collect());
                one(DAY_OF_WEEK, "dayOfWeekAnyOf".into(), days)
            }
            Condition::Time(comparison, time) => {
                let (s, offset) = (time.second, time.offset);
                let text = format!("{:02}:{:02}:{:02}{offset}", s / 3600, s / 60 % 60, s % 60);
                let operator = format!("time{}", comparison.as_str());
                one(CURRENT_TIME, operator, Value::One(text))
            }
            Condition::DateTime(comparison, moment) => {
                let offset = moment.offset;
                let local = crate::account::later(moment.at, offset.0);
                let text = format!("{}{offset}", local.strftime("%Y-%m-%dT%H:%M:%S"));
                let operator = format!("dateTime{}", comparison.as_str());
                one(CURRENT_DATE_TIME, operator, Value::One(text))
            }
        }
    }
}

pub(super) fn invalid(problem: impl Into<String>) -> Refusal {
    RefusalKind::InvalidField {
        field: "rule",
        problem: format!("is not valid: {}", problem.into()),
    }
    .refusal()
}
