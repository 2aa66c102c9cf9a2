//! pg_dump's syntax and vocabulary. No I/O.

pub mod encoding;
pub mod insert;
pub mod name;
pub mod schema;
pub mod statement;
pub mod token;
pub mod types;
