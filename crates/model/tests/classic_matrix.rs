//! Who may give and take which classic permission: reviewed by reading the snapshot (R76-R78, R83).

mod common;

use std::fmt::Write as _;

use common::*;
use credlab_model::classic::{Change, Permission, PermissionSet, SetName};
use credlab_model::iam::user::State;

/// One who gives, and one who is given.
struct Case {
    heading: &'static str,
    lab: Lab,
    grantor: &'static str,
    user: &'static str,
}

/// The family of the tests, in which one is a Super User.
fn with_super_user(who: &str) -> Lab {
    let mut lab = family();
    lab.set_permissions(who, SetName::SuperUser.permissions().editable());
    lab
}

fn cases() -> Vec<Case> {
    let case = |heading, lab, grantor, user| Case {
        heading,
        lab,
        grantor,
        user,
    };
    let without_manage_users = {
        let mut lab = with_super_user(PARENT);
        let take = lab.edit(PARENT, &[Permission::USER_MANAGE], Change::Remove);
        lab.run(OWNER, take);
        lab
    };
    let only_manage_users = {
        let mut lab = family();
        lab.set_permissions(PARENT, PermissionSet::of([Permission::USER_MANAGE]));
        lab
    };
    let disabled = {
        let mut lab = with_super_user(PARENT);
        lab.set_state(PARENT, State::DisabledClassicInfrastructure);
        lab
    };
    vec![
        case("owner", family(), OWNER, CHILD),
        case("super user above", with_super_user(PARENT), PARENT, CHILD),
        case(
            "two levels above",
            with_super_user(PARENT),
            PARENT,
            GRANDCHILD,
        ),
        case("without manage users", without_manage_users, PARENT, CHILD),
        case("basic user above", family(), PARENT, CHILD),
        case("only manage users", only_manage_users, PARENT, CHILD),
        case("disabled super user", disabled, PARENT, CHILD),
        case(
            "super user beside",
            with_super_user(STRANGER),
            STRANGER,
            CHILD,
        ),
        case("super user below", with_super_user(CHILD), CHILD, PARENT),
        case("self", with_super_user(PARENT), PARENT, PARENT),
        case("to the owner", with_super_user(PARENT), PARENT, OWNER),
        case("owner to self", family(), OWNER, OWNER),
    ]
}

#[test]
fn grantors_may_give_and_take_these_classic_permissions() {
    let cases = cases();
    let mut table = "give: may give and take. take: may only take. -: neither.\n\n".to_string();
    for (n, case) in cases.iter().enumerate() {
        writeln!(
            table,
            "{:>2}  {}: {} to {}",
            n + 1,
            case.heading,
            case.grantor,
            case.user
        )
        .unwrap();
    }
    let headings: String = (1..=cases.len()).map(|n| format!("{n:<5}")).collect();
    writeln!(table, "\n{:<52}{}", "Permission", headings.trim_end()).unwrap();
    for permission in Permission::all() {
        let cells = cases.iter().map(|case| {
            let may = |change| {
                let edit = case.lab.edit(case.user, &[permission], change);
                case.lab.allows(case.grantor, edit)
            };
            let cell = match (may(Change::Add), may(Change::Remove)) {
                (true, true) => "give",
                (false, true) => "take",
                (true, false) => "give, not take",
                (false, false) => "-",
            };
            format!("{cell:<5}")
        });
        let cells: String = cells.collect();
        writeln!(table, "{:<52}{}", permission.key_name(), cells.trim_end()).unwrap();
    }
    insta::assert_snapshot!("grantors", table);
}
