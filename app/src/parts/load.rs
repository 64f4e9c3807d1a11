//! From a resource to a page: waiting, the page, or why there is none.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::carbon::skeleton::Skeleton;
use crate::parts::live::use_live;
use crate::parts::views::Views;
use crate::view::Problem;

/// Data for a page, asked for again whenever `key` or the account changes; not while a form is on its way, nor once the
/// page is being left, as what the page is about may be gone then.
pub fn load<K, T, F>(
    key: impl Fn() -> K + Send + Sync + 'static,
    fetch: impl Fn(K) -> F + Send + Sync + 'static,
) -> Resource<Result<T, Problem>>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let (live, path) = (use_live(), use_location().pathname);
    let asked = ArcMemo::new(move |before: Option<&(K, String, u64)>| {
        let (key, path, version) = (key(), path.get(), live.version.get());
        let waits = |place: &str| place != path || live.is_held();
        match before {
            Some(before) if before.0 == key && waits(&before.1) => before.clone(),
            _ => (key, path, version),
        }
    });
    Resource::new(move || asked.get(), move |(key, ..)| fetch(key))
}

/// Shows what a resource brings by `view`; keeps the old page while a newer one is on its way.
#[component]
pub fn Load<T, V>(
    /// The data.
    data: Resource<Result<T, Problem>>,
    /// How it is shown.
    view: fn(T) -> V,
) -> impl IntoView
where
    T: Clone + serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition fallback=|| view! { <Skeleton /> }>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => view(data).into_any(),
                    Err(problem) => view! { <ProblemView problem=problem /> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Why there is no page. The server's answer gets the problem's status.
#[component]
pub fn ProblemView(problem: Problem) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let (Some(answer), Ok(status)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        axum::http::StatusCode::from_u16(problem.status),
    ) && status != axum::http::StatusCode::UNAUTHORIZED
    {
        answer.set_status(status);
    }
    view! {
        <Title text=problem.title.clone() />
        <div class="credlab-problem">
            <h1>{problem.title}</h1>
            <p>{problem.text}</p>
            <ul class="cds--list--unordered">
                {problem
                    .why
                    .into_iter()
                    .map(|line| view! { <li class="cds--list__item">{line}</li> })
                    .views()}
            </ul>
        </div>
    }
}
