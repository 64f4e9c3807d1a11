//! Texts as parts of addresses.

use leptos_router::location::Url;

/// A text as a value in an address: what would end or begin something there is escaped.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii_alphanumeric() || "-._~:@/*".contains(c) {
            true => escaped.push(c),
            false => escaped.push_str(&Url::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    escaped
}
