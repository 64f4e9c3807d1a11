//! From a server function to a page: waiting, the page, or why there is none.
//!
//! A resource and what waits for it are a lot of code, which the browser would get anew for every type of data. So there is
//! one type, [`Answer`], and each page says only how it is fetched, read and shown.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use crate::parts::title::Title;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::carbon::skeleton::Skeleton;
use crate::parts::live::use_live;
use crate::parts::views::Views;
use crate::view::{JsonText, Problem};

/// A value whose type somebody else knows.
type Value = Arc<dyn Any + Send + Sync>;

/// What fetches a value for a key.
type Fetch = Box<dyn Fn(Value) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync>;

/// Data of type `T` from the server.
pub struct Data<T> {
    resource: Resource<Answer, JsonText>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Data<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Data<T> {}

/// What a server function has answered: a `Result` of what was asked for.
#[derive(Clone)]
struct Answer {
    value: Held,
    /// How the page's document gets it.
    #[cfg(feature = "ssr")]
    write: fn(&Value) -> Option<String>,
}

#[derive(Clone)]
enum Held {
    /// Itself.
    Value(Value),
    /// As it came with the page's document.
    #[cfg(not(feature = "ssr"))]
    Text(Arc<str>),
}

impl Answer {
    fn new<T>(answer: Result<T, Problem>) -> Answer
    where
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        Answer {
            value: Held::Value(Arc::new(answer)),
            #[cfg(feature = "ssr")]
            write: |value| {
                let answer = value.downcast_ref::<Result<T, Problem>>()?;
                let text = serde_json::to_string(answer).ok()?;
                let readable = || crate::view::read::<Result<T, Problem>>(&text).is_ok();
                debug_assert!(readable(), "the browser can't read {text}");
                Some(text)
            },
        }
    }

    fn get<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, Problem> {
        let found = match &self.value {
            Held::Value(value) => value.downcast_ref::<Result<T, Problem>>().cloned(),
            #[cfg(not(feature = "ssr"))]
            Held::Text(text) => crate::view::read(text).ok(),
        };
        found.unwrap_or_else(|| Err(unreadable()))
    }
}

fn unreadable() -> Problem {
    let text = "The page's data can't be understood. Reload the page.";
    Problem::new(500, "Something went wrong", text)
}

impl Encoder<Answer> for JsonText {
    type Error = Problem;
    type Encoded = String;

    #[cfg(feature = "ssr")]
    fn encode(answer: &Answer) -> Result<String, Problem> {
        let Held::Value(value) = &answer.value;
        (answer.write)(value).ok_or_else(unreadable)
    }

    /// The browser sends no answers.
    #[cfg(not(feature = "ssr"))]
    fn encode(_: &Answer) -> Result<String, Problem> {
        Err(unreadable())
    }
}

impl Decoder<Answer> for JsonText {
    type Error = Problem;
    type Encoded = str;

    /// The server reads no answers.
    #[cfg(feature = "ssr")]
    fn decode(_: &str) -> Result<Answer, Problem> {
        Err(unreadable())
    }

    #[cfg(not(feature = "ssr"))]
    fn decode(text: &str) -> Result<Answer, Problem> {
        Ok(Answer {
            value: Held::Text(text.into()),
        })
    }
}

/// What is asked for: a key, on a page, at a version of the account.
#[derive(Clone)]
struct Asked {
    key: Value,
    same: fn(&Value, &Value) -> bool,
    path: String,
    version: u64,
}

impl Asked {
    fn has_key(&self, key: &Value) -> bool {
        (self.same)(&self.key, key)
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Asked) -> bool {
        self.version == other.version && self.path == other.path && self.has_key(&other.key)
    }
}

/// Data for a page, asked for again whenever `key` or the account changes; not while a form is on its way, nor once the
/// page is being left, as what the page is about may be gone then.
pub fn load<K, T, F>(
    key: impl Fn() -> K + Send + Sync + 'static,
    fetch: impl Fn(K) -> F + Send + Sync + 'static,
) -> Data<T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let resource = ask(
        Box::new(move || Arc::new(key())),
        |one, other| one.downcast_ref::<K>() == other.downcast_ref::<K>(),
        fetching(fetch),
    );
    Data {
        resource,
        of: PhantomData,
    }
}

fn ask(
    key: Box<dyn Fn() -> Value + Send + Sync>,
    same: fn(&Value, &Value) -> bool,
    fetch: Fetch,
) -> Resource<Answer, JsonText> {
    let (live, path) = (use_live(), use_location().pathname);
    let asked = ArcMemo::new(move |before: Option<&Asked>| {
        let (key, path, version) = (key(), path.get(), live.version.get());
        let waits = |place: &str| place != path || live.is_held();
        match before {
            Some(before) if before.has_key(&key) && waits(&before.path) => before.clone(),
            _ => Asked {
                key,
                same,
                path,
                version,
            },
        }
    });
    Resource::new_with_options(move || asked.get(), move |asked| fetch(asked.key), false)
}

/// Data that is no page's own, asked for again whenever `version` changes.
pub fn fetched<T, F>(
    version: impl Fn() -> u64 + Send + Sync + 'static,
    fetch: impl Fn() -> F + Send + Sync + 'static,
) -> Data<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let fetch = fetching(move |()| fetch());
    let resource = Resource::new_with_options(version, move |_| fetch(Arc::new(())), false);
    Data {
        resource,
        of: PhantomData,
    }
}

/// Forgets what is fetched, and by which key.
fn fetching<K, T, F>(fetch: impl Fn(K) -> F + Send + Sync + 'static) -> Fetch
where
    K: Clone + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    Box::new(move |key| {
        let answer = key.downcast_ref::<K>().cloned().map(&fetch);
        Box::pin(async move {
            Answer::new(match answer {
                Some(answer) => answer.await,
                // The key is of the type that it was made of.
                None => Err(unreadable()),
            })
        })
    })
}

/// Shows data by `view`; keeps the old page while a newer one is on its way.
#[component]
pub fn Load<T, V>(
    /// The data.
    data: Data<T>,
    /// How it is shown.
    view: fn(T) -> V,
) -> impl IntoView
where
    T: Clone + DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    let view = move |answer: Answer| match answer.get::<T>() {
        Ok(data) => view(data).into_any(),
        Err(problem) => view! { <ProblemView problem=problem /> }.into_any(),
    };
    shown(data.resource, Arc::new(view))
}

fn shown(
    resource: Resource<Answer, JsonText>,
    view: Arc<dyn Fn(Answer) -> AnyView + Send + Sync>,
) -> AnyView {
    let page = suspend(resource, view);
    view! { <Transition fallback=|| view! { <Skeleton /> }>{page}</Transition> }.into_any()
}

fn suspend(
    resource: Resource<Answer, JsonText>,
    view: Arc<dyn Fn(Answer) -> AnyView + Send + Sync>,
) -> AnyView {
    let page = move || {
        let view = view.clone();
        Suspend::new(async move { view(resource.await) })
    };
    page.into_any()
}

/// Shows data by `view` inside of the caller's own `Suspense` or `Transition`.
pub fn suspended<T>(
    data: Data<T>,
    view: impl Fn(Result<T, Problem>) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + DeserializeOwned + 'static,
{
    let view: Arc<dyn Fn(Answer) -> AnyView + Send + Sync> =
        Arc::new(move |answer: Answer| view(answer.get::<T>()));
    suspend(data.resource, view)
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
