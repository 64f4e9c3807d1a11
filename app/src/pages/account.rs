//! The account as a whole: its settings, its resource groups, its time and its earlier moments.

pub mod clock;
pub mod history;
pub mod network;
pub mod resource_groups;
pub mod settings;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::{Actor, Command};
    use credlab_store::{Executed, Failure};

    use crate::backend::{Visit, unavailable};
    use crate::view::{Notice, NoticeKind};

    impl From<Failure> for Notice {
        fn from(failure: Failure) -> Notice {
            match failure {
                Failure::Refused(refusal) => Notice::from(*refusal),
                Failure::Store(error) => unavailable(&error),
            }
        }
    }

    /// Tells the line of the shell that does the same as a form which no identity of the account is asked for. A form that
    /// only asks what it would do goes no further.
    pub(super) fn told_as(visit: &Visit, line: String) -> Result<(), Notice> {
        if visit.rehearsing {
            return Err(Notice {
                twin: vec![line],
                ..Notice::new(NoticeKind::Info, "Nothing is changed yet")
                    .with_text("It would be done.")
            });
        }
        if let Ok(mut lines) = visit.done.lock() {
            lines.push(line);
        }
        Ok(())
    }

    /// Carries out what no identity of the account may: turning its clock. `line` does the same in the shell.
    pub(super) async fn as_credlab(
        visit: &Visit,
        command: impl Into<Command>,
        line: String,
    ) -> Result<Executed, Notice> {
        told_as(visit, line)?;
        let (actor, command) = (Actor::credlab(), command.into());
        let done = visit.store.execute(&visit.account.id, &actor, &command);
        done.await.map_err(Notice::from)
    }
}
