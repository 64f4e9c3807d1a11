//! What a browser remembers of the console's look: cookies, which are there before an account is and stay when another
//! begins.

use axum::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// How long it is remembered, in seconds: a year.
const AGE: u32 = 365 * 24 * 3600;

/// The value of the cookie `name` of the current request; empty without one.
pub fn remembered(name: &str) -> String {
    let Some(parts) = use_context::<Parts>() else {
        return String::new();
    };
    let cookies = parts.headers.get_all(COOKIE).iter();
    let value = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='));
    value.unwrap_or_default().to_string()
}

/// Has the browser remember a value, of letters, digits and `-` only.
pub fn remember(name: &str, value: &str) {
    let cookie = format!("{name}={value}; Path=/; Max-Age={AGE}; HttpOnly; SameSite=Lax");
    if let (Some(answer), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::try_from(cookie),
    ) {
        answer.append_header(SET_COOKIE, cookie);
    }
}
