//! Labels and values.

use leptos::prelude::*;

use crate::carbon::table::cell_view;
use crate::parts::views::Views;
use crate::view::Cell;

/// Labels and values, one pair a line.
pub fn facts(rows: Vec<(String, Cell)>) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|(label, cell)| view! { <dt>{label}</dt> <dd>{cell_view(cell)}</dd> });
    view! { <dl class="credlab-facts">{rows.views()}</dl> }.into_any()
}
