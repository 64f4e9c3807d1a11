//! What drafts stand for, and its assignment.

use credlab_model::Refusal;
use credlab_model::iam::policy::{Command, Content};

use super::draft::{Draft, Place};
use super::review::line;
use super::target::Target;
use super::wizard::Wizard;
use crate::backend::Visit;
use crate::backend::bulk::in_turn;
use crate::pages::iam::subject::Kind;
use crate::pages::iam::subject::named::Named;
use crate::view::Notice;

/// The command that gives `subject` what a policy says.
pub fn create(subject: Named<'_>, content: &Content) -> Command {
    Command::Create {
        subject: subject.subject(),
        roles: content.roles.clone(),
        scope: content.scope.clone(),
        rule: content.rule.clone(),
    }
}

/// What a draft is for, and the policies that it stands for.
pub fn contents(visit: &Visit, draft: &Draft) -> Result<(Target, Vec<Content>), Refusal> {
    let target = Target::find(visit, &draft.service)?;
    let contents = Wizard::contents(visit, &target, draft, None)?;
    Ok((target, contents))
}

/// The draft that the short form stands for.
pub fn short_draft(
    visit: &Visit,
    service: String,
    resource: &str,
    roles: Vec<String>,
) -> Result<Draft, Refusal> {
    let target = Target::find(visit, &service)?;
    Ok(Draft {
        service,
        conditions: target.conditions_of(visit, resource)?,
        roles,
        ..Draft::default()
    })
}

/// The drafts that a form has sent.
pub fn drafts(texts: &[String]) -> Vec<Draft> {
    texts.iter().map(|text| Place::read(text).draft).collect()
}

/// Assigns what the drafts say: all of it, or if one policy would be refused, nothing.
pub async fn assign(
    visit: &Visit,
    subject: Kind,
    id: &str,
    drafts: &[Draft],
) -> Result<Notice, Notice> {
    let subject = Named::of_form(visit, subject, id)?;
    let mut all = Vec::new();
    for draft in drafts {
        all.extend(contents(visit, draft)?.1);
    }
    for content in all.iter().skip(1) {
        if let Some(refusal) = visit.refusal(create(subject, content)) {
            return Err(refusal.into());
        }
    }
    let items = all.iter().map(|content| {
        let command = create(subject, content).into();
        (line(&visit.account, content), command)
    });
    let done = in_turn(visit, items.collect()).await;
    let done = done.map_err(|(done, refused)| match done.as_slice() {
        [] => refused,
        done => Notice {
            text: format!(
                "{} Assigned before that: {}.",
                refused.text,
                done.join("; ")
            ),
            ..refused
        },
    })?;
    let what = done.iter().map(|line| format!("{line}."));
    Ok(
        Notice::success(format!("Access assigned to {}", subject.name()))
            .with_text(what.collect::<Vec<_>>().join(" "))
            .then(subject.href("/access-policies")),
    )
}
