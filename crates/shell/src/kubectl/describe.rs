//! `kubectl describe`: of claims, whose events tell why they are pending.

use crate::kubectl::age::age;
use crate::kubectl::claim::{self, Claim};
use crate::kubectl::resource::Resource;
use crate::kubectl::{Attempt, Connection, not_found, nothing_found};
use crate::output::{Stream, Style};
use crate::run::{Outcome, Run, Stop};

/// `kubectl describe`.
#[derive(Debug, clap::Args)]
pub(crate) struct Describe {
    /// pvc
    #[arg(value_name = "TYPE")]
    resource: Option<String>,
    /// Only the one of this name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The namespace
    #[arg(short, long, value_name = "NAMESPACE", default_value = "default")]
    namespace: String,
    /// All namespaces
    #[arg(short = 'A', long)]
    all_namespaces: bool,
}

impl Describe {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let connection = Connection::of(run)?;
        let resource = Resource::required(self.resource.as_deref())?;
        if resource != Resource::Claims {
            return Err(Stop::Failed(format!(
                "error: 'kubectl describe {}' is not in this shell, which describes persistentvolumeclaims only",
                resource.name()
            )));
        }
        let attempt = Attempt {
            verb: if self.name.is_some() { "get" } else { "list" },
            resource: resource.name(),
            group: "",
            name: self.name.as_deref(),
            namespace: (!self.all_namespaces).then_some(self.namespace.as_str()),
        };
        let account = connection.look(run, &attempt)?;
        let cluster = connection.cluster(&account)?;
        let claim = Claim::of(&account, cluster, run.now())
            .filter(|_| self.all_namespaces || self.namespace == claim::NAMESPACE)
            .filter(|claim| self.name.as_ref().is_none_or(|name| name == claim.name));
        match (claim, &self.name) {
            (Some(claim), _) => print(run, &claim),
            (None, Some(name)) => return Err(not_found(resource.name(), name)),
            (None, None) => {
                let text = nothing_found(attempt.namespace);
                run.out.push(Stream::Err, Style::Plain, text);
            }
        }
        Ok(())
    }
}

fn print(run: &mut Run<'_>, claim: &Claim) {
    let (capacity, modes) = claim.capacity();
    let provisioner = format!(
        "volume.kubernetes.io/storage-provisioner: {}",
        claim::PROVISIONER
    );
    for (label, value) in [
        ("Name:", claim.name),
        ("Namespace:", claim::NAMESPACE),
        ("StorageClass:", claim::STORAGE_CLASS),
        ("Status:", claim.status()),
        ("Volume:", claim.volume.as_deref().unwrap_or_default()),
        ("Labels:", "<none>"),
        ("Annotations:", &provisioner),
        ("Finalizers:", "[kubernetes.io/pvc-protection]"),
        ("Capacity:", capacity),
        ("Access Modes:", modes),
        ("VolumeMode:", claim::VOLUME_MODE),
        ("Used By:", "<none>"),
    ] {
        run.out.line(format!("{label:<15}{value}").trim_end());
    }
    let Some(event) = claim.event() else {
        run.out.line(format!("{:<15}<none>", "Events:"));
        return;
    };
    let since = age(event.at, run.now());
    let (age_width, from_width) = (since.len().max(4), event.source.len());
    let reason_width = event.reason.len();
    let row = |kind: &str, reason: &str, since: &str, from: &str, message: &str| {
        format!(
            "  {kind:<7}  {reason:<reason_width$}  {since:<age_width$}  {from:<from_width$}  {message}"
        )
    };
    let dashes = "----";
    run.out
        .line("Events:")
        .line(row("Type", "Reason", "Age", "From", "Message"))
        .line(row(dashes, "------", dashes, dashes, "-------"))
        .line(row(
            event.kind.as_str(),
            event.reason,
            &since,
            &event.source,
            &event.message,
        ));
}
