//! Files of rules.

use dmscrub::exit::ExitCode;

use super::support::{load_rules, told};

pub fn run(data: &[u8]) {
    if let Err(error) = load_rules(data) {
        told(&error);
        for finding in error.findings() {
            assert_eq!(finding.exit(), ExitCode::Rules);
        }
    }
}
