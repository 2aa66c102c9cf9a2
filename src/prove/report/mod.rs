//! The report of a run: what was done to every table and column, for people who answer for it.
//!
//! Invariant: no value of the data stands in it but what `capture: true` asks for. It holds names of
//! the schema and of the rules, numbers, and digests; never the key.
//!
//! - [`model`]: what a report says, and its JSON Schema;
//! - [`build`]: from what the run left, also where it failed;
//! - [`file`]: written whole or not at all, read again;
//! - [`sign`]: signed, and verified byte for byte;
//! - [`compare`]: what changed since another one;
//! - [`html`]: as a page for people.

pub mod build;
pub mod compare;
pub(super) mod coverage;
pub mod file;
pub mod html;
pub mod model;
pub mod sign;
#[cfg(test)]
mod testing;

pub use model::Report;

/// The JSON Schema of reports, as text.
pub fn report_schema() -> String {
    let schema = schemars::schema_for!(Report);
    // What comes from types always has a text.
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}
