//! `credlab clock`: the account's time, and what it will bring.

use credlab_model::account::{self, ClockCommand, Due};
use credlab_model::{Actor, Timestamp};
use serde::Serialize;

use crate::flags::Format;
use crate::run::{Outcome, Run, Stop};
use crate::time;

/// How many of the things to come are listed.
const LISTED: usize = 20;

/// `credlab clock [ACTION] [VALUE]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Clock {
    /// What to do with the account's time; shown, if it is left out
    #[arg(value_enum, value_name = "advance|pause|resume|speed")]
    action: Option<Action>,
    /// The speed, as a number, or how far to advance: '10m', '2h', '3 days', or 'next' for the next thing that happens
    #[arg(value_name = "VALUE")]
    value: Option<String>,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Action {
    /// Move it forward
    Advance,
    /// Stop it
    Pause,
    /// Let it run as fast as real time
    Resume,
    /// Let it run so many times as fast as real time
    Speed,
}

/// The account's time, as JSON has it.
#[derive(Serialize)]
struct Answer {
    time: String,
    speed: u32,
    agenda: Vec<Due>,
}

impl Clock {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let now = match self.command(run)? {
            Some(command) => {
                run.execute(&Actor::credlab(), account::Command::Clock(command))?;
                run.account().clock.set_to()
            }
            None => run.now(),
        };
        self.show(run, now)
    }

    /// What is to be done, if anything.
    fn command(&self, run: &Run<'_>) -> Outcome<Option<ClockCommand>> {
        Ok(Some(match (self.action, self.value.as_deref()) {
            (None, None) => return Ok(None),
            (Some(Action::Pause), None) => ClockCommand::Speed(0),
            (Some(Action::Resume), None) => ClockCommand::Speed(1),
            (Some(Action::Speed), Some(value)) => ClockCommand::Speed(speed(value)?),
            (Some(Action::Advance), Some("next")) => ClockCommand::Advance(to_next(run)?),
            (Some(Action::Advance), Some(value)) => ClockCommand::Advance(seconds(value)?),
            (Some(Action::Speed), None) => return usage("'speed' takes a number."),
            (Some(Action::Advance), None) => {
                return usage("'advance' takes a duration, or 'next'.");
            }
            (_, Some(_)) => return usage("Only 'speed' and 'advance' take a value."),
        }))
    }

    fn show(&self, run: &mut Run<'_>, now: Timestamp) -> Outcome {
        let account = run.account();
        let answer = Answer {
            time: time::rfc3339(now),
            speed: account.clock.speed(),
            agenda: account.agenda(now),
        };
        if self.format.is_json(run)? {
            run.json(&answer);
            return Ok(());
        }
        let speed = match answer.speed {
            0 => "paused".to_string(),
            1 => "as fast as real time".to_string(),
            speed => format!("{speed} times as fast as real time"),
        };
        run.out
            .marked(&format!("It is `{}` in the account, {speed}.", answer.time));
        if answer.agenda.is_empty() {
            return Ok(());
        }
        run.out.line("");
        let rows: Vec<[String; 3]> = answer
            .agenda
            .iter()
            .take(LISTED)
            .map(|due| {
                [
                    time::within(due.at, now),
                    time::rfc3339(due.at),
                    due.what.clone(),
                ]
            })
            .collect();
        run.out.table(["In", "Time", "What happens"], &rows);
        match answer.agenda.len().checked_sub(LISTED) {
            Some(more @ 1..) => run.out.line("").line(format!("... and {more} more.")),
            _ => &mut run.out,
        };
        Ok(())
    }
}

fn usage<T>(text: &str) -> Outcome<T> {
    Err(Stop::Usage(text.into()))
}

fn speed(value: &str) -> Outcome<u32> {
    match value.trim_end_matches('x').parse() {
        Ok(speed) => Ok(speed),
        Err(_) => usage("'speed' takes a number: 60 lets a minute pass in a second."),
    }
}

fn seconds(value: &str) -> Outcome<i64> {
    match account::seconds(value) {
        Some(seconds) => Ok(seconds),
        None => {
            usage("'advance' takes a duration, like '90s', '10m', '2h' or '3 days', or 'next'.")
        }
    }
}

/// How far it is to the next thing that happens, in whole seconds.
fn to_next(run: &Run<'_>) -> Outcome<i64> {
    let far = run.account().until_next(run.now());
    far.ok_or_else(|| Stop::Failed("Nothing is going to happen by itself.".into()))
}
