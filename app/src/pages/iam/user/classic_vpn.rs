//! The VPN subnets tab of a user's classic infrastructure (`console.md`, section 3.4).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::{Checkbox, Select};
use crate::carbon::notification::Note;
use crate::carbon::table::DataTable;
use crate::pages::iam::user::classic_permissions::ClassicTabs;
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::use_path_part;
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Json, Notice, Problem, TableView};

/// The id of the form.
const FORM: &str = "vpn";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicVpnView {
    /// The top of the user's page.
    pub head: UserHead,
    /// What is to know beforehand.
    pub notes: Vec<Notice>,
    /// The user's VPN, if there is one to see.
    pub vpn: Option<VpnView>,
}

/// What a user reaches through the VPN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpnView {
    /// Whether the subnets are assigned automatically.
    pub automatic: bool,
    /// The VPN types.
    pub types: Vec<Choice>,
    /// The one that is chosen: `none` or `ssl`.
    pub kind: String,
    /// The subnets, with boxes for those that are chosen by hand.
    pub table: TableView,
    /// Why it can't be changed.
    pub disabled: Option<Barrier>,
}

/// What the user `id` reaches through the VPN.
#[server(prefix = "/api", endpoint = "iam/users/classic-vpn", input = GetUrl, output = Json)]
pub async fn classic_vpn(id: String) -> Result<ClassicVpnView, Problem> {
    server::classic_vpn(&id)
}

/// Opens the VPN of the type `kind` to the user `id`, or closes it for `none`. The subnets are assigned automatically if
/// `automatic` is sent, and those of the numbers `subnets` otherwise.
#[server(prefix = "/api", endpoint = "iam/users/classic-vpn/save")]
pub async fn save_classic_vpn(
    id: String,
    kind: String,
    #[server(default)] automatic: String,
    #[server(default)] subnets: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::save(&visit, &id, &kind, !automatic.is_empty(), &subnets).await)
}

/// The VPN subnets tab of a user's classic infrastructure.
#[component]
pub fn ClassicVpnPage() -> impl IntoView {
    let id = use_path_part("id");
    let data = load(move || id.get(), classic_vpn);
    view! { <Load data=data view=page /> }
}

fn page(view: ClassicVpnView) -> impl IntoView {
    let id = view.head.id.clone();
    let vpn = view.vpn.map(|vpn| access(id.clone(), vpn));
    view! {
        <UserTab head=view.head current="Classic infrastructure">
            <ClassicTabs id=id current="VPN subnets" />
            {view.notes.into_iter().map(|notice| view! { <Note notice=notice /> }).views()}
            {vpn.views()}
        </UserTab>
    }
}

fn access(id: String, view: VpnView) -> AnyView {
    let refused = view.disabled.as_ref().map(|barrier| barrier.text.clone());
    view! {
        <PostForm action="/api/iam/users/classic-vpn/save" id=FORM>
            <input type="hidden" name="id" value=id />
            <div class="credlab-form credlab-section">
                <Select
                    name="kind"
                    label="VPN type"
                    options=view.types
                    value=view.kind
                    help="None blocks all VPN access."
                />
                <Checkbox
                    id="automatic"
                    name="automatic"
                    value="true"
                    label="Auto-assign"
                    checked=view.automatic
                    disabled=refused
                    help="The subnets of all devices that the user reaches are assigned. What is chosen below counts when this is off."
                />
            </div>
        </PostForm>
        <DataTable label="Subnets" table=view.table />
        <div class="credlab-buttons credlab-below">
            <Submit label="Save" form=FORM disabled=view.disabled />
        </div>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::classic::vpn::may_view;
    use credlab_model::classic::{
        ClassicAccount, ClassicUser, Command, Permission, VpnCommand, linked,
    };
    use credlab_model::kubernetes::subnet::Portable;
    use credlab_model::refusal::{RefusalKind, shorten};

    use super::{ClassicVpnView, FORM, VpnView};
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::classic_permissions::{classic_side, no_classic_side};
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::view::{Cell, Check, Choice, Notice, NoticeKind, Problem, RowView};

    const NONE: &str = "none";
    const SSL: &str = "ssl";

    pub fn classic_vpn(id: &str) -> Result<ClassicVpnView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let mut view = ClassicVpnView {
            head: head_of(&visit, user),
            notes: Vec::new(),
            vpn: None,
        };
        let Some((linked, classic)) = classic_side(&visit, user)? else {
            view.notes.push(no_classic_side(user));
            return Ok(view);
        };
        let (actor, now) = (visit.actor(), visit.now);
        if let Err(refusal) = may_view(&visit.account, &actor, linked, classic.id, now) {
            view.notes.push(Notice::from(refusal));
            return Ok(view);
        }
        if !user.state.allows_classic() || classic.cancelled {
            let text = format!(
                "The status of {} is {}. What is chosen here is kept, and counts when classic infrastructure is open again.",
                user.email,
                user.state.label()
            );
            let note = Notice::new(
                NoticeKind::Warning,
                "Classic infrastructure is closed to this user",
            );
            view.notes.push(note.with_text(text));
        }
        view.vpn = Some(vpn(&visit, linked, classic));
        Ok(view)
    }

    fn vpn(visit: &Visit, linked: &ClassicAccount, classic: &ClassicUser) -> VpnView {
        let disabled = visit.forbidden(Command::Vpn {
            user: classic.id,
            change: VpnCommand::Manual(classic.vpn.manual),
        });
        let subnets = visit.account.portable_subnets(linked.number);
        let rows = subnets.map(|subnet| row(&subnet, classic, disabled.is_some()));
        let open = classic.granted().contains(Permission::SSL_VPN_ENABLED);
        VpnView {
            automatic: !classic.vpn.manual,
            types: vec![Choice::new(NONE, "None"), Choice::new(SSL, "SSL")],
            kind: if open { SSL } else { NONE }.into(),
            table: short_table(
                &["Subnet", "Gateway", "VLAN", "Location"],
                "The account has no portable subnets: they come with classic clusters.",
                rows.collect(),
            ),
            disabled,
        }
    }

    fn row(subnet: &Portable, classic: &ClassicUser, disabled: bool) -> RowView {
        let checked = classic.vpn.subnets.contains(&subnet.id);
        // The reason stands at the button; here it would be said with every row.
        let reason = disabled.then(String::new);
        RowView {
            name: subnet.cidr.clone(),
            cells: vec![
                Cell::Check(Check {
                    name: "subnets[]".into(),
                    value: subnet.id.to_string(),
                    label: subnet.cidr.clone(),
                    checked,
                    disabled: reason,
                    form: Some(FORM.into()),
                    ..Check::default()
                }),
                Cell::Code(subnet.gateway.clone()),
                Cell::text(subnet.vlan.id.to_string()),
                Cell::text(subnet.vlan.zone.to_string()),
            ],
            actions: Vec::new(),
        }
    }

    pub async fn save(
        visit: &Visit,
        id: &str,
        kind: &str,
        automatic: bool,
        subnets: &[String],
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let classic = linked(&visit.account)?.user_of(&user.id);
        let classic = classic.ok_or_else(|| Notice {
            kind: NoticeKind::Error,
            ..no_classic_side(user)
        })?;
        let invalid = |field, text: &str| {
            let problem = format!("'{}' is not known", shorten(text));
            RefusalKind::InvalidField { field, problem }.refusal()
        };
        let open = match kind {
            SSL => true,
            NONE => false,
            other => return Err(invalid("VPN type", other).into()),
        };
        let numbers = subnets
            .iter()
            .map(|text| text.parse().map_err(|_| invalid("subnet", text)));
        let subnets = numbers.collect::<Result<BTreeSet<u32>, _>>()?;
        let count = subnets.len();
        let change = VpnCommand::Choose {
            open,
            manual: !automatic,
            subnets,
        };
        let user_number = classic.id;
        visit
            .perform(Command::Vpn {
                user: user_number,
                change,
            })
            .await?;
        let text = match (open, automatic, count) {
            (false, ..) => "The VPN is closed to the user.".to_string(),
            (true, true, _) => {
                "The subnets of all devices that the user reaches are assigned.".into()
            }
            (true, false, 1) => "1 subnet is reached through the VPN.".into(),
            (true, false, count) => format!("{count} subnets are reached through the VPN."),
        };
        Ok(Notice::success(format!("VPN access of {} saved", user.email)).with_text(text))
    }
}
