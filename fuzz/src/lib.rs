//! What each fuzz target does with its bytes. Any panic is a finding: dmscrub's own, or that of an
//! assertion here about what must hold whatever the bytes are.
//!
//! The tests of the project include this file and run every target over `seeds/`.

pub mod archive;
pub mod contents;
pub mod copy_rows;
pub mod directory;
pub mod expressions;
pub mod filter;
pub mod insert;
pub mod json;
pub mod lexer;
pub mod rules;
pub mod statements;
mod support;

/// A target: its name, which is that of its folder in `seeds/`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("archive", archive::run),
    ("contents", contents::run),
    ("copy_rows", copy_rows::run),
    ("directory", directory::run),
    ("expressions", expressions::run),
    ("filter", filter::run),
    ("insert", insert::run),
    ("json", json::run),
    ("lexer", lexer::run),
    ("rules", rules::run),
    ("statements", statements::run),
];
