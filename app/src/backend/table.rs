//! From a list to a page of a table: search, sort, cut.

use std::borrow::Cow;
use std::ops::Range;

use axum::http::request::Parts;
use leptos::prelude::use_context;

use crate::parts::picks::settled;
use crate::parts::query::TableQuery;
use crate::view::{ActionView, Cell, Column, RowView, TableView};

/// The rows of a page unless the address says otherwise.
const SIZE: usize = 25;

/// The most rows of a page.
const MOST: usize = 100;

/// A table of `items`. Every column can be sorted by; the search looks at all cells.
///
/// `cells` is asked for every item, `actions` only for those that are shown: they cost decisions. A list that may be long
/// is better [`chosen`] by its texts first, and then made a [`page_of`].
pub fn table<T>(
    query: &TableQuery,
    columns: &[&str],
    empty: &str,
    items: impl IntoIterator<Item = T>,
    cells: impl Fn(&T) -> Vec<Cell>,
    actions: impl Fn(&T) -> Vec<ActionView>,
) -> TableView {
    let rows = items.into_iter().map(|item| {
        let cells = cells(&item);
        (item, cells)
    });
    let rows = chosen(query, columns.len(), rows, |(_, cells), column| {
        let cell = cells.get(column);
        cell.map(Cell::plain).unwrap_or_default().into()
    });
    let actions = |(item, _): &(T, Vec<Cell>)| actions(item);
    page_of(
        query,
        columns,
        empty,
        rows,
        |(_, cells)| cells.clone(),
        actions,
    )
}

/// Those of `items` that are searched for, in the order that is asked for, on all pages. `text` tells what stands in the
/// column of a number: what is searched and compared, in any case of letters.
pub fn chosen<T>(
    query: &TableQuery,
    columns: usize,
    items: impl IntoIterator<Item = T>,
    text: impl Fn(&T, usize) -> Cow<'_, str>,
) -> Vec<T> {
    let wanted = query.q.trim().to_lowercase();
    let found = |item: &T| {
        wanted.is_empty() || (0..columns).any(|column| holds(&text(item, column), &wanted))
    };
    let mut items: Vec<T> = items.into_iter().filter(found).collect();
    if let Some((column, down)) = sorted(query, columns) {
        items.sort_by_cached_key(|item| text(item, column).to_lowercase());
        if down {
            items.reverse();
        }
    }
    items
}

/// The page of `items` that is asked for. Their cells and actions are asked for only where they are shown.
pub fn page_of<T>(
    query: &TableQuery,
    columns: &[&str],
    empty: &str,
    items: Vec<T>,
    cells: impl Fn(&T) -> Vec<Cell>,
    actions: impl Fn(&T) -> Vec<ActionView>,
) -> TableView {
    let total = items.len();
    let Shown { page, size, places } = shown(query, total);
    let rows = items.iter().skip(places.start).take(places.len());
    let rows = rows.map(|item| {
        let cells = cells(item);
        let name = cells.first().map(|cell| match cell {
            Cell::Link { text, .. } => text.clone(),
            other => other.plain(),
        });
        RowView {
            name: name.unwrap_or_default(),
            actions: actions(item),
            cells,
        }
    });
    TableView {
        rows: rows.collect(),
        total,
        page,
        size,
        search: Some(query.q.clone()),
        sort: sorted(query, columns.len()),
        ..table_of(columns, true, empty)
    }
}

/// Which part of a list a page shows.
pub struct Shown {
    /// The number of the page, from 1.
    page: usize,
    /// The rows of a page.
    size: usize,
    /// The places of its rows in the list.
    pub places: Range<usize>,
}

/// Which part of a list of `total` items is asked for.
pub fn shown(query: &TableQuery, total: usize) -> Shown {
    let size = query.size.parse().unwrap_or(SIZE).clamp(1, MOST);
    let pages = total.div_ceil(size).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, pages);
    let first = (page - 1) * size;
    Shown {
        page,
        size,
        places: first..(first + size).min(total),
    }
}

/// The column that is sorted by, and whether downwards.
fn sorted(query: &TableQuery, columns: usize) -> Option<(usize, bool)> {
    let (down, number) = match query.sort.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, query.sort.as_str()),
    };
    let column = number.parse().ok().filter(|column| *column < columns)?;
    Some((column, down))
}

/// Whether `text` holds what is searched for, which is in lower case.
fn holds(text: &str, wanted: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(wanted);
    }
    let mut places = text.as_bytes().windows(wanted.len());
    places.any(|place| place.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// Sends the browser to the same page with what was ticked as part of its address, if it has come from the table's form:
/// without script, forms are sent as they are.
pub fn settle() {
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    let fields = parts.uri.query().unwrap_or_default();
    let path = parts.uri.path();
    if path.starts_with("/api/") || !fields.split('&').any(|pair| pair.starts_with("shown=")) {
        return;
    }
    leptos_axum::redirect(&format!("{path}?{}", settled(fields).query));
}

/// A short table without search, sort and pages.
pub fn short_table(columns: &[&str], empty: &str, rows: Vec<RowView>) -> TableView {
    TableView {
        size: rows.len().max(1),
        rows,
        ..table_of(columns, false, empty)
    }
}

/// A table without rows.
fn table_of(columns: &[&str], sortable: bool, empty: &str) -> TableView {
    let columns = columns.iter().map(|label| Column {
        label: label.to_string(),
        sortable,
    });
    TableView {
        columns: columns.collect(),
        rows: Vec::new(),
        total: 0,
        page: 1,
        size: 1,
        search: None,
        sort: None,
        empty: empty.to_string(),
        filters: Vec::new(),
        picking: None,
        download: None,
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
            ..TableQuery::default()
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
