//! The line to type in: it is completed, brings back earlier lines, and answers questions.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlInputElement;

use super::complete_line;
use super::ways::{Ways, WaysList, id};
use crate::parts::focus::begin_at;
use crate::parts::shell::use_shell;

/// What the keys do, for a screen reader.
const KEYS: &str = "Tab completes the line, Escape and then Tab leaves it. Arrow keys bring back earlier lines, \
     Control+R searches them, Control+L clears the log, Control+C gives up the line.";

/// The line. `run` gets what was typed, and whether an open question is given up.
#[component]
pub fn Line(run: Callback<(String, bool)>, line: String) -> impl IntoView {
    let shell = use_shell();
    let input = NodeRef::<html::Input>::new();
    let ways = RwSignal::new(Ways::default());
    // How far back in the past lines the arrow keys have gone.
    let back = StoredValue::new(0usize);
    // Tab completes. Whoever wants to go on with the keyboard presses Escape first.
    let leave = StoredValue::new(false);
    let asking = move || {
        shell
            .view
            .with_untracked(|v| v.as_ref().is_some_and(|v| v.asking))
    };
    let hidden = move || shell.view.with(|v| v.as_ref().is_some_and(|v| v.hidden));

    let write = move |line: &str| {
        if let Some(input) = input.get_untracked() {
            input.set_value(line);
            // Where the cursor stands is no matter of life and death.
            _ = input.focus();
        }
    };
    let take = Callback::new(move |line: String| {
        ways.set(Ways::default());
        write(&line);
    });
    // What was asked for elsewhere, as soon as nothing else runs.
    Effect::new(move |_| {
        if shell.busy.get() || input.get().is_none() {
            return;
        }
        let Some(wanted) = shell.wanted.get() else {
            return;
        };
        shell.wanted.set(None);
        match wanted.run {
            true => run.run((wanted.line, true)),
            false => write(&wanted.line),
        }
    });
    Effect::new(move |_| {
        if let Some(input) = input.get()
            && shell.eager.get_value()
        {
            shell.eager.set_value(false);
            begin_at(input.into());
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        event.prevent_default();
        if let Some(line) = ways.with_untracked(Ways::chosen) {
            take.run(line);
            return;
        }
        ways.set(Ways::default());
        back.set_value(0);
        let line = input.value();
        input.set_value("");
        run.run((line, false));
    };
    let on_input = move |_| {
        back.set_value(0);
        let typed = input.get_untracked().map(|input| input.value());
        ways.update(|ways| {
            *ways = match ways.past {
                true => shell
                    .past
                    .with_value(|past| Ways::of_past(past, &typed.unwrap_or_default())),
                false => Ways::default(),
            }
        });
    };
    let recall = move |input: HtmlInputElement, step: isize| {
        shell.past.with_value(|past| {
            let at = back.get_value().saturating_add_signed(step).min(past.len());
            back.set_value(at);
            let line = past.len().checked_sub(at).and_then(|n| past.get(n));
            input.set_value(line.map_or("", |line| line));
        });
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let key = event.key();
        let open = ways.with_untracked(Ways::is_open);
        let leaving = key == "Escape" || (key == "Tab" && leave.get_value());
        leave.set_value(key == "Escape");
        match key.as_str() {
            "Escape" if open => ways.set(Ways::default()),
            "r" if event.ctrl_key() && !asking() => match open {
                true => ways.update(|ways| ways.go(false)),
                false => ways.set(
                    shell
                        .past
                        .with_value(|past| Ways::of_past(past, &input.value())),
                ),
            },
            "l" if event.ctrl_key() => run.run(("clear".into(), true)),
            "c" if event.ctrl_key() && input.selection_start() == input.selection_end() => {
                ways.set(Ways::default());
                input.set_value("");
                if asking() {
                    run.run((String::new(), true));
                }
            }
            "ArrowUp" if open => ways.update(|ways| ways.go(true)),
            "ArrowDown" if open => ways.update(|ways| ways.go(false)),
            "Tab" if open && !leaving => ways.update(|ways| ways.go(event.shift_key())),
            "ArrowUp" => recall(input, 1),
            "ArrowDown" => recall(input, -1),
            "Tab" if !leaving && !event.shift_key() && !input.value().trim().is_empty() => {
                complete(input, ways);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let prompt = move || {
        shell
            .view
            .with(|v| v.as_ref().map(|v| v.prompt.clone()).unwrap_or_default())
    };
    let open = move || ways.with(Ways::is_open);
    let chosen = move || ways.with(|ways| ways.at).map(id);
    view! {
        <div class="credlab-terminal__below">
            <WaysList ways=ways take=take />
            <form method="post" action="/api/shell/run" class="credlab-terminal__line" on:submit=submit>
                <label class="credlab-terminal__prompt" for="shell-line">
                    {prompt}
                </label>
                <input
                    node_ref=input
                    id="shell-line"
                    class="credlab-terminal__input"
                    name="line"
                    value=line
                    type=move || if hidden() { "password" } else { "text" }
                    role=move || (!hidden()).then_some("combobox")
                    aria-expanded=move || (!hidden()).then(|| if open() { "true" } else { "false" })
                    aria-controls=move || open().then_some("shell-ways")
                    aria-activedescendant=chosen
                    aria-label="Shell command"
                    aria-describedby="shell-keys"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="4000"
                    on:keydown=on_key
                    on:input=on_input
                />
                <span id="shell-keys" class="cds--visually-hidden">
                    {KEYS}
                </span>
                <button class="cds--btn cds--btn--sm cds--btn--ghost credlab-terminal__run" type="submit">
                    "Run"
                </button>
            </form>
        </div>
    }
}

/// Completes what is typed, and lists the ways where there are several.
fn complete(input: HtmlInputElement, ways: RwSignal<Ways>) {
    let typed = input.value();
    spawn_local(async move {
        let Ok(found) = complete_line(typed.clone()).await else {
            return;
        };
        // Typing goes on meanwhile.
        if input.value() != typed {
            return;
        }
        input.set_value(&found.line);
        if found.candidates.len() > 1 {
            ways.set(Ways::of_completion(found));
        }
    });
}
