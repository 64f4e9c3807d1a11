//! Every route of the console: where its pages are, who is refused there, and what bad addresses are answered with.
//!
//! The list is data, `end2end/routes.json`, which the browser's tests go through, too. A route without an entry fails, and so
//! does an entry whose route is gone: addresses that people have kept go on to be answered.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_server::page_paths;
use serde::Deserialize;

use crate::house::{House, Visitor};

/// The list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    subjects: BTreeMap<String, Subject>,
    routes: BTreeMap<String, Entry>,
}

/// What pages are about: `{user}` in an address stands for the id that a link leads to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    /// The page that the link is on, which may be another subject's. The id follows its path in the link's address.
    page: String,
    /// The link's text.
    link: String,
    /// The line of the shell that makes it, if the demo account begins without.
    made: Option<String>,
}

/// A route.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Its pages: their names, and their addresses.
    pages: BTreeMap<String, String>,
    refused: Refused,
    /// Addresses that hold something wrong, and the status of the answer, which is a page.
    bad: BTreeMap<String, u16>,
}

impl Entry {
    /// The address of its page without anything that is open on it.
    fn plain(&self) -> &str {
        let addresses = self.pages.values();
        addresses.min_by_key(|address| address.len()).unwrap()
    }
}

/// Who is refused there.
#[derive(Deserialize)]
#[serde(untagged)]
enum Refused {
    /// Somebody is refused, or shown less than the account's owner.
    Persona(Persona),
    /// Why nobody is.
    Nobody(String),
}

/// Somebody who is refused, or shown less than the account's owner.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Persona {
    /// The user's address, or the service ID's name.
    #[serde(rename = "as")]
    name: String,
    /// The address, if it is not that of the plain page.
    at: Option<String>,
    /// The status of the answer.
    #[serde(default = "ok")]
    status: u16,
    /// Texts that the persona is shown, and the owner is not.
    #[serde(default)]
    shows: Vec<String>,
    /// Texts that the owner is shown, and the persona is not.
    #[serde(default)]
    hides: Vec<String>,
}

fn ok() -> u16 {
    200
}

/// The list, as it is.
pub fn list() -> List {
    serde_json::from_str(include_str!("../../../end2end/routes.json")).unwrap()
}

impl List {
    /// For each route its address, as the visitor finds it.
    pub async fn addresses(&self, visitor: &Visitor<'_>) -> BTreeMap<&str, String> {
        let ids = self.ids(visitor).await;
        let routes = self.routes.iter();
        routes
            .map(|(path, entry)| (path.as_str(), filled(entry.plain(), &ids)))
            .collect()
    }

    /// The ids that stand for the subjects, as the visitor finds them.
    async fn ids(&self, visitor: &Visitor<'_>) -> BTreeMap<&str, String> {
        let mut ids = BTreeMap::new();
        // What is on the page of another subject comes after that one.
        let (others, own): (Vec<_>, Vec<_>) = self
            .subjects
            .iter()
            .partition(|(_, subject)| subject.page.contains('{'));
        for (name, Subject { page, link, made }) in own.into_iter().chain(others) {
            let page = &filled(page, &ids);
            if let Some(line) = made {
                let form = format!("line={}", line.replace(' ', "+"));
                visitor.call(Method::POST, "/api/shell/run", form).await;
            }
            let answer = visitor.get(page).await;
            let id = linked(&answer.body, page, link);
            let id = id.unwrap_or_else(|| panic!("{page} has no link {link} below itself"));
            ids.insert(name.as_str(), id.to_owned());
        }
        ids
    }
}

/// The id in the address of a link with that text.
fn linked<'a>(html: &'a str, page: &str, text: &str) -> Option<&'a str> {
    let links = html.split("<a ").skip(1);
    let mut links = links.filter(|link| {
        let body = link
            .split_once('>')
            .and_then(|(_, body)| body.split_once("</a>"));
        body.is_some_and(|(body, _)| shown(body) == text)
    });
    links.find_map(|link| {
        let (_, href) = link.split_once("href=\"")?;
        let id = href.strip_prefix(page)?.strip_prefix('/')?;
        id.split(['/', '?', '"']).next()
    })
}

/// The text of a piece of HTML.
fn shown(html: &str) -> String {
    let mut pieces = html.split('<');
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    std::iter::once(first).chain(rest).collect()
}

/// An address with its subjects' ids.
fn filled(address: &str, ids: &BTreeMap<&str, String>) -> String {
    let address = ids.iter().fold(address.to_owned(), |address, (name, id)| {
        address.replace(&format!("{{{name}}}"), id)
    });
    assert!(!address.contains('{'), "{address}: no such subject");
    address
}

/// The id that a persona is chosen by.
fn persona(account: &Account, name: &str) -> String {
    match account.service_id_called(name) {
        Ok(service) => service.id.to_string(),
        Err(_) => account.user_called(name).unwrap().id.to_string(),
    }
}

#[test]
fn the_list_is_that_of_the_router() {
    let list = list();
    let listed: BTreeSet<String> = list.routes.keys().cloned().collect();
    let routed: BTreeSet<String> = page_paths().into_iter().collect();
    let new: Vec<_> = routed.difference(&listed).collect();
    assert!(
        new.is_empty(),
        "end2end/routes.json says nothing of {new:?}"
    );
    let gone: Vec<_> = listed.difference(&routed).collect();
    assert!(
        gone.is_empty(),
        "people may have kept {gone:?}: let them lead to what took their place"
    );

    let mut names = BTreeSet::new();
    for (path, entry) in &list.routes {
        assert!(!entry.pages.is_empty(), "{path} has no page");
        assert!(!entry.bad.is_empty(), "{path} has no bad address");
        for name in entry.pages.keys() {
            assert!(names.insert(name), "two pages are called {name}");
        }
        match &entry.refused {
            Refused::Nobody(reason) => assert!(reason.len() > 20, "{path}: why is nobody refused?"),
            Refused::Persona(persona) => {
                let differs = !persona.shows.is_empty() || !persona.hides.is_empty();
                assert!(differs, "{path}: what is {} shown?", persona.name);
            }
        }
    }
}

#[tokio::test]
async fn every_page_is_whole_without_script() {
    let (list, house) = (list(), House::open().await);
    let (visitor, _) = house.visitor().await;
    let ids = list.ids(&visitor).await;
    for (name, address) in list.routes.values().flat_map(|entry| &entry.pages) {
        let answer = visitor.get(&filled(address, &ids)).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert!(answer.is_html(), "{name}");
        let html = &answer.body;
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("Loading"), "{name}");
        let (_, title) = html.split_once("<title>").unwrap();
        let (title, _) = title.split_once("</title>").unwrap();
        match address.as_str() {
            "/" => assert_eq!(title, "Credlab"),
            _ => assert!(
                title.len() > 10 && title.ends_with(" - Credlab"),
                "{name}: {title}"
            ),
        }
    }
}

#[tokio::test]
async fn who_is_refused_is_told_so_and_who_may_see_less_sees_less() {
    let (list, house) = (list(), House::open().await);
    let (visitor, id) = house.visitor().await;
    let (account, ids) = (house.account(&id).await, list.ids(&visitor).await);
    let owner = Identity::User(account.owner.clone());
    for (path, entry) in &list.routes {
        let Refused::Persona(refused) = &entry.refused else {
            continue;
        };
        let at = refused.at.as_deref().unwrap_or(entry.plain());
        let at = filled(at, &ids);
        act_as(
            &visitor,
            &persona(&account, &account.member_name(&owner).unwrap()),
        )
        .await;
        let whole = visitor.get(&at).await;
        assert_eq!(whole.status, StatusCode::OK, "{path}");
        act_as(&visitor, &persona(&account, &refused.name)).await;
        let less = visitor.get(&at).await;
        assert_eq!(less.status.as_u16(), refused.status, "{path}");
        assert!(less.is_html(), "{path}");
        let (whole, less) = (main_of(&whole.body), main_of(&less.body));
        for text in &refused.shows {
            assert!(
                less.contains(text),
                "{path}: {} is not shown {text}: {less}",
                refused.name
            );
            assert!(!whole.contains(text), "{path}: the owner is shown {text}");
        }
        for text in &refused.hides {
            assert!(
                whole.contains(text),
                "{path}: the owner is not shown {text}: {whole}"
            );
            assert!(
                !less.contains(text),
                "{path}: {} is shown {text}",
                refused.name
            );
        }
    }
}

/// Acts as somebody from now on, who accepts the invitation first if there still is one.
async fn act_as(visitor: &Visitor<'_>, id: &str) {
    visitor
        .post("/api/persona/accept", format!("id={id}"))
        .await;
    let answer = visitor.post("/api/persona", format!("id={id}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    // The next page would say it.
    visitor.get("/").await;
}

/// The text of the page itself, without the frame.
fn main_of(html: &str) -> String {
    let (_, main) = html.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    shown(&format!("<main{main}"))
}

#[tokio::test]
async fn bad_addresses_are_answered_by_a_page() {
    let (list, house) = (list(), House::open().await);
    let (visitor, id) = house.visitor().await;
    let (ids, before) = (list.ids(&visitor).await, house.account(&id).await);
    for (address, status) in list.routes.values().flat_map(|entry| &entry.bad) {
        let answer = visitor.get(&filled(address, &ids)).await;
        assert_eq!(answer.status.as_u16(), *status, "{address}");
        assert!(answer.is_html(), "{address}");
        assert!(answer.body.contains("<h1"), "{address}");
    }
    assert_eq!(house.account(&id).await, before);
}
