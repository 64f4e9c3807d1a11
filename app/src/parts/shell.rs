//! The shell of this browser window, as every page knows it: whether its panel is open and where, and what it is to run. What
//! shows it is `terminal`, which is loaded when it is first opened.

use leptos::prelude::*;

use crate::view::TerminalView;

/// The cookie that remembers the panel. Not for the server alone: the page writes it.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
const COOKIE: &str = "credlab_shell";

/// Of how many hundredths of the window the panel takes: least, most, and the step between two sizes. The stylesheet has
/// the same numbers.
pub const SIZES: (u8, u8, u8) = (20, 80, 2);

/// How the panel lies beside the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// Whether it is there.
    pub open: bool,
    /// Whether it stands beside the page, where there is room, and not below.
    pub beside: bool,
    /// How many hundredths of the window it takes, as [`SIZES`] has them.
    pub size: u8,
}

/// A line for the shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The line.
    pub line: String,
    /// Whether it is run, and not only typed in.
    pub run: bool,
}

/// The shell of this browser window: kept while pages change.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The panel.
    pub panel: RwSignal<Panel>,
    /// What the terminal is to take up.
    pub wanted: RwSignal<Option<Wanted>>,
    /// What it has printed.
    pub view: RwSignal<Option<TerminalView>>,
    /// Whether a line runs.
    pub busy: RwSignal<bool>,
    /// The lines that were typed, oldest first.
    pub past: StoredValue<Vec<String>>,
    /// Whether the line gets the keyboard when it is there: somebody has just opened it.
    pub eager: StoredValue<bool>,
}

impl Shell {
    /// Opens the panel and runs a line in it. A question that is open there is given up.
    pub fn run(self, line: impl Into<String>) {
        let line = line.into();
        self.wanted.set(Some(Wanted { line, run: true }));
        self.change(|panel| panel.open = true);
    }

    /// Types a line in where the shell is on the page already.
    pub fn type_in(self, line: String) {
        self.wanted.set(Some(Wanted { line, run: false }));
    }

    /// Opens the panel, or closes it.
    pub fn toggle(self) {
        self.eager.set_value(true);
        self.change(|panel| panel.open = !panel.open);
    }

    /// Changes how the panel lies, and has the browser remember it.
    pub fn change(self, change: impl FnOnce(&mut Panel)) {
        self.panel.update(change);
        #[cfg(feature = "hydrate")]
        browser::remember(self.panel.get_untracked());
    }
}

impl Panel {
    /// The panel as it was left, from the cookie's value: `open-beside-40`.
    fn of(cookie: &str) -> Panel {
        let mut words = cookie.split('-');
        let (open, place) = (words.next() == Some("open"), words.next());
        let (least, most, step) = SIZES;
        let size = words.next().and_then(|size| size.parse().ok());
        let size: u8 = size.unwrap_or(40).clamp(least, most);
        Panel {
            open,
            beside: place == Some("beside"),
            size: size - size % step,
        }
    }

    #[cfg(feature = "hydrate")]
    fn cookie(self) -> String {
        let open = if self.open { "open" } else { "closed" };
        let place = if self.beside { "beside" } else { "below" };
        format!("{open}-{place}-{}", self.size)
    }
}

/// The shell.
pub fn use_shell() -> Shell {
    expect_context()
}

/// Provides [`Shell`].
pub fn provide_shell() {
    provide_context(Shell {
        panel: RwSignal::new(Panel::of(&remembered())),
        wanted: RwSignal::new(None),
        view: RwSignal::new(None),
        busy: RwSignal::new(false),
        past: StoredValue::new(Vec::new()),
        eager: StoredValue::new(false),
    });
}

fn remembered() -> String {
    #[cfg(feature = "ssr")]
    return crate::backend::look::remembered(COOKIE);
    #[cfg(feature = "hydrate")]
    return browser::remembered();
    #[cfg(not(any(feature = "ssr", feature = "hydrate")))]
    return String::new();
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::document;
    use leptos::web_sys::js_sys::Reflect;

    use super::{COOKIE, Panel};

    pub fn remembered() -> String {
        let cookies = Reflect::get(&document(), &"cookie".into());
        let cookies = cookies.ok().and_then(|cookies| cookies.as_string());
        let cookies = cookies.unwrap_or_default();
        let value = cookies
            .split("; ")
            .find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='));
        value.unwrap_or_default().into()
    }

    pub fn remember(panel: Panel) {
        let cookie = format!(
            "{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
            panel.cookie()
        );
        // A browser that keeps no cookies forgets it.
        _ = Reflect::set(&document(), &"cookie".into(), &cookie.into());
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Panel;

    #[test]
    fn a_panel_is_read_from_any_cookie() {
        let panel = |open, beside, size| Panel { open, beside, size };
        for (cookie, expected) in [
            ("", panel(false, false, 40)),
            ("open-beside-30", panel(true, true, 30)),
            ("open-below-31", panel(true, false, 30)),
            ("open-beside-255", panel(true, true, 80)),
            ("open-beside-0", panel(true, true, 20)),
            ("closed-x-999", panel(false, false, 40)),
            ("-----", panel(false, false, 40)),
        ] {
            assert_eq!(Panel::of(cookie), expected, "{cookie}");
        }
    }
}
