//! The account's clock in the header, and the menu that turns it.

use leptos::prelude::*;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;

/// How far the menu moves the clock: the label, and the length of time that is sent.
const STEPS: [(&str, &str); 5] = [
    ("10 minutes", "10m"),
    ("1 hour", "1h"),
    ("1 day", "1 day"),
    ("30 days", "30 days"),
    ("To what happens next", "next"),
];

/// How fast the menu lets it run.
const SPEEDS: [(&str, &str); 4] = [
    ("Pause", "0"),
    ("Real time", "1"),
    ("60 times", "60"),
    ("3,600 times", "3600"),
];

/// The clock and its menu.
#[component]
pub fn ClockMenu(
    /// The account's time, in milliseconds since 1970.
    time: i64,
    /// How many seconds pass in the account while one passes in reality.
    speed: u32,
) -> impl IntoView {
    let time = ticking(time, speed);
    let pace = match speed {
        0 => "paused".to_string(),
        1 => String::new(),
        speed => format!("{speed}×"),
    };
    let speed = speed.to_string();
    let label = {
        let pace = pace.clone();
        move || format!("Time in the account: {} {pace}", text(time.get()))
    };
    let steps = STEPS.map(|(label, by)| {
        view! {
            <button type="submit" class="credlab-menu__entry" name="by" value=by>
                {label}
            </button>
        }
    });
    let speeds = SPEEDS.map(|(label, value)| {
        let current = (value == speed).then_some("true");
        view! {
            <button
                type="submit"
                class="credlab-menu__entry"
                name="speed"
                value=value
                formaction="/api/account/clock/speed"
                aria-current=current
            >
                {label}
            </button>
        }
    });
    view! {
        <details name="menu" class="credlab-menu credlab-header-menu">
            <summary class="credlab-action credlab-time" aria-label=label>
                <Glyph icon=Icon::Time size=20 />
                <span class="credlab-time__text">{move || text(time.get())}</span>
                <span class="credlab-time__pace">{pace}</span>
            </summary>
            <div class="credlab-header-list credlab-header-list--narrow credlab-paper">
                <PostForm action="/api/account/clock/advance">
                    <p class="credlab-nav-heading">"Move the account's time forward"</p>
                    {steps.views()}
                    <p class="credlab-nav-heading">"Let it run"</p>
                    {speeds.views()}
                </PostForm>
                <a class="credlab-menu__entry credlab-menu__entry--apart" href="/history">
                    "What is going to happen"
                </a>
            </div>
        </details>
    }
}

/// The account's time, which goes on in the browser.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(unused_variables, reason = "it ticks in the browser")
)]
fn ticking(at: i64, speed: u32) -> RwSignal<i64> {
    let time = RwSignal::new(at);
    #[cfg(feature = "hydrate")]
    {
        use leptos::web_sys::js_sys::Date;

        let began = Date::now();
        let tick = move || {
            let passed = (Date::now() - began) as i64;
            let now = at + passed * i64::from(speed);
            if text(now) != text(time.get_untracked()) {
                time.set(now);
            }
        };
        if let Ok(handle) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    }
    time
}

/// `2024-09-03 10:15`, of milliseconds since 1970.
fn text(at: i64) -> String {
    let minutes = at.div_euclid(60_000);
    let (days, minute) = (minutes.div_euclid(1_440), minutes.rem_euclid(1_440));
    // Days of years that begin in March, in eras of 400 years.
    let day = days + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let year = year + era * 400 + next;
    format!(
        "{year}-{month:02}-{date:02} {:02}:{:02}",
        minute / 60,
        minute % 60
    )
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::text;

    #[test]
    fn times_read_as_the_calendar_has_them() {
        let mut at: i64 = -5_000_000_000_000;
        while at < 10_000_000_000_000 {
            let moment = credlab_model::Timestamp::from_millisecond(at).unwrap();
            let told = moment.strftime("%Y-%m-%d %H:%M").to_string();
            assert_eq!(text(at), told);
            at += 98_765_432_109;
        }
    }
}
