//! Tables as data: the server fills them, one component shows them.

use serde::{Deserialize, Serialize};

use crate::view::{Barrier, Choice};

/// A table, or one page of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableView {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<RowView>,
    /// How many rows there are on all pages, after the search.
    pub total: usize,
    /// The number of this page, from 1.
    pub page: usize,
    /// The rows of a page.
    pub size: usize,
    /// What is searched for; none when the table has no search.
    pub search: Option<String>,
    /// The column that is sorted by, and whether downwards.
    pub sort: Option<(usize, bool)>,
    /// What stands in place of rows when there are none.
    pub empty: String,
    /// What can be chosen beside the search.
    #[serde(default)]
    pub filters: Vec<FilterView>,
    /// How rows are picked, where they can be.
    #[serde(default)]
    pub picking: Option<PickingView>,
    /// The address of the whole list as a file of comma-separated values.
    #[serde(default)]
    pub download: Option<String>,
}

/// A choice beside a table's search, which narrows the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterView {
    /// Its name in the address.
    pub name: String,
    /// The label.
    pub label: String,
    /// What can be chosen; the first is what an address means that says nothing of it.
    pub options: Vec<Choice>,
    /// What is chosen.
    pub value: String,
}

/// How rows are picked, to do something with several at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickingView {
    /// What stands for the rows of this page in an address, in their order: letters, digits and hyphens; empty for a row
    /// that can't be picked.
    pub keys: Vec<String>,
    /// What can be done with those that are picked. Each opens the dialog that it names.
    pub actions: Vec<ActionView>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The heading.
    pub label: String,
    /// Whether the table can be sorted by it.
    pub sortable: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// What the row is about, for the menu's label: `Actions for NAME`.
    pub name: String,
    /// The cells, one a column.
    pub cells: Vec<Cell>,
    /// The entries of the row's menu.
    pub actions: Vec<ActionView>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Text.
    Text(String),
    /// Text in a monospaced face: ids and commands.
    Code(String),
    /// A link, and tags beside it.
    Link {
        /// The text.
        text: String,
        /// The address.
        href: String,
        /// The tags.
        tags: Vec<TagView>,
    },
    /// Tags.
    Tags(Vec<TagView>),
    /// A coloured mark and a text.
    Status(TagKind, String),
    /// A box to tick.
    Check(Check),
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Check {
    /// The name under which it is sent: `devices[]` for one of several.
    pub name: String,
    /// The value that is sent when it is ticked.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What it means.
    pub help: String,
    /// Whether it is ticked at first.
    pub checked: bool,
    /// Why it can't be changed. A box that can't be changed is not sent.
    pub disabled: Option<String>,
    /// The id of the form that it belongs to, if it does not stand inside.
    pub form: Option<String>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagView {
    /// Its colour by meaning.
    pub kind: TagKind,
    /// Its text.
    pub text: String,
}

/// What a tag or a mark means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagKind {
    /// Neither good nor bad.
    Neutral,
    /// In order.
    Good,
    /// Worth knowing.
    Info,
    /// Look out.
    Warning,
    /// Wrong.
    Bad,
}

/// An entry of a menu, or a button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionView {
    /// The label.
    pub label: String,
    /// What pressing it does.
    pub press: Press,
    /// Whether it takes something away.
    pub danger: bool,
    /// Why it can't be pressed.
    pub disabled: Option<Barrier>,
}

/// What pressing a control does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// Goes to an address: a page, or the page with a dialog open.
    Open(String),
    /// Sends a form: the address of a server function, and its fields.
    Send(String, Vec<(String, String)>),
}

impl ActionView {
    /// Goes to an address.
    pub fn open(label: impl Into<String>, href: impl Into<String>) -> ActionView {
        ActionView {
            label: label.into(),
            press: Press::Open(href.into()),
            danger: false,
            disabled: None,
        }
    }

    /// Sends fields to a server function.
    pub fn send(
        label: impl Into<String>,
        path: impl Into<String>,
        fields: impl IntoIterator<Item = (&'static str, String)>,
    ) -> ActionView {
        let fields = fields.into_iter().map(|(n, v)| (n.to_string(), v));
        ActionView {
            label: label.into(),
            press: Press::Send(path.into(), fields.collect()),
            danger: false,
            disabled: None,
        }
    }

    /// The same, taking something away.
    pub fn dangerous(mut self) -> ActionView {
        self.danger = true;
        self
    }

    /// The same, not to be pressed for `reason`, if there is one.
    pub fn unless(mut self, reason: Option<impl Into<Barrier>>) -> ActionView {
        self.disabled = reason.map(Into::into);
        self
    }
}

impl TagView {
    /// A tag.
    pub fn new(kind: TagKind, text: impl Into<String>) -> TagView {
        TagView {
            kind,
            text: text.into(),
        }
    }
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A link without tags.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Cell {
        Cell::Link {
            text: text.into(),
            href: href.into(),
            tags: Vec::new(),
        }
    }

    /// What a search looks at and a sort compares.
    pub fn plain(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Code(text) | Cell::Status(_, text) => text.clone(),
            Cell::Check(check) => check.label.clone(),
            Cell::Link { text, tags, .. } => {
                let tags = tags.iter().map(|tag| tag.text.as_str());
                std::iter::once(text.as_str())
                    .chain(tags)
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Cell::Tags(tags) => {
                let tags: Vec<&str> = tags.iter().map(|tag| tag.text.as_str()).collect();
                tags.join(" ")
            }
        }
    }
}
