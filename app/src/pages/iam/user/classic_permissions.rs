//! The Permissions tab of a user's classic infrastructure (`console.md`, section 3.4).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::{Checkbox, Select};
use crate::carbon::notification::Note;
use crate::carbon::tabs::Tabs;
use crate::pages::iam::user::head::{UserHead, UserTab, user_href};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{Choice, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicPermissionsView {
    /// The top of the user's page.
    pub head: UserHead,
    /// What is to know beforehand.
    pub notes: Vec<Notice>,
    /// The permissions, if there are any to see.
    pub permissions: Option<PermissionsView>,
}

/// The permissions of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionsView {
    /// Whether they can be changed here.
    pub editable: bool,
    /// What the drop-down offers.
    pub sets: Vec<Choice>,
    /// The set that fills the boxes; empty for what the user has.
    pub set: String,
    /// The categories.
    pub categories: Vec<CategoryView>,
    /// Key names that are part of the set but have no box: permissions that were retired.
    pub unseen: Vec<String>,
}

/// A category of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryView {
    /// Its name.
    pub label: String,
    /// How many of it the user has.
    pub held: usize,
    /// Its permissions.
    pub boxes: Vec<BoxView>,
}

/// A box for one permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxView {
    /// The key name.
    pub key: String,
    /// The name on the tab.
    pub label: String,
    /// What it is for.
    pub help: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// Why it can't be ticked.
    pub disabled: Option<String>,
}

/// The permissions of the user `id`, the boxes filled by the permission set `set` unless that is empty.
#[server(prefix = "/api", endpoint = "iam/users/classic-permissions", input = GetUrl, output = Json)]
pub async fn classic_permissions(
    id: String,
    set: String,
) -> Result<ClassicPermissionsView, Problem> {
    server::classic_permissions(&id, &set)
}

/// Makes the permissions of the user `id` those of `permissions`, by key name.
#[server(prefix = "/api", endpoint = "iam/users/classic-permissions/save")]
pub async fn save_classic_permissions(
    id: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::save(&visit, &id, &permissions).await)
}

/// The Permissions tab of a user's classic infrastructure.
#[component]
pub fn ClassicPermissionsPage() -> impl IntoView {
    let (id, set) = (use_path_part("id"), use_query_value("set"));
    let data = load(
        move || (id.get(), set.get()),
        |(id, set)| classic_permissions(id, set),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: ClassicPermissionsView) -> impl IntoView {
    let id = view.head.id.clone();
    let permissions = view.permissions.map(|permissions| {
        if permissions.editable {
            editor(id.clone(), permissions)
        } else {
            held(permissions)
        }
    });
    view! {
        <UserTab head=view.head current="Classic infrastructure">
            <ClassicTabs id=id current="Permissions" />
            {view.notes.into_iter().map(|notice| view! { <Note notice=notice /> }).views()}
            {permissions}
        </UserTab>
    }
}

/// The tabs within the tab.
#[component]
pub fn ClassicTabs(
    /// The user's id.
    id: String,
    /// The label of the one that is open.
    current: &'static str,
) -> impl IntoView {
    let tabs = vec![
        ("Permissions", user_href(&id, "/classic-infrastructure")),
        ("Devices", user_href(&id, "/classic-infrastructure/devices")),
    ];
    view! { <Tabs label="Tabs of classic infrastructure" tabs=tabs current=current inner=true /> }
}

/// The drop-down is a form of its own that loads the page anew, so that the boxes are filled even where somebody has
/// ticked them before.
fn editor(id: String, view: PermissionsView) -> AnyView {
    let path = user_href(&id, "/classic-infrastructure");
    let unseen = view
        .unseen
        .into_iter()
        .map(|key| view! { <input type="hidden" name="permissions[]" value=key /> });
    let categories = view.categories.into_iter().map(|category| {
        let boxes = category.boxes.into_iter().map(|permission| {
            view! {
                <Checkbox
                    id=permission.key.clone()
                    name="permissions[]"
                    value=permission.key
                    label=permission.label
                    checked=permission.checked
                    disabled=permission.disabled
                    help=permission.help
                />
            }
        });
        let total = boxes.len();
        view! {
            <details class="credlab-fold">
                <summary>{summary(&category.label, category.held, total)}</summary>
                <fieldset class="credlab-fold__content credlab-boxes">
                    <legend class="credlab-hidden">{category.label}</legend>
                    {boxes.views()}
                </fieldset>
            </details>
        }
    });
    view! {
        <form method="get" action=path class="credlab-inline-form">
            <Select
                name="set"
                label="Permission sets"
                options=view.sets
                value=view.set
                help="Set fills the boxes below. Nothing is changed before you save."
            />
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary" type="submit">
                "Set"
            </button>
        </form>
        <PostForm action="/api/iam/users/classic-permissions/save">
            <input type="hidden" name="id" value=id />
            {unseen.views()}
            <div class="credlab-section">{categories.views()}</div>
            <div class="credlab-buttons">
                <Submit label="Save" />
            </div>
        </PostForm>
    }
    .into_any()
}

/// The permissions as a list, where they can't be changed.
fn held(view: PermissionsView) -> AnyView {
    let categories = view.categories.into_iter().map(|category| {
        let total = category.boxes.len();
        let lines = category.boxes.into_iter().filter(|line| line.checked);
        let lines = lines.map(|line| {
            view! {
                <li class="cds--list__item">{line.label} <span class="credlab-reason">{line.help}</span></li>
            }
        });
        view! {
            <details class="credlab-fold">
                <summary>{summary(&category.label, category.held, total)}</summary>
                <div class="credlab-fold__content">
                    <ul class="cds--list--unordered">{lines.views()}</ul>
                </div>
            </details>
        }
    });
    view! { <div class="credlab-section">{categories.views()}</div> }.into_any()
}

fn summary(label: &str, held: usize, total: usize) -> String {
    format!("{label}: {held} of {total}")
}

#[cfg(feature = "ssr")]
pub use server::{classic_side, no_classic_side, notes_on};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Refusal;
    use credlab_model::classic::permission::{Category, Need};
    use credlab_model::classic::user::{grantable, may_edit, may_grant, may_view};
    use credlab_model::classic::{
        ClassicAccount, ClassicUser, Command, Permission, PermissionSet, SetName, linked,
    };
    use credlab_model::iam::user::User;

    use super::{BoxView, CategoryView, ClassicPermissionsView, PermissionsView};
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{head_of, user_href, user_of};
    use crate::view::{Choice, Notice, NoticeKind, Problem};

    pub fn classic_permissions(id: &str, set: &str) -> Result<ClassicPermissionsView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let head = head_of(&visit, user);
        let mut view = ClassicPermissionsView {
            head,
            notes: Vec::new(),
            permissions: None,
        };
        let Some((linked, classic)) = classic_side(&visit, user)? else {
            view.notes.push(no_classic_side(user));
            return Ok(view);
        };
        if classic.master {
            let text = "The account owner has every classic infrastructure permission, so there is nothing to choose.";
            view.notes
                .push(note("All permissions are granted").with_text(text));
            return Ok(view);
        }
        if let Err(refusal) = may_view(&visit.account, &visit.actor(), linked, classic.id) {
            view.notes.push(Notice::from(refusal));
            return Ok(view);
        }
        view.notes.extend(notes_on(&visit, user, linked, classic));
        let editable = may_edit(&visit.account, &visit.actor(), linked, classic.id).is_ok();
        if editable {
            view.notes.push(note("Downgrading permissions?").with_text(
                "What you take away can go on working for a few minutes. What you add works at once.",
            ));
            view.notes.push(
                note("Support and billing permissions are elsewhere").with_text(
                    "They moved to IAM: assign access to Support Center or Billing under Access policies. \
                     Permission sets don't include them.",
                ),
            );
        }
        let mut wanted = classic.granted();
        let mut chosen = String::new();
        if editable && !set.is_empty() {
            match fill(&visit, set) {
                Ok((set, notice)) => {
                    wanted = set.permissions();
                    chosen = set.as_str().into();
                    view.notes.insert(0, notice);
                }
                Err(refusal) => view.notes.insert(0, Notice::from(refusal)),
            }
        }
        view.permissions = Some(permissions(&visit, classic, wanted, chosen, editable));
        Ok(view)
    }

    /// The classic side of a user; none if there is none yet.
    pub fn classic_side<'a>(
        visit: &'a Visit,
        user: &User,
    ) -> Result<Option<(&'a ClassicAccount, &'a ClassicUser)>, Problem> {
        let linked = linked(&visit.account).map_err(|refusal| Problem {
            status: 404,
            title: "No classic infrastructure".into(),
            ..Problem::from(refusal)
        })?;
        Ok(linked.user_of(&user.id).map(|classic| (linked, classic)))
    }

    /// That a user has no classic side yet.
    pub fn no_classic_side(user: &User) -> Notice {
        note("No classic infrastructure user").with_text(format!(
            "{} has no user in classic infrastructure. There is one as soon as the invitation is accepted.",
            user.email
        ))
    }

    /// Why nothing can be changed, and which state the user is in.
    pub fn notes_on(
        visit: &Visit,
        user: &User,
        linked: &ClassicAccount,
        classic: &ClassicUser,
    ) -> Vec<Notice> {
        let mut notes = Vec::new();
        if let Err(refusal) = may_edit(&visit.account, &visit.actor(), linked, classic.id) {
            let own = user.identity() == visit.persona;
            let mut notice = Notice::from(refusal);
            notice.kind = NoticeKind::Info;
            notice.title = match own {
                true => "This is your own page".into(),
                false => "You can see this, but not change it".into(),
            };
            notes.push(notice);
        }
        if !user.state.allows_classic() {
            let text = format!(
                "The status of {} is {}. What is granted here is kept, and counts when the status allows classic \
                 infrastructure again.",
                user.email,
                user.state.label()
            );
            notes.push(
                Notice::new(
                    NoticeKind::Warning,
                    "Classic infrastructure is closed to this user",
                )
                .with_text(text),
            );
        }
        notes
    }

    fn note(title: &str) -> Notice {
        Notice::new(NoticeKind::Info, title)
    }

    /// The set that the address names, if the persona may grant all of it (R78).
    fn fill(visit: &Visit, set: &str) -> Result<(SetName, Notice), Refusal> {
        let set: SetName = set.parse()?;
        may_grant(&visit.account, &visit.actor(), set.permissions())?;
        let notice = Notice::new(
            NoticeKind::Warning,
            format!("{} is not saved yet", set.label()),
        );
        let text = format!(
            "The boxes show the permission set: {} Save makes them the user's permissions.",
            set.meaning()
        );
        Ok((set, notice.with_text(text)))
    }

    fn permissions(
        visit: &Visit,
        classic: &ClassicUser,
        wanted: PermissionSet,
        set: String,
        editable: bool,
    ) -> PermissionsView {
        let held = classic.granted();
        // What is held already can be kept by everybody; what is new must be the editor's to give.
        let open = held.union(grantable(&visit.account, &visit.actor()));
        let boxed = |permission: &Permission| permission.is_on_tab();
        let era = visit.account.era;
        let categories = Category::headings(era).iter().map(|heading| {
            let all = Permission::all().filter(|p| p.heading(era) == *heading && boxed(p));
            let boxes: Vec<BoxView> = all
                .map(|permission| BoxView {
                    key: permission.key_name().into(),
                    label: permission.console_name().into(),
                    help: help(permission),
                    checked: wanted.contains(permission),
                    disabled: (!open.contains(permission)).then(|| {
                        "You can't grant this: you don't have the permission yourself.".into()
                    }),
                })
                .collect();
            CategoryView {
                label: (*heading).into(),
                held: boxes.iter().filter(|b| b.checked).count(),
                boxes,
            }
        });
        let hidden = |p: &Permission| !boxed(p) && p.category() != Category::DeviceAccess;
        let unseen = wanted.editable().iter().filter(hidden);
        PermissionsView {
            editable,
            sets: SetName::ALL
                .iter()
                .map(|set| Choice::new(set.as_str(), set.label()))
                .collect(),
            set,
            categories: categories.collect(),
            unseen: unseen.map(|p| p.key_name().into()).collect(),
        }
    }

    fn help(permission: Permission) -> String {
        let need = match permission.need() {
            Some(Need::Required) => " Required for classic clusters.",
            Some(Need::Suggested) => " Suggested for classic clusters.",
            None => "",
        };
        format!("{}{need}", permission.purpose())
    }

    pub async fn save(visit: &Visit, id: &str, permissions: &[String]) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let classic = linked(&visit.account)?.user_of(&user.id);
        let classic = classic.ok_or_else(|| Notice {
            kind: NoticeKind::Error,
            ..no_classic_side(user)
        })?;
        let each = permissions.iter().map(|name| name.parse::<Permission>());
        let wanted = PermissionSet::of(each.collect::<Result<Vec<_>, _>>()?);
        let command = Command::SetPermissions {
            user: classic.id,
            permissions: wanted,
        };
        let done = visit.perform(command).await?;
        let before = classic.granted();
        let after = linked(&done.account)?.user(classic.id)?.granted();
        let (added, removed) = (after.minus(before).len(), before.minus(after).len());
        let delay = match removed {
            0 => "",
            _ => " What was removed can go on working for a few minutes.",
        };
        let title = format!("Classic infrastructure permissions of {} saved", user.email);
        Ok(Notice::success(title)
            .with_text(format!("{added} added, {removed} removed.{delay}"))
            .then(user_href(user.id.as_str(), "/classic-infrastructure")))
    }
}
