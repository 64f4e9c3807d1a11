//! One command each for several things that were picked in a table. Each is carried out or refused by itself: what is
//! refused is told by name, and stays picked.

use credlab_model::Command;
use credlab_model::refusal::shorten;
use credlab_shell::twin;

use crate::backend::Visit;
use crate::parts::picks::{PICKED, Picks};
use crate::view::{Notice, NoticeKind};

/// Something to do with one of them.
pub struct Item {
    /// What stands for it in an address.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What is to be done, or why that can't even be tried.
    pub command: Result<Command, String>,
}

/// What came of it.
pub struct Outcome {
    /// How many commands were carried out.
    pub done: usize,
    /// What was refused: key, name, and why.
    refused: Vec<(String, String, String)>,
    /// The lines of the shell that do the same.
    lines: Vec<String>,
    /// Whether it was only asked.
    rehearsed: bool,
}

/// The most lines of the shell that a notice shows: more nobody copies.
const LINES: usize = 20;

/// Carries out each command, or notes why not. Where it is only asked what would be done, that is found out.
pub async fn each(visit: &Visit, items: Vec<Item>) -> Outcome {
    let commands = items.iter().filter_map(|item| item.command.as_ref().ok());
    let lines = commands.flat_map(|command| twin(&visit.account, command).script());
    let mut outcome = Outcome {
        done: 0,
        refused: Vec::new(),
        lines: lines.collect(),
        rehearsed: visit.rehearsing,
    };
    for Item { key, name, command } in items {
        let refused = match command {
            Ok(command) if visit.rehearsing => {
                let refusal = visit.refusal(command);
                refusal.map(|refusal| refusal.sentence())
            }
            Ok(command) => visit.perform(command).await.err().map(|notice| notice.text),
            Err(reason) => Some(reason),
        };
        match refused {
            None => outcome.done += 1,
            Some(reason) => outcome.refused.push((key, name, reason)),
        }
    }
    // The lines of all commands were told above, in their order.
    if let Ok(mut lines) = visit.done.lock() {
        lines.clear();
    }
    outcome
}

/// Carries out one command after the other, up to one that is refused: what came before it stays done, and is given back
/// by name with the refusal. Where it is only asked what would be done, that is the refusal, of all of them together.
pub async fn in_turn(
    visit: &Visit,
    items: Vec<(String, Command)>,
) -> Result<Vec<String>, (Vec<String>, Notice)> {
    let mut done = Vec::new();
    let mut rehearsed: Option<Notice> = None;
    for (name, command) in items {
        match visit.perform(command).await {
            Ok(_) => done.push(name),
            Err(told) if visit.rehearsing => rehearsed = Some(both(rehearsed, told)),
            Err(refused) => return Err((done, refused)),
        }
    }
    rehearsed.map_or(Ok(done), |told| Err((Vec::new(), told)))
}

/// What two commands would do, in one notice: the worse of them says how it looks.
fn both(before: Option<Notice>, mut told: Notice) -> Notice {
    let Some(mut before) = before else {
        return told;
    };
    let chain = |one: &mut Vec<String>, other: &mut Vec<String>| {
        one.drain(..).chain(other.drain(..)).collect::<Vec<_>>()
    };
    let why = chain(&mut before.why, &mut told.why);
    let twin = chain(&mut before.twin, &mut told.twin);
    let effects = before.effects.drain(..).chain(told.effects.drain(..));
    let effects = effects.collect();
    let rest = match (before.kind, told.kind) {
        (NoticeKind::Error, _) => before,
        (_, NoticeKind::Error) => told,
        (NoticeKind::Warning, _) => before,
        _ => told,
    };
    Notice {
        why,
        twin,
        effects,
        ..rest
    }
}

impl Outcome {
    /// What is said of it. `done` tells what was done with so many: `3 users were removed`. The list that is gone back to
    /// is at `back`, which a form has sent, below the path `list`.
    pub fn notice(self, done: impl Fn(usize) -> String, list: &str, back: &str) -> Notice {
        let all = self.done + self.refused.len();
        let (kind, title) = match (self.done, self.refused.len()) {
            (0, 0) => (NoticeKind::Error, "Nothing was selected".to_string()),
            (0, _) => (
                NoticeKind::Error,
                format!("Nothing was done with the {all} selected"),
            ),
            (count, 0) => (NoticeKind::Success, done(count)),
            (count, refused) => {
                let title = format!("{}, and {refused} of {all} refused", done(count));
                (NoticeKind::Warning, title)
            }
        };
        let keys: Vec<&str> = self.refused.iter().map(|(key, ..)| key.as_str()).collect();
        let picked = Picks::read(&keys.join(".")).text();
        let back = own_list(list, back);
        let mark = if back.contains('?') { '&' } else { '?' };
        let goto = match picked.as_str() {
            "" => back.to_string(),
            picked => format!("{back}{mark}{PICKED}={picked}"),
        };
        let refused = self.refused.into_iter();
        let why = refused.map(|(_, name, reason)| format!("{}: {reason}", shorten(&name)));
        let notice = match self.rehearsed {
            false => Notice::new(kind, title).then(goto),
            true => Notice::new(NoticeKind::Info, "Nothing is changed yet")
                .with_text(format!("{} of {all} would be done.", self.done)),
        };
        Notice {
            why: why.collect(),
            twin: match self.lines.len() {
                0..=LINES => self.lines,
                _ => Vec::new(),
            },
            ..notice
        }
    }
}

/// The list's address as a form has sent it, or its path if it is another's or no address.
fn own_list<'a>(list: &'a str, back: &'a str) -> &'a str {
    let rest = back.strip_prefix(list);
    let plain = |c: char| c.is_ascii_alphanumeric() || "?&=%.+_~-*!'()".contains(c);
    let own = rest.is_some_and(|rest| rest.starts_with('?') && rest.chars().all(plain));
    if own { back } else { list }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{EffectView, TagKind};

    fn outcome(done: usize, refused: &[&str]) -> Outcome {
        let refused = refused.iter().map(|key| {
            let [key, name, why] = [*key, "Ann", "No."].map(String::from);
            (key, name, why)
        });
        Outcome {
            done,
            refused: refused.collect(),
            lines: Vec::new(),
            rehearsed: false,
        }
    }

    /// What is told of one command, which touches the cluster `name`.
    fn told(kind: NoticeKind, name: &str) -> Notice {
        let effect = EffectView {
            kind: TagKind::Bad,
            effect: "breaks".into(),
            noun: "Cluster".into(),
            name: name.into(),
            text: String::new(),
        };
        Notice {
            why: vec![name.into()],
            twin: vec![name.into()],
            effects: vec![effect],
            ..Notice::new(kind, name)
        }
    }

    #[test]
    fn what_several_would_do_is_told_of_all_and_looks_as_the_worst() {
        use NoticeKind::{Error, Info, Warning};
        for (kinds, worst) in [
            ([Info, Info, Warning], "c"),
            ([Info, Warning, Info], "b"),
            ([Warning, Error, Info], "b"),
            ([Error, Warning, Warning], "a"),
        ] {
            let each = kinds.into_iter().zip(["a", "b", "c"]);
            let all = each.fold(None, |before, (kind, name)| {
                Some(both(before, told(kind, name)))
            });
            let all = all.unwrap();
            let names = all.effects.iter().map(|effect| effect.name.as_str());
            assert_eq!(names.collect::<Vec<_>>(), ["a", "b", "c"]);
            assert_eq!((all.why.len(), all.twin.len()), (3, 3));
            assert_eq!(all.title, worst, "{kinds:?}");
        }
    }

    #[test]
    fn what_was_refused_is_told_by_name_and_stays_picked() {
        let said = |done, refused: &[&str], back| {
            let notice =
                outcome(done, refused).notice(|n| format!("{n} removed"), "/iam/users", back);
            (notice.kind, notice.title, notice.goto.unwrap_or_default())
        };
        let list = "/iam/users?q=a%20b";
        assert_eq!(
            said(2, &[], list),
            (NoticeKind::Success, "2 removed".into(), list.into())
        );
        let (kind, title, goto) = said(2, &["k1", "k2"], list);
        assert_eq!(
            (kind, title.as_str()),
            (NoticeKind::Warning, "2 removed, and 2 of 4 refused")
        );
        assert_eq!(goto, "/iam/users?q=a%20b&picked=k1.k2");
        assert_eq!(said(0, &["k1"], "/iam/users").2, "/iam/users?picked=k1");
        assert_eq!(said(0, &[], list).0, NoticeKind::Error);
        for foreign in [
            "//example.com",
            "/iam/users?\r\nx",
            "/iam/usersx?a",
            "/iam/users?q=\u{202e}",
        ] {
            assert_eq!(said(1, &[], foreign).2, "/iam/users", "{foreign:?}");
        }
        assert_eq!(
            outcome(0, &["k1"]).notice(|_| String::new(), "/", "").why,
            ["Ann: No."]
        );
    }
}
