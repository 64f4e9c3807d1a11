//! The account as it was at a moment: how many things of each kind, and users, clusters and credentials one by one.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::table::DataTable;
use crate::parts::views::Views;
use crate::view::TableView;

#[cfg(feature = "ssr")]
pub use server::{counts, folds_of};

/// Things of one kind, as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldView {
    /// The kind: `Users`.
    pub label: String,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub table: TableView,
}

/// Kinds of things, each to be unfolded.
pub fn folds(folds: Vec<FoldView>) -> AnyView {
    let folds = folds.into_iter().map(|fold| {
        let more = fold.count.saturating_sub(fold.table.rows.len());
        let more = (more > 0).then(|| view! { <p>{format!("… and {more} more.")}</p> });
        view! {
            <details class="credlab-fold">
                <summary>{format!("{}: {}", fold.label, fold.count)}</summary>
                <div class="credlab-fold__content">
                    <DataTable label=fold.label table=fold.table />
                    {more.views()}
                </div>
            </details>
        }
    });
    folds.views()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::{Account, Timestamp};

    use super::FoldView;
    use crate::backend::moment::minute;
    use crate::backend::table::short_table;
    use crate::pages::iam::user::head::state_tag;
    use crate::pages::kubernetes::cluster::head::state_kind;
    use crate::view::{Cell, RowView, TableView};

    /// How many things of a kind are listed.
    const LISTED: usize = 50;

    /// A kind of things, and how many of them an account has.
    type Counted = (&'static str, fn(&Account) -> usize);

    /// How many things of each kind there were at record `at` and at the moment that it is compared with.
    pub fn counts(then: &Account, other: &Account, at: u64, now: bool, to: u64) -> TableView {
        let kinds: [Counted; 9] = [
            ("Users", |account| account.users.len()),
            ("Service IDs", |account| account.service_ids.len()),
            ("API keys", |account| account.api_keys.len()),
            ("Access groups", |account| {
                account.access_groups.values().count()
            }),
            ("Access policies", |account| {
                account.policies.values().count()
            }),
            ("Resource groups", |account| account.resource_groups.len()),
            ("Stored cluster credentials", |account| account.slots.len()),
            ("Clusters", |account| account.clusters.len()),
            ("Worker nodes", |account| {
                account
                    .clusters
                    .values()
                    .map(|cluster| cluster.workers.len())
                    .sum()
            }),
        ];
        let rows = kinds.map(|(label, count)| {
            let (was, is) = (count(then), count(other));
            row(
                label,
                vec![
                    Cell::text(label),
                    Cell::text(was.to_string()),
                    Cell::text(is.to_string()),
                    Cell::text(match is.cmp(&was) {
                        std::cmp::Ordering::Less => format!("-{}", was - is),
                        std::cmp::Ordering::Equal => "-".into(),
                        std::cmp::Ordering::Greater => format!("+{}", is - was),
                    }),
                ],
            )
        });
        let at = format!("Record {at}");
        let to = if now {
            "Now".to_string()
        } else {
            format!("Record {to}")
        };
        short_table(&["Kind", &at, &to, "Difference"], "", rows.to_vec())
    }

    fn row(name: &str, cells: Vec<Cell>) -> RowView {
        RowView {
            name: name.into(),
            cells,
            actions: Vec::new(),
        }
    }

    fn fold(label: &str, columns: &[&str], count: usize, rows: Vec<RowView>) -> FoldView {
        FoldView {
            label: label.into(),
            count,
            table: short_table(columns, "There was none.", rows),
        }
    }

    /// What there was in `account` at `at`.
    pub fn folds_of(account: &Account, at: Timestamp) -> Vec<FoldView> {
        vec![
            users(account),
            keys(account, at),
            clusters(account, at),
            credentials(account),
        ]
    }

    fn users(account: &Account) -> FoldView {
        let rows = account.users.values().take(LISTED).map(|user| {
            let state = state_tag(user.state);
            let cells = vec![
                Cell::text(user.name.as_str()),
                Cell::text(user.email.as_str()),
                Cell::Status(state.kind, state.text),
            ];
            row(user.email.as_str(), cells)
        });
        let columns = ["Name", "Email", "Status"];
        fold("Users", &columns, account.users.len(), rows.collect())
    }

    fn keys(account: &Account, at: Timestamp) -> FoldView {
        let rows = account.api_keys.values().take(LISTED).map(|key| {
            let state = match (key.is_expired(at), key.disabled, key.locked) {
                (true, ..) => "Expired",
                (_, true, _) => "Disabled",
                (.., true) => "Locked",
                _ => "Enabled",
            };
            let cells = vec![
                Cell::text(key.name.as_str()),
                Cell::text(account.member_name(&key.owner).unwrap_or_default()),
                Cell::text(state),
                Cell::text(minute(key.created_at)),
            ];
            row(&key.name, cells)
        });
        let columns = ["Name", "Owner", "Status", "Created"];
        fold("API keys", &columns, account.api_keys.len(), rows.collect())
    }

    fn clusters(account: &Account, at: Timestamp) -> FoldView {
        let rows = account.clusters.values().take(LISTED).map(|cluster| {
            let state = cluster.state(account, at);
            let cells = vec![
                Cell::text(cluster.name.as_str()),
                Cell::Status(state_kind(state), state.into()),
                Cell::text(account.group_name(&cluster.group)),
                Cell::text(cluster.workers.len().to_string()),
                Cell::text(cluster.version.as_str()),
            ];
            row(&cluster.name, cells)
        });
        let columns = ["Name", "State", "Resource group", "Workers", "Version"];
        fold("Clusters", &columns, account.clusters.len(), rows.collect())
    }

    fn credentials(account: &Account) -> FoldView {
        let rows = account.slots.iter().take(LISTED).map(|(slot, state)| {
            let name = format!("{} / {}", slot.region, account.group_name(&slot.group));
            let (key, manual) = (state.key.as_ref(), state.manual.as_ref());
            let cells = vec![
                Cell::text(name.as_str()),
                Cell::text(key.map_or("None", |key| key.owner_email.as_str())),
                Cell::text(key.map_or("-".to_string(), |key| minute(key.stored_at))),
                Cell::text(manual.map_or("None", |manual| manual.username.as_str())),
            ];
            row(&name, cells)
        });
        let columns = [
            "Region and resource group",
            "API key owner",
            "Stored",
            "Infrastructure credentials",
        ];
        fold(
            "Cluster credentials",
            &columns,
            account.slots.len(),
            rows.collect(),
        )
    }
}
