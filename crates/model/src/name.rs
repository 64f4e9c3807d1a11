//! Texts that people type: names, descriptions, e-mail addresses. Parsed once, at the edge.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind};

/// A name or description: trimmed, without control characters, at most 255 characters.
pub fn text(field: &'static str, value: &str, min: usize) -> Result<String, Refusal> {
    let value = value.trim();
    let problem = if value.chars().count() < min {
        "must not be empty"
    } else if value.chars().count() > 255 {
        "must have 255 characters at most"
    } else if value.chars().any(is_control) {
        "must not contain control characters"
    } else {
        return Ok(value.to_string());
    };
    Err(RefusalKind::InvalidField {
        field,
        problem: problem.into(),
    }
    .refusal())
}

/// Control characters, and the ones that reorder the text around them.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text as it can be shown again: what would control a terminal, line ends aside, or reorder the text around it
/// becomes `U+FFFD`.
pub fn legible(text: String) -> String {
    let harms = |c: char| is_control(c) && c != '\n';
    match text.contains(harms) {
        true => text.replace(harms, "\u{fffd}"),
        false => text,
    }
}

/// An e-mail address, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Accepts what a mail server would plausibly deliver to: one `@`, a dotted domain, 254 characters at most,
    /// printable ASCII without spaces, quotes or angle brackets.
    pub fn parse(value: &str) -> Result<Email, Refusal> {
        let value = value.trim().to_lowercase();
        let good = value.len() <= 254
            && value.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty()
                    && local.len() <= 64
                    && !domain.contains('@')
                    && domain.contains('.')
                    && domain.split('.').all(|label| {
                        !label.is_empty()
                            && !label.starts_with('-')
                            && !label.ends_with('-')
                            && label
                                .bytes()
                                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    })
            })
            && value
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b"\"<>(),;:\\[]".contains(&b));
        if good {
            Ok(Email(value))
        } else {
            let problem = "is not a valid email address".to_string();
            Err(RefusalKind::InvalidField {
                field: "email",
                problem,
            }
            .refusal())
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_checked_and_lowered() {
        assert_eq!(
            Email::parse(" Func-ID@Example.com ").unwrap().as_str(),
            "func-id@example.com"
        );
        for bad in [
            "",
            "a",
            "a@b",
            "@example.com",
            "a@b@c.de",
            "a b@c.de",
            "a@.de",
            "<a@b.de>",
            "a@b\u{202e}.de",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn names_refuse_control_characters_but_not_other_scripts() {
        assert!(text("name", "مفتاح", 1).is_ok());
        for bad in ["", "   ", "a\u{0}b", "a\u{202e}b", &"x".repeat(256)] {
            assert!(text("name", bad, 1).is_err(), "{bad:?}");
        }
    }
}
