//! The steps of the job, in order. Each is one file with a [`Step`]; adding one is that file and a
//! line in [`STEPS`].

pub mod after;
pub mod audit;
pub mod guard;
pub mod load;
pub mod migrate;
pub mod prune;
pub mod publish;
pub mod scrub;
pub mod select;
pub mod status;
pub mod versions;

use futures_util::future::BoxFuture;

use super::job::Context;
use crate::error::Result;

/// One step.
pub struct Step {
    /// Its name, as it stands in messages, in the state and in the report.
    pub name: &'static str,
    /// Why this job has nothing to do here, where it hasn't.
    pub needless: fn(&Context) -> Option<String>,
    /// What it would do, a line each; changes nothing, shows no secret.
    pub plan: fn(&Context) -> Vec<String>,
    /// Does it; what it came to, for people.
    pub run: for<'a> fn(&'a mut Context) -> BoxFuture<'a, Result<String>>,
    /// Done again by `--resume` though it has finished: what it looks at may have changed.
    pub every_time: bool,
}

/// All steps, in order.
pub const STEPS: &[Step] = &[
    status::STEP,
    guard::STEP,
    select::STEP,
    scrub::STEP,
    load::STEP,
    versions::STEP,
    migrate::STEP,
    after::STEP,
    audit::STEP,
    publish::STEP,
    prune::STEP,
];
