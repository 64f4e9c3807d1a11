//! The data table: search, sort, pages and what is picked stand in the address, so they work without script.

mod batch;
mod toolbar;

use leptos::prelude::*;

use crate::carbon::button::{Fields, Reason};
use crate::carbon::field::Checkbox;
use crate::carbon::icon::{Glyph, Icon};
use crate::carbon::tag::{Status, Tag};
use crate::parts::picks::use_picks;
use crate::parts::post_form::PostForm;
use crate::parts::query::use_address_with;
use crate::parts::views::Views;
use crate::view::{ActionView, Cell, Check, Column, Press, RowView, TableView};
use batch::{BatchBar, Pick, all_box, row_box, ticking};
use toolbar::Toolbar;

/// A table with its toolbar and pages.
#[component]
pub fn DataTable(
    /// What it lists, for a screen reader: `Users`.
    #[prop(into)]
    label: String,
    /// The table.
    table: TableView,
) -> impl IntoView {
    let searchable = table.search.is_some();
    let keys = table.picking.as_ref().map(|picking| picking.keys.clone());
    let picks = keys.is_some().then(use_picks);
    let tick = ticking(keys.clone().unwrap_or_default());
    let head = table
        .columns
        .iter()
        .enumerate()
        .map(|(n, column)| heading(n, column, table.sort))
        .views();
    let has_menu = table.rows.iter().any(|row| !row.actions.is_empty());
    let columns = table.columns.len() + usize::from(has_menu) + usize::from(keys.is_some());
    let empty = table
        .rows
        .is_empty()
        .then(|| {
            view! {
                <tr>
                    <td class="credlab-empty" colspan=columns.to_string()>
                        {table.empty.clone()}
                    </td>
                </tr>
            }
        })
        .views();
    let rows = table
        .rows
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let pick = keys.as_ref().zip(picks.clone());
            let pick = pick.map(|(keys, picks)| Pick {
                place: n,
                key: keys.get(n).cloned().unwrap_or_default(),
                picks,
            });
            body_row(row.clone(), pick, has_menu)
        })
        .views();
    let all = keys.map(all_box).views();
    let toolbar = searchable
        .then(|| view! { <Toolbar label=label.clone() table=table.clone() /> })
        .views();
    let bar = table
        .picking
        .clone()
        .map(|picking| view! { <BatchBar picking=picking total=table.total label=label.clone() /> })
        .views();
    let region = format!("{label}, table");
    view! {
        <div class="cds--data-table-container">
            {toolbar}
            {bar}
            <div class="cds--data-table-content credlab-scroll" tabindex="0" role="region" aria-label=region>
                <table class="cds--data-table cds--data-table--lg" aria-label=label on:change=tick>
                    <thead>
                        <tr>
                            {all}
                            {head}
                            {has_menu
                                .then(|| {
                                    view! {
                                        <th scope="col">
                                            <div class="cds--table-header-label credlab-hidden">"Actions"</div>
                                        </th>
                                    }
                                }).views()}
                        </tr>
                    </thead>
                    <tbody>{rows} {empty}</tbody>
                </table>
            </div>
            <Pages table=table />
        </div>
    }
}

fn heading(n: usize, column: &Column, sort: Option<(usize, bool)>) -> AnyView {
    let label = column.label.clone();
    if !column.sortable {
        return view! {
            <th scope="col">
                <div class="cds--table-header-label">{label}</div>
            </th>
        }
        .into_any();
    }
    let (order, next, mark) = match sort {
        Some((by, false)) if by == n => ("ascending", format!("-{n}"), " ↑"),
        Some((by, true)) if by == n => ("descending", n.to_string(), " ↓"),
        _ => ("none", n.to_string(), ""),
    };
    view! {
        <th scope="col" aria-sort=order>
            <a
                class="credlab-sort cds--table-header-label"
                href=use_address_with(vec![("sort", next), ("page", String::new())])
            >
                {label}
                <span aria-hidden="true">{mark}</span>
            </a>
        </th>
    }
    .into_any()
}

fn body_row(row: RowView, pick: Option<Pick>, has_menu: bool) -> AnyView {
    let cells = row
        .cells
        .into_iter()
        .map(|cell| view! { <td>{cell_view(cell)}</td> });
    let menu = has_menu.then(|| {
        view! {
            <td class="cds--table-column-menu">
                {(!row.actions.is_empty()).then(|| view! { <Menu name=row.name.clone() actions=row.actions.clone() /> }).views()}
            </td>
        }
    }).views();
    match pick {
        None => view! { <tr>{cells.views()} {menu}</tr> }.into_any(),
        Some(pick) => {
            let class = pick.class();
            view! {
                <tr class=class>{row_box(pick, row.name)} {cells.views()} {menu}</tr>
            }
            .into_any()
        }
    }
}

/// What stands in a cell.
pub fn cell_view(cell: Cell) -> AnyView {
    match cell {
        Cell::Text(text) => text.into_any(),
        Cell::Code(text) => view! { <code class="credlab-code">{text}</code> }.into_any(),
        Cell::Link { text, href, tags } => view! {
            <a class="cds--link" href=href>
                {text}
            </a>
            {tags.into_iter().map(|tag| view! { <Tag tag=tag /> }).views()}
        }
        .into_any(),
        Cell::Tags(tags) => tags
            .into_iter()
            .map(|tag| view! { <Tag tag=tag /> })
            .views()
            .into_any(),
        Cell::Status(kind, text) => view! { <Status kind=kind text=text /> }.into_any(),
        Cell::Check(check) => check_box(check),
    }
}

/// A box to tick that is given as data.
pub fn check_box(check: Check) -> AnyView {
    let id = format!("{}-{}", check.name.trim_end_matches("[]"), check.value);
    view! {
        <Checkbox
            id=id
            name=check.name
            value=check.value
            label=check.label
            checked=check.checked
            disabled=check.disabled
            help=check.help
            form=check.form
        />
    }
    .into_any()
}

/// The menu of a row: an element that opens by itself, so it works without script.
#[component]
pub fn Menu(
    /// What it is about.
    #[prop(into)]
    name: String,
    /// Its entries.
    actions: Vec<ActionView>,
) -> impl IntoView {
    let entries = actions.into_iter().map(|action| {
        let class = if action.danger {
            "credlab-menu__entry credlab-menu__entry--danger"
        } else {
            "credlab-menu__entry"
        };
        let entry = match (action.press, action.disabled) {
            (_, Some(reason)) => view! {
                <button type="button" class=class disabled=true>
                    {action.label}
                </button>
                <Reason reason=Some(reason) />
            }
            .into_any(),
            (Press::Open(href), None) => view! {
                <a class=class href=href>
                    {action.label}
                </a>
            }
            .into_any(),
            (Press::Send(path, fields), None) => view! {
                <PostForm action=path>
                    <Fields fields=fields />
                    <button type="submit" class=class>
                        {action.label}
                    </button>
                </PostForm>
            }
            .into_any(),
        };
        view! { <li>{entry}</li> }
    });
    view! {
        <details name="menu" class="credlab-menu">
            <summary class="cds--btn cds--btn--ghost cds--btn--icon-only cds--btn--sm" aria-label=format!("Actions for {name}")>
                <Glyph icon=Icon::Overflow />
            </summary>
            <ul class="credlab-menu__list">{entries.views()}</ul>
        </details>
    }
}

#[component]
fn Pages(table: TableView) -> impl IntoView {
    let pages = table.total.div_ceil(table.size.max(1)).max(1);
    let first = (table.page - 1) * table.size + 1;
    let last = (first + table.rows.len()).saturating_sub(1);
    let page = |n: usize| use_address_with(vec![("page", n.to_string())]);
    let previous = (table.page > 1)
        .then(|| {
            let href = page(table.page - 1);
            view! { <a class="cds--btn cds--btn--sm cds--btn--ghost" href=href>"Previous"</a> }
        })
        .views();
    let next = (table.page < pages)
        .then(|| {
            let href = page(table.page + 1);
            view! { <a class="cds--btn cds--btn--sm cds--btn--ghost" href=href>"Next"</a> }
        })
        .views();
    (table.total > 0).then(|| {
        view! {
            <nav class="cds--pagination credlab-pages" aria-label="Pages">
                <span class="cds--pagination__text" aria-live="polite">
                    {format!("{first}–{last} of {} items", table.total)}
                </span>
                <span class="credlab-pages__turn">
                    {previous}
                    <span class="cds--pagination__text">{format!("Page {} of {pages}", table.page)}</span>
                    {next}
                </span>
            </nav>
        }
    }).views()
}
