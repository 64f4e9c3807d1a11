//! Making API keys. The value is shown this once.

use credlab_model::iam::api_key::Command;

use super::ending::Ending;
use super::{Owner, as_json, show};
use crate::flags::{Format, Unasked};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop, indented, of_file};

/// `iam api-key-create NAME` and `service-api-key-create NAME SERVICE_ID`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create<W: Owner> {
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    owner: W,
    /// Description of the API key
    #[arg(short, long, value_name = "DESCRIPTION", default_value = "")]
    description: String,
    /// Save the API key to a file, as JSON, and don't show it
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    #[command(flatten)]
    ending: Ending,
    /// Lock the API key
    #[arg(long)]
    lock: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    unasked: Unasked,
}

impl<W: Owner> Create<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let terms = self.ending.terms()?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let owner = self.owner.identity(&before, &actor, run.now())?;
        let place = self.owner.place(&before);
        // Before there is a key, which can't be shown a second time.
        let otherwise = "Leave '--file' out: the API key is printed.";
        let file = self.file.as_ref();
        let file = file
            .map(|path| Ok::<_, Stop>((path, run.new_file(path, otherwise)?)))
            .transpose()?;
        run.progress(&format!(
            "Creating API key `{}` {place} as `{caller}`...",
            self.name
        ));
        let command = Command::Create {
            owner,
            name: self.name.clone(),
            description: self.description.clone(),
            locked: self.lock,
            terms,
        };
        let ctx = run.execute(&actor, command)?;
        let account = run.account();
        let mut keys = account.api_keys.values();
        let Some(key) = keys.find(|key| !before.api_keys.contains_key(&key.id)) else {
            return Ok(());
        };
        let value = ctx.api_key_value();
        let mut view = as_json(&account, key);
        if let Some(fields) = view.as_object_mut() {
            let creator = account.iam_id(&actor.identity);
            fields.insert("created_by".into(), creator.into());
            fields.insert("apikey".into(), value.clone().into());
        }
        // Where the file can't be written after all, the key is printed.
        let (saved, unsaved) = match file {
            None => (None, None),
            Some((path, file)) => match file.write(&format!("{}\n", indented(&view))) {
                Ok(()) => (Some(path), None),
                Err(problem) => (None, Some(of_file(path, "written", &problem))),
            },
        };
        match (json, saved) {
            (true, Some(_)) => run.json(&as_json(&account, key)),
            (true, None) => run.json(&view),
            (false, saved) => {
                run.ok();
                let verb = if W::KEY == "API key" { "was" } else { "is" };
                run.out
                    .marked(&format!("{} `{}` {verb} created", W::KEY, key.name));
                match saved {
                    Some(file) => {
                        let saved = format!("Successfully save API key information to `{file}`");
                        run.out.marked(&saved);
                    }
                    None => {
                        run.out.line("").line(
                            "Please preserve the API key! It cannot be retrieved after it's created.",
                        );
                        show(run, &account, key, Some(value));
                    }
                }
            }
        }
        unsaved.map_or(Ok(()), |problem| Err(Stop::Failed(problem)))
    }
}
