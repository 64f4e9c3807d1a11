//! From a list to a page of a table: search, sort, cut.

use crate::parts::query::TableQuery;
use crate::view::{ActionView, Cell, Column, RowView, TableView};

/// The rows of a page unless the address says otherwise.
const SIZE: usize = 25;

/// The most rows of a page.
const MOST: usize = 100;

/// A table of `items`. Every column can be sorted by; the search looks at all cells.
///
/// `cells` is asked for every item, `actions` only for those that are shown: they cost decisions.
pub fn table<T>(
    query: &TableQuery,
    columns: &[&str],
    empty: &str,
    items: impl IntoIterator<Item = T>,
    cells: impl Fn(&T) -> Vec<Cell>,
    actions: impl Fn(&T) -> Vec<ActionView>,
) -> TableView {
    let wanted = query.q.trim().to_lowercase();
    let mut rows: Vec<(T, Vec<Cell>)> = items
        .into_iter()
        .map(|item| {
            let cells = cells(&item);
            (item, cells)
        })
        .filter(|(_, cells)| {
            wanted.is_empty()
                || cells
                    .iter()
                    .any(|cell| cell.plain().to_lowercase().contains(&wanted))
        })
        .collect();

    let (down, number) = match query.sort.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, query.sort.as_str()),
    };
    let sort = number.parse::<usize>().ok().filter(|n| *n < columns.len());
    if let Some(column) = sort {
        let key = |row: &(T, Vec<Cell>)| {
            let cell = row.1.get(column);
            cell.map(|cell| cell.plain().to_lowercase())
                .unwrap_or_default()
        };
        rows.sort_by_cached_key(key);
        if down {
            rows.reverse();
        }
    }

    let size = query.size.parse().unwrap_or(SIZE).clamp(1, MOST);
    let total = rows.len();
    let pages = total.div_ceil(size).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, pages);
    let rows = rows.into_iter().skip((page - 1) * size).take(size);
    let rows = rows
        .map(|(item, cells)| RowView {
            name: cells
                .first()
                .map(|cell| match cell {
                    Cell::Link { text, .. } => text.clone(),
                    other => other.plain(),
                })
                .unwrap_or_default(),
            actions: actions(&item),
            cells,
        })
        .collect();
    TableView {
        columns: columns
            .iter()
            .map(|label| Column {
                label: label.to_string(),
                sortable: true,
            })
            .collect(),
        rows,
        total,
        page,
        size,
        search: Some(query.q.clone()),
        sort: sort.map(|column| (column, down)),
        empty: empty.to_string(),
    }
}

/// A short table without search, sort and pages.
pub fn short_table(columns: &[&str], empty: &str, rows: Vec<RowView>) -> TableView {
    TableView {
        columns: columns
            .iter()
            .map(|label| Column {
                label: label.to_string(),
                sortable: false,
            })
            .collect(),
        total: 0,
        page: 1,
        size: rows.len().max(1),
        rows,
        search: None,
        sort: None,
        empty: empty.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: TableQuery) -> (Vec<String>, usize) {
        let items = ["beta", "Alpha", "gamma", "delta"];
        let table = table(
            &query,
            &["Name"],
            "None",
            items,
            |n| vec![Cell::text(*n)],
            |_| Vec::new(),
        );
        (
            table.rows.into_iter().map(|row| row.name).collect(),
            table.total,
        )
    }

    fn query(q: &str, sort: &str, page: &str, size: &str) -> TableQuery {
        let [q, sort, page, size] = [q, sort, page, size].map(String::from);
        TableQuery {
            q,
            sort,
            page,
            size,
            view: String::new(),
        }
    }

    #[test]
    fn tables_search_sort_and_page_and_forgive_nonsense() {
        let cases = [
            (
                query("", "", "", ""),
                vec!["beta", "Alpha", "gamma", "delta"],
                4,
            ),
            (query("LTA", "", "", ""), vec!["delta"], 1),
            (
                query("", "0", "", ""),
                vec!["Alpha", "beta", "delta", "gamma"],
                4,
            ),
            (query("", "-0", "2", "3"), vec!["Alpha"], 4),
            (query("", "99", "-1", "0"), vec!["beta"], 4),
            (query("", "x", "1000", "3"), vec!["delta"], 4),
            (query("zzz", "", "7", ""), vec![], 0),
        ];
        for (query, rows, total) in cases {
            assert_eq!(
                names(query.clone()),
                (rows.into_iter().map(String::from).collect(), total),
                "{query:?}"
            );
        }
    }
}
