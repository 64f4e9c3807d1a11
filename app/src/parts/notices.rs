//! What was said last: the answer to the last form, shown at the top of the page.

use leptos::prelude::*;

use crate::carbon::notification::Notification;
use crate::parts::views::Views;
use crate::view::Notice;

/// The last notice, if it still counts.
#[derive(Clone, Copy)]
pub struct Notices {
    last: RwSignal<Option<Notice>>,
    /// Whether the notice came with the navigation that is going on, and so outlives it.
    travels: StoredValue<bool>,
}

impl Notices {
    /// Shows a notice.
    #[cfg(feature = "hydrate")]
    pub fn show(self, notice: Notice) {
        self.travels.set_value(notice.goto.is_some());
        self.last.set((!notice.is_silent()).then_some(notice));
    }

    /// Has the caller run again when something is said.
    pub fn track(self) {
        self.last.track();
    }

    /// Shows what came with the page, once.
    pub fn arrived(self, flash: Option<Notice>) {
        if flash.is_some() {
            self.last.set(flash);
        }
    }

    fn page_changed(self) {
        if self.travels.get_value() {
            self.travels.set_value(false);
        } else {
            self.last.set(None);
        }
    }
}

/// The app's notices.
pub fn use_notices() -> Notices {
    expect_context()
}

/// Provides [`Notices`].
pub fn provide_notices() {
    provide_context(Notices {
        last: RwSignal::new(None),
        travels: StoredValue::new(false),
    });
}

/// The place on the page where notices appear.
#[component]
pub fn NoticeArea() -> impl IntoView {
    let notices = use_notices();
    let path = leptos_router::hooks::use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            notices.page_changed();
        }
        now
    });
    let close = Callback::new(move |()| notices.last.set(None));
    view! {
        <div class="credlab-notices" aria-live="polite">
            {move || {
                notices
                    .last
                    .get()
                    .map(|notice| view! { <Notification notice=notice close=close /> }).views()
            }}
        </div>
    }
}
