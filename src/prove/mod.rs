//! What shows that a run did what it promises.

pub mod report;
