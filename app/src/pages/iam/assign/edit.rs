//! Changing a policy: its roles, resources and conditions, by the steps of assigning access. It begins and ends with the
//! review.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::steps::{use_search, wizard};
use super::view::WizardView;
use crate::pages::iam::subject::Kind;
use crate::parts::load::{Load, load};
use crate::parts::query::use_path_part;
use crate::view::{Json, Notice, Problem};

/// The step of changing the policy `policy` of the subject `id` that `query`, the part of the page's address behind the
/// question mark, leads to.
#[server(prefix = "/api", endpoint = "iam/policies/edit", input = GetUrl, output = Json)]
pub async fn edit_policy(
    subject: Kind,
    id: String,
    policy: String,
    #[server(default)] query: String,
) -> Result<WizardView, Problem> {
    server::edit(subject, &id, &policy, &query)
}

/// Makes the policy `policy` of the subject `id` what `draft` says, as addresses have it; unless it has another revision
/// than `seen` by now.
#[server(prefix = "/api", endpoint = "iam/policies/save")]
pub async fn save_policy(
    subject: Kind,
    id: String,
    policy: String,
    seen: u32,
    draft: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::save(&visit, subject, &id, &policy, seen, &draft).await)
}

/// Changing a policy of a user.
#[component]
pub fn EditOfUserPage() -> impl IntoView {
    page_of(Kind::User)
}

/// Changing a policy of a service ID.
#[component]
pub fn EditOfServiceIdPage() -> impl IntoView {
    page_of(Kind::ServiceId)
}

/// Changing a policy of an access group.
#[component]
pub fn EditOfGroupPage() -> impl IntoView {
    page_of(Kind::AccessGroup)
}

/// Changing a policy of a trusted profile.
#[component]
pub fn EditOfProfilePage() -> impl IntoView {
    page_of(Kind::TrustedProfile)
}

fn page_of(subject: Kind) -> AnyView {
    let (id, policy) = (use_path_part("id"), use_path_part("policy"));
    let query = use_search();
    let data = load(
        move || (id.get(), policy.get(), query.get()),
        move |(id, policy, query)| edit_policy(subject, id, policy, query),
    );
    view! { <Load data=data view=wizard /> }.into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::policy::{Command, Content, Policy, may_read, sorted};
    use credlab_model::refusal::{Noun, RefusalKind, shorten};
    use credlab_model::{Account, Refusal};

    use super::super::draft::{Draft, Place, TimesDraft};
    use super::super::review::{line, policy_view, refused, resources};
    use super::super::target::Target;
    use super::super::view::{Body, ReviewView, WizardView};
    use super::super::wizard::{Step, Wizard};
    use crate::backend::moment::minute;
    use crate::backend::{Visit, missing, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::named::Named;
    use crate::view::{Barrier, Crumb, Notice, NoticeKind, Problem};

    /// The policy, if it is the subject's and the persona may read it.
    fn find<'a>(visit: &'a Visit, subject: Named<'_>, id: &str) -> Option<&'a Policy> {
        let policy = visit.account.policies.get(&id.parse().ok()?)?;
        let own = policy.subject == subject.subject();
        let seen = own && may_read(&visit.account, &visit.persona, policy, visit.now);
        seen.then_some(policy)
    }

    pub fn edit(subject: Kind, id: &str, policy: &str, query: &str) -> Result<WizardView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, subject, id)?;
        let policy = find(&visit, subject, policy).ok_or_else(|| missing("Policy"))?;
        let target = Target::of_scope(&visit, &policy.scope);
        let mut place = Place::read(query);
        let mut notes = Vec::new();
        match place.seen {
            // The change begins: from what is there.
            None => place.draft = draft_of(&visit, &target, policy),
            Some(seen) if seen != policy.revision => notes.push(changed(&visit.account, policy)),
            Some(_) => {}
        }
        // What is shown next has been seen.
        place.seen = Some(policy.revision);
        place.added.clear();
        place.draft.group.clear();
        let mut wizard = Wizard {
            visit: &visit,
            subject,
            target,
            place,
            address: subject.href(&format!("/access-policies/{}/edit", policy.id)),
            cancel: subject.href("/access-policies"),
            kept: policy.rule.clone(),
            gives_groups: false,
        };
        let (step, wrong) = wizard.turn();
        notes.extend(wrong);
        let gone = wizard.gone_roles();
        if !gone.is_empty() {
            let text = format!(
                "{} can't be given here: the role was removed meanwhile, or does not go with these resources.",
                gone.join(", ")
            );
            let note = Notice::new(NoticeKind::Warning, "A role is not there").with_text(text);
            notes.push(note);
        }
        let body = match step {
            Step::Review => review(&wizard, policy)?,
            step => wizard.body(step)?,
        };
        Ok(WizardView {
            crumbs: vec![
                Crumb::link("Access (IAM)", "/iam/users"),
                Crumb::link(subject.kind().plural(), subject.kind().list()),
                Crumb::link(subject.name(), wizard.cancel.clone()),
            ],
            title: "Edit policy".into(),
            text: format!(
                "{} on {}.",
                policy.role_names(),
                policy.describe(&visit.account)
            ),
            notes,
            steps: wizard.marks(step),
            added: Vec::new(),
            body,
        })
    }

    fn draft_of(visit: &Visit, target: &Target, policy: &Policy) -> Draft {
        let roles = sorted(&policy.roles).into_iter();
        Draft {
            conditions: target.conditions(visit, &policy.scope),
            roles: roles.map(ToString::to_string).collect(),
            times: TimesDraft::of(policy.rule.as_ref()),
            ..Draft::default()
        }
    }

    /// Somebody has changed the policy since the change began.
    fn changed(account: &Account, policy: &Policy) -> Notice {
        let who = account.member_name(&policy.modified_by);
        let text = format!(
            "{} changed it at {}. It gives {} on {} now, and what you save here replaces that.",
            who.unwrap_or_else(|_| "Somebody".into()),
            minute(policy.modified_at),
            policy.role_names(),
            policy.describe(account)
        );
        Notice::new(NoticeKind::Warning, "The policy was changed meanwhile").with_text(text)
    }

    fn content(wizard: &Wizard<'_>, draft: &Draft) -> Result<Content, Refusal> {
        let (visit, target) = (wizard.visit, &wizard.target);
        Ok(Content {
            roles: draft.roles.clone(),
            scope: target.scope(visit, &draft.conditions)?,
            rule: draft.times.rule(wizard.kept.as_ref())?,
        })
    }

    fn update(policy: &Policy, seen: u32, content: &Content) -> Command {
        Command::Update {
            policy: policy.id.clone(),
            seen: Some(seen),
            roles: content.roles.clone(),
            scope: content.scope.clone(),
            rule: content.rule.clone(),
        }
    }

    fn review(wizard: &Wizard<'_>, policy: &Policy) -> Result<Body, Problem> {
        let draft = &wizard.place.draft;
        let content = content(wizard, draft)?;
        let same = content.scope == policy.scope
            && content.rule == policy.rule
            && content.roles.len() == policy.roles.len()
            && policy.roles.iter().all(|role| {
                let mut names = content.roles.iter();
                names.any(|name| name == role.as_str())
            });
        let view = policy_view(
            wizard.visit,
            "Policy".into(),
            &content,
            resources(&wizard.target, draft),
            update(policy, policy.revision, &content),
            wizard.target.oddities(wizard.visit, draft),
        );
        let refused = refused(wizard.visit, &[update(policy, policy.revision, &content)]);
        let nothing = same.then(|| Barrier::from("Nothing is changed yet.".to_string()));
        let fields = [
            ("subject", wizard.subject.kind().as_str().to_string()),
            ("id", wizard.subject.id().to_string()),
            ("policy", policy.id.to_string()),
            ("seen", policy.revision.to_string()),
            ("draft", draft.query()),
        ];
        let steps = wizard.steps().into_iter();
        let others = steps.filter_map(|step| {
            let label = match step {
                Step::Resources => "Change resources",
                Step::Roles => "Change roles",
                Step::Times => "Change conditions",
                Step::Group | Step::Review => return None,
            };
            Some((step.as_str().to_string(), label.to_string()))
        });
        Ok(Body::Review(ReviewView {
            policies: vec![view],
            post: "/api/iam/policies/save".into(),
            fields: fields.map(|(name, value)| (name.to_string(), value)).into(),
            submit: "Save".into(),
            disabled: refused.or(nothing),
            address: wizard.address.clone(),
            hidden: wizard.hidden(Step::Review),
            others: others.collect(),
            cancel: wizard.cancel.clone(),
        }))
    }

    pub async fn save(
        visit: &Visit,
        subject: Kind,
        id: &str,
        policy: &str,
        seen: u32,
        draft: &str,
    ) -> Result<Notice, Notice> {
        let subject = Named::of_form(visit, subject, id)?;
        let tab = subject.href("/access-policies");
        let Some(policy) = find(visit, subject, policy) else {
            let (noun, name) = (Noun::Policy, shorten(policy));
            let gone = Notice::from(RefusalKind::NotFound { noun, name }.refusal());
            return Err(gone.then(tab));
        };
        let target = Target::of_scope(visit, &policy.scope);
        let draft = Place::read(draft).draft;
        let content = Content {
            roles: draft.roles.clone(),
            scope: target.scope(visit, &draft.conditions)?,
            rule: draft.times.rule(policy.rule.as_ref())?,
        };
        visit.perform(update(policy, seen, &content)).await?;
        let text = format!("{}.", line(&visit.account, &content));
        Ok(Notice::success("Policy saved").with_text(text).then(tab))
    }
}
