//! API keys of users, service IDs and classic infrastructure (R129-R139).

mod common;

use common::*;
use credlab_model::Command;
use credlab_model::account::{Era, later};
use credlab_model::actor::{Actor, Identity};
use credlab_model::audit::{self, Outcome};
use credlab_model::classic::Command as Classic;
use credlab_model::credentials::infrastructure::{classic_actor, key_owner};
use credlab_model::iam::api_key::{LeakAction, Terms};
use credlab_model::iam::{api_key, service_id, session};
use credlab_model::id::ApiKeyId;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::UsSouth;

/// Makes a key of `who`'s own, and answers with it and its value.
fn make(lab: &mut Lab, who: &str, name: &str) -> (ApiKeyId, String) {
    let before: Vec<ApiKeyId> = lab.account.api_keys.keys().cloned().collect();
    let ctx = lab.run(who, lab.create_key(who, name));
    let mut keys = lab.account.api_keys.keys();
    let id = keys.find(|id| !before.contains(id)).unwrap().clone();
    (id, ctx.api_key_value())
}

fn update(id: &ApiKeyId) -> Command {
    api_key::Command::Update {
        id: id.clone(),
        name: "renamed".into(),
        description: String::new(),
        terms: api_key::Terms::default(),
    }
    .into()
}

fn delete(id: &ApiKeyId) -> Command {
    api_key::Command::Delete { id: id.clone() }.into()
}

#[test]
fn r129_an_identity_has_twenty_keys_at_most_whose_names_may_repeat() {
    let mut lab = Lab::demo();
    for _ in 0..20 {
        lab.run(VIEWER, lab.create_key(VIEWER, "same"));
    }
    let refusal = lab.refused(VIEWER, lab.create_key(VIEWER, "same"));
    assert!(
        matches!(refusal.kind, RefusalKind::LimitReached { limit: 20, .. }),
        "{refusal}"
    );
    assert!(lab.allows(EDITOR, lab.create_key(EDITOR, "same")));
    let mut keys = lab.account.api_keys.values();
    let own = lab.actor(VIEWER).identity;
    let id = keys.find(|key| key.owner == own).unwrap().id.clone();
    lab.run(VIEWER, delete(&id));
    assert!(lab.allows(VIEWER, lab.create_key(VIEWER, "same")));
}

#[test]
fn r131_a_disabled_key_gives_no_token_until_it_is_enabled_and_a_deleted_one_never() {
    let mut lab = Lab::demo();
    let (id, value) = make(&mut lab, VIEWER, "mine");
    let enters = |lab: &Lab| session::with_api_key(&lab.account, &value, lab.now).is_ok();
    lab.wait(60);
    assert!(enters(&lab));
    for (disabled, works) in [(true, false), (false, true)] {
        let id = id.clone();
        lab.run(VIEWER, api_key::Command::SetDisabled { id, disabled });
        assert_eq!(enters(&lab), works);
    }
    lab.run(VIEWER, delete(&id));
    assert!(!enters(&lab));
    assert!(matches!(
        lab.refused(VIEWER, update(&id)).kind,
        RefusalKind::NotFound { .. }
    ));
}

#[test]
fn r132_a_locked_key_is_neither_changed_nor_deleted_and_the_attempt_is_critical() {
    let mut lab = Lab::demo();
    let (id, _) = make(&mut lab, VIEWER, "mine");
    let lock = |locked| api_key::Command::SetLocked {
        id: id.clone(),
        locked,
    };
    lab.run(VIEWER, lock(true));
    let disable = api_key::Command::SetDisabled {
        id: id.clone(),
        disabled: true,
    };
    for command in [update(&id), delete(&id), disable.into()] {
        let refusal = lab.refused(VIEWER, command.clone());
        assert!(
            matches!(refusal.kind, RefusalKind::Locked { .. }),
            "{refusal}"
        );
        let trace = lab.account.refused(&command, &refusal).unwrap();
        let actor = lab.actor(VIEWER);
        let records = lab.account.records(&actor, vec![trace], &lab.context());
        let entry = audit::entry(&lab.account, &records[0]);
        assert_eq!(
            (entry.outcome, entry.severity),
            (Outcome::Failure, "critical")
        );
        assert!(
            entry.action.starts_with("iam-identity.user-apikey."),
            "{entry:?}"
        );
    }
    lab.run(VIEWER, lock(false));
    lab.run(VIEWER, delete(&id));
}

#[test]
fn r135_where_creation_is_restricted_even_the_owner_needs_the_creators_role() {
    let mut lab = Lab::demo();
    lab.configure(|settings| settings.restrict_api_key_creation = true);
    for who in [OWNER, ADMIN, VIEWER] {
        let refusal = lab.refused(who, lab.create_key(who, "new"));
        assert_eq!(refusal.layer, credlab_model::Layer::Caller, "{refusal}");
    }
    lab.give(VIEWER, "iam-identity", &["User API key creator"]);
    assert!(lab.allows(VIEWER, lab.create_key(VIEWER, "new")));
    // Keys of service IDs are not restricted.
    assert!(lab.allows(OWNER, lab.create_key(DEPLOYER, "new")));
}

#[test]
fn r136_making_service_ids_can_be_restricted_likewise() {
    let mut lab = Lab::demo();
    let create = |name: &str| service_id::Command::Create {
        name: name.into(),
        description: String::new(),
    };
    assert!(lab.allows(VIEWER, create("free")));
    lab.configure(|settings| settings.restrict_service_id_creation = true);
    assert!(!lab.allows(VIEWER, create("restricted")));
    lab.give(VIEWER, "iam-identity", &["Service ID creator"]);
    assert!(lab.allows(VIEWER, create("restricted")));
}

#[test]
fn r137_a_user_has_one_classic_infrastructure_key() {
    let mut lab = Lab::demo();
    let user = lab.classic_id(ADMIN);
    let create = Classic::CreateApiKey { user };
    lab.run(ADMIN, create.clone());
    let refusal = lab.refused(ADMIN, create.clone());
    assert!(
        matches!(refusal.kind, RefusalKind::AlreadyExists { .. }),
        "{refusal}"
    );
    assert!(!lab.allows(VIEWER, Classic::DeleteApiKey { user }));
    // Whoever stands above deletes it.
    lab.run(OWNER, Classic::DeleteApiKey { user });
    assert!(lab.allows(ADMIN, create));
}

#[test]
fn r138_an_ibm_cloud_key_reaches_classic_infrastructure_without_a_classic_key() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.wait(60);
    assert!(lab.classic(ADMIN).api_key.is_none());
    let slot = lab.slot(UsSouth, "default");
    let actor = classic_actor(&lab.account, &slot, lab.now).unwrap();
    assert_eq!(actor.user.id, lab.classic_id(ADMIN));
}

#[test]
fn r139_a_service_id_goes_with_its_keys_and_policies_unless_it_is_locked() {
    let mut lab = Lab::demo();
    lab.create_service_id("robot");
    lab.give("robot", "containers-kubernetes", &["Viewer"]);
    lab.run(OWNER, lab.create_key("robot", "key"));
    let identity = lab.actor("robot").identity;
    let Identity::ServiceId(id) = identity.clone() else {
        panic!("it is a service ID")
    };
    let lock = |locked| service_id::Command::SetLocked {
        id: id.clone(),
        locked,
    };
    let remove = service_id::Command::Delete { id: id.clone() };
    lab.run(OWNER, lock(true));
    for command in [
        remove.clone().into(),
        lab.assign(
            "robot",
            &["Editor"],
            credlab_model::iam::policy::Scope::all_services(),
        ),
    ] {
        let refusal = lab.refused(OWNER, command);
        assert!(
            matches!(refusal.kind, RefusalKind::Locked { .. }),
            "{refusal}"
        );
    }
    lab.run(OWNER, lock(false));
    lab.run(OWNER, remove);
    let keys = lab.account.api_keys.values();
    assert_eq!(keys.filter(|key| key.owner == identity).count(), 0);
    let subject = credlab_model::iam::policy::Subject::ServiceId(id);
    let mut policies = lab.account.policies.values();
    assert!(policies.all(|policy| policy.subject != subject));
}

fn with_terms(lab: &mut Lab, who: &str, terms: Terms) -> (ApiKeyId, String) {
    let (id, value) = make(lab, who, "mine");
    lab.run(who, say(&id, terms));
    (id, value)
}

fn say(id: &ApiKeyId, terms: Terms) -> Command {
    api_key::Command::Update {
        id: id.clone(),
        name: "mine".into(),
        description: String::new(),
        terms,
    }
    .into()
}

fn report_leak(lab: &mut Lab, id: &ApiKeyId) {
    let command = api_key::Command::ReportLeak { id: id.clone() }.into();
    let (actor, ctx) = (Actor::credlab(), lab.context());
    let events = lab.account.decide(&actor, &command, &ctx).unwrap();
    for record in lab.account.records(&actor, events, &ctx) {
        lab.account.apply(&record);
        lab.records.push(record);
    }
}

fn leaked(action: Option<LeakAction>) -> Terms {
    Terms {
        action_when_leaked: action,
        expires_at: None,
    }
}

fn expiring(lab: &Lab, seconds: i64) -> Terms {
    Terms {
        action_when_leaked: None,
        expires_at: Some(later(lab.now, seconds)),
    }
}

#[test]
fn r133_what_happens_to_a_leaked_key_was_chosen_before_and_is_to_be_disabled_by_default() {
    // What is left of the key: its being disabled.
    for (action, left) in [
        (None, Some(true)),
        (Some(LeakAction::Disable), Some(true)),
        (Some(LeakAction::None), Some(false)),
        (Some(LeakAction::Delete), None),
    ] {
        for locked in [false, true] {
            let mut lab = Lab::in_era(Era::Y2026);
            let (id, _) = with_terms(&mut lab, VIEWER, leaked(action));
            let lock = api_key::Command::SetLocked {
                id: id.clone(),
                locked,
            };
            lab.run(VIEWER, lock);
            let before = lab.records.len();
            report_leak(&mut lab, &id);
            let key = lab.account.api_keys.get(&id);
            assert_eq!(key.map(|key| key.disabled), left, "{action:?}");
            let notice = &lab.records[before].event;
            assert_eq!(*notice, api_key::Event::Leaked { id }.into());
        }
    }
}

#[test]
fn r133_only_credlab_reports_leaks_and_only_in_2026() {
    let mut lab = Lab::in_era(Era::Y2026);
    let (id, _) = make(&mut lab, VIEWER, "mine");
    let report = || api_key::Command::ReportLeak { id: id.clone() };
    for who in [VIEWER, OWNER] {
        let kind = lab.refused(who, report()).kind;
        assert!(matches!(kind, RefusalKind::NotAuthorized { .. }));
    }
    for era in [Era::Y2024M01, Era::Y2024M09] {
        let mut lab = Lab::in_era(era);
        let (id, _) = make(&mut lab, VIEWER, "mine");
        let command = api_key::Command::ReportLeak { id: id.clone() }.into();
        let refusal = lab
            .account
            .decide(&Actor::credlab(), &command, &lab.context())
            .unwrap_err();
        let choice = say(&id, leaked(Some(LeakAction::Disable)));
        for kind in [refusal.kind, lab.refused(VIEWER, choice).kind] {
            assert!(matches!(kind, RefusalKind::NotPossible { .. }), "{era}");
        }
    }
}

#[test]
fn r134_an_expired_key_gives_no_token_and_can_be_given_more_time() {
    let mut lab = Lab::in_era(Era::Y2026);
    let terms = expiring(&lab, 3600);
    let (id, value) = with_terms(&mut lab, VIEWER, terms);
    let enters = |lab: &Lab| session::with_api_key(&lab.account, &value, lab.now).is_ok();
    lab.now = later(terms.expires_at.unwrap(), -1);
    assert!(enters(&lab));
    lab.wait(1);
    assert!(!enters(&lab));
    let again = say(&id, expiring(&lab, 60));
    lab.run(VIEWER, again);
    assert!(enters(&lab));
    let past = say(&id, expiring(&lab, 0));
    assert!(matches!(
        lab.refused(VIEWER, past).kind,
        RefusalKind::InvalidField { .. }
    ));
    let mut lab = Lab::demo();
    let (id, _) = make(&mut lab, VIEWER, "mine");
    let terms = say(&id, expiring(&lab, 60));
    assert!(matches!(
        lab.refused(VIEWER, terms).kind,
        RefusalKind::NotPossible { .. }
    ));
}

#[test]
fn r134_an_expired_key_of_a_slot_breaks_its_clusters() {
    let mut lab = Lab::in_era(Era::Y2026);
    let (id, owner) = lab.key(UsSouth, "default");
    let terms = say(&id, expiring(&lab, 3600));
    lab.run(&owner, terms);
    let slot = lab.slot(UsSouth, "default");
    assert!(key_owner(&lab.account, &slot, lab.now).is_ok());
    lab.wait(3600);
    let refusal = key_owner(&lab.account, &slot, lab.now).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::TokenExchange);
    assert!(refusal.why[0].contains("has expired"), "{refusal:?}");
}

#[test]
fn r134_a_key_is_removed_90_days_after_it_expired_locked_or_not() {
    const DAY: i64 = 86_400;
    let mut lab = Lab::in_era(Era::Y2026);
    let (begin, terms) = (lab.now, expiring(&lab, DAY));
    let (id, _) = with_terms(&mut lab, VIEWER, terms);
    let agenda = lab.account.agenda(lab.now);
    for (at, what) in [(DAY, "expires."), (91 * DAY, "is removed.")] {
        let due = agenda.iter().find(|due| due.what.ends_with(what)).unwrap();
        assert_eq!(due.at, later(begin, at));
    }
    let lock = api_key::Command::SetLocked {
        id: id.clone(),
        locked: true,
    };
    lab.run(VIEWER, lock);
    let listed = |lab: &Lab| {
        let viewer = lab.actor(VIEWER);
        let mut keys = api_key::Listing::Mine.keys(&lab.account, &viewer, lab.now);
        keys.any(|key| key.id == id)
    };
    lab.now = later(begin, 91 * DAY - 1);
    assert!(listed(&lab));
    lab.wait(1);
    assert!(!listed(&lab));
    let key = &lab.account.api_keys[&id];
    let viewer = lab.actor(VIEWER).identity;
    assert!(!api_key::may_see(&lab.account, &viewer, key, lab.now));
    assert!(matches!(
        lab.refused(VIEWER, delete(&id)).kind,
        RefusalKind::NotFound { .. }
    ));
    for _ in 0..20 {
        lab.run(VIEWER, lab.create_key(VIEWER, "new"));
    }
    assert!(!lab.account.api_keys.contains_key(&id));
}
