//! Access, given and changed step by step, to users, service IDs, access groups and trusted profiles alike (`console.md`,
//! section 4). Each step is an address that carries all that was chosen so far ([`draft`]), so that it works without
//! script; only the last one changes anything.
//!
//! [`give`] and [`edit`] are the two pages, [`view`] what they show and [`steps`] how.

#[cfg(feature = "ssr")]
mod assignment;
#[cfg(feature = "ssr")]
mod choose;
#[cfg(feature = "ssr")]
mod draft;
pub mod edit;
mod fields;
pub mod give;
#[cfg(feature = "ssr")]
mod giving;
#[cfg(feature = "ssr")]
mod review;
mod steps;
#[cfg(feature = "ssr")]
mod target;
pub mod view;
#[cfg(feature = "ssr")]
mod wizard;
