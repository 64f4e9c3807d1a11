//! Moments, as pages show them.

use credlab_model::Timestamp;

/// `2024-09-03 10:15:02 UTC`.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `2024-09-03 10:15 UTC`.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// `2024-09-03`.
pub fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// How long it is to a moment that comes: `4 min`, in the unit that fits.
pub fn within(at: Timestamp, now: Timestamp) -> String {
    match at.duration_since(now).as_secs().max(0) {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3_600 => format!("{} min", seconds / 60),
        seconds @ 3_600..86_400 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

/// A length of time as it can be typed again: `24h`, `1h 30m`.
pub fn length(seconds: u32) -> String {
    let parts = [
        (seconds / 3_600, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    match parts.is_empty() {
        true => "0s".into(),
        false => parts.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_as_they_are_shown() {
        for (seconds, shown) in [
            (86_400, "24h"),
            (900, "15m"),
            (5_400, "1h 30m"),
            (90, "1m 30s"),
            (0, "0s"),
        ] {
            assert_eq!(length(seconds), shown);
            let read = credlab_model::account::seconds(shown);
            assert_eq!(read, Some(i64::from(seconds)));
        }
    }
}
