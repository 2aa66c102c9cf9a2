//! One transaction around a database's dump, and what is written when the run fails.
//!
//! Why each line is as it is was measured against psql and the server:
//! - `\set ON_ERROR_STOP on` first: a plain `psql < dump` exits 3 at the first error, not 0 over an
//!   empty load;
//! - the commit guard: a deferred constraint that stands violated until the line before `COMMIT`,
//!   so that a client that commits at end of file by itself (`psql -1`) can't commit a cut output;
//! - the poison: the open construct is closed in a way that can't be valid, then a cast fails.

use crate::dump::lexer::Marks;
use crate::dump::sql_state::Open;

/// The first line of transactional output.
pub const ON_ERROR_STOP: &[u8] = b"\\set ON_ERROR_STOP on\n";

/// Opens the transaction and violates the guard.
pub const BEGIN: &[u8] = b"BEGIN;\n\
CREATE TEMP TABLE dmscrub_commit_guard (a int PRIMARY KEY, b int CONSTRAINT dmscrub_output_is_incomplete\n    \
REFERENCES pg_temp.dmscrub_commit_guard DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP;\n\
INSERT INTO pg_temp.dmscrub_commit_guard VALUES (1, 2);\n";

/// Repairs the guard and commits.
pub const COMMIT: &[u8] = b"INSERT INTO pg_temp.dmscrub_commit_guard VALUES (2, 2);\nCOMMIT;\n\n";

/// Leaves the role that `SET SESSION AUTHORIZATION` has set.
pub const DEFAULT_SESSION: &[u8] = b"SET SESSION AUTHORIZATION DEFAULT;\n";

/// What this program's output has beside the dump: taken out again where such output is the input.
pub static MARKS: Marks = Marks {
    first: ON_ERROR_STOP,
    begin: BEGIN,
    commit: COMMIT,
};

/// The statement that a failed run's output ends with, whatever is open.
pub fn raise() -> &'static [u8] {
    RAISE
}

/// The statement is the one that a failed run's output ends with.
pub fn is_poison(statement: &[u8]) -> bool {
    statement == RAISE.trim_ascii_end()
}

const RAISE: &[u8] = b"SELECT CAST('dmscrub: output is incomplete' AS pg_catalog.int4);\n";

/// What is open in the output when the run fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenOutput {
    /// Between statements (a comment or white space at most).
    Nothing,
    /// In the data of a COPY of so many columns.
    Copy {
        /// Columns of the COPY statement.
        columns: usize,
    },
    /// In an INSERT that passes untouched; the lexer knows where in it.
    Insert,
    /// In a statement.
    Statement(Open),
}

/// The tail that makes a failed output unloadable. Never COMMIT or ROLLBACK.
pub fn poison(open: &OpenOutput) -> Vec<u8> {
    let mut tail = Vec::new();
    match open {
        OpenOutput::Nothing | OpenOutput::Insert => tail.push(b'\n'),
        OpenOutput::Copy { columns } => {
            // A field too many on a line of its own: whatever stands before, even a row's
            // beginning that ends in a backslash, this line can't complete a valid row.
            tail.push(b'\n');
            tail.extend(std::iter::repeat_n(b'\t', columns + 1));
            tail.extend_from_slice(b"\n\\.\n\n");
        }
        OpenOutput::Statement(open) => {
            tail.extend_from_slice(&open.close);
            // One parenthesis more than is open is a syntax error wherever it stands.
            tail.extend(std::iter::repeat_n(b')', open.parens as usize + 1));
            for _ in 0..open.begins {
                tail.extend_from_slice(b" END");
            }
            tail.extend_from_slice(b"\n;\n");
        }
    }
    tail.extend_from_slice(RAISE);
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_gets_a_line_of_one_field_too_many() {
        let tail = poison(&OpenOutput::Copy { columns: 2 });
        assert!(tail.starts_with(b"\n\t\t\t\n\\.\n"));
        assert!(tail.ends_with(RAISE));
    }

    #[test]
    fn a_statement_is_closed_and_made_invalid() {
        let open = Open {
            close: b"'".to_vec(),
            parens: 1,
            begins: 0,
            what: "a string",
        };
        assert!(poison(&OpenOutput::Statement(open)).starts_with(b"'))\n;\n"));
    }
}
