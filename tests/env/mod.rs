//! Fixtures: a throwaway PostgreSQL, the binary under test, canaries, and what they are fed.

pub(crate) mod canary;
pub(crate) mod corpus;
pub(crate) mod dmscrub;
pub(crate) mod json;
pub(crate) mod marketplace;
pub(crate) mod personal;
pub(crate) mod postgres;
pub(crate) mod prng;
pub(crate) mod process;
pub(crate) mod schema;
pub(crate) mod voice;
