//! `kubectl describe`: of claims, whose events tell why they are pending.

use crate::kubectl::age::age;
use crate::kubectl::claim::{self, Claim};
use crate::kubectl::resource::Resource;
use crate::kubectl::{Attempt, Connection, not_found};
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
            namespace: Some(&self.namespace),
        };
        let account = connection.look(run, &attempt)?;
        let cluster = connection.cluster(&account)?;
        let claim = Claim::of(&account, cluster, run.now())
            .filter(|_| self.namespace == claim::NAMESPACE)
            .filter(|claim| self.name.as_ref().is_none_or(|name| name == claim.name));
        match (claim, &self.name) {
            (Some(claim), _) => print(run, &claim),
            (None, Some(name)) => return Err(not_found(resource.name(), name)),
            (None, None) => {
                let text = format!("No resources found in {} namespace.\n", self.namespace);
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
        ("VolumeMode:", "Filesystem"),
        ("Used By:", "<none>"),
    ] {
        run.out.line(format!("{label:<15}{value}").trim_end());
    }
    if claim.volume.is_some() {
        run.out.line(format!("{:<15}<none>", "Events:"));
        return;
    }
    let since = age(claim.since, run.now());
    let from = format!("{}_{}", claim::PROVISIONER, claim.driver);
    let message = format!(
        "failed to provision volume with StorageClass \"{}\": rpc error: code = Internal desc = The IAM token exchange request failed: the API key that the driver holds is not the one of the cluster's region and resource group",
        claim::STORAGE_CLASS
    );
    let (age_width, from_width) = (since.len().max(4), from.len());
    let dashes = "----";
    run.out
        .line("Events:")
        .line(format!(
            "  Type     Reason              {:age_width$}  {:from_width$}  Message",
            "Age", "From"
        ))
        .line(format!(
            "  ----     ------              {dashes:age_width$}  {dashes:from_width$}  -------"
        ))
        .line(format!(
            "  Warning  ProvisioningFailed  {since:age_width$}  {from:from_width$}  {message}"
        ));
}
