//! Dumps made from a seed, as wide as those of a real marketplace: a narrow users table, services with
//! 1 to 2 KB of JSON, an audit table, a table that nobody touches, and one with a column for each
//! group of transformers.

use std::fmt::Write as _;
use std::io;

use crate::dice::Dice;
use crate::people::{DOMAINS, EVENTS, FIRST, LAST, WORDS};

const HEADER: &str = "--\n-- PostgreSQL database dump\n--\n\n\
    SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\
    SELECT pg_catalog.set_config('search_path', '', false);\n\n";

const TRAILER: &str = "--\n-- PostgreSQL database dump complete\n--\n\n";

/// A table of the made-up marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Eleven columns, some 200 bytes a row.
    Users,
    /// 1 to 2 KB of jsonb a row.
    Services,
    /// Some 300 bytes of jsonb a row.
    AuditEvents,
    /// Free text that no rule touches.
    Briefs,
    /// A column for each group of transformers.
    People,
}

impl Table {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Services => "services",
            Self::AuditEvents => "audit_events",
            Self::Briefs => "briefs",
            Self::People => "people",
        }
    }

    /// Its columns with their types.
    pub fn columns(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Users => &[
                ("id", "integer NOT NULL"),
                ("name", "character varying NOT NULL"),
                ("email_address", "character varying NOT NULL"),
                ("phone_number", "character varying"),
                ("password", "character varying NOT NULL"),
                ("active", "boolean NOT NULL"),
                ("created_at", "timestamp without time zone NOT NULL"),
                ("updated_at", "timestamp without time zone NOT NULL"),
                ("role", "character varying NOT NULL"),
                ("logged_in_at", "timestamp without time zone"),
                ("failed_login_count", "integer NOT NULL"),
            ],
            Self::Services => &[
                ("id", "bigint NOT NULL"),
                ("service_id", "character varying NOT NULL"),
                ("supplier_id", "bigint NOT NULL"),
                ("status", "character varying NOT NULL"),
                ("data", "jsonb"),
                ("created_at", "timestamp without time zone NOT NULL"),
            ],
            Self::AuditEvents => &[
                ("id", "bigint NOT NULL"),
                ("type", "character varying NOT NULL"),
                ("created_at", "timestamp without time zone NOT NULL"),
                ("user", "character varying"),
                ("data", "jsonb"),
                ("object_id", "bigint"),
                ("acknowledged", "boolean NOT NULL"),
            ],
            Self::Briefs => &[
                ("id", "integer NOT NULL"),
                ("framework_id", "integer NOT NULL"),
                ("notes", "text"),
                ("attachment", "bytea"),
                ("created_at", "timestamp without time zone NOT NULL"),
            ],
            Self::People => &[
                ("id", "bigint NOT NULL"),
                ("ref", "uuid NOT NULL"),
                ("name", "text"),
                ("email", "character varying(254)"),
                ("phone", "character varying(30)"),
                ("address", "text"),
                ("postcode", "character varying(10)"),
                ("company", "text"),
                ("card", "character varying(19)"),
                ("ip", "inet"),
                ("amount", "numeric(10,2)"),
                ("born", "date"),
                ("seen", "timestamp without time zone"),
                ("emails", "text[]"),
                ("list", "text"),
                ("note", "text"),
            ],
        }
    }

    /// Appends one row of COPY data.
    fn row(self, id: u64, dice: &mut Dice, out: &mut String) {
        // Writing to a String can't fail.
        let _ = match self {
            Self::Users => users_row(id, dice, out),
            Self::Services => services_row(id, dice, out),
            Self::AuditEvents => audit_row(id, dice, out),
            Self::Briefs => briefs_row(id, dice, out),
            Self::People => people_row(id, dice, out),
        };
        out.push('\n');
    }

    fn quoted_columns(self) -> String {
        let names = self.columns().iter().map(|(name, _)| match *name {
            "user" => "\"user\"".to_owned(),
            other => other.to_owned(),
        });
        names.collect::<Vec<_>>().join(", ")
    }
}

/// Writes a whole dump with these tables, so many rows each.
///
/// # Errors
/// Those of `out`.
pub fn write(tables: &[(Table, u64)], seed: u64, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = String::from(HEADER);
    for (table, _) in tables {
        create(*table, &mut text);
    }
    for &(table, rows) in tables {
        let mut dice = Dice::new(seed ^ table as u64);
        let columns = table.quoted_columns();
        let name = table.name();
        let _ = writeln!(text, "COPY public.{name} ({columns}) FROM stdin;");
        for id in 1..=rows {
            table.row(id, &mut dice, &mut text);
            if text.len() > 1 << 18 {
                out.write_all(text.as_bytes())?;
                text.clear();
            }
        }
        text.push_str("\\.\n\n\n");
    }
    text.push_str(TRAILER);
    out.write_all(text.as_bytes())
}

/// A whole dump with these tables, so many rows each.
pub fn dump(tables: &[(Table, u64)], seed: u64) -> Vec<u8> {
    let mut out = Vec::new();
    // Memory takes all.
    let _ = write(tables, seed, &mut out);
    out
}

/// The users as INSERT statements, so many rows each.
pub fn inserts(rows: u64, seed: u64) -> Vec<u8> {
    let mut text = String::from(HEADER);
    create(Table::Users, &mut text);
    let mut dice = Dice::new(seed);
    let columns = Table::Users.quoted_columns();
    let mut row = String::new();
    for id in 1..=rows {
        row.clear();
        Table::Users.row(id, &mut dice, &mut row);
        let _ = write!(text, "INSERT INTO public.users ({columns}) VALUES (");
        for (at, field) in row.trim_end_matches('\n').split('\t').enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            match field {
                "\\N" => text.push_str("NULL"),
                number if at == 0 || at == 10 => text.push_str(number),
                "t" => text.push_str("true"),
                "f" => text.push_str("false"),
                value => {
                    text.push('\'');
                    text.push_str(&value.replace("\\\\", "\\").replace('\'', "''"));
                    text.push('\'');
                }
            }
        }
        text.push_str(");\n");
    }
    text.push_str("\n\n");
    text.push_str(TRAILER);
    text.into_bytes()
}

fn create(table: Table, out: &mut String) {
    let columns = table.columns().iter();
    let columns = columns.map(|(name, ty)| match *name {
        "user" => format!("    \"user\" {ty}"),
        other => format!("    {other} {ty}"),
    });
    let columns = columns.collect::<Vec<_>>().join(",\n");
    let _ = write!(
        out,
        "CREATE TABLE public.{} (\n{columns}\n);\n\n\n",
        table.name()
    );
}

type Written = Result<(), std::fmt::Error>;

fn users_row(id: u64, dice: &mut Dice, out: &mut String) -> Written {
    write!(out, "{id}\t{} {}\t", dice.word(FIRST), dice.word(LAST))?;
    let tag = if dice.one_in(11) { "+tag" } else { "" };
    write!(out, "user.{id}{tag}@{}\t", dice.word(DOMAINS))?;
    if dice.one_in(3) {
        out.push_str("\\N\t");
    } else {
        write!(out, "07{:09}\t", dice.below(1_000_000_000))?;
    }
    write!(
        out,
        "$2a$10${:016x}{:016x}abcdefghijklmnopqrstu\t",
        dice.bits(),
        dice.bits()
    )?;
    out.push_str(if dice.one_in(17) { "f\t" } else { "t\t" });
    moment(dice, out)?;
    out.push('\t');
    moment(dice, out)?;
    write!(out, "\t{}\t", dice.word(&["buyer", "supplier", "admin"]))?;
    if dice.one_in(4) {
        out.push_str("\\N");
    } else {
        moment(dice, out)?;
    }
    write!(out, "\t{}", dice.below(4))
}

fn services_row(id: u64, dice: &mut Dice, out: &mut String) -> Written {
    write!(
        out,
        "{id}\t{}\t{}\t",
        1_000_000_000 + id * 7,
        700_000 + dice.below(100_000)
    )?;
    write!(
        out,
        "{}\t",
        dice.word(&["published", "enabled", "disabled"])
    )?;
    write!(out, "{{\"contact\": {{\"name\": \"{} ", dice.word(FIRST))?;
    write!(
        out,
        "{}\", \"email\": \"sales{id}@vendor.example\", ",
        dice.word(&LAST[..8])
    )?;
    write!(
        out,
        "\"phone\": \"0800 {id}\"}}, \"lotName\": \"Cloud Software\", "
    )?;
    write!(
        out,
        "\"priceMin\": {}.{}, ",
        dice.below(1000),
        dice.below(10)
    )?;
    write!(
        out,
        "\"assurance\": {{\"by\": null, \"value\": {}}}, ",
        dice.one_in(2)
    )?;
    out.push_str("\"serviceFeatures\": [\"feature \\\\\"one\\\\\" ");
    write!(
        out,
        "{id}\", \"back\\\\\\\\slash\", \"emoji 🚀\", \"tab\\\\there\"], "
    )?;
    out.push_str("\"serviceSummary\": \"");
    let words = 100 + dice.below(120);
    prose(words, dice, out);
    write!(
        out,
        "\", \"termsDocument\": \"https://assets.example/{:016x}.pdf\"}}\t",
        dice.bits()
    )?;
    moment(dice, out)
}

fn audit_row(id: u64, dice: &mut Dice, out: &mut String) -> Written {
    write!(out, "{id}\t{}\t", dice.word(EVENTS))?;
    moment(dice, out)?;
    let user = dice.below(1_000_000);
    if dice.one_in(9) {
        out.push_str("\t\\N\t");
    } else {
        write!(out, "\tuser.{user}@digital.gov.example\t")?;
    }
    write!(
        out,
        "{{\"ip\": \"10.{}.1.{}\", ",
        dice.below(250),
        dice.below(200)
    )?;
    write!(
        out,
        "\"user\": \"user.{user}@digital.gov.example\", \"update\": {{\"note\": \"line1"
    )?;
    out.push_str("\\\\nline2\\\\t");
    let words = 6 + dice.below(24);
    prose(words, dice, out);
    write!(
        out,
        "\", \"serviceName\": \"Cloud \\\\\\\\ \\\\\"x\\\\\" ☁ {id}\"}}, "
    )?;
    write!(out, "\"supplierId\": {}, ", 700_000 + dice.below(100_000))?;
    write!(
        out,
        "\"emailAddress\": \"Person{}@Example.com\"}}\t",
        dice.below(5000)
    )?;
    let acknowledged = if dice.one_in(3) { 't' } else { 'f' };
    write!(out, "{}\t{acknowledged}", dice.below(100_000))
}

fn briefs_row(id: u64, dice: &mut Dice, out: &mut String) -> Written {
    write!(out, "{id}\t{}\t", 1 + dice.below(12))?;
    let words = 80 + dice.below(60);
    prose(words, dice, out);
    write!(
        out,
        "\\nCOPY y FROM stdin;\\n\\\\.\\n\t\\\\x{:016x}{:016x}\t",
        dice.bits(),
        dice.bits()
    )?;
    moment(dice, out)
}

fn people_row(id: u64, dice: &mut Dice, out: &mut String) -> Written {
    let (a, b) = (dice.bits(), dice.bits());
    write!(
        out,
        "{id}\t{:08x}-{:04x}-4{:03x}-a{:03x}-",
        a >> 32,
        a & 0xFFFF,
        b >> 52,
        b & 0xFFF
    )?;
    write!(out, "{:012x}\t", dice.bits() >> 16)?;
    write!(out, "{} {}\t", dice.word(FIRST), dice.word(LAST))?;
    write!(out, "person{id}@{}\t", dice.word(DOMAINS))?;
    write!(
        out,
        "+44 20 7{:03} {:04}\t",
        dice.below(1000),
        dice.below(10_000)
    )?;
    write!(
        out,
        "{} High Street, Llandrindod\tSW{}A {}AA\t",
        1 + dice.below(99),
        dice.below(20),
        dice.below(10)
    )?;
    write!(out, "{} & Sons {id} Ltd\t", dice.word(LAST))?;
    write!(
        out,
        "4{:03} {:04} {:04} {:04}\t",
        dice.below(1000),
        dice.below(10_000),
        dice.below(10_000),
        dice.below(10_000)
    )?;
    write!(
        out,
        "10.{}.{}.{}\t",
        dice.below(256),
        dice.below(256),
        dice.below(256)
    )?;
    write!(out, "{}.{:02}\t", dice.below(100_000), dice.below(100))?;
    write!(
        out,
        "{}-{:02}-{:02}\t",
        1940 + dice.below(70),
        1 + dice.below(12),
        1 + dice.below(28)
    )?;
    moment(dice, out)?;
    write!(out, "\t{{a{id}@x.example,b{id}@y.example}}\t")?;
    write!(out, "c{id}@x.example,d{id}@y.example\t")?;
    prose(12, dice, out);
    write!(
        out,
        " call 020 7946 0{:03} or write to e{id}@z.example",
        dice.below(1000)
    )
}

fn moment(dice: &mut Dice, out: &mut String) -> Written {
    let (year, month, day) = (
        2014 + dice.below(10),
        1 + dice.below(12),
        1 + dice.below(28),
    );
    let (hour, minute, second) = (dice.below(24), dice.below(60), dice.below(60));
    write!(
        out,
        "{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{:06}",
        dice.below(1_000_000)
    )
}

/// So many words.
fn prose(words: u64, dice: &mut Dice, out: &mut String) {
    for at in 0..words {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(dice.word(WORDS));
    }
}
