//! What the pages show.

use serde::{Deserialize, Serialize};

use crate::pages::iam::user::role_boxes::RoleView;
use crate::view::{Barrier, Cell, Choice, Crumb, Notice};

/// A step of giving or changing access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WizardView {
    /// The places above the page.
    pub crumbs: Vec<Crumb>,
    /// The page's title.
    pub title: String,
    /// A sentence below it.
    pub text: String,
    /// What is to know beforehand, and what is wrong with what was chosen.
    pub notes: Vec<Notice>,
    /// The steps; none before a service is chosen.
    pub steps: Vec<StepMark>,
    /// The policies that wait to be assigned with this one.
    pub added: Vec<AddedView>,
    /// The step.
    pub body: Body,
}

/// A step among the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMark {
    /// Its label.
    pub label: String,
    /// Whether it comes before the one that is shown.
    pub done: bool,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// A policy that waits to be assigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedView {
    /// What it gives.
    pub text: String,
    /// The same page without it.
    pub remove: String,
}

/// What is done in a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The kind of access, or the service, is chosen.
    Choose(ChooseView),
    /// Resources and roles are chosen, and the access is assigned at once.
    Short(ShortView),
    /// One part of a policy is chosen.
    Step(StepView),
    /// What would be stored is shown, and stored.
    Review(ReviewView),
}

/// One of several things is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChooseView {
    /// What is chosen.
    pub title: String,
    /// The search among what there is: the fields that come along, and the words.
    pub search: Option<(Vec<(String, String)>, String)>,
    /// The address without the part behind the question mark.
    pub address: String,
    /// What there is.
    pub cards: Vec<Card>,
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
    /// Why it can't be chosen.
    pub disabled: Option<Barrier>,
}

/// The form that assigns at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortView {
    /// The service's label.
    pub title: String,
    /// Where another service is chosen.
    pub back: String,
    /// The address of the steps.
    pub address: String,
    /// What goes along.
    pub hidden: Vec<(String, String)>,
    /// The resources that can be chosen; the first are all.
    pub resources: Vec<Choice>,
    /// What is to know about them.
    pub help: String,
    /// The roles.
    pub roles: Vec<RoleView>,
    /// The step that comes first when all of them are gone through.
    pub first: String,
    /// Where nothing is assigned.
    pub cancel: String,
    /// Why nothing can be assigned here.
    pub disabled: Option<Barrier>,
}

/// A step that chooses one part of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// What is chosen.
    pub title: String,
    /// What is to know about it.
    pub help: String,
    /// The address without the part behind the question mark.
    pub address: String,
    /// What was chosen in other steps.
    pub hidden: Vec<(String, String)>,
    /// The fields.
    pub fields: Fields,
    /// The step before this one, if there is one.
    pub back: Option<String>,
    /// The step after this one, and the label of the button.
    pub next: (String, String),
    /// Where nothing is changed.
    pub cancel: String,
}

/// The fields of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fields {
    /// Conditions on the resource, all of which must hold.
    Resources {
        /// Those that there are.
        conditions: Vec<ConditionView>,
        /// The attributes for one more.
        others: Vec<Choice>,
    },
    /// A role on the resource group itself.
    Group {
        /// The roles, none first.
        roles: Vec<Choice>,
        /// The one that is chosen.
        chosen: String,
        /// Why none can be given.
        disabled: Option<Barrier>,
    },
    /// Roles.
    Roles(Vec<RoleView>),
    /// When the access applies.
    Times(TimesView),
}

/// A condition on the resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionView {
    /// The attribute, as the API spells it.
    pub attribute: String,
    /// Its label.
    pub label: String,
    /// Whether the value is a pattern.
    pub matches: bool,
    /// The value.
    pub value: String,
    /// Values that there are: what is sent, and what it is.
    pub known: Vec<Choice>,
    /// What is to know about it.
    pub help: String,
}

/// When the access applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimesView {
    /// Nothing for always, else `once`, `weekly` or `keep`.
    pub when: String,
    /// The conditions that the form can't say and leaves as they are.
    pub keep: Option<String>,
    /// Offsets from UTC.
    pub zones: Vec<Choice>,
    /// The one that is chosen.
    pub zone: String,
    /// The first moment.
    pub start: String,
    /// The last moment.
    pub end: String,
    /// The days of the week: number, name, and whether it is ticked.
    pub days: Vec<(String, String, bool)>,
    /// The first time of day.
    pub from: String,
    /// The last time of day.
    pub to: String,
}

/// What would be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// The policies.
    pub policies: Vec<PolicyView>,
    /// The server function that stores them.
    pub post: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// The label of the button that stores.
    pub submit: String,
    /// Why it can't be pressed.
    pub disabled: Option<Barrier>,
    /// The address of the steps.
    pub address: String,
    /// What was chosen.
    pub hidden: Vec<(String, String)>,
    /// Other steps: where to go, and the label of the button.
    pub others: Vec<(String, String)>,
    /// Where nothing is changed.
    pub cancel: String,
}

/// A policy that would be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Which one it is.
    pub title: String,
    /// Labels and values.
    pub facts: Vec<(String, Cell)>,
    /// Why it would be refused, and what is odd about it.
    pub notes: Vec<Notice>,
    /// The policy in a version of the policy API: which version, and the JSON.
    pub json: Vec<(String, String)>,
}
