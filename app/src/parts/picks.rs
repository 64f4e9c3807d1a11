//! Rows that were picked in a table, to do something with all of them. They stand in the page's address, so they survive
//! turning pages, sorting and searching, and a dialog about them can be linked to.
//!
//! A table's form has the boxes of the rows that are shown, and what was picked on other pages as a hidden field; what
//! both make is the address of the same page with other picks ([`settled`]). The browser goes there with every tick;
//! without script the form is sent, and the server sends the browser there.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The id of the form that the boxes of a table belong to.
pub const FORM: &str = "table";

/// The name of what is picked, in an address.
pub const PICKED: &str = "picked";

/// The most rows that can be picked at once.
pub const MOST: usize = 100;

/// How long the keys of all of them may be together, in bytes: an address is limited.
const LENGTH: usize = 2_000;

/// What is picked: the keys of rows, in the order in which they were picked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picks(Vec<String>);

impl Picks {
    /// What an address says: `a.b.c`. What is too much is left out.
    pub fn read(text: &str) -> Picks {
        let mut picks = Picks::default();
        // Ids only: what an address holds beside is nobody's.
        let is_id = |key: &&str| {
            key.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        };
        for key in text.split('.').filter(|key| !key.is_empty()).filter(is_id) {
            picks.add(key);
        }
        picks
    }

    /// Whether a row is picked.
    pub fn hold(&self, key: &str) -> bool {
        self.0.iter().any(|picked| picked == key)
    }

    /// How many rows are picked.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is hardly room for more.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MOST || self.length() + 40 > LENGTH
    }

    fn length(&self) -> usize {
        self.0.iter().map(|key| key.len() + 1).sum()
    }

    /// The keys.
    #[cfg(feature = "ssr")]
    pub fn keys(&self) -> &[String] {
        &self.0
    }

    /// Those that are not among `shown`.
    pub fn without(&self, shown: &[String]) -> Picks {
        let others = self.0.iter().filter(|key| !shown.contains(key));
        Picks(others.cloned().collect())
    }

    /// As an address has it.
    pub fn text(&self) -> String {
        self.0.join(".")
    }

    /// Adds a key, unless there is no room.
    fn add(&mut self, key: &str) -> bool {
        if self.hold(key) {
            return true;
        }
        let room = self.0.len() < MOST && self.length() + key.len() <= LENGTH;
        if room {
            self.0.push(key.to_string());
        }
        room
    }
}

/// What is picked on this page. Counted, not owned, as what else is read from the address.
pub fn use_picks() -> ArcMemo<Picks> {
    let query = use_query_map();
    ArcMemo::new(move |_| {
        let text = query.try_with(|query| query.get(PICKED).unwrap_or_default());
        Picks::read(&text.unwrap_or_default())
    })
}

/// Where the form of a table leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The page's address without its path: what is searched for, how it is sorted, what is picked.
    pub query: String,
    /// Whether everything that was ticked could be picked.
    pub whole: bool,
}

/// What the fields of a table's form come to, as a browser writes them: `q=a+b&off=k1&shown=k2.k3&pick=1`.
///
/// `off` is what is picked on other pages and `shown` the keys of this one, of which `pick` tells the ticked ones by their
/// place. What is searched for leads to the first page if it is another than `was`.
pub fn settled(fields: &str) -> Settled {
    let (mut kept, mut asked, mut was, mut ticked) = (vec![], vec![], vec![], vec![]);
    let (mut off, mut shown, mut page) = ("", "", None);
    for pair in fields.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "off" => off = value,
            "shown" => shown = value,
            "pick" => ticked.push(value),
            "was" => was.push(value),
            "page" => page = Some(pair),
            "picked" => {}
            _ if value.is_empty() => {}
            _ => kept.push(pair),
        }
        if !matches!(
            name,
            "off" | "shown" | "pick" | "was" | "page" | "picked" | "sort" | "size" | "dialog"
        ) {
            asked.push(value);
        }
    }
    kept.extend(page.filter(|page| asked == was && !page.ends_with('=')));
    let mut picks = Picks::read(off);
    let shown: Vec<&str> = shown.split('.').collect();
    let ticked = ticked
        .into_iter()
        .filter_map(|place| shown.get(place.parse::<usize>().ok()?));
    let mut whole = true;
    for key in ticked {
        whole &= picks.add(key);
    }
    let picked = format!("{PICKED}={}", picks.text());
    if picks.len() > 0 {
        kept.push(&picked);
    }
    Settled {
        query: kept.join("&"),
        whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_to_an_address_with_what_is_picked_on_all_pages() {
        for (fields, query) in [
            ("q=", ""),
            ("q=a+b&sort=-1&size=&shown=&off=", "q=a+b&sort=-1"),
            (
                "q=&was=&page=3&off=k9&shown=k1.k2.k3&pick=0&pick=2",
                "page=3&picked=k9.k1.k3",
            ),
            ("q=&was=&page=3&off=k9&shown=k1.k2", "page=3&picked=k9"),
            ("q=x&was=&page=3&off=&shown=k1&pick=0", "q=x&picked=k1"),
            ("q=x&status=&was=x&was=ACTIVE&page=3", "q=x"),
            (
                "q=x&status=A&was=x&was=A&page=3&dialog=remove",
                "q=x&status=A&dialog=remove&page=3",
            ),
            (
                "off=k1&shown=k1.k2&pick=0&pick=99&pick=x&picked=z",
                "picked=k1",
            ),
        ] {
            assert_eq!(settled(fields).query, query, "{fields}");
        }
    }

    #[test]
    fn no_more_is_picked_than_an_address_holds() {
        let keys: Vec<String> = (0..=MOST).map(|n| format!("k{n}")).collect();
        let ticked = |count: usize| (0..count).map(|n| format!("&pick={n}")).collect::<String>();
        let form = |count| settled(&format!("shown={}{}", keys.join("."), ticked(count)));
        assert!(form(MOST).whole);
        assert!(!form(MOST + 1).whole);
        assert_eq!(Picks::read(&keys.join(".")).len(), MOST);
        let long = ["a", "b", "c"].map(|c| c.repeat(LENGTH / 2 - 1));
        assert_eq!(Picks::read(&long.join(".")).len(), 2);
    }
}
