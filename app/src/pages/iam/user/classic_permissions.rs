//! The Permissions tab of a user's classic infrastructure (`console.md`, section 3.4).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::carbon::notification::Note;
use crate::carbon::tabs::Tabs;
use crate::pages::iam::user::head::{UserHead, UserTab, user_href};
use crate::pages::iam::user::permission_boxes::{CategoryView, PermissionBoxes, summary};
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
    /// What is searched for.
    pub q: String,
    /// The categories.
    pub categories: Vec<CategoryView>,
    /// Key names that are part of the set but have no box: permissions that were retired.
    pub unseen: Vec<String>,
}

/// What the address says of the boxes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The permission set that fills the boxes; empty for what the user has.
    pub set: String,
    /// The boxes that are ticked, as [`draft_classic_permissions`] has it; empty for what else is said.
    pub draft: String,
    /// What is searched for.
    pub q: String,
}

/// The permissions of the user `id`, the boxes filled as it is `asked`.
#[server(prefix = "/api", endpoint = "iam/users/classic-permissions", input = GetUrl, output = Json)]
pub async fn classic_permissions(
    id: String,
    #[server(default)] asked: Asked,
) -> Result<ClassicPermissionsView, Problem> {
    server::classic_permissions(&id, &asked)
}

/// Leads to the page of the user `id` with the boxes of `permissions` ticked, and with those of the category `select` that
/// the search `q` finds ticked, too, or those of the category `clear` not. Changes nothing.
#[server(prefix = "/api", endpoint = "iam/users/classic-permissions/draft")]
pub async fn draft_classic_permissions(
    id: String,
    #[server(default)] permissions: Vec<String>,
    #[server(default)] q: String,
    #[server(default)] select: String,
    #[server(default)] clear: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::draft(
        &visit,
        &id,
        &permissions,
        &q,
        [&select, &clear],
    ))
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
    let id = use_path_part("id");
    let [set, draft, q] = ["set", "draft", "q"].map(use_query_value);
    let asked = move || Asked {
        set: set.get(),
        draft: draft.get(),
        q: q.get(),
    };
    let data = load(
        move || (id.get(), asked()),
        |(id, asked)| classic_permissions(id, asked),
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
        (
            "VPN subnets",
            user_href(&id, "/classic-infrastructure/vpn-subnets"),
        ),
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
            <PermissionBoxes categories=view.categories q=view.q />
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

    use super::{Asked, ClassicPermissionsView, PermissionsView};
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{head_of, user_href, user_of};
    use crate::pages::iam::user::permission_boxes::{BoxView, CategoryView, wanted as searched};
    use crate::view::{Choice, Notice, NoticeKind, Problem};

    pub fn classic_permissions(id: &str, asked: &Asked) -> Result<ClassicPermissionsView, Problem> {
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
        if let Some(draft) = read_draft(&asked.draft).filter(|_| editable) {
            wanted = draft;
            let note = Notice::new(NoticeKind::Warning, "The boxes are not saved yet");
            view.notes
                .insert(0, note.with_text("Save makes them the user's permissions."));
        } else if editable && !asked.set.is_empty() {
            match fill(&visit, &asked.set) {
                Ok((set, notice)) => {
                    wanted = set.permissions();
                    chosen = set.as_str().into();
                    view.notes.insert(0, notice);
                }
                Err(refusal) => view.notes.insert(0, Notice::from(refusal)),
            }
        }
        view.permissions = Some(PermissionsView {
            editable,
            set: chosen,
            q: asked.q.clone(),
            ..permissions(&visit, classic, wanted)
        });
        Ok(view)
    }

    /// The permissions of an address, each a bit of a hexadecimal number, in the order of the data.
    fn read_draft(text: &str) -> Option<PermissionSet> {
        let bits = u128::from_str_radix(text, 16).ok()?;
        let held = Permission::all().enumerate();
        let held = held.filter(|(n, _)| bits >> n & 1 == 1);
        Some(PermissionSet::of(held.map(|(_, permission)| permission)))
    }

    fn write_draft(permissions: PermissionSet) -> String {
        let held = Permission::all().enumerate();
        let held = held.filter(|(_, permission)| permissions.contains(*permission));
        let bits = held.fold(0_u128, |bits, (n, _)| bits | 1 << n);
        format!("{bits:x}")
    }

    /// The address of the page with `keys` ticked, and a category selected or cleared.
    pub fn draft(
        visit: &Visit,
        id: &str,
        keys: &[String],
        q: &str,
        [select, clear]: [&str; 2],
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let linked = linked(&visit.account)?;
        let classic = linked.user_of(&user.id);
        let classic = classic.ok_or_else(|| Notice {
            kind: NoticeKind::Error,
            ..no_classic_side(user)
        })?;
        may_edit(&visit.account, &visit.actor(), linked, classic.id)?;
        let mut ticked = read(keys)?;
        for category in permissions(visit, classic, ticked).categories {
            let all = of_category(&category, q)?;
            if category.label == select {
                ticked = ticked.union(all);
            } else if category.label == clear {
                ticked = ticked.minus(all);
            }
        }
        let found = match q.trim() {
            "" => String::new(),
            q => format!("&q={}", leptos_router::location::Url::escape(q)),
        };
        let path = user_href(user.id.as_str(), "/classic-infrastructure");
        let next = format!("{path}?draft={}{found}", write_draft(ticked));
        let title = "The boxes are ticked, and nothing is saved yet";
        Ok(Notice::new(NoticeKind::Info, title).then(next))
    }

    /// What can be ticked of a category, of what the search finds.
    fn of_category(category: &CategoryView, q: &str) -> Result<PermissionSet, Refusal> {
        let q = searched(q);
        let boxes = category.boxes.iter();
        let boxes = boxes.filter(|b| b.disabled.is_none() && b.fits(&q));
        let keys: Vec<String> = boxes.map(|b| b.key.clone()).collect();
        read(&keys)
    }

    fn read(keys: &[String]) -> Result<PermissionSet, Refusal> {
        let each = keys.iter().map(|name| name.parse::<Permission>());
        Ok(PermissionSet::of(each.collect::<Result<Vec<_>, _>>()?))
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

    fn permissions(visit: &Visit, classic: &ClassicUser, wanted: PermissionSet) -> PermissionsView {
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
            editable: true,
            q: String::new(),
            sets: SetName::ALL
                .iter()
                .map(|set| Choice::new(set.as_str(), set.label()))
                .collect(),
            set: String::new(),
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
        let wanted = read(permissions)?;
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
