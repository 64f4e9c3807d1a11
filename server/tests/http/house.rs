//! A server with a store of its own, and those who visit it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, ORIGIN,
    REFERER, SET_COOKIE,
};
use axum::http::{Method, Request, StatusCode};
use credlab_model::Account;
use credlab_model::id::AccountId;
use credlab_server::{AppState, Site, router};
use credlab_store::{Location, Settings, Store};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// The media type of an ordinary form.
pub const FORM: &str = "application/x-www-form-urlencoded";

const NAME: &str = "credlab.example";

/// A running server.
pub struct House {
    pub store: Store,
    router: Router,
}

/// Somebody who asks the server for something.
#[derive(Clone)]
pub struct Visitor<'a> {
    house: &'a House,
    /// The value of the `Cookie` header.
    pub cookie: Option<HeaderValue>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl House {
    pub async fn open() -> House {
        House::at(&Location::Memory, &Settings::default()).await
    }

    pub async fn at(location: &Location, settings: &Settings) -> House {
        let store = Store::open_with(location, settings).await.unwrap();
        let router = router(AppState::new(store.clone(), Site::empty()));
        House { store, router }
    }

    /// Somebody without an account.
    pub fn stranger(&self) -> Visitor<'_> {
        Visitor {
            house: self,
            cookie: None,
        }
    }

    /// A browser that has opened a demo account, and that account.
    pub async fn visitor(&self) -> (Visitor<'_>, AccountId) {
        self.visitor_of("template=demo").await
    }

    /// A browser that has opened an account with the form `start`, and that account.
    pub async fn visitor_of(&self, start: &str) -> (Visitor<'_>, AccountId) {
        let known: Vec<_> = self.ids().await;
        let mut visitor = self.stranger();
        let answer = visitor.post("/start", start.to_string()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.header(SET_COOKIE).split(';').next().unwrap();
        visitor.cookie = Some(cookie.parse().unwrap());
        let new = self.ids().await.into_iter().find(|id| !known.contains(id));
        (visitor, new.unwrap())
    }

    /// Makes what the demo account begins without, so that the pages about it are there: a trusted profile, and a role.
    pub async fn furnish(&self, visitor: &Visitor<'_>, id: &AccountId) {
        let post = async |path: &str, form: String| {
            let answer = visitor.call(Method::POST, path, form).await;
            assert_eq!(answer.json()["kind"], "success", "{path}: {answer:?}");
        };
        let profile = "kind=trusted-profiles&name=auditor&description=Looks+at+clusters";
        post("/api/iam/subjects/create", profile.into()).await;
        let account = self.account(id).await;
        let profile = account.trusted_profile_called("auditor").unwrap();
        let trusted = format!("id={}&members[]={}", profile.id, account.owner);
        post("/api/iam/trusted-profiles/trust", trusted).await;
        let role = "service=containers-kubernetes&name=Restarter&display_name=Restarter&description=\
                    &actions[]=containers-kubernetes.cluster.operate";
        post("/api/iam/roles/create", role.into()).await;
    }

    /// The accounts that there are.
    pub async fn ids(&self) -> Vec<AccountId> {
        let accounts = self.store.accounts().await.unwrap();
        accounts.into_iter().map(|account| account.id).collect()
    }

    pub async fn account(&self, id: &AccountId) -> Arc<Account> {
        self.store.account(id).await.unwrap()
    }

    /// The answer as it begins; its body may go on.
    pub async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

impl Visitor<'_> {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(self.request(Method::GET, path, "text/html"), "")
            .await
    }

    /// Sends a form as a browser does that runs no script.
    pub async fn post(&self, path: &str, form: impl Into<Body>) -> Answer {
        let request = self.request(Method::POST, path, "text/html");
        self.ask(request.header(CONTENT_TYPE, FORM), form).await
    }

    /// Sends a form from the page at `from`, likewise.
    pub async fn post_from(&self, from: &str, path: &str, form: &str) -> Answer {
        let request = self
            .request(Method::POST, path, "text/html")
            .header(CONTENT_TYPE, FORM)
            .header(ORIGIN, format!("http://{NAME}"))
            .header(REFERER, format!("http://{NAME}{from}"))
            .header("sec-fetch-site", "same-origin");
        self.ask(request, form.to_string()).await
    }

    /// Calls a server function as a script does.
    pub async fn call(&self, method: Method, path: &str, form: impl Into<Body>) -> Answer {
        let request = self.request(method, path, "application/json");
        self.ask(request.header(CONTENT_TYPE, FORM), form).await
    }

    /// A request of this visitor, to which more can be added.
    pub fn request(
        &self,
        method: Method,
        path: &str,
        accept: &str,
    ) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, NAME)
            .header(ACCEPT, accept);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        request
    }

    /// Sends the request and reads the answer to its end.
    pub async fn ask(
        &self,
        request: axum::http::request::Builder,
        body: impl Into<Body>,
    ) -> Answer {
        let answer = self.house.send(request.body(body.into()).unwrap()).await;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

impl Answer {
    /// A header's value, empty if there is none.
    pub fn header(&self, name: HeaderName) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION)
    }

    /// Whether it is a whole page.
    pub fn is_html(&self) -> bool {
        let kind = self.header(CONTENT_TYPE);
        let whole = self.body.starts_with("<!DOCTYPE html>") && self.body.contains("</html>");
        kind.starts_with("text/html") && whole
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.header(CONTENT_TYPE), "application/json", "{self:?}");
        serde_json::from_str(&self.body).unwrap()
    }
}
