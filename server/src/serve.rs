//! `credlab serve`: listen, say so, answer until told to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tower_http::compression::CompressionLayer;
use tracing_subscriber::EnvFilter;

use crate::assets::Site;
use crate::database::{Database, Storage};
use crate::state::AppState;
use crate::{assets, guard, pages};

/// How long answers that have begun may go on after the server was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// What the server is told.
#[derive(Args)]
pub struct Settings {
    /// The address and port to listen on; port 0 takes any free one
    #[arg(long, env = "CREDLAB_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,

    #[command(flatten)]
    database: Database,

    /// Keep accounts in memory only: they are gone when the server stops
    #[arg(long, env = "CREDLAB_EPHEMERAL", conflicts_with = "database")]
    ephemeral: bool,

    /// What to report on standard error, as in 'info' or 'credlab=debug'
    #[arg(long, env = "CREDLAB_LOG", default_value = "warn")]
    log: String,
}

impl Settings {
    fn storage(&self) -> Storage {
        match self.ephemeral {
            true => Storage::Memory,
            false => self.database.storage(),
        }
    }
}

/// Runs the server with `settings` and `site`. The error is one line that says what to do.
pub async fn run(settings: Settings, site: Site) -> Result<(), String> {
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|problem| format!("--log {}: {problem}", settings.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();

    let store = settings.storage().open().await?;
    let listener = listen(&settings).await?;
    let address = listener
        .local_addr()
        .map_err(|problem| problem.to_string())?;
    println!(
        "Credlab serves http://{address} (storage: {}; enforced: {})",
        settings.storage(),
        guard::ENFORCED
    );
    if !site.is_present() {
        eprintln!(
            "credlab: this binary has no styles and no script: build it with `cargo xtask build`"
        );
    }
    let (stopping, mut stop) = tokio::sync::watch::channel(());
    let serving = axum::serve(listener, router(AppState::new(store, site))).with_graceful_shutdown(
        async move {
            told_to_stop().await;
            drop(stopping);
        },
    );
    tokio::select! {
        outcome = serving => outcome.map_err(|problem| problem.to_string()),
        () = async { _ = stop.changed().await; tokio::time::sleep(GRACE).await } => Ok(()),
    }
}

/// Everything that the server answers, behind the guard.
pub fn router(state: AppState) -> Router {
    // Assets were compressed when they were built.
    let site = state.site;
    let routes = pages::routes(&state)
        .layer(CompressionLayer::new())
        .route("/assets/{*path}", get(assets::serve))
        .route("/healthz", get(|| async { "ok\n" }))
        .with_state(state);
    guard::around(routes, site)
}

async fn listen(settings: &Settings) -> Result<TcpListener, String> {
    let address = settings.listen;
    TcpListener::bind(address)
        .await
        .map_err(|problem| match problem.kind() {
            io::ErrorKind::AddrInUse => {
                format!("{address} is in use: stop what listens there or choose another --listen")
            }
            io::ErrorKind::PermissionDenied => {
                format!("{address} is not allowed: choose a port from 1024 up")
            }
            _ => format!("can't listen on {address}: {problem}"),
        })
}

/// Ends when the process gets SIGTERM or Ctrl-C.
async fn told_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => _ = terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
