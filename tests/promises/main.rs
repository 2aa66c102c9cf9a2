//! What dmscrub promises, shown against the real thing: one file a promise.
//!
//! One test binary: everything shares one PostgreSQL, started by `env`.

#[path = "../env/mod.rs"]
mod env;

mod again;
mod archives;
mod audit;
mod broken;
mod channels;
mod check;
mod chunks;
mod conditions;
mod cutoff;
mod deletes;
mod demo;
mod drift;
mod foreign_keys;
mod generate;
mod held;
mod hostile;
mod identity;
mod init;
mod jobs;
mod language;
mod limit;
mod marketplace;
mod output;
mod overlay;
mod preview;
mod progress;
mod readme;
mod refused;
mod relations;
mod report;
mod reread;
mod roundtrip;
mod rules;
mod transaction;
