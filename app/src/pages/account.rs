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
    use crate::view::Notice;

    impl From<Failure> for Notice {
        fn from(failure: Failure) -> Notice {
            match failure {
                Failure::Refused(refusal) => Notice::from(*refusal),
                Failure::Store(error) => unavailable(&error),
            }
        }
    }

    /// Carries out what no identity of the account may: turning its clock.
    pub(super) async fn as_credlab(
        visit: &Visit,
        command: impl Into<Command>,
    ) -> Result<Executed, Notice> {
        let (actor, command) = (Actor::credlab(), command.into());
        let done = visit.store.execute(&visit.account.id, &actor, &command);
        done.await.map_err(Notice::from)
    }
}
