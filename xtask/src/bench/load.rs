//! Asks a server for a page again and again, as fast as it answers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::problem::{During, Outcome, Problem};

/// How many ask at the same time, each over a connection that it keeps.
pub const CONNECTIONS: usize = 25;

/// A server, and as whom it is asked.
pub struct Target {
    /// `ADDRESS:PORT`.
    pub host: String,
    /// The value of the `Cookie` header; empty for none.
    pub cookie: String,
}

/// How fast the answers came.
pub struct Pace {
    pub per_second: f64,
    /// The time that half of the answers took at most.
    pub median: Duration,
    /// The time that 99 of 100 answers took at most.
    pub slow: Duration,
    /// The length of an answer's body, in bytes.
    pub length: usize,
}

impl Target {
    /// The server at `http://ADDRESS:PORT`, asked by nobody in particular.
    pub fn at(url: &str) -> Target {
        Target {
            host: url.trim_start_matches("http://").to_owned(),
            cookie: String::new(),
        }
    }

    /// Opens an account from a template, and asks as its owner from now on.
    pub fn open_account(&mut self, template: &str) -> Outcome {
        let body = format!("template={template}");
        let request = format!(
            "POST /start HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        let answer = Connection::open(&self.host)?.ask(request.as_bytes())?;
        let cookie = answer.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let value = value.split(';').next()?;
            name.eq_ignore_ascii_case("set-cookie")
                .then(|| value.to_owned())
        });
        self.cookie = cookie.ok_or_else(|| Problem::new("the server has opened no account"))?;
        Ok(())
    }

    /// Asks for a page `requests` times in all.
    pub fn ask(&self, path: &str, requests: usize) -> Outcome<Pace> {
        let (cookie, host) = (&self.cookie, &self.host);
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n"
        );
        let left = AtomicUsize::new(requests);
        let start = Instant::now();
        let answers = thread::scope(|scope| {
            let askers: Vec<_> = (0..CONNECTIONS)
                .map(|_| scope.spawn(|| self.ask_while(&left, request.as_bytes())))
                .collect();
            let mut all = Vec::with_capacity(requests);
            for asker in askers {
                let own = asker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                all.extend(own?);
            }
            Ok::<_, Problem>(all)
        });
        let mut answers = answers?;
        let took = start.elapsed();
        answers.sort_unstable();
        let at = |share: usize| {
            answers
                .get(answers.len() * share / 100)
                .copied()
                .unwrap_or_default()
        };
        Ok(Pace {
            per_second: answers.len() as f64 / took.as_secs_f64(),
            median: at(50).0,
            slow: at(99).0,
            length: at(50).1,
        })
    }

    /// One of those who ask: takes requests until none is left, and returns how long each took and how long its answer is.
    fn ask_while(&self, left: &AtomicUsize, request: &[u8]) -> Outcome<Vec<(Duration, usize)>> {
        let mut connection = Connection::open(&self.host)?;
        let mut answers = Vec::new();
        let take = || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        while take().is_ok() {
            let start = Instant::now();
            let answer = connection.ask(request)?;
            if !answer.head.starts_with("HTTP/1.1 200") {
                let line = answer.head.lines().next().unwrap_or_default();
                return Err(Problem::new(format!("the server has answered {line}")));
            }
            answers.push((start.elapsed(), answer.length));
        }
        Ok(answers)
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

struct Answer {
    head: String,
    length: usize,
}

impl Connection {
    fn open(host: &str) -> Outcome<Connection> {
        let stream = TcpStream::connect(host).during("can't reach the server")?;
        stream
            .set_nodelay(true)
            .during("can't set up a connection")?;
        Ok(Connection {
            stream,
            buffer: Vec::new(),
        })
    }

    /// Sends a request and reads the answer to its end.
    fn ask(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream
            .write_all(request)
            .during("can't ask the server")?;
        self.buffer.clear();
        let mut piece = [0; 1 << 16];
        loop {
            let count = self
                .stream
                .read(&mut piece)
                .during("can't read the server's answer")?;
            if count == 0 {
                return Err(Problem::new("the server has closed a connection"));
            }
            self.buffer.extend_from_slice(&piece[..count]);
            if let Some(answer) = whole(&self.buffer) {
                return Ok(answer);
            }
        }
    }
}

/// The answer, if all of it is there. There is never a second one behind: it is not asked for yet.
fn whole(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|found| found == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let body = bytes.get(end..)?;
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case(wanted).then_some(value)
        })
    };
    let is_whole = match header("content-length") {
        Some(length) => length.parse() == Ok(body.len()),
        None => body.ends_with(b"0\r\n\r\n"),
    };
    is_whole.then_some(Answer {
        length: body.len(),
        head,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_head_says() {
        let length = |bytes: &[u8]| whole(bytes).map(|answer| answer.length);
        let counted = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(length(counted), Some(3));
        assert_eq!(length(&counted[..counted.len() - 1]), None);
        assert_eq!(length(&counted[..20]), None);
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        assert_eq!(length(chunked), Some(13));
        assert_eq!(length(&chunked[..chunked.len() - 2]), None);
    }
}
