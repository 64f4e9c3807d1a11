//! What the dialogs do.

use credlab_model::credentials::{ClassicKeyInput, Command, Slot};
use credlab_model::region::Region;

use crate::backend::{Visit, kind_of, lines};
use crate::pages::kubernetes::credentials::slot::{slot_href, slot_title};
use crate::view::{Notice, NoticeKind};

/// The slot that a form names.
#[expect(clippy::result_large_err, reason = "a form is refused once a request")]
fn named(visit: &Visit, region: &str, group: &str) -> Result<Slot, Notice> {
    let region: Region = region.parse()?;
    let group = visit.account.resource_group_called(group)?.id.clone();
    Ok(Slot { region, group })
}

pub async fn reset(visit: &Visit, region: &str, group: &str) -> Result<Notice, Notice> {
    let slot = named(visit, region, group)?;
    let reset = Command::ResetKey {
        region: slot.region,
        group: Some(slot.group.clone()),
    };
    let executed = visit.perform(reset).await?;
    let after = &executed.account;
    let persona = after.member_name(&visit.persona).unwrap_or_default();
    let title = format!("The API key of {} is reset", slot_title(after, &slot));
    let found = visit.account.impact(after, visit.now);
    Ok(Notice {
        why: lines(&found),
        ..Notice::new(kind_of(&found), title)
            .with_text(format!("The stored key belongs to {persona}."))
            .then(slot_href(&slot))
    })
}

pub async fn set(
    visit: &Visit,
    region: &str,
    group: &str,
    username: String,
    api_key: &str,
) -> Result<Notice, Notice> {
    let slot = named(visit, region, group)?;
    let set = Command::SetManual {
        region: slot.region,
        group: Some(slot.group.clone()),
        username,
        api_key: ClassicKeyInput::typed(api_key),
    };
    let executed = visit.perform(set).await?;
    let title = format!(
        "Infrastructure credentials are set for {}",
        slot_title(&executed.account, &slot)
    );
    let found = visit.account.impact(&executed.account, visit.now);
    Ok(Notice {
        why: lines(&found),
        ..Notice::new(kind_of(&found), title).then(slot_href(&slot))
    })
}

pub async fn unset(visit: &Visit, region: &str, group: &str) -> Result<Notice, Notice> {
    let slot = named(visit, region, group)?;
    let unset = Command::UnsetManual {
        region: slot.region,
        group: Some(slot.group.clone()),
    };
    let executed = visit.perform(unset).await?;
    let title = format!(
        "The infrastructure credentials of {} are unset",
        slot_title(&executed.account, &slot)
    );
    let found = visit.account.impact(&executed.account, visit.now);
    Ok(Notice {
        why: lines(&found),
        ..Notice::new(kind_of(&found), title).then(slot_href(&slot))
    })
}

pub async fn check(visit: &Visit, region: &str, group: &str) -> Result<Notice, Notice> {
    let slot = named(visit, region, group)?;
    let check = Command::CheckPermissions {
        region: slot.region,
        group: Some(slot.group.clone()),
    };
    let executed = visit.perform(check).await?;
    let title = format!(
        "The infrastructure permissions of {} were checked",
        slot_title(&executed.account, &slot)
    );
    Ok(Notice::new(NoticeKind::Info, title).then(format!("{}&dialog=check", slot_href(&slot))))
}
