//! The Devices tab of a user's classic infrastructure (`console.md`, section 3.4).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::notification::Note;
use crate::carbon::table::{DataTable, check_box};
use crate::pages::iam::user::classic_permissions::ClassicTabs;
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{TableQuery, use_path_part, use_table_query};
use crate::parts::views::Views;
use crate::view::{Check, Json, Notice, Problem, TableView};

/// The id of the form.
const FORM: &str = "devices";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicDevicesView {
    /// The top of the user's page.
    pub head: UserHead,
    /// What is to know beforehand.
    pub notes: Vec<Notice>,
    /// The devices, if there are any to see.
    pub devices: Option<DevicesView>,
}

/// The device access of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesView {
    /// Whether it can be changed here.
    pub editable: bool,
    /// *Select type*: all of a kind that there are today.
    pub types: Vec<Check>,
    /// *Enable future access*: all of a kind, present and to come.
    pub future: Vec<Check>,
    /// The numbers of the devices whose boxes are shown.
    pub shown: Vec<String>,
    /// The devices.
    pub table: TableView,
}

/// The device access of the user `id`, with the devices that `query` wants.
#[server(prefix = "/api", endpoint = "iam/users/classic-devices", input = GetUrl, output = Json)]
pub async fn classic_devices(id: String, query: TableQuery) -> Result<ClassicDevicesView, Problem> {
    server::classic_devices(&id, &query)
}

/// Gives the user `id` access to `devices` by number, of those that were `shown`; to all devices of the kinds `types` that
/// there are today; and to all of the kinds `future`, present and to come, and no others. Access to devices that were not
/// shown stays.
#[server(prefix = "/api", endpoint = "iam/users/classic-devices/set")]
pub async fn set_classic_devices(
    id: String,
    #[server(default)] shown: Vec<String>,
    #[server(default)] devices: Vec<String>,
    #[server(default)] types: Vec<String>,
    #[server(default)] future: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set(&visit, &id, &shown, &devices, &types, &future).await)
}

/// The Devices tab of a user's classic infrastructure.
#[component]
pub fn ClassicDevicesPage() -> impl IntoView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let data = load(
        move || (id.get(), query.get()),
        |(id, query)| classic_devices(id, query),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: ClassicDevicesView) -> impl IntoView {
    let id = view.head.id.clone();
    let devices = view.devices.map(|devices| access(id.clone(), devices));
    view! {
        <UserTab head=view.head current="Classic infrastructure">
            <ClassicTabs id=id current="Devices" />
            {view.notes.into_iter().map(|notice| view! { <Note notice=notice /> }).views()}
            {devices}
        </UserTab>
    }
}

/// The table's search is a form of its own, so the boxes of the table belong to theirs by its id.
fn access(id: String, view: DevicesView) -> AnyView {
    let DevicesView {
        editable,
        types,
        future,
        shown,
        table,
    } = view;
    let shown = shown
        .into_iter()
        .map(|number| view! { <input type="hidden" name="shown[]" value=number /> });
    let above = match editable {
        true => view! {
            <PostForm action="/api/iam/users/classic-devices/set" id=FORM>
                <input type="hidden" name="id" value=id />
                {shown.views()}
                {boxes("Select type", types)}
                {boxes("Enable future access", future)}
            </PostForm>
        }
        .into_any(),
        false => future_list(future),
    };
    let below = editable.then(|| {
        view! {
            <div class="credlab-buttons credlab-below">
                <Submit label="Set" form=FORM />
            </div>
        }
    });
    view! {
        <div class="credlab-section">{above}</div>
        <DataTable label="Devices" table=table />
        {below.views()}
    }
    .into_any()
}

/// Future access, where it can't be changed.
fn future_list(choices: Vec<Check>) -> AnyView {
    let lines = choices.into_iter().map(|choice| {
        let state = if choice.checked { "Yes" } else { "No" };
        view! {
            <dt>{choice.label}</dt>
            <dd>{state}</dd>
        }
    });
    view! { <dl class="credlab-facts">{lines.views()}</dl> }.into_any()
}

fn boxes(legend: &'static str, boxes: Vec<Check>) -> AnyView {
    view! {
        <fieldset class="credlab-boxes">
            <legend>{legend}</legend>
            {boxes.into_iter().map(check_box).views()}
        </fieldset>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::classic::user::{grantable, may_edit, may_grant_device, may_view};
    use credlab_model::classic::{
        ClassicAccount, ClassicUser, Command, Device, DeviceKind, linked,
    };
    use credlab_model::id::DeviceId;
    use credlab_model::refusal::{Noun, Refusal, RefusalKind, shorten};

    use super::{ClassicDevicesView, DevicesView, FORM};
    use crate::backend::table::table;
    use crate::backend::{Visit, given, visit};
    use crate::pages::iam::user::classic_permissions::{classic_side, no_classic_side, notes_on};
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::parts::query::TableQuery;
    use crate::view::{Cell, Check, Notice, NoticeKind, Problem};

    const COLUMNS: [&str; 6] = [
        "Device name",
        "Type",
        "Public IP",
        "Private IP",
        "Location",
        "Notes",
    ];

    pub fn classic_devices(id: &str, query: &TableQuery) -> Result<ClassicDevicesView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let mut view = ClassicDevicesView {
            head: head_of(&visit, user),
            notes: Vec::new(),
            devices: None,
        };
        let Some((linked, classic)) = classic_side(&visit, user)? else {
            view.notes.push(no_classic_side(user));
            return Ok(view);
        };
        if classic.master {
            let text = "The account owner reaches every device, so there is nothing to choose.";
            let note = Notice::new(NoticeKind::Info, "All devices are accessible");
            view.notes.push(note.with_text(text));
            return Ok(view);
        }
        if let Err(refusal) = may_view(&visit.account, &visit.actor(), linked, classic.id) {
            view.notes.push(Notice::from(refusal));
            return Ok(view);
        }
        view.notes.extend(notes_on(&visit, user, linked, classic));
        view.devices = Some(devices(&visit, linked, classic, query));
        Ok(view)
    }

    fn devices(
        visit: &Visit,
        linked: &ClassicAccount,
        classic: &ClassicUser,
        query: &TableQuery,
    ) -> DevicesView {
        let account = &visit.account;
        let actor = visit.actor();
        let editable = may_edit(account, &actor, linked, classic.id).is_ok();
        // What is given already can be kept by everybody; what is new must be the editor's to give.
        let open = |device: &Device| {
            classic.devices.contains(&device.id)
                || may_grant_device(account, &actor, device).is_ok()
        };
        let open_kinds = classic.granted().union(grantable(account, &actor));
        let of = |kind: DeviceKind| linked.devices.values().filter(move |d| d.kind == kind);
        let types = DeviceKind::ALL.map(|kind| Check {
            name: "types[]".into(),
            value: kind.as_str().into(),
            label: kind.all_label().into(),
            help: match of(kind).count() {
                0 => "There is none today.".into(),
                1 => "Gives access to the one that there is today.".into(),
                count => format!("Gives access to the {count} that there are today."),
            },
            disabled: (!of(kind).all(open))
                .then(|| "You can't grant this: you don't reach all of them yourself.".into()),
            ..Check::default()
        });
        let future = DeviceKind::ALL.map(|kind| Check {
            name: "future[]".into(),
            value: kind.as_str().into(),
            label: kind.future_label().into(),
            help: "All that there are, and what is ordered later.".into(),
            checked: classic.granted().contains(kind.future_access()),
            disabled: (!open_kinds.contains(kind.future_access()))
                .then(|| "You can't grant this: you don't have it yourself.".into()),
            ..Check::default()
        });
        let name = |device: &Device| {
            let given = classic.devices.contains(&device.id);
            let automatic = !given && classic.reaches(device);
            let through = format!("Accessible by {}.", device.kind.future_label());
            if !editable {
                let state = match (given, automatic) {
                    (true, _) => "Accessible.",
                    (_, true) => &through,
                    (false, false) => "No access.",
                };
                return Cell::text(format!("{}: {state}", device.fqdn()));
            }
            Cell::Check(Check {
                name: "devices[]".into(),
                value: device.id.to_string(),
                label: device.fqdn(),
                help: if automatic { through } else { String::new() },
                checked: given,
                disabled: (!open(device))
                    .then(|| "You can't grant this: you don't reach it yourself.".into()),
                form: Some(FORM.into()),
            })
        };
        let table = table(
            query,
            &COLUMNS,
            match linked.devices.is_empty() {
                true => "There are no devices in the classic account.",
                false => "No device fits the search.",
            },
            linked.devices.values(),
            |device| {
                vec![
                    name(device),
                    Cell::text(device.kind.label()),
                    Cell::text(device.public_ip.as_deref().unwrap_or("None")),
                    Cell::text(device.private_ip.as_str()),
                    Cell::text(device.datacenter.as_str()),
                    Cell::text(device.notes.as_str()),
                ]
            },
            |_| Vec::new(),
        );
        let shown = table.rows.iter().flat_map(|row| match row.cells.first() {
            Some(Cell::Check(check)) if check.disabled.is_none() => Some(check.value.clone()),
            _ => None,
        });
        DevicesView {
            editable,
            types: types.into(),
            future: future.into(),
            shown: shown.collect(),
            table,
        }
    }

    pub async fn set(
        visit: &Visit,
        id: &str,
        shown: &[String],
        devices: &[String],
        types: &[String],
        future: &[String],
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let linked = linked(&visit.account)?;
        let classic = linked.user_of(&user.id);
        let classic = classic.ok_or_else(|| Notice {
            kind: NoticeKind::Error,
            ..no_classic_side(user)
        })?;
        let (shown, ticked) = (numbers(shown)?, numbers(devices)?);
        let mut devices = &(&classic.devices - &shown) | &ticked;
        let types = kinds(types)?;
        let present = linked.devices.values().filter(|d| types.contains(&d.kind));
        devices.extend(present.map(|device| device.id));
        let future = kinds(future)?;
        let text = text(devices.len(), &future);
        let command = Command::SetDevices {
            user: classic.id,
            devices,
            future,
        };
        visit.perform(command).await?;
        Ok(Notice::success(format!("Device access of {} saved", user.email)).with_text(text))
    }

    fn numbers(devices: &[String]) -> Result<BTreeSet<DeviceId>, Refusal> {
        let each = devices.iter().map(|id| given(id, Noun::Device));
        each.collect()
    }

    fn kinds(names: &[String]) -> Result<BTreeSet<DeviceKind>, Refusal> {
        let each = names.iter().map(|name| {
            let mut kinds = DeviceKind::ALL.into_iter();
            kinds.find(|kind| kind.as_str() == name).ok_or_else(|| {
                let problem = format!("'{}' is no type of device", shorten(name));
                RefusalKind::InvalidField {
                    field: "type",
                    problem,
                }
                .refusal()
            })
        });
        each.collect()
    }

    fn text(count: usize, future: &BTreeSet<DeviceKind>) -> String {
        let devices = match count {
            1 => "1 device by name".to_string(),
            count => format!("{count} devices by name"),
        };
        let future: Vec<&str> = future.iter().map(|kind| kind.future_label()).collect();
        match future.as_slice() {
            [] => format!("{devices}, and no future access."),
            labels => format!("{devices}, and {}.", labels.join(", ")),
        }
    }
}
