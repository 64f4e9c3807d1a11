//! The first page that a visitor sees.

use crate::parts::title::Title;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::field::Select;
use crate::parts::load::{ProblemView, fetched, suspended};
use crate::parts::plain_header::PlainHeader;
use crate::parts::query::use_query_value;
use crate::view::{Choice, Json, Problem};

/// What the start page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// The account that the browser has open already.
    pub account: Option<String>,
    /// The accounts that one can begin with.
    pub templates: Vec<Choice>,
    /// The eras whose rules it may follow, the usual one first.
    pub eras: Vec<Choice>,
    /// How fast it may go on, the usual way first.
    pub paces: Vec<Choice>,
}

/// What the start page shows.
#[server(prefix = "/api", endpoint = "home", input = GetUrl, output = Json)]
pub async fn home() -> Result<HomeView, Problem> {
    use credlab_model::account::{Era, Pace};
    use credlab_model::template::Template;
    let era = |era| match era {
        Era::Y2024M01 => "January 2024: a reset deletes the old key",
        Era::Y2024M09 => "September 2024: a reset leaves the old key behind",
        Era::Y2026 => "2026: service IDs may own the stored key",
    };
    let pace = |pace| match pace {
        Pace::Brisk => "Brisk: what takes time is done in half a minute",
        Pace::Lifelike => "Lifelike: worker nodes take minutes",
    };
    let label = |template| match template {
        Template::Demo => "Demo account: users of every role, three clusters, devices",
        Template::EmptyLite => "Lite account with its owner only",
        Template::EmptyTrial => "Trial account with its owner only, nine days before it ends",
        Template::EmptyPaygo => "Pay-As-You-Go account with its owner only",
        Template::EmptySubscription => "Subscription account with its owner only",
        Template::Large => "Large account: 1,000 users, 10,000 policies, 40 clusters",
        Template::Huge => "Huge account: the same with 10,000 users",
    };
    Ok(HomeView {
        account: crate::backend::visitor().map(|visit| visit.account.name.clone()),
        templates: Template::ALL
            .iter()
            .filter(|t| **t != Template::Huge)
            .map(|t| Choice::new(t.as_str(), label(*t)))
            .collect(),
        eras: [Era::Y2024M09, Era::Y2024M01, Era::Y2026]
            .map(|e| Choice::new(e.as_str(), era(e)))
            .to_vec(),
        paces: Pace::ALL.map(|p| Choice::new(p.as_str(), pace(p))).to_vec(),
    })
}

/// Says what Credlab is, and opens an account in one click.
#[component]
pub fn HomePage() -> impl IntoView {
    let data = fetched(|| 0, home);
    let next = use_query_value("next");
    view! {
        <Title text="" />
        <PlainHeader />
        <main class="credlab-home">
            <h1>"Rehearse cloud access before it matters"</h1>
            <p class="credlab-home__lead">
                "Credlab is a working model of a cloud account: users and functional IDs, IAM roles, API keys, classic infrastructure permissions, and the credentials that Kubernetes clusters order their infrastructure with. Use it in the console or in the ibmcloud shell; both work on the same account, and every refusal says why."
            </p>
            <Suspense>
                {suspended(data, move |data| match data {
                    Ok(view) => view! { <Start view=view next=next.get_untracked() /> }.into_any(),
                    Err(problem) => view! { <ProblemView problem=problem /> }.into_any(),
                })}
            </Suspense>
            <p class="credlab-home__note">
                "Credlab is an independent project. It is not affiliated with IBM and reaches no real account. IBM Cloud is named only to say what is modelled."
            </p>
        </main>
    }
}

#[component]
fn Start(view: HomeView, next: String) -> impl IntoView {
    let next = own_path(next);
    let open = view.account.map(|account| {
        view! {
            <p>
                <a class="cds--btn cds--btn--primary cds--btn--md cds--layout--size-md" href=next.clone()>
                    {format!("Continue in {account}")}
                </a>
            </p>
        }
    });
    let again = open.is_some();
    let (label, kind) = match again {
        true => ("Start over with a fresh account", "cds--btn--tertiary"),
        false => ("Start", "cds--btn--primary"),
    };
    let class = format!("cds--btn cds--btn--md cds--layout--size-md {kind}");
    view! {
        {open}
        // An ordinary form: the answer sets the cookie and leads into the console.
        <form method="post" action="/start" class="credlab-home__form">
            <input type="hidden" name="next" value=next />
            <Select name="template" label="Begin with" options=view.templates value="demo" />
            <Select name="era" label="Rules as of" options=view.eras value="2024-09" />
            <Select name="pace" label="Pace" options=view.paces value="brisk" />
            <button type="submit" class=class>
                {label}
            </button>
        </form>
    }
}

/// A path of this site, from an address that anybody may have made; the users if it leads elsewhere.
fn own_path(next: String) -> String {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if own { next } else { "/iam/users".into() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn the_start_page_leads_to_own_paths_only() {
        for (next, path) in [
            ("/kubernetes/clusters?q=a", "/kubernetes/clusters?q=a"),
            ("", "/iam/users"),
            ("//example.com", "/iam/users"),
            ("/\\example.com", "/iam/users"),
            ("https://example.com", "/iam/users"),
            ("javascript:alert(1)", "/iam/users"),
            ("/\n/example.com", "/iam/users"),
        ] {
            assert_eq!(own_path(next.into()), path, "{next:?}");
        }
    }
}
