//! The dialogs about API keys: create, edit, details, delete.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::{Select, TextInput};
use crate::carbon::notification::{Findings, Note};
use crate::carbon::table::cell_view;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, Cell, Choice, Notice, Problem};

/// The open dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialogView {
    /// A new key.
    Create {
        /// How it can end.
        terms: Option<TermsView>,
    },
    /// Another name and description.
    Edit {
        /// The key's id.
        id: String,
        /// Its name.
        name: String,
        /// Its description.
        description: String,
        /// How it ends.
        terms: Option<TermsView>,
        /// Why it can't be changed.
        disabled: Option<Barrier>,
    },
    /// What is known of a key.
    Details {
        /// Its name.
        name: String,
        /// Labels and values.
        facts: Vec<(String, Cell)>,
    },
    /// A key is deleted.
    Delete {
        /// The key's id, or the number of the classic user whose key it is.
        id: String,
        /// Its name.
        name: String,
        /// Whether it is a classic infrastructure API key.
        classic: bool,
        /// What follows from it.
        consequences: Vec<String>,
        /// What breaks at once, and the way out.
        warning: Option<Box<Notice>>,
        /// Why it can't be deleted.
        disabled: Option<Barrier>,
    },
}

/// How a key ends, where the account's era knows of it (R133, R134).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsView {
    /// The day from which on it gives no token, such as `2026-12-31`; empty if it never expires.
    pub expires_on: String,
    /// What can happen to it when it leaks.
    pub leak_actions: Vec<Choice>,
    /// What happens.
    pub leak_action: String,
}

/// A dialog about an API key.
#[component]
pub fn ApiKeyDialog(
    /// The dialog.
    dialog: DialogView,
    /// The list on which it is, for the form.
    list: String,
    /// The address without the dialog.
    close: String,
) -> impl IntoView {
    match dialog {
        DialogView::Create { terms } => view! {
            <Dialog title="Create an IBM Cloud API key" close=close.clone()>
                <PostForm action="/api/iam/apikeys/create">
                    <input type="hidden" name="list" value=list />
                    <TextInput name="name" label="Name" required=true />
                    <TextInput name="description" label="Description (optional)" />
                    {terms.map(terms_fields).views()}
                    <p>"The key's value is shown once, after it is created."</p>
                    <DialogButtons close=close submit="Create" />
                </PostForm>
            </Dialog>
        }
        .into_any(),
        DialogView::Edit {
            id,
            name,
            description,
            terms,
            disabled,
        } => view! {
            <Dialog title="Edit API key" close=close.clone()>
                <PostForm action="/api/iam/apikeys/update">
                    <input type="hidden" name="list" value=list />
                    <input type="hidden" name="id" value=id />
                    <TextInput name="name" label="Name" value=name required=true />
                    <TextInput name="description" label="Description (optional)" value=description />
                    {terms.map(terms_fields).views()}
                    <DialogButtons close=close submit="Apply" disabled=disabled />
                </PostForm>
            </Dialog>
        }
        .into_any(),
        DialogView::Details { name, facts } => {
            let facts = facts.into_iter().map(|(label, value)| {
                view! {
                    <dt>{label}</dt>
                    <dd>{cell_view(value)}</dd>
                }
            });
            view! {
                <Dialog title=name close=close>
                    <dl class="credlab-facts">{facts.views()}</dl>
                </Dialog>
            }
            .into_any()
        }
        DialogView::Delete {
            id,
            name,
            classic,
            consequences,
            warning,
            disabled,
        } => {
            let action = match classic {
                true => "/api/iam/apikeys/classic/delete",
                false => "/api/iam/apikeys/delete",
            };
            view! {
                <Dialog title=format!("Delete {name}?") close=close.clone()>
                    {warning.map(|notice| view! { <Note notice=*notice /> }).views()}
                    <Findings why=consequences />
                    <PostForm action=action>
                        <input type="hidden" name="list" value=list />
                        <input type="hidden" name="id" value=id />
                        <DialogButtons close=close submit="Delete" danger=true disabled=disabled />
                    </PostForm>
                </Dialog>
            }
            .into_any()
        }
    }
}

fn terms_fields(terms: TermsView) -> AnyView {
    let help = match terms.expires_on.is_empty() {
        true => {
            "From this day on, 00:00 UTC, the key gives no token. A key without a date never expires."
        }
        false => {
            "From this day on, 00:00 UTC, the key gives no token. The date can be moved, but not taken away."
        }
    };
    view! {
        <TextInput
            name="expires_on"
            label="Expiration date (optional)"
            kind="date"
            value=terms.expires_on
            help=help
        />
        <Select
            name="leak_action"
            label="Leaked action"
            options=terms.leak_actions
            value=terms.leak_action
            help="What happens to the key when its value is found where others can read it."
        />
    }
    .into_any()
}

/// Makes an IBM Cloud API key for whom `list` is about: the id of a user or of a service ID, or the name of a listing for
/// oneself.
/// Where the account's era knows of it, `expires_on` is the day from which on it gives no token (`2026-12-31`), and
/// `leak_action` what happens when it leaks (`none`, `disable` or `delete`); what is empty is as usual.
#[server(prefix = "/api", endpoint = "iam/apikeys/create")]
pub async fn create_api_key(
    list: String,
    name: String,
    #[server(default)] description: String,
    #[server(default)] expires_on: String,
    #[server(default)] leak_action: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    let ending = [&*expires_on, &leak_action];
    crate::backend::told(server::create(&visit, &list, name, description, ending).await)
}

/// Gives the API key `id` another name and description, and says anew how it ends: see [`create_api_key`].
#[server(prefix = "/api", endpoint = "iam/apikeys/update")]
pub async fn update_api_key(
    list: String,
    id: String,
    name: String,
    #[server(default)] description: String,
    #[server(default)] expires_on: String,
    #[server(default)] leak_action: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    let ending = [&*expires_on, &leak_action];
    crate::backend::told(server::update(&visit, &list, &id, name, description, ending).await)
}

/// Deletes the API key `id`.
#[server(prefix = "/api", endpoint = "iam/apikeys/delete")]
pub async fn delete_api_key(list: String, id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::delete(&visit, &list, &id).await)
}

/// Deletes the classic infrastructure API key of the user whose number in the linked classic account is `id`.
#[server(prefix = "/api", endpoint = "iam/apikeys/classic/delete")]
pub async fn delete_classic_api_key(list: String, id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::delete_classic(&visit, &list, &id).await)
}

#[cfg(feature = "ssr")]
pub use server::{dialog_of, no_key, unchanged};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Timestamp;
    use credlab_model::account::Era;
    use credlab_model::actor::Identity;
    use credlab_model::classic::{self, ClassicUser};
    use credlab_model::credentials::Slot;
    use credlab_model::iam::api_key::{ApiKey, Command, LeakAction, Terms};
    use credlab_model::id::{ApiKeyId, ClassicUserId};
    use credlab_model::refusal::{Noun, Refusal, RefusalKind, shorten};

    use super::{DialogView, TermsView};
    use crate::backend::moment::{day, minute, moment};
    use crate::backend::{Visit, given};
    use crate::pages::iam::api_key_table::{Item, List};
    use crate::view::{Barrier, Cell, Choice, Notice, NoticeKind, RemedyView};

    /// The dialog `dialog` of a list, about `subject` where it is about a key.
    pub fn dialog_of(
        visit: &Visit,
        list: &List,
        dialog: &str,
        subject: Option<Item>,
    ) -> Option<DialogView> {
        match (dialog, subject) {
            ("create", _) if no_key(visit, list.owner(visit)).is_none() => {
                Some(DialogView::Create {
                    terms: terms_of(visit, None),
                })
            }
            ("edit", Some(Item::Cloud(key))) => Some(DialogView::Edit {
                id: key.id.to_string(),
                name: key.name.clone(),
                description: key.description.clone(),
                terms: terms_of(visit, Some(key)),
                disabled: visit.impossible(unchanged(key)),
            }),
            ("details", Some(item)) => Some(details(visit, item)),
            ("delete", Some(Item::Cloud(key))) => Some(deletion(visit, key)),
            ("delete", Some(Item::Classic(user, _))) => Some(classic_deletion(visit, user)),
            _ => None,
        }
    }

    /// Why no API key can be created for somebody.
    pub fn no_key(visit: &Visit, owner: Identity) -> Option<Barrier> {
        visit.impossible(Command::Create {
            owner,
            name: "API key".into(),
            description: String::new(),
            locked: false,
            terms: Terms::default(),
        })
    }

    /// The change of a key that changes nothing, to ask whether it may be changed at all.
    pub fn unchanged(key: &ApiKey) -> Command {
        Command::Update {
            id: key.id.clone(),
            name: key.name.clone(),
            description: key.description.clone(),
            terms: Terms::default(),
        }
    }

    /// How a key ends, or how a new one will if nothing is said; none where the era knows of no end.
    fn terms_of(visit: &Visit, key: Option<&ApiKey>) -> Option<TermsView> {
        let expires_at = key.and_then(|key| key.expires_at);
        let leak_action = key.map(|key| key.action_when_leaked).unwrap_or_default();
        (visit.account.era == Era::Y2026).then(|| TermsView {
            expires_on: expires_at.map(day).unwrap_or_default(),
            leak_actions: [LeakAction::Disable, LeakAction::Delete, LeakAction::None]
                .map(|action| Choice::new(action.as_str(), leak_label(action)))
                .into(),
            leak_action: leak_action.as_str().into(),
        })
    }

    fn leak_label(action: LeakAction) -> &'static str {
        match action {
            LeakAction::Disable => "Disable the leaked key",
            LeakAction::Delete => "Delete the leaked key",
            LeakAction::None => "Do nothing",
        }
    }

    /// What a form says of a key's end: a day, and what happens when it leaks. The day that a key has already says nothing.
    fn terms(key: Option<&ApiKey>, [expires_on, leak_action]: [&str; 2]) -> Result<Terms, Refusal> {
        let now = key.and_then(|key| key.expires_at).map(day);
        let date = Some(expires_on.trim()).filter(|date| !date.is_empty());
        let date = date.filter(|date| now.as_deref() != Some(*date));
        let moment = |date: &str| {
            let begin = format!("{date}T00:00:00Z").parse::<Timestamp>();
            begin.map_err(|_| {
                let problem = format!("'{}' is no day such as 2026-12-31", shorten(date));
                RefusalKind::InvalidField {
                    field: "expiration date",
                    problem,
                }
                .refusal()
            })
        };
        let action = Some(leak_action).filter(|action| !action.is_empty());
        Ok(Terms {
            action_when_leaked: action.map(str::parse).transpose()?,
            expires_at: date.map(moment).transpose()?,
        })
    }

    fn details(visit: &Visit, item: Item) -> DialogView {
        let text = |label: &str, value: String| (label.to_string(), Cell::Text(value));
        let code = |label: &str, value: String| (label.to_string(), Cell::Code(value));
        let yes = |is: bool| if is { "Yes" } else { "No" }.to_string();
        match item {
            Item::Cloud(key) => {
                let account = &visit.account;
                let mut facts = vec![
                    code("ID", key.id.to_string()),
                    text("Description", key.description.clone()),
                    text("Owner", account.member_name(&key.owner).unwrap_or_default()),
                    text("Date created", moment(key.created_at)),
                    text("Last changed", moment(key.modified_at)),
                    text("Disabled", yes(key.disabled)),
                    text("Locked", yes(key.locked)),
                ];
                if account.era == Era::Y2026 {
                    let never = || "Never".to_string();
                    let expires = key.expires_at.map_or_else(never, minute);
                    facts.push(text("Expires", expires));
                    if let Some(at) = key.removed_at() {
                        facts.push(text("Removed after it expired", minute(at)));
                    }
                    let action = leak_label(key.action_when_leaked);
                    facts.push(text("Leaked action", action.into()));
                }
                let used = key.slots(account).map(|slot| place(visit, slot));
                let used: Vec<String> = used.collect();
                if !used.is_empty() {
                    facts.push(text("Used by clusters", used.join("; ")));
                }
                DialogView::Details {
                    name: key.name.clone(),
                    facts,
                }
            }
            Item::Classic(user, key) => DialogView::Details {
                name: "Classic infrastructure API key".into(),
                facts: vec![
                    code("API user name", user.username.clone()),
                    text("Owner", user.email.clone()),
                    text("Date created", moment(key.created_at)),
                ],
            },
        }
    }

    /// A region and resource group, with the clusters there.
    fn place(visit: &Visit, slot: &Slot) -> String {
        let account = &visit.account;
        let clusters = account.clusters.values();
        let mut names: Vec<&str> = clusters
            .filter(|cluster| cluster.slot() == *slot)
            .map(|cluster| cluster.name.as_str())
            .collect();
        names.sort_unstable();
        let clusters = match names.as_slice() {
            [] => "no cluster yet".to_string(),
            names => format!("clusters: {}", names.join(", ")),
        };
        let group = account.group_name(&slot.group);
        format!("{}, resource group {group} ({clusters})", slot.region)
    }

    fn deletion(visit: &Visit, key: &ApiKey) -> DialogView {
        let slots: Vec<&Slot> = key.slots(&visit.account).collect();
        let warning = (!slots.is_empty()).then(|| {
            let remedies = slots.iter().flat_map(|slot| {
                let (region, group) = (slot.region, visit.account.group_name(&slot.group));
                let step = |text: String, command: String| RemedyView {
                    text,
                    command: Some(command),
                };
                [
                    step(
                        format!("As a user with the needed access, target resource group {group}."),
                        format!("ibmcloud target -g {group}"),
                    ),
                    step(
                        format!("Reset the key of {region} there, and delete this one afterwards."),
                        format!("ibmcloud ks api-key reset --region {region}"),
                    ),
                ]
            });
            Notice {
                why: slots.iter().map(|slot| place(visit, slot)).collect(),
                remedies: remedies.collect(),
                ..Notice::new(NoticeKind::Error, "Clusters use this key").with_text(
                    "It is the stored API key of these regions and resource groups. Without it their clusters keep \
                     running, but can't order, reload or remove infrastructure for anybody.",
                )
            }
        });
        DialogView::Delete {
            id: key.id.to_string(),
            name: key.name.clone(),
            classic: false,
            consequences: vec![
                "Whatever logs in with this key can't any more.".into(),
                "A deleted key can't be brought back.".into(),
            ],
            warning: warning.map(Box::new),
            disabled: visit.impossible(Command::Delete { id: key.id.clone() }),
        }
    }

    fn classic_deletion(visit: &Visit, user: &ClassicUser) -> DialogView {
        let slots = visit.account.slots.iter().filter(|(_, state)| {
            let manual = state.manual.as_ref();
            manual
                .and_then(|manual| manual.open(&visit.account))
                .is_some_and(|(_, open)| open.username == user.username)
        });
        let why: Vec<String> = slots.map(|(slot, _)| place(visit, slot)).collect();
        let warning = (!why.is_empty()).then(|| Notice {
            why,
            ..Notice::new(NoticeKind::Error, "Clusters use this key").with_text(
                "It is part of the manually set credentials of these regions and resource groups. Set others there \
                 first.",
            )
        });
        DialogView::Delete {
            id: user.id.to_string(),
            name: "classic infrastructure API key".into(),
            classic: true,
            consequences: vec![
                format!("Calls as {} with this key fail from now on.", user.username),
                "Another key can be created afterwards, with another value.".into(),
            ],
            warning: warning.map(Box::new),
            disabled: visit.impossible(classic::Command::DeleteApiKey { user: user.id }),
        }
    }

    pub async fn create(
        visit: &Visit,
        list: &str,
        name: String,
        description: String,
        ending: [&str; 2],
    ) -> Result<Notice, Notice> {
        let list: List = list.parse()?;
        let title = format!("API key {} created", name.trim());
        let command = Command::Create {
            owner: list.owner(visit),
            name,
            description,
            locked: false,
            terms: terms(None, ending)?,
        };
        let done = visit.perform(command).await?;
        Ok(Notice::success(title)
            .with_secret("API key", done.context.api_key_value())
            .then(list.href()))
    }

    pub async fn update(
        visit: &Visit,
        list: &str,
        id: &str,
        name: String,
        description: String,
        ending: [&str; 2],
    ) -> Result<Notice, Notice> {
        let list: List = list.parse()?;
        let id: ApiKeyId = given(id, Noun::ApiKey)?;
        let title = format!("API key {} saved", name.trim());
        let command = Command::Update {
            terms: terms(visit.account.api_keys.get(&id), ending)?,
            id,
            name,
            description,
        };
        visit.perform(command).await?;
        Ok(Notice::success(title).then(list.href()))
    }

    pub async fn delete(visit: &Visit, list: &str, id: &str) -> Result<Notice, Notice> {
        let list: List = list.parse()?;
        let id: ApiKeyId = given(id, Noun::ApiKey)?;
        let title = format!("API key {} deleted", visit.account.api_key(&id)?.name);
        visit.perform(Command::Delete { id }).await?;
        Ok(Notice::success(title).then(list.href()))
    }

    pub async fn delete_classic(visit: &Visit, list: &str, id: &str) -> Result<Notice, Notice> {
        let list: List = list.parse()?;
        let user: ClassicUserId = given(id, Noun::ClassicUser)?;
        let command = classic::Command::DeleteApiKey { user };
        visit.perform(command).await?;
        Ok(Notice::success("Classic infrastructure API key deleted").then(list.href()))
    }
}
