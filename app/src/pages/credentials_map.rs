//! The credentials map: from users by their API keys to regions and resource groups, and on to the clusters that work with them,
//! as a picture. What `credlab lineage` prints.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::parts::load::{Load, load};
use crate::parts::views::Views;
use crate::view::{Crumb, Json, Problem, TagKind};

/// The height of a node with the gap below it, in pixels of the picture; the stylesheet has the same.
const STEP: usize = 96;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapView {
    /// The columns, from where credentials come to where they go.
    pub columns: Vec<ColumnView>,
    /// What leads where.
    pub edges: Vec<EdgeView>,
    /// What does not work, a sentence each.
    pub trouble: Vec<String>,
}

/// A column of the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    /// Its heading.
    pub title: String,
    /// What stands in it, from above.
    pub nodes: Vec<NodeView>,
}

/// A user, a key, a place or a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    /// What edges call it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is to be said of it.
    pub text: String,
    /// Whether it works, by colour.
    pub kind: TagKind,
    /// Its page.
    pub href: String,
}

/// What leads from one node to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeView {
    /// The node that it comes from.
    pub from: String,
    /// The node that it goes to.
    pub to: String,
    /// Good where it is in force, bad where it is and does not work, neutral where something else is in force.
    pub kind: TagKind,
}

/// The credentials at which the persona may look.
#[server(prefix = "/api", endpoint = "kubernetes/credentials/map", input = GetUrl, output = Json)]
pub async fn credentials_map() -> Result<MapView, Problem> {
    server::credentials_map()
}

/// The credentials map.
#[component]
pub fn CredentialsMapPage() -> impl IntoView {
    let data = load(|| (), |()| credentials_map());
    view! { <Load data=data view=page /> }
}

fn page(view: MapView) -> impl IntoView {
    let crumbs = vec![Crumb::link(
        "Cluster credentials",
        "/kubernetes/credentials",
    )];
    let rows = view.columns.iter().map(|column| column.nodes.len()).max();
    let height = rows.unwrap_or_default() * STEP;
    let paths = view.edges.iter().filter_map(|edge| path(&view, edge));
    let paths: Vec<AnyView> = paths.collect();
    let empty = height == 0;
    let columns = view.columns.iter().map(|column| {
        let nodes = column.nodes.iter().map(|one| node(&view, one));
        view! {
            <section class="credlab-map__column" aria-label=column.title.clone()>
                <h2 class="credlab-map__heading">{column.title.clone()}</h2>
                <ul>{nodes.views()}</ul>
            </section>
        }
    });
    let columns: Vec<AnyView> = columns.map(IntoAny::into_any).collect();
    let trouble = (!view.trouble.is_empty()).then(|| {
        let lines = view.trouble.into_iter();
        let lines = lines.map(|line| view! { <li class="cds--list__item">{line}</li> });
        view! {
            <section class="credlab-section" aria-labelledby="trouble">
                <h2 id="trouble">"What does not work"</h2>
                <ul class="cds--list--unordered">{lines.views()}</ul>
            </section>
        }
    });
    view! {
        <PageHeader
            crumbs=crumbs
            title="Credentials map"
            text="Whose credentials each cluster works with. A solid line is in force, a dashed one waits behind manually set credentials. Arrow keys walk along the lines."
        />
        {trouble.views()}
        {empty.then(|| view! { <p>"There are no credentials here that you may look at."</p> }).views()}
        <div class="credlab-map" role="group" aria-label="Credentials map" tabindex="0" on:keydown=walk>
            <svg
                class="credlab-map__lines"
                viewBox=format!("0 0 400 {height}")
                height=height.to_string()
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                {paths.views()}
            </svg>
            {columns.views()}
        </div>
    }
}

/// Where a node stands: its column and its row.
fn place(view: &MapView, id: &str) -> Option<(usize, usize)> {
    view.columns.iter().enumerate().find_map(|(column, nodes)| {
        let row = nodes.nodes.iter().position(|node| node.id == id)?;
        Some((column, row))
    })
}

/// A line between two nodes; a column is 100 wide, a node 84 of it.
fn path(view: &MapView, edge: &EdgeView) -> Option<AnyView> {
    let (from, to) = (place(view, &edge.from)?, place(view, &edge.to)?);
    let middle = |row: usize| row * STEP + STEP / 2 - 8;
    let (x1, y1) = (from.0 * 100 + 84, middle(from.1));
    let (x2, y2) = (to.0 * 100, middle(to.1));
    let bend = (x1 + x2) / 2;
    let class = match edge.kind {
        TagKind::Good => "credlab-map__line credlab-map__line--works",
        TagKind::Bad => "credlab-map__line credlab-map__line--broken",
        TagKind::Warning => "credlab-map__line credlab-map__line--stale",
        _ => "credlab-map__line credlab-map__line--behind",
    };
    let d = format!("M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}");
    Some(view! { <path class=class d=d /> }.into_any())
}

fn node(view: &MapView, node: &NodeView) -> AnyView {
    let class = match node.kind {
        TagKind::Bad => "credlab-map__node credlab-map__node--broken",
        TagKind::Warning => "credlab-map__node credlab-map__node--stale",
        TagKind::Neutral => "credlab-map__node credlab-map__node--behind",
        _ => "credlab-map__node",
    };
    let next = view.edges.iter().filter(|edge| edge.from == node.id);
    let next: Vec<&str> = next.map(|edge| edge.to.as_str()).collect();
    let back = view.edges.iter().filter(|edge| edge.to == node.id);
    let back: Vec<&str> = back.map(|edge| edge.from.as_str()).collect();
    let names = next.iter().filter_map(|id| {
        let (column, row) = place(view, id)?;
        Some(view.columns.get(column)?.nodes.get(row)?.name.as_str())
    });
    let names: Vec<&str> = names.collect();
    let leads = (!names.is_empty()).then(|| {
        let text = format!("Leads to {}.", names.join(", "));
        view! { <span class="credlab-hidden">{text}</span> }
    });
    view! {
        <li>
            <a
                class=class
                id=format!("map-{}", node.id)
                href=node.href.clone()
                data-next=next.join(" ")
                data-back=back.join(" ")
            >
                <strong class="credlab-map__name">{node.name.clone()}</strong>
                <span class="credlab-map__text">{node.text.clone()}</span>
                {leads.views()}
            </a>
        </li>
    }
    .into_any()
}

/// Arrow keys: up and down within a column, left and right along the lines.
fn walk(event: KeyboardEvent) {
    let along = match event.key().as_str() {
        "ArrowRight" => Some("data-next"),
        "ArrowLeft" => Some("data-back"),
        "ArrowDown" | "ArrowUp" => None,
        _ => return,
    };
    if steps::go(along, event.key() == "ArrowDown") {
        event.prevent_default();
    }
}

#[cfg(feature = "hydrate")]
mod steps {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, HtmlElement};

    /// Moves the focus along the first line of `along`, or to the neighbour in the column. Says whether it moved.
    pub fn go(along: Option<&str>, down: bool) -> bool {
        next(along, down).is_some_and(|to| to.focus().is_ok())
    }

    fn next(along: Option<&str>, down: bool) -> Option<HtmlElement> {
        let here = document().active_element()?;
        let to: Element = match along {
            _ if !here.class_name().contains("credlab-map__node") => {
                here.query_selector(".credlab-map__node").ok()??
            }
            Some(line) => {
                let ids = here.get_attribute(line)?;
                let id = ids.split(' ').next().filter(|id| !id.is_empty())?;
                document().get_element_by_id(&format!("map-{id}"))?
            }
            None => {
                let item = here.parent_element()?;
                let item = match down {
                    true => item.next_element_sibling()?,
                    false => item.previous_element_sibling()?,
                };
                item.first_element_child()?
            }
        };
        to.dyn_into().ok()
    }
}

#[cfg(not(feature = "hydrate"))]
mod steps {
    pub fn go(_: Option<&str>, _: bool) -> bool {
        false
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::credentials::lineage::{Lineage, Standing, Use};
    use credlab_model::region::Provider;

    use super::{ColumnView, EdgeView, MapView, NodeView};
    use crate::backend::{Visit, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::user::head::user_href;
    use crate::view::{Problem, TagKind};

    pub fn credentials_map() -> Result<MapView, Problem> {
        let visit = visit()?;
        let lineage = visit.account.lineage(&visit.actor(), visit.now);
        let mut map = Map::default();
        for slot in &lineage {
            map.add(&visit, slot);
        }
        let titles = ["Users", "Keys", "Regions and resource groups", "Clusters"];
        let columns = titles.into_iter().zip(map.columns);
        Ok(MapView {
            columns: columns
                .map(|(title, nodes)| ColumnView {
                    title: title.into(),
                    nodes,
                })
                .collect(),
            edges: map.edges,
            trouble: map.trouble,
        })
    }

    #[derive(Default)]
    struct Map {
        columns: [Vec<NodeView>; 4],
        edges: Vec<EdgeView>,
        trouble: Vec<String>,
    }

    impl Map {
        fn add(&mut self, visit: &Visit, lineage: &Lineage) {
            let title = format!("{} / {}", lineage.region, lineage.resource_group);
            let place = format!("{}-{}", lineage.region, lineage.resource_group);
            let slot = id("place", &place);
            let manual = lineage.manual.is_some();
            let classic = !lineage.clusters.is_empty()
                && lineage
                    .clusters
                    .iter()
                    .all(|one| one.provider == Provider::Classic);
            if let Some(key) = &lineage.api_key {
                let (text, mut kind) = match &key.standing {
                    Standing::Works(_) => ("Stored API key".to_owned(), TagKind::Good),
                    Standing::Broken(why) => (why.clone(), TagKind::Bad),
                };
                if kind == TagKind::Bad {
                    self.trouble.push(format!("The API key of {title}: {text}"));
                }
                // Manually set credentials come before it, where all clusters are classic ones.
                if manual && classic {
                    kind = TagKind::Neutral;
                }
                let node = id("key", &place);
                let user = self.user(visit, &key.owner);
                self.push(
                    1,
                    &node,
                    &format!("API key of {title}"),
                    &text,
                    kind,
                    "/iam/apikeys".into(),
                );
                self.edge(&user, &node, kind);
                self.edge(&node, &slot, kind);
            }
            if let Some(name) = &lineage.manual {
                let (text, kind) = match &lineage.orders_classic_as {
                    Standing::Works(_) => ("In force for classic".to_owned(), TagKind::Good),
                    Standing::Broken(why) => (why.clone(), TagKind::Bad),
                };
                if kind == TagKind::Bad {
                    self.trouble
                        .push(format!("The infrastructure credentials of {title}: {text}"));
                }
                let (user, node) = (id("classic", name), id("manual", &place));
                let href = href_of(visit, lineage);
                self.push(
                    0,
                    &user,
                    name,
                    "Classic infrastructure user",
                    TagKind::Good,
                    href.clone(),
                );
                self.push(
                    1,
                    &node,
                    &format!("Infrastructure credentials of {title}"),
                    &text,
                    kind,
                    href,
                );
                self.edge(&user, &node, kind);
                self.edge(&node, &slot, kind);
            }
            let text = match (&lineage.api_key, manual) {
                (None, false) => "Nothing is stored".to_owned(),
                (_, true) => "Infrastructure credentials are set".to_owned(),
                (Some(key), false) => format!("API key of {}", key.owner),
            };
            let kind = match (&lineage.api_key, manual) {
                (None, false) => TagKind::Neutral,
                _ => TagKind::Good,
            };
            self.push(2, &slot, &title, &text, kind, href_of(visit, lineage));
            for one in &lineage.clusters {
                self.cluster(visit, &slot, one);
            }
        }

        fn cluster(&mut self, visit: &Visit, slot: &str, one: &Use) {
            let (text, kind) = match &one.standing {
                Standing::Broken(why) => (why.clone(), TagKind::Bad),
                Standing::Works(_) if !one.stale.is_empty() => (
                    format!("Go on with a replaced key: {}", one.stale.join(", ")),
                    TagKind::Warning,
                ),
                Standing::Works(who) => (format!("Orders as {who}"), TagKind::Good),
            };
            if kind != TagKind::Good {
                self.trouble
                    .push(format!("Cluster {}: {text}", one.cluster));
            }
            let node = id("cluster", &one.cluster);
            let cluster = visit.account.cluster_called(&one.cluster);
            let href =
                cluster.map(|cluster| format!("/kubernetes/clusters/{}/overview", cluster.id));
            let name = format!("{} ({})", one.cluster, one.provider.label());
            self.push(3, &node, &name, &text, kind, href.unwrap_or_default());
            self.edge(slot, &node, kind);
        }

        /// The node of a user or a service ID, made when it is met first.
        fn user(&mut self, visit: &Visit, owner: &str) -> String {
            let node = id("user", owner);
            let user = visit.account.user_by_email(owner);
            let service_id = visit.account.service_id_called(owner).ok();
            let (href, text, kind) = match (user, service_id) {
                (Some(user), _) => (
                    user_href(user.id.as_str(), ""),
                    user.state.label(),
                    TagKind::Good,
                ),
                (None, Some(service_id)) => (
                    Kind::ServiceId.href(service_id.id.as_str(), ""),
                    "Service ID",
                    TagKind::Good,
                ),
                (None, None) => ("/iam/users".into(), "Not in the account", TagKind::Bad),
            };
            self.push(0, &node, owner, text, kind, href);
            node
        }

        fn push(
            &mut self,
            column: usize,
            id: &str,
            name: &str,
            text: &str,
            kind: TagKind,
            href: String,
        ) {
            // Who owns several slots' credentials stands there once.
            if self.columns[column].iter().any(|there| there.id == id) {
                return;
            }
            self.columns[column].push(NodeView {
                id: id.into(),
                name: name.into(),
                text: text.into(),
                kind,
                href,
            });
        }

        fn edge(&mut self, from: &str, to: &str, kind: TagKind) {
            self.edges.push(EdgeView {
                from: from.into(),
                to: to.into(),
                kind,
            });
        }
    }

    fn href_of(visit: &Visit, lineage: &Lineage) -> String {
        let group = visit.account.resource_group_called(&lineage.resource_group);
        let group = group.map(|group| group.id.to_string());
        format!(
            "/kubernetes/credentials?region={}&group={}",
            lineage.region,
            group.unwrap_or_default()
        )
    }

    /// An id without spaces, as a list of ids in an attribute wants it.
    fn id(kind: &str, name: &str) -> String {
        let mut id = format!("{kind}-");
        for c in name.chars() {
            match c.is_ascii_alphanumeric() || c == '-' {
                true => id.push(c),
                // Two names have never the same id.
                false => id.push_str(&format!("_{:x}_", u32::from(c))),
            }
        }
        id
    }
}
