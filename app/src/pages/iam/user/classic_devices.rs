//! The Devices tab of a user's classic infrastructure (`console.md`, section 3.4).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Checkbox;
use crate::carbon::notification::Note;
use crate::pages::iam::user::classic_permissions::ClassicTabs;
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::use_path_part;
use crate::parts::views::Views;
use crate::view::{Json, Notice, Problem};

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
    pub types: Vec<ChoiceBox>,
    /// *Enable future access*: all of a kind, present and to come.
    pub future: Vec<ChoiceBox>,
    /// The devices.
    pub rows: Vec<DeviceRow>,
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceBox {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What it means.
    pub help: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// Why it can't be ticked.
    pub disabled: Option<String>,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Its box.
    pub choice: ChoiceBox,
    /// Kind, public and private address, location, notes.
    pub cells: Vec<String>,
}

/// The device access of the user `id`.
#[server(prefix = "/api", endpoint = "iam/users/classic-devices", input = GetUrl, output = Json)]
pub async fn classic_devices(id: String) -> Result<ClassicDevicesView, Problem> {
    server::classic_devices(&id)
}

/// Gives the user `id` access to `devices` by number, to all devices of the kinds `types` that there are today, and to
/// all of the kinds `future`, present and to come; to nothing else.
#[server(prefix = "/api", endpoint = "iam/users/classic-devices/set")]
pub async fn set_classic_devices(
    id: String,
    #[server(default)] devices: Vec<String>,
    #[server(default)] types: Vec<String>,
    #[server(default)] future: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set(&visit, &id, &devices, &types, &future).await)
}

/// The Devices tab of a user's classic infrastructure.
#[component]
pub fn ClassicDevicesPage() -> impl IntoView {
    let id = use_path_part("id");
    let data = load(move || id.get(), classic_devices);
    view! { <Load data=data view=page /> }
}

fn page(view: ClassicDevicesView) -> impl IntoView {
    let id = view.head.id.clone();
    let devices = view.devices.map(|devices| {
        if devices.editable {
            form(id.clone(), devices)
        } else {
            view! { <div class="credlab-section">{future_list(devices.future)} {table(devices.rows, false)}</div> }
                .into_any()
        }
    });
    view! {
        <UserTab head=view.head current="Classic infrastructure">
            <ClassicTabs id=id current="Devices" />
            {view.notes.into_iter().map(|notice| view! { <Note notice=notice /> }).views()}
            {devices}
        </UserTab>
    }
}

fn form(id: String, view: DevicesView) -> AnyView {
    view! {
        <PostForm action="/api/iam/users/classic-devices/set">
            <input type="hidden" name="id" value=id />
            {boxes("Select type", "types[]", view.types)}
            {boxes("Enable future access", "future[]", view.future)}
            {table(view.rows, true)}
            <div class="credlab-buttons">
                <Submit label="Set" />
            </div>
        </PostForm>
    }
    .into_any()
}

/// Future access, where it can't be changed.
fn future_list(choices: Vec<ChoiceBox>) -> AnyView {
    let lines = choices.into_iter().map(|choice| {
        let state = if choice.checked { "Yes" } else { "No" };
        view! {
            <dt>{choice.label}</dt>
            <dd>{state}</dd>
        }
    });
    view! { <dl class="credlab-facts">{lines.views()}</dl> }.into_any()
}

fn boxes(legend: &'static str, name: &'static str, choices: Vec<ChoiceBox>) -> AnyView {
    let boxes = choices.into_iter().map(|choice| choice_box(name, choice));
    view! {
        <fieldset class="credlab-boxes">
            <legend>{legend}</legend>
            {boxes.views()}
        </fieldset>
    }
    .into_any()
}

fn choice_box(name: &'static str, choice: ChoiceBox) -> AnyView {
    let id = format!("{}-{}", name.trim_end_matches("[]"), choice.value);
    view! {
        <Checkbox
            id=id
            name=name
            value=choice.value
            label=choice.label
            checked=choice.checked
            disabled=choice.disabled
            help=choice.help
        />
    }
    .into_any()
}

/// A table of its own kind: its first column are boxes, unless nothing can be changed.
fn table(rows: Vec<DeviceRow>, editable: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="credlab-empty">"There are no devices in the classic account."</p> }
            .into_any();
    }
    let columns = [
        "Device name",
        "Type",
        "Public IP",
        "Private IP",
        "Location",
        "Notes",
    ];
    let head = columns.map(|label| {
        view! {
            <th scope="col">
                <div class="cds--table-header-label">{label}</div>
            </th>
        }
    });
    let rows = rows.into_iter().map(|row| {
        let cells = row.cells.into_iter().map(|text| view! { <td>{text}</td> });
        let first = match editable {
            true => choice_box("devices[]", row.choice),
            false => access(row.choice),
        };
        view! {
            <tr>
                <td>{first}</td>
                {cells.views()}
            </tr>
        }
    });
    view! {
        <div class="cds--data-table-container">
            <div class="cds--data-table-content credlab-scroll" tabindex="0" role="region" aria-label="Devices, table">
                <table class="cds--data-table cds--data-table--lg" aria-label="Devices">
                    <thead>
                        <tr>{head.views()}</tr>
                    </thead>
                    <tbody>{rows.views()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// A device's name, and whether the user reaches it.
fn access(choice: ChoiceBox) -> AnyView {
    let state = match (choice.checked, choice.help.is_empty()) {
        (true, _) => "Accessible".to_string(),
        (false, true) => "No access".to_string(),
        (false, false) => choice.help,
    };
    view! { {choice.label} <span class="credlab-reason">{state}</span> }.into_any()
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

    use super::{ChoiceBox, ClassicDevicesView, DeviceRow, DevicesView};
    use crate::backend::{Visit, given, visit};
    use crate::pages::iam::user::classic_permissions::{classic_side, no_classic_side, notes_on};
    use crate::pages::iam::user::head::{head_of, user_href, user_of};
    use crate::view::{Notice, NoticeKind, Problem};

    pub fn classic_devices(id: &str) -> Result<ClassicDevicesView, Problem> {
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
        view.devices = Some(devices(&visit, linked, classic));
        Ok(view)
    }

    fn devices(visit: &Visit, linked: &ClassicAccount, classic: &ClassicUser) -> DevicesView {
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
        let types = DeviceKind::ALL.map(|kind| ChoiceBox {
            value: kind.as_str().into(),
            label: kind.all_label().into(),
            help: match of(kind).count() {
                0 => "There is none today.".into(),
                1 => "Gives access to the one that there is today.".into(),
                count => format!("Gives access to the {count} that there are today."),
            },
            checked: false,
            disabled: (!of(kind).all(open))
                .then(|| "You can't grant this: you don't reach all of them yourself.".into()),
        });
        let future = DeviceKind::ALL.map(|kind| ChoiceBox {
            value: kind.as_str().into(),
            label: kind.future_label().into(),
            help: "All that there are, and what is ordered later.".into(),
            checked: classic.granted().contains(kind.future_access()),
            disabled: (!open_kinds.contains(kind.future_access()))
                .then(|| "You can't grant this: you don't have it yourself.".into()),
        });
        let rows = linked.devices.values().map(|device| {
            let given = classic.devices.contains(&device.id);
            let automatic = !given && classic.reaches(device);
            DeviceRow {
                choice: ChoiceBox {
                    value: device.id.to_string(),
                    label: device.fqdn(),
                    help: match automatic {
                        true => format!("Accessible by {}.", device.kind.future_label()),
                        false => String::new(),
                    },
                    checked: given,
                    disabled: (!open(device))
                        .then(|| "You can't grant this: you don't reach it yourself.".into()),
                },
                cells: vec![
                    device.kind.label().into(),
                    device.public_ip.clone().unwrap_or_else(|| "None".into()),
                    device.private_ip.clone(),
                    device.datacenter.clone(),
                    device.notes.clone(),
                ],
            }
        });
        DevicesView {
            editable,
            types: types.into(),
            future: future.into(),
            rows: rows.collect(),
        }
    }

    pub async fn set(
        visit: &Visit,
        id: &str,
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
        let single = devices.iter().map(|id| given(id, Noun::Device));
        let mut devices: BTreeSet<DeviceId> = single.collect::<Result<_, _>>()?;
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
        Ok(
            Notice::success(format!("Device access of {} saved", user.email))
                .with_text(text)
                .then(user_href(
                    user.id.as_str(),
                    "/classic-infrastructure/devices",
                )),
        )
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
