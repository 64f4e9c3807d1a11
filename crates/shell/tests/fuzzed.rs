//! What the fuzzers do (`fuzz/`), with the inputs that they begin with, those that they have found, and others made of them:
//! a target that is broken is noticed where no fuzzer is installed.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// How many inputs an ordinary run makes for a target.
const CASES: usize = 2_000;

/// Words that are put into inputs, of what targets read.
const WORDS: [&str; 14] = [
    "--roles",
    "--output json",
    "'",
    "\"",
    "\\",
    "{{",
    "*",
    "\u{1b}[2J",
    "\u{202e}",
    "null",
    "-1",
    "99999999999",
    "[]",
    "{}",
];

/// Numbers that look random, the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }

    /// A variant of an input: a few times something is put in, taken out or repeated.
    fn varied(&mut self, mut input: Vec<u8>) -> Vec<u8> {
        for _ in 0..=self.below(3) {
            let (from, to) = (self.below(input.len() + 1), self.below(input.len() + 1));
            let range = from.min(to)..from.max(to);
            match self.below(5) {
                0 => drop(input.drain(range)),
                1 => {
                    let piece = input[range].to_vec();
                    input.splice(from..from, piece);
                }
                2 => {
                    let word = WORDS[self.below(WORDS.len())].bytes();
                    input.splice(from..from, word);
                }
                3 => input.insert(from, u8::try_from(self.below(256)).unwrap()),
                _ => {
                    if let Some(byte) = input.get_mut(from) {
                        *byte = byte.wrapping_add(1);
                    }
                }
            }
        }
        input
    }
}

fn try_all(name: &str, more: Vec<Vec<u8>>, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let files = fs::read_dir(folder.join(name)).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut seeds: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    seeds.extend(more);
    assert!(seeds.len() > 5, "{name} has seeds");
    seeds.iter().for_each(|seed| target(seed));
    let cases = match std::env::var_os("THOROUGH") {
        Some(_) => CASES * 50,
        None => CASES,
    };
    let mut dice = Dice(0x00f0_22ed_0f1e_1d5d);
    for _ in 0..cases {
        let seed = seeds[dice.below(seeds.len())].clone();
        target(&dice.varied(seed));
    }
}

#[test]
fn lines_do_no_harm() {
    try_all("line", Vec::new(), targets::line);
}

#[test]
fn policies_are_read_back_as_they_are() {
    try_all("policy", Vec::new(), targets::policy);
}

#[test]
fn records_are_applied_whatever_they_hold() {
    try_all("event", targets::records(), targets::event);
}
