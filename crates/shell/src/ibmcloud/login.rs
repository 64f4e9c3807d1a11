//! `ibmcloud login` (`cli.md`, 3.1).

use credlab_model::Account;
use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::iam::session::{self, Login as Begun, Method};
use credlab_model::iam::user;
use credlab_model::refusal::{Refusal, RefusalKind, SignInFailure};
use credlab_model::region::Region;
use credlab_model::secret::SecretHash;

use crate::iam::trusted_profile;
use crate::ibmcloud::{ENDPOINT, target};
use crate::output::{Stream, Style};
use crate::run::{Outcome, Run, Stop};

/// Where IBM Cloud shows one-time passcodes.
const PASSCODES: &str = "https://identity-1.us-south.iam.cloud.ibm.com/identity/passcode";

/// How often a password may be wrong in one login.
const ATTEMPTS: usize = 3;

/// `ibmcloud login`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("where").args(["region", "no_region"]))]
pub(crate) struct Login {
    /// API endpoint, only cloud.ibm.com is there
    #[arg(short = 'a', value_name = "API_ENDPOINT")]
    endpoint: Option<String>,
    /// Use a one-time passcode
    #[arg(long, conflicts_with_all = ["password", "apikey"])]
    sso: bool,
    /// Username
    #[arg(short = 'u', value_name = "USERNAME", conflicts_with = "apikey")]
    username: Option<String>,
    /// Password
    #[arg(
        short = 'p',
        value_name = "PASSWORD",
        allow_hyphen_values = true,
        conflicts_with = "apikey"
    )]
    password: Option<String>,
    /// API key
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    apikey: Option<String>,
    /// Name, ID or CRN of a trusted profile to assume
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// ID of the target account
    #[arg(short = 'c', value_name = "ACCOUNT_ID")]
    account: Option<String>,
    /// Accept the pending invitation to the account that is named with '-c'
    #[arg(long, requires = "account")]
    accept: bool,
    /// Name of the target resource group
    #[arg(short = 'g', value_name = "RESOURCE_GROUP")]
    group: Option<String>,
    /// Name of the target region
    #[arg(short = 'r', value_name = "REGION")]
    region: Option<String>,
    /// Log in without targeting a region
    #[arg(long)]
    no_region: bool,
    /// Log in without targeting an account: there is one account in this shell
    #[arg(long, conflicts_with = "account")]
    no_account: bool,
    #[command(flatten)]
    connection: super::Connection,
}

impl Login {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        super::check_endpoint(self.endpoint.as_deref())?;
        self.connection.check()?;
        if self.no_account {
            return Err(Stop::Failed(
                "An account is always targeted in this shell. Leave '--no-account' out.".into(),
            ));
        }
        let account = run.account();
        if let Some(id) = self
            .account
            .as_deref()
            .filter(|id| *id != account.id.as_str())
        {
            return Err(Stop::Failed(crate::account::not_found(id)));
        }
        let region = self.region.as_deref().map(target::region).transpose()?;

        run.out.line(format!("API endpoint: {ENDPOINT}"));
        if let Some(known) = run.session.region {
            run.out.line(format!("Region: {known}"));
        }
        // Used where the line names nobody.
        let from_environment = match (&self.username, &self.password) {
            (None, None) => run.variable("IBMCLOUD_API_KEY"),
            _ => None,
        };
        let key = self.apikey.as_ref().or(from_environment.as_ref());
        let by_passcode = self.sso || self.username.as_deref() == Some("passcode");
        let address = run.session.address();
        let (identity, command) = match key.filter(|_| !by_passcode) {
            Some(key) => {
                let start = session::Command::StartFrom(Method::ApiKey, address);
                (self.with_api_key(run, &account, key)?, start)
            }
            None if by_passcode => self.with_passcode(run, &account)?,
            None => {
                let start = session::Command::StartFrom(Method::Password, address);
                (self.with_password(run, &account)?, start)
            }
        };
        session::may_enter_from(&account, &identity, run.session.address())?;
        run.ok();
        run.out.line("");
        run.out
            .marked(&format!("Targeted account {}", target::account(&account)));
        run.out.line("");
        let region = match (region, run.session.region) {
            (Some(region), _) => Some(region),
            _ if self.no_region => None,
            (None, Some(known)) => Some(known),
            (None, None) => choose_region(run)?,
        };
        if region != run.session.region
            && let Some(region) = region
        {
            run.out.marked(&format!("Targeted region `{region}`"));
            run.out.line("");
        }

        let actor = Actor {
            identity: identity.clone(),
            face: Face::Shell,
        };
        if self.accept && is_invited(&account, &identity) {
            run.execute(&actor, user::Command::Accept)?;
        }
        run.execute(&actor, command)?;
        run.session.identity = Some(identity);
        run.session.underneath = None;
        run.session.login = Some(Begun::begin(run.now()));
        run.session.region = region;
        run.session.group = None;
        if let Some(profile) = &self.profile {
            trusted_profile::assume(run, &actor, profile)?;
        }
        if let Some(name) = &self.group {
            target::group(run, &actor, name)?;
            run.out.line("");
        }
        target::block(run);
        Ok(())
    }

    fn with_api_key(&self, run: &mut Run<'_>, account: &Account, key: &str) -> Outcome<Identity> {
        let read;
        let key = match key.strip_prefix('@') {
            Some(path) => {
                read = key_in(&run.read_file(path, "Give the API key itself after '--apikey'.")?);
                read.as_str()
            }
            None => key,
        };
        run.out.line("Authenticating...");
        let identity = session::with_api_key(account, key, run.now());
        identity.map_err(|refusal| rejected(refusal, ""))
    }

    /// Asks for a one-time passcode, or takes the one on the line.
    fn with_passcode(
        &self,
        run: &mut Run<'_>,
        account: &Account,
    ) -> Outcome<(Identity, session::Command)> {
        let code = match &self.password {
            Some(code) => code.clone(),
            None => {
                run.out.line("");
                run.out
                    .line(format!("Get One Time Code from {PASSCODES} to proceed."));
                run.out.put(
                    Style::Hint,
                    "Nothing is opened from here: 'credlab passcode USER' shows a code.\n",
                );
                run.ask_required("One-time code > ", false)?
            }
        };
        run.out.line("Authenticating...");
        let identity = session::with_passcode(account, &code, run.now());
        let identity = identity.map_err(|refusal| rejected(refusal, ""))?;
        let hash = SecretHash::of(code.trim());
        let address = run.session.address();
        Ok((identity, session::Command::StartWithPasscode(hash, address)))
    }

    fn with_password(&self, run: &mut Run<'_>, account: &Account) -> Outcome<Identity> {
        if self.password.is_some() && !run.quiet {
            run.out
                .push(Stream::Err, Style::Warning, "WARNING: ")
                .push(
                    Stream::Err,
                    Style::Plain,
                    "A password on the command line can be seen by others and stays in the shell's history.\n",
                );
        }
        let email = match &self.username {
            Some(username) => username.clone(),
            None => {
                run.out.line("");
                run.ask_required("Email> ", false)?
            }
        };
        for attempt in 1.. {
            let password = match &self.password {
                Some(password) => password.clone(),
                None => {
                    run.out.line("");
                    run.ask_required("Password> ", true)?
                }
            };
            run.out.line("Authenticating...");
            match self.sign_in(account, &email, &password) {
                Ok(identity) => return Ok(identity),
                Err(refusal) => {
                    let stop = rejected(refusal, "Credentials were rejected.\n");
                    let Stop::Failed(text) = &stop else {
                        return Err(stop);
                    };
                    if self.password.is_some() || attempt == ATTEMPTS {
                        return Err(stop);
                    }
                    run.out.push(Stream::Err, Style::Plain, format!("{text}\n"));
                }
            }
        }
        Err(Stop::Failed("Credentials were rejected.".into()))
    }

    /// The identity; an invited user is let in with `--accept`.
    fn sign_in(&self, account: &Account, email: &str, password: &str) -> Result<Identity, Refusal> {
        match session::with_password(account, email, password) {
            Err(refusal)
                if self.accept
                    && matches!(
                        refusal.kind,
                        RefusalKind::SignIn(SignInFailure::InvitationPending { .. })
                    ) =>
            {
                Ok(account.user_called(email)?.identity())
            }
            answer => answer,
        }
    }
}

/// The API key in a file: that of the JSON which `iam api-key-create --file` writes, or the text.
fn key_in(text: &str) -> String {
    let json = serde_json::from_str::<serde_json::Value>(text).ok();
    let key = json.as_ref().and_then(|json| json.get("apikey")?.as_str());
    key.unwrap_or(text).trim().into()
}

/// Wrong credentials, with the code of IAM before the message (`cli.md`, 2.2); another refusal as it is.
fn rejected(refusal: Refusal, lead: &str) -> Stop {
    match refusal.code() {
        Some(code) => Stop::Failed(format!(
            "{lead}Code: {code}, message: {}",
            refusal.message()
        )),
        None => Stop::Refused(Box::new(refusal)),
    }
}

fn is_invited(account: &Account, identity: &Identity) -> bool {
    let Identity::User(id) = identity else {
        return false;
    };
    account
        .users
        .get(id)
        .is_some_and(|user| user.state.is_invited())
}

/// Asks for a region by number; Enter skips.
fn choose_region(run: &mut Run<'_>) -> Outcome<Option<Region>> {
    run.out.line("Select a region (or press enter to skip):");
    for (n, region) in Region::ALL.iter().enumerate() {
        run.out.line(format!("{}. {region}", n + 1));
    }
    let count = Region::ALL.len();
    loop {
        let answer = run.ask("Enter a number> ", false)?;
        let answer = answer.trim();
        if answer.is_empty() {
            return Ok(None);
        }
        let number = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match number.and_then(|n| Region::ALL.get(n)) {
            Some(region) => return Ok(Some(*region)),
            None => run.out.put(
                Style::Failure,
                format!("Please enter a number between 1 to {count}.\n"),
            ),
        };
    }
}
