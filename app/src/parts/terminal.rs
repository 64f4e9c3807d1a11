//! The shell in the page: a log that a screen reader follows, and a line to type in. It prints lines, so it needs no
//! terminal emulator.

use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos::task::spawn_local;

use crate::parts::live::use_live;
use crate::parts::views::Views;
use crate::view::{CompletionView, EntryView, Json, Problem, TerminalView};

/// The shell's log as the server keeps it.
#[server(prefix = "/api", endpoint = "shell/log", input = GetUrl, output = Json)]
pub async fn shell_log() -> Result<TerminalView, Problem> {
    crate::backend::shell::log()
}

/// Runs a line, or takes it as the answer to the open question. The view holds the entry that it made, or the one
/// that it went on with.
#[server(prefix = "/api", endpoint = "shell/run", output = Json)]
pub async fn run_line(#[server(default)] line: String) -> Result<TerminalView, Problem> {
    crate::backend::shell::run(line).await
}

/// Says what a line may go on with. Posted, because a line can hold a secret, which belongs in no address.
#[server(prefix = "/api", endpoint = "shell/complete", output = Json)]
pub async fn complete_line(#[server(default)] line: String) -> Result<CompletionView, Problem> {
    crate::backend::shell::complete(line)
}

/// The shell of this browser window: kept while pages change.
#[derive(Clone, Copy)]
pub struct Shell {
    view: RwSignal<Option<TerminalView>>,
    busy: RwSignal<bool>,
    past: StoredValue<Vec<String>>,
}

/// Provides [`Shell`].
pub fn provide_shell() {
    provide_context(Shell {
        view: RwSignal::new(None),
        busy: RwSignal::new(false),
        past: StoredValue::new(Vec::new()),
    });
}

/// The terminal beside a page. The browser loads it when it is first opened.
#[component]
pub fn TerminalPanel() -> impl IntoView {
    view! {
        <Transition fallback=Opening>
            {move || Suspend::new(terminal())}
        </Transition>
    }
}

#[lazy]
fn terminal() -> AnyView {
    view! { <Terminal /> }.into_any()
}

#[component]
fn Opening() -> impl IntoView {
    view! { <p class="credlab-terminal">"Opening the shell..."</p> }
}

/// The terminal.
#[component]
pub fn Terminal() -> impl IntoView {
    let log = Resource::new(|| (), |()| shell_log());
    view! {
        <Suspense fallback=Opening>
            {move || Suspend::new(async move {
                match log.await {
                    Ok(view) => view! { <Screen opened=view /> }.into_any(),
                    Err(problem) => view! { <p class="credlab-terminal" role="alert">{problem.text}</p> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Screen(opened: TerminalView) -> impl IntoView {
    let shell: Shell = expect_context();
    shell.view.set(Some(opened));
    let live = use_live();
    let (input, end) = (NodeRef::<html::Input>::new(), NodeRef::<html::Div>::new());
    let scroll = move || {
        if let Some(end) = end.get_untracked() {
            end.scroll_into_view_with_bool(false);
        }
    };
    let run = move |line: String| {
        if shell.busy.get_untracked() {
            return;
        }
        shell.busy.set(true);
        let asking = shell
            .view
            .with_untracked(|v| v.as_ref().is_some_and(|v| v.asking));
        if !asking && !line.trim().is_empty() {
            shell.past.update_value(|past| past.push(line.clone()));
        }
        spawn_local(async move {
            let answer = run_line(line).await;
            shell.busy.set(false);
            match answer {
                // The log is kept, and comes with the page.
                Ok(answer) if answer.moved => _ = window().location().reload(),
                Ok(answer) => shell.view.update(|view| append(view, answer, asking)),
                Err(problem) => shell.view.update(|view| complain(view, problem)),
            }
            live.refresh();
            request_animation_frame(scroll);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        event.prevent_default();
        let line = input.value();
        input.set_value("");
        run(line);
    };
    let complete = move |input: leptos::web_sys::HtmlInputElement| {
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
            if let Some(ways) = found.ways {
                shell.view.update(|view| {
                    if let Some(view) = view {
                        view.entries.push(ways);
                    }
                });
                request_animation_frame(scroll);
            }
        });
    };
    // Tab completes. Whoever wants to go on with the keyboard presses Escape first, as the line's description says.
    let leave = StoredValue::new(false);
    // How far back in the past lines the arrow keys have gone.
    let back = StoredValue::new(0usize);
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let key = event.key();
        let leaving = key == "Escape" || (key == "Tab" && leave.get_value());
        leave.set_value(key == "Escape");
        let step: isize = match key.as_str() {
            "ArrowUp" => 1,
            "ArrowDown" => -1,
            "Tab" if !leaving && !event.shift_key() && !input.value().trim().is_empty() => {
                event.prevent_default();
                complete(input);
                return;
            }
            _ => {
                back.set_value(0);
                return;
            }
        };
        event.prevent_default();
        shell.past.with_value(|past| {
            let at = back.get_value().saturating_add_signed(step).min(past.len());
            back.set_value(at);
            input.set_value(
                past.len()
                    .checked_sub(at)
                    .and_then(|n| past.get(n))
                    .map_or("", |line| line),
            );
        });
    };
    let entries = move || {
        shell.view.with(|view| {
            let entries = view.iter().flat_map(|view| &view.entries).cloned();
            entries.map(|entry| view! { <Entry entry=entry /> }).views()
        })
    };
    let prompt = move || {
        shell
            .view
            .with(|v| v.as_ref().map(|v| v.prompt.clone()).unwrap_or_default())
    };
    let hidden = move || shell.view.with(|v| v.as_ref().is_some_and(|v| v.hidden));
    view! {
        <div class="credlab-terminal">
            <div class="credlab-terminal__log" role="log" aria-label="Shell output" tabindex="0">
                <ol>{entries}</ol>
                <div node_ref=end></div>
            </div>
            <form method="post" action="/api/shell/run" class="credlab-terminal__line" on:submit=submit>
                <label class="credlab-terminal__prompt" for="shell-line">
                    {prompt}
                </label>
                <input
                    node_ref=input
                    id="shell-line"
                    class="credlab-terminal__input"
                    name="line"
                    type=move || if hidden() { "password" } else { "text" }
                    aria-label="Shell command"
                    aria-describedby="shell-keys"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="4000"
                    on:keydown=on_key
                />
                <span id="shell-keys" class="cds--visually-hidden">
                    "Tab completes the line, Escape and then Tab leaves it, arrow keys bring back earlier lines."
                </span>
                <button class="cds--btn cds--btn--sm cds--btn--ghost credlab-terminal__run" type="submit">
                    "Run"
                </button>
            </form>
        </div>
    }
}

#[component]
fn Entry(entry: EntryView) -> impl IntoView {
    let spans = entry.spans.into_iter().map(|span| {
        view! { <span class=span.style>{span.text}</span> }
    });
    view! {
        <li class="credlab-terminal__entry">
            <div>
                <span class="credlab-terminal__prompt">{entry.prompt}</span>
                <span class="credlab-terminal__typed">{entry.line}</span>
            </div>
            <pre class="credlab-terminal__output">{spans.views()}</pre>
        </li>
    }
}

/// Adds what a line has made; an answer goes on with the entry that asked.
fn append(view: &mut Option<TerminalView>, answer: TerminalView, asking: bool) {
    let Some(view) = view else {
        *view = Some(answer);
        return;
    };
    if answer.entries.is_empty() {
        view.entries.clear();
    } else if asking {
        view.entries.pop();
    }
    view.entries.extend(answer.entries);
    view.prompt = answer.prompt;
    view.hidden = answer.hidden;
    view.asking = answer.asking;
}

fn complain(view: &mut Option<TerminalView>, problem: Problem) {
    if let Some(view) = view {
        let text = format!("{}\n", problem.text);
        view.entries.push(EntryView {
            prompt: view.prompt.clone(),
            line: String::new(),
            spans: vec![crate::view::SpanView {
                style: "credlab-ansi--failure".into(),
                text,
            }],
        });
    }
}
