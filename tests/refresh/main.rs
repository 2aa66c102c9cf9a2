//! The weekly job, with real parts: PostgreSQL, gpg, sshd, an S3 server; Jenkins, the status page
//! and `cf` are stand-ins.

#![cfg(feature = "refresh")]

mod archives;
mod audit;
mod cat;
#[path = "../env/mod.rs"]
#[allow(dead_code, unused_imports)] // Other tests use more of it.
mod env;
mod examples;
mod faults;
mod import;
mod jenkins;
mod job;
mod load;
mod notify;
mod publish;
mod real;
mod refusals;
mod report;
mod signals;
mod status;
mod tunnel;
mod versions;
mod whole;
