//! `ibmcloud resource tag*`: access tags (R108). Of the kinds of tags that IBM Cloud has, only those that policies name are
//! here; the texts are (inferred).

use std::collections::BTreeMap;

use credlab_model::Account;
use credlab_model::account::{AccessTag, Command, TagCommand};
use credlab_model::kubernetes::Cluster;
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use serde_json::json;

use crate::flags::{Force, Format};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `--tag-type access`.
#[derive(Debug, clap::Args)]
struct TagType {
    /// The type of tag: access, the only one in this shell
    #[arg(
        long,
        value_name = "TYPE",
        default_value = "access",
        hide_default_value = true
    )]
    tag_type: Kind,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kind {
    Access,
}

/// `resource tags`.
#[derive(Debug, clap::Args)]
pub(crate) struct Tags {
    #[command(flatten)]
    of: TagType,
    #[command(flatten)]
    format: Format,
}

impl Tags {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let Kind::Access = self.of.tag_type;
        let json = self.format.is_json(run)?;
        let account = run.account();
        if json {
            let tags = account.access_tags.iter().map(|tag| json!({ "name": tag }));
            run.json(&tags.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress("Listing tags...");
        run.ok();
        if account.access_tags.is_empty() {
            run.out.line("No tags found.");
            return Ok(());
        }
        let rows: Vec<[String; 2]> = account
            .access_tags
            .iter()
            .map(|tag| [tag.to_string(), carriers(&account, tag)])
            .collect();
        run.out.table(["Tag", "Attached to"], &rows);
        Ok(())
    }
}

/// The names of what carries a tag.
fn carriers(account: &Account, tag: &AccessTag) -> String {
    let clusters = account.clusters.values();
    let clusters = clusters.filter(|cluster| cluster.tags.contains(tag));
    let names: Vec<&str> = clusters.map(|cluster| cluster.name.as_str()).collect();
    names.join(", ")
}

/// `--tag-names TAG1,TAG2`.
#[derive(Debug, clap::Args)]
struct Names {
    /// Tags, separated by commas: env:prod
    #[arg(long, value_name = "TAG_NAMES", value_delimiter = ',', required = true)]
    tag_names: Vec<String>,
}

impl Names {
    /// The tags, each once.
    fn tags(&self) -> Outcome<Vec<AccessTag>> {
        let parsed = self.tag_names.iter().map(|name| name.parse::<AccessTag>());
        let mut tags = parsed.collect::<Result<Vec<_>, _>>()?;
        tags.sort();
        tags.dedup();
        Ok(tags)
    }
}

/// `resource tag-create`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    of: TagType,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let Kind::Access = self.of.tag_type;
        each(run, "Creating tags", "created", &self.names, |tag| {
            TagCommand::Create(tag)
        })
    }
}

/// `resource tag-delete`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    /// The tag: env:prod
    #[arg(long, value_name = "TAG_NAME")]
    tag_name: String,
    #[command(flatten)]
    of: TagType,
    #[command(flatten)]
    force: Force,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let Kind::Access = self.of.tag_type;
        let tag: AccessTag = self.tag_name.parse()?;
        self.force
            .confirm(run, &format!("Really delete tag {tag}?"))?;
        run.progress(&format!("Deleting tag `{tag}`..."));
        run.execute(&actor, Command::AccessTag(TagCommand::Delete(tag.clone())))?;
        run.ok();
        run.out.marked(&format!("Tag `{tag}` is deleted."));
        Ok(())
    }
}

/// `--resource-name NAME` or `--resource-id CRN`.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// Name of the resource: a cluster
    #[arg(long, value_name = "NAME")]
    resource_name: Option<String>,
    /// CRN or ID of the resource: a cluster
    #[arg(long, value_name = "CRN")]
    resource_id: Option<String>,
}

impl Which {
    /// The cluster, if the caller may see it.
    fn cluster(&self, run: &Run<'_>) -> Outcome<Cluster> {
        let (account, actor) = (run.account(), run.actor(NOT_LOGGED_IN)?);
        let typed = match (&self.resource_name, &self.resource_id) {
            (Some(name), _) => name.as_str(),
            // A CRN ends in the instance and two empty parts: `...:CLUSTER::`.
            (None, Some(id)) => {
                let trimmed = id.trim_end_matches(':');
                trimmed.rsplit(':').next().unwrap_or_default()
            }
            (None, None) => "",
        };
        let mut visible = account.visible_clusters(&actor, run.now());
        let found = visible.find(|c| c.name == typed || c.id.as_str() == typed);
        let (noun, name) = (Noun::Cluster, shorten(typed));
        let found = found.ok_or_else(|| RefusalKind::NotFound { noun, name }.refusal())?;
        Ok(found.clone())
    }
}

/// `resource tag-attach`.
#[derive(Debug, clap::Args)]
pub(crate) struct Attach {
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    of: TagType,
}

impl Attach {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let Kind::Access = self.of.tag_type;
        let cluster = self.which.cluster(run)?;
        let (doing, done) = (format!("Attaching tags to `{}`", cluster.name), "attached");
        each(run, &doing, done, &self.names, |tag| {
            TagCommand::Attach(tag, cluster.id.clone())
        })
    }
}

/// `resource tag-detach`.
#[derive(Debug, clap::Args)]
pub(crate) struct Detach {
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    of: TagType,
}

impl Detach {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let Kind::Access = self.of.tag_type;
        let cluster = self.which.cluster(run)?;
        let (doing, done) = (
            format!("Detaching tags from `{}`", cluster.name),
            "detached",
        );
        each(run, &doing, done, &self.names, |tag| {
            TagCommand::Detach(tag, cluster.id.clone())
        })
    }
}

/// Does something with each tag. The first that is refused ends it; what was done before stays.
fn each(
    run: &mut Run<'_>,
    doing: &str,
    done: &str,
    names: &Names,
    command: impl Fn(AccessTag) -> TagCommand,
) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    run.progress(&format!("{doing}..."));
    let mut rows = BTreeMap::new();
    for tag in names.tags()? {
        run.execute(&actor, Command::AccessTag(command(tag.clone())))?;
        rows.insert(tag.to_string(), format!("The tag is {done}"));
    }
    run.ok();
    let rows: Vec<[String; 2]> = rows.into_iter().map(|(tag, text)| [tag, text]).collect();
    run.out.table(["Tag name", "Message"], &rows);
    Ok(())
}
