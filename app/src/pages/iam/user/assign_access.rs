//! Assigning access to a user, step by step: what kind, which service, which resources and roles (`console.md`,
//! section 4). Each step has an address, so that it works without script.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::carbon::page_header::PageHeader;
use crate::pages::iam::user::head::user_href;
use crate::pages::iam::user::role_boxes::{RoleBoxes, RoleView};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Crumb, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignAccessView {
    /// The user's id.
    pub id: String,
    /// The user's name.
    pub name: String,
    /// The user's address.
    pub email: String,
    /// The step.
    pub step: Step,
}

/// A step of assigning access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// One of several things is chosen: the kind of access, or the service.
    Choose {
        /// What is chosen.
        title: String,
        /// What there is.
        cards: Vec<Card>,
    },
    /// Resources and roles are chosen, and the access is assigned.
    Policy(PolicyForm),
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it is.
    pub title: String,
    /// What it means.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// The form for a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyForm {
    /// The service, as the address names it.
    pub service: String,
    /// Its label.
    pub label: String,
    /// Where another service is chosen.
    pub back: String,
    /// The resources that can be chosen; the first are all.
    pub resources: Vec<Choice>,
    /// What is to know about them.
    pub help: String,
    /// The roles.
    pub roles: Vec<RoleView>,
    /// Why nothing can be assigned here.
    pub disabled: Option<Barrier>,
}

/// The step of assigning access to the user `id` that `kind` and `service` lead to; both empty at first.
#[server(prefix = "/api", endpoint = "iam/users/assign-access", input = GetUrl, output = Json)]
pub async fn assign_access(
    id: String,
    kind: String,
    service: String,
) -> Result<AssignAccessView, Problem> {
    server::assign_access(&id, &kind, &service)
}

/// Gives the user `id` the roles `roles` on `resource` of `service`: `all`, `group:ID`, `region:NAME`, `cluster:ID`.
#[server(prefix = "/api", endpoint = "iam/users/assign-access/assign")]
pub async fn assign(
    id: String,
    service: String,
    #[server(default)] resource: String,
    #[server(default)] roles: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::assign(&visit, &id, &service, &resource, roles).await)
}

/// Assigning access to a user.
#[component]
pub fn AssignAccessPage() -> impl IntoView {
    let id = use_path_part("id");
    let (kind, service) = (use_query_value("kind"), use_query_value("service"));
    let data = load(
        move || (id.get(), kind.get(), service.get()),
        |(id, kind, service)| assign_access(id, kind, service),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: AssignAccessView) -> impl IntoView {
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link("Users", "/iam/users"),
        Crumb::link(view.name, user_href(&view.id, "/access-policies")),
    ];
    let step = match view.step {
        Step::Choose { title, cards } => choose(title, cards),
        Step::Policy(form) => policy_form(view.id, form),
    };
    let text = format!(
        "What {} may do is added to: access is never taken away here.",
        view.email
    );
    view! {
        <PageHeader crumbs=crumbs title="Assign access" text=text />
        {step}
    }
}

fn choose(title: String, cards: Vec<Card>) -> AnyView {
    let cards = cards.into_iter().map(|card| {
        view! {
            <li>
                <a class="credlab-card" href=card.href>
                    <span class="credlab-card__title">{card.title}</span>
                    <span class="credlab-card__text">{card.text}</span>
                </a>
            </li>
        }
    });
    view! {
        <section class="credlab-section" aria-labelledby="step">
            <h2 id="step">{title}</h2>
            <ul class="credlab-columns">{cards.views()}</ul>
        </section>
    }
    .into_any()
}

fn policy_form(id: String, form: PolicyForm) -> AnyView {
    let cancel = user_href(&id, "/access-policies");
    view! {
        <section class="credlab-section" aria-labelledby="step">
            <h2 id="step">{form.label}</h2>
            <p>
                <a class="cds--link" href=form.back>
                    "Choose another service"
                </a>
            </p>
        </section>
        <PostForm action="/api/iam/users/assign-access/assign">
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="service" value=form.service />
            <div class="credlab-form">
                <Select name="resource" label="Resources" options=form.resources help=form.help />
            </div>
            <RoleBoxes roles=form.roles />
            <div class="credlab-buttons">
                <Submit label="Assign" disabled=form.disabled />
                <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" href=cancel>
                    "Cancel"
                </a>
            </div>
        </PostForm>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::Refusal;
    use credlab_model::iam::policy::{AttributeName, Command, Scope, Subject, describe};
    use credlab_model::iam::service::{Family, Service};
    use credlab_model::iam::user::User;
    use credlab_model::id::{ClusterId, ResourceGroupId};
    use credlab_model::refusal::{Noun, RefusalKind, shorten};
    use credlab_model::region::Region;

    use super::{AssignAccessView, Card, PolicyForm, Step};
    use crate::backend::{Visit, given, visit};
    use crate::pages::iam::user::head::{user_href, user_of};
    use crate::pages::iam::user::role_boxes::roles_of;
    use crate::view::{Choice, Notice, Problem};

    /// Services that stand for several, as addresses name them.
    const ALL_IAM_ENABLED: &str = "all";
    const ALL_ACCOUNT_MANAGEMENT: &str = "all-account-management";
    const ALL_IAM_ACCOUNT_MANAGEMENT: &str = "all-iam-account-management";
    const RESOURCE_GROUP_ONLY: &str = "resource-group";
    const KUBERNETES: &str = "containers-kubernetes";
    const REGISTRY: &str = "container-registry";

    pub fn assign_access(id: &str, kind: &str, service: &str) -> Result<AssignAccessView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let step = match (kind, service) {
            (_, service) if !service.is_empty() => {
                Step::Policy(policy_form(&visit, user, kind, service)?)
            }
            ("iam", _) => services(user, kind, "IAM services", Family::IamEnabled),
            ("account", _) => services(user, kind, "Account management", Family::AccountManagement),
            _ => kinds(user),
        };
        Ok(AssignAccessView {
            id: user.id.to_string(),
            name: user.name.clone(),
            email: user.email.to_string(),
            step,
        })
    }

    fn kinds(user: &User) -> Step {
        let href = |tab: &str| user_href(user.id.as_str(), tab);
        let card = |title: &str, text: &str, href| Card {
            title: title.into(),
            text: text.into(),
            href,
        };
        Step::Choose {
            title: "How do you want to assign access?".into(),
            cards: vec![
                card(
                    "Access groups",
                    "Make the user a member of a group, and give the group what its members need.",
                    href("/access-groups"),
                ),
                card(
                    "IAM services",
                    "Roles on services such as the Kubernetes Service, everywhere or for certain resources.",
                    href("/assign-access?kind=iam"),
                ),
                card(
                    "Account management",
                    "Roles on what manages the account: support cases, users, billing, access itself.",
                    href("/assign-access?kind=account"),
                ),
            ],
        }
    }

    fn services(user: &User, kind: &str, title: &str, family: Family) -> Step {
        let card = |name: &str, title: &str, text: &str| Card {
            title: title.into(),
            text: text.into(),
            href: user_href(
                user.id.as_str(),
                &format!("/assign-access?kind={kind}&service={name}"),
            ),
        };
        let mut cards = match family {
            Family::AccountManagement => vec![
                card(
                    ALL_ACCOUNT_MANAGEMENT,
                    "All Account Management services",
                    "Every service below at once.",
                ),
                card(
                    ALL_IAM_ACCOUNT_MANAGEMENT,
                    "All IAM Account Management services",
                    "Identities, access groups, access management and users.",
                ),
            ],
            _ => vec![
                card(
                    ALL_IAM_ENABLED,
                    "All Identity and Access enabled services",
                    "Every service below at once, but never account management.",
                ),
                card(
                    RESOURCE_GROUP_ONLY,
                    "Resource group only",
                    "The groups themselves, apart from what lies in them.",
                ),
            ],
        };
        let single = Service::all().iter().filter(|s| s.family == family);
        cards.extend(single.map(|service| card(service.name, service.label, service.name)));
        Step::Choose {
            title: title.into(),
            cards,
        }
    }

    fn policy_form(
        visit: &Visit,
        user: &User,
        kind: &str,
        service: &str,
    ) -> Result<PolicyForm, Problem> {
        let whole = scope_of_service(service)?;
        let back = match kind {
            "account" => "/assign-access?kind=account",
            _ => "/assign-access?kind=iam",
        };
        let resources = resources(visit, service, &whole);
        let roles = roles_of(&visit.account, &whole, &BTreeSet::new())?;
        let any_role: Vec<String> = roles.iter().take(1).map(|role| role.name.clone()).collect();
        // A persona who administers only one resource can still assign access to that one.
        let mut refused = None;
        for choice in &resources {
            let reason = visit.forbidden(Command::Create {
                subject: Subject::User(user.id.clone()),
                roles: any_role.clone(),
                scope: scope(visit, service, &choice.value)?,
                rule: None,
            });
            if reason.is_none() {
                refused = None;
                break;
            }
            refused = refused.or(reason);
        }
        Ok(PolicyForm {
            service: service.into(),
            label: describe(&whole, &visit.account),
            back: user_href(user.id.as_str(), back),
            help: help(service).into(),
            resources,
            roles,
            disabled: refused,
        })
    }

    fn help(service: &str) -> &'static str {
        match service {
            KUBERNETES => {
                "Give platform roles and service roles in separate policies: platform roles act on clusters, service \
                 roles inside of them."
            }
            REGISTRY => {
                "Clusters need this for the whole account: a policy for one resource group does not count for \
                 registry access."
            }
            RESOURCE_GROUP_ONLY => {
                "A role here lets the user see or manage the group. What lies in it needs a policy of its own."
            }
            _ => "",
        }
    }

    /// What a policy for `service` can be limited to.
    fn resources(visit: &Visit, service: &str, whole: &Scope) -> Vec<Choice> {
        let account = &visit.account;
        let mut choices = vec![Choice::new("all", "All resources")];
        if is_account_management(whole) {
            return choices;
        }
        let groups = account.resource_groups.values();
        let seen = groups.filter(|group| group.is_visible_to(account, &visit.persona, visit.now));
        choices.extend(seen.map(|group| {
            Choice::new(
                format!("group:{}", group.id),
                format!("Resource group {}", group.name),
            )
        }));
        if service == RESOURCE_GROUP_ONLY {
            return choices;
        }
        choices.extend(Region::ALL.iter().map(|region| {
            Choice::new(
                format!("region:{region}"),
                format!("Region {region} ({})", region.city()),
            )
        }));
        if service == KUBERNETES {
            let actor = visit.actor();
            let clusters = account.visible_clusters(&actor, visit.now);
            choices.extend(clusters.map(|cluster| {
                Choice::new(
                    format!("cluster:{}", cluster.id),
                    format!("Cluster {}", cluster.name),
                )
            }));
        }
        choices
    }

    fn is_account_management(scope: &Scope) -> bool {
        let service = scope.get(AttributeName::ServiceName).map(Service::find);
        matches!(service, Some(Ok(service)) if service.family == Family::AccountManagement)
            || scope.get(AttributeName::ServiceType) == Some("platform_service")
            || scope.get(AttributeName::ServiceGroupId).is_some()
    }

    fn scope_of_service(service: &str) -> Result<Scope, Refusal> {
        Ok(match service {
            ALL_IAM_ENABLED => Scope::all_services(),
            ALL_ACCOUNT_MANAGEMENT => Scope::all_account_management(),
            ALL_IAM_ACCOUNT_MANAGEMENT => Scope::all_iam_account_management(),
            RESOURCE_GROUP_ONLY => Scope::all_resource_groups(),
            name => Scope::service(Service::find(name)?.name),
        })
    }

    fn scope(visit: &Visit, service: &str, resource: &str) -> Result<Scope, Refusal> {
        let account = &visit.account;
        let whole = scope_of_service(service)?;
        match resource.split_once(':') {
            None if resource.is_empty() || resource == "all" => Ok(whole),
            Some(("group", id)) => {
                let id: ResourceGroupId = given(id, Noun::ResourceGroup)?;
                let group = account.resource_group(&id)?;
                Ok(match service {
                    RESOURCE_GROUP_ONLY => Scope::resource_group(&group.id),
                    _ => whole.and(AttributeName::ResourceGroupId, group.id.as_str()),
                })
            }
            Some(("region", region)) => {
                let region: Region = region.parse()?;
                Ok(whole.and(AttributeName::Region, region.as_str()))
            }
            Some(("cluster", id)) if service == KUBERNETES => {
                let id: ClusterId = given(id, Noun::Cluster)?;
                let actor = visit.actor();
                let mut clusters = account.visible_clusters(&actor, visit.now);
                if !clusters.any(|cluster| cluster.id == id) {
                    let (noun, name) = (Noun::Cluster, id.to_string());
                    return Err(RefusalKind::NotFound { noun, name }.refusal());
                }
                Ok(whole.and(AttributeName::ServiceInstance, id.as_str()))
            }
            _ => Err(RefusalKind::InvalidField {
                field: "resources",
                problem: format!("'{}' can't be chosen for this service", shorten(resource)),
            }
            .refusal()),
        }
    }

    pub async fn assign(
        visit: &Visit,
        id: &str,
        service: &str,
        resource: &str,
        roles: Vec<String>,
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let scope = scope(visit, service, resource)?;
        let what = format!(
            "{} on {}.",
            roles.join(", "),
            describe(&scope, &visit.account)
        );
        let command = Command::Create {
            subject: Subject::User(user.id.clone()),
            roles,
            scope,
            rule: None,
        };
        visit.perform(command).await?;
        Ok(
            Notice::success(format!("Access assigned to {}", user.email))
                .with_text(what)
                .then(user_href(user.id.as_str(), "/access-policies")),
        )
    }
}
