//! Proof: what shows people that rules, and the dumps cleaned by them, are as they should be.

pub mod audit;
pub mod check;
pub mod init;
pub mod personal;
pub mod preview;
pub mod reading;
pub mod report;
pub mod rule_tests;
