//! What add-ons there are, and what is known of one (`cli.md`, 7.6; layouts are inferred).

use credlab_model::kubernetes::addon::{OFFERS, Offer};
use credlab_model::kubernetes::{Read, version};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use serde_json::json;

use super::View;
use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

/// `ks cluster addon get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// The add-on
    #[arg(long, value_name = "ADDON")]
    addon: String,
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    format: Format,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.cluster.read(run, &actor, Read::AddOns)?;
        let Some(addon) = seen.cluster()?.addons.get(&self.addon) else {
            let (noun, name) = (Noun::AddOn, shorten(&self.addon));
            return Err(RefusalKind::NotFound { noun, name }.refusal().into());
        };
        let view = View::of(addon);
        if json {
            run.json(&view);
            return Ok(());
        }
        run.ok();
        run.out.pairs(&[
            ("Name:", view.name.into()),
            ("Version:", view.versions()),
            ("Health State:", view.health_state.into()),
            ("Health Status:", view.health_status.into()),
        ]);
        Ok(())
    }
}

/// `ks cluster addon options`: none of the add-ons has any here.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The add-on
    #[arg(long, value_name = "ADDON")]
    addon: String,
    /// The version; the default one if it is left out
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Options {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let offer = Offer::named(&self.addon)?;
        let version = match &self.version {
            Some(typed) => offer.version(typed)?,
            None => offer.default,
        };
        if json {
            run.json(&json!([]));
            return Ok(());
        }
        run.ok();
        run.out.line(format!(
            "No options found for add-on {} {version}.",
            offer.name
        ));
        Ok(())
    }
}

/// `ks cluster addon versions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Versions {
    /// List the versions of this add-on only
    #[arg(long, value_name = "ADDON")]
    addon: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Versions {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let offers = match &self.addon {
            Some(name) => vec![Offer::named(name)?],
            None => OFFERS.to_vec(),
        };
        let [oldest, .., newest] = version::OFFERED.map(version::upstream);
        let range = format!(">={oldest} <={newest}");
        if json {
            let views = offers.iter().flat_map(|offer| {
                let range = &range;
                offer.versions.iter().map(move |version| {
                    json!({
                        "name": offer.name,
                        "version": version,
                        "supportedKubeRange": range,
                        "default": *version == offer.default,
                    })
                })
            });
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        let rows: Vec<[String; 3]> = offers
            .iter()
            .flat_map(|offer| {
                offer.versions.iter().rev().map(|version| {
                    let shown = match *version == offer.default {
                        true => format!("{version} (default)"),
                        false => (*version).into(),
                    };
                    [offer.name.into(), shown, range.clone()]
                })
            })
            .collect();
        run.out
            .table(["Name", "Version", "Supported Kubernetes Range"], &rows);
        Ok(())
    }
}
