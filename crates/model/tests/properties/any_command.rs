//! Commands that anybody might send: with things of the account and with nonsense, in every field.

use credlab_model::account::{self, AccessTag, Mfa, Settings, TagCommand};
use credlab_model::classic::{
    self, Change, DeviceKind, Notification, Permission, PermissionSet, Profile, SetName,
    VlanCommand, VpnCommand,
};
use credlab_model::credentials::{self, ClassicKeyInput};
use credlab_model::iam::access_group::PublicAccess;
use credlab_model::iam::api_key::{LeakAction, Terms};
use credlab_model::iam::policy::{self, Attribute, AttributeName, Operator, Scope, Subject};
use credlab_model::iam::session::{self, Lifetimes, Method};
use credlab_model::iam::user::{self, InvitedAccess, State};
use credlab_model::iam::{access_group, api_key, custom_role, service_id, trusted_profile};
use credlab_model::id::{ClassicUserId, DeviceId};
use credlab_model::kubernetes::label::Effect;
use credlab_model::kubernetes::vlan::VlanKind;
use credlab_model::kubernetes::{self, ClusterRole, NewCluster, Read};
use credlab_model::kubernetes::{Labels, PoolChange, Taint};
use credlab_model::region::{Provider, Region};
use credlab_model::secret::SecretHash;
use credlab_model::template::{OTHER_CLASSIC_KEY, OTHER_CLASSIC_USER};
use credlab_model::{Account, Actor, Command, Face, Identity, Timestamp};
use proptest::prelude::*;

/// A command in the making: numbers choose its kind and what it is about, a text goes where people type.
#[derive(Debug, Clone)]
pub struct Draft {
    pub who: u16,
    pub kind: u16,
    pub picks: [u16; 6],
    pub text: String,
}

/// How many kinds of command there are.
pub const KINDS: u16 = 56;

/// Drafts whose texts are mostly such as people type.
pub fn drafts() -> impl Strategy<Value = Draft> {
    let text = prop_oneof![
        4 => "[a-z]{1,8}@example\\.com",
        4 => "[a-z][a-z0-9-]{0,12}",
        1 => hostile(),
    ];
    (any::<u16>(), 0..KINDS, any::<[u16; 6]>(), text).prop_map(|(who, kind, picks, text)| Draft {
        who,
        kind,
        picks,
        text,
    })
}

/// Texts that nobody should type: control characters, right-to-left overrides, other scripts, markup, very long ones.
pub fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f\\x7f\u{80}-\u{9f}]{1,12}",
        "[a-z]{0,4}[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{feff}][a-z]{0,4}",
        "[\u{590}-\u{6ff}\u{1f300}-\u{1f6ff}]{1,20}",
        "[a-z<>&'\"*?@./:{}$-]{0,40}",
        (any::<char>(), 200usize..20_000).prop_map(|(c, n)| c.to_string().repeat(n)),
        Just("a@".to_string() + &"b.".repeat(400) + "com"),
        Just(String::new()),
    ]
}

impl Draft {
    /// Who sends it. Half of the time the owner, so that much is carried out.
    pub fn actor(&self, account: &Account) -> Actor {
        let mut identities: Vec<Identity> = account.users.values().map(|u| u.identity()).collect();
        identities.extend(account.service_ids.values().map(|s| s.identity()));
        identities.push(Identity::User("IBMid-NOBODY0000".parse().unwrap()));
        identities.push(Identity::Credlab);
        let owner = Identity::User(account.owner.clone());
        let identity = match self.who % 2 {
            0 => owner,
            _ => identities[usize::from(self.who / 2) % identities.len()].clone(),
        };
        Actor {
            identity,
            face: [Face::Console, Face::Shell, Face::Api][usize::from(self.who % 3)],
        }
    }

    /// The `n`th choice among `things`, or now and then `nonsense`.
    fn pick<T>(&self, n: usize, things: impl IntoIterator<Item = T>, nonsense: T) -> T {
        let mut things: Vec<T> = things.into_iter().collect();
        let (which, odd) = (
            usize::from(self.picks[n] / 8),
            self.picks[n].is_multiple_of(8),
        );
        if odd || things.is_empty() {
            return nonsense;
        }
        things.swap_remove(which % things.len())
    }

    /// One of `words`, or the text.
    fn word(&self, n: usize, words: &[&str]) -> String {
        let words = words.iter().map(|word| word.to_string());
        self.pick(n, words, self.text.clone())
    }

    fn flag(&self, n: usize) -> bool {
        self.picks[n].is_multiple_of(2)
    }

    fn user(&self, n: usize, account: &Account) -> credlab_model::id::UserId {
        let nobody = "IBMid-NOBODY0000".parse().unwrap();
        self.pick(n, account.users.keys().cloned(), nobody)
    }

    fn identity(&self, n: usize, account: &Account) -> Identity {
        let users = account.users.values().map(|u| u.identity());
        let service_ids = account.service_ids.values().map(|s| s.identity());
        let profiles = account.trusted_profiles.values().map(|p| p.identity());
        let identities = users.chain(service_ids).chain(profiles);
        self.pick(n, identities, Identity::Credlab)
    }

    fn roles(&self, n: usize) -> Vec<String> {
        let one = self.word(
            n,
            &["Viewer", "Operator", "Editor", "Administrator", "Manager"],
        );
        match self.picks[n] % 4 {
            0 => vec![one, "Reader".into()],
            1 => Vec::new(),
            _ => vec![one],
        }
    }

    fn scope(&self, n: usize, account: &Account) -> Scope {
        let services = [
            "containers-kubernetes",
            "is",
            "iam-identity",
            "user-management",
            "support",
        ];
        let count = self.picks[n] % 4;
        let attributes = (0..count).map(|i| {
            let name = AttributeName::ALL
                [usize::from(self.picks[n] / 4 + i * 5) % AttributeName::ALL.len()];
            let value = match name {
                AttributeName::ServiceName => self.word(n, &services),
                AttributeName::ServiceType => self.word(n, &["service", "platform_service"]),
                AttributeName::ServiceGroupId => self.word(n, &["IAM"]),
                AttributeName::ResourceType => self.word(n, &["resource-group"]),
                AttributeName::Region => self.word(n, &["us-south", "eu-de", "us-*"]),
                AttributeName::ResourceGroupId => {
                    let ids = account.resource_groups.keys().map(|id| id.to_string());
                    self.pick(n, ids, self.text.clone())
                }
                AttributeName::AccessTag => self.tag(n).to_string(),
                _ => self.text.clone(),
            };
            let operator = match self.flag(n) {
                true => Operator::StringEquals,
                false => Operator::StringMatch,
            };
            Attribute {
                name,
                operator,
                value,
            }
        });
        Scope::of(attributes)
    }

    fn permissions(&self, n: usize) -> PermissionSet {
        match self.picks[n] % 8 {
            0 => PermissionSet::ALL,
            1 => PermissionSet::NONE,
            2 => SetName::SuperUser.permissions(),
            step => {
                let every = Permission::all().step_by(usize::from(step));
                PermissionSet::of(every.skip(usize::from(self.picks[n] % 5)))
            }
        }
    }

    /// The command, about things of `account`.
    pub fn command(&self, account: &Account) -> Command {
        let text = || self.text.clone();
        let region = Region::ALL[usize::from(self.picks[0]) % Region::ALL.len()];
        let region = self.pick(0, [Region::UsSouth, Region::EuDe], region);
        let nowhere = "ffffffffffffffffffffffffffffffff".parse().unwrap();
        let group = || self.pick(1, account.resource_groups.keys().cloned(), nowhere);
        match self.kind {
            0 => account::Command::Configure(Settings {
                restrict_api_key_creation: self.picks[0].is_multiple_of(5),
                restrict_service_id_creation: self.picks[1].is_multiple_of(5),
                restrict_user_list: self.picks[5].is_multiple_of(5),
                mfa: self.pick(2, [Mfa::None, Mfa::None, Mfa::Totp], Mfa::Totp4All),
                vrf: self.picks[3].is_multiple_of(5),
                vlan_spanning: self.flag(4),
                service_endpoints: self.flag(5),
                lifetimes: Lifetimes {
                    inactivity: 900 * u32::from(self.picks[0] % 4),
                    ..Lifetimes::default()
                },
            })
            .into(),
            1 => match self.tag_command(account) {
                Some(command) => account::Command::AccessTag(command),
                None => match self.picks[3] % 4 {
                    3 => account::Command::Rename { name: text() },
                    0 => account::Command::CreateResourceGroup { name: text() },
                    1 => account::Command::RenameResourceGroup {
                        group: group(),
                        name: text(),
                    },
                    _ => account::Command::DeleteResourceGroup { group: group() },
                },
            }
            .into(),
            2..=8 => self.about_users(account).into(),
            9..=17 | 55 => self.about_keys(account),
            18..=25 => self.about_access(account),
            26 => session::Command::Start(Method::ApiKey).into(),
            27 => session::Command::End.into(),
            28..=34 => self.about_classic(account).into(),
            35..=40 => {
                let group = self.flag(2).then(group);
                let user = account
                    .linked_classic()
                    .and_then(|c| c.users.values().last());
                let user = user.map(|user| user.username.as_str()).unwrap_or_default();
                match self.kind {
                    35 => credentials::Command::ResetKey { region, group },
                    36 => credentials::Command::SetManual {
                        region,
                        group,
                        username: self.word(3, &[OTHER_CLASSIC_USER, user]),
                        api_key: ClassicKeyInput::typed(&self.word(4, &[OTHER_CLASSIC_KEY])),
                    },
                    37 => credentials::Command::UnsetManual { region, group },
                    38 => credentials::Command::GetManual { region, group },
                    39 => credentials::Command::CheckPermissions { region, group },
                    _ => credentials::Command::GetVlanSpanning { region },
                }
                .into()
            }
            _ => self
                .about_clusters(account, self.flag(1).then(group))
                .into(),
        }
    }

    fn about_users(&self, account: &Account) -> user::Command {
        let user = self.user(0, account);
        match self.kind {
            2 => {
                let groups = account.access_groups.keys().cloned();
                let policies =
                    (0..self.picks[1] % 3).map(|_| (self.roles(2), self.scope(3, account)));
                let access = InvitedAccess {
                    access_groups: groups.take(usize::from(self.picks[4] % 3)).collect(),
                    policies: policies.collect(),
                    classic: SetName::ALL[usize::from(self.picks[5] % 4)],
                };
                let mut emails = vec![self.text.clone(); usize::from(self.picks[0] % 3)];
                emails.extend(
                    self.flag(1)
                        .then(|| format!("x{}@example.com", self.picks[0])),
                );
                user::Command::Invite { emails, access }
            }
            3 if self.flag(1) => user::Command::AddVpnOnly {
                email: self.text.clone(),
                profile: Box::new(Profile {
                    first_name: Some(self.word(2, &["Ann", " ", "a\nb"])),
                    ..Profile::default()
                }),
            },
            3 => user::Command::Accept,
            4 if self.flag(1) => {
                let self_managed = self.flag(2);
                user::Command::SetSelfManaged { user, self_managed }
            }
            4 => user::Command::Resend { user },
            5 => user::Command::Cancel { user },
            6 => {
                let state = State::ALL[usize::from(self.picks[1] % 7)];
                user::Command::SetState { user, state }
            }
            7 => {
                let parent = self.user(1, account);
                user::Command::SetParent { user, parent }
            }
            _ => user::Command::Remove { user },
        }
    }

    fn about_keys(&self, account: &Account) -> Command {
        let (name, description) = (self.text.clone(), self.word(5, &["", "for tests"]));
        let unknown = "ServiceId-00000000-0000-4000-8000-000000000000"
            .parse()
            .unwrap();
        let service = self.pick(0, account.service_ids.keys().cloned(), unknown);
        let unknown = "ApiKey-00000000-0000-4000-8000-000000000000"
            .parse()
            .unwrap();
        let key = self.pick(0, account.api_keys.keys().cloned(), unknown);
        let (locked, disabled) = (self.flag(1), self.flag(1));
        let terms = Terms {
            action_when_leaked: self.pick(2, LeakAction::ALL.map(Some), None),
            expires_at: self.pick(3, [Timestamp::UNIX_EPOCH, Timestamp::MAX].map(Some), None),
        };
        match self.kind {
            9 => service_id::Command::Create { name, description }.into(),
            10 => service_id::Command::Update {
                id: service,
                name,
                description,
            }
            .into(),
            11 => service_id::Command::SetLocked {
                id: service,
                locked,
            }
            .into(),
            12 => service_id::Command::Delete { id: service }.into(),
            13 => api_key::Command::Create {
                owner: self.identity(0, account),
                name,
                description,
                locked,
                terms,
            }
            .into(),
            14 => api_key::Command::Update {
                id: key,
                name,
                description,
                terms,
            }
            .into(),
            15 => api_key::Command::SetLocked { id: key, locked }.into(),
            16 => api_key::Command::SetDisabled { id: key, disabled }.into(),
            17 => api_key::Command::Delete { id: key }.into(),
            _ => api_key::Command::ReportLeak { id: key }.into(),
        }
    }

    fn about_access(&self, account: &Account) -> Command {
        let (name, description) = (self.text.clone(), self.word(5, &["", "for tests"]));
        let unknown = "AccessGroupId-00000000-0000-4000-8000-000000000000"
            .parse()
            .unwrap();
        let id = self.pick(0, account.access_groups.keys().cloned(), unknown);
        let unknown = "00000000-0000-4000-8000-000000000000".parse().unwrap();
        let policy = self.pick(0, account.policies.keys().cloned(), unknown);
        let member = self.identity(1, account);
        let (roles, scope) = (self.roles(2), self.scope(3, account));
        match self.kind {
            18 => access_group::Command::Create { name, description }.into(),
            20 if self.flag(5) => access_group::Command::Delete { id }.into(),
            21 => access_group::Command::AddMember { id, member }.into(),
            20 => {
                let held = account.custom_roles.keys().cloned();
                let id = self.pick(
                    1,
                    held,
                    "00000000-0000-4000-8000-000000000000".parse().unwrap(),
                );
                let actions = vec![self.word(2, &["containers-kubernetes.cluster.read"])];
                let display_name = self.word(3, &["Looker"]);
                match self.picks[0] % 3 {
                    0 => custom_role::Command::Create {
                        name: self.word(4, &["Looker"]),
                        display_name,
                        description,
                        service: self.word(5, &["containers-kubernetes"]),
                        actions,
                    },
                    1 => custom_role::Command::Update {
                        id,
                        display_name,
                        description,
                        actions,
                    },
                    _ => custom_role::Command::Delete { id },
                }
                .into()
            }
            19 if self.flag(4) => {
                let profiles = account.trusted_profiles.keys().cloned();
                let unknown = "Profile-00000000-0000-4000-8000-000000000000"
                    .parse()
                    .unwrap();
                let id = self.pick(2, profiles, unknown);
                match self.picks[3] % 6 {
                    0 => trusted_profile::Command::Create { name, description },
                    1 => trusted_profile::Command::Update {
                        id,
                        name,
                        description,
                    },
                    2 => trusted_profile::Command::Delete { id },
                    3 => trusted_profile::Command::Trust {
                        id,
                        identity: member,
                    },
                    4 => trusted_profile::Command::Distrust {
                        id,
                        identity: member,
                    },
                    _ => trusted_profile::Command::Assume { id },
                }
                .into()
            }
            19 => access_group::Command::Update {
                id,
                name,
                description,
            }
            .into(),
            22 if self.flag(5) => {
                let access = self.pick(2, [PublicAccess::Enabled], PublicAccess::Disabled);
                access_group::Command::SetPublicAccess(access).into()
            }
            22 if self.flag(4) => access_group::Command::Purge { member }.into(),
            22 => access_group::Command::RemoveMember { id, member }.into(),
            23 => {
                let subject = match member {
                    Identity::User(id) => Subject::User(id),
                    Identity::ServiceId(id) => Subject::ServiceId(id),
                    Identity::TrustedProfile(id) => Subject::TrustedProfile(id),
                    Identity::Credlab => Subject::AccessGroup(id),
                };
                policy::Command::Create {
                    subject,
                    roles,
                    scope,
                    rule: self.rule(4),
                }
                .into()
            }
            24 => policy::Command::Update {
                policy,
                seen: None,
                roles,
                scope,
                rule: self.rule(4),
            }
            .into(),
            _ => policy::Command::Delete { policy }.into(),
        }
    }

    fn tag(&self, n: usize) -> AccessTag {
        self.word(n, &["env:dev", "team:blue"])
            .parse()
            .unwrap_or("env:prod".parse().unwrap())
    }

    fn tag_command(&self, account: &Account) -> Option<TagCommand> {
        let clusters = account.clusters.keys().cloned();
        let cluster = self.pick(2, clusters, "bt932qpw05g1h1gagch0".parse().ok()?);
        let tag = self.tag(3);
        Some(match self.picks[1] % 5 {
            0 => TagCommand::Create(tag),
            1 => TagCommand::Attach(tag, cluster),
            2 => TagCommand::Detach(tag, cluster),
            3 => TagCommand::Delete(tag),
            _ => return None,
        })
    }

    /// Time conditions, now and then.
    fn rule(&self, n: usize) -> Option<policy::Rule> {
        let rule = r#"{"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["1+00:00"]}"#;
        self.flag(n).then(|| serde_json::from_str(rule).unwrap())
    }

    fn about_classic(&self, account: &Account) -> classic::Command {
        let linked = account.linked_classic();
        let users = linked.into_iter().flat_map(|c| c.users.keys().copied());
        let users: Vec<_> = users.collect();
        let user = self.pick(0, users.clone(), ClassicUserId(0));
        let from = self.pick(1, users, ClassicUserId(u32::MAX));
        let devices = linked.into_iter().flat_map(|c| c.devices.keys().copied());
        let every = usize::from(self.picks[2] % 5) + 1;
        let mut devices: std::collections::BTreeSet<_> = devices.step_by(every).collect();
        devices.extend((self.picks[2].is_multiple_of(7)).then_some(DeviceId(0)));
        let permissions = self.permissions(3);
        let change = match self.flag(4) {
            true => Change::Add,
            false => Change::Remove,
        };
        match self.kind {
            28 => classic::Command::SetPermissions { user, permissions },
            29 => classic::Command::EditPermissions {
                user,
                permissions,
                change,
            },
            30 => classic::Command::CopyPermissions { user, from },
            31 => classic::Command::SetDevices {
                user,
                devices,
                future: DeviceKind::ALL
                    .into_iter()
                    .take(usize::from(self.picks[5] % 4))
                    .collect(),
            },
            32 => classic::Command::EditDevices {
                user,
                devices,
                change,
            },
            33 => match self.flag(5) {
                true => classic::Command::CreateApiKey { user },
                false => self.about_people(account, user, change),
            },
            _ => match self.flag(5) {
                true => classic::Command::DeleteApiKey { user },
                false => classic::Command::Vlan(self.about_vlans(account)),
            },
        }
    }

    fn about_people(
        &self,
        account: &Account,
        user: ClassicUserId,
        change: Change,
    ) -> classic::Command {
        let on = self.flag(4);
        let subnets = account.linked_classic().into_iter();
        let subnets = subnets.flat_map(|linked| account.portable_subnets(linked.number));
        let vpn = |change| classic::Command::Vpn { user, change };
        match self.picks[2] % 8 {
            7 => vpn(VpnCommand::Choose {
                open: on,
                manual: self.flag(3),
                subnets: subnets
                    .map(|subnet| subnet.id)
                    .take(usize::from(self.picks[3] % 3))
                    .collect(),
            }),
            0 => vpn(VpnCommand::Open(on)),
            1 => vpn(VpnCommand::Manual(on)),
            2 => vpn(VpnCommand::SetPassword(SecretHash::of("s3cret-enough"))),
            3 => vpn(VpnCommand::EditSubnet {
                subnet: self.pick(3, subnets.map(|subnet| subnet.id), 7),
                change,
            }),
            4 => classic::Command::Cancel { user },
            5 => classic::Command::EditProfile {
                user,
                profile: Box::new(Profile {
                    display_name: Some(self.word(3, &["Somebody", " ", "a\nb"])),
                    city: on.then(|| "Springfield".into()),
                    ..Profile::default()
                }),
            },
            _ => classic::Command::Notify {
                notification: Notification::ALL[usize::from(self.picks[3] % 7)],
                enabled: on,
            },
        }
    }

    fn about_vlans(&self, account: &Account) -> VlanCommand {
        let linked = account.linked_classic().into_iter();
        let vlans = linked.flat_map(|linked| account.vlans(linked.number));
        let vlan = self.pick(0, vlans.map(|vlan| vlan.id), 1);
        let name = self.word(3, &["backend", "", "much too long for a name of a VLAN"]);
        match self.picks[2] % 3 {
            0 => VlanCommand::Create {
                kind: if self.flag(4) {
                    VlanKind::Public
                } else {
                    VlanKind::Private
                },
                zone: self.word(1, &["dal10", "fra02", "nowhere"]),
                name,
            },
            1 => VlanCommand::Rename { vlan, name },
            _ => VlanCommand::Cancel { vlan },
        }
    }

    fn labels(&self) -> Labels {
        [(self.word(2, &["env"]), self.word(5, &["prod"]))].into()
    }

    fn about_clusters(
        &self,
        account: &Account,
        group: Option<credlab_model::id::ResourceGroupId>,
    ) -> kubernetes::Command {
        use kubernetes::Command as Ks;
        let vpc = self.flag(5);
        let unknown = "aaaaaaaaaaaaaaaaaaaa".parse().unwrap();
        let cluster = self.pick(0, account.clusters.keys().cloned(), unknown);
        let known = account.clusters.get(&cluster);
        let workers = known.into_iter().flat_map(|c| c.workers.keys().cloned());
        let mut workers: Vec<_> = workers.take(usize::from(self.picks[2] % 4)).collect();
        if self.picks[2].is_multiple_of(5) {
            workers.push("kube-nowhere".parse().unwrap());
        }
        let pools = known
            .into_iter()
            .flat_map(|c| c.pools.iter().map(|p| p.id.clone()));
        let no_pool = "aaaaaaaaaaaaaaaaaaaa-0000000".parse().unwrap();
        let count = self.pick(4, [1, 2, 3, 100], self.pick(5, [0, 101], u32::MAX));
        let flavor = self.word(
            3,
            match vpc {
                true => &["bx2.4x16", "cx2.2x4"],
                false => &["b3c.4x16", "mb4c.4x32"],
            },
        );
        match self.kind {
            41 => {
                let subnets = account
                    .subnets
                    .values()
                    .map(|s| (s.zone.clone(), s.id.clone()));
                let nowhere = (self.text.clone(), self.text.clone());
                let (vpc_zone, subnet) = self.pick(2, subnets, nowhere);
                Ks::Create(NewCluster {
                    name: self.text.clone(),
                    provider: if vpc {
                        Provider::Vpc
                    } else {
                        Provider::Classic
                    },
                    zone: match vpc {
                        true => vpc_zone,
                        false => self.word(2, &["dal10", "wdc04", "ams03"]),
                    },
                    group,
                    flavor,
                    workers: count,
                    private_only: self.flag(4),
                    subnet: vpc.then_some(subnet),
                    private_endpoint: false,
                    gateway: false,
                    version: self
                        .flag(4)
                        .then(|| self.word(2, &["1.27", "1.29.4", "1.31"])),
                })
            }
            42 => Ks::Delete { cluster },
            43 => Ks::RefreshMaster { cluster },
            44 => Ks::AddWorkers {
                cluster,
                count,
                flavor: self.flag(3).then_some(flavor),
            },
            45 => Ks::ResizePool {
                pool: self.pick(1, pools, no_pool),
                cluster,
                size: count,
            },
            46 => Ks::ReloadWorkers { cluster, workers },
            47 => Ks::RebootWorkers { cluster, workers },
            48 => Ks::ReplaceWorkers {
                cluster,
                workers,
                update: self.flag(3),
            },
            49 => Ks::RemoveWorkers { cluster, workers },
            50 => Ks::EnableAddOn {
                cluster,
                name: self.word(1, &["cluster-autoscaler", "istio", "vpc-file-csi-driver"]),
                version: self.flag(3).then(|| self.word(2, &["1.2", "1.20"])),
            },
            51 if self.flag(3) => {
                let pools = known.into_iter().flat_map(|c| &c.pools);
                let pools = pools.map(|pool| pool.id.clone());
                let pool = self.pick(1, pools, "bt932qpw05g1h1gagch0-0000000".parse().unwrap());
                let zone = self.word(2, &["dal10", "dal12", "fra02"]);
                match self.picks[4] % 13 {
                    6 => Ks::EditPool {
                        cluster,
                        pool,
                        change: match self.flag(5) {
                            true => PoolChange::Labels(self.labels()),
                            false => PoolChange::Taints(
                                [Taint {
                                    key: self.word(2, &["team"]),
                                    value: self.word(5, &["red"]),
                                    effect: Effect::NoExecute,
                                }]
                                .into(),
                            ),
                        },
                    },
                    7 => Ks::SetNetwork {
                        cluster,
                        zone,
                        pools: vec![pool],
                        vlans: [Some(2_900_502), self.flag(5).then_some(2_900_503)],
                    },
                    8 => Ks::UpdateMaster {
                        cluster,
                        version: self.flag(5).then(|| self.word(2, &["1.29", "1.27"])),
                    },
                    9 => Ks::UpdateWorkers { cluster, workers },
                    10 => Ks::ApplyPullSecret { cluster },
                    11 => Ks::UpdateAddOn {
                        cluster,
                        name: self.word(2, &["cluster-autoscaler", "vpc-block-csi-driver"]),
                        version: self.flag(5).then(|| self.word(1, &["5.2", "1.2.0"])),
                    },
                    12 => Ks::EnableKms {
                        cluster,
                        instance: self.word(2, &["kms"]),
                    },
                    0 => Ks::CreatePool {
                        cluster,
                        name: self.word(2, &["edge"]),
                        flavor: self.word(5, &["b3c.4x16", "bx2.4x16"]),
                        size: u32::from(self.picks[5] % 4),
                        labels: self.labels(),
                    },
                    1 => Ks::RemovePool { cluster, pool },
                    2 => Ks::RebalancePool { cluster, pool },
                    3 => Ks::AddZone {
                        cluster,
                        zone,
                        subnet: None,
                        pools: vec![pool],
                    },
                    4 => Ks::RemoveZone {
                        cluster,
                        zone,
                        pools: Vec::new(),
                    },
                    _ => Ks::EnablePrivateEndpoint { cluster },
                }
            }
            51 => Ks::DisableAddOn {
                cluster,
                name: self.word(1, &["cluster-autoscaler", "istio", "vpc-block-csi-driver"]),
            },
            52 => {
                let pods = known.into_iter().flat_map(|c| c.addons.values());
                let pods = pods.filter_map(|a| Some(a.controller.as_ref()?.pod.clone()));
                let pod = self.pick(1, pods, self.text.clone());
                match self.picks[3] % 3 {
                    0 => Ks::DeletePod { cluster, pod },
                    1 => Ks::Bind {
                        cluster,
                        binding: self.word(4, &["by-hand"]),
                        role: self.pick(5, ClusterRole::ALL, ClusterRole::View),
                        user: self.word(4, &["viewer@example.com"]),
                    },
                    _ => Ks::Unbind {
                        cluster,
                        binding: self.word(4, &["by-hand"]),
                    },
                }
            }
            53 => Ks::Read {
                cluster,
                what: [Read::Cluster, Read::KeyOwner, Read::Config, Read::Pods]
                    [usize::from(self.picks[1] % 4)],
            },
            _ => Ks::List,
        }
    }
}
