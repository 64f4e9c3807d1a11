//! A line as a shell takes it: words, quotes, `| grep`, and the program that the first word names.

use credlab_model::iam::session::End;

use crate::credlab::Credlab;
use crate::host::Host;
use crate::ibmcloud::Ibmcloud;
use crate::kubectl::Kubectl;
use crate::output::{Output, Stream, Style};
use crate::program::perform;
use crate::reply::Reply;
use crate::run::Run;
use crate::session::Session;
use crate::suggestion;

/// The programs and built-in words.
pub(crate) const WORDS: [&str; 5] = ["ibmcloud", "kubectl", "credlab", "clear", "exit"];

/// The longest line, in bytes.
pub const LONGEST: usize = 4_000;

/// The exit status of a word that is no program, as bash has it.
const NOT_FOUND: u8 = 127;

/// The exit status of a line that can't be read, as bash has it.
const SYNTAX: u8 = 2;

/// Runs one line. `answers` are those given so far to the questions that earlier runs of the same line asked
/// ([`Reply::ask`]); the caller runs the line again with one more, and changes nothing else in between.
///
/// `exit` ends the session of the caller: here it does nothing.
pub fn run(session: &mut Session, host: &mut dyn Host, line: &str, answers: &[String]) -> Reply {
    session.prune(&host.account());
    // A comment, as scripts have them.
    if line.trim_start().starts_with('#') {
        return Reply::default();
    }
    if line.len() > LONGEST {
        let problem = format!("bash: the line is too long: it may have {LONGEST} bytes");
        return failed(SYNTAX, &[problem]);
    }
    let parts = match split(line) {
        Ok(parts) => parts,
        Err(problem) => return failed(SYNTAX, &[problem]),
    };
    let mut parts = parts.into_iter();
    let Some((program, words)) = parts.next().and_then(|mut words| {
        let program = (!words.is_empty()).then(|| words.remove(0))?;
        Some((program, words))
    }) else {
        return Reply::default();
    };
    let filters: Result<Vec<Grep>, String> = parts.map(Grep::parse).collect();
    let filters = match filters {
        Ok(filters) => filters,
        Err(problem) => return failed(SYNTAX, &[problem]),
    };
    let ended = session.expire(&host.account(), host.now());
    let run = Run::new(session, host, answers);
    let mut reply = match program.as_str() {
        "ibmcloud" | "ic" | "bx" | "bluemix" => perform::<Ibmcloud>(run, words, line),
        "kubectl" => perform::<Kubectl>(run, words, line),
        "credlab" => perform::<Credlab>(run, words, line),
        "clear" => Reply {
            clear: true,
            ..Reply::default()
        },
        "exit" => Reply::default(),
        other => return unknown(other),
    };
    for filter in &filters {
        filter.apply(&mut reply);
    }
    if let Some(end) = ended {
        let mut told = Output::default();
        let why = match end {
            End::Longest => "it had lasted as long as a session may",
            End::Inactive => "nothing was done in it for too long",
        };
        told.push(
            Stream::Err,
            Style::Warning,
            format!("Your session has ended: {why}.\n"),
        );
        for span in reply.output.spans() {
            told.push(span.stream, span.style, span.text.as_str());
        }
        reply.output = told;
    }
    // The variable goes before what `ibmcloud config` was told (`cli.md`, 1.2).
    let forced = host.variable("IBMCLOUD_COLOR").as_deref() == Some("true");
    if session.config.color == Some(false) && !forced {
        reply.output.fade();
        reply.hint.fade();
    }
    reply
}

fn failed(status: u8, lines: &[String]) -> Reply {
    let mut output = Output::default();
    for line in lines {
        output.push(Stream::Err, Style::Plain, format!("{line}\n"));
    }
    Reply {
        output,
        status,
        slip: true,
        ..Reply::default()
    }
}

fn unknown(program: &str) -> Reply {
    let shown = credlab_model::refusal::shorten(program);
    let mut lines = vec![format!("bash: {shown}: command not found")];
    let namespaces = ["ks", "sl", "iam", "account", "resource", "login", "target"];
    if namespaces.contains(&program) {
        lines.push(format!("Did you mean 'ibmcloud {program}'?"));
    } else if let Some(near) = suggestion::nearest(program, WORDS) {
        lines.push(format!("Did you mean '{near}'?"));
    }
    failed(NOT_FOUND, &lines)
}

/// The words of the line, one list a part between pipes; or what is in the way.
fn split(line: &str) -> Result<Vec<Vec<String>>, String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    let mut rest = line.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let here = match (quote, c) {
            (None, '|') if rest.peek() != Some(&'|') => {
                parts.push(String::new());
                continue;
            }
            (None, '<') => {
                let name: String = rest.clone().take_while(|c| !c.is_whitespace()).collect();
                return Err(match name.split_once('>') {
                    Some((name, _)) => {
                        format!(
                            "bash: replace <{name}> with a value: it stands for one in the document."
                        )
                    }
                    None => not_here("<"),
                });
            }
            (None, '|') => return Err(not_here("||")),
            (None, '&') if rest.peek() == Some(&'&') => return Err(not_here("&&")),
            (None, '(') => {
                let choice: String = rest.clone().take_while(|c| *c != ')').collect();
                return Err(match choice.contains('|') {
                    true => {
                        format!("bash: choose one of ({choice}): the document leaves it to you.")
                    }
                    false => not_here("("),
                });
            }
            (None, '>' | ';' | '&' | ')' | '`') => return Err(not_here(c)),
            (None | Some('"'), '$') if rest.peek() == Some(&'(') => return Err(not_here("$(")),
            (None, '\'' | '"') => {
                quote = Some(c);
                c
            }
            (Some(open), c) => {
                if c == open {
                    quote = None;
                }
                c
            }
            (None, c) => c,
        };
        let Some(part) = parts.last_mut() else { break };
        part.push(here);
        // What follows a backslash is text, but for single quotes, where the backslash is.
        if here == '\\' && quote != Some('\'') {
            part.extend(rest.next());
        }
    }
    parts
        .iter()
        .map(|part| {
            shlex::split(part).ok_or_else(|| {
                "bash: unexpected end of line while looking for a matching quote".into()
            })
        })
        .collect()
}

fn not_here(what: impl std::fmt::Display) -> String {
    format!(
        "bash: '{what}' is not in this shell. Run one command a line; '| grep WORD' filters its output."
    )
}

/// `| grep [-i] WORD`: keeps the lines of standard output that contain the word.
struct Grep {
    word: String,
    ignore_case: bool,
}

impl Grep {
    fn parse(words: Vec<String>) -> Result<Grep, String> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (word, ignore_case) = match words.as_slice() {
            ["grep", "-i", word] => (word, true),
            ["grep", word] if !word.starts_with('-') => (word, false),
            [first, ..] if *first != "grep" => {
                return Err(not_here(format!(
                    "| {}",
                    credlab_model::refusal::shorten(first)
                )));
            }
            _ => return Err("usage: ... | grep [-i] WORD".into()),
        };
        let word = if ignore_case {
            word.to_lowercase()
        } else {
            word.to_string()
        };
        Ok(Grep { word, ignore_case })
    }

    /// The status of the whole is that of `grep`: 0 when a line was kept. A question stands by itself.
    fn apply(&self, reply: &mut Reply) {
        if reply.ask.is_some() {
            return;
        }
        let kept = reply.output.keep_lines(|line| {
            if self.ignore_case {
                line.to_lowercase().contains(&self.word)
            } else {
                line.contains(&self.word)
            }
        });
        reply.status = u8::from(kept == 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_bash_splits_them() {
        for (line, parts) in [
            ("", vec![vec![]]),
            ("  a  b ", vec![vec!["a", "b"]]),
            (r#"a "b c" 'd "e'"#, vec![vec!["a", "b c", "d \"e"]]),
            (r"a b\ c \| d", vec![vec!["a", "b c", "|", "d"]]),
            (
                "a | grep x | grep -i y",
                vec![vec!["a"], vec!["grep", "x"], vec!["grep", "-i", "y"]],
            ),
            ("a '|' \"; > $x\"", vec![vec!["a", "|", "; > $x"]]),
        ] {
            assert_eq!(
                split(line),
                Ok(parts
                    .iter()
                    .map(|p| p.iter().map(|w| w.to_string()).collect())
                    .collect()),
                "{line}"
            );
        }
    }

    #[test]
    fn what_this_shell_lacks_is_named() {
        for (line, word) in [
            ("a; b", "';'"),
            ("a && b", "'&&'"),
            ("a & b", "'&'"),
            ("a --enable (true|false)", "one of (true|false)"),
            ("a (b)", "'('"),
            ("a || b", "'||'"),
            ("a > f", "'>'"),
            ("a < f", "'<'"),
            ("a $(b)", "'$('"),
            ("a \"$(b)\"", "'$('"),
            ("a --region <region>", "<region>"),
            ("a 'b", "quote"),
        ] {
            let problem = split(line).unwrap_err();
            assert!(problem.contains(word), "{line}: {problem}");
        }
    }
}
