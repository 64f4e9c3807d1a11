//! Every rule of access credentials has a test that carries its number, or its place in `docs/rules.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The numbers of the rules.
const RULES: std::ops::RangeInclusive<u32> = 1..=150;

/// The rules that `docs/rules.md` gives a reason for: those that begin an entry of a list.
fn excused(text: &str) -> Vec<u32> {
    let entries = text.lines().filter_map(|line| line.strip_prefix("- R"));
    entries
        .map(|entry| entry.split(':').next().unwrap().parse().unwrap())
        .collect()
}

/// The names of the test functions in a file.
fn tests(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        match line.strip_prefix("fn ") {
            Some(rest) if is_test => {
                names.extend(rest.split('(').next().map(String::from));
                is_test = false;
            }
            _ if line == "#[test]" => is_test = true,
            // What never runs covers nothing.
            _ if line.starts_with("#[ignore") => is_test = false,
            _ => {}
        }
    }
    names
}

/// The rules' numbers in a test's name.
fn numbers(name: &str) -> Vec<u32> {
    let words = name.split('_');
    words
        .filter_map(|word| word.strip_prefix('r')?.parse().ok())
        .collect()
}

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// The names of all test functions of the model and of the shell, where rules about tokens show.
fn all_tests() -> Vec<String> {
    let mut files = Vec::new();
    for dir in ["src", "tests", "../shell/src", "../shell/tests"] {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
        sources(&dir, &mut files);
    }
    let read = |path: &PathBuf| tests(&fs::read_to_string(path).unwrap());
    files.iter().flat_map(read).collect()
}

#[test]
fn every_rule_has_a_test_that_carries_its_number_or_a_reason() {
    let tested: BTreeSet<u32> = all_tests().iter().flat_map(|name| numbers(name)).collect();
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let listed = excused(&fs::read_to_string(document).unwrap());
    let reasons: BTreeSet<u32> = listed.iter().copied().collect();
    assert_eq!(
        listed.len(),
        reasons.len(),
        "a rule stands there twice: {listed:?}"
    );

    let both: Vec<_> = tested.intersection(&reasons).collect();
    assert!(
        both.is_empty(),
        "tested, and excused in docs/rules.md: {both:?}"
    );
    let known: BTreeSet<u32> = tested.union(&reasons).copied().collect();
    let all: BTreeSet<u32> = RULES.collect();
    let holes: Vec<_> = all.difference(&known).collect();
    assert!(holes.is_empty(), "neither tested nor excused: {holes:?}");
    let strangers: Vec<_> = known.difference(&all).collect();
    assert!(strangers.is_empty(), "no rules: {strangers:?}");
}

#[test]
fn a_test_carries_one_number_at_its_beginning() {
    for name in all_tests() {
        let numbers = numbers(&name);
        assert!(numbers.len() <= 1, "{name} carries several numbers");
        if let Some(number) = numbers.first() {
            assert!(name.starts_with(&format!("r{number}_")), "{name}");
        }
    }
}

#[test]
fn test_functions_and_their_numbers_are_recognised() {
    let source = "#[test]\nfn r7_one() {\n}\nfn r8_helper() {}\n    #[test]\n    #[ignore]\n    fn r9_two() {}";
    assert_eq!(tests(source), ["r7_one"]);
    assert_eq!(numbers("r36_viewer_cannot_add_workers"), [36]);
    assert_eq!(numbers("rules_and_region"), []);
    assert_eq!(numbers("r1_and_r2"), [1, 2]);
    assert_eq!(excused("# R1\n- R62: why\n- other\n- R9: why"), [62, 9]);
}
