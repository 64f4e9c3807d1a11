//! Why something would be refused, what the smallest changes are that would let it through, and what it would break: what
//! `credlab explain` prints, with buttons.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Control;
use crate::carbon::field::{Select, TextInput};
use crate::carbon::notification::{Findings, Remedies};
use crate::carbon::page_header::PageHeader;
use crate::parts::address_form::AddressForm;
use crate::parts::effects::Effects;
use crate::parts::load::{Load, load};
use crate::parts::query::use_query_value;
use crate::parts::run_in_shell::RunInShell;
use crate::parts::views::Views;
use crate::view::{ActionView, Choice, EffectView, Json, Notice, Problem, RemedyView, TagKind};

/// A question, as the address has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Question {
    /// The lines that are asked about, one below the other.
    #[serde(default)]
    pub line: String,
    /// The resource group that is targeted; the default one if empty.
    #[serde(default)]
    pub group: String,
    /// Who would run them: an address or a service ID's name; the persona if empty.
    #[serde(default, rename = "as")]
    pub who: String,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyView {
    /// The question, completed.
    pub question: Question,
    /// Everybody who can be asked about.
    pub identities: Vec<Choice>,
    /// The resource groups.
    pub groups: Vec<Choice>,
    /// The answer, or why the question can't be asked; none without a question.
    pub answer: Option<Result<AnswerView, String>>,
}

/// What would come of the lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// What would come of it, in a few words.
    pub title: String,
    /// The sentence.
    pub text: String,
    /// How the two gates stand.
    pub gates: Vec<GateView>,
    /// What would help, where no tried change is known.
    pub remedies: Vec<RemedyView>,
    /// The smallest changes that let it through.
    pub grants: Vec<GrantView>,
    /// For whom it would work, and through what.
    pub who_can: Vec<(String, Vec<String>)>,
    /// What it would break or mend.
    pub effects: Vec<EffectView>,
}

/// How a gate stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateView {
    /// `Gate 1: the caller's access`.
    pub name: String,
    /// How it stands, by colour.
    pub kind: TagKind,
    /// How it stands, in a word.
    pub state: String,
    /// What was found, a sentence each.
    pub findings: Vec<String>,
}

/// A change that would let the lines through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantView {
    /// What it opens beside.
    pub opens: String,
    /// The lines, and by whom each lot must be run.
    pub steps: Vec<(String, Vec<String>)>,
    /// Applies it, or acts as somebody who may.
    pub actions: Vec<ActionView>,
}

/// What would come of the lines of a question.
#[server(prefix = "/api", endpoint = "why", input = GetUrl, output = Json)]
pub async fn why(#[server(default)] question: Question) -> Result<WhyView, Problem> {
    server::why(question).await
}

/// Makes the change of number `grant`, counted from 1, of those that let the lines of `who` through; `lines` are its lines as they
/// were shown. `line`, `group` and `who` are those of [`Question`].
#[server(prefix = "/api", endpoint = "why/apply")]
pub async fn apply_grant(
    line: String,
    group: String,
    who: String,
    lines: String,
) -> Result<Notice, Problem> {
    server::apply(Question { line, group, who }, lines).await
}

/// Why, and what would help.
#[component]
pub fn WhyPage() -> impl IntoView {
    let (line, group, who) = (
        use_query_value("line"),
        use_query_value("group"),
        use_query_value("as"),
    );
    let data = load(
        move || Question {
            line: line.get(),
            group: group.get(),
            who: who.get(),
        },
        why,
    );
    view! { <Load data=data view=page /> }
}

fn page(view: WhyView) -> impl IntoView {
    let Question { line, group, who } = view.question;
    let answer = view.answer.map(|answer| match answer {
        Ok(answer) => answered(answer),
        Err(text) => view! {
            <section class="credlab-section" aria-labelledby="no-answer">
                <h2 id="no-answer">"This can't be asked"</h2>
                <p>{text}</p>
            </section>
        }
        .into_any(),
    });
    view! {
        <PageHeader
            crumbs=Vec::new()
            title="Why?"
            text="Ask what would come of a command: both gates with their reasons, the smallest changes that would let it through, and what it would break. Nothing is changed by asking."
        />
        <AddressForm action="/why" class="credlab-inline-form">
            <TextInput
                name="line"
                label="Command"
                value=line.replace('\n', " ; ")
                help="A line of ibmcloud or kubectl. Several lines are parted by a semicolon."
                required=true
            />
            <Select name="as" label="Asked by" options=view.identities value=who />
            <Select name="group" label="Targeted resource group" options=view.groups value=group />
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--primary" type="submit">
                "Ask"
            </button>
        </AddressForm>
        {answer.views()}
    }
}

fn answered(answer: AnswerView) -> AnyView {
    let gates = answer.gates.into_iter().map(gate);
    let numbers = 1..;
    let grants = answer
        .grants
        .into_iter()
        .zip(numbers)
        .map(|(grant, n)| grant_card(grant, n));
    let grants: Vec<AnyView> = grants.collect();
    let grants = (!grants.is_empty()).then(|| {
        view! {
            <section class="credlab-section" aria-labelledby="grants">
                <h2 id="grants">"The smallest changes that allow it"</h2>
                <p>"Each was tried on a copy of the account. The first opens the least beside."</p>
                <ol class="credlab-grants">{grants.views()}</ol>
            </section>
        }
    });
    let who_can = answer.who_can.into_iter().map(|(name, access)| {
        view! {
            <dt>{name}</dt>
            <dd>{access.join("; ")}</dd>
        }
    });
    let who_can: Vec<AnyView> = who_can.map(IntoAny::into_any).collect();
    let who_can = match who_can.is_empty() {
        true => view! { <p>"Nobody in the account, as it is."</p> }.into_any(),
        false => view! { <dl class="credlab-facts">{who_can.views()}</dl> }.into_any(),
    };
    view! {
        <section class="credlab-section" aria-labelledby="answer">
            <h2 id="answer">{answer.title}</h2>
            <p>{answer.text}</p>
            <ol class="credlab-gates">{gates.views()}</ol>
            <Remedies remedies=answer.remedies />
        </section>
        {grants.views()}
        <Effects title="What it would break or mend" effects=answer.effects />
        <section class="credlab-section" aria-labelledby="who-can">
            <h2 id="who-can">"Who can"</h2>
            {who_can}
        </section>
    }
    .into_any()
}

fn gate(gate: GateView) -> AnyView {
    let class = match gate.kind {
        TagKind::Good => "credlab-gate credlab-gate--open",
        TagKind::Bad => "credlab-gate credlab-gate--shut",
        _ => "credlab-gate",
    };
    view! {
        <li class=class>
            <h3>{gate.name}</h3>
            <p class="credlab-gate__state">{gate.state}</p>
            <Findings why=gate.findings />
        </li>
    }
    .into_any()
}

fn grant_card(grant: GrantView, number: usize) -> AnyView {
    let steps = grant.steps.into_iter().map(|(who, lines)| {
        view! {
            <p class="credlab-help">"As " <strong>{who}</strong></p>
            {lines.into_iter().map(|line| view! { <RunInShell line=line /> }).views()}
        }
    });
    let actions = grant
        .actions
        .into_iter()
        .map(|action| view! { <Control action=action /> });
    view! {
        <li class="credlab-grant">
            <h3>{format!("{number}. {}", grant.opens)}</h3>
            {steps.views()}
            <div class="credlab-buttons">{actions.views()}</div>
        </li>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::actor::Identity;
    use credlab_model::refusal::{Layer, shorten};
    use credlab_shell::{Explanation, Grant, LONGEST_LINE, Obstacle, Session, Twin, explain};

    use super::{AnswerView, GateView, GrantView, Question, WhyView};
    use crate::backend::shell::StoreHost;
    use crate::backend::{Visit, reasons_href, remedies, visit};
    use crate::parts::effects::effects_of;
    use crate::view::{ActionView, Choice, Notice, NoticeKind, Problem, TagKind};

    pub async fn why(question: Question) -> Result<WhyView, Problem> {
        let visit = visit()?;
        let account = visit.account.clone();
        let persona = account.member_name(&visit.persona)?;
        let who = match question.who.as_str() {
            "" => persona,
            who => who.to_owned(),
        };
        let users = account.users.values().map(|user| user.email.to_string());
        let services = account.service_ids.values();
        let services = services.map(|service| service.name.clone());
        let mut identities: Vec<String> = users.chain(services).collect();
        identities.sort();
        let groups = account.resource_groups.values();
        let groups = groups.map(|group| Choice::new(&group.name, &group.name));
        let default = account.default_group().name.clone();
        let question = Question {
            line: question.line.replace(" ; ", "\n"),
            group: match question.group.as_str() {
                "" => default,
                group => group.to_owned(),
            },
            who,
        };
        Ok(WhyView {
            identities: identities
                .into_iter()
                .map(|name| Choice::new(&name, &name))
                .collect(),
            groups: groups.collect(),
            answer: match question.line.trim() {
                "" => None,
                _ => Some(answer(&visit, &question).await),
            },
            question,
        })
    }

    /// The lines of a question.
    fn twin(question: &Question) -> Result<Twin, String> {
        let lines = question.line.lines().map(str::trim);
        let lines: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if lines.iter().any(|line| line.len() > LONGEST_LINE) {
            return Err(format!("A line has {LONGEST_LINE} bytes at most."));
        }
        if lines.len() > LINES {
            return Err(format!("{LINES} lines at most can be asked about."));
        }
        Ok(Twin {
            group: Some(question.group.clone()),
            lines,
        })
    }

    /// The most lines of a question: each is run for everybody in the account.
    const LINES: usize = 5;

    async fn explained(visit: &Visit, question: &Question) -> Result<Explanation, String> {
        let who: Identity = (visit.account.identity_called(&question.who))
            .map_err(|_| format!("Nobody here is called '{}'.", shorten(&question.who)))?;
        let twin = twin(question)?;
        let mut host = StoreHost::new(visit.store.clone(), visit.account.clone(), visit.now);
        let asked = tokio::task::spawn_blocking(move || explain(&mut host, &who, &twin)).await;
        asked.unwrap_or_else(|_| Err("This could not be worked out.".into()))
    }

    async fn answer(visit: &Visit, question: &Question) -> Result<AnswerView, String> {
        let found = explained(visit, question).await?;
        let (title, text) = match &found.obstacle {
            None => (format!("{} may do this", question.who), String::new()),
            Some(obstacle) => (
                format!("{} would be refused", question.who),
                obstacle.message(),
            ),
        };
        let grants = found
            .grants
            .iter()
            .map(|grant| offered(visit, question, grant));
        let who_can = found.who_can.iter();
        Ok(AnswerView {
            gates: gates(&found),
            remedies: match (&found.obstacle, found.grants.is_empty()) {
                (Some(obstacle), true) => remedies(obstacle.remedies()),
                _ => Vec::new(),
            },
            grants: grants.collect(),
            who_can: who_can
                .map(|one| (one.name.clone(), one.access.clone()))
                .collect(),
            effects: effects_of(&found.impact),
            title,
            text,
        })
    }

    /// Both gates, the second only where it is reached.
    fn gates(found: &Explanation) -> Vec<GateView> {
        let gate = |layer: Layer, kind, state: &str, findings: &[String]| GateView {
            name: layer.label().into(),
            kind,
            state: state.into(),
            findings: findings.to_vec(),
        };
        let (first, second) = (Layer::Caller, Layer::Infrastructure);
        match &found.obstacle {
            None => {
                let mut gates = vec![gate(first, TagKind::Good, "Open", &found.caller)];
                if !found.infrastructure.is_empty() {
                    gates.push(gate(second, TagKind::Good, "Open", &found.infrastructure));
                }
                gates
            }
            Some(Obstacle::Refused(refusal)) => match refusal.layer {
                Layer::Caller => vec![
                    gate(first, TagKind::Bad, "Shut", &refusal.why),
                    gate(second, TagKind::Neutral, "Not reached", &[]),
                ],
                Layer::Infrastructure => vec![
                    gate(first, TagKind::Good, "Open", &[]),
                    gate(second, TagKind::Bad, "Shut", &refusal.why),
                ],
                other => vec![gate(other, TagKind::Bad, "In the way", &refusal.why)],
            },
            Some(Obstacle::Failed(_)) => Vec::new(),
        }
    }

    fn offered(visit: &Visit, question: &Question, grant: &Grant) -> GrantView {
        let opens = match grant.opens.saturating_sub(1) {
            0 => "Opens nothing else".to_string(),
            1 => "Opens 1 other action".to_string(),
            more => format!("Opens {more} other actions"),
        };
        let persona = visit.account.member_name(&visit.persona);
        let persona = persona.unwrap_or_default();
        let other = grant.steps.iter().find(|step| step.who != persona);
        let action = match other {
            None => ActionView::send(
                "Apply",
                "/api/why/apply",
                [
                    ("line", question.line.clone()),
                    ("group", question.group.clone()),
                    ("who", question.who.clone()),
                    ("lines", lines_of(grant)),
                ],
            ),
            Some(step) => {
                let id = visit.account.identity_called(&step.who);
                let id = id.map(|identity| visit.account.iam_id(&identity));
                ActionView::send(
                    format!("Act as {}", step.who),
                    "/api/persona",
                    [("id", id.unwrap_or_default())],
                )
            }
        };
        GrantView {
            opens,
            steps: grant
                .steps
                .iter()
                .map(|step| (step.who.clone(), step.lines.clone()))
                .collect(),
            actions: vec![action],
        }
    }

    fn lines_of(grant: &Grant) -> String {
        let lines = grant.steps.iter().flat_map(|step| &step.lines);
        lines.cloned().collect::<Vec<_>>().join("\n")
    }

    /// Runs the lines of an offered change as the persona. What is no longer offered is not run.
    pub async fn apply(question: Question, lines: String) -> Result<Notice, Problem> {
        let visit = visit()?;
        let found = match explained(&visit, &question).await {
            Ok(found) => found,
            Err(text) => return Ok(Notice::error("This can't be asked").with_text(text)),
        };
        if found.obstacle.is_none() {
            let title = format!("{} may do this already", question.who);
            return Ok(Notice::success(title));
        }
        let wanted = lines.replace("\r\n", "\n");
        let grant = found.grants.iter().find(|grant| lines_of(grant) == wanted);
        let Some(grant) = grant else {
            let text = "The account has changed since it was offered. Look at what helps now.";
            return Ok(Notice::error("This change is not offered any more").with_text(text));
        };
        let persona = visit.account.member_name(&visit.persona)?;
        if let Some(step) = grant.steps.iter().find(|step| step.who != persona) {
            let text = format!("It has to be made by {}. Act as them first.", step.who);
            return Ok(Notice::error("This change is another person's").with_text(text));
        }
        let lines: Vec<String> = grant.steps.iter().flat_map(|s| s.lines.clone()).collect();
        if visit.rehearsing {
            return Ok(Notice {
                twin: lines,
                ..Notice::new(NoticeKind::Info, "Nothing is changed yet")
            });
        }
        let mut host = StoreHost::new(visit.store.clone(), visit.account.clone(), visit.now);
        let (who, work) = (visit.persona.clone(), lines.clone());
        let run = move || {
            let mut session = Session::of(who);
            for line in &work {
                let reply = credlab_shell::run(&mut session, &mut host, line, &["y".into()]);
                if reply.status != 0 {
                    return Err(reply.output.plain(None));
                }
            }
            Ok(())
        };
        let done = tokio::task::spawn_blocking(run).await;
        Ok(match done {
            Ok(Ok(())) => Notice {
                twin: lines,
                ..Notice::success(format!("{} may do this now", question.who))
            },
            Ok(Err(text)) => Notice::error("The change was refused").with_text(text),
            Err(_) => Notice::error("Something went wrong"),
        }
        .then(reasons_href(
            &question.who,
            &twin(&question).unwrap_or_default(),
        )))
    }
}
