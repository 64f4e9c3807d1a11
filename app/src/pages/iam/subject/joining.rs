//! Putting somebody into an access group, and letting a trusted profile trust somebody.

use leptos::prelude::*;

use crate::view::{Notice, Problem};

#[cfg(feature = "ssr")]
use super::Kind;

/// Adds users, service IDs or trusted profiles, by their ids, to the access group of the id `id`.
#[server(prefix = "/api", endpoint = "iam/groups/members/add")]
pub async fn add_members(
    id: String,
    #[server(default)] members: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::add(&visit, Kind::AccessGroup, &id, &members).await)
}

/// Lets the trusted profile of the id `id` trust users and service IDs, by their ids.
#[server(prefix = "/api", endpoint = "iam/trusted-profiles/trust")]
pub async fn trust(id: String, #[server(default)] members: Vec<String>) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::add(&visit, Kind::TrustedProfile, &id, &members).await)
}

/// Lets the trusted profile of the id `id` no longer trust a user or service ID, by its id.
#[server(prefix = "/api", endpoint = "iam/trusted-profiles/distrust")]
pub async fn distrust(id: String, member: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::distrust(&visit, &id, &member).await)
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Refusal;
    use credlab_model::actor::Identity;
    use credlab_model::iam::trusted_profile;
    use credlab_model::refusal::RefusalKind;

    use crate::backend::Visit;
    use crate::backend::bulk::in_turn;
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::circle::{Circle, addition};
    use crate::pages::iam::subject::named::{Named, identity_called};
    use crate::view::Notice;

    /// Adds one after the other. Those before one that is refused stay added, and the answer says so.
    pub async fn add(
        visit: &Visit,
        kind: Kind,
        id: &str,
        members: &[String],
    ) -> Result<Notice, Notice> {
        let subject = Named::of_form(visit, kind, id)?;
        let each = members.iter().map(|id| identity_called(&visit.account, id));
        let members: Vec<Identity> = each.collect::<Result<_, Refusal>>()?;
        let Some(first) = members.first() else {
            return Err(nobody().into());
        };
        let circle = Circle::for_identity(kind, first);
        let item = |member: &Identity| {
            let command = addition(subject, member).ok_or_else(nobody)?;
            Ok((visit.account.member_name(member)?, command))
        };
        let items = members.iter().map(item).collect::<Result<_, Refusal>>()?;
        let added = in_turn(visit, items).await;
        let added = added.map_err(|(added, refused)| after(&added, refused))?;
        let subject_name = subject.name();
        let title = match (kind, added.as_slice()) {
            (Kind::TrustedProfile, _) => format!("{subject_name} trusts {} now", list(&added)),
            (_, [one]) => format!("{one} is a member of {subject_name} now"),
            (_, several) => format!("{} are members of {subject_name} now", list(several)),
        };
        Ok(Notice::success(title).then(subject.href(circle.tab())))
    }

    /// A refusal, with what was done before it.
    fn after(added: &[String], refused: Notice) -> Notice {
        match added {
            [] => refused,
            added => Notice {
                text: format!("{} {} added before that.", refused.text, were(added)),
                ..refused
            },
        }
    }

    fn nobody() -> Refusal {
        RefusalKind::InvalidField {
            field: "members",
            problem: "must name at least one".into(),
        }
        .refusal()
    }

    /// `a@example.com was`, `3 were`.
    fn were(names: &[String]) -> String {
        match names {
            [one] => format!("{one} was"),
            several => format!("{} were", several.len()),
        }
    }

    /// Two by name, more by number.
    fn list(names: &[String]) -> String {
        match names {
            [one] => one.clone(),
            [one, other] => format!("{one} and {other}"),
            several => format!("{} more", several.len()),
        }
    }

    pub async fn distrust(visit: &Visit, id: &str, member: &str) -> Result<Notice, Notice> {
        let subject = Named::of_form(visit, Kind::TrustedProfile, id)?;
        let member = identity_called(&visit.account, member)?;
        let name = visit.account.member_name(&member)?;
        let Named::TrustedProfile(profile) = subject else {
            return Err(nobody().into());
        };
        let command = trusted_profile::Command::Distrust {
            id: profile.id.clone(),
            identity: member,
        };
        visit.perform(command).await?;
        let title = format!("{} trusts {name} no longer", profile.name);
        Ok(Notice::success(title).then(subject.href(Circle::Trusted.tab())))
    }
}
