//! Lines that nobody should type: whatever stands in them, the shell answers in few words that do no harm to a terminal,
//! and what it refuses changes nothing.

mod common;

use common::Lab;
use credlab_model::{Account, Event, Record};
use credlab_shell::Reply;
use proptest::prelude::*;

/// Sound lines of every namespace, in which a word is replaced.
const LINES: [&str; 47] = [
    "ibmcloud login -r us-south -u owner@example.com -p pw",
    "ibmcloud login --apikey key",
    "ibmcloud target -g prod -r us-south",
    "ibmcloud resource groups --output json",
    "ibmcloud resource group-create lab",
    "ibmcloud resource group lab",
    "ibmcloud account users",
    "ibmcloud account user-invite a@example.com --access-groups cluster-viewers",
    "ibmcloud account user-remove viewer@example.com -f",
    "ibmcloud iam api-key-create mine -d text --file key.json",
    "ibmcloud iam api-key-delete mine -f",
    "ibmcloud iam api-key-update mine -n other -d text",
    "ibmcloud iam user-policies viewer@example.com",
    "ibmcloud iam user-policy-create viewer@example.com --roles Viewer --service-name containers-kubernetes --region us-south",
    "ibmcloud iam user-policy-create viewer@example.com --roles Viewer --attributes region=us-south",
    "ibmcloud iam service-id-create robot -d text",
    "ibmcloud iam access-group-create team -d text",
    "ibmcloud iam access-group-update team -n other",
    "ibmcloud iam access-group-user-add cluster-viewers viewer@example.com",
    "ibmcloud iam access-group-user-purge viewer@example.com -f",
    "ibmcloud iam access-policies --type user --sort-by id",
    "ibmcloud account list --exclude ACTIVE",
    "ibmcloud resource group-update prod -n lab -f",
    "ibmcloud iam roles --service containers-kubernetes",
    "ibmcloud iam account-settings-update --mfa totp4all",
    "ibmcloud iam oauth-tokens --output json",
    "ibmcloud ks api-key info --cluster classic-dal",
    "ibmcloud ks api-key reset --region us-south",
    "ibmcloud ks credential set classic --infrastructure-username user --infrastructure-api-key key --region us-south",
    "ibmcloud ks credential get --region us-south",
    "ibmcloud ks credential unset --region us-south",
    "ibmcloud ks infra-permissions get --region us-south",
    "ibmcloud ks cluster get --cluster classic-dal --output json",
    "ibmcloud ks cluster create classic --name new --zone dal10 --flavor b3c.4x16 --workers 2",
    "ibmcloud ks cluster master refresh --cluster classic-dal",
    "ibmcloud ks worker ls --cluster classic-dal",
    "ibmcloud ks worker add --cluster classic-dal --workers 1 --flavor b3c.4x16",
    "ibmcloud ks worker rm --cluster classic-dal --worker id -f",
    "ibmcloud sl user list --column id --sortby id",
    "ibmcloud sl user permissions 1000",
    "ibmcloud sl user permission-edit 1000 --permission SERVER_ADD --enable true",
    "kubectl get pods -n kube-system",
    "kubectl delete pod name -n kube-system",
    "credlab as viewer@example.com",
    "credlab explain ibmcloud",
    "credlab who-can ibmcloud",
    "credlab impact ibmcloud",
];

/// Text that breaks what does not expect it.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f\\x7f\u{80}-\u{9f}]{1,12}",
        "\u{1b}\\[[0-9;]{0,4}[a-zA-Z]text",
        "[a-z]{0,4}[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{feff}][a-z]{0,4}",
        "-{0,3}[a-z0-9=,:%.-]{0,20}",
        "[0-9]{1,40}",
        Just(String::new()),
    ]
}

/// A word that a shell hands on whole.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn replay(records: &[Record]) -> Account {
    let mut account = Account::open(&records[0]).unwrap();
    records[1..].iter().for_each(|record| account.apply(record));
    account
}

/// Runs a line and holds what has to be true of every line.
fn tried(lab: &mut Lab, line: &str) -> Result<Reply, TestCaseError> {
    let before = lab.host.records.len();
    let reply = lab.reply(line);
    let shown = reply.output.plain(None);
    let harm = |c: char| {
        let reorders = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        reorders || (c.is_control() && c != '\n')
    };
    prop_assert!(!shown.contains(harm), "{line:?} printed {shown:?}");
    prop_assert!(shown.len() < 40_000, "{} bytes of output", shown.len());
    if reply.status != 0 && reply.ask.is_none() {
        let did = lab.host.records[before..].iter();
        let did: Vec<&Record> = did
            .filter(|record| !matches!(record.event, Event::Refused(_)))
            .collect();
        prop_assert!(did.is_empty(), "{line:?} failed and did {did:?}");
    }
    prop_assert_eq!(&replay(&lab.host.records), &*lab.host.account);
    Ok(reply)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// One word of a sound line is replaced, or a word is added.
    #[test]
    fn a_hostile_word_does_no_harm(
        line in prop::sample::select(&LINES[..]),
        at in any::<prop::sample::Index>(),
        text in hostile(),
        add in any::<bool>(),
        who in prop::sample::select(vec!["owner@example.com", "viewer@example.com"]),
    ) {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let at = 1 + at.index(words.len() - 1);
        match add {
            true => words.insert(at, quoted(&text)),
            false => words[at] = quoted(&text),
        }
        tried(Lab::demo().as_(who), &words.join(" "))?;
    }

    /// Text is no line at all, or one of shell's own signs.
    #[test]
    fn a_hostile_line_does_no_harm(line in "\\PC*|[ -~\\n\\t'\"|<>&;$()\\\\`]{0,60}") {
        tried(&mut Lab::demo(), &line)?;
        tried(&mut Lab::demo(), &format!("ibmcloud {line}"))?;
    }
}

/// As long as a line may be, in every place of every line.
#[test]
fn the_longest_words_do_no_harm() {
    for line in LINES {
        let words: Vec<&str> = line.split(' ').collect();
        for at in 1..words.len() {
            for fill in ["a", "\u{202e}", "-", "\"", "| ", "9"] {
                let word = quoted(&fill.repeat(3_000 / fill.len()));
                let mut line = words.clone();
                line[at] = &word;
                let result = tried(&mut Lab::demo(), &line.join(" "));
                assert!(
                    result.is_ok(),
                    "{fill:?} in {}: {result:?}",
                    words.join(" ")
                );
            }
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_too_long() {
    for fill in ["a", "a ", "\u{202e}", "\"", "| ", "<", "\\"] {
        let line = format!("ibmcloud {}", fill.repeat((1 << 20) / fill.len()));
        let shown = Lab::demo().run(&line);
        assert_eq!(
            shown,
            "bash: the line is too long: it may have 4000 bytes\n[2]\n"
        );
    }
}
