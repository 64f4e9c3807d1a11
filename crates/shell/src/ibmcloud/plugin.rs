//! `ibmcloud plugin` (`cli.md`, 3.5). The plug-ins are part of this shell: they are shown, and not changed.

use credlab_model::refusal::shorten;

use crate::flags::Force;
use crate::run::{Outcome, Run, Stop};

/// A plug-in that this shell answers for, with the version whose output it follows.
struct Known {
    name: &'static str,
    /// Another name by which it is known.
    alias: &'static str,
    version: &'static str,
    /// What it is for.
    about: &'static str,
    /// The namespaces of its commands.
    commands: &'static str,
}

const PLUGINS: [Known; 2] = [
    Known {
        name: "container-service",
        alias: "kubernetes-service",
        version: "1.0.590",
        about: "Manage Kubernetes and OpenShift clusters in IBM Cloud",
        commands: "ks, cs, oc",
    },
    Known {
        name: "sl",
        alias: "",
        version: "1.5.9",
        about: "Manage Classic infrastructure services",
        commands: "sl",
    },
];

/// The one repository.
const REPOSITORY: [&str; 2] = ["IBM Cloud", "https://plugins.cloud.ibm.com"];

commands! {
    pub(crate) enum Plugin {
        /// List installed plug-ins
        List(List),
        /// Show the details of an installed plug-in
        Show(Show),
        /// Install a plug-in
        Install(Install),
        /// Upgrade an installed plug-in
        Update(Update),
        /// Uninstall a plug-in
        Uninstall(Uninstall),
        /// List the plug-in repositories
        Repos(Repos),
        /// List the plug-ins of a repository
        RepoPlugins(RepoPlugins),
        /// Add a plug-in repository
        RepoAdd(RepoAdd),
        /// Remove a plug-in repository
        RepoRemove(RepoRemove),
        /// Download a plug-in
        Download(Download),
    }
}

/// The plug-in of a name, which can have a version behind it: `sl@1.5.9`.
fn find(typed: &str) -> Option<&'static Known> {
    let name = typed.split('@').next().unwrap_or_default();
    PLUGINS.iter().find(|known| {
        name == known.name
            || (!known.alias.is_empty() && name == known.alias)
            || name.split_once('/') == Some((known.name, known.alias))
    })
}

impl Known {
    fn label(&self) -> String {
        match self.alias {
            "" => self.name.into(),
            alias => format!("{}/{alias}", self.name),
        }
    }
}

/// The plug-in of that name, or that it isn't installed.
fn installed(typed: &str) -> Outcome<&'static Known> {
    find(typed)
        .ok_or_else(|| Stop::Failed(format!("Plug-in '{}' is not installed.", shorten(typed))))
}

/// The failure of what would change the installation.
fn fixed() -> Stop {
    Stop::Failed(
        "The plug-ins are part of this shell: none can be added, replaced or removed.".into(),
    )
}

/// `ibmcloud plugin list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {}

impl List {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.progress("Listing installed plug-ins...");
        run.progress("");
        let rows = PLUGINS.map(|known| [known.label(), known.version.into(), String::new()]);
        run.out.table(["Plugin Name", "Version", "Status"], &rows);
        Ok(())
    }
}

/// `ibmcloud plugin show NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[arg(value_name = "PLUGIN_NAME")]
    name: String,
}

impl Show {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        let known = installed(&self.name)?;
        run.out.pairs(&[
            ("Plugin Name:", known.label()),
            ("Plugin Version:", known.version.into()),
            ("Plugin Description:", known.about.into()),
            ("Commands:", known.commands.into()),
        ]);
        Ok(())
    }
}

/// `ibmcloud plugin install NAME...`.
#[derive(Debug, clap::Args)]
pub(crate) struct Install {
    #[arg(value_name = "PLUGIN_NAME", required = true)]
    names: Vec<String>,
    /// Name of the repository
    #[arg(short = 'r', value_name = "REPO_NAME")]
    repository: Option<String>,
    /// Version of the plug-in
    #[arg(short = 'v', value_name = "VERSION")]
    version: Option<String>,
    #[command(flatten)]
    force: Force,
}

impl Install {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        if let Some(repository) = &self.repository {
            check_repository(repository)?;
        }
        for name in &self.names {
            let wanted = name.split_once('@').map(|(_, version)| version);
            let wanted = self.version.as_deref().or(wanted);
            let known = find(name).ok_or_else(fixed)?;
            if wanted.is_some_and(|wanted| wanted != known.version) {
                return Err(fixed());
            }
            let (name, version) = (known.label(), known.version);
            run.out
                .marked(&format!("Plug-in `{name} {version}` is already installed."));
        }
        Ok(())
    }
}

/// `ibmcloud plugin update [NAME...]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "PLUGIN_NAME")]
    names: Vec<String>,
    /// Update all the installed plug-ins
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    force: Force,
}

impl Update {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        let named: Vec<&Known> = self
            .names
            .iter()
            .map(|n| installed(n))
            .collect::<Outcome<_>>()?;
        let all = named.is_empty() || self.all;
        for known in PLUGINS
            .iter()
            .filter(|k| all || named.iter().any(|n| n.name == k.name))
        {
            let name = known.label();
            run.progress(&format!("Checking upgrades for plug-in `{name}`..."));
            run.out.marked(&format!(
                "Plug-in `{name} {}` is up to date.",
                known.version
            ));
        }
        Ok(())
    }
}

/// `ibmcloud plugin uninstall NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Uninstall {
    #[arg(value_name = "PLUGIN_NAME")]
    name: String,
}

impl Uninstall {
    fn run(&self, _: &mut Run<'_>) -> Outcome {
        installed(&self.name)?;
        Err(fixed())
    }
}

/// `ibmcloud plugin repos`.
#[derive(Debug, clap::Args)]
pub(crate) struct Repos {}

impl Repos {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.progress("Listing added plug-in repositories...");
        run.progress("");
        run.out
            .table(["Repo Name", "URL"], &[REPOSITORY.map(String::from)]);
        Ok(())
    }
}

fn check_repository(typed: &str) -> Outcome {
    if typed == REPOSITORY[0] {
        return Ok(());
    }
    Err(Stop::Failed(format!(
        "Plug-in repository '{}' was not found.",
        shorten(typed)
    )))
}

/// `ibmcloud plugin repo-plugins`.
#[derive(Debug, clap::Args)]
pub(crate) struct RepoPlugins {
    /// Name of the repository
    #[arg(short = 'r', value_name = "REPO_NAME")]
    repository: Option<String>,
}

impl RepoPlugins {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        if let Some(repository) = &self.repository {
            check_repository(repository)?;
        }
        run.progress(&format!(
            "Getting plug-ins from the repository `{}`...",
            REPOSITORY[0]
        ));
        run.progress("");
        let rows = PLUGINS.map(|known| {
            let (about, version) = (known.about.into(), known.version.into());
            ["Installed".into(), known.label(), about, version]
        });
        run.out
            .table(["Status", "Name", "Description", "Versions"], &rows);
        Ok(())
    }
}

/// `ibmcloud plugin repo-add NAME URL`.
#[derive(Debug, clap::Args)]
pub(crate) struct RepoAdd {
    #[arg(value_name = "REPO_NAME")]
    name: String,
    #[arg(value_name = "REPO_URL")]
    url: String,
}

impl RepoAdd {
    fn run(&self, _: &mut Run<'_>) -> Outcome {
        Err(fixed())
    }
}

/// `ibmcloud plugin repo-remove NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct RepoRemove {
    #[arg(value_name = "REPO_NAME")]
    name: String,
}

impl RepoRemove {
    fn run(&self, _: &mut Run<'_>) -> Outcome {
        check_repository(&self.name)?;
        Err(fixed())
    }
}

/// `ibmcloud plugin download NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Download {
    #[arg(value_name = "PLUGIN_NAME")]
    name: String,
}

impl Download {
    fn run(&self, _: &mut Run<'_>) -> Outcome {
        Err(Stop::Failed(
            "Nothing can be downloaded: the plug-ins are part of this shell.".into(),
        ))
    }
}
