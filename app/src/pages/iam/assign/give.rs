//! Assigning access: what kind, which service, and then either resources and roles at once, or step by step with
//! conditions and a review.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::steps::{use_search, wizard};
use super::view::WizardView;
use crate::pages::iam::subject::Kind;
use crate::parts::load::{Load, load};
use crate::parts::query::use_path_part;
use crate::view::{Json, Notice, Problem};

/// The step of assigning access to the subject `id` that `query`, the part of the page's address behind the question mark,
/// leads to.
#[server(prefix = "/api", endpoint = "iam/assign-access", input = GetUrl, output = Json)]
pub async fn assign_access(
    subject: Kind,
    id: String,
    #[server(default)] query: String,
) -> Result<WizardView, Problem> {
    server::assign_access(subject, &id, &query)
}

/// Gives the subject `id` access: the roles `roles` on `resource` (`all`, `group:ID`, `region:NAME`, `cluster:ID`) of
/// `service`, or what each of `drafts` says, as addresses have it.
#[server(prefix = "/api", endpoint = "iam/assign-access/assign")]
pub async fn assign(
    subject: Kind,
    id: String,
    #[server(default)] service: String,
    #[server(default)] resource: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] drafts: Vec<String>,
) -> Result<Notice, Problem> {
    use super::assignment;

    let visit = crate::backend::visit()?;
    let drafts = match drafts.is_empty() {
        true => assignment::short_draft(&visit, service, &resource, roles).map(|draft| vec![draft]),
        false => Ok(assignment::drafts(&drafts)),
    };
    let done = match drafts {
        Ok(drafts) => assignment::assign(&visit, subject, &id, &drafts).await,
        Err(refusal) => Err(refusal.into()),
    };
    crate::backend::told(done)
}

/// Assigning access to a user.
#[component]
pub fn AssignToUserPage() -> impl IntoView {
    page_of(Kind::User)
}

/// Assigning access to a service ID.
#[component]
pub fn AssignToServiceIdPage() -> impl IntoView {
    page_of(Kind::ServiceId)
}

/// Assigning access to an access group.
#[component]
pub fn AssignToGroupPage() -> impl IntoView {
    page_of(Kind::AccessGroup)
}

/// Assigning access to a trusted profile.
#[component]
pub fn AssignToProfilePage() -> impl IntoView {
    page_of(Kind::TrustedProfile)
}

fn page_of(subject: Kind) -> AnyView {
    let (id, query) = (use_path_part("id"), use_search());
    let data = load(
        move || (id.get(), query.get()),
        move |(id, query)| assign_access(subject, id, query),
    );
    view! { <Load data=data view=wizard /> }.into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Refusal;
    use credlab_model::iam::policy::{Command, may_assign_to};
    use credlab_model::iam::service::{Family, Service};

    use super::super::assignment::{contents, create};
    use super::super::draft::{Draft, Place, query};
    use super::super::review::{line, policy_view, refused, resources};
    use super::super::target::{
        ALL_ACCOUNT_MANAGEMENT, ALL_IAM_ACCOUNT_MANAGEMENT, ALL_IAM_ENABLED, RESOURCE_GROUP_ONLY,
        Target,
    };
    use super::super::view::{
        AddedView, Body, Card, ChooseView, PolicyView, ReviewView, ShortView, WizardView,
    };
    use super::super::wizard::{Step, Wizard};
    use crate::backend::{Visit, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::named::Named;
    use crate::pages::iam::user::role_boxes::roles_of;
    use crate::view::{Barrier, Choice, Crumb, Notice, Problem};

    /// The longest that an address with policies that wait may get, in bytes. What the browser asks the server for holds it
    /// once more escaped, and 4,096 bytes are the most that is read.
    const WAITING: usize = 1_200;

    pub fn assign_access(subject: Kind, id: &str, query: &str) -> Result<WizardView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, subject, id)?;
        let mut place = Place::read(query);
        // What was chosen waits, and another policy is begun.
        if place.step == "another" {
            let draft = std::mem::take(&mut place.draft);
            place = Place {
                added: place.added.into_iter().chain([draft.query()]).collect(),
                ..Place::default()
            };
        }
        let giving = Giving {
            visit: &visit,
            subject,
            refused: may_assign_to(
                &visit.account,
                &visit.actor(),
                &subject.subject(),
                visit.now,
            )
            .err(),
        };
        giving.view(place)
    }

    /// Whom access is given, and by whom.
    struct Giving<'a> {
        visit: &'a Visit,
        subject: Named<'a>,
        /// Why nothing at all can be given.
        refused: Option<Refusal>,
    }

    impl Giving<'_> {
        fn view(&self, mut place: Place) -> Result<WizardView, Problem> {
            let (kind, service) = (place.draft.kind.clone(), place.draft.service.clone());
            let mut notes: Vec<Notice> =
                self.refused.clone().map(Notice::from).into_iter().collect();
            let mut steps = Vec::new();
            let body = match (kind.as_str(), service.as_str()) {
                (_, "") => match kind.as_str() {
                    "iam" => self.services(&place, "IAM services", Family::IamEnabled),
                    "account" => {
                        self.services(&place, "Account management", Family::AccountManagement)
                    }
                    _ => self.kinds(&place),
                },
                (_, service) => {
                    let target = Target::find(self.visit, service)?;
                    if place.step.is_empty() {
                        self.short(&target, &place)?
                    } else {
                        if place.draft.conditions.is_empty() {
                            match target.conditions_of(self.visit, &place.resource) {
                                Ok(conditions) => place.draft.conditions = conditions,
                                // What was chosen is gone: that must not become everything unseen.
                                Err(refusal) => {
                                    notes.push(refusal.into());
                                    place.step = Step::Resources.as_str().into();
                                }
                            }
                        }
                        let mut wizard = self.wizard(target, std::mem::take(&mut place));
                        let (step, wrong) = wizard.turn();
                        notes.extend(wrong);
                        steps = wizard.marks(step);
                        let body = match step {
                            Step::Review => self.review(&wizard)?,
                            step => wizard.body(step)?,
                        };
                        place = wizard.place;
                        body
                    }
                }
            };
            Ok(WizardView {
                crumbs: self.crumbs(),
                title: "Assign access".into(),
                text: self.text(),
                notes,
                steps,
                added: self.added(&place),
                body,
            })
        }

        /// Why nothing at all can be given.
        fn barrier(&self) -> Option<Barrier> {
            self.refused
                .as_ref()
                .map(|refusal| refusal.sentence().into())
        }

        fn address(&self) -> String {
            self.subject.href("/assign-access")
        }

        fn crumbs(&self) -> Vec<Crumb> {
            let kind = self.subject.kind();
            let name = match self.subject {
                Named::User(user) => user.name.as_str(),
                other => other.name(),
            };
            vec![
                Crumb::link("Access (IAM)", "/iam/users"),
                Crumb::link(kind.plural(), kind.list()),
                Crumb::link(name, self.subject.href("/access-policies")),
            ]
        }

        fn text(&self) -> String {
            let name = self.subject.name();
            let whose = match self.subject.kind() {
                Kind::AccessGroup => format!("What the members of {name} may do"),
                _ => format!("What {name} may do"),
            };
            format!("{whose} is added to: access is never taken away here.")
        }

        fn wizard(&self, target: Target, place: Place) -> Wizard<'_> {
            Wizard {
                visit: self.visit,
                subject: self.subject,
                target,
                place,
                address: self.address(),
                cancel: self.subject.href("/access-policies"),
                kept: None,
                gives_groups: true,
            }
        }

        /// An address of this page that carries the policies that wait.
        fn href(&self, place: &Place, pairs: &[(&str, &str)]) -> String {
            let own = pairs.iter();
            let own = own.map(|(name, value)| (name.to_string(), value.to_string()));
            let added = place.added.iter();
            let added = added.map(|draft| ("added".to_string(), draft.clone()));
            let all: Vec<(String, String)> = own.chain(added).collect();
            match all.is_empty() {
                true => self.address(),
                false => format!("{}?{}", self.address(), query(&all)),
            }
        }

        fn added(&self, place: &Place) -> Vec<AddedView> {
            let of = |n: usize, draft: &String| {
                let others = place.added.iter().enumerate();
                let others = others.filter(|(other, _)| *other != n);
                let others = others.map(|(_, draft)| ("added".to_string(), draft.clone()));
                let mut pairs = place.draft.pairs();
                if !place.draft.service.is_empty() {
                    pairs.push(("step".into(), "review".into()));
                }
                pairs.extend(others);
                AddedView {
                    text: self.waiting(draft).join("; "),
                    remove: format!("{}?{}", self.address(), query(&pairs)),
                }
            };
            let added = place.added.iter().enumerate();
            added.map(|(n, draft)| of(n, draft)).collect()
        }

        /// What a policy that waits would give, in lines.
        fn waiting(&self, draft: &str) -> Vec<String> {
            let draft = Place::read(draft).draft;
            match contents(self.visit, &draft) {
                Ok((_, contents)) => {
                    let account = &self.visit.account;
                    contents
                        .iter()
                        .map(|content| line(account, content))
                        .collect()
                }
                Err(refusal) => vec![refusal.sentence()],
            }
        }

        fn kinds(&self, place: &Place) -> Body {
            let card = |title: &str, text: &str, href| Card {
                title: title.into(),
                text: text.into(),
                href,
                disabled: None,
            };
            let mut cards = Vec::new();
            if self.subject.identity().is_some() {
                let noun = self.subject.kind().noun();
                cards.push(card(
                    "Access groups",
                    &format!("Make the {noun} a member of a group, and give the group what its members need."),
                    self.subject.href("/access-groups"),
                ));
            }
            cards.push(card(
                "IAM services",
                "Roles on services such as the Kubernetes Service, everywhere or for certain resources.",
                self.href(place, &[("kind", "iam")]),
            ));
            cards.push(card(
                "Account management",
                "Roles on what manages the account: support cases, users, billing, access itself.",
                self.href(place, &[("kind", "account")]),
            ));
            Body::Choose(ChooseView {
                title: "How do you want to assign access?".into(),
                search: None,
                address: self.address(),
                cards,
            })
        }

        fn services(&self, place: &Place, title: &str, family: Family) -> Body {
            let kind = &place.draft.kind;
            let groups: &[(&str, &str, &str)] = match family {
                Family::AccountManagement => &[
                    (
                        ALL_ACCOUNT_MANAGEMENT,
                        "All Account Management services",
                        "Every service below at once.",
                    ),
                    (
                        ALL_IAM_ACCOUNT_MANAGEMENT,
                        "All IAM Account Management services",
                        "Identities, access groups, access management and users.",
                    ),
                ],
                Family::IamEnabled | Family::ResourceGroup => &[
                    (
                        ALL_IAM_ENABLED,
                        "All Identity and Access enabled services",
                        "Every service below at once, but never account management.",
                    ),
                    (
                        RESOURCE_GROUP_ONLY,
                        "Resource group only",
                        "The groups themselves, apart from what lies in them.",
                    ),
                ],
            };
            let single = Service::all().iter().filter(|s| s.family == family);
            let single = single.map(|service| (service.name, service.label, service.name));
            let words = place.search.trim().to_lowercase();
            let fits = |title: &str, name: &str| {
                title.to_lowercase().contains(&words) || name.to_lowercase().contains(&words)
            };
            let all = groups.iter().copied().chain(single);
            let cards = all
                .filter(|(name, title, _)| fits(title, name))
                .map(|(name, title, text)| Card {
                    title: title.into(),
                    text: text.into(),
                    href: self.href(place, &[("kind", kind), ("service", name)]),
                    disabled: self.forbidden(name),
                })
                .collect();
            let mut along = vec![("kind".to_string(), kind.clone())];
            let added = place.added.iter();
            along.extend(added.map(|draft| ("added".to_string(), draft.clone())));
            Body::Choose(ChooseView {
                title: title.into(),
                search: Some((along, place.search.clone())),
                address: self.address(),
                cards,
            })
        }

        /// Why the persona can't give any role on a service.
        fn forbidden(&self, service: &str) -> Option<Barrier> {
            let target = Target::find(self.visit, service).ok()?;
            target.refused(self.visit, &self.subject.subject())
        }

        fn short(&self, target: &Target, place: &Place) -> Result<Body, Problem> {
            let subject = self.subject.subject();
            let all = target.resources(self.visit);
            let (mut open, mut refused): (Vec<Choice>, Option<Barrier>) = (Vec::new(), None);
            for (choice, conditions) in &all {
                match target.refused_on(self.visit, &subject, conditions) {
                    None => open.push(choice.clone()),
                    Some(reason) => refused = refused.or(Some(reason)),
                }
            }
            // Only what may be assigned is offered. Where that is nothing, the reason stands beside the button.
            let (choices, refused) = match open.is_empty() {
                true => (
                    all.into_iter().take(1).map(|(choice, _)| choice).collect(),
                    refused,
                ),
                false => (open, None),
            };
            let refused = refused.or_else(|| self.barrier());
            let kind = &place.draft.kind;
            let mut hidden = vec![
                (
                    "subject".to_string(),
                    self.subject.kind().as_str().to_string(),
                ),
                ("id".to_string(), self.subject.id().to_string()),
                ("kind".to_string(), kind.clone()),
                ("service".to_string(), target.key.clone()),
            ];
            let added = place.added.iter();
            hidden.extend(added.map(|draft| ("added".to_string(), draft.clone())));
            let wizard = self.wizard(target.clone(), Place::default());
            let first = wizard.steps().first().copied();
            let waits = !place.added.is_empty();
            Ok(Body::Short(ShortView {
                title: target.label.clone(),
                back: self.href(
                    place,
                    &[("kind", if kind == "account" { kind } else { "iam" })],
                ),
                address: self.address(),
                hidden,
                resources: choices,
                help: target.help().into(),
                roles: roles_of(&self.visit.account, &target.base, &Default::default())?,
                first: first.unwrap_or(Step::Review).as_str().into(),
                cancel: self.subject.href("/access-policies"),
                disabled: match waits {
                    true => {
                        let text = "Go on to the review: other policies wait to be assigned with this one.";
                        Some(Barrier::from(text.to_string()))
                    }
                    false => refused,
                },
            }))
        }

        fn review(&self, wizard: &Wizard<'_>) -> Result<Body, Problem> {
            let place = &wizard.place;
            let waiting = place.added.iter().map(|draft| Place::read(draft).draft);
            let drafts: Vec<Draft> = waiting.chain([place.draft.clone()]).collect();
            let (mut policies, mut commands): (Vec<PolicyView>, Vec<Command>) = Default::default();
            for draft in &drafts {
                let (target, contents) = contents(self.visit, draft)?;
                for (n, content) in contents.into_iter().enumerate() {
                    let (resources, odd) = match n {
                        0 => (
                            resources(&target, draft),
                            target.oddities(self.visit, draft),
                        ),
                        _ => ("The resource group itself".into(), Vec::new()),
                    };
                    let command = create(self.subject, &content);
                    let title = format!("Policy {}", policies.len() + 1);
                    commands.push(command.clone());
                    policies.push(policy_view(
                        self.visit, title, &content, resources, command, odd,
                    ));
                }
            }
            if let [only] = policies.as_mut_slice() {
                only.title = "Policy".into();
            }
            let refused = refused(self.visit, &commands);
            let mut fields = vec![
                (
                    "subject".to_string(),
                    self.subject.kind().as_str().to_string(),
                ),
                ("id".to_string(), self.subject.id().to_string()),
            ];
            let queries = drafts.iter().map(Draft::query);
            fields.extend(queries.map(|draft| ("drafts[]".to_string(), draft)));
            let (before, _) = wizard.around(Step::Review);
            let mut others: Vec<(String, String)> = Vec::new();
            others.extend(before.map(|step| (step.as_str().to_string(), "Back".to_string())));
            let long: usize = drafts.iter().map(|draft| draft.query().len()).sum();
            if long < WAITING {
                others.push(("another".into(), "Add another policy".into()));
            }
            Ok(Body::Review(ReviewView {
                policies,
                post: "/api/iam/assign-access/assign".into(),
                fields,
                submit: "Assign".into(),
                disabled: self.barrier().or(refused),
                address: self.address(),
                hidden: wizard.hidden(Step::Review),
                others,
                cancel: wizard.cancel.clone(),
            }))
        }
    }
}
