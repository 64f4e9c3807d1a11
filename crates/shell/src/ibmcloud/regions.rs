//! `ibmcloud regions` (`cli.md`, 3.4).

use credlab_model::region::Region;
use serde_json::json;

use crate::flags::Format;
use crate::run::{Outcome, Run};

/// `ibmcloud regions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Regions {
    #[command(flatten)]
    format: Format,
}

impl Regions {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        if self.format.is_json(run)? {
            let regions = Region::ALL.iter();
            let regions = regions.map(|r| json!({"Name": r, "DisplayName": r.city()}));
            run.json(&regions.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress("Listing regions...");
        run.progress("");
        let rows: Vec<[String; 2]> = Region::ALL
            .iter()
            .map(|region| [region.to_string(), region.city().into()])
            .collect();
        run.out.table(["Name", "Display name"], &rows);
        Ok(())
    }
}
