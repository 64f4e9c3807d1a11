//! The one answer to "why not?".
//!
//! A [`Refusal`] says what was not done ([`RefusalKind`]), which layer said no ([`Layer`]), why (a trace of
//! what was looked at) and what would help ([`Remedy`]). The console shows it as a notification, the shell as
//! `FAILED` text with the documented code, the API as the documented error body. It is written once, here.
//!
//! Messages and codes follow `cli.md`, section 2.2. Where nobody documented a text, it is Credlab's own.

use serde::{Deserialize, Serialize};

use crate::classic::permission::PermissionSet;
use crate::iam::access::Decision;
use crate::id::PolicyId;
use crate::region::Region;

/// Which layer said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The words or values of the request.
    Input,
    /// The first gate: may the caller ask? (R34)
    Caller,
    /// The second gate: can the credentials of the region and resource group do it? (R34)
    Infrastructure,
    /// The state of the account: something is missing, locked, taken or not offered.
    State,
}

impl Layer {
    /// What the layer is called for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Layer::Input => "Input",
            Layer::Caller => "Gate 1: the caller's access",
            Layer::Infrastructure => "Gate 2: the infrastructure credentials",
            Layer::State => "Account state",
        }
    }
}

/// A way out, as text and, where there is one, as the command that takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// What to do, as a sentence.
    pub text: String,
    /// The `ibmcloud` line that does it.
    pub command: Option<String>,
}

impl Remedy {
    /// A remedy without a command.
    pub fn text(text: impl Into<String>) -> Remedy {
        Remedy {
            text: text.into(),
            command: None,
        }
    }

    /// A remedy with the command that takes it.
    pub fn run(text: impl Into<String>, command: impl Into<String>) -> Remedy {
        Remedy {
            text: text.into(),
            command: Some(command.into()),
        }
    }
}

/// A kind of thing that can be missing, taken or locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the nouns are their own documentation")]
pub enum Noun {
    User,
    ServiceId,
    ApiKey,
    ClassicApiKey,
    AccessGroup,
    Policy,
    ResourceGroup,
    Cluster,
    Worker,
    WorkerPool,
    AddOn,
    Pod,
    Device,
    ClassicUser,
    Vlan,
    AccessTag,
    CustomRole,
    RoleBinding,
    TrustedProfile,
    KmsInstance,
}

impl Noun {
    /// The noun in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Noun::User => "User",
            Noun::ServiceId => "Service ID",
            Noun::ApiKey => "API key",
            Noun::ClassicApiKey => "Classic infrastructure API key",
            Noun::AccessGroup => "Access group",
            Noun::Policy => "Policy",
            Noun::ResourceGroup => "Resource group",
            Noun::Cluster => "Cluster",
            Noun::Worker => "Worker node",
            Noun::WorkerPool => "Worker pool",
            Noun::AddOn => "Add-on",
            Noun::Pod => "Pod",
            Noun::Device => "Device",
            Noun::ClassicUser => "Classic infrastructure user",
            Noun::Vlan => "VLAN",
            Noun::KmsInstance => "KMS instance",
            Noun::AccessTag => "Access tag",
            Noun::CustomRole => "Custom role",
            Noun::RoleBinding => "Role binding",
            Noun::TrustedProfile => "Trusted profile",
        }
    }
}

/// What was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusalKind {
    /// A field holds something that it can't hold.
    InvalidField {
        /// The field's name as people see it.
        field: &'static str,
        /// What is wrong: "must not be empty".
        problem: String,
    },
    /// There is no such region.
    UnknownRegion {
        /// What was given.
        region: String,
    },
    /// There is no such zone on that infrastructure.
    UnknownZone {
        /// What was given.
        zone: String,
    },
    /// The service does not offer a role.
    UnknownRole {
        /// What was given.
        role: String,
        /// What is offered.
        valid: Vec<String>,
    },
    /// There is no such IAM service.
    UnknownService {
        /// What was given.
        service: String,
    },
    /// No classic permission has that key name.
    UnknownPermission {
        /// What was given.
        permission: String,
    },
    /// A thing is not there, or the caller may not know that it is.
    NotFound {
        /// What kind of thing.
        noun: Noun,
        /// What was given.
        name: String,
    },
    /// A name is taken.
    AlreadyExists {
        /// What kind of thing.
        noun: Noun,
        /// The name.
        name: String,
    },
    /// A locked thing can't be changed or deleted (R132, R139).
    Locked {
        /// What kind of thing.
        noun: Noun,
        /// Its name.
        name: String,
    },
    /// A limit of the account is reached.
    LimitReached {
        /// What kind of thing.
        noun: Noun,
        /// The limit.
        limit: usize,
    },
    /// The account or a thing in it is not in a state for this.
    NotPossible {
        /// What is in the way, as a sentence.
        reason: String,
    },
    /// A platform role on a cluster is missing (A0008).
    RoleTooLow {
        /// The least role that would do.
        role: &'static str,
    },
    /// Access to something other than a cluster is missing.
    NotAuthorized {
        /// What was asked for, as a verb phrase: "invite users".
        to: String,
    },
    /// No API key can be made for the caller (A0656).
    CannotCreateApiKey {
        /// Whether the caller is a service ID: the text differs.
        caller: KeyCaller,
    },
    /// Nobody can hand out what they don't hold (R78).
    CannotGrant {
        /// What the grantor lacks.
        lacking: PermissionSet,
    },
    /// The region and resource group hold no credentials (R4, R14).
    NoRegionKey,
    /// The stored key can't be exchanged for a token (R30).
    TokenExchange,
    /// Classic infrastructure can't be reached (R58, R63).
    NoClassicAccount {
        /// Why, for a reader.
        reason: String,
    },
    /// The classic API key of the manually set credentials is gone (R75).
    InvalidClassicApiKey,
    /// Manual credentials that don't fit were given, or none are set (R64, R68).
    CredentialsNotValidated,
    /// No manual credentials are set (E0051, R68).
    NoManualCredentials {
        /// The resource group.
        resource_group: String,
    },
    /// The infrastructure user lacks classic permissions (R37, R48).
    MissingClassicPermissions {
        /// What is lacking.
        missing: PermissionSet,
        /// What was to be done with them.
        operation: InfrastructureOperation,
    },
    /// The infrastructure user does not reach a worker's device (R51).
    WorkerNotVisible {
        /// The worker.
        worker: String,
    },
    /// The key owner lacks access to VPC infrastructure (R53).
    VpcNotAuthorized,
    /// The cluster belongs to another infrastructure account (R71).
    Orphaned {
        /// The cluster's name.
        cluster: String,
    },
    /// The region holds as many clusters as it may (E60b6).
    ClusterQuota {
        /// How many.
        limit: usize,
    },
    /// The command is for the other infrastructure (R55).
    ProviderMismatch,
    /// A sign-in failed.
    SignIn(SignInFailure),
}

/// Whose API key could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyCaller {
    /// A user, by e-mail address.
    User(String),
    /// A service ID, by name.
    ServiceId(String),
    /// A trusted profile, by name.
    TrustedProfile(String),
}

/// What the second gate was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InfrastructureOperation {
    /// Order servers: create a cluster, add workers, resize a pool.
    Order,
    /// Reload or reboot a server.
    Reload,
    /// Cancel a server: remove a worker, delete a cluster.
    Cancel,
    /// See a server.
    View,
}

/// Why a sign-in failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInFailure {
    /// Wrong e-mail or password (BXNIM0602E).
    Password {
        /// The address that was given.
        user: String,
    },
    /// The key is unknown, deleted, disabled or expired (BXNIM0415E): one answer for all.
    ApiKey,
    /// The one-time passcode is unknown, used or expired: one answer for all.
    Passcode,
    /// The invitation is still pending (R125).
    InvitationPending {
        /// The invited address.
        user: String,
    },
    /// Nobody gets a token at that address (R112).
    Address {
        /// The address.
        address: String,
    },
    /// The user's state does not let them in (R111).
    NotActive {
        /// The address.
        user: String,
        /// The state's label.
        state: &'static str,
    },
}

impl RefusalKind {
    /// A refusal of this kind, with its layer and its usual remedies.
    pub fn refusal(self) -> Refusal {
        let layer = self.layer();
        let remedies = self.usual_remedies();
        Refusal {
            kind: self,
            layer,
            decision: None,
            why: Vec::new(),
            remedies,
        }
    }

    fn layer(&self) -> Layer {
        use RefusalKind::*;
        match self {
            InvalidField { .. }
            | UnknownRegion { .. }
            | UnknownZone { .. }
            | UnknownRole { .. }
            | UnknownService { .. }
            | UnknownPermission { .. } => Layer::Input,
            RoleTooLow { .. }
            | NotAuthorized { .. }
            | CannotCreateApiKey { .. }
            | CannotGrant { .. }
            | SignIn(_) => Layer::Caller,
            NoRegionKey
            | TokenExchange
            | NoClassicAccount { .. }
            | InvalidClassicApiKey
            | CredentialsNotValidated
            | MissingClassicPermissions { .. }
            | WorkerNotVisible { .. }
            | VpcNotAuthorized
            | Orphaned { .. } => Layer::Infrastructure,
            NotFound { .. }
            | AlreadyExists { .. }
            | Locked { .. }
            | LimitReached { .. }
            | ClusterQuota { .. }
            | NotPossible { .. }
            | NoManualCredentials { .. }
            | ProviderMismatch => Layer::State,
        }
    }

    fn usual_remedies(&self) -> Vec<Remedy> {
        match self {
            RefusalKind::UnknownRegion { .. } => vec![Remedy::run(
                "Choose a region that exists.",
                "ibmcloud regions",
            )],
            RefusalKind::TokenExchange | RefusalKind::NoRegionKey => vec![Remedy::run(
                "Reset the API key of the region and resource group as a user with the required permissions.",
                "ibmcloud ks api-key reset --region REGION",
            )],
            RefusalKind::Orphaned { .. } => vec![Remedy::text(
                "Set or unset the infrastructure credentials of the region and resource group, so that they belong to the classic infrastructure account in which the cluster was created.",
            )],
            RefusalKind::InvalidClassicApiKey => vec![Remedy::run(
                "Set manual credentials with a valid classic infrastructure API key. Resetting the API key does not help.",
                "ibmcloud ks credential set classic --infrastructure-username USERNAME --infrastructure-api-key KEY --region REGION",
            )],
            RefusalKind::Locked {
                noun: Noun::ApiKey,
                name,
            } => {
                vec![Remedy::run(
                    "Unlock the API key first.",
                    format!("ibmcloud iam api-key-unlock {name}"),
                )]
            }
            RefusalKind::Locked {
                noun: Noun::ServiceId,
                name,
            } => {
                vec![Remedy::run(
                    "Unlock the service ID first.",
                    format!("ibmcloud iam service-id-unlock {name}"),
                )]
            }
            _ => Vec::new(),
        }
    }
}

/// A command that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What was refused.
    pub kind: RefusalKind,
    /// Which layer said no.
    pub layer: Layer,
    /// The access decision, where the first gate said no.
    pub decision: Option<Box<Decision>>,
    /// Why, one finding a line.
    pub why: Vec<String>,
    /// What would help, most direct first.
    pub remedies: Vec<Remedy>,
}

impl Refusal {
    /// A limit of the account is reached: there are `limit` of these at most.
    pub(crate) fn limit(noun: Noun, limit: usize) -> Refusal {
        RefusalKind::LimitReached { noun, limit }.refusal()
    }

    /// The same refusal with the decision that caused it.
    pub fn with_decision(mut self, decision: Decision) -> Refusal {
        self.decision = Some(Box::new(decision));
        self
    }

    /// The same refusal with a further finding.
    pub fn because(mut self, finding: impl Into<String>) -> Refusal {
        self.why.push(finding.into());
        self
    }

    /// The same refusal with a further way out.
    pub fn remedy(mut self, remedy: Remedy) -> Refusal {
        self.remedies.push(remedy);
        self
    }

    /// The same refusal with `remedies` in place of the usual ones.
    pub fn with_remedies(mut self, remedies: Vec<Remedy>) -> Refusal {
        self.remedies = remedies;
        self
    }

    /// The documented code, where there is one.
    pub fn code(&self) -> Option<&'static str> {
        Some(match &self.kind {
            RefusalKind::RoleTooLow { .. } => "A0008",
            RefusalKind::CannotCreateApiKey { .. } => "A0656",
            RefusalKind::NotFound {
                noun: Noun::Cluster,
                ..
            } => "G0004",
            RefusalKind::NotFound {
                noun: Noun::Worker, ..
            } => "E0011",
            RefusalKind::NoRegionKey => "E06f9",
            RefusalKind::TokenExchange => "P0005",
            RefusalKind::NoClassicAccount { .. } => "E0057",
            RefusalKind::NoManualCredentials { .. } => "E0051",
            RefusalKind::ClusterQuota { .. } => "E60b6",
            RefusalKind::ProviderMismatch => "G3917",
            RefusalKind::SignIn(SignInFailure::Password { .. }) => "BXNIM0602E",
            RefusalKind::SignIn(SignInFailure::ApiKey) => "BXNIM0415E",
            _ => return None,
        })
    }

    /// The refusal in one sentence, for beside a control. What is said to all who can't have an API key is the same, so
    /// there it is the finding.
    pub fn sentence(&self) -> String {
        let generic = matches!(self.kind, RefusalKind::CannotCreateApiKey { .. });
        if let Some(finding) = self.why.first().filter(|_| generic) {
            return finding.clone();
        }
        let message = self.message();
        match message.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => message,
        }
    }

    /// What happened, as a sentence, without the code.
    pub fn message(&self) -> String {
        use RefusalKind::*;
        match &self.kind {
            InvalidField { field, problem } => format!("The {field} {problem}."),
            UnknownRegion { region } => format!("The specified region '{region}' could not be found."),
            ClusterQuota { limit } => format!(
                "This request exceeds the 'Cluster' resource quota of '{limit}' for the account in this region. Delete clusters that are no longer used, or ask for a higher quota in a support case."
            ),
            UnknownZone { zone } => format!("The specified zone '{zone}' could not be found."),
            UnknownRole { role, valid } => {
                format!("Role {role} was not found. Valid roles are {}.", valid.join(", "))
            }
            UnknownService { service } => format!("Service '{service}' was not found."),
            UnknownPermission { permission } => format!("{permission} is not a valid permission"),
            NotFound { noun: Noun::Cluster, .. } => "The specified cluster could not be found. If applicable, make sure that you target the correct account and resource group.".into(),
            NotFound { noun: Noun::Worker, .. } => "The specified worker node could not be found.".into(),
            NotFound { noun: Noun::WorkerPool, .. } => "The specified worker pool could not be found.".into(),
            NotFound { noun, name } => format!("{} '{name}' was not found.", noun.label()),
            AlreadyExists { noun, name } => format!("{} '{name}' already exists.", noun.label()),
            Locked { noun, name } => format!("{} {name} is locked.", noun.label()),
            LimitReached { noun, limit } => format!("The limit of {limit} for {} is reached.", plural(*noun)),
            NotPossible { reason } => reason.clone(),
            RoleTooLow { role } => format!(
                "This action requires the {role} role for the cluster in IBM Cloud Kubernetes Service. Contact the IBM Cloud account administrator and request the required Identity and Access user role."
            ),
            NotAuthorized { to } => format!("You are not authorized to {to}."),
            CannotCreateApiKey { caller } => {
                let who = match caller {
                    KeyCaller::User(_) => "assign you the Operator platform access role to the IAM Identity Service.",
                    KeyCaller::TrustedProfile(_) => "reset the key as a user, because this session is of a trusted profile.",
                    KeyCaller::ServiceId(_) => "reset the key as a user, because this user is a service ID.",
                };
                format!(
                    "You are not authorized to create an API key in this resource group. Ask the account administrator to complete this action or {who} For more info, see the docs 'http://ibm.biz/iam-svc-roles'."
                )
            }
            CannotGrant { lacking } => format!(
                "You can't grant access that you don't have: {}.",
                lacking.iter().map(|p| p.name()).collect::<Vec<_>>().join(", ")
            ),
            NoRegionKey => "The specified API key could not be found.".into(),
            TokenExchange => {
                "The IAM token exchange request failed with the message: Provided API key could not be found".into()
            }
            NoClassicAccount { .. } => {
                "Unable to connect to the IBM Cloud account. Ensure that you have a paid account.".into()
            }
            InvalidClassicApiKey => "SoftLayer_Exception_User_Customer_Unauthorized: Invalid API key".into(),
            CredentialsNotValidated => "The IBM Cloud infrastructure credentials could not be validated.".into(),
            NoManualCredentials { resource_group } => format!(
                "No credentials set for resource group {resource_group}.: The user credentials could not be found."
            ),
            MissingClassicPermissions { missing, operation } => match operation {
                InfrastructureOperation::Order if missing.contains(crate::classic::Permission::SERVER_ADD) => {
                    "'Item' must be ordered with permission.".into()
                }
                InfrastructureOperation::Order => "The user does not have the necessary IBM Cloud classic infrastructure permissions to add servers".into(),
                InfrastructureOperation::View => {
                    "The worker node instance can't be identified. Review 'classic' infrastructure user permissions.".into()
                }
                InfrastructureOperation::Reload | InfrastructureOperation::Cancel => {
                    "'Classic' infrastructure request not authorized".into()
                }
            },
            WorkerNotVisible { worker } => format!(
                "The worker node instance '{worker}' can't be found. Review 'classic' infrastructure user permissions."
            ),
            VpcNotAuthorized => {
                "The infrastructure authentication credentials are not authorized for the request.".into()
            }
            Orphaned { .. } => "incorrect account for worker - The 'classic' infrastructure user credentials changed and no longer match the worker node instance infrastructure account.".into(),
            ProviderMismatch => "Cluster provider not permitted for given operation.".into(),
            SignIn(SignInFailure::Password { user }) => {
                format!("The credentials you entered for the user '{user}' are incorrect")
            }
            SignIn(SignInFailure::ApiKey) => "Provided API key could not be found.".into(),
            SignIn(SignInFailure::Passcode) => {
                "The one-time passcode is not valid: it was used already, it has expired, or it never was one.".into()
            }
            SignIn(SignInFailure::InvitationPending { user }) => {
                format!("The invitation of {user} to this account is pending. Accept it first.")
            }
            SignIn(SignInFailure::Address { address }) => {
                format!("Access from IP address {address} is not allowed.")
            }
            SignIn(SignInFailure::NotActive { user, state }) => {
                format!("User {user} can't log in to this account: the status is {state}.")
            }
        }
    }

    /// The recovery text that the Kubernetes Service sends along, where it is documented.
    pub fn recovery(&self) -> Option<String> {
        match &self.kind {
            RefusalKind::NotFound { noun: Noun::Cluster, .. } => Some("To list the clusters you have access to, run 'ibmcloud ks cluster ls'. To list the resource groups that you have access to, run 'ibmcloud resource groups'. To target the resource group, run 'ibmcloud target -g <resource_group>'.".into()),
            RefusalKind::CannotCreateApiKey { caller: KeyCaller::User(email) } => Some(format!(
                "To assign the Operator platform access role, run 'ibmcloud iam user-policy-create {email} --roles Operator --service-name iam-identity'."
            )),
            RefusalKind::NoClassicAccount { .. } => {
                Some("Run 'ibmcloud ks credential set classic' with your IBM Cloud user name and API key.".into())
            }
            RefusalKind::TokenExchange => {
                Some("Try again later. Contact support if the problem persists.".into())
            }
            _ => None,
        }
    }

    /// Whether the refusal belongs in the audit trail: an attempt that was stopped by access or by a lock, not a
    /// slip of the keyboard (R132, R150).
    pub fn is_audited(&self) -> bool {
        matches!(self.layer, Layer::Caller | Layer::Infrastructure)
            && !matches!(
                self.kind,
                RefusalKind::SignIn(SignInFailure::Password { .. } | SignInFailure::ApiKey)
            )
            || matches!(self.kind, RefusalKind::Locked { .. })
    }

    /// The policy that came closest, where the first gate said no.
    pub fn nearest_policy(&self) -> Option<&PolicyId> {
        self.decision
            .as_ref()
            .and_then(|d| d.nearest())
            .map(|look| &look.policy.id)
    }
}

fn plural(noun: Noun) -> String {
    let label = noun.label();
    let lower = if label.starts_with("API") {
        label.to_string()
    } else {
        label.to_lowercase()
    };
    match lower.strip_suffix('y') {
        Some(stem) if noun == Noun::Policy => format!("{stem}ies"),
        _ => format!("{lower}s"),
    }
}

/// At most 60 characters of what somebody typed, without characters that control a terminal or reorder the text, for a
/// message or the audit trail.
pub fn shorten(text: &str) -> String {
    let plain = text.chars().filter(|c| !crate::name::is_control(*c));
    let clean: String = plain.take(60).collect();
    if clean.chars().count() < text.chars().count() {
        format!("{clean}…")
    } else {
        clean
    }
}

/// The place that a command in a remedy needs: `--region us-south`.
pub(crate) fn at_region(region: Region) -> String {
    format!("--region {region}")
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code() {
            Some(code) => write!(f, "{} ({code})", self.message()),
            None => f.write_str(&self.message()),
        }
    }
}

impl std::error::Error for Refusal {}
