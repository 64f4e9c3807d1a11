//! The account's clock: what time it is, what is going to happen by itself, and turning it.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::view::{Json, Notice, Problem};

/// What the clock shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// The account's time: `2024-09-03 10:15:02 UTC`.
    pub time: String,
    /// The same, in milliseconds since 1970, to count on from.
    pub milliseconds: i64,
    /// How many seconds pass in the account while one passes in reality; 0 if its time stands still.
    pub speed: u32,
    /// The same in words: `60 times as fast as real time`.
    pub pace: String,
    /// What happens next without anybody doing anything, the soonest first; 20 at most.
    pub agenda: Vec<DueView>,
    /// How much more there is.
    pub more: usize,
}

/// Something that is going to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueView {
    /// In how long: `4 min`.
    pub within: String,
    /// When: `2024-09-03 10:15:02 UTC`.
    pub at: String,
    /// What, as a sentence.
    pub what: String,
}

/// What the account's clock shows.
#[server(prefix = "/api", endpoint = "account/clock", input = GetUrl, output = Json)]
pub async fn clock() -> Result<ClockView, Problem> {
    let visit = crate::backend::visit()?;
    Ok(server::clock_of(&visit))
}

/// Moves the account's time forward `by` a length of time such as `90s`, `10m`, `2h` or `3 days`; or to the `next` thing that
/// happens by itself.
#[server(prefix = "/api", endpoint = "account/clock/advance")]
pub async fn advance_clock(by: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::advance(&visit, &by).await)
}

/// Lets the account's time run `speed` times as fast as real time: 0 pauses it, 1 lets it go on.
#[server(prefix = "/api", endpoint = "account/clock/speed")]
pub async fn set_clock_speed(speed: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set_speed(&visit, &speed).await)
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::{ClockCommand, Command, FASTEST, seconds};
    use credlab_model::refusal::{Refusal, RefusalKind};

    use super::{ClockView, DueView};
    use crate::backend::Visit;
    use crate::backend::moment::{moment, within};
    use crate::pages::account::server::as_credlab;
    use crate::view::Notice;

    /// How many of the things to come are listed.
    const LISTED: usize = 20;

    /// What the clock of the visitor's account shows.
    pub fn clock_of(visit: &Visit) -> ClockView {
        let agenda = visit.account.agenda(visit.now);
        let more = agenda.len().saturating_sub(LISTED);
        let agenda = agenda.into_iter().take(LISTED).map(|due| DueView {
            within: within(due.at, visit.now),
            at: moment(due.at),
            what: due.what,
        });
        let speed = visit.account.clock.speed();
        ClockView {
            time: moment(visit.now),
            milliseconds: visit.now.as_millisecond(),
            speed,
            pace: pace(speed),
            agenda: agenda.collect(),
            more,
        }
    }

    fn pace(speed: u32) -> String {
        match speed {
            0 => "paused".into(),
            1 => "as fast as real time".into(),
            speed => format!("{speed} times as fast as real time"),
        }
    }

    pub async fn advance(visit: &Visit, by: &str) -> Result<Notice, Notice> {
        let far = match by.trim() {
            "next" => visit.account.until_next(visit.now).ok_or_else(|| {
                let reason = "Nothing is going to happen by itself.".into();
                RefusalKind::NotPossible { reason }.refusal()
            })?,
            by => seconds(by).ok_or_else(|| {
                let problem = "must be a length of time, like 90s, 10m, 2h or 3 days".into();
                invalid("duration", problem)
            })?,
        };
        turn(visit, ClockCommand::Advance(far)).await
    }

    pub async fn set_speed(visit: &Visit, speed: &str) -> Result<Notice, Notice> {
        let speed = speed.trim().parse().map_err(|_| {
            let problem = format!("must be a whole number, 0 to {FASTEST}");
            invalid("speed", problem)
        })?;
        turn(visit, ClockCommand::Speed(speed)).await
    }

    async fn turn(visit: &Visit, command: ClockCommand) -> Result<Notice, Notice> {
        let done = as_credlab(visit, Command::Clock(command)).await?;
        let clock = done.account.clock;
        let title = format!("It is {} in the account", moment(clock.set_to()));
        let text = match clock.speed() {
            0 => "Its time is paused.".into(),
            speed => format!("Its time runs {}.", pace(speed)),
        };
        Ok(Notice::success(title).with_text(text))
    }

    fn invalid(field: &'static str, problem: String) -> Refusal {
        RefusalKind::InvalidField { field, problem }.refusal()
    }
}
