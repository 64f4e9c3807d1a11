//! What is printed and asked on a terminal, or where the shell that started the program has led it.

use std::io::{self, BufRead, IsTerminal, Write};

use credlab_shell::{Output, Prompt, Span, Stream};

/// The variable of IBM's command line that forces colours on or off.
const COLOR: &str = "IBMCLOUD_COLOR";

/// Says on standard error what went wrong.
pub fn complain(problem: &str) {
    // There is nowhere else to say that this failed.
    _ = writeln!(io::stderr(), "credlab: {problem}");
}

/// Prints text to standard output.
pub fn print_text(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints output to the streams that it is for, with colours where they are wanted.
pub fn print(output: &Output) -> Result<(), String> {
    print_spans(output.spans())
}

/// Prints spans as [`print`] does.
pub fn print_spans(spans: &[Span]) -> Result<(), String> {
    for part in spans.chunk_by(|one, next| one.stream == next.stream) {
        let Some(stream) = part.first().map(|span| span.stream) else {
            continue;
        };
        let mut output = Output::default();
        for span in part {
            output.push(stream, span.style, span.text.as_str());
        }
        let text = match is_coloured(stream) {
            true => output.ansi(stream),
            false => output.plain(None),
        };
        match stream {
            Stream::Out => print_text(&text)?,
            Stream::Err => written(io::stderr().write_all(text.as_bytes()))?,
        }
    }
    Ok(())
}

/// Empties the screen, if there is one.
pub fn clear() -> Result<(), String> {
    match io::stdout().is_terminal() {
        true => print_text("\u{1b}[2J\u{1b}[H"),
        false => Ok(()),
    }
}

/// Whether somebody sits at standard input.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal()
}

/// Asks at the terminal. None at the end of input. What is asked is not part of the output, which may go elsewhere.
pub fn ask(prompt: &Prompt) -> Result<Option<String>, String> {
    let mut err = io::stderr();
    written(err.write_all(prompt.text.as_bytes()))?;
    let answer = match prompt.hidden {
        true => hidden_line()?,
        false => next_line()?,
    };
    if answer.is_none() {
        written(err.write_all(b"\n"))?;
    }
    Ok(answer)
}

/// The next line that is typed at the terminal, unseen.
fn hidden_line() -> Result<Option<String>, String> {
    match rpassword::read_password() {
        Ok(answer) => Ok(Some(answer)),
        Err(problem) if problem.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(problem) => Err(format!("can't read from the terminal: {problem}")),
    }
}

/// The next line of standard input, without its end.
pub fn next_line() -> Result<Option<String>, String> {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) => Ok(None),
        Ok(_) => {
            let end = line.trim_end_matches(['\r', '\n']).len();
            line.truncate(end);
            Ok(Some(line))
        }
        Err(problem) => Err(format!("can't read standard input: {problem}")),
    }
}

fn is_coloured(stream: Stream) -> bool {
    match std::env::var(COLOR).as_deref() {
        Ok("true") => true,
        Ok("false") => false,
        _ => match stream {
            Stream::Out => io::stdout().is_terminal(),
            Stream::Err => io::stderr().is_terminal(),
        },
    }
}

/// Nobody reads on: no reason to complain, as when a pager was left.
fn written(outcome: io::Result<()>) -> Result<(), String> {
    match outcome {
        Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("can't write: {problem}"))
        }
        _ => Ok(()),
    }
}
