//! JSON as server functions answer in it.

use std::str::{Utf8Error, from_utf8};

use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Unreadable, read};

/// What a server function answers in: `output = Json`.
pub type Json = Post<JsonText>;

/// JSON that the server writes by `serde_json`, and the browser reads by [`read`].
pub struct JsonText;

/// Why an answer can't be read or written.
#[derive(Debug)]
pub enum JsonProblem {
    /// It is no text.
    Text(Utf8Error),
    /// It is no JSON, or JSON of something else.
    Read(Unreadable),
    /// It can't be written.
    Write(serde_json::Error),
}

impl std::fmt::Display for JsonProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(problem) => problem.fmt(f),
            Self::Read(problem) => problem.fmt(f),
            Self::Write(problem) => problem.fmt(f),
        }
    }
}

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = JsonProblem;

    fn encode(output: &T) -> Result<Bytes, JsonProblem> {
        let text = serde_json::to_string(output).map_err(JsonProblem::Write)?;
        Ok(text.into())
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = JsonProblem;

    fn decode(bytes: Bytes) -> Result<T, JsonProblem> {
        let text = from_utf8(&bytes).map_err(JsonProblem::Text)?;
        read(text).map_err(JsonProblem::Read)
    }
}
