//! The steps that giving and changing access have in common.

use credlab_model::Refusal;
use credlab_model::iam::policy::{
    AttributeName, Command, Content, Operator, Rule, Scope, offered_roles,
};
use credlab_model::iam::role::Role;
use credlab_model::refusal::Layer;

use super::draft::{Condition, Draft, Place, attribute};
use super::target::{KUBERNETES, RESOURCE_GROUP_ONLY, Target};
use super::view::{Body, ConditionView, Fields, StepMark, StepView, TimesView};
use crate::backend::Visit;
use crate::pages::iam::subject::named::Named;
use crate::pages::iam::user::role_boxes::roles_of;
use crate::view::{Choice, Notice};

/// A step after the service was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Resources,
    Group,
    Roles,
    Times,
    Review,
}

impl Step {
    const ALL: [Step; 5] = [
        Step::Resources,
        Step::Group,
        Step::Roles,
        Step::Times,
        Step::Review,
    ];

    /// As addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Resources => "resources",
            Step::Group => "group",
            Step::Roles => "roles",
            Step::Times => "conditions",
            Step::Review => "review",
        }
    }

    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Step::Resources => "Resources",
            Step::Group => "Resource group access",
            Step::Roles => "Roles and actions",
            Step::Times => "Conditions",
            Step::Review => "Review",
        }
    }

    /// The names of the fields that are chosen in it.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Step::Resources => &["attribute", "operator", "value"],
            Step::Group => &["group"],
            Step::Roles => &["roles[]"],
            Step::Times => &["when", "zone", "start", "end", "days[]", "from", "to"],
            Step::Review => &[],
        }
    }
}

/// A policy on its way through the steps.
pub struct Wizard<'a> {
    pub visit: &'a Visit,
    pub subject: Named<'a>,
    pub target: Target,
    pub place: Place,
    /// The address of the steps.
    pub address: String,
    /// Where nothing is changed.
    pub cancel: String,
    /// Conditions on the time that the form can't say.
    pub kept: Option<Rule>,
    /// Whether another policy can come along, on resource groups themselves.
    pub gives_groups: bool,
}

impl Wizard<'_> {
    /// The steps that this target takes.
    pub fn steps(&self) -> Vec<Step> {
        let taken = |step: &Step| match step {
            Step::Resources => {
                !self.target.attributes().is_empty() || !self.place.draft.conditions.is_empty()
            }
            Step::Group => self.gives_groups && self.target.lies_in_groups() && !self.is_tagged(),
            Step::Roles | Step::Times | Step::Review => true,
        };
        Step::ALL.into_iter().filter(taken).collect()
    }

    /// Whether resources are told by access tags, which go with nothing else.
    fn is_tagged(&self) -> bool {
        let mut conditions = self.place.draft.conditions.iter();
        conditions.any(|condition| condition.name == AttributeName::AccessTag)
    }

    /// Does what the button that was pressed says, and finds the step that is shown: the one that the address names, or one
    /// before in which something is wrong, and what.
    pub fn turn(&mut self) -> (Step, Option<Notice>) {
        let wanted = std::mem::take(&mut self.place.step);
        if wanted == "add" {
            if let Some(name) = attribute(&self.place.new) {
                self.place.draft.conditions.push(Condition {
                    name,
                    operator: Operator::StringEquals,
                    value: String::new(),
                });
            }
            return (Step::Resources, None);
        }
        if let Some(n) = wanted.strip_prefix("remove:") {
            let conditions = &mut self.place.draft.conditions;
            if let Some(n) = n.parse().ok().filter(|n| *n < conditions.len()) {
                conditions.remove(n);
            }
            return (Step::Resources, None);
        }
        let steps = self.steps();
        let named = steps.iter().position(|step| step.as_str() == wanted);
        // A step that this target does not take leads to the one after it.
        let named = named.unwrap_or_else(|| {
            let all = Step::ALL
                .into_iter()
                .skip_while(|step| step.as_str() != wanted);
            let next = all.into_iter().find(|step| steps.contains(step));
            let next = next.unwrap_or(Step::Review);
            steps
                .iter()
                .position(|step| *step == next)
                .unwrap_or_default()
        });
        for step in steps.iter().take(named) {
            if let Err(refusal) = self.check(*step) {
                return (*step, Some(refusal.into()));
            }
        }
        (steps.get(named).copied().unwrap_or(Step::Review), None)
    }

    /// Whether what is chosen in a step can be understood. Whether it is allowed is seen in the review.
    fn check(&self, step: Step) -> Result<(), Refusal> {
        let draft = &self.place.draft;
        match step {
            Step::Resources => {
                let scope = self.target.scope(self.visit, &draft.conditions)?;
                let any = offered_roles(&self.visit.account, &scope)?;
                let any = any.iter().take(1).map(ToString::to_string);
                self.understood(any.collect(), scope)
            }
            Step::Roles => {
                let scope = self.target.scope(self.visit, &draft.conditions)?;
                self.understood(draft.roles.clone(), scope)
            }
            Step::Times => draft.times.rule(self.kept.as_ref()).map(drop),
            Step::Group | Step::Review => Ok(()),
        }
    }

    fn understood(&self, roles: Vec<String>, scope: Scope) -> Result<(), Refusal> {
        let refusal = self.visit.refusal(Command::Create {
            subject: self.subject.subject(),
            roles,
            scope,
            rule: None,
        });
        match refusal.filter(|refusal| refusal.layer == Layer::Input) {
            Some(refusal) => Err(refusal),
            None => Ok(()),
        }
    }

    /// The policies that a draft stands for: its own, and one on resource groups themselves.
    pub fn contents(
        visit: &Visit,
        target: &Target,
        draft: &Draft,
        kept: Option<&Rule>,
    ) -> Result<Vec<Content>, Refusal> {
        let scope = target.scope(visit, &draft.conditions)?;
        let mut contents = vec![Content {
            roles: draft.roles.clone(),
            rule: draft.times.rule(kept)?,
            scope: scope.clone(),
        }];
        if !draft.group.is_empty() && target.lies_in_groups() {
            let rule = contents.first().and_then(|content| content.rule.clone());
            contents.push(Content {
                roles: vec![draft.group.clone()],
                rule,
                scope: groups_of(&scope),
            });
        }
        Ok(contents)
    }

    /// The steps, and which of them is shown.
    pub fn marks(&self, shown: Step) -> Vec<StepMark> {
        let steps = self.steps();
        let at = steps.iter().position(|step| *step == shown);
        let marks = steps.iter().enumerate().map(|(n, step)| StepMark {
            label: step.label().into(),
            done: at.is_some_and(|at| n < at),
            current: *step == shown,
        });
        marks.collect()
    }

    /// What is carried along when the fields of `step` are chosen anew.
    pub fn hidden(&self, step: Step) -> Vec<(String, String)> {
        let mut pairs = self.place.draft.pairs();
        pairs.retain(|(name, _)| !step.fields().contains(&name.as_str()));
        let added = self.place.added.iter();
        pairs.extend(added.map(|draft| ("added".to_string(), draft.clone())));
        let seen = self.place.seen.iter();
        pairs.extend(seen.map(|seen| ("seen".to_string(), seen.to_string())));
        pairs
    }

    /// The step before and after one.
    pub fn around(&self, step: Step) -> (Option<Step>, Step) {
        let steps = self.steps();
        let at = steps
            .iter()
            .position(|own| *own == step)
            .unwrap_or_default();
        let before = at.checked_sub(1).and_then(|n| steps.get(n).copied());
        let after = steps.get(at + 1).copied();
        (before, after.unwrap_or(Step::Review))
    }

    /// A step that chooses one part. What can't be offered because of earlier choices is said.
    pub fn body(&self, step: Step) -> Result<Body, Refusal> {
        let (help, fields) = match step {
            Step::Resources => (self.target.help(), self.resources()),
            Step::Group => (
                "Optional. A role on a service does not show the resource group itself: creating something in a group takes \
                 Viewer on the group, too.",
                self.group()?,
            ),
            Step::Roles => (self.target.help(), self.roles()?),
            Step::Times | Step::Review => (self.times_help(), Fields::Times(self.times())),
        };
        let (before, after) = self.around(step);
        let label = match after {
            Step::Review => "Review",
            _ => "Next",
        };
        Ok(Body::Step(StepView {
            title: step.label().into(),
            help: help.into(),
            address: self.address.clone(),
            hidden: self.hidden(step),
            fields,
            back: before.map(|step| step.as_str().into()),
            next: (after.as_str().into(), label.into()),
            cancel: self.cancel.clone(),
        }))
    }

    fn resources(&self) -> Fields {
        let conditions = self.place.draft.conditions.iter();
        let conditions = conditions.map(|condition| ConditionView {
            attribute: condition.name.as_str().into(),
            label: self.target.label_of(condition.name).into(),
            matches: condition.operator == Operator::StringMatch,
            value: condition.value.trim().into(),
            known: self.target.known(self.visit, condition.name),
            help: help_of(condition.name).into(),
        });
        let others = self.target.attributes().into_iter();
        Fields::Resources {
            conditions: conditions.collect(),
            others: others
                .map(|(name, label)| Choice::new(name.as_str(), label))
                .collect(),
        }
    }

    fn group(&self) -> Result<Fields, Refusal> {
        let draft = &self.place.draft;
        let scope = self.target.scope(self.visit, &draft.conditions)?;
        let disabled = self.visit.forbidden(Command::Create {
            subject: self.subject.subject(),
            roles: vec!["Viewer".into()],
            scope: groups_of(&scope),
            rule: None,
        });
        let mut roles = vec![Choice::new("", "No access to the resource group")];
        let platform = Role::PLATFORM.iter();
        roles.extend(platform.map(|role| Choice::new(*role, *role)));
        Ok(Fields::Group {
            roles,
            chosen: draft.group.clone(),
            disabled,
        })
    }

    fn roles(&self) -> Result<Fields, Refusal> {
        let draft = &self.place.draft;
        let scope = self.target.scope(self.visit, &draft.conditions)?;
        let held = draft.roles.iter().map(|role| Role::named(role)).collect();
        Ok(Fields::Roles(roles_of(&self.visit.account, &scope, &held)?))
    }

    fn times_help(&self) -> &'static str {
        match self.target.key.as_str() {
            KUBERNETES => {
                "Optional. The Kubernetes Service ignores conditions on the time: its access applies always."
            }
            RESOURCE_GROUP_ONLY => "Optional.",
            _ if self.target.is_account_management() => "Optional.",
            _ => {
                "Optional. The Kubernetes Service ignores conditions on the time, in policies for all services, too."
            }
        }
    }

    fn times(&self) -> TimesView {
        let times = &self.place.draft.times;
        let kept = self.kept.as_ref().filter(|rule| rule.window().is_none());
        let names = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ];
        let days = (1u8..).zip(names);
        TimesView {
            when: times.when.clone(),
            keep: kept.map(|rule| format!("Keep what the policy says: {rule}")),
            zones: zones(&times.zone),
            zone: match times.zone.as_str() {
                "" => "+00:00".into(),
                zone => zone.into(),
            },
            start: times.start.clone(),
            end: times.end.clone(),
            days: days
                .map(|(n, name)| (n.to_string(), name.to_string(), times.days.contains(&n)))
                .collect(),
            from: times.from.clone(),
            to: times.to.clone(),
        }
    }

    /// The roles of the draft that are not offered: they were removed meanwhile, or the resources are others now.
    pub fn gone_roles(&self) -> Vec<String> {
        let draft = &self.place.draft;
        let scope = self.target.scope(self.visit, &draft.conditions);
        let offered = scope.and_then(|scope| offered_roles(&self.visit.account, &scope));
        let Ok(offered) = offered else {
            return Vec::new();
        };
        let is_offered = |name: &String| {
            let mut offered = offered.iter();
            offered.any(|role| role.as_str().eq_ignore_ascii_case(name))
        };
        let roles = draft.roles.iter().filter(|role| !is_offered(role));
        roles.cloned().collect()
    }
}

/// The resource groups themselves in which the resources of a scope lie.
fn groups_of(scope: &Scope) -> Scope {
    let mut groups = scope.attributes().filter(|attribute| {
        attribute.name == AttributeName::ResourceGroupId
            && attribute.operator == Operator::StringEquals
    });
    match groups.next() {
        Some(group) => Scope::all_resource_groups().and(AttributeName::Resource, &group.value),
        None => Scope::all_resource_groups(),
    }
}

fn help_of(name: AttributeName) -> &'static str {
    match name {
        AttributeName::Namespace => "A namespace inside of clusters. It takes service roles only.",
        AttributeName::AccessTag => {
            "A tag reads key:value, and goes with no other condition. Clusters carry tags."
        }
        AttributeName::ResourceType => {
            "A kind of resource of the service, as its documentation spells it."
        }
        AttributeName::Resource => "One resource of the type that another condition names.",
        AttributeName::ServiceInstance => {
            "The name or the ID of a cluster, the GUID of another instance."
        }
        _ => "",
    }
}

/// The offsets from UTC that clocks have somewhere, and the one that is chosen.
fn zones(chosen: &str) -> Vec<Choice> {
    let halves = [-570, -210, 210, 270, 330, 345, 390, 570, 630, 765];
    let whole = (-12..=14).map(|hour| hour * 60);
    let mut minutes: Vec<i32> = whole.chain(halves).collect();
    minutes.sort();
    let offsets = minutes.into_iter().map(|minutes| {
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    });
    let mut zones: Vec<Choice> = offsets
        .map(|offset| {
            let label = format!("UTC{offset}");
            Choice::new(offset, label)
        })
        .collect();
    if !chosen.is_empty() && !zones.iter().any(|zone| zone.value == chosen) {
        zones.push(Choice::new(chosen, format!("UTC{chosen}")));
    }
    zones
}
