//! The 108 classic permissions and the permission sets: data, checked when the crate is built (R81).

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::account::Era;
use crate::refusal::{Refusal, RefusalKind, shorten};

/// One classic permission.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission(u8);

/// What is known of a permission.
#[derive(Debug)]
pub(crate) struct PermissionRow {
    key_name: &'static str,
    name: &'static str,
    console_name: &'static str,
    category: Category,
    department: Option<&'static str>,
    need: Option<Need>,
    on_tab: bool,
    migrated: bool,
    purpose: &'static str,
}

/// The category under which the Permissions tab shows a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Account.
    Account,
    /// Devices.
    Devices,
    /// Network.
    Network,
    /// Services.
    Services,
    /// Support cases: managed by the Support Center role (R83).
    Support,
    /// Future access to devices: on the Devices tab (R85).
    DeviceAccess,
}

impl Category {
    /// The headings of the Permissions tab, in its order: four categories until 2025, in 2026 the departments of the API but
    /// for Support (`rules.md`, section N).
    pub fn headings(era: Era) -> &'static [&'static str] {
        match era {
            Era::Y2024M01 | Era::Y2024M09 => &["Account", "Devices", "Network", "Services"],
            Era::Y2026 => &[
                "Administrative",
                "Devices",
                "Network",
                "Sales",
                "Security",
                "Software",
            ],
        }
    }

    fn label(self) -> &'static str {
        match self {
            Category::Account => "Account",
            Category::Devices => "Devices",
            Category::Network => "Network",
            Category::Services => "Services",
            Category::Support => "Support",
            Category::DeviceAccess => "Device access",
        }
    }
}

/// What classic clusters need a permission for (R47).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Without it nothing works.
    Required,
    /// Without it only the related use fails (R48).
    Suggested,
}

#[derive(Debug)]
pub(crate) struct SetRow {
    label: &'static str,
    meaning: &'static str,
    bits: u128,
}

include!(concat!(env!("OUT_DIR"), "/permissions.rs"));

impl Permission {
    /// Every permission, in the order of the data.
    pub fn all() -> impl Iterator<Item = Permission> {
        (0u8..).zip(&PERMISSIONS).map(|(i, _)| Permission(i))
    }

    fn row(self) -> &'static PermissionRow {
        // The field is private and only made from indexes of the table.
        PERMISSIONS
            .get(usize::from(self.0))
            .unwrap_or(&PERMISSIONS[0])
    }

    /// The key name: `SERVER_ADD`.
    pub fn key_name(self) -> &'static str {
        self.row().key_name
    }

    /// The name in listings: `Add Server`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The name on the Permissions tab.
    pub fn console_name(self) -> &'static str {
        self.row().console_name
    }

    /// What it is for, in a sentence.
    pub fn purpose(self) -> &'static str {
        self.row().purpose
    }

    /// The category.
    pub fn category(self) -> Category {
        self.row().category
    }

    /// Under which of [`Category::headings`] the Permissions tab shows it. Two permissions are in no department: in 2026, too,
    /// they stand under Devices (inferred).
    pub fn heading(self, era: Era) -> &'static str {
        let department = self.department().filter(|_| era == Era::Y2026);
        let heading = department.and_then(|department| {
            let mut headings = Category::headings(era).iter();
            headings.find(|heading| heading.eq_ignore_ascii_case(department))
        });
        heading.copied().unwrap_or_else(|| self.category().label())
    }

    /// The department under which `sl user permissions` lists it, in capitals.
    pub fn department(self) -> Option<&'static str> {
        self.row().department
    }

    /// What classic clusters need it for.
    pub fn need(self) -> Option<Need> {
        self.row().need
    }

    /// Whether the Permissions tab shows it.
    pub fn is_on_tab(self) -> bool {
        self.row().on_tab
    }

    /// Whether IAM manages it now (R87).
    pub fn is_migrated(self) -> bool {
        self.row().migrated
    }
}

impl FromStr for Permission {
    type Err = Refusal;
    /// By key name, in any case (R86).
    fn from_str(text: &str) -> Result<Permission, Refusal> {
        let found = Permission::all().find(|p| p.key_name().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| {
            RefusalKind::UnknownPermission {
                permission: shorten(&text.trim().to_uppercase()),
            }
            .refusal()
        })
    }
}

impl fmt::Debug for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key_name())
    }
}

/// A set of permissions. In data: the list of key names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PermissionSet(u128);

impl PermissionSet {
    /// No permission.
    pub const NONE: PermissionSet = PermissionSet(0);
    /// All 108.
    pub const ALL: PermissionSet = PermissionSet((1 << PERMISSIONS.len()) - 1);

    /// The set of these permissions.
    pub fn of(permissions: impl IntoIterator<Item = Permission>) -> PermissionSet {
        permissions
            .into_iter()
            .fold(PermissionSet::NONE, PermissionSet::with)
    }

    /// The set, and one more.
    pub fn with(self, permission: Permission) -> PermissionSet {
        PermissionSet(self.0 | 1 << permission.0)
    }

    /// What is in either.
    pub fn union(self, other: PermissionSet) -> PermissionSet {
        PermissionSet(self.0 | other.0)
    }

    /// What is in both.
    pub fn intersection(self, other: PermissionSet) -> PermissionSet {
        PermissionSet(self.0 & other.0)
    }

    /// What is in this one only.
    pub fn minus(self, other: PermissionSet) -> PermissionSet {
        PermissionSet(self.0 & !other.0)
    }

    /// Whether `permission` is in.
    pub fn contains(self, permission: Permission) -> bool {
        self.0 & 1 << permission.0 != 0
    }

    /// Whether nothing is in.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The permissions, in the order of the data.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::all().filter(move |p| self.contains(*p))
    }

    /// The part that classic infrastructure still manages itself (R87).
    pub fn editable(self) -> PermissionSet {
        PermissionSet::of(self.iter().filter(|p| !p.is_migrated()))
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len() as usize))?;
        self.iter()
            .try_for_each(|p| list.serialize_element(p.key_name()))?;
        list.end()
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let each = names.iter().map(|name| {
            name.parse::<Permission>()
                .map_err(|e| D::Error::custom(e.message()))
        });
        each.collect::<Result<Vec<_>, _>>().map(PermissionSet::of)
    }
}

/// A permission set of the drop-down (R81).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SetName {
    /// Nothing.
    #[default]
    NoAccess,
    /// See, change nothing.
    ViewOnly,
    /// Some permissions.
    BasicUser,
    /// All of the tab.
    SuperUser,
}

impl SetName {
    /// Every set.
    pub const ALL: [SetName; 4] = [
        SetName::NoAccess,
        SetName::ViewOnly,
        SetName::BasicUser,
        SetName::SuperUser,
    ];

    fn row(self) -> &'static SetRow {
        match self {
            SetName::NoAccess => &NO_ACCESS,
            SetName::ViewOnly => &VIEW_ONLY,
            SetName::BasicUser => &BASIC_USER,
            SetName::SuperUser => &SUPER_USER,
        }
    }

    /// The label in the drop-down.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        self.row().meaning
    }

    /// The permissions.
    pub fn permissions(self) -> PermissionSet {
        PermissionSet(self.row().bits)
    }

    /// The value in forms and on the command line: `super_user`.
    pub fn as_str(self) -> &'static str {
        match self {
            SetName::NoAccess => "no_access",
            SetName::ViewOnly => "view_only",
            SetName::BasicUser => "basic_user",
            SetName::SuperUser => "super_user",
        }
    }
}

impl FromStr for SetName {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<SetName, Refusal> {
        let found = SetName::ALL.into_iter().find(|set| set.as_str() == text);
        found.ok_or_else(|| {
            let problem = format!(
                "'{}' is not one of no_access, view_only, basic_user, super_user",
                shorten(text)
            );
            RefusalKind::InvalidField {
                field: "permission set",
                problem,
            }
            .refusal()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r81_the_sets_hold_the_documented_numbers_of_permissions() {
        let sizes = SetName::ALL.map(|set| set.permissions().len());
        assert_eq!(&sizes[..3], [0, 6, 21]);
        let tab = PermissionSet::of(Permission::all().filter(|p| p.is_on_tab()));
        assert!(tab.minus(SetName::SuperUser.permissions()).is_empty());
        // Four retired permissions belong to the set although the tab no longer shows them.
        let retired = SetName::SuperUser.permissions().minus(tab);
        assert_eq!(
            retired.iter().map(Permission::key_name).collect::<Vec<_>>(),
            [
                "VIEW_HELM",
                "VIEW_URCHIN",
                "SCALE_GROUP_MANAGE",
                "LOCKBOX_MANAGE"
            ]
        );
        assert!(
            SetName::BasicUser
                .permissions()
                .contains(Permission::USER_MANAGE)
        );
        assert!(
            !SetName::BasicUser
                .permissions()
                .contains(Permission::SERVER_ADD)
        );
    }

    #[test]
    fn r83_no_set_contains_support_cases() {
        for set in SetName::ALL {
            assert!(
                set.permissions()
                    .iter()
                    .all(|p| p.category() != Category::Support),
                "{set:?}"
            );
        }
    }

    #[test]
    fn eras_sort_the_tab_under_their_own_headings() {
        for era in Era::ALL {
            let shown = Permission::all().filter(|p| p.is_on_tab());
            let used: std::collections::BTreeSet<&str> = shown.map(|p| p.heading(era)).collect();
            let headings = Category::headings(era).iter().copied().collect();
            assert_eq!(used, headings, "{era}");
        }
        let under = |era| Permission::SERVER_ADD.heading(era);
        assert_eq!(
            Era::ALL.map(under),
            ["Account", "Account", "Sales"],
            "Add Server"
        );
    }

    #[test]
    fn sets_survive_json_by_key_name() {
        let set = PermissionSet::of([Permission::SERVER_ADD, Permission::TICKET_ADD]);
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(json, r#"["SERVER_ADD","TICKET_ADD"]"#);
        assert_eq!(serde_json::from_str::<PermissionSet>(&json).unwrap(), set);
        assert!(serde_json::from_str::<PermissionSet>(r#"["NO_SUCH"]"#).is_err());
        assert_eq!(PermissionSet::ALL.len(), 108);
    }
}
