//! The rule language: from YAML files to a checked [`model::RuleSet`], and from that and a dump's
//! schema to what decides each column.

pub mod decide;
pub mod expr;
pub mod generate;
pub mod json_schema;
pub mod keys;
pub mod load;
pub mod lock;
pub mod model;
pub mod nearest;
pub mod node;
pub mod params;
pub mod pattern;
pub mod uses;
pub mod yaml;
