//! SQL that empties a database, run first in the load's transaction.
//!
//! `DROP OWNED BY` does not do: it fails for the superuser that initdb made, and takes away what
//! was granted to the role, such as the right to create in schema public. So one DO block drops what
//! there is, kind by kind.

use super::config::Reset;

const DROP_OWNED: &str = concat!(
    "DO $dmscrub$\nDECLARE\n  everything constant bool := false;\n",
    include_str!("reset.sql")
);

const DROP_SCHEMAS: &str = concat!(
    "DO $dmscrub$\nDECLARE\n  everything constant bool := true;\n",
    include_str!("reset.sql")
);

/// The statement that empties the database; `None` where nothing is to be emptied.
///
/// `drop_owned` takes what the role owns, for a role that is no superuser also what roles own whose
/// member it is. Where an object of another role hangs on it, it fails with SQLSTATE 2BP01 and
/// nothing is dropped. `drop_schemas` takes every schema with all that is in it, whoever owns it, and
/// of what stands outside schemas that which the role may drop.
pub fn sql(reset: Reset) -> Option<&'static str> {
    match reset {
        Reset::DropOwned => Some(DROP_OWNED),
        Reset::DropSchemas => Some(DROP_SCHEMAS),
        Reset::None => None,
    }
}
