//! The Digital Marketplace's database, filled: every table, every column, every personal JSON key.
//!
//! The schema is `tests/data/dm-schema.sql`. Rows come from a seed, so the same call makes the same
//! script everywhere. They satisfy every key, check and partial unique index.

mod audit;
mod briefs;
mod direct_award;
mod frameworks;
mod job;
mod services;
mod suppliers;

use super::canary::Canaries;
use super::json::Json;
use super::postgres::Postgres;
use super::voice::{Flavour, Voice};

pub(crate) use job::Job;

/// The schema, as pg_dump wrote it.
pub(crate) const SCHEMA: &str = include_str!("../data/dm-schema.sql");

/// What fills the schema.
pub(crate) struct Marketplace {
    /// A psql script: COPY blocks in an order that foreign keys allow, then the sequences.
    pub(crate) script: String,
    /// What was planted.
    pub(crate) canaries: Canaries,
}

impl Marketplace {
    /// About ten rows in most tables per unit of `scale`.
    pub(crate) fn generate(flavour: Flavour, seed: u64, scale: u64) -> Self {
        let mut builder = Builder {
            voice: Voice::new(flavour, seed),
            scale,
            script: String::new(),
            suppliers: Vec::new(),
            idle: Idle::default(),
            buyers: Vec::new(),
            archived_services: Vec::new(),
            applications: Vec::new(),
        };
        builder.frameworks();
        builder.suppliers();
        builder.applications();
        builder.services();
        builder.briefs();
        builder.direct_award();
        builder.audit();
        Self {
            script: builder.script,
            canaries: builder.voice.canaries,
        }
    }

    /// Makes a database of it.
    pub(crate) fn load(&self, server: &Postgres, db: &str) {
        let strict = &["-v", "ON_ERROR_STOP=1"];
        for script in [SCHEMA, &self.script] {
            let output = server.psql_stdin(db, script.as_bytes(), strict);
            assert_eq!(output.code, 0, "{}", output.stderr_text());
        }
    }
}

/// The rows so far, and what later ones refer to.
struct Builder {
    voice: Voice,
    scale: u64,
    script: String,
    suppliers: Vec<u64>,
    idle: Idle,
    buyers: Vec<u64>,
    archived_services: Vec<u64>,
    /// Supplier and framework of each application.
    applications: Vec<(u64, u64)>,
}

/// Suppliers without an application that stays. All but one of them leave, and with them rows of every
/// table that can refer to them.
#[derive(Default)]
struct Idle {
    /// It did nothing but sign up.
    nothing: u64,
    /// It applied to an open framework, and nothing else.
    applied: u64,
    /// It has no application and no service, but everything else that can refer to a supplier.
    history: u64,
    /// It has a service, so it stays.
    serving: u64,
    /// Somebody who works for `history`.
    user: u64,
    /// A past version of a service of `history`.
    archived_service: u64,
    /// A bid of `history` that won.
    response: u64,
}

/// One value; `None` is NULL.
struct Field(Option<String>);

/// A row from values of any kind.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::env::marketplace::Field::from($value)),*] };
}
use row;

impl Builder {
    /// Writes one table, and sets its `id` sequence where there is one.
    fn table(&mut self, name: &str, columns: &[&str], rows: &[Vec<Field>]) {
        self.script.push_str(&format!(
            "COPY public.{name} ({}) FROM stdin;\n",
            columns.join(", ")
        ));
        for row in rows {
            assert_eq!(
                row.len(),
                columns.len(),
                "a row of {name} has another number of fields"
            );
            let fields: Vec<String> = row.iter().map(Field::copy_text).collect();
            self.script.push_str(&fields.join("\t"));
            self.script.push('\n');
        }
        self.script.push_str("\\.\n\n");
        if columns[0] == "id" {
            self.script.push_str(&format!(
                "SELECT pg_catalog.setval('public.{name}_id_seq', {}, true);\n\n",
                rows.len().max(1)
            ));
        }
    }

    /// A timestamp without time zone, at times with fractions.
    fn time(&mut self) -> String {
        let prng = &mut self.voice.prng;
        let fraction = if prng.one_in(2) { ".123456" } else { "" };
        format!(
            "20{:02}-{:02}-{:02} {:02}:{:02}:{:02}{fraction}",
            15 + prng.below(8),
            1 + prng.below(12),
            1 + prng.below(28),
            prng.below(24),
            prng.below(60),
            prng.below(60)
        )
    }

    /// A timestamp or NULL.
    fn maybe_time(&mut self) -> Option<String> {
        (!self.voice.prng.one_in(3)).then(|| self.time())
    }

    /// JSON text, in an odd style unless people are to read it.
    fn json(&mut self, value: &Json) -> String {
        if self.voice.is_demo() {
            value.plain()
        } else {
            value.odd(&mut self.voice.prng)
        }
    }
}

impl Field {
    fn copy_text(&self) -> String {
        let Some(text) = &self.0 else {
            return "\\N".to_owned();
        };
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                _ => out.push(character),
            }
        }
        out
    }
}

impl From<u64> for Field {
    fn from(number: u64) -> Self {
        Self(Some(number.to_string()))
    }
}

impl From<bool> for Field {
    fn from(value: bool) -> Self {
        Self(Some(if value { "t" } else { "f" }.to_owned()))
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl<T: ToString> From<Option<T>> for Field {
    fn from(value: Option<T>) -> Self {
        Self(value.map(|value| value.to_string()))
    }
}
