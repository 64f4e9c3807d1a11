//! The page of Leptos' own template for new programs (leptos-rs/start-axum), for `cargo xtask bench` to compare with.
//!
//! Says where it listens in the way the server does.

use axum::Router;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use leptos_meta::{MetaTags, Stylesheet, Title, provide_meta_context};
use leptos_router::components::{Route, Router as Pages, Routes};
use leptos_router::path;

#[tokio::main(worker_threads = 2)]
async fn main() -> std::io::Result<()> {
    let options = LeptosOptions::builder().output_name("hello").build();
    let shown = options.clone();
    let router = Router::new()
        .leptos_routes(&options, generate_route_list(App), move || {
            shell(shown.clone())
        })
        .with_state(options);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("Hello serves http://{}", listener.local_addr()?);
    axum::serve(listener, router).await
}

fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

#[component]
fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Stylesheet id="leptos" href="/pkg/hello.css" />
        <Title text="Welcome to Leptos" />
        <Pages>
            <main>
                <Routes fallback=|| "Page not found.">
                    <Route path=path!("") view=HomePage />
                </Routes>
            </main>
        </Pages>
    }
}

#[component]
fn HomePage() -> impl IntoView {
    let count = RwSignal::new(0);
    view! {
        <h1>"Welcome to Leptos!"</h1>
        <button on:click=move |_| *count.write() += 1>"Click Me: " {count}</button>
    }
}
