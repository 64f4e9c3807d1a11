//! Ages as `kubectl` shows them: two units at most, fewer the older something is.

use credlab_model::Timestamp;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// The time from `since` to `now`: `77s`, `2m`, `3d4h`.
pub(super) fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(since).as_secs().max(0);
    let with = |unit: i64, name: &str, rest: i64, rest_name: &str| match seconds % unit / rest {
        0 => format!("{}{name}", seconds / unit),
        more => format!("{}{name}{more}{rest_name}", seconds / unit),
    };
    match seconds {
        ..120 => format!("{seconds}s"),
        120..600 => with(MINUTE, "m", 1, "s"),
        600..10_800 => format!("{}m", seconds / MINUTE),
        10_800..28_800 => with(HOUR, "h", MINUTE, "m"),
        28_800..172_800 => format!("{}h", seconds / HOUR),
        172_800..691_200 => with(DAY, "d", HOUR, "h"),
        _ if seconds < 2 * YEAR => format!("{}d", seconds / DAY),
        _ => with(YEAR, "y", DAY, "d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_kubectls_form() {
        let since: Timestamp = "2024-09-03T10:00:00Z".parse().unwrap();
        for (seconds, text) in [
            (-5, "0s"),
            (77, "77s"),
            (120, "2m"),
            (125, "2m5s"),
            (600, "10m"),
            (3 * HOUR, "3h"),
            (3 * HOUR + 60, "3h1m"),
            (9 * HOUR + 60, "9h"),
            (3 * DAY + 4 * HOUR, "3d4h"),
            (15 * DAY + HOUR, "15d"),
            (2 * YEAR + DAY, "2y1d"),
        ] {
            let now = credlab_model::account::later(since, seconds);
            assert_eq!(age(since, now), text);
        }
    }
}
