//! Regions and the zones of each, as the Kubernetes Service names them (`cli.md`, 7 and 7.9).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind};

macro_rules! regions {
    ($($variant:ident $code:literal $city:literal, classic $classic:literal, metro $metro:literal, vpc $vpc:literal;)+) => {
        /// An IBM Cloud region.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Region {
            $(#[serde(rename = $code)] #[doc = $city] $variant,)+
        }

        impl Region {
            /// Every region, in the order in which `ibmcloud regions` lists them.
            pub const ALL: &'static [Region] = &[$(Region::$variant),+];

            /// The code: `us-south`.
            pub fn as_str(self) -> &'static str {
                match self { $(Region::$variant => $code,)+ }
            }

            /// The display name: `Dallas`.
            pub fn city(self) -> &'static str {
                match self { $(Region::$variant => $city,)+ }
            }

            /// The classic data centers of the region, by their short names.
            fn classic_zones(self) -> &'static str {
                match self { $(Region::$variant => $classic,)+ }
            }

            /// How many availability zones VPC has in the region; none in Seoul, which is classic only.
            fn vpc_zones(self) -> u32 {
                match self { $(Region::$variant => $vpc,)+ }
            }

            /// Where events of clusters in the region are collected (R149): São Paulo has no log of its own.
            pub(crate) fn of_events(self) -> Region {
                match self {
                    Region::BrSao => Region::UsSouth,
                    region => region,
                }
            }

            /// The metro code: `dal`.
            pub fn metro(self) -> &'static str {
                match self { $(Region::$variant => $metro,)+ }
            }
        }
    };
}

regions! {
    AuSyd "au-syd" "Sydney", classic "syd01 syd04 syd05", metro "syd", vpc 3;
    InChe "in-che" "Chennai", classic "che01", metro "che", vpc 3;
    JpOsa "jp-osa" "Osaka", classic "osa21 osa22 osa23", metro "osa", vpc 3;
    JpTok "jp-tok" "Tokyo", classic "tok02 tok04 tok05", metro "tok", vpc 3;
    KrSeo "kr-seo" "Seoul", classic "seo01", metro "seo", vpc 0;
    EuDe "eu-de" "Frankfurt", classic "fra02 fra04 fra05 ams03 mil01 par01", metro "fra", vpc 3;
    EuGb "eu-gb" "London", classic "lon02 lon04 lon05 lon06", metro "lon", vpc 3;
    EuEs "eu-es" "Madrid", classic "", metro "mad", vpc 3;
    CaTor "ca-tor" "Toronto", classic "tor01 tor04 tor05", metro "tor", vpc 3;
    UsSouth "us-south" "Dallas", classic "dal10 dal12 dal13 sao01 sjc03", metro "dal", vpc 3;
    UsEast "us-east" "Washington DC", classic "wdc04 wdc06 wdc07 mon01", metro "wdc", vpc 3;
    BrSao "br-sao" "Sao Paulo", classic "sao04 sao05", metro "sao", vpc 3;
}

impl FromStr for Region {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Region, Refusal> {
        let found = Region::ALL.iter().find(|r| r.as_str() == text).copied();
        found.ok_or_else(|| {
            RefusalKind::UnknownRegion {
                region: crate::refusal::shorten(text),
            }
            .refusal()
        })
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The infrastructure that a cluster runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Provider {
    /// Classic infrastructure: a separate, linked account (R52).
    #[serde(rename = "classic")]
    Classic,
    /// VPC generation 2: governed by IAM (R52).
    #[serde(rename = "vpc-gen2")]
    Vpc,
}

impl Provider {
    /// The name on the command line and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Provider::Classic => "classic",
            Provider::Vpc => "vpc-gen2",
        }
    }

    /// The name in the console.
    pub fn label(self) -> &'static str {
        match self {
            Provider::Classic => "Classic",
            Provider::Vpc => "VPC",
        }
    }
}

/// A data center (classic, `dal10`) or an availability zone (VPC, `us-south-1`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Zone {
    /// The name.
    pub name: String,
    /// The region that it belongs to.
    pub region: Region,
    /// The infrastructure that it offers.
    pub provider: Provider,
}

impl Zone {
    /// The zone called `name` on `provider`.
    pub fn find(name: &str, provider: Provider) -> Option<Zone> {
        Zone::all(provider).find(|zone| zone.name == name)
    }

    /// Every zone of `provider`.
    pub fn all(provider: Provider) -> impl Iterator<Item = Zone> {
        Region::ALL.iter().flat_map(move |region| {
            let names: Vec<String> = match provider {
                Provider::Classic => region
                    .classic_zones()
                    .split_whitespace()
                    .map(String::from)
                    .collect(),
                Provider::Vpc => (1..=region.vpc_zones())
                    .map(|n| format!("{region}-{n}"))
                    .collect(),
            };
            names.into_iter().map(move |name| Zone {
                name,
                region: *region,
                provider,
            })
        })
    }

    /// The city, for listings: `Dallas`, `Amsterdam`.
    pub fn city(&self) -> &'static str {
        let cities = [
            ("ams", "Amsterdam"),
            ("mil", "Milan"),
            ("par", "Paris"),
            ("sjc", "San Jose"),
            ("mon", "Montreal"),
            ("sao", "Sao Paulo"),
        ];
        let other = cities
            .iter()
            .find(|(code, _)| self.provider == Provider::Classic && self.name.starts_with(code));
        other.map_or(self.region.city(), |(_, city)| city)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_belong_to_their_region() {
        assert_eq!(
            Zone::find("dal10", Provider::Classic).unwrap().region,
            Region::UsSouth
        );
        assert_eq!(
            Zone::find("ams03", Provider::Classic).unwrap().city(),
            "Amsterdam"
        );
        assert_eq!(
            Zone::find("eu-de-1", Provider::Vpc).unwrap().region,
            Region::EuDe
        );
        assert!(Zone::find("eu-de-1", Provider::Classic).is_none());
        assert!("us_south".parse::<Region>().is_err());
    }
}
