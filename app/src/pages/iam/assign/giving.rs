//! Somebody is given access: the pages on the way.

use credlab_model::Refusal;
use credlab_model::iam::policy::{Command, may_assign_to};
use credlab_model::iam::service::Family;

use super::assignment::{contents, create};
use super::draft::{Draft, Place, query};
use super::review::{line, policy_view, refused, resources};
use super::target::Target;
use super::view::{AddedView, Body, PolicyView, ReviewView, WizardView};
use super::wizard::{Step, Wizard};
use crate::backend::{Visit, visit};
use crate::pages::iam::subject::Kind;
use crate::pages::iam::subject::named::Named;
use crate::view::{Barrier, Crumb, Notice, Problem};

/// The longest that an address with policies that wait may get, in bytes. What the browser asks the server for holds it
/// once more escaped, and 4,096 bytes are the most that is read.
const WAITING: usize = 1_200;

/// The page that the part of an address behind the question mark leads to.
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
pub struct Giving<'a> {
    pub visit: &'a Visit,
    pub subject: Named<'a>,
    /// Why nothing at all can be given.
    pub refused: Option<Refusal>,
}

impl Giving<'_> {
    fn view(&self, mut place: Place) -> Result<WizardView, Problem> {
        let (kind, service) = (place.draft.kind.clone(), place.draft.service.clone());
        let mut notes: Vec<Notice> = self.refused.clone().map(Notice::from).into_iter().collect();
        let mut steps = Vec::new();
        let body = match (kind.as_str(), service.as_str()) {
            (_, "") => match kind.as_str() {
                "iam" => self.services(&place, "IAM services", Family::IamEnabled),
                "account" => self.services(&place, "Account management", Family::AccountManagement),
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
    pub fn barrier(&self) -> Option<Barrier> {
        self.refused
            .as_ref()
            .map(|refusal| refusal.sentence().into())
    }

    pub fn address(&self) -> String {
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

    pub fn wizard(&self, target: Target, place: Place) -> Wizard<'_> {
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
    pub fn href(&self, place: &Place, pairs: &[(&str, &str)]) -> String {
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
