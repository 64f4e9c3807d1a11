//! The shell in the page: a log that a screen reader follows, and a line to type in. It prints lines, so it needs no
//! terminal emulator.

mod changes;
mod entry;
mod line;
mod panel;
mod ways;

use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::parts::lazily::lazily;
use crate::parts::live::use_live;
use crate::parts::load::{fetched, suspended};
use crate::parts::shell::use_shell;
use crate::parts::views::Views;
use crate::view::{CompletionView, EntryView, Json, Problem, SpanView, TerminalView};
use entry::Entry;
use line::Line;
use panel::Bar;

/// The shell's log as the server keeps it.
#[server(prefix = "/api", endpoint = "shell/log", input = GetUrl, output = Json)]
pub async fn shell_log() -> Result<TerminalView, Problem> {
    crate::backend::shell::log()
}

/// Runs a line, or takes it as the answer to the open question; if it is `fresh`, the question is given up. The view holds
/// the entry that it made, or the one that it went on with.
#[server(prefix = "/api", endpoint = "shell/run", output = Json)]
pub async fn run_line(
    #[server(default)] line: String,
    #[server(default)] fresh: bool,
) -> Result<TerminalView, Problem> {
    crate::backend::shell::run(line, fresh).await
}

/// Says what a line may go on with. Posted, because a line can hold a secret, which belongs in no address.
#[server(prefix = "/api", endpoint = "shell/complete", output = Json)]
pub async fn complete_line(#[server(default)] line: String) -> Result<CompletionView, Problem> {
    crate::backend::shell::complete(line)
}

/// The panel with the terminal, beside a page or below it. The browser loads the terminal when it is first opened.
#[component]
pub fn ShellPanel() -> impl IntoView {
    let shell = use_shell();
    // The server leaves it to the browser: a page is not to wait for a shell that was left open.
    let here = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || _ = here.try_set(true));
    let class = move || match shell.panel.get().beside {
        true => "credlab-shell-panel credlab-shell-panel--beside",
        false => "credlab-shell-panel",
    };
    view! {
        <section class=class data-size=move || shell.panel.get().size.to_string() aria-label="Shell">
            {move || match here.get() {
                true => lazily(|| Box::pin(terminal())),
                false => view! { <Opening /> }.into_any(),
            }}
        </section>
    }
}

#[leptos::wasm_split::wasm_split(terminal, wasm_split_path = leptos::wasm_split, fallible)]
fn terminal() -> Result<AnyView, SplitLoaderError> {
    let terminal = view! {
        <Bar />
        <Terminal />
    };
    Ok(terminal.into_any())
}

#[component]
fn Opening() -> impl IntoView {
    view! { <p class="credlab-terminal">"Opening the shell..."</p> }
}

/// The terminal.
#[component]
pub fn Terminal(
    /// What stands in the line at first.
    #[prop(optional, into)]
    line: String,
) -> impl IntoView {
    let log = fetched(|| 0, shell_log);
    view! {
        <Suspense fallback=Opening>
            {suspended(log, move |log| match log {
                Ok(view) => view! { <Screen opened=view line=line.clone() /> }.into_any(),
                Err(problem) => view! { <p class="credlab-terminal" role="alert">{problem.text}</p> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn Screen(opened: TerminalView, line: String) -> impl IntoView {
    let shell = use_shell();
    let past = opened.entries.iter().map(|entry| entry.line.clone());
    shell
        .past
        .set_value(past.filter(|line| !line.is_empty()).collect());
    shell.view.set(Some(opened));
    let live = use_live();
    let end = NodeRef::<html::Div>::new();
    let scroll = move || {
        // The page may be left before its next frame.
        if let Some(end) = end.try_get_untracked().flatten() {
            end.scroll_into_view_with_bool(false);
        }
    };
    Effect::new(move |_| request_animation_frame(scroll));
    let run = Callback::new(move |(line, fresh): (String, bool)| {
        if shell.busy.get_untracked() {
            return;
        }
        shell.busy.set(true);
        let asking = shell
            .view
            .with_untracked(|v| v.as_ref().is_some_and(|v| v.asking));
        let answers = asking && !fresh;
        if !answers && !line.trim().is_empty() {
            shell.past.update_value(|past| past.push(line.clone()));
        }
        let before = changes::rows();
        spawn_local(async move {
            let answer = run_line(line, fresh).await;
            shell.busy.set(false);
            match answer {
                // The log is kept, and comes with the page.
                Ok(answer) if answer.moved => _ = window().location().reload(),
                Ok(answer) => shell.view.update(|view| append(view, answer, answers)),
                Err(problem) => shell.view.update(|view| complain(view, problem)),
            }
            live.refresh();
            changes::mark(before);
            request_animation_frame(scroll);
        });
    });
    let entries = move || {
        shell.view.with(|view| {
            let entries = view.iter().flat_map(|view| &view.entries).cloned();
            entries.map(|entry| view! { <Entry entry=entry /> }).views()
        })
    };
    view! {
        <div class="credlab-terminal">
            <div class="credlab-terminal__log" role="log" aria-label="Shell output" tabindex="0">
                <ol>{entries}</ol>
                <div node_ref=end></div>
            </div>
            <Line run=run line=line />
        </div>
    }
}

/// Adds what a line has made; an answer goes on with the entry that asked.
fn append(view: &mut Option<TerminalView>, answer: TerminalView, answers: bool) {
    let Some(view) = view else {
        *view = Some(answer);
        return;
    };
    if answer.entries.is_empty() {
        view.entries.clear();
    } else if answers {
        view.entries.pop();
    }
    view.entries.extend(answer.entries);
    view.prompt = answer.prompt;
    view.hidden = answer.hidden;
    view.asking = answer.asking;
}

fn complain(view: &mut Option<TerminalView>, problem: Problem) {
    if let Some(view) = view {
        let text = format!("{}: {}\n", problem.title, problem.text);
        view.entries.push(EntryView {
            prompt: view.prompt.clone(),
            line: String::new(),
            spans: vec![SpanView {
                style: "credlab-ansi--failure".into(),
                text,
            }],
        });
    }
}
