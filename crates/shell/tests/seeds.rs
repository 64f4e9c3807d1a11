//! Every command of the two documents that this project follows, typed in an order in which a reader would, in the
//! demo account. A row of `data/seed-commands.tsv` that is not typed here fails the test.

mod common;

use common::Lab;
use credlab_model::template::{OTHER_CLASSIC_KEY, OTHER_CLASSIC_USER};

/// What a reader puts in the place of a placeholder.
const VALUES: [(&str, &str); 9] = [
    ("<resource_group_name>", "prod"),
    ("<region>", "eu-de"),
    ("<cluster_name_or_ID>", "vpc-fra"),
    ("<cluster>", "vpc-fra"),
    ("<user>", "k8s-functional@example.com"),
    ("<infrastructure_API_username>", OTHER_CLASSIC_USER),
    ("<infrastructure_API_authentication_key>", OTHER_CLASSIC_KEY),
    ("<permission_keyname>", "SERVER_ADD"),
    ("<group>", "prod"),
];

/// The command that the first document writes as prose.
const WORKER_ADD: &str =
    "ibmcloud ks worker add --cluster classic-dal --workers 1 --flavor b3c.4x16 --private-vlan ";

/// A row of the table.
struct Row {
    document: String,
    line: u32,
    command: String,
    output: String,
    typed: bool,
}

/// A reader at the shell with both documents.
struct Reader {
    lab: Lab,
    rows: Vec<Row>,
    classic_user: String,
    vlan: String,
}

impl Reader {
    fn begin() -> Reader {
        let rows = include_str!("data/seed-commands.tsv").lines().skip(1);
        let rows = rows.map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [document, line, command, _, output] = columns[..] else {
                panic!("five columns: {line}");
            };
            Row {
                document: document.into(),
                line: line.parse().unwrap(),
                command: command.into(),
                output: output.into(),
                typed: false,
            }
        });
        let mut lab = Lab::demo();
        let vlans = lab.ok("ibmcloud ks vlan ls --zone dal10");
        let private = vlans.lines().find(|line| line.contains("private")).unwrap();
        let vlan = private.split_whitespace().next().unwrap().to_string();
        let users = lab.ok("ibmcloud sl user list");
        let classic = users
            .lines()
            .find(|line| line.contains("classic@example.com"))
            .unwrap();
        let classic_user = classic.split_whitespace().next().unwrap().to_string();
        Reader {
            lab,
            rows: rows.collect(),
            classic_user,
            vlan,
        }
    }

    fn fill(&self, text: &str) -> String {
        let mut text = text.replace("<user_id>", &self.classic_user);
        for (placeholder, value) in VALUES {
            text = text.replace(placeholder, value);
        }
        match text.as_str() {
            "worker-add" => format!("{WORKER_ADD}{}", self.vlan),
            _ => text,
        }
    }

    /// Types the next command of a line of a document; what comes must contain the documented output, where there is
    /// some, and end with `status`.
    fn type_(&mut self, document: &str, line: u32, status: u8) -> String {
        self.type_choosing(document, line, "", status)
    }

    /// The same, with a choice that the document leaves to the reader.
    fn type_choosing(&mut self, document: &str, line: u32, choice: &str, status: u8) -> String {
        let wanted = |row: &&mut Row| row.document == document && row.line == line && !row.typed;
        let row = self.rows.iter_mut().find(wanted);
        let row = row.unwrap_or_else(|| panic!("no command left at {document}, line {line}"));
        row.typed = true;
        let (command, output) = (row.command.clone(), row.output.clone());
        let typed = self.fill(&command.replace("(true|false)", choice));
        assert!(!typed.contains('<'), "a placeholder is left: {typed}");
        let shown = self.lab.run(&typed);
        let ending = format!("[{status}]\n");
        assert!(
            shown.ends_with(&ending),
            "{document}, line {line}: {typed}\n{shown}"
        );
        let output = self.fill(&output);
        let mut documented = output.split(" | ");
        assert!(
            documented.any(|text| shown.contains(text)),
            "{document}, line {line}: {typed}\n{shown}\nwants: {output}"
        );
        shown
    }

    /// Leaves a row open, to be typed once more in another state of the account.
    fn again(&mut self, document: &str, line: u32) {
        let typed = |row: &&mut Row| row.document == document && row.line == line && row.typed;
        self.rows.iter_mut().find(typed).unwrap().typed = false;
    }

    fn log_in_as_the_functional_id(&mut self, document: &str, line: u32) {
        self.lab.ok("ibmcloud logout");
        self.lab.answer("k8s-functional@example.com").answer("demo");
        let shown = self.type_(document, line, 0);
        has(&shown, "User:             k8s-functional@example.com\n");
    }
}

fn has(shown: &str, text: &str) {
    assert!(shown.contains(text), "{text:?} is missing:\n{shown}");
}

fn lacks(shown: &str, text: &str) {
    assert!(!shown.contains(text), "{text:?} is there:\n{shown}");
}

const FUNCTIONAL_ID: &str = "K8s Functional   k8s-functional@example.com\n";

#[test]
fn every_command_of_the_documents_does_what_they_say() {
    let mut reader = Reader::begin();
    let january = "2024-01";

    // The owner prepares a functional ID.
    for line in [
        "credlab accept k8s-functional@example.com",
        "ibmcloud iam user-policy-create k8s-functional@example.com --roles Administrator,Manager --service-name containers-kubernetes",
        "ibmcloud iam user-policy-create k8s-functional@example.com --roles Viewer --resource-type resource-group",
        "ibmcloud iam user-policy-create k8s-functional@example.com --roles Administrator --service-name is",
    ] {
        reader.lab.ok(line);
    }

    // Setting the key up.
    reader.log_in_as_the_functional_id(january, 43);
    let groups = reader.type_(january, 47, 0);
    has(
        &groups,
        "Name      ID                                 Default Group   State\n",
    );
    has(&groups, "prod");
    has(
        &reader.type_(january, 49, 0),
        "Targeted resource group prod\n",
    );
    let reset = reader.type_(january, 55, 0);
    has(
        &reset,
        "Resetting the API key for region eu-de in resource group prod...\nOK\n",
    );
    has(&reader.type_(january, 61, 0), FUNCTIONAL_ID);

    // How access works.
    has(&reader.type_(january, 106, 0), FUNCTIONAL_ID);
    has(
        &reader.type_(january, 120, 0),
        "Roles:       Administrator, Manager\n",
    );
    has(&reader.type_(january, 127, 0), "IAM token:  Bearer ey");
    reader.lab.as_("viewer@example.com");
    let refused = reader.type_(january, 135, 1);
    has(&refused, "This action requires the Operator role");
    has(&refused, "(A0008)");
    reader.lab.as_("owner@example.com");
    reader.lab.ok("ibmcloud iam user-policy-create viewer@example.com --roles Operator --service-name containers-kubernetes");
    reader.lab.as_("viewer@example.com");
    has(&reader.type_(january, 135, 0), "OK\n");
    let help = reader.type_(january, 143, 0);
    has(&help, "\n  classic  ");
    let help = reader.type_(january, 193, 0);
    lacks(&help.to_lowercase(), "vpc");
    let refused = reader.lab.run("ibmcloud ks credential set vpc-gen2");
    assert!(refused.ends_with("[1]\n"), "{refused}");

    // The key of the person who resets it.
    reader.lab.as_("admin@example.com");
    reader.lab.ok("ibmcloud target -g prod");
    has(&reader.type_(january, 224, 0), FUNCTIONAL_ID);
    reader.type_(january, 224, 0);
    has(
        &reader.lab.ok("ibmcloud ks api-key info --cluster vpc-fra"),
        "admin@example.com\n",
    );
    reader.lab.as_("k8s-functional@example.com");
    has(&reader.type_(january, 240, 0), "Resource group:   prod\n");
    reader.type_(january, 246, 0);
    has(&reader.type_(january, 252, 0), FUNCTIONAL_ID);

    // Another classic account.
    has(&reader.type_(january, 262, 0), "classic");
    has(&reader.type_(january, 268, 0), "classic");
    reader.lab.ok("ibmcloud logout");
    reader.lab.as_("admin@example.com");
    reader.lab.ok("ibmcloud target -g prod -r eu-de");
    has(
        &reader.lab.ok("ibmcloud ks credential get --region eu-de"),
        OTHER_CLASSIC_USER,
    );
    has(&reader.type_(january, 268, 0), "OK\n");
    has(
        &reader.lab.run("ibmcloud ks credential get --region eu-de"),
        "(E0051)",
    );
    let slip = reader.type_(january, 282, 1);
    has(&slip, "'ibmcloud' is not a registered command.");
    has(&slip, "'ibmcloud sl user list'");

    // Permissions: first those of the key's owner, then those of the manual credentials.
    let by_key = reader.type_(january, 376, 0);
    has(
        &by_key,
        "account ID 1234567 with infrastructure access set up by linked account API key.",
    );
    has(&by_key, "Missing Virtual Worker Permissions\n");
    reader.again(january, 376);
    has(&reader.type_(january, 288, 0), "OK\n");
    reader.type_(january, 294, 0);
    has(&reader.type_(january, 321, 0), "classic");
    let by_credentials = reader.type_(january, 376, 0);
    has(
        &by_credentials,
        "account ID 7654321 with infrastructure access set up by manually set IaaS credentials.",
    );
    has(
        &reader.type_(january, 395, 0),
        "Name             Email\nK8s Functional",
    );
    reader.type_(january, 401, 0);
    let reset = reader.type_(january, 405, 0);
    has(&reset, "for region eu-de in resource group prod");
    has(&reader.type_(january, 405, 0), "classic");

    // Classic permissions.
    reader.lab.as_("owner@example.com");
    let users = reader.type_(january, 410, 0);
    has(&users, "id        username");
    has(&users, "1234567_classic@example.com");
    let permissions = reader.type_(january, 416, 0);
    has(&permissions, "KeyName");
    has(&permissions, "SERVER_ADD            false");
    let assigned = |reader: &mut Reader, assigned: &str| {
        let shown = reader.lab.ok(&format!(
            "ibmcloud sl user permissions {}",
            reader.classic_user
        ));
        has(&shown, &format!("SERVER_ADD            {assigned}"));
    };
    let updated = "Permissions updated successfully\n";
    has(&reader.type_choosing(january, 422, "true", 0), updated);
    assigned(&mut reader, "true ");
    reader.again(january, 422);
    has(&reader.type_choosing(january, 422, "false", 0), updated);
    assigned(&mut reader, "false");
    has(&reader.type_choosing(january, 428, "true", 0), updated);
    assigned(&mut reader, "true ");
    reader.again(january, 428);
    has(&reader.type_choosing(january, 428, "false", 0), updated);
    assigned(&mut reader, "false");

    // The document of September: the previous key is left to its owner.
    let september = "2024-09";
    reader.log_in_as_the_functional_id(september, 47);
    let keys = |reader: &mut Reader| {
        let shown = reader.lab.ok("ibmcloud iam api-keys -q");
        shown.matches("containers-kubernetes-key").count()
    };
    has(&reader.type_(september, 53, 0), "prod");
    has(
        &reader.type_(september, 57, 0),
        "Targeted resource group prod\n",
    );
    let before = keys(&mut reader);
    has(&reader.type_(september, 63, 0), "OK\n");
    assert_eq!(keys(&mut reader), before + 1);
    has(&reader.type_(september, 69, 0), FUNCTIONAL_ID);

    let left: Vec<String> = reader
        .rows
        .iter()
        .filter(|row| !row.typed)
        .map(|row| format!("{}, line {}: {}", row.document, row.line, row.command))
        .collect();
    assert!(left.is_empty(), "not typed:\n{}", left.join("\n"));
}
