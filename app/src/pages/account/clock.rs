//! The account's clock: what time it is, what is going to happen by itself, and turning it.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::{Select, TextInput};
use crate::carbon::table::DataTable;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Choice, Json, Notice, Problem, TableView};

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
    /// The speeds that are offered.
    pub speeds: Vec<Choice>,
    /// What happens next without anybody doing anything, the soonest first; 20 at most.
    pub agenda: TableView,
    /// How much more there is.
    pub more: usize,
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

/// What the account's clock shows, and how it is turned.
#[component]
pub fn ClockSection(
    /// What it shows.
    clock: ClockView,
) -> impl IntoView {
    let more = (clock.more > 0).then(|| view! { <p>{format!("… and {} more.", clock.more)}</p> });
    view! {
        <section class="credlab-section" aria-labelledby="clock">
            <h2 id="clock">"The account's clock"</h2>
            <p>{format!("It is {} in the account. Its time: {}.", clock.time, clock.pace)}</p>
            <div class="credlab-columns credlab-clock">
                <PostForm action="/api/account/clock/advance">
                    <TextInput
                        name="by"
                        label="Move forward by"
                        value="next"
                        help="A length of time, like 90s, 10m, 2h or 3 days; or next, for the next thing that happens. Time never goes back."
                        required=true
                    />
                    <Submit label="Advance" kind="tertiary" />
                </PostForm>
                <PostForm action="/api/account/clock/speed">
                    <Select
                        name="speed"
                        label="Speed"
                        options=clock.speeds
                        value=clock.speed.to_string()
                    />
                    <Submit label="Set speed" kind="tertiary" />
                </PostForm>
            </div>
            <h3>"What is going to happen"</h3>
            <DataTable label="What is going to happen" table=clock.agenda />
            {more.views()}
        </section>
    }
}

#[cfg(feature = "ssr")]
pub use server::clock_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::{ClockCommand, Command, FASTEST, seconds};
    use credlab_model::refusal::{Refusal, RefusalKind};

    use super::ClockView;
    use crate::backend::Visit;
    use crate::backend::moment::{moment, within};
    use crate::backend::table::short_table;
    use crate::pages::account::server::as_credlab;
    use crate::view::{Cell, Choice, Notice, RowView};

    /// How many of the things to come are listed.
    const LISTED: usize = 20;

    /// What the clock of the visitor's account shows.
    pub fn clock_of(visit: &Visit) -> ClockView {
        let agenda = visit.account.agenda(visit.now);
        let more = agenda.len().saturating_sub(LISTED);
        let rows = agenda.into_iter().take(LISTED).map(|due| RowView {
            cells: vec![
                Cell::text(within(due.at, visit.now)),
                Cell::text(moment(due.at)),
                Cell::text(due.what.as_str()),
            ],
            name: due.what,
            actions: Vec::new(),
        });
        let nothing = "Nothing is going to happen by itself.";
        let speed = visit.account.clock.speed();
        ClockView {
            time: moment(visit.now),
            milliseconds: visit.now.as_millisecond(),
            speed,
            pace: pace(speed),
            speeds: speeds(speed),
            agenda: short_table(&["In", "Time", "What happens"], nothing, rows.collect()),
            more,
        }
    }

    /// The usual speeds, and the one that is set.
    fn speeds(now: u32) -> Vec<Choice> {
        let usual = [
            (0, "Paused"),
            (1, "As fast as real time"),
            (60, "A minute in a second"),
            (3_600, "An hour in a second"),
            (FASTEST, "A day in a second"),
        ];
        let own = usual.iter().all(|(speed, _)| *speed != now);
        let own = own.then(|| Choice::new(now.to_string(), pace(now)));
        let usual = usual.iter();
        let usual = usual.map(|(speed, label)| Choice::new(speed.to_string(), *label));
        usual.chain(own).collect()
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
        let line = match by.trim() {
            by if by.contains(' ') => format!("credlab clock advance '{by}'"),
            by => format!("credlab clock advance {by}"),
        };
        turn(visit, ClockCommand::Advance(far), line).await
    }

    pub async fn set_speed(visit: &Visit, speed: &str) -> Result<Notice, Notice> {
        let speed = speed.trim().parse().map_err(|_| {
            let problem = format!("must be a whole number, 0 to {FASTEST}");
            invalid("speed", problem)
        })?;
        let line = match speed {
            0 => "credlab clock pause".to_string(),
            1 => "credlab clock resume".to_string(),
            speed => format!("credlab clock speed {speed}"),
        };
        turn(visit, ClockCommand::Speed(speed), line).await
    }

    async fn turn(visit: &Visit, command: ClockCommand, line: String) -> Result<Notice, Notice> {
        let done = as_credlab(visit, Command::Clock(command), line).await?;
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
