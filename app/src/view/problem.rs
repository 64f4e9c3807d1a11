//! Why a page can't be shown.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use super::JsonText;

/// Why a page can't be shown, or a form can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status that belongs to it.
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
    /// Why, one finding each.
    pub why: Vec<String>,
}

impl Problem {
    /// A problem of that status.
    pub fn new(status: u16, title: impl Into<String>, text: impl Into<String>) -> Problem {
        Problem {
            status,
            title: title.into(),
            text: text.into(),
            why: Vec::new(),
        }
    }
}

impl FromServerFnError for Problem {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Problem {
        let form = || {
            Problem::new(
                400,
                "The form can't be understood",
                "A field is missing or holds something else than expected. Nothing was changed.",
            )
        };
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => form(),
            // On the server it is the form that can't be read, in the browser the server's answer.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => form(),
            ServerFnErrorErr::Request(_) => Problem::new(
                503,
                "The server can't be reached",
                "Check the connection. The page is loaded again when the server answers.",
            ),
            _ => Problem::new(
                500,
                "Something went wrong",
                "The server could not finish this request. Try again in a moment.",
            ),
        }
    }
}
