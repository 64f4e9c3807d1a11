//! Live data: every open page follows the account.
//!
//! The server tells by an event stream that something was appended. A page's resources depend on
//! [`Live::version`], so they are asked for again; nothing else needs to know.

use leptos::prelude::*;

/// Where the stream is.
#[cfg(feature = "hydrate")]
const STREAM: &str = "/live";

/// What is known of the account's progress.
#[derive(Clone, Copy)]
pub struct Live {
    /// Changes whenever data may have changed.
    pub version: RwSignal<u64>,
    /// The account's version that the page shows.
    pub at: StoredValue<u64>,
    /// Whether the stream is lost and tried again.
    pub lost: RwSignal<bool>,
    /// How many forms are on their way.
    underway: StoredValue<usize>,
}

impl Live {
    /// Has everything asked for again.
    pub fn refresh(self) {
        self.version.update(|version| *version += 1);
    }

    /// A form is on its way. Until it is answered, pages are not asked for again: the stream may tell of the change
    /// before the answer does, which leads away from a page whose subject is gone.
    pub fn hold(self) {
        self.underway.update_value(|count| *count += 1);
    }

    /// A form was answered: what was not asked for meanwhile is.
    #[cfg(feature = "hydrate")]
    pub fn release(self) {
        self.underway
            .update_value(|count| *count = count.saturating_sub(1));
        self.refresh();
    }

    /// Whether a form is on its way.
    pub fn is_held(self) -> bool {
        self.underway.get_value() > 0
    }
}

/// The app's live data.
pub fn use_live() -> Live {
    expect_context()
}

/// Provides [`Live`], without a stream yet.
pub fn provide_live() {
    provide_context(Live {
        version: RwSignal::new(0),
        at: StoredValue::new(0),
        lost: RwSignal::new(false),
        underway: StoredValue::new(0),
    });
}

/// Opens the stream, in the browser only, and keeps it open as long as the caller lives.
pub fn follow() {
    #[cfg(feature = "hydrate")]
    {
        let (live, caller) = (use_live(), StoredValue::new(()));
        Effect::new(move |_| leptos::task::spawn_local(browser::follow(live, caller)));
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use futures::StreamExt;
    use futures::channel::oneshot;
    use futures::future::{Either, select};
    use gloo_net::eventsource::State;
    use gloo_net::eventsource::futures::EventSource;
    use leptos::prelude::*;

    use super::{Live, STREAM};

    /// How long a stream may be lost before the page says so, and how long to wait before one that the browser has given
    /// up is opened anew.
    const PAUSE: Duration = Duration::from_secs(1);

    pub(super) async fn follow(live: Live, caller: StoredValue<()>) {
        while !caller.is_disposed() {
            read(live, caller).await;
            // A pause ends by being dropped.
            _ = pause().await;
        }
    }

    /// Reads the stream until the browser gives it up or the caller is gone. A lost connection the browser itself opens
    /// again, and tells nobody of it: so the stream's state is looked at every now and then.
    async fn read(live: Live, caller: StoredValue<()>) {
        let Ok(mut source) = EventSource::new(STREAM) else {
            return;
        };
        let Ok(mut messages) = source.subscribe("change") else {
            return;
        };
        while !caller.is_disposed() {
            match select(messages.next(), pause()).await {
                Either::Left((Some(Ok((_, message))), _)) => {
                    let told = message.data().as_string().unwrap_or_default();
                    if live.at.with_value(|at| at.to_string() != told) {
                        live.refresh();
                    }
                }
                // The stream is closed, or its end is reached; what it is now is seen below.
                Either::Left(_) => _ = pause().await,
                Either::Right(_) => {}
            }
            let lost = source.state() != State::Open;
            if live.lost.get_untracked() != lost {
                live.lost.set(lost);
            }
            if source.state() == State::Closed {
                return;
            }
        }
    }

    fn pause() -> oneshot::Receiver<()> {
        let (done, paused) = oneshot::channel::<()>();
        set_timeout(move || drop(done), PAUSE);
        paused
    }
}
