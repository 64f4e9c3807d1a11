//! Moments as the command line prints them.

use credlab_model::Timestamp;

/// `2024-09-03T10:15+0000`: the core's and `iam`'s form (`cli.md`, 6.2).
pub(crate) fn minutes(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M+0000").to_string()
}

/// `2024-09-03T10:15:30+0000`: the form of `ks` (`cli.md`, 7.5).
pub(crate) fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()
}

/// `2024-09-03T10:15:30Z`: the form of JSON and of `sl` (`cli.md`, 8.4).
pub(crate) fn rfc3339(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// How long it is to a moment that comes: `4 min`, in the unit that fits.
pub(crate) fn within(at: Timestamp, now: Timestamp) -> String {
    match at.duration_since(now).as_secs().max(0) {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3_600 => format!("{} min", seconds / 60),
        seconds @ 3_600..86_400 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

/// How long ago: `3 days ago`, as `ks cluster ls` shows it (`cli.md`, 7.5).
pub(crate) fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        86_400..604_800 => (seconds / 86_400, "day"),
        604_800..2_592_000 => (seconds / 604_800, "week"),
        2_592_000..31_536_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_the_documented_forms() {
        let at: Timestamp = "2024-09-03T10:15:30.5Z".parse().unwrap();
        assert_eq!(minutes(at), "2024-09-03T10:15+0000");
        assert_eq!(seconds(at), "2024-09-03T10:15:30+0000");
        assert_eq!(rfc3339(at), "2024-09-03T10:15:30Z");
        let later = |seconds| credlab_model::account::later(at, seconds);
        for (after, text) in [
            (0, "0 seconds ago"),
            (60, "1 minute ago"),
            (3 * 86_400, "3 days ago"),
            (21 * 86_400, "3 weeks ago"),
        ] {
            assert_eq!(ago(at, later(after)), text);
        }
    }
}
