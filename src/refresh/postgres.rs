//! psql: what it is told, and what becomes of what it says.

mod address;
mod failure;
mod loader;

pub use address::Address;
pub use loader::{Load, Loader, UNSURE, feed};

use super::child::{Hidden, Program};
use super::failed;
use super::guardian::Guardian;
use crate::error::Result;
use failure::Said;

/// psql, set to connect to `address`, deaf to what the user's own settings say of databases.
fn psql(address: &Address, hidden: &Hidden) -> Program {
    let quiet = [
        "-X",
        "-q",
        // Nobody is there to be asked for a password.
        "-w",
        "-v",
        "ON_ERROR_STOP=1",
        "-v",
        "VERBOSITY=sqlstate",
    ];
    let program = Program::new("psql", hidden)
        // Messages of the client are told apart by their words.
        .env("LC_ALL", "C")
        .args(quiet);
    address.apply(program)
}

/// What a query gives, unaligned and without headers.
///
/// # Errors
/// Exit 7, by SQLSTATE, with none of the server's words.
pub async fn query(
    address: &Address,
    sql: &str,
    guardian: &Guardian,
    hidden: &Hidden,
) -> Result<String> {
    let program = psql(address, hidden).args(["-A", "-t", "-c", sql]);
    let ended = program.output(guardian).await?;
    if ended.status.success() {
        return String::from_utf8(ended.stdout).map_err(|_| failed("the answer is no text"));
    }
    Err(Said::read(&ended.stderr).error("a query failed", address))
}
