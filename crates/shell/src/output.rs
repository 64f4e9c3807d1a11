//! What a command prints: spans with a style and a stream, rendered as plain text, with ANSI colours, or by a page.

use credlab_model::name::legible;
use serde::{Deserialize, Serialize};

/// How a span looks (`cli.md`, 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// As it is.
    Plain,
    /// Bold: headings of tables and of help.
    Heading,
    /// Cyan bold: entity names, and the first column of tables.
    Entity,
    /// Yellow bold: command names.
    Command,
    /// Green bold: `OK`.
    Success,
    /// Red bold: `FAILED`.
    Failure,
    /// Magenta bold: warnings.
    Warning,
    /// Dim: what Credlab adds to what the tool prints.
    Hint,
}

/// Where a span goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// A piece of text. Line ends are in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Where it goes.
    pub stream: Stream,
    /// How it looks.
    pub style: Style,
    /// The text.
    pub text: String,
}

/// What was printed, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Output(Vec<Span>);

/// The gap between two columns of a table.
const GUTTER: &str = "   ";

impl Output {
    /// The spans, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Whether nothing was printed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a span to standard output.
    pub fn put(&mut self, style: Style, text: impl Into<String>) -> &mut Output {
        self.push(Stream::Out, style, text)
    }

    /// Adds a span.
    pub fn push(&mut self, stream: Stream, style: Style, text: impl Into<String>) -> &mut Output {
        // What was typed is printed again in many places.
        let text = legible(text.into());
        if !text.is_empty() {
            self.0.push(Span {
                stream,
                style,
                text,
            });
        }
        self
    }

    /// Adds a plain line to standard output.
    pub fn line(&mut self, text: impl AsRef<str>) -> &mut Output {
        self.put(Style::Plain, format!("{}\n", text.as_ref()))
    }

    /// Adds a line whose parts between back-ticks are entity names: "Getting key `NAME` as `USER`...".
    pub fn marked(&mut self, text: &str) -> &mut Output {
        for (n, part) in text.split('`').enumerate() {
            let style = if n % 2 == 1 {
                Style::Entity
            } else {
                Style::Plain
            };
            self.put(style, part);
        }
        self.put(Style::Plain, "\n")
    }

    /// Adds `OK`.
    pub fn ok(&mut self) -> &mut Output {
        self.put(Style::Success, "OK").put(Style::Plain, "\n")
    }

    /// Adds a table: columns as wide as their longest cell, three spaces between them, first column in the entity
    /// style, no space at the end of a line (`cli.md`, 1.3). A line end within a cell makes a continuation row.
    pub fn table<const N: usize>(
        &mut self,
        headings: [&str; N],
        rows: &[[String; N]],
    ) -> &mut Output {
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.to_vec()).collect();
        self.table_of(&headings, &rows)
    }

    /// Adds a table whose columns are chosen as it is made: each row has a cell for each heading.
    pub fn table_of(&mut self, headings: &[&str], rows: &[Vec<String>]) -> &mut Output {
        let mut lines: Vec<(bool, Vec<String>)> = Vec::new();
        if headings.iter().any(|heading| !heading.is_empty()) {
            lines.push((true, headings.iter().map(|h| h.to_string()).collect()));
        } else {
            lines.push((true, Vec::new()));
        }
        for row in rows {
            let height = row.iter().map(|cell| cell.split('\n').count()).max();
            for n in 0..height.unwrap_or(1) {
                let part = |cell: &String| cell.split('\n').nth(n).unwrap_or_default().to_string();
                lines.push((false, row.iter().map(part).collect()));
            }
        }
        self.aligned(&lines)
    }

    /// Adds labels and values: a table without headings, which begins with an empty line (`cli.md`, 1.3).
    pub fn pairs(&mut self, rows: &[(&str, String)]) -> &mut Output {
        let rows: Vec<[String; 2]> = rows
            .iter()
            .map(|(label, value)| [label.to_string(), value.clone()])
            .collect();
        self.table(["", ""], &rows)
    }

    fn aligned(&mut self, lines: &[(bool, Vec<String>)]) -> &mut Output {
        let columns = lines.iter().map(|(_, cells)| cells.len()).max();
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|(_, cells)| cells.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns.unwrap_or(0)).map(width).collect();
        for (heading, cells) in lines {
            let last = cells.iter().rposition(|cell| !cell.is_empty());
            for (n, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let Some(last) = last.filter(|last| n <= *last) else {
                    break;
                };
                let style = match (heading, n) {
                    (true, _) => Style::Heading,
                    (false, 0) => Style::Entity,
                    (false, _) => Style::Plain,
                };
                self.put(style, cell);
                if n < last {
                    let padding = width - cell.chars().count();
                    self.put(Style::Plain, format!("{:padding$}{GUTTER}", ""));
                }
            }
            self.put(Style::Plain, "\n");
        }
        self
    }

    /// Takes the colours away.
    pub(crate) fn fade(&mut self) {
        for span in &mut self.0 {
            span.style = Style::Plain;
        }
    }

    /// Keeps the lines of standard output that `keep` wants, and says how many. Standard error stays.
    pub(crate) fn keep_lines(&mut self, keep: impl Fn(&str) -> bool) -> usize {
        let (mut kept, mut spans, mut line) = (0, Vec::new(), Vec::<Span>::new());
        let mut finish = |line: &mut Vec<Span>, spans: &mut Vec<Span>| {
            let text: String = line.iter().map(|span| span.text.as_str()).collect();
            if !line.is_empty() && keep(text.trim_end_matches('\n')) {
                kept += 1;
                spans.append(line);
            }
            line.clear();
        };
        for span in std::mem::take(&mut self.0) {
            if span.stream == Stream::Err {
                spans.push(span);
                continue;
            }
            for part in span.text.split_inclusive('\n') {
                line.push(Span {
                    text: part.into(),
                    ..span.clone()
                });
                if part.ends_with('\n') {
                    finish(&mut line, &mut spans);
                }
            }
        }
        finish(&mut line, &mut spans);
        self.0 = spans;
        kept
    }

    /// The text without colours; of one stream, or of both.
    pub fn plain(&self, stream: Option<Stream>) -> String {
        let wanted = |span: &&Span| stream.is_none_or(|stream| span.stream == stream);
        self.0
            .iter()
            .filter(wanted)
            .map(|span| span.text.as_str())
            .collect()
    }

    /// The text of one stream with ANSI colours.
    pub fn ansi(&self, stream: Stream) -> String {
        let mut text = String::new();
        for span in self.0.iter().filter(|span| span.stream == stream) {
            let code = match span.style {
                Style::Plain => None,
                Style::Heading => Some("1"),
                Style::Entity => Some("36;1"),
                Style::Command => Some("33;1"),
                Style::Success => Some("32;1"),
                Style::Failure => Some("31;1"),
                Style::Warning => Some("35;1"),
                Style::Hint => Some("2"),
            };
            match code {
                Some(code) => {
                    text.push_str("\u{1b}[");
                    text.push_str(code);
                    text.push('m');
                    text.push_str(&span.text);
                    text.push_str("\u{1b}[0m");
                }
                None => text.push_str(&span.text),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_align_and_trim() {
        let mut out = Output::default();
        out.table(
            ["Name", "Email"],
            &[
                ["Functional User".into(), "func-id@example.com".into()],
                ["X".into(), String::new()],
            ],
        );
        assert_eq!(
            out.plain(None),
            "Name              Email\nFunctional User   func-id@example.com\nX\n"
        );
    }

    #[test]
    fn pairs_begin_with_an_empty_line() {
        let mut out = Output::default();
        out.pairs(&[("ID:", "1".into()), ("Long label:", "a\nb".into())]);
        assert_eq!(
            out.plain(None),
            "\nID:           1\nLong label:   a\n              b\n"
        );
    }

    #[test]
    fn marked_names_are_entities() {
        let mut out = Output::default();
        out.marked("Getting `a` as `b`...");
        assert_eq!(out.plain(None), "Getting a as b...\n");
        assert_eq!(out.spans()[1].style, Style::Entity);
    }
}
