//! The access matrix: what somebody may do in all, service by service and place by place, wherever it comes from; and what differs
//! between two people, or two moments. What `credlab matrix` prints.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::field::{Select, TextInput};
use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::address_form::AddressForm;
use crate::parts::load::{Load, load};
use crate::parts::query::use_query_value;
use crate::view::{Choice, Crumb, Json, Problem, TableView};

/// Whose access is shown, and what it is compared with, as the address has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// An address or a service ID's name; the persona if empty.
    #[serde(default)]
    pub of: String,
    /// Somebody to compare with.
    #[serde(default)]
    pub with: String,
    /// The number of an earlier record, to compare with that moment.
    #[serde(default)]
    pub at: String,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixView {
    /// What was asked, completed.
    pub asked: Asked,
    /// Everybody who can be asked about.
    pub identities: Vec<Choice>,
    /// Everybody to compare with, and nobody.
    pub others: Vec<Choice>,
    /// What is to be said before the table.
    pub text: String,
    /// The access, a row for each service and place.
    pub table: TableView,
}

/// The access of somebody, as `asked` wants it.
#[server(prefix = "/api", endpoint = "iam/matrix", input = GetUrl, output = Json)]
pub async fn access_matrix(#[server(default)] asked: Asked) -> Result<MatrixView, Problem> {
    server::access_matrix(asked).await
}

/// The access matrix.
#[component]
pub fn AccessMatrixPage() -> impl IntoView {
    let (of, with, at) = (
        use_query_value("of"),
        use_query_value("with"),
        use_query_value("at"),
    );
    let data = load(
        move || Asked {
            of: of.get(),
            with: with.get(),
            at: at.get(),
        },
        access_matrix,
    );
    view! { <Load data=data view=page /> }
}

fn page(view: MatrixView) -> impl IntoView {
    let crumbs = vec![Crumb::link("Access (IAM)", "/iam/users")];
    let Asked { of, with, at } = view.asked;
    view! {
        <PageHeader
            crumbs=crumbs
            title="Access matrix"
            text="What somebody may do in all, whatever policies and access groups it comes from. Choose somebody else or an earlier moment to see what differs."
        />
        <AddressForm action="/iam/matrix" class="credlab-inline-form">
            <Select name="of" label="Access of" options=view.identities value=of />
            <Select name="with" label="Compared with" options=view.others value=with />
            <TextInput name="at" label="At record" value=at help="A record's number, from Activity or History" />
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary" type="submit">
                "Show"
            </button>
        </AddressForm>
        <p class="credlab-note">{view.text}</p>
        <DataTable label="Access" table=view.table />
    }
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeMap;

    use credlab_model::Account;
    use credlab_model::matrix::Matrix;
    use credlab_model::refusal::shorten;

    use super::{Asked, MatrixView};
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::view::{Cell, Choice, Problem, RowView, TagKind, TagView};

    pub async fn access_matrix(asked: Asked) -> Result<MatrixView, Problem> {
        let visit = visit()?;
        let account = visit.account.clone();
        let users = account.users.values().map(|user| user.email.to_string());
        let services = account.service_ids.values();
        let services = services.map(|service| service.name.clone());
        let mut names: Vec<String> = users.chain(services).collect();
        names.sort();
        let choices = names.iter().map(|name| Choice::new(name, name));
        let of = match asked.of.as_str() {
            "" => account.member_name(&visit.persona)?,
            of => of.to_owned(),
        };
        let earlier = earlier(&visit, &asked.at).await?;
        let left = matrix(&visit, &account, &of)?;
        let right = match (&earlier, asked.with.as_str()) {
            (None, "") => None,
            (None, with) => Some(matrix(&visit, &account, with)?),
            (Some(before), "") => Some(matrix(&visit, before, &of)?),
            (Some(before), with) => Some(matrix(&visit, before, with)?),
        };
        let heads: [String; 2];
        let (columns, rows) = match &right {
            None => (vec!["Service", "Where", "Roles"], alone(&left)),
            Some(right) => {
                let then = format!("At record {}", asked.at);
                heads = match (asked.with.as_str(), &earlier) {
                    ("", _) => ["Now".to_owned(), then],
                    (with, None) => [of.clone(), with.to_owned()],
                    (with, Some(_)) => [of.clone(), format!("{with}, {}", then.to_lowercase())],
                };
                let [here, there] = &heads;
                let columns = vec!["Service", "Where", here, there];
                (columns, compared(&left, right))
            }
        };
        Ok(MatrixView {
            identities: choices.clone().collect(),
            others: std::iter::once(Choice::new("", "Nobody"))
                .chain(choices)
                .collect(),
            text: said(&of, &left, right.as_ref()),
            table: short_table(&columns, "No access at all.", rows),
            asked: Asked { of, ..asked },
        })
    }

    async fn earlier(visit: &Visit, at: &str) -> Result<Option<Account>, Problem> {
        if at.is_empty() {
            return Ok(None);
        }
        let version: u64 = at.trim().parse().map_err(|_| {
            let text = "The record must be a number, as Activity and History show it.";
            Problem::new(400, "The address can't be understood", text)
        })?;
        if version == 0 || version > visit.account.version {
            let text = format!(
                "The account has the records 1 to {}.",
                visit.account.version
            );
            return Err(Problem::new(404, "No such record", text));
        }
        Ok(Some(visit.store.at(&visit.account.id, version).await?))
    }

    /// What somebody may do; whoever is not in the account yet may do nothing.
    fn matrix(visit: &Visit, account: &Account, name: &str) -> Result<Matrix, Problem> {
        let identity = account
            .identity_called(name)
            .or_else(|_| visit.account.identity_called(name))
            .map_err(|_| {
                let text = format!("Nobody here is called '{}'.", shorten(name));
                Problem::new(404, "Not found", text)
            })?;
        Ok(account.matrix(&identity, visit.now))
    }

    type Places = BTreeMap<(&'static str, String), Vec<&'static str>>;

    fn places(matrix: &Matrix) -> Places {
        let rows = matrix.rows.iter();
        rows.map(|row| ((row.label, row.place.clone()), row.roles.clone()))
            .collect()
    }

    fn roles(kind: TagKind, roles: &[&str]) -> Cell {
        Cell::Tags(roles.iter().map(|role| TagView::new(kind, *role)).collect())
    }

    fn row(cells: Vec<Cell>) -> RowView {
        RowView {
            name: cells.first().map(Cell::plain).unwrap_or_default(),
            cells,
            actions: Vec::new(),
        }
    }

    fn alone(matrix: &Matrix) -> Vec<RowView> {
        let rows = matrix.rows.iter().map(|one| {
            row(vec![
                Cell::text(one.label),
                Cell::text(one.place.as_str()),
                roles(TagKind::Neutral, &one.roles),
            ])
        });
        rows.collect()
    }

    /// A row for each service and place that differs.
    fn compared(left: &Matrix, right: &Matrix) -> Vec<RowView> {
        let (left, right) = (places(left), places(right));
        let mut all: Vec<&(&'static str, String)> = left.keys().chain(right.keys()).collect();
        all.sort();
        all.dedup();
        let none = Vec::new();
        let rows = all.into_iter().filter_map(|place| {
            let here = left.get(place).unwrap_or(&none);
            let there = right.get(place).unwrap_or(&none);
            (here != there).then(|| {
                row(vec![
                    Cell::text(place.0),
                    Cell::text(place.1.as_str()),
                    roles(TagKind::Good, here),
                    roles(TagKind::Warning, there),
                ])
            })
        });
        rows.collect()
    }

    fn said(of: &str, matrix: &Matrix, other: Option<&Matrix>) -> String {
        let classic = match matrix.classic_permissions {
            None => "no access to classic infrastructure".to_owned(),
            Some(count) => format!("{count} permissions on classic infrastructure"),
        };
        let own = match matrix.owner {
            true => format!("{of} owns the account and may do everything; {classic}."),
            false => format!("{of} has {classic}."),
        };
        match other {
            None => own,
            Some(other) => {
                let there = other.classic_permissions.unwrap_or_default();
                format!(
                    "{own} Compared: {there} permissions there. Rows that are the same are left out."
                )
            }
        }
    }
}
