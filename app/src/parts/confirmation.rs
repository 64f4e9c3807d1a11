//! Asking before something is taken away: what goes with it and what breaks, above the button that does it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Fields;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::notification::Findings;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::Barrier;

/// A question before something is taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The question: `Remove ci-deployer?`
    pub title: String,
    /// What goes, in sentences of their own.
    pub text: Vec<String>,
    /// What becomes of everything else, one line each.
    pub impact: Vec<String>,
    /// The address of the server function.
    pub action: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// The label of the button that does it.
    pub submit: String,
    /// The address without the dialog.
    pub close: String,
    /// Why it can't be done.
    pub disabled: Option<Barrier>,
}

/// The question as a dialog.
pub fn confirmation(asked: Confirmation) -> AnyView {
    let text = asked.text.into_iter();
    let text = text.map(|line| view! { <p>{line}</p> });
    let close = asked.close;
    view! {
        <Dialog title=asked.title close=close.clone()>
            {text.views()}
            // With script, the buttons tell it as soon as the dialog is open.
            <div class="credlab-without-script">
                <Findings why=asked.impact />
            </div>
            <PostForm action=asked.action>
                <Fields fields=asked.fields />
                <DialogButtons close=close submit=asked.submit danger=true disabled=asked.disabled />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Command;

    use super::Confirmation;
    use crate::backend::{Visit, lines};

    impl Confirmation {
        /// A question before `command`, which the server function `action` gives; `close` is the address without the dialog.
        pub fn before(
            visit: &Visit,
            command: impl Into<Command>,
            title: String,
            action: &str,
            close: String,
        ) -> Confirmation {
            let command = command.into();
            Confirmation {
                title,
                text: Vec::new(),
                impact: lines(&visit.impact(command.clone())),
                action: action.into(),
                fields: Vec::new(),
                submit: "Remove".into(),
                close,
                disabled: visit.impossible(command),
            }
        }

        /// The same with a sentence more.
        pub fn with_text(mut self, text: impl Into<String>) -> Confirmation {
            self.text.push(text.into());
            self
        }

        /// The same with a field more.
        pub fn with_field(mut self, name: &str, value: impl Into<String>) -> Confirmation {
            self.fields.push((name.into(), value.into()));
            self
        }

        /// The same with another label on the button.
        pub fn with_submit(mut self, label: &str) -> Confirmation {
            self.submit = label.into();
            self
        }
    }
}
