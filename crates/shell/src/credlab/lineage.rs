//! `credlab lineage`: which user's key serves which clusters, and where that is broken.

use credlab_model::credentials::lineage::{Lineage as Slot, Standing, Use};

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::output::Style;
use crate::run::{Outcome, Run};

/// `credlab lineage`.
#[derive(Debug, clap::Args)]
pub(crate) struct Lineage {
    #[command(flatten)]
    format: Format,
}

impl Lineage {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let lineage = run.account().lineage(&actor, run.now());
        if self.format.is_json(run)? {
            run.json(&lineage);
            return Ok(());
        }
        if lineage.is_empty() {
            run.out
                .line("There are no credentials of clusters that you may look at.");
        }
        for (n, slot) in lineage.iter().enumerate() {
            if n > 0 {
                run.out.line("");
            }
            print(run, slot);
        }
        Ok(())
    }
}

fn print(run: &mut Run<'_>, slot: &Slot) {
    run.out
        .put(
            Style::Heading,
            format!("{} / {}", slot.region, slot.resource_group),
        )
        .put(Style::Plain, "\n");
    let key = match &slot.api_key {
        None => "none is stored".to_string(),
        Some(key) => match &key.standing {
            Standing::Works(_) => format!("of {}", key.owner),
            Standing::Broken(why) => format!("of {}, does not work: {why}", key.owner),
        },
    };
    run.out.line(format!("  API key: {key}"));
    if let Some(manual) = &slot.manual {
        run.out
            .line(format!("  Manual classic credentials: {manual}"));
    }
    run.out.line(match &slot.orders_classic_as {
        Standing::Works(who) => format!("  Classic infrastructure is ordered as {who}"),
        Standing::Broken(why) => format!("  Classic infrastructure can't be ordered: {why}"),
    });
    for cluster in &slot.clusters {
        print_use(run, cluster);
    }
}

fn print_use(run: &mut Run<'_>, cluster: &Use) {
    let standing = match &cluster.standing {
        Standing::Works(who) => format!("orders as {who}"),
        Standing::Broken(why) => format!("can't order: {why}"),
    };
    run.out
        .put(Style::Plain, "  ")
        .put(Style::Entity, &cluster.cluster)
        .put(
            Style::Plain,
            format!(" ({}): {standing}\n", cluster.provider.label()),
        );
    if !cluster.stale.is_empty() {
        run.out.line(format!(
            "    with a replaced API key: {}",
            cluster.stale.join(", ")
        ));
    }
}
