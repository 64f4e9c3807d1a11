//! Sessions, tokens and the places where they are given (R112, R142, R143).

mod common;

use common::*;
use credlab_model::Command;
use credlab_model::account::{self, later};
use credlab_model::iam::session::{AllowedAddresses, End, Lifetimes, Login, Method, Purpose};
use credlab_model::iam::{session, user};
use credlab_model::id::UserId;
use credlab_model::refusal::{RefusalKind, SignInFailure};

fn limit(lab: &Lab, change: impl FnOnce(&mut Lifetimes)) -> Command {
    let mut settings = lab.account.settings;
    change(&mut settings.lifetimes);
    account::Command::Configure(settings).into()
}

#[test]
fn r142_a_call_with_a_key_gets_a_token_and_a_login_a_session() {
    let mut lab = Lab::demo();
    let shorter = limit(&lab, |limits| {
        limits.access_token = 900;
        limits.refresh_token = 900;
        limits.session = 7_200;
    });
    lab.run(OWNER, shorter);
    let limits = lab.account.settings.lifetimes;
    let call = limits.given(Purpose::Call);
    assert_eq!(
        (call.access_token, call.refresh_token, call.session),
        (900, None, false)
    );
    // Where there is a session, the settings for tokens don't count.
    let login = limits.given(Purpose::Login);
    assert_eq!(
        (login.access_token, login.refresh_token, login.session),
        (3_600, Some(259_200), true)
    );
}

#[test]
fn r143_a_session_ends_after_its_longest_time_or_without_activity() {
    let mut lab = Lab::demo();
    let login = Login::begin(lab.now);
    let end = |lab: &Lab, login: &Login, seconds| {
        login.end(&lab.account.settings, later(lab.now, seconds))
    };
    assert_eq!(end(&lab, &login, 7_199), None);
    assert_eq!(end(&lab, &login, 7_200), Some(End::Inactive));
    // Whoever goes on doing something is let go on, for a day.
    let active = Login {
        seen: later(lab.now, 86_000),
        ..login
    };
    assert_eq!(end(&lab, &active, 86_399), None);
    assert_eq!(end(&lab, &active, 86_400), Some(End::Longest));
    let begun = lab.now;
    let shorter = limit(&lab, |limits| limits.inactivity = 900);
    lab.run(OWNER, shorter);
    let end = login.end(&lab.account.settings, later(begun, 900));
    assert_eq!(
        end,
        Some(End::Inactive),
        "limits count for sessions that are open"
    );
}

#[test]
fn r143_lifetimes_have_ranges_and_are_set_by_their_roles() {
    let mut lab = Lab::demo();
    for (change, fits) in [
        (
            (|limits| limits.session = 2_592_000) as fn(&mut Lifetimes),
            true,
        ),
        (|limits| limits.session = 2_592_001, false),
        (|limits| limits.session = 899, false),
        (|limits| limits.inactivity = 86_400, true),
        (|limits| limits.inactivity = 86_401, false),
        (|limits| limits.access_token = 900, true),
        (|limits| limits.access_token = 3_601, false),
        (|limits| limits.refresh_token = 259_200, true),
        (|limits| limits.refresh_token = 259_201, false),
    ] {
        let mut changed = Lifetimes::default();
        change(&mut changed);
        let command = limit(&lab, change);
        if changed != Lifetimes::default() {
            assert_eq!(lab.allows(OWNER, command), fits, "{changed:?}");
        }
    }
    let session = limit(&lab, |limits| limits.session = 3_600);
    let token = limit(&lab, |limits| limits.access_token = 900);
    for (role, sessions, tokens) in [
        ("Viewer", false, false),
        ("Operator", false, true),
        ("Editor", true, false),
        ("Administrator", true, true),
    ] {
        let mut lab = lab.clone();
        lab.give(VIEWER, "iam-identity", &[role]);
        assert_eq!(lab.allows(VIEWER, session.clone()), sessions, "{role}");
        assert_eq!(lab.allows(VIEWER, token.clone()), tokens, "{role}");
    }
    lab.run(OWNER, session);
}

#[test]
fn users_who_manage_their_own_login_change_their_own_addresses_only() {
    let mut lab = Lab::demo();
    let [viewer, other] = [VIEWER, OPERATOR].map(|who| lab.user_id(who));
    let addresses: AllowedAddresses = "203.0.113.7".parse().unwrap();
    let allow = |user: &UserId| user::Command::AllowAddresses {
        user: user.clone(),
        addresses: addresses.clone(),
    };
    let manage = user::Command::SetSelfManaged {
        user: viewer.clone(),
        self_managed: true,
    };
    assert!(!lab.allows(VIEWER, allow(&viewer)));
    assert!(
        !lab.allows(VIEWER, manage.clone()),
        "nobody lets themselves"
    );
    lab.run(OWNER, manage);
    lab.run(VIEWER, allow(&viewer));
    assert!(!lab.allows(VIEWER, allow(&other)));
    lab.run(
        OWNER,
        user::Command::SetSelfManaged {
            user: viewer.clone(),
            self_managed: false,
        },
    );
    assert!(!lab.allows(VIEWER, allow(&viewer)));
}

#[test]
fn r112_the_account_s_list_and_the_user_s_must_both_hold_the_address() {
    let mut lab = Lab::demo();
    let start = |from: &str| session::Command::StartFrom(Method::Password, from.parse().unwrap());
    let (office, home) = ("203.0.113.7", "198.51.100.10");
    let list = |text: &str| text.parse::<AllowedAddresses>().unwrap();
    for (of_account, of_user, at_office, at_home) in [
        ("", "", true, true),
        ("203.0.113.0/24", "", true, false),
        ("", "198.51.100.1-198.51.100.20", false, true),
        ("203.0.113.0/24", "198.51.100.10", false, false),
        ("203.0.113.0/24,198.51.100.10", "203.0.113.7", true, false),
    ] {
        lab.run(OWNER, account::Command::AllowAddresses(list(of_account)));
        let user = lab.user_id(VIEWER);
        lab.run(
            OWNER,
            user::Command::AllowAddresses {
                user,
                addresses: list(of_user),
            },
        );
        assert_eq!(
            lab.allows(VIEWER, start(office)),
            at_office,
            "{of_account} {of_user}"
        );
        assert_eq!(
            lab.allows(VIEWER, start(home)),
            at_home,
            "{of_account} {of_user}"
        );
        // Nobody else's list counts.
        assert!(lab.allows(ADMIN, start(office)));
    }
    lab.run(OWNER, account::Command::AllowAddresses(list("203.0.113.7")));
    let refusal = lab.refused("ci-deployer", start(home));
    let failure = SignInFailure::Address {
        address: home.into(),
    };
    assert_eq!(refusal.kind, RefusalKind::SignIn(failure));
    assert!(
        refusal.why[0].contains("of the account"),
        "{:?}",
        refusal.why
    );
    for who in [VIEWER, ADMIN] {
        assert!(
            !lab.allows(who, account::Command::AllowAddresses(list(""))),
            "{who}"
        );
        let user = lab.user_id(OPERATOR);
        let addresses = list("");
        assert!(
            !lab.allows(who, user::Command::AllowAddresses { user, addresses }),
            "{who}"
        );
    }
}

#[test]
fn lists_of_addresses_are_read_and_written() {
    for (text, shown) in [
        ("", ""),
        (
            " 203.0.113.7 , 198.51.100.0/24,",
            "203.0.113.7,198.51.100.0/24",
        ),
        ("192.0.2.1-192.0.2.9", "192.0.2.1-192.0.2.9"),
        ("2001:db8::/32", "2001:db8::/32"),
    ] {
        assert_eq!(text.parse::<AllowedAddresses>().unwrap().to_string(), shown);
    }
    for bad in [
        "nowhere",
        "203.0.113.256",
        "203.0.113.0/33",
        "192.0.2.9-192.0.2.1",
        "192.0.2.1-2001:db8::1",
    ] {
        assert!(bad.parse::<AllowedAddresses>().is_err(), "{bad}");
    }
    let holds = |list: &str, address: &str| {
        list.parse::<AllowedAddresses>()
            .unwrap()
            .include(address.parse().unwrap())
    };
    for (list, address, inside) in [
        ("203.0.113.0/25", "203.0.113.127", true),
        ("203.0.113.0/25", "203.0.113.128", false),
        ("0.0.0.0/0", "203.0.113.128", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "2001:db8::1", true),
        ("192.0.2.1-192.0.2.9", "192.0.2.9", true),
        ("192.0.2.1-192.0.2.9", "192.0.2.10", false),
        ("192.0.2.1", "::c000:201", false),
    ] {
        assert_eq!(holds(list, address), inside, "{list} {address}");
    }
}
