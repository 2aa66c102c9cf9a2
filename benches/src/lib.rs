//! What the benchmarks measure, and the data they measure it on.
//!
//! [`data`] makes dumps from a seed, [`workload`] pairs them with rules; criterion (`criterion/`), the
//! gate (`bin/gate.rs`) and the generator for `make bench` (`bin/generate.rs`) all use the same.

#![warn(missing_docs)]

pub mod data;
pub mod dice;
pub mod people;
pub mod workload;
