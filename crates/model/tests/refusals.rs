//! What people are told when something is refused: reviewed by reading the snapshot.

mod common;

use std::fmt::Write as _;

use common::*;
use credlab_model::Refusal;
use credlab_model::account::{self, Mfa};
use credlab_model::classic::{self, Change, DeviceKind, Permission, SetName};
use credlab_model::credentials;
use credlab_model::iam::policy::Scope;
use credlab_model::iam::user::{self, InvitedAccess, State};
use credlab_model::iam::{api_key, session};
use credlab_model::id::ResourceGroupId;
use credlab_model::kubernetes::{Command as Ks, Read};
use credlab_model::region::Region::{self, EuDe, UsEast, UsSouth};
use credlab_model::template::Template;

/// The page that the snapshot shows.
struct Page(String);

impl Page {
    fn add(&mut self, situation: &str, refusal: &Refusal) {
        let code = refusal.code().unwrap_or("no code");
        let page = &mut self.0;
        writeln!(page, "## {situation}").unwrap();
        writeln!(page, "{code}, {}", refusal.layer.label()).unwrap();
        writeln!(page, "{}", refusal.message()).unwrap();
        for remedy in &refusal.remedies {
            writeln!(page, "- {}", remedy.text).unwrap();
            if let Some(command) = &remedy.command {
                writeln!(page, "  $ {command}").unwrap();
            }
        }
        writeln!(page).unwrap();
    }
}

#[test]
fn common_refusals_read_like_this() {
    let mut page = Page(String::new());
    first_gate(&mut page);
    second_gate(&mut page);
    manual_credentials(&mut page);
    classic_permissions(&mut page);
    identities(&mut page);
    input(&mut page);
    insta::assert_snapshot!("refusals", page.0);
}

fn first_gate(page: &mut Page) {
    let mut lab = Lab::demo();
    let create = Ks::Create(lab.classic_cluster("second", "dal12", ""));
    page.add(
        "A Viewer adds workers",
        &lab.refused(VIEWER, lab.add_workers("classic-dal", 1)),
    );
    page.add(
        "An Operator resets the API key",
        &lab.refused(OPERATOR, lab.reset(UsSouth, "")),
    );
    page.add(
        "A service ID adds workers",
        &lab.refused(DEPLOYER, lab.add_workers("classic-dal", 1)),
    );
    page.add(
        "A Viewer lists pods",
        &lab.refused(VIEWER, lab.read("vpc-fra", Read::Pods)),
    );
    page.add(
        "An Administrator without service role creates a cluster",
        &lab.refused(CLASSIC, create),
    );
    lab.give(DEPLOYER, "containers-kubernetes", &["Administrator"]);
    page.add(
        "A service ID resets the API key",
        &lab.refused(DEPLOYER, lab.reset(UsSouth, "")),
    );
    lab.configure(|settings| {
        settings.restrict_api_key_creation = true;
        settings.restrict_service_id_creation = true;
    });
    page.add(
        "Making API keys is restricted, and the API key is reset",
        &lab.refused(ADMIN, lab.reset(UsSouth, "")),
    );
    let create = Ks::Create(lab.classic_cluster("second", "dal12", ""));
    page.add(
        "Making service IDs is restricted, and a cluster is created",
        &lab.refused(ADMIN, create),
    );
    let roles = lab.assign(VIEWER, &["Editor"], Scope::service("containers-kubernetes"));
    page.add("An Operator assigns a role", &lab.refused(OPERATOR, roles));
}

fn second_gate(page: &mut Page) {
    let add = |lab: &Lab| lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
    let resize = |lab: &Lab| lab.refused(OPERATOR, lab.resize("vpc-fra", 4));
    let mut lab = Lab::demo();
    page.add(
        "No API key is stored",
        &lab.refused(VIEWER, lab.check_permissions(UsEast, "")),
    );
    lab.run(CLASSIC, lab.reset(UsSouth, ""));
    page.add("The key's owner is a Basic User", &add(&lab));
    lab.run(CLASSIC, lab.reset(EuDe, "prod"));
    page.add("The key's owner has no role on VPC", &resize(&lab));

    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::SERVER_RELOAD], Change::Remove),
    );
    page.add(
        "The key's owner lacks Reload, and workers are added",
        &add(&lab),
    );
    let workers = lab.cluster("classic-dal").workers.keys().cloned().collect();
    let cluster = lab.cluster("classic-dal").id.clone();
    let reload = Ks::ReloadWorkers { cluster, workers };
    page.add(
        "The key's owner lacks Reload, and workers are reloaded",
        &lab.refused(OPERATOR, reload.clone()),
    );
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::SERVER_RELOAD], Change::Add),
    );
    lab.run(OWNER, lab.set_devices(ADMIN, &[]));
    page.add(
        "The key's owner has no device access",
        &lab.refused(OPERATOR, reload),
    );
    lab.strip(ADMIN);
    page.add("The key's owner has no Support Center access", &add(&lab));

    let mut lab = Lab::demo();
    let (id, _) = lab.key(EuDe, "prod");
    let disabled = true;
    lab.run(
        OWNER,
        api_key::Command::SetDisabled {
            id: id.clone(),
            disabled,
        },
    );
    page.add("The stored key is disabled", &resize(&lab));
    lab.run(OWNER, api_key::Command::Delete { id });
    page.add("The stored key was deleted", &resize(&lab));

    let mut lab = Lab::lifelike();
    lab.run(ADMIN, lab.reset(EuDe, "prod"));
    page.add("The stored key was made a second ago", &resize(&lab));

    let mut lab = Lab::demo();
    lab.configure(|settings| settings.mfa = Mfa::Totp4All);
    page.add("A one-time password is required of everybody", &add(&lab));
    page.add(
        "A command for classic clusters is used on VPC",
        &lab.refused(OWNER, lab.add_workers("vpc-fra", 1)),
    );

    let mut lab = Lab::demo();
    lab.strip(CLASSIC);
    lab.give(
        CLASSIC,
        "containers-kubernetes",
        &["Administrator", "Manager"],
    );
    let here = in_group("is", &lab.group("default"));
    lab.run(OWNER, lab.assign(CLASSIC, &["Administrator"], here));
    lab.run(CLASSIC, lab.reset(UsSouth, ""));
    let create = Ks::Create(lab.vpc_cluster("vpc-dal", DALLAS, ""));
    page.add(
        "The key's owner does not see the subnet",
        &lab.refused(OWNER, create),
    );

    let lab = Lab::of(Template::EmptyLite);
    let create = Ks::Create(lab.classic_cluster("first", "dal10", ""));
    page.add(
        "A Lite account creates a cluster",
        &lab.refused(OWNER, create),
    );
    page.add(
        "A Lite account sets classic credentials",
        &lab.refused(OWNER, lab.set_other(UsSouth, "")),
    );
}

fn manual_credentials(page: &mut Page) {
    let mut lab = Lab::demo();
    page.add(
        "No manual credentials are set",
        &lab.refused(VIEWER, lab.get_manual(UsSouth, "")),
    );
    page.add(
        "The user name and key do not belong together",
        &lab.refused(ADMIN, lab.set_manual(UsSouth, "", ADMIN, "nonsense")),
    );
    lab.run(ADMIN, lab.set_other(UsSouth, ""));
    page.add(
        "The credentials are of another account than the cluster",
        &lab.refused(OPERATOR, lab.add_workers("classic-dal", 1)),
    );
    let key = lab.create_classic_key(ADMIN);
    let username = lab.classic(ADMIN).username.clone();
    lab.run(ADMIN, lab.set_manual(UsSouth, "", &username, &key));
    let user = lab.classic_id(ADMIN);
    lab.run(ADMIN, classic::Command::DeleteApiKey { user });
    page.add(
        "The classic API key of the manual credentials was deleted",
        &lab.refused(OPERATOR, lab.add_workers("classic-dal", 1)),
    );
}

fn classic_permissions(page: &mut Page) {
    let mut lab = Lab::demo();
    lab.join(CLASSIC, "child@example.com", SetName::ViewOnly);
    page.add(
        "A user edits their own permissions",
        &lab.refused(
            ADMIN,
            lab.edit(ADMIN, &[Permission::DNS_MANAGE], Change::Remove),
        ),
    );
    page.add(
        "A user edits the owner's permissions",
        &lab.refused(
            ADMIN,
            lab.edit(OWNER, &[Permission::DNS_MANAGE], Change::Remove),
        ),
    );
    page.add(
        "A user edits the permissions of somebody beside them",
        &lab.refused(
            ADMIN,
            lab.edit(CLASSIC, &[Permission::DNS_MANAGE], Change::Remove),
        ),
    );
    page.add(
        "A parent grants what they lack",
        &lab.refused(
            CLASSIC,
            lab.edit("child@example.com", &[Permission::SERVER_ADD], Change::Add),
        ),
    );
    page.add(
        "A parent grants devices that they don't reach",
        &lab.refused(
            CLASSIC,
            lab.set_devices("child@example.com", &[DeviceKind::Virtual]),
        ),
    );
    page.add(
        "A support-case permission is edited",
        &lab.refused(
            OWNER,
            lab.edit(ADMIN, &[Permission::TICKET_ADD], Change::Add),
        ),
    );
    let user = lab.classic_id(OWNER);
    page.add(
        "A second classic API key is made",
        &lab.refused(OWNER, classic::Command::CreateApiKey { user }),
    );
}

fn identities(page: &mut Page) {
    let mut lab = Lab::demo();
    let invite = |email: &str| user::Command::Invite {
        emails: vec![email.into()],
        access: InvitedAccess::default(),
    };
    let remove = |lab: &Lab, email: &str| user::Command::Remove {
        user: lab.user_id(email),
    };
    page.add(
        "A Viewer invites",
        &lab.refused(VIEWER, invite("new@example.com")),
    );
    page.add(
        "A service ID invites",
        &lab.refused(DEPLOYER, invite("new@example.com")),
    );
    page.add(
        "A member is invited again",
        &lab.refused(OWNER, invite(ADMIN)),
    );
    page.add(
        "The owner is removed",
        &lab.refused(OWNER, remove(&lab, OWNER)),
    );
    page.add(
        "A Viewer removes somebody",
        &lab.refused(VIEWER, remove(&lab, EDITOR)),
    );
    lab.join(CLASSIC, "child@example.com", SetName::NoAccess);
    page.add(
        "A classic parent is removed",
        &lab.refused(OWNER, remove(&lab, CLASSIC)),
    );
    let signed_in = |lab: &Lab, email: &str, password: &str| {
        session::with_password(&lab.account, email, password).unwrap_err()
    };
    page.add("A wrong password", &signed_in(&lab, ADMIN, "wrong"));
    page.add("A pending invitation", &signed_in(&lab, FUNCTIONAL, "demo"));
    lab.set_state(EDITOR, State::Suspended);
    page.add("A suspended user", &signed_in(&lab, EDITOR, "demo"));
    page.add(
        "A suspended user who was signed in",
        &lab.refused(EDITOR, lab.read("vpc-fra", Read::Cluster)),
    );
    let unknown = session::with_api_key(&lab.account, "no such key", lab.now);
    page.add("An unknown API key", &unknown.unwrap_err());
    lab.wait(31 * 24 * 3600);
    page.add(
        "An expired invitation",
        &lab.refused(FUNCTIONAL, user::Command::Accept),
    );

    let other = api_key::Command::Create {
        owner: lab.actor(ADMIN).identity,
        name: "key".into(),
        description: String::new(),
        locked: false,
        terms: api_key::Terms::default(),
    };
    page.add("A key for another user", &lab.refused(OWNER, other));
    let (id, _) = lab.key(EuDe, "prod");
    page.add(
        "Somebody else's key is deleted",
        &lab.refused(ADMIN, api_key::Command::Delete { id: id.clone() }),
    );
    let locked = true;
    lab.run(
        LEAVER,
        api_key::Command::SetLocked {
            id: id.clone(),
            locked,
        },
    );
    page.add(
        "A locked key is deleted",
        &lab.refused(LEAVER, api_key::Command::Delete { id }),
    );
    for n in 0..api_key::LIMIT {
        lab.run(ADMIN, lab.create_key(ADMIN, &format!("key {n}")));
    }
    page.add(
        "One API key too many",
        &lab.refused(ADMIN, lab.reset(UsSouth, "")),
    );
}

fn input(page: &mut Page) {
    let lab = Lab::demo();
    let cluster = lab.cluster("classic-dal").id.clone();
    let create = |change: &dyn Fn(&mut credlab_model::kubernetes::NewCluster)| {
        let mut new = lab.classic_cluster("second", "dal12", "");
        change(&mut new);
        lab.refused(OWNER, Ks::Create(new))
    };
    page.add(
        "An unknown region",
        &"us-north".parse::<Region>().unwrap_err(),
    );
    page.add("An unknown zone", &create(&|new| new.zone = "dal99".into()));
    page.add(
        "An unknown flavor",
        &create(&|new| new.flavor = "huge".into()),
    );
    page.add(
        "A bad cluster name",
        &create(&|new| new.name = "1st".into()),
    );
    page.add(
        "A taken cluster name",
        &create(&|new| new.name = "vpc-fra".into()),
    );
    page.add("No workers", &create(&|new| new.workers = 0));
    let scope = || Scope::service("containers-kubernetes");
    page.add(
        "An unknown role",
        &lab.refused(OWNER, lab.assign(VIEWER, &["Boss"], scope())),
    );
    page.add(
        "An unknown service",
        &lab.refused(
            OWNER,
            lab.assign(VIEWER, &["Viewer"], Scope::service("nothing")),
        ),
    );
    page.add(
        "An unknown permission",
        &"FLY".parse::<Permission>().unwrap_err(),
    );
    page.add(
        "An unknown cluster",
        &lab.account.cluster_called("gone").unwrap_err(),
    );
    let workers = vec!["kube-gone".parse().unwrap()];
    let gone = Ks::RemoveWorkers {
        cluster: cluster.clone(),
        workers,
    };
    page.add("An unknown worker", &lab.refused(OWNER, gone));
    let name = "nothing".to_string();
    let addon = Ks::EnableAddOn {
        cluster: cluster.clone(),
        name: name.clone(),
        version: None,
    };
    page.add("An unknown add-on", &lab.refused(OWNER, addon));
    page.add(
        "An unknown pod",
        &lab.refused(OWNER, Ks::DeletePod { cluster, pod: name }),
    );
    page.add(
        "An unknown user",
        &lab.account.user_called("gone@example.com").unwrap_err(),
    );
    let group: ResourceGroupId = "ffffffffffffffffffffffffffffffff".parse().unwrap();
    let reset = credentials::Command::ResetKey {
        region: UsSouth,
        group: Some(group),
    };
    page.add("An unknown resource group", &lab.refused(OWNER, reset));
    let name = "prod".into();
    let group = account::Command::CreateResourceGroup { name };
    page.add("A taken resource group", &lab.refused(OWNER, group));
}
