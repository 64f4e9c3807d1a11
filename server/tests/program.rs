//! The program as a script runs it: arguments, streams, exit status.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What came of a run.
struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

/// The program, with no settings but those of its arguments.
fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_credlab"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CREDLAB_") || name.starts_with("IBMCLOUD_") {
            program.env_remove(&*name);
        }
    }
    program.args(arguments).current_dir(folder);
    program
}

fn ran(output: Output) -> Ran {
    Ran {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program with `input` on its standard input.
fn run_with(input: &str, folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = program(folder, arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.stderr(Stdio::piped()).spawn().unwrap();
    // The program may end without reading to the end.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    ran(child.wait_with_output().unwrap())
}

fn run(folder: &TempDir, arguments: &[&str]) -> Ran {
    run_with("", folder.path(), arguments)
}

/// Runs lines on a demo account that nobody else has.
fn demo(lines: &[&str]) -> Ran {
    let mut arguments = vec!["shell", "--template", "demo"];
    arguments.extend(lines.iter().flat_map(|line| ["-c", line]));
    run(&folder(), &arguments)
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Whether the complaint is one line that the program itself wrote.
fn is_one_line(err: &str) -> bool {
    err.starts_with("credlab: ") && err.trim_end().lines().count() == 1
}

#[test]
fn lines_write_to_both_streams_and_the_last_failure_is_the_status() {
    let ran = demo(&["ibmcloud target", "nonsense", "ibmcloud ks cluster ls"]);
    assert_eq!(ran.status, Some(127));
    assert!(ran.out.contains("owner@example.com"), "{}", ran.out);
    assert!(ran.out.contains("us-south"), "{}", ran.out);
    assert_eq!(ran.err, "bash: nonsense: command not found\n");

    let ran = demo(&["nonsense", "ibmcloud ks nonsense", "ibmcloud target"]);
    assert_ne!(ran.status, Some(127));
    assert_ne!(ran.status, Some(0));
    assert_eq!(demo(&["ibmcloud target"]).status, Some(0));
}

#[test]
fn lines_come_from_standard_input_until_exit() {
    for end in ["exit", " quit ", ""] {
        let script = format!(
            "# A comment, then an empty line.\n\nibmcloud target | grep User:\n{end}\nibmcloud regions | grep London"
        );
        let ran = run_with(&script, folder().path(), &["shell", "--template", "demo"]);
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{end}");
        assert!(ran.out.contains("User:"), "{}", ran.out);
        assert_eq!(
            ran.out.lines().count(),
            if end.is_empty() { 2 } else { 1 },
            "{}",
            ran.out
        );
    }
}

#[test]
fn questions_are_answered_from_standard_input() {
    let delete = "ibmcloud iam service-id-delete ci-deployer";
    let list = "ibmcloud iam service-ids | grep ci-deployer";
    let shell = ["shell", "--template", "demo"];
    let folder = folder();
    for (answer, left) in [("n", true), ("y", false)] {
        let arguments = [&shell[..], &["-c", delete, "-c", list]].concat();
        let ran = run_with(&format!("{answer}\n"), folder.path(), &arguments);
        let kept = ran.out.lines().last().unwrap().contains("ServiceId-");
        assert_eq!(kept, left, "{}", ran.out);

        let script = format!("{delete}\n{answer}\n{list}\n");
        assert_eq!(
            run_with(&script, folder.path(), &shell).out.lines().count(),
            ran.out.lines().count()
        );
    }
    let ran = run_with(delete, folder.path(), &shell);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("ci-deployer"), "{}", ran.out);
    assert!(is_one_line(&ran.err), "{}", ran.err);
}

#[test]
fn hidden_answers_are_not_printed() {
    let script = "ibmcloud login -u operator@example.com\ndemo\nibmcloud target | grep User:\n";
    let ran = run_with(script, folder().path(), &["shell", "--template", "demo"]);
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Password>"), "{}", ran.out);
    assert!(!ran.out.contains("demo"), "{}", ran.out);
    assert!(
        ran.out.trim_end().ends_with("operator@example.com"),
        "{}",
        ran.out
    );
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let arguments = [
        "shell",
        "--template",
        "demo",
        "-c",
        "ibmcloud target",
        "-c",
        "ibmcloud x",
    ];
    let folder = folder();
    for (setting, coloured) in [(None, false), (Some("true"), true), (Some("false"), false)] {
        let mut command = program(folder.path(), &arguments);
        command.stdin(Stdio::null());
        if let Some(setting) = setting {
            command.env("IBMCLOUD_COLOR", setting);
        }
        let ran = ran(command.output().unwrap());
        assert_eq!(ran.out.contains("\u{1b}["), coloured, "{setting:?}");
    }
    // The variable goes before `ibmcloud config`.
    for (told, coloured) in [("true", true), ("false", false)] {
        let lines = ["ibmcloud config --color false", "ibmcloud target"];
        let mut command = program(folder.path(), &["shell", "--template", "demo"]);
        command.args(lines.iter().flat_map(|line| ["-c", line]));
        command.stdin(Stdio::null()).env("IBMCLOUD_COLOR", told);
        let ran = ran(command.output().unwrap());
        assert_eq!(ran.out.contains("\u{1b}["), coloured, "{told}");
    }
}

#[test]
fn api_keys_are_written_to_files_that_only_their_owner_reads() {
    let folder = folder();
    let shell = |lines: &[&str]| {
        let mut arguments = vec!["shell", "--template", "demo"];
        arguments.extend(lines.iter().flat_map(|line| ["-c", line]));
        run(&folder, &arguments)
    };
    let create = "ibmcloud iam api-key-create mine --file key.json";
    let path = folder.path().join("key.json");

    let twice = "ibmcloud iam service-api-key-create x nobody --file key.json";
    assert_eq!(shell(&[twice]).status, Some(1));
    assert!(!path.exists(), "what fails leaves no file");
    std::fs::write(&path, "x".repeat(10_000)).unwrap();
    assert_eq!(shell(&["ibmcloud logout", create]).status, Some(1));
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 10_000);

    let login = "ibmcloud login --apikey @key.json";
    let ran = shell(&[create, "ibmcloud logout", login]);
    assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
    let text = std::fs::read_to_string(&path).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(!ran.out.contains(json["apikey"].as_str().unwrap()));
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode;
        let permissions = std::fs::metadata(&path).unwrap().permissions();
        assert_eq!(mode(&permissions) & 0o777, 0o600);
    }

    let nowhere = "ibmcloud iam api-key-create other --file nowhere/key.json";
    let ran = shell(&[nowhere, "ibmcloud iam api-key other"]);
    assert_eq!(ran.status, Some(1));
    assert!(
        ran.err.contains("'nowhere/key.json' can't be written"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("'other' was not found"), "{}", ran.err);
}

#[test]
fn the_shell_acts_as_whom_it_is_told() {
    let folder = folder();
    let shell = |persona| {
        let arguments = [
            "shell",
            "--template",
            "demo",
            "--as",
            persona,
            "-c",
            "ibmcloud target | grep User:",
        ];
        run(&folder, &arguments)
    };
    let ran = shell("operator@example.com");
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(ran.out.contains("operator@example.com"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    for nobody in [
        "nobody@example.com",
        "k8s-functional@example.com",
        "a b' \"c",
        "-h",
        "",
    ] {
        let ran = shell(nobody);
        assert_eq!(
            ran.status.map(|status| status == 0),
            Some(false),
            "{nobody}: {}",
            ran.out
        );
        assert!(!ran.out.contains("User:"), "{nobody}: {}", ran.out);
    }
}

/// Makes an account in the folder's database. Gives its id and the owner's API key.
fn new_account(folder: &TempDir) -> (String, String) {
    let ran = run(folder, &["account", "new", "--template", "demo", "--json"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let made: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(made["owner"], "owner@example.com");
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("account"), text("api_key"))
}

#[test]
fn a_new_account_comes_with_a_key_of_its_owner() {
    let folder = folder();
    let (id, key) = new_account(&folder);
    assert_eq!(key.len(), 44);
    let keys = ["shell", "--account", &id, "-c", "ibmcloud iam api-keys"];
    assert!(run(&folder, &keys).out.contains("credlab"));

    let ran = run(&folder, &["account", "new", "--template", "empty-lite"]);
    assert_eq!(ran.status, Some(0));
    let labels = [
        "Account ID:",
        "Owner:",
        "API key:",
        "credlab shell --account ",
    ];
    for label in labels {
        assert!(ran.out.contains(label), "{}", ran.out);
    }
    let list = run(&folder, &["account", "list"]).out;
    assert_eq!(list.lines().count(), 3, "{list}");
    assert!(list.lines().nth(1).unwrap().starts_with(&id), "{list}");
    let list = run(&folder, &["account", "list", "--json"]).out;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(list[0]["id"], id);
}

#[test]
fn what_the_shell_does_lasts() {
    let folder = folder();
    let (id, _) = new_account(&folder);
    let shell = |line| run(&folder, &["shell", "--account", &id, "-c", line]);
    assert_eq!(
        shell("ibmcloud iam service-id-create lasting").status,
        Some(0)
    );
    assert!(shell("ibmcloud iam service-ids").out.contains("lasting"));
}

#[test]
fn the_environment_brings_an_api_key_and_quiet() {
    let folder = folder();
    let (id, key) = new_account(&folder);
    let lines = |variables: &[(&str, &str)], lines: &[&str]| {
        let mut arguments = vec!["shell", "--account", &id];
        arguments.extend(lines.iter().flat_map(|line| ["-c", line]));
        let mut command = program(folder.path(), &arguments);
        command.envs(variables.iter().copied());
        ran(command.stdin(Stdio::null()).output().unwrap())
    };
    let whole = ["ibmcloud logout", "ibmcloud login", "ibmcloud target"];
    let ran = lines(&[("IBMCLOUD_API_KEY", &key)], &whole);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(ran.out.contains("owner@example.com"), "{}", ran.out);
    // Without it, or for somebody who is named, the questions are asked, and nobody answers them.
    assert_eq!(lines(&[], &whole).status, Some(1));
    let named = ["ibmcloud login -u viewer@example.com"];
    assert_eq!(lines(&[("IBMCLOUD_API_KEY", &key)], &named).status, Some(1));
    let ran = lines(&[("IBMCLOUD_API_KEY", "no key")], &whole[..2]);
    assert!(ran.err.contains("BXNIM0415E"), "{}", ran.err);

    let create = ["ibmcloud resource group-create quiet"];
    let ran = lines(&[("IBMCLOUD_QUIET", "true")], &create);
    assert!(!ran.out.contains("OK"), "{}", ran.out);
    let again = ["ibmcloud resource group-create loud"];
    assert!(
        lines(&[("IBMCLOUD_QUIET", "false")], &again)
            .out
            .contains("OK")
    );
}

#[test]
fn records_are_verified() {
    let folder = folder();
    let (id, _) = new_account(&folder);
    let ran = run(&folder, &["account", "verify", &id]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert!(
        ran.out
            .starts_with("All 72 records are as they were written.")
    );
    let ran = run(&folder, &["account", "verify", &id, "--json"]);
    let verified: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(verified["records"], 72);
}

#[test]
fn a_fork_is_worked_on_in_the_same_shell() {
    let folder = folder();
    let (id, _) = new_account(&folder);
    let lines = [
        "credlab fork 71",
        "ibmcloud resource group-create forked -q",
        "credlab accounts",
        &format!("credlab open {id}"),
        "ibmcloud resource groups",
    ];
    let mut arguments = vec!["shell", "--account", &id];
    arguments.extend(lines.iter().flat_map(|line| ["-c", line]));
    let ran = run(&folder, &arguments);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let (fork, origin) = ran.out.split_once("credlab open ACCOUNT_ID").unwrap();
    let listed = fork.lines().filter(|line| line.contains("   72   "));
    assert_eq!(listed.count(), 2, "{fork}");
    assert!(!origin.contains("forked"), "{origin}");
}

#[test]
fn a_fresh_account_follows_the_rules_and_the_pace_that_are_asked_for() {
    let folder = folder();
    let reset = |more: &[&str]| {
        let mut arguments = vec!["shell", "--template", "demo"];
        arguments.extend(more);
        for line in [
            "ibmcloud target -g default -q",
            "ibmcloud ks worker add --cluster classic-dal --workers 1",
            "credlab clock",
            "ibmcloud ks api-key reset --region us-south",
            "ibmcloud iam api-keys",
        ] {
            arguments.extend(["-c", line]);
        }
        let ran = run(&folder, &arguments);
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        ran.out
    };
    let keys = |out: &str| out.matches("containers-kubernetes-key").count();
    // R10: the first document has the old key deleted, the second leaves it behind.
    assert_eq!(keys(&reset(&["--era", "2024-01"])), 1);
    assert_eq!(keys(&reset(&[])), 2);
    let out = reset(&["--pace", "lifelike"]);
    assert!(out.contains("14 min") || out.contains("15 min"), "{out}");

    let (id, _) = new_account(&folder);
    let ran = run(
        &folder,
        &["shell", "--account", &id, "--era", "2026", "-c", "ls"],
    );
    assert_eq!(ran.status, Some(1));
    assert!(
        is_one_line(&ran.err) && ran.err.contains("--template"),
        "{}",
        ran.err
    );
}

#[test]
fn an_account_can_be_taken_to_another_database() {
    let folder = folder();
    let (id, _) = new_account(&folder);
    let text = run(&folder, &["account", "export", &id]).out;
    assert!(text.lines().count() > 50);
    std::fs::write(folder.path().join("account.jsonl"), &text).unwrap();
    let import = ["account", "import", "account.jsonl"];
    let ran = run(&folder, &import);
    assert_eq!(ran.status, Some(1));
    assert!(
        is_one_line(&ran.err) && ran.err.contains("already"),
        "{}",
        ran.err
    );

    let other = ["--database", "sqlite:other.db"];
    let ran = run(&folder, &[&import[..], &other].concat());
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let again = run(&folder, &[&["account", "export", &id], &other[..]].concat());
    assert_eq!(again.out, text);

    let piped = ["account", "import", "-", "--database", "sqlite:third.db"];
    assert_eq!(run_with(&text, folder.path(), &piped).status, Some(0));
    let cut = text.split_inclusive('\n').take(5).collect::<String>();
    let fourth = ["account", "import", "-", "--database", "sqlite:fourth.db"];
    let ran = run_with(&cut, folder.path(), &fourth);
    assert_eq!(ran.status, Some(1));
    assert!(
        is_one_line(&ran.err) && ran.err.contains("Line 6"),
        "{}",
        ran.err
    );

    let delete = [&["account", "delete", &id], &other[..]].concat();
    assert_eq!(run(&folder, &delete).status, Some(0));
    let ran = run(&folder, &delete);
    assert_eq!(ran.status, Some(1));
    assert!(
        is_one_line(&ran.err) && ran.err.contains(&id),
        "{}",
        ran.err
    );
}

#[test]
fn wrong_arguments_are_explained() {
    let folder = folder();
    let id = "0123456789abcdef0123456789abcdef";
    for (arguments, word) in [
        (&["nonsense"][..], "nonsense"),
        (&["serve", "--nonsense"], "--nonsense"),
        (&["serve", "--listen", "nowhere"], "--listen"),
        (&["serve", "--database", "postgres:x"], "sqlite:FILE"),
        (
            &["serve", "--ephemeral", "--database", "sqlite:x.db"],
            "--ephemeral",
        ),
        (&["shell"], "--account <ID>|--template <NAME>"),
        (&["shell", "--account", "x"], "--account"),
        (
            &["shell", "--account", id, "--template", "demo"],
            "--template",
        ),
        (&["shell", "--account", id, "--ephemeral"], "--template"),
        (
            &["shell", "--template", "demo", "--database", "sqlite:x.db"],
            "--database",
        ),
        (&["shell", "--template", "nonsense"], "empty-lite"),
        (&["account", "new"], "--template"),
        (&["account", "export"], "<ID>"),
        (&["account", "delete", "../x"], "<ID>"),
    ] {
        let ran = run(&folder, arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(word), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
    let mut made = std::fs::read_dir(folder.path()).unwrap();
    assert!(made.next().is_none(), "a database was made");
}

#[test]
fn every_command_has_help() {
    let folder = folder();
    for command in [
        &[][..],
        &["serve"],
        &["shell"],
        &["account"],
        &["account", "new"],
        &["account", "list"],
        &["account", "export"],
        &["account", "import"],
        &["account", "delete"],
    ] {
        let ran = run(&folder, &[command, &["--help"]].concat());
        assert_eq!(ran.status, Some(0), "{command:?}");
        assert!(
            ran.out.contains("Usage: credlab"),
            "{command:?}: {}",
            ran.out
        );
    }
}

#[test]
fn databases_that_cannot_be_opened_are_named_in_one_line() {
    let folder = folder();
    std::fs::write(
        folder.path().join("letter.txt"),
        "Dear reader, this is no database.\n".repeat(99),
    )
    .unwrap();
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    for database in [
        "sqlite:missing/accounts.db",
        "sqlite:letter.txt",
        "sqlite:folder",
    ] {
        for command in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["account", "new", "--template", "demo"],
            &["account", "list"],
        ] {
            let ran = run(&folder, &[command, &["--database", database]].concat());
            let file = database.strip_prefix("sqlite:").unwrap();
            assert_eq!(ran.status, Some(1), "{command:?} {database}");
            assert!(
                is_one_line(&ran.err) && ran.err.contains(file),
                "{}",
                ran.err
            );
        }
    }
    let ran = run(&folder, &["account", "list"]);
    assert!(
        is_one_line(&ran.err) && ran.err.contains("credlab account new"),
        "{}",
        ran.err
    );
    assert!(!folder.path().join("credlab.db").exists());
}

#[test]
fn a_port_in_use_is_named_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = run(&folder(), &["serve", "--ephemeral", "--listen", &address]);
    assert_eq!(ran.status, Some(1));
    assert!(
        is_one_line(&ran.err) && ran.err.contains(&address),
        "{}",
        ran.err
    );
}

#[test]
fn settings_come_from_the_environment_and_misspelt_ones_are_refused() {
    let folder = folder();
    let list = |name, value| {
        let mut command = program(folder.path(), &["account", "list"]);
        ran(command.env(name, value).output().unwrap())
    };
    let ran = list("CREDLAB_DATABASE", "sqlite:elsewhere.db");
    assert!(ran.err.contains("elsewhere.db"), "{}", ran.err);
    let ran = list("CREDLAB_DATABSE", "sqlite:elsewhere.db");
    assert_eq!(ran.status, Some(1));
    assert!(
        is_one_line(&ran.err) && ran.err.contains("CREDLAB_DATABSE"),
        "{}",
        ran.err
    );
}

#[test]
fn a_server_says_where_it_listens_and_stops_when_told() {
    let folder = folder();
    let mut command = program(
        folder.path(),
        &["serve", "--ephemeral", "--listen", "127.0.0.1:0"],
    );
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = command.spawn().unwrap();
    let mut out = BufReader::new(server.stdout.take().unwrap());
    let mut said = String::new();
    out.read_line(&mut said).unwrap();
    let address = said.split_once("http://").unwrap().1;
    let address = address.split_once(' ').unwrap().0;
    assert!(said.contains("storage: memory"), "{said}");
    assert!(said.contains("enforced: content security policy"), "{said}");

    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("ok\n"), "{answer}");

    let pid = server.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(server.wait().unwrap().code(), Some(0));
}
