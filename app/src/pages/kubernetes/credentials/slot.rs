//! A region and resource group, as the page tells of it.

use credlab_model::account::Account;
use credlab_model::credentials::infrastructure::{Source, classic_actor, key_owner};
use credlab_model::credentials::slot::{self, Access};
use credlab_model::credentials::{ClassicKeyInput, Command, Slot};
use credlab_model::refusal::Refusal;
use credlab_model::region::Region;

use crate::backend::Visit;
use crate::backend::moment::minute;
use crate::view::{ActionView, Cell, Problem, TagKind};

/// The address of the page with a region and resource group chosen.
pub fn slot_href(slot: &Slot) -> String {
    format!(
        "/kubernetes/credentials?region={}&group={}",
        slot.region, slot.group
    )
}

/// `us-south / default`.
pub fn slot_title(account: &Account, slot: &Slot) -> String {
    format!("{} / {}", slot.region, account.group_name(&slot.group))
}

/// The first finding of a refusal, or what it says.
pub fn reason(refusal: Refusal) -> String {
    let first = refusal.why.first().cloned();
    first.unwrap_or_else(|| refusal.sentence())
}

/// What the address chooses; nothing without a region. Without a resource group the default one is meant (R7).
pub fn of_address(account: &Account, region: &str, group: &str) -> Result<Option<Slot>, Problem> {
    if region.is_empty() {
        return Ok(None);
    }
    let region: Region = region.parse()?;
    let group = match group {
        "" => account.default_group(),
        typed => account.resource_group_called(typed)?,
    };
    Ok(Some(Slot {
        region,
        group: group.id.clone(),
    }))
}

/// Why the persona may not look at a slot.
pub fn refused(visit: &Visit, slot: &Slot) -> Option<String> {
    let refusal = slot::require(
        &visit.account,
        &visit.actor(),
        slot,
        Access::Read,
        visit.now,
    )
    .err()?;
    Some(refusal.to_string())
}

/// Which credentials order classic infrastructure.
pub fn in_force(visit: &Visit, slot: &Slot) -> Cell {
    match classic_actor(&visit.account, slot, visit.now) {
        Ok(actor) => {
            let source = match actor.source {
                Source::LinkedAccountApiKey => "API key",
                Source::ManualCredentials => "Infrastructure credentials",
            };
            let text = format!("{source}: account {}", actor.classic.number);
            Cell::Status(TagKind::Good, text)
        }
        Err(refusal) => Cell::Status(TagKind::Bad, reason(refusal)),
    }
}

/// The row of a slot.
pub fn cells(visit: &Visit, slot: &Slot) -> Vec<Cell> {
    let account = &visit.account;
    let title = Cell::link(slot_title(account, slot), slot_href(slot));
    let mut cells = vec![title];
    cells.extend(held(visit, slot).into_iter().map(|(_, cell)| cell));
    let clusters = account.clusters_of(slot);
    let mut names: Vec<&str> = clusters.map(|cluster| cluster.name.as_str()).collect();
    names.sort_unstable();
    cells.push(Cell::text(names.join(", ")));
    cells
}

/// The same as labels and values, with when and by whom.
pub fn facts(visit: &Visit, slot: &Slot) -> Vec<(String, Cell)> {
    let account = &visit.account;
    let mut facts: Vec<(String, Cell)> = held(visit, slot)
        .into_iter()
        .map(|(label, cell)| (label.to_string(), cell))
        .collect();
    let state = account.slots.get(slot);
    if let Some(key) = state.and_then(|state| state.key.as_ref()) {
        facts.push(("API key stored".into(), Cell::text(minute(key.stored_at))));
    }
    if let Some(manual) = state.and_then(|state| state.manual.as_ref()) {
        let by = account.member_name(&manual.set_by);
        let by = by.unwrap_or_else(|_| "a user who is gone".into());
        let text = format!("{} by {by}", minute(manual.set_at));
        facts.push(("Infrastructure credentials set".into(), Cell::text(text)));
    }
    let clusters: Vec<String> = account
        .clusters_of(slot)
        .map(|cluster| format!("{} ({})", cluster.name, cluster.provider.label()))
        .collect();
    let clusters = match clusters.is_empty() {
        true => "None".to_string(),
        false => clusters.join(", "),
    };
    facts.push(("Clusters".into(), Cell::text(clusters)));
    facts
}

fn held(visit: &Visit, slot: &Slot) -> Vec<(&'static str, Cell)> {
    let account = &visit.account;
    let state = account.slots.get(slot);
    let key = state.and_then(|state| state.key.as_ref());
    let owner = match key {
        None => "None".to_string(),
        Some(key) if key.owner_email.is_empty() => key.owner_name.clone(),
        Some(key) => format!("{} ({})", key.owner_name, key.owner_email),
    };
    let works = match (key, key_owner(account, slot, visit.now)) {
        (None, _) => Cell::text("None is stored"),
        (_, Ok(_)) => Cell::Status(TagKind::Good, "Works".into()),
        (_, Err(refusal)) => Cell::Status(TagKind::Bad, reason(refusal)),
    };
    let manual = state.and_then(|state| state.manual.as_ref());
    let manual = manual.map_or("Not set", |manual| manual.username.as_str());
    vec![
        ("API key owner", Cell::text(owner)),
        ("API key", works),
        ("Infrastructure User", Cell::text(manual)),
        ("In force for classic", in_force(visit, slot)),
    ]
}

/// What can be done with a slot.
pub fn actions(visit: &Visit, slot: &Slot) -> Vec<ActionView> {
    let (region, group) = (slot.region, Some(slot.group.clone()));
    let open = |label: &str, dialog: &str| {
        ActionView::open(label, format!("{}&dialog={dialog}", slot_href(slot)))
    };
    let reset = Command::ResetKey {
        region,
        group: group.clone(),
    };
    let set = Command::SetManual {
        region,
        group: group.clone(),
        username: String::new(),
        api_key: ClassicKeyInput::typed(""),
    };
    let mut actions = vec![
        open("Reset API key", "reset").unless(visit.forbidden(reset)),
        open("Set infrastructure credentials", "set").unless(visit.forbidden(set)),
    ];
    let state = visit.account.slots.get(slot);
    if state.is_some_and(|state| state.manual.is_some()) {
        let unset = Command::UnsetManual {
            region,
            group: group.clone(),
        };
        actions.push(
            open("Unset infrastructure credentials", "unset")
                .unless(visit.forbidden(unset))
                .dangerous(),
        );
    }
    let fields = [
        ("region", region.to_string()),
        ("group", slot.group.to_string()),
    ];
    let check = Command::CheckPermissions { region, group };
    actions.push(
        ActionView::send(
            "Check infrastructure permissions",
            "/api/kubernetes/credentials/check",
            fields,
        )
        .unless(visit.forbidden(check)),
    );
    actions
}
