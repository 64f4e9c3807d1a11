//! From a resource to a page: waiting, the page, or why there is none.

use crate::parts::views::Views;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::carbon::skeleton::Skeleton;
use crate::view::Problem;

/// Data for a page, asked for again whenever `key` or the account changes.
pub fn load<K, T, F>(
    key: impl Fn() -> K + Send + Sync + 'static,
    fetch: impl Fn(K) -> F + Send + Sync + 'static,
) -> Resource<Result<T, Problem>>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: serde::Serialize + serde::de::DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let version = crate::parts::live::use_live().version;
    Resource::new(move || (key(), version.get()), move |(key, _)| fetch(key))
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
