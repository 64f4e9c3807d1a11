//! The side navigation.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::parts::views::Views;

/// The groups of the navigation: heading, then label and address of each entry. `Manage access and users` is the order
/// of the real console (`console.md`, section 0), with the pages that there are.
static GROUPS: [(&str, &[(&str, &str)]); 5] = [
    (
        "Access (IAM)",
        &[
            ("Users", "/iam/users"),
            ("Trusted profiles", "/iam/trusted-profiles"),
            ("Service IDs", "/iam/serviceids"),
            ("API keys", "/iam/apikeys"),
            ("Access groups", "/iam/groups"),
            ("Roles", "/iam/roles"),
            ("Settings", "/iam/settings"),
        ],
    ),
    (
        "Account",
        &[
            ("Account settings", "/account/settings"),
            ("Resource groups", "/account/resource-groups"),
            ("History", "/history"),
        ],
    ),
    (
        "Kubernetes",
        &[
            ("Clusters", "/kubernetes/clusters"),
            ("Cluster credentials", "/kubernetes/credentials"),
        ],
    ),
    ("Observability", &[("Activity", "/observe/activity")]),
    (
        "Credlab",
        &[
            ("Why?", "/why"),
            ("Credentials map", "/kubernetes/credentials/map"),
            ("Access matrix", "/iam/matrix"),
        ],
    ),
];

/// Every page that the navigation leads to: its group, label and address.
#[cfg(feature = "ssr")]
pub fn pages() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let of_group = |(heading, entries): &'static (_, &'static [(_, _)])| {
        entries
            .iter()
            .map(|(label, href)| (*heading, *label, *href))
    };
    GROUPS.iter().flat_map(of_group)
}

/// The side navigation.
#[component]
pub fn SideNav() -> impl IntoView {
    let path = use_location().pathname;
    let groups = GROUPS.iter().map(|(heading, entries)| {
        let entries = entries.iter().map(|(label, href)| {
            let here = move || path.with(|path| nearest(path) == Some(*href));
            let class = move || match here() {
                true => "cds--side-nav__link cds--side-nav__link--current",
                false => "cds--side-nav__link",
            };
            view! {
                <li class="cds--side-nav__item">
                    <a class=class href=*href aria-current=move || here().then_some("page")>
                        <span class="cds--side-nav__link-text">{*label}</span>
                    </a>
                </li>
            }
        });
        view! {
            <li class="credlab-nav-group">
                <span class="credlab-nav-heading">{*heading}</span>
                <ul>{entries.views()}</ul>
            </li>
        }
    });
    view! {
        <nav class="cds--side-nav credlab-side-nav credlab-paper" aria-label="Side navigation">
            <ul class="cds--side-nav__items">{groups.views()}</ul>
        </nav>
    }
}

/// The entry that a page belongs to: of several that its path begins with, the longest.
fn nearest(path: &str) -> Option<&'static str> {
    let entries = GROUPS.iter().flat_map(|(_, entries)| entries.iter());
    let above = entries.map(|(_, href)| *href).filter(|href| {
        let rest = path.strip_prefix(href);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    above.max_by_key(|href| href.len())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::nearest;

    #[test]
    fn a_page_belongs_to_one_entry() {
        for (path, entry) in [
            ("/iam/users", Some("/iam/users")),
            ("/iam/users/IBMid-1/api-keys", Some("/iam/users")),
            (
                "/kubernetes/credentials/map",
                Some("/kubernetes/credentials/map"),
            ),
            ("/kubernetes/credentials", Some("/kubernetes/credentials")),
            ("/iam/usersome", None),
            ("/search", None),
        ] {
            assert_eq!(nearest(path), entry, "{path}");
        }
    }
}
