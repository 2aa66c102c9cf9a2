//! x
use super::args::ExplainArgs;
use crate::error::Result;
pub fn run(_: &ExplainArgs) -> Result<()> {
    Ok(())
}
