//! Rules and dumps held against each other, apart from a run of the filter: what looks personal,
//! and drafts of rules.

pub mod personal;
