//! The console as somebody explores it who follows every link: no link leads nowhere, and no field of any form takes harm.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{Method, StatusCode};
use credlab_model::Event;

use crate::every::posted_functions;
use crate::house::{House, Visitor};

/// The most pages that are opened; there are fewer.
const PAGES: usize = 2_000;

/// What is only seen in an address, and changes no page: which row is open is enough to know once a table.
const VIEWS: [&str; 3] = ["sort=", "page=", "q="];

/// What no page offers on the way. Completing a line takes script: without it there is no Tab to press. There is nowhere to
/// return from until the console is looked at as somebody else.
const ELSEWHERE: [&str; 2] = ["/api/shell/complete", "/api/persona/return"];

/// Where changes are offered that would let somebody through: no page of the owner's leads there, who is refused nothing.
const REFUSED: &str =
    "/why?as=viewer@example.com&line=ibmcloud%20ks%20worker%20add%20--cluster%20classic-dal";

/// A form, without the values that a person chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// What forms of the same kind have in common.
    fn kind(&self) -> (String, Vec<String>) {
        let mut names: Vec<String> = self.fields.iter().map(|(name, _)| name.clone()).collect();
        names.dedup();
        (self.action.clone(), names)
    }

    /// As a browser sends it, with the value of one field replaced.
    fn with(&self, at: usize, value: &str) -> String {
        let fields = self.fields.iter().enumerate().map(|(n, (name, own))| {
            let value = if n == at { value } else { own };
            format!("{}={}", escaped(name), escaped(value))
        });
        fields.collect::<Vec<_>>().join("&")
    }
}

fn escaped(text: &str) -> String {
    let bytes = text.bytes();
    bytes.map(|byte| format!("%{byte:02X}")).collect()
}

/// The value of an attribute of an element that begins `tag`.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn plain(value: &str) -> String {
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// The elements of a kind, each up to the end of its opening tag.
fn elements<'a>(page: &'a str, kind: &str) -> impl Iterator<Item = &'a str> {
    let open = format!("<{kind} ");
    page.match_indices(&open)
        .map(|(at, _)| page[at..].split_once('>').map_or("", |(tag, _)| tag))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The addresses that links lead to, and that buttons above a table do: those open a dialog of the page at `path`.
fn links(path: &str, page: &str) -> Vec<String> {
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    let dialogs = elements(page, "button").filter(|tag| attribute(tag, "name") == Some("dialog"));
    let dialogs = dialogs.filter_map(|tag| attribute(tag, "value"));
    let dialogs: Vec<String> = dialogs
        .map(|value| format!("{path}?dialog={value}"))
        .collect();
    let links = elements(page, "a").filter_map(|tag| attribute(tag, "href"));
    let own = links.filter(|href| href.starts_with('/') && !href.starts_with("//"));
    own.map(plain).chain(dialogs).collect()
}

/// The forms that change something.
fn forms(page: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    for part in page.split("<form ").skip(1) {
        let Some((tag, rest)) = part.split_once('>') else {
            continue;
        };
        let tag = format!(" {tag}");
        let api = attribute(&tag, "action").filter(|action| action.starts_with("/api/"));
        let Some(action) = api.filter(|_| tag.contains("\"post\"")) else {
            continue;
        };
        let (own, _) = rest.split_once("</form>").unwrap_or((rest, ""));
        let inputs = elements(own, "input").chain(elements(own, "textarea"));
        let mut fields: Vec<(String, String)> = inputs
            .chain(elements(own, "select"))
            .filter_map(|tag| {
                let name = attribute(tag, "name")?;
                let value = attribute(tag, "value").unwrap_or_default();
                Some((plain(name), plain(value)))
            })
            .collect();
        for select in own.split("<select ").skip(1) {
            let tag = format!(" {select}");
            let chosen = elements(select, "option").next();
            let value = chosen.and_then(|option| attribute(option, "value"));
            let name = attribute(&tag, "name").unwrap_or_default();
            for field in fields.iter_mut().filter(|field| field.0 == name) {
                field.1 = plain(value.unwrap_or_default());
            }
        }
        // A button sends a field of its own, or elsewhere.
        for button in elements(own, "button") {
            let other = attribute(&format!(" {button}"), "formaction").map(plain);
            let name = attribute(button, "name").map(plain);
            if other.is_none() && name.is_none() {
                continue;
            }
            let value = attribute(button, "value").map(plain).unwrap_or_default();
            let mut fields = fields.clone();
            fields.extend(name.map(|name| (name, value)));
            forms.push(Form {
                action: other.unwrap_or_else(|| action.to_owned()),
                fields,
            });
        }
        forms.push(Form {
            action: action.to_owned(),
            fields,
        });
    }
    forms
}

/// Opens every page that links lead to, and gives one form of each kind that it meets.
async fn explore(visitor: &Visitor<'_>) -> Vec<Form> {
    let mut known = BTreeSet::from(["/".to_owned(), REFUSED.to_owned()]);
    let mut ahead: VecDeque<String> = known.iter().cloned().collect();
    let mut found = BTreeMap::new();
    let mut opened = 0;
    while let Some(path) = ahead.pop_front() {
        opened += 1;
        assert!(opened < PAGES, "the console has no end: {path}");
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "a link leads to {path}");
        for form in forms(&page.body) {
            found.entry(form.kind()).or_insert(form);
        }
        for link in links(&path, &page.body) {
            let seen = VIEWS.iter().any(|view| link.contains(view));
            if !seen && known.insert(link.clone()) {
                ahead.push_back(link);
            }
        }
    }
    assert!(opened > 60, "{known:?}");
    found.into_values().collect()
}

/// Texts that a careless program trips over, or shows so that a reader does.
fn hostile() -> Vec<String> {
    let large = |c: char, size: usize| c.to_string().repeat(size);
    vec![
        String::new(),
        " ".into(),
        "\u{0}".into(),
        "a\u{1b}[31mb\r\nc\td".into(),
        "a\u{202e}b\u{2066}c\u{feff}".into(),
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{1f511}".into(),
        "<script>alert(1)</script>&amp;\"'".into(),
        "-1".into(),
        "99999999999999999999".into(),
        "' OR 1=1 --".into(),
        "../../etc/passwd".into(),
        large('a', 20_000),
        large('\u{1f511}', 1_000),
    ]
}

/// Whether a text holds what controls a terminal or reorders what stands around it.
fn is_unsound(text: &str) -> bool {
    text.chars().any(|c| {
        let reorders = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        c.is_control() || reorders
    })
}

#[tokio::test]
async fn every_link_leads_somewhere_and_no_field_of_any_form_takes_harm() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    house.furnish(&visitor, &id).await;
    let mut forms = explore(&visitor).await;
    let offered: BTreeSet<&str> = forms.iter().map(|form| form.action.as_str()).collect();
    let unseen: Vec<_> = posted_functions()
        .into_iter()
        .filter(|path| !offered.contains(path) && !ELSEWHERE.contains(path))
        .collect();
    assert_eq!(unseen, [] as [&str; 0], "no page offers these");

    // What takes away comes last, lest it take what others are about.
    let takes = ["delete", "remove", "leave", "distrust", "persona"];
    forms.sort_by_key(|form| takes.iter().any(|word| form.action.contains(word)));
    for form in &forms {
        for at in 0..form.fields.len() {
            for text in hostile() {
                let before = house.account(&id).await.version;
                let sent = form.with(at, &text);
                let shown = format!("{} {}={:.40?}", form.action, form.fields[at].0, text);
                if sent.len() > 60_000 {
                    continue;
                }
                // As forms write it, and as scripts do.
                let action = match at % 2 {
                    0 => form.action.clone(),
                    _ => form.action.replace("?rehearse", "?rehearse="),
                };
                let answer = visitor.call(Method::POST, &action, sent).await;
                assert!(!answer.status.is_server_error(), "{shown}: {answer:?}");
                assert!(!answer.body.contains("\\u001b"), "{shown}: {answer:?}");
                let refused = !answer.status.is_success() || answer.json()["kind"] == "error";
                let records = house.store.records(&id, before, 1_000).await.unwrap();
                if form.action.ends_with("?rehearse") {
                    assert!(records.is_empty(), "{shown}: {records:?}");
                }
                for record in records {
                    let did = !matches!(record.event, Event::Refused(_));
                    assert!(!(refused && did), "{shown}: {answer:?} but {record:?}");
                    let words = serde_json::to_value(&record).unwrap();
                    assert!(!unsound(&words), "{shown}: {record:?}");
                }
            }
        }
    }
}

/// Whether any text of a value is unsound.
fn unsound(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => is_unsound(text),
        Value::Array(values) => values.iter().any(unsound),
        Value::Object(fields) => fields.values().any(unsound),
        _ => false,
    }
}
