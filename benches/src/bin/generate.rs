//! Writes a made-up dump to stdout: `generate TABLE ROWS [TABLE ROWS]…`. Nothing is stored, so a dump
//! of any size can be measured.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use dmscrub_benches::data::{self, Table};

const TABLES: &[Table] = &[
    Table::Users,
    Table::Services,
    Table::AuditEvents,
    Table::Briefs,
    Table::People,
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut tables = Vec::new();
    for pair in arguments.chunks(2) {
        let table = TABLES.iter().find(|table| table.name() == pair[0]);
        let rows = pair.get(1).and_then(|rows| rows.parse().ok());
        let (Some(table), Some(rows)) = (table, rows) else {
            eprintln!("usage: generate TABLE ROWS [TABLE ROWS]…");
            return ExitCode::from(2);
        };
        tables.push((*table, rows));
    }
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    match data::write(&tables, 1, &mut out).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
