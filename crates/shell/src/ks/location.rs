//! `ks locations`, and where zones are (`cli.md`, 7.9).

use credlab_model::region::{Provider, Zone};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::zone::Within;
use crate::run::{Outcome, Run};

/// A city with zones.
pub(crate) struct Metro {
    /// Its code: `dal`.
    pub(crate) code: &'static str,
    /// Its country, with the country's code.
    country: (&'static str, &'static str),
    /// The part of the world, with its code.
    geography: (&'static str, &'static str),
}

const AP: (&str, &str) = ("Asia Pacific", "ap");
const EU: (&str, &str) = ("Europe", "eu");
const NA: (&str, &str) = ("North America", "na");
const SA: (&str, &str) = ("South America", "sa");

const METROS: [Metro; 17] = [
    metro("ams", ("Netherlands", "nl"), EU),
    metro("che", ("India", "in"), AP),
    metro("dal", ("United States", "us"), NA),
    metro("fra", ("Germany", "de"), EU),
    metro("lon", ("United Kingdom", "uk"), EU),
    metro("mad", ("Spain", "es"), EU),
    metro("mil", ("Italy", "it"), EU),
    metro("mon", ("Canada", "ca"), NA),
    metro("osa", ("Japan", "jp"), AP),
    metro("par", ("France", "fr"), EU),
    metro("sao", ("Brazil", "br"), SA),
    metro("seo", ("South Korea", "kr"), AP),
    metro("sjc", ("United States", "us"), NA),
    metro("syd", ("Australia", "au"), AP),
    metro("tok", ("Japan", "jp"), AP),
    metro("tor", ("Canada", "ca"), NA),
    metro("wdc", ("United States", "us"), NA),
];

const fn metro(
    code: &'static str,
    country: (&'static str, &'static str),
    geography: (&'static str, &'static str),
) -> Metro {
    Metro {
        code,
        country,
        geography,
    }
}

impl Metro {
    /// The city that a zone is in.
    pub(crate) fn of(zone: &Zone) -> Option<&'static Metro> {
        METROS.iter().find(|metro| match zone.provider {
            Provider::Classic => zone.name.starts_with(metro.code),
            Provider::Vpc => zone.region.metro() == metro.code,
        })
    }
}

/// Whether a zone has two neighbours that a cluster can be spread over: in the same city and region.
fn is_multizone(zone: &Zone) -> bool {
    let code = |zone: &Zone| Metro::of(zone).map(|metro| metro.code);
    let neighbours = Zone::all(zone.provider)
        .filter(|other| other.region == zone.region && code(other) == code(zone));
    neighbours.count() >= 3
}

/// Whether a zone is, or is in, the place of that name or code.
pub(crate) fn is_in(zone: &Zone, place: &str) -> bool {
    let is = |name: &str| name.eq_ignore_ascii_case(place.trim());
    is(&zone.name)
        || is(zone.city())
        || is(zone.region.as_str())
        || Metro::of(zone).is_some_and(|metro| {
            [metro.code, metro.country.0, metro.country.1]
                .into_iter()
                .chain([metro.geography.0, metro.geography.1])
                .any(is)
        })
}

/// Prints zones and where they are.
pub(crate) fn table(run: &mut Run<'_>, zones: &[Zone]) {
    let mut multizone = false;
    let rows: Vec<[String; 4]> = zones
        .iter()
        .filter_map(|zone| Some((zone, Metro::of(zone)?)))
        .map(|(zone, metro)| {
            let mark = if is_multizone(zone) {
                multizone = true;
                "†"
            } else {
                ""
            };
            let named = |(name, code): (&str, &str)| format!("{name} ({code})");
            [
                zone.name.clone(),
                format!("{} ({}){mark}", zone.city(), metro.code),
                named(metro.country),
                named(metro.geography),
            ]
        })
        .collect();
    run.out
        .table(["Zone", "Metro", "Country", "Geography"], &rows);
    if multizone {
        run.out
            .line("")
            .line("† A metro with several zones, over which a cluster can be spread.");
    }
}

/// `ks locations`.
#[derive(Debug, clap::Args)]
pub(crate) struct Locations {
    #[command(flatten)]
    filter: Within,
    #[command(flatten)]
    format: Format,
}

/// A zone as JSON.
#[derive(Serialize)]
struct View {
    id: String,
    kind: &'static str,
    metro: &'static str,
    country: &'static str,
    geography: &'static str,
    provider: &'static str,
}

impl Locations {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let zones = |provider| -> Vec<Zone> {
            Zone::all(provider)
                .filter(|zone| self.filter.include(zone))
                .collect()
        };
        let (classic, vpc) = (zones(Provider::Classic), zones(Provider::Vpc));
        if json {
            let each = classic.into_iter().chain(vpc).filter_map(|zone| {
                let metro = Metro::of(&zone)?;
                Some(View {
                    kind: "zone",
                    metro: metro.code,
                    country: metro.country.1,
                    geography: metro.geography.1,
                    provider: zone.provider.as_str(),
                    id: zone.name,
                })
            });
            run.json(&each.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        let parts = [
            ("Classic Infrastructure Zones", classic),
            ("VPC Infrastructure Zones", vpc),
        ];
        for (heading, zones) in parts {
            if !zones.is_empty() {
                run.out.line("").line(heading).line("");
                table(run, &zones);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_in_a_metro() {
        for zone in Zone::all(Provider::Classic).chain(Zone::all(Provider::Vpc)) {
            assert!(Metro::of(&zone).is_some(), "{}", zone.name);
        }
    }

    #[test]
    fn places_have_names_and_codes() {
        let zone = Zone::find("ams03", Provider::Classic).unwrap();
        for place in ["ams03", "ams", "Amsterdam", "eu-de", "nl", "europe", "EU"] {
            assert!(is_in(&zone, place), "{place}");
        }
        for place in ["fra", "Dallas", "na", ""] {
            assert!(!is_in(&zone, place), "{place}");
        }
    }
}
