//! The account's time: it runs with real time, faster, or not at all, and can be moved forward. Never back: what happened,
//! happened before what happens.

use jiff::{Span, SpanRelativeTo};
use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::settings::only_credlab;
use crate::account::{Account, Event, later};
use crate::actor::Actor;
use crate::context::Context;
use crate::refusal::{Refusal, RefusalKind};

/// The fastest that the account's time runs: a day in a second.
pub const FASTEST: u32 = 86_400;

/// The most that the account's time is moved at once, in seconds: a year.
pub const LONGEST: i64 = 366 * 86_400;

/// How the account's time follows from real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    real: Timestamp,
    account: Timestamp,
    speed: u32,
}

impl Default for Clock {
    /// The account's time is the real one.
    fn default() -> Clock {
        Clock {
            real: Timestamp::UNIX_EPOCH,
            account: Timestamp::UNIX_EPOCH,
            speed: 1,
        }
    }
}

impl Clock {
    /// How many seconds pass in the account while one passes in reality; 0 if its time stands still.
    pub fn speed(&self) -> u32 {
        self.speed
    }

    /// The account's time when the clock was last set.
    pub fn set_to(&self) -> Timestamp {
        self.account
    }

    /// The account's time at the real moment `real`; not before the clock was set.
    pub fn at(&self, real: Timestamp) -> Timestamp {
        let passed = real.duration_since(self.real).as_millis().max(0);
        let passed = passed.saturating_mul(self.speed.into());
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        self.account
            .saturating_add(jiff::SignedDuration::from_millis(passed))
            .unwrap_or(Timestamp::MAX)
    }

    /// How much real time passes until `at`, counted from `now`, both of the account; none if its time stands still.
    pub fn real_wait(&self, now: Timestamp, at: Timestamp) -> Option<std::time::Duration> {
        let wait = at.duration_since(now);
        if !wait.is_positive() {
            return Some(std::time::Duration::ZERO);
        }
        wait.unsigned_abs().checked_div(self.speed)
    }
}

/// What can be asked of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockCommand {
    /// Lets the account's time run so many times as fast as real time; 0 stops it.
    Speed(u32),
    /// Moves it forward by so many seconds.
    Advance(i64),
}

impl Account {
    /// The account's time at the real moment `real`.
    pub fn time(&self, real: Timestamp) -> Timestamp {
        self.clock.at(real)
    }

    /// How far it is to the next thing that happens by itself, in whole seconds; none if nothing will.
    pub fn until_next(&self, now: Timestamp) -> Option<i64> {
        let at = self.next_change(now)?;
        Some(at.duration_since(now).as_secs() + 1)
    }
}

/// A length of time as people type it, in whole seconds: `90s`, `10m`, `2h`, `3 days`. None for anything else.
pub fn seconds(typed: &str) -> Option<i64> {
    let span = typed.trim().parse::<Span>().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    Some(duration.as_secs())
}

pub(super) fn decide(
    account: &Account,
    actor: &Actor,
    command: ClockCommand,
    ctx: &Context,
) -> Result<Event, Refusal> {
    only_credlab(actor, "turn the account's clock")?;
    let invalid = |field, problem: String| RefusalKind::InvalidField { field, problem }.refusal();
    let (speed, by) = match command {
        ClockCommand::Speed(speed) if speed > FASTEST => {
            let problem = format!("must be 0 to {FASTEST}");
            return Err(invalid("speed", problem));
        }
        ClockCommand::Advance(by) if !(1..=LONGEST).contains(&by) => {
            let problem = format!("must be 1 second to {} days", LONGEST / 86_400);
            return Err(invalid("duration", problem));
        }
        ClockCommand::Speed(speed) => (speed, 0),
        ClockCommand::Advance(by) => (account.clock.speed, by),
    };
    Ok(Event::ClockSet(Clock {
        real: ctx.real(),
        account: later(ctx.now, by),
        speed,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn time_is_real_until_the_clock_is_set() {
        let now = moment("2026-03-02T09:00:00.25Z");
        assert_eq!(Clock::default().at(now), now);
    }

    #[test]
    fn time_runs_as_fast_as_it_was_set_to_from_then_on() {
        let set = moment("2026-03-02T09:00:00Z");
        let clock = |speed| Clock {
            real: set,
            account: moment("2026-04-01T00:00:00Z"),
            speed,
        };
        let real = later(set, 10);
        assert_eq!(clock(0).at(real), moment("2026-04-01T00:00:00Z"));
        assert_eq!(clock(1).at(real), moment("2026-04-01T00:00:10Z"));
        assert_eq!(clock(60).at(real), moment("2026-04-01T00:10:00Z"));
        // A clock of the machine that was set back.
        assert_eq!(
            clock(60).at(later(set, -10)),
            moment("2026-04-01T00:00:00Z")
        );
        assert_eq!(clock(FASTEST).at(Timestamp::MAX), Timestamp::MAX);
    }

    #[test]
    fn waiting_takes_the_time_that_passes_in_reality() {
        let now = moment("2026-03-02T09:00:00Z");
        let clock = |speed| Clock {
            real: now,
            account: now,
            speed,
        };
        let wait = |speed, seconds| clock(speed).real_wait(now, later(now, seconds));
        let seconds = std::time::Duration::from_secs;
        assert_eq!(wait(1, 60), Some(seconds(60)));
        assert_eq!(wait(30, 60), Some(seconds(2)));
        assert_eq!(wait(30, -60), Some(seconds(0)));
        assert_eq!(wait(0, 60), None);
    }
}
