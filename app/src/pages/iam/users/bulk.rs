//! What is done with several users at once: removed, put into an access group, invited again, uninvited.

use leptos::prelude::*;

use crate::view::{Notice, Problem};

/// Removes the users that are `picked` by their ids; those with users below them last. `back` is the address of the list.
#[server(prefix = "/api", endpoint = "iam/users/bulk/remove")]
pub async fn remove_users(picked: String, back: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::remove(&visit, &picked, &back).await)
}

/// Adds the users that are `picked` by their ids to the access group of the id `choice`.
#[server(prefix = "/api", endpoint = "iam/users/bulk/join")]
pub async fn join_users(picked: String, back: String, choice: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::join(&visit, &picked, &back, &choice).await)
}

/// Sends the invitations of the users that are `picked` by their ids again.
#[server(prefix = "/api", endpoint = "iam/users/bulk/resend")]
pub async fn resend_invitations(picked: String, back: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::resend(&visit, &picked, &back).await)
}

/// Takes the invitations of the users that are `picked` by their ids back.
#[server(prefix = "/api", endpoint = "iam/users/bulk/cancel")]
pub async fn cancel_invitations(picked: String, back: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::cancel(&visit, &picked, &back).await)
}

#[cfg(feature = "ssr")]
pub(super) use server::{actions, dialog};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::access_group::{self, AccessGroup, may_see};
    use credlab_model::iam::removal::Removal;
    use credlab_model::iam::user::{self, Command, User};
    use credlab_model::id::UserId;
    use credlab_model::{Account, Command as Any, Refusal};

    use crate::backend::Visit;
    use crate::backend::bulk::{Item, each};
    use crate::pages::iam::user::removal::lost;
    use crate::parts::bulk::BulkView;
    use crate::parts::picks::Picks;
    use crate::view::{ActionView, Barrier, Choice, FilterView, Notice};

    const LIST: &str = "/iam/users";

    /// The buttons. What the persona may do with none of the others on the page, by the first gate, can't be pressed.
    pub fn actions(visit: &Visit, page: &[&User]) -> Vec<ActionView> {
        let invite = user::may_invite(&visit.account, &visit.actor(), visit.now).err();
        let invite = invite.as_ref().map(Refusal::sentence);
        let others = page.iter().filter(|user| {
            let kept = user.id == visit.account.owner || user.identity() == visit.persona;
            !kept && !user.state.is_invited()
        });
        let mut barriers = others.map(|user| {
            visit.forbidden(Command::Remove {
                user: user.id.clone(),
            })
        });
        let first = barriers.next().flatten();
        let none = first.is_some() && barriers.all(|barrier| barrier.is_some());
        vec![
            ActionView::open("Assign to access group", "join").unless(no_group(visit)),
            ActionView::open("Resend invitations", "resend").unless(invite.clone()),
            ActionView::open("Cancel invitations", "cancel").unless(invite),
            ActionView::open("Remove users", "remove").unless(first.filter(|_| none)),
        ]
    }

    /// Why the persona adds nobody to any access group.
    fn no_group(visit: &Visit) -> Option<Barrier> {
        let Some(group) = groups(visit).next() else {
            return Some(
                "There is no access group that you can see."
                    .to_string()
                    .into(),
            );
        };
        visit.forbidden(access_group::Command::AddMember {
            id: group.id.clone(),
            member: visit.persona.clone(),
        })
    }

    fn groups(visit: &Visit) -> impl Iterator<Item = &AccessGroup> {
        let groups = visit.account.access_groups.values();
        groups.filter(|group| may_see(&visit.account, &visit.persona, group, visit.now))
    }

    /// The dialog of that name, if any of those that are picked are there.
    pub fn dialog(visit: &Visit, dialog: &str, picked: &str) -> Option<BulkView> {
        let users = found(&visit.account, picked);
        let count = users.len();
        let whom = counted(count, "user");
        let (title, text, submit) = match dialog {
            "remove" => (
                format!("Remove {whom}"),
                "They lose access to the account, with their API keys, policies and memberships. Clusters, devices and \
                 whatever else they have made stay. Who can't be removed is told by name; the others are removed.",
                "Remove",
            ),
            "join" => (
                format!("Assign {whom} to an access group"),
                "They get the access of the group. Who can't be added is told by name; the others are added.",
                "Assign",
            ),
            "resend" => (
                format!("Resend {}", counted(count, "invitation")),
                "Who has no pending invitation is told by name.",
                "Resend",
            ),
            "cancel" => (
                format!("Cancel {}", counted(count, "invitation")),
                "The access that came with them goes, too. Who has no pending invitation is told by name.",
                "Cancel invitations",
            ),
            _ => return None,
        };
        let keys: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
        // What breaks is told to those who may ask for the removal, as on the user's page.
        let removable = users.iter().filter(|user| {
            let remove = Command::Remove {
                user: user.id.clone(),
            };
            user.id != visit.account.owner && visit.forbidden(remove).is_none()
        });
        let losses = removable.flat_map(|user| {
            let removal = Removal::of(&visit.account, &user.id);
            let losses = removal.losses.iter().map(|loss| lost(&visit.account, loss));
            losses.collect::<Vec<_>>()
        });
        let choice = FilterView {
            name: "choice".into(),
            label: "Access group".into(),
            options: by_name(groups(visit)),
            value: String::new(),
        };
        Some(BulkView {
            title,
            text: text.into(),
            findings: match dialog {
                "remove" => losses.collect(),
                _ => Vec::new(),
            },
            action: format!("/api/iam/users/bulk/{dialog}"),
            picked: keys.join("."),
            names: users.iter().map(|user| user.email.to_string()).collect(),
            choice: (dialog == "join").then_some(choice),
            submit: submit.into(),
            danger: matches!(dialog, "remove" | "cancel"),
            disabled: users
                .is_empty()
                .then(|| "Nobody is selected.".to_string().into()),
        })
    }

    fn by_name<'a>(groups: impl Iterator<Item = &'a AccessGroup>) -> Vec<Choice> {
        let mut groups: Vec<_> = groups.collect();
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        let groups = groups.into_iter();
        groups
            .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
            .collect()
    }

    fn counted(count: usize, noun: &str) -> String {
        match count {
            1 => format!("1 {noun}"),
            count => format!("{count} {noun}s"),
        }
    }

    /// The users that are picked and still there.
    fn found<'a>(account: &'a Account, picked: &str) -> Vec<&'a User> {
        let picks = Picks::read(picked);
        let ids = picks
            .keys()
            .iter()
            .filter_map(|key| key.parse::<UserId>().ok());
        ids.filter_map(|id| account.users.get(&id)).collect()
    }

    /// One command each for those that are picked.
    fn items(account: &Account, picked: &str, command: impl Fn(UserId) -> Any) -> Vec<Item> {
        let item = |key: &String| {
            let user = key
                .parse::<UserId>()
                .ok()
                .and_then(|id| account.users.get(&id));
            Item {
                key: key.clone(),
                name: user.map_or_else(|| key.clone(), |user| user.email.to_string()),
                command: match user {
                    Some(user) => Ok(command(user.id.clone())),
                    None => Err("There is no such user in the account any more.".into()),
                },
            }
        };
        Picks::read(picked).keys().iter().map(item).collect()
    }

    pub async fn remove(visit: &Visit, picked: &str, back: &str) -> Result<Notice, Notice> {
        let account = &visit.account;
        let mut items = items(account, picked, |user| Command::Remove { user }.into());
        // Nobody can be removed who is above others: so these go first.
        items.sort_by_key(|item| std::cmp::Reverse(height(account, &item.key)));
        let outcome = each(visit, items).await;
        let done = |count| match count {
            1 => "1 user was removed".to_string(),
            count => format!("{count} users were removed"),
        };
        Ok(outcome.notice(done, LIST, back))
    }

    /// How many users are above a user in the classic hierarchy, as far as it matters.
    fn height(account: &Account, id: &str) -> usize {
        let linked = account.linked_classic();
        let user = id.parse::<UserId>().ok();
        let own = linked
            .zip(user)
            .and_then(|(linked, id)| linked.user_of(&id));
        let above = std::iter::successors(own, |user| {
            linked.and_then(|linked| linked.users.get(&user.parent?))
        });
        above.take(100).count()
    }

    pub async fn join(
        visit: &Visit,
        picked: &str,
        back: &str,
        group: &str,
    ) -> Result<Notice, Notice> {
        let group = visit.account.access_group_called(group)?;
        let items = items(&visit.account, picked, |user| {
            access_group::Command::AddMember {
                id: group.id.clone(),
                member: credlab_model::Identity::User(user),
            }
            .into()
        });
        let outcome = each(visit, items).await;
        let name = &group.name;
        let done = |count| match count {
            1 => format!("1 user is a member of {name} now"),
            count => format!("{count} users are members of {name} now"),
        };
        Ok(outcome.notice(done, LIST, back))
    }

    pub async fn resend(visit: &Visit, picked: &str, back: &str) -> Result<Notice, Notice> {
        let items = items(&visit.account, picked, |user| {
            Command::Resend { user }.into()
        });
        let outcome = each(visit, items).await;
        let done = |count| match count {
            1 => "1 invitation was sent again".to_string(),
            count => format!("{count} invitations were sent again"),
        };
        Ok(outcome.notice(done, LIST, back))
    }

    pub async fn cancel(visit: &Visit, picked: &str, back: &str) -> Result<Notice, Notice> {
        let items = items(&visit.account, picked, |user| {
            Command::Cancel { user }.into()
        });
        let outcome = each(visit, items).await;
        let done = |count| match count {
            1 => "1 invitation was cancelled".to_string(),
            count => format!("{count} invitations were cancelled"),
        };
        Ok(outcome.notice(done, LIST, back))
    }
}
