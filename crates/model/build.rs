//! Turns the two data files into tables, and refuses to build when they do not hold together.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use serde::Deserialize;

#[derive(Deserialize)]
struct ClassicFile {
    permission_sets: Vec<SetRow>,
    permissions: Vec<PermissionRow>,
}

#[derive(Deserialize)]
struct SetRow {
    id: String,
    label: String,
    meaning: String,
}

#[derive(Deserialize)]
struct PermissionRow {
    key_name: String,
    name: String,
    console_name: Option<String>,
    category: String,
    category_2026: Option<String>,
    permission_sets: Vec<String>,
    needed_for_classic_clusters: Option<String>,
    shown_on_permissions_tab: bool,
    #[serde(default)]
    migrated_to_iam: Option<serde_json::Value>,
    purpose: String,
}

#[derive(Deserialize)]
struct RolesFile {
    services: Vec<ServiceRow>,
    commands: Vec<CommandRow>,
}

#[derive(Deserialize)]
struct ServiceRow {
    name: String,
    label: String,
    family: String,
    platform_roles: Vec<String>,
    service_roles: Vec<String>,
    actions: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct CommandRow {
    command: String,
    allowed_roles: Vec<String>,
    uses_stored_credentials: bool,
    action_id: Option<String>,
}

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=build.rs");
    let dir = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let write = |name: &str, text: String| {
        fs::write(Path::new(&dir).join(name), text).expect("OUT_DIR is writable");
    };
    let mut out = String::new();
    classic(&mut out, &read("data/classic-permissions.json"));
    write("permissions.rs", out);
    let mut out = String::new();
    roles(&mut out, &read("data/iam-roles.json"));
    write("services.rs", out);
}

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn classic(out: &mut String, file: &ClassicFile) {
    assert_eq!(
        file.permissions.len(),
        108,
        "there are 108 classic permissions"
    );
    let mut seen = BTreeSet::new();
    let sets: BTreeSet<&str> = file.permission_sets.iter().map(|s| s.id.as_str()).collect();
    writeln!(
        out,
        "pub(crate) static PERMISSIONS: [PermissionRow; {}] = [",
        file.permissions.len()
    )
    .unwrap();
    for p in &file.permissions {
        assert!(seen.insert(&p.key_name), "{} stands twice", p.key_name);
        assert!(
            p.key_name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b == b'_'),
            "{} is not a key name",
            p.key_name
        );
        for set in &p.permission_sets {
            assert!(
                sets.contains(set.as_str()),
                "{}: unknown set {set}",
                p.key_name
            );
        }
        let category = match p.category.as_str() {
            "Account" | "Devices" | "Network" | "Services" | "Support" => p.category.clone(),
            "Device access" => "DeviceAccess".into(),
            other => panic!("{}: unknown category {other}", p.key_name),
        };
        let need = match p.needed_for_classic_clusters.as_deref() {
            None => "None".into(),
            Some("required") => "Some(Need::Required)".to_string(),
            Some("suggested") => "Some(Need::Suggested)".to_string(),
            Some(other) => panic!("{}: unknown need {other}", p.key_name),
        };
        writeln!(
            out,
            "    PermissionRow {{ key_name: {:?}, name: {:?}, console_name: {:?}, category: Category::{category}, department: {:?}, need: {need}, on_tab: {}, migrated: {}, purpose: {:?} }},",
            p.key_name,
            p.name,
            p.console_name.as_ref().unwrap_or(&p.name),
            p.category_2026.as_ref().map(|c| c.to_uppercase()),
            p.shown_on_permissions_tab,
            p.migrated_to_iam.is_some(),
            p.purpose,
        )
        .unwrap();
    }
    out.push_str("];\n\n/// Every permission by its key name.\n#[allow(missing_docs, reason = \"the key names are IBM Cloud's own\")]\nimpl Permission {\n");
    for (i, p) in file.permissions.iter().enumerate() {
        writeln!(
            out,
            "    pub const {}: Permission = Permission({i});",
            p.key_name
        )
        .unwrap();
    }
    out.push_str("}\n\n");
    for set in &file.permission_sets {
        let bits = file
            .permissions
            .iter()
            .enumerate()
            .filter(|(_, p)| p.permission_sets.contains(&set.id))
            .fold(0u128, |bits, (i, _)| bits | 1 << i);
        let name = set.id.to_uppercase();
        writeln!(
            out,
            "pub(crate) static {name}: SetRow = SetRow {{ label: {:?}, meaning: {:?}, bits: {bits} }};",
            set.label, set.meaning
        )
        .unwrap();
    }
}

fn roles(out: &mut String, file: &RolesFile) {
    let mut names = BTreeSet::new();
    writeln!(
        out,
        "\npub(crate) static SERVICES: [Service; {}] = [",
        file.services.len()
    )
    .unwrap();
    let mut actions = BTreeSet::new();
    for s in &file.services {
        assert!(names.insert(&s.name), "service {} stands twice", s.name);
        let known: BTreeSet<&String> = s.platform_roles.iter().chain(&s.service_roles).collect();
        for (action, roles) in &s.actions {
            actions.insert(action.as_str());
            for role in roles {
                assert!(
                    known.contains(role),
                    "{action}: {} has no role {role}",
                    s.name
                );
            }
        }
        let family = match s.family.as_str() {
            "iam_enabled" => "IamEnabled",
            "account_management" => "AccountManagement",
            "resource_group" => "ResourceGroup",
            other => panic!("{}: unknown family {other}", s.name),
        };
        let rows: Vec<_> = s.actions.iter().map(|(a, r)| (a.as_str(), r)).collect();
        let rows: String = rows
            .iter()
            .map(|(a, r)| format!("({a:?}, &{r:?}), "))
            .collect();
        writeln!(
            out,
            "    Service {{ name: {:?}, label: {:?}, family: Family::{family}, platform_roles: &{:?}, service_roles: &{:?}, actions: &[{rows}] }},",
            s.name, s.label, s.platform_roles, s.service_roles
        )
        .unwrap();
    }
    writeln!(
        out,
        "];\n\npub(crate) static KUBERNETES_COMMANDS: [KubernetesCommand; {}] = [",
        file.commands.len()
    )
    .unwrap();
    for c in &file.commands {
        if let Some(action) = &c.action_id {
            assert!(
                actions.contains(action.as_str()),
                "{}: unknown action {action}",
                c.command
            );
        }
        writeln!(
            out,
            "    KubernetesCommand {{ command: {:?}, action: {:?}, allowed_roles: &{:?}, uses_stored_credentials: {} }},",
            c.command, c.action_id, c.allowed_roles, c.uses_stored_credentials
        )
        .unwrap();
    }
    out.push_str("];\n");
}
