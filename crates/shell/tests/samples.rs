//! The samples of the reference, line by line.

mod common;

use common::Lab;

/// What a sample asks of a line of output: pieces in their order, with anything where `…` stands between two.
fn fits(wanted: &str, line: &str) -> bool {
    let pieces: Vec<&str> = wanted.split('…').collect();
    let (first, rest) = pieces.split_first().unwrap();
    let Some(mut left) = line.strip_prefix(first) else {
        return false;
    };
    for (n, piece) in rest.iter().enumerate() {
        let at = match n + 1 == rest.len() {
            true if piece.is_empty() => return true,
            true => left
                .rfind(piece)
                .filter(|at| at + piece.len() == left.len()),
            false => left.find(piece),
        };
        let Some(at) = at else { return false };
        left = &left[at + piece.len()..];
    }
    left.is_empty()
}

/// Whether lines are those of a sample, in which `⋮` stands for any number of them.
fn all_fit(wanted: &[&str], lines: &[String]) -> bool {
    match wanted.split_first() {
        None => lines.is_empty(),
        Some((&"⋮", rest)) => (0..=lines.len()).any(|n| all_fit(rest, &lines[n..])),
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| fits(&columns(first), line) && all_fit(rest, lines)),
    }
}

/// A line with its columns three spaces apart: how wide they are follows from what is in them.
fn columns(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let mut cells = line.trim().split("   ").map(str::trim);
    let first = cells.next().unwrap_or_default().to_string();
    let rest = cells.filter(|cell| !cell.is_empty());
    let joined = rest.fold(first, |line, cell| line + "   " + cell);
    format!("{:indent$}{joined}", "")
}

/// What is answered to the questions of a sample's line.
fn answers(line: &str) -> &'static [&'static str] {
    match line {
        "ibmcloud login" => &["owner@example.com", "demo"],
        _ if line.contains("user-remove") => &["y"],
        _ => &[],
    }
}

#[test]
fn every_sample_of_the_reference_comes_out_as_it_stands_there() {
    let mut tried = 0;
    let samples = include_str!("samples.txt").split("\n$ ").skip(1);
    for sample in samples {
        let mut wanted: Vec<&str> = sample.trim_end().lines().collect();
        let line = wanted.remove(0);
        let mut lab = Lab::demo();
        if line.starts_with("kubectl") {
            lab.ok("ibmcloud ks cluster config -c vpc-fra");
        }
        if line.ends_with("pvc") {
            // Claims wait while the driver holds a replaced key.
            lab.ok("ibmcloud target -g prod -r eu-de");
            lab.ok("ibmcloud ks api-key reset --region eu-de");
            lab.advance(120);
        }
        for answer in answers(line) {
            lab.answer(answer);
        }
        let shown = lab.reply(line).output.plain(None);
        let lines: Vec<String> = shown.trim_end().lines().map(columns).collect();
        assert!(
            all_fit(&wanted, &lines),
            "$ {line}\n{}\n--- instead of\n{}",
            lines.join("\n"),
            wanted.join("\n")
        );
        tried += 1;
    }
    assert!(tried >= 35, "{tried}");
}

#[test]
fn another_output_is_noticed() {
    assert!(fits("a…c", "a b c") && fits("…", "x") && fits("a", "a"));
    assert!(!fits("a…c", "a b d") && !fits("a", "ab") && !fits("a…", "b"));
    let lines = |text: &str| text.lines().map(columns).collect::<Vec<_>>();
    assert!(all_fit(&["a", "⋮", "c"], &lines("a\nb\nb\nc")));
    assert!(!all_fit(&["a", "⋮", "c"], &lines("a\nb")));
    assert_eq!(columns("a      b"), "a   b");
    assert_ne!(columns("a  b"), columns("a   b"));
}
