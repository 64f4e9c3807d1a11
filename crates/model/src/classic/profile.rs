//! What a classic user's record says of the person: `sl user detail-edit` (`cli.md`, 8.4; `api.md`, User).

use serde::{Deserialize, Serialize};

use crate::name::text;
use crate::refusal::Refusal;

/// The person's name and address, in the API's words. What is not given is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Profile {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The name shown in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// The address' first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// The address' second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The country, as two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_phone: Option<String>,
}

impl Profile {
    /// The fields that are given, each with its name in the API.
    fn fields(&self) -> [(&'static str, &Option<String>); 11] {
        [
            ("firstName", &self.first_name),
            ("lastName", &self.last_name),
            ("displayName", &self.display_name),
            ("companyName", &self.company_name),
            ("address1", &self.address1),
            ("address2", &self.address2),
            ("city", &self.city),
            ("state", &self.state),
            ("country", &self.country),
            ("postalCode", &self.postal_code),
            ("officePhone", &self.office_phone),
        ]
    }

    /// Refuses values that are empty, too long, or more than a line.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let given = self.fields().into_iter();
        let mut given = given.filter_map(|(name, value)| Some((name, value.as_ref()?)));
        given.try_for_each(|(field, value)| text(field, value, 1).map(drop))
    }

    /// This one with what `change` gives.
    #[must_use]
    pub(crate) fn with(self, change: &Profile) -> Profile {
        let or = |new: &Option<String>, old| new.as_ref().map(|v| v.trim().into()).or(old);
        Profile {
            first_name: or(&change.first_name, self.first_name),
            last_name: or(&change.last_name, self.last_name),
            display_name: or(&change.display_name, self.display_name),
            company_name: or(&change.company_name, self.company_name),
            address1: or(&change.address1, self.address1),
            address2: or(&change.address2, self.address2),
            city: or(&change.city, self.city),
            state: or(&change.state, self.state),
            country: or(&change.country, self.country),
            postal_code: or(&change.postal_code, self.postal_code),
            office_phone: or(&change.office_phone, self.office_phone),
        }
    }

    /// The address in a line, as far as it is known: `1 Main St, Springfield, IL 62701, US`.
    pub fn address(&self) -> Option<String> {
        let place =
            [&self.state, &self.postal_code].map(|part| part.as_deref().unwrap_or_default());
        let place = place.join(" ");
        let lines = [&self.address1, &self.address2, &self.city];
        let lines = lines.map(|part| part.as_deref().unwrap_or_default());
        let country = self.country.as_deref().unwrap_or_default();
        let parts = lines.into_iter().chain([place.trim(), country]);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
