//! pg_dump's syntax and vocabulary. No I/O.

pub mod archive;
pub mod copy_text;
pub mod encoding;
pub mod insert;
pub mod lexer;
pub mod name;
pub mod rewrite;
pub mod schema;
pub mod sql_state;
pub mod statement;
pub(crate) mod swar;
pub mod token;
pub mod types;
