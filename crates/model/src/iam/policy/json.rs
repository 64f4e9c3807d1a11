//! Policies as the two versions of the policy API have them (`api.md`, section 3).

use serde::Deserialize;
use serde_json::{Value, json};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Identity;
use crate::iam::policy::{
    Attribute, AttributeName, Operator, Policy, Rule, Scope, Subject, sorted,
};
use crate::iam::role::Role;
use crate::iam::service::Service;
use crate::refusal::{Refusal, RefusalKind, shorten};

/// What a policy gives, whomever it is for: read from the body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Display names of roles.
    pub roles: Vec<String>,
    /// What they apply to.
    pub scope: Scope,
    /// When they apply; version 2 only.
    pub rule: Option<Rule>,
}

impl Content {
    /// Reads a policy of `account` in either version: version 2 has `control`, version 1 `roles`. Subjects are not looked at.
    ///
    /// Refuses what is no policy, roles and attributes that are unknown, and comparisons other than `stringEquals` and
    /// `stringMatch`.
    pub fn parse(account: &Account, text: &str) -> Result<Content, Refusal> {
        let problem = |problem: serde_json::Error| {
            let text = problem.to_string();
            invalid(text.chars().take(MESSAGE).collect::<String>())
        };
        let body: Value = serde_json::from_str(text).map_err(problem)?;
        let (roles, resource, rule) = if body.get("control").is_some() {
            let body: V2 = serde_json::from_value(body).map_err(problem)?;
            if let (Some(pattern), Some(rule)) = (&body.pattern, &body.rule)
                && pattern != rule.pattern().as_str()
            {
                return Err(invalid(format!(
                    "pattern '{}' does not fit the rule, which is of {}",
                    shorten(pattern),
                    rule.pattern().as_str()
                )));
            }
            (body.control.grant.roles, body.resource, body.rule)
        } else {
            let body: V1 = serde_json::from_value(body).map_err(problem)?;
            let [resource] = <[Resource; 1]>::try_from(body.resources)
                .map_err(|_| invalid("it must have exactly one of 'resources'"))?;
            (body.roles, resource, None)
        };
        let scope = resource.scope(account)?;
        let service = scope.get(AttributeName::ServiceName);
        let roles = roles.iter().map(|role| role.name(account, service));
        Ok(Content {
            roles: roles.collect::<Result<_, _>>()?,
            scope,
            rule,
        })
    }
}

/// How many characters are told of what the reader of JSON says: it repeats what it was given.
const MESSAGE: usize = 160;

#[derive(Deserialize)]
struct V1 {
    roles: Vec<RoleId>,
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct V2 {
    control: Control,
    resource: Resource,
    pattern: Option<String>,
    rule: Option<Rule>,
}

#[derive(Deserialize)]
struct Control {
    grant: Grant,
}

#[derive(Deserialize)]
struct Grant {
    roles: Vec<RoleId>,
}

#[derive(Deserialize)]
struct RoleId {
    role_id: String,
}

#[derive(Deserialize)]
struct Resource {
    attributes: Vec<Pair>,
    #[serde(default)]
    tags: Vec<Pair>,
}

/// `name` is version 1's word, `key` version 2's.
#[derive(Deserialize)]
struct Pair {
    #[serde(alias = "key")]
    name: String,
    value: String,
    operator: Option<Operator>,
}

impl RoleId {
    /// The display name of the role with that CRN, as `service` offers it.
    fn name(&self, account: &Account, service: Option<&str>) -> Result<String, Refusal> {
        let found = Service::find(service.unwrap_or_default());
        let special = found.map_or(&[][..], |service| service.service_roles);
        let general = ["Reader", "Writer", "Manager"];
        let offered = Role::PLATFORM.iter().chain(special).chain(&general);
        let mut offered = offered.filter(|role| Role::named(role).crn(service) == self.role_id);
        if let Some(role) = offered.next() {
            return Ok(role.to_string());
        }
        let mut custom = account.custom_roles_of(service.unwrap_or_default());
        let custom = custom.find(|role| role.crn(account) == self.role_id);
        let custom = custom.map(|role| role.display_name.clone());
        custom.ok_or_else(|| invalid(format!("no role has the ID '{}'", shorten(&self.role_id))))
    }
}

impl Resource {
    fn scope(self, account: &Account) -> Result<Scope, Refusal> {
        let mut attributes = Vec::new();
        for pair in self.attributes {
            if pair.name == "accountId" {
                if pair.value != account.id.as_str() {
                    let other = shorten(&pair.value);
                    return Err(invalid(format!("accountId '{other}' is another account")));
                }
                continue;
            }
            let mut names = AttributeName::ALL.into_iter();
            let known =
                names.find(|name| *name != AttributeName::AccessTag && name.as_str() == pair.name);
            let Some(name) = known else {
                let name = shorten(&pair.name);
                return Err(invalid(format!("'{name}' is no resource attribute")));
            };
            attributes.push(Attribute {
                name,
                operator: pair.operator.unwrap_or_default(),
                value: pair.value,
            });
        }
        attributes.extend(self.tags.into_iter().map(|tag| Attribute {
            name: AttributeName::AccessTag,
            operator: tag.operator.unwrap_or_default(),
            value: format!("{}:{}", tag.name, tag.value),
        }));
        Ok(Scope::of(attributes))
    }
}

impl Content {
    /// The body of a request that makes such a policy, in version 2 of the API, without its subject: what [`Content::parse`] reads.
    pub fn v2(&self, account: &Account) -> Value {
        let service = self.scope.get(AttributeName::ServiceName);
        let roles = self.roles.iter().map(|role| Role::named(role));
        let roles: Value = roles
            .map(|role| json!({ "role_id": account.role_crn(&role, service) }))
            .collect();
        let own = [
            ("type", json!("access")),
            ("control", json!({ "grant": { "roles": roles } })),
            ("resource", resource(&self.scope, account, "key")),
        ];
        let rule = self.rule.as_ref().into_iter().flat_map(rule_fields);
        let fields = own.into_iter().chain(rule);
        fields
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// What a policy applies to; `word` is what the version calls an attribute's name.
fn resource(scope: &Scope, account: &Account, word: &str) -> Value {
    let pair = |name: &str, value: &str, operator: Operator| json!({ word: name, "value": value, "operator": operator.as_str() });
    let mut attributes = vec![pair(
        "accountId",
        account.id.as_str(),
        Operator::StringEquals,
    )];
    let mut tags = Vec::new();
    for attribute in scope.attributes() {
        match attribute.value.split_once(':') {
            Some((name, value)) if attribute.name == AttributeName::AccessTag => {
                tags.push(pair(name, value, attribute.operator));
            }
            _ => attributes.push(pair(
                attribute.name.as_str(),
                &attribute.value,
                attribute.operator,
            )),
        }
    }
    match tags.is_empty() {
        true => json!({ "attributes": attributes }),
        false => json!({ "attributes": attributes, "tags": tags }),
    }
}

/// When a policy applies, as version 2 has it.
fn rule_fields(rule: &Rule) -> [(&'static str, Value); 2] {
    let shown = serde_json::to_value(rule).unwrap_or_default();
    [("pattern", json!(rule.pattern().as_str())), ("rule", shown)]
}

fn invalid(problem: impl Into<String>) -> Refusal {
    let (field, problem) = ("policy", format!("is not valid: {}", problem.into()));
    RefusalKind::InvalidField { field, problem }.refusal()
}

impl Policy {
    /// The policy as version 1 of the API has it: without its conditions, which that version knows nothing of.
    pub fn v1(&self, account: &Account) -> Value {
        let (name, value) = self.subject(account);
        let roles = sorted(&self.roles).into_iter().map(|role| {
            json!({
                "role_id": account.role_crn(role, self.scope.get(AttributeName::ServiceName)),
                "display_name": role.as_str(),
                "description": role.meaning().unwrap_or_default(),
            })
        });
        let own = [
            (
                "subjects",
                json!([{ "attributes": [{ "name": name, "value": value }] }]),
            ),
            ("roles", roles.collect()),
            ("resources", json!([resource(&self.scope, account, "name")])),
        ];
        self.with_trace(account, own, "v1")
    }

    /// The policy as version 2 of the API has it.
    pub fn v2(&self, account: &Account) -> Value {
        let (key, value) = self.subject(account);
        let subject = json!({ "key": key, "operator": "stringEquals", "value": value });
        let service = self.scope.get(AttributeName::ServiceName);
        let roles = sorted(&self.roles).into_iter();
        let roles: Value = roles
            .map(|role| json!({ "role_id": account.role_crn(role, service) }))
            .collect();
        let own = [
            ("control", json!({ "grant": { "roles": roles } })),
            ("subject", json!({ "attributes": [subject] })),
            ("resource", resource(&self.scope, account, "key")),
        ];
        let rule = self.rule.as_ref().into_iter().flat_map(rule_fields);
        self.with_trace(account, own.into_iter().chain(rule), "v2")
    }

    fn subject(&self, account: &Account) -> (&'static str, String) {
        match &self.subject {
            Subject::User(id) => ("iam_id", account.iam_id(&Identity::User(id.clone()))),
            Subject::ServiceId(id) => ("iam_id", account.iam_id(&Identity::ServiceId(id.clone()))),
            Subject::TrustedProfile(id) => (
                "iam_id",
                account.iam_id(&Identity::TrustedProfile(id.clone())),
            ),
            Subject::AccessGroup(id) => ("access_group_id", id.to_string()),
        }
    }

    /// `own`, with what both versions say of the policy's making.
    fn with_trace(
        &self,
        account: &Account,
        own: impl IntoIterator<Item = (&'static str, Value)>,
        version: &str,
    ) -> Value {
        let at = |at: Timestamp| json!(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let href = format!("https://iam.cloud.ibm.com/{version}/policies/{}", self.id);
        let trace = [
            ("id", json!(self.id)),
            ("type", json!("access")),
            ("href", json!(href)),
            ("created_at", at(self.created_at)),
            ("created_by_id", json!(account.iam_id(&self.created_by))),
            ("last_modified_at", at(self.modified_at)),
            (
                "last_modified_by_id",
                json!(account.iam_id(&self.modified_by)),
            ),
            ("state", json!("active")),
        ];
        let fields = own.into_iter().chain(trace);
        fields
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}
