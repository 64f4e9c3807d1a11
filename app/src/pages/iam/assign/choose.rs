//! What is chosen first: the kind of access, the service, and in the short form resources and roles.

use credlab_model::iam::service::{Family, Service};

use super::draft::Place;
use super::giving::Giving;
use super::target::{
    ALL_ACCOUNT_MANAGEMENT, ALL_IAM_ACCOUNT_MANAGEMENT, ALL_IAM_ENABLED, RESOURCE_GROUP_ONLY,
    Target,
};
use super::view::{Body, Card, ChooseView, ShortView};
use super::wizard::Step;
use crate::pages::iam::user::role_boxes::roles_of;
use crate::view::{Barrier, Choice, Problem};

impl Giving<'_> {
    /// The kinds of access.
    pub fn kinds(&self, place: &Place) -> Body {
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
                &format!(
                    "Make the {noun} a member of a group, and give the group what its members need."
                ),
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

    /// The services of a family, those that stand for several on top.
    pub fn services(&self, place: &Place, title: &str, family: Family) -> Body {
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

    /// The form that assigns at once.
    pub fn short(&self, target: &Target, place: &Place) -> Result<Body, Problem> {
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
                    let text =
                        "Go on to the review: other policies wait to be assigned with this one.";
                    Some(Barrier::from(text.to_string()))
                }
                false => refused,
            },
        }))
    }
}
