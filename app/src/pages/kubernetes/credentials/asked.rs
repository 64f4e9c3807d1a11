//! What each dialog says before anything is done.

use credlab_model::account::Era;
use credlab_model::classic::permission::Need;
use credlab_model::credentials::infrastructure::Source;
use credlab_model::credentials::permission_check::{self, PermissionReport, Section};
use credlab_model::credentials::{ClassicKeyInput, Command, Slot};

use crate::backend::Visit;
use crate::pages::kubernetes::credentials::dialog::{SectionView, SlotDialog, SlotDialogKind};
use crate::pages::kubernetes::credentials::slot::{refused, slot_href, slot_title};
use crate::parts::effects::effects_of;

/// The dialog that the address names, if there is one and the persona may look at the slot.
pub fn dialog_of(visit: &Visit, slot: &Slot, dialog: &str) -> Option<SlotDialog> {
    if refused(visit, slot).is_some() {
        return None;
    }
    let title = slot_title(&visit.account, slot);
    Some(match dialog {
        "reset" => reset_dialog(visit, slot, &title),
        "set" => set_dialog(visit, slot, &title),
        "unset" => unset_dialog(visit, slot, &title),
        "check" => check_dialog(visit, slot, &title),
        _ => return None,
    })
}

fn dialog(slot: &Slot, kind: SlotDialogKind, title: String) -> SlotDialog {
    SlotDialog {
        kind,
        title,
        text: Vec::new(),
        affected: Vec::new(),
        effects: Vec::new(),
        report: Vec::new(),
        fields: vec![
            ("region".into(), slot.region.to_string()),
            ("group".into(), slot.group.to_string()),
        ],
        close: slot_href(slot),
        disabled: None,
    }
}

fn reset_dialog(visit: &Visit, slot: &Slot, title: &str) -> SlotDialog {
    let account = &visit.account;
    let reset = Command::ResetKey {
        region: slot.region,
        group: Some(slot.group.clone()),
    };
    let key = account.slots.get(slot).and_then(|state| state.key.as_ref());
    let now = match key {
        Some(key) => format!("The key of {} is stored now.", key.owner_name),
        None => "No API key is stored now.".to_string(),
    };
    let persona = account.member_name(&visit.persona).unwrap_or_default();
    let mut text = vec![
        now,
        format!(
            "A new key of {persona} takes its place. From then on the permissions of {persona} decide what can be ordered here, for everybody. They are not checked beforehand."
        ),
    ];
    if key.is_some() {
        text.push(old_key(account.era).into());
    }
    SlotDialog {
        text,
        effects: effects_of(&visit.impact(reset.clone())),
        disabled: visit.forbidden(reset),
        ..dialog(
            slot,
            SlotDialogKind::Reset,
            format!("Reset the API key of {title}?"),
        )
    }
}

/// R10.
fn old_key(era: Era) -> &'static str {
    match era {
        Era::Y2024M01 => "The old key is deleted.",
        _ => "The old key is no longer used; it stays in its owner's list of API keys.",
    }
}

fn set_dialog(visit: &Visit, slot: &Slot, title: &str) -> SlotDialog {
    let set = Command::SetManual {
        region: slot.region,
        group: Some(slot.group.clone()),
        username: String::new(),
        api_key: ClassicKeyInput::typed(""),
    };
    let text = [
        "Classic infrastructure of this region and resource group is ordered with these credentials instead of the API key. VPC clusters keep using the API key.",
        "Existing classic clusters become unmanageable while the credentials belong to another classic infrastructure account than theirs.",
    ];
    SlotDialog {
        text: text.map(String::from).to_vec(),
        disabled: visit.forbidden(set),
        ..dialog(
            slot,
            SlotDialogKind::Set,
            format!("Set infrastructure credentials for {title}"),
        )
    }
}

fn unset_dialog(visit: &Visit, slot: &Slot, title: &str) -> SlotDialog {
    let unset = Command::UnsetManual {
        region: slot.region,
        group: Some(slot.group.clone()),
    };
    let text =
        "Classic infrastructure is then ordered in the linked account with the API key again.";
    SlotDialog {
        text: vec![text.into()],
        effects: effects_of(&visit.impact(unset.clone())),
        disabled: visit.impossible(unset),
        ..dialog(
            slot,
            SlotDialogKind::Unset,
            format!("Unset the infrastructure credentials of {title}?"),
        )
    }
}

fn check_dialog(visit: &Visit, slot: &Slot, title: &str) -> SlotDialog {
    let blank = dialog(
        slot,
        SlotDialogKind::Check,
        format!("Infrastructure permissions of {title}"),
    );
    match permission_check::check(&visit.account, &visit.actor(), slot, visit.now) {
        Ok(report) => SlotDialog {
            text: vec![access(&report)],
            report: Section::ALL
                .iter()
                .map(|section| section_view(&report, *section))
                .collect(),
            ..blank
        },
        Err(refusal) => SlotDialog {
            text: vec![refusal.sentence()],
            affected: refusal.why.clone(),
            ..blank
        },
    }
}

/// How the account is reached, in a sentence (R47).
fn access(report: &PermissionReport) -> String {
    let through = match report.source {
        Source::LinkedAccountApiKey => "the API key of the linked account",
        Source::ManualCredentials => "manually set infrastructure credentials",
    };
    format!(
        "Access to classic infrastructure account {} is set up by {through}. The sections list what {} lacks.",
        report.account, report.username
    )
}

fn section_view(report: &PermissionReport, section: Section) -> SectionView {
    let missing = report.missing(section).map(|(permission, need)| {
        let need = match need {
            Need::Required => "required",
            Need::Suggested => "suggested",
        };
        format!("{} ({need})", permission.name())
    });
    SectionView {
        heading: format!("Missing {} Permissions", section.label()),
        missing: missing.collect(),
    }
}
