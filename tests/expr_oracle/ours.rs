//! Our own answers.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use dmscrub::dump::name::TableName;
use dmscrub::dump::types::{ColumnType, CompositeType, EnumType, PgType};
use dmscrub::error::Position;
use dmscrub::rules::expr::Expr;
use dmscrub::transform::bind::{Binder, Columns, Needs, Run};
use dmscrub::transform::row::RowBuf;
use dmscrub::transform::seed::SecretKey;
use dmscrub::transform::{Cx, Target};

/// A zone with gaps and overlaps.
pub const ZONE: &str = "Europe/London";
/// An hour after such a gap.
pub const NOW: &str = "2024-03-31 02:30:00+00";

/// A name and an SQL type.
pub type Column = (&'static str, &'static str);
/// Values in the form of COPY, decoded.
pub type Row = Vec<Option<Vec<u8>>>;

/// What became of an expression on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    True,
    False,
    Null,
    /// An error: ours with its message, the server's with its code.
    Error(String),
}

impl Answer {
    /// A word of the server's.
    pub fn theirs(word: &str) -> Self {
        match word {
            "true" => Self::True,
            "false" => Self::False,
            "null" => Self::Null,
            code => Self::Error(code.to_owned()),
        }
    }
}

/// A field of COPY's text format.
pub fn decode(field: &str) -> Option<Vec<u8>> {
    if field == "\\N" {
        return None;
    }
    let mut out = Vec::new();
    let mut bytes = field.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'\\' => match bytes.next().expect("an escape") {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'b' => 8,
                b'f' => 12,
                b'v' => 11,
                other => other,
            },
            other => other,
        });
    }
    Some(out)
}

/// Our answers, a row each.
pub fn run(columns: &[Column], source: &str, rows: &[Row]) -> Vec<Answer> {
    let columns = Columns {
        list: columns
            .iter()
            .map(|(name, ty)| ((*name).to_owned(), ColumnType::from(pg_type(ty))))
            .collect(),
        collations: columns
            .iter()
            .filter(|(_, ty)| ty.contains("COLLATE"))
            .map(|(name, _)| ((*name).to_owned(), "pg_catalog.\"C\"".to_owned()))
            .collect::<BTreeMap<_, _>>(),
        ..Columns::default()
    };
    let run = Run {
        key: SecretKey::new(&[7; 32]).expect("long enough"),
        locale: "en_GB".to_owned(),
        email_domain: "example.com".to_owned(),
        time_zone: jiff::tz::TimeZone::get(ZONE).expect("a known zone"),
        now: NOW.parse().expect("a timestamp"),
        namespaces: HashMap::new(),
    };
    let needs = RefCell::new(Needs::default());
    let binder = Binder {
        run: &run,
        target: Target {
            ty: PgType::Text,
            not_null: false,
            in_json: false,
        },
        columns: &columns,
        needs: &needs,
        unique: false,
        locale: "en_GB",
        namespace: run.namespace("test"),
    };
    let position = Position {
        file: "rules.yaml".into(),
        line: 1,
        column: 1,
    };
    let refused = |message: &str| vec![Answer::Error(message.to_owned()); rows.len()];
    let expr = match Expr::parse(source, &position) {
        Ok(expr) => expr,
        Err(error) => return refused(error.message()),
    };
    let predicate = match expr.bind(&binder) {
        Ok(predicate) => predicate,
        Err(misfit) => return refused(&misfit.message),
    };
    rows.iter()
        .map(|row| {
            let values: Vec<Option<&[u8]>> = row.iter().map(Option::as_deref).collect();
            let row = RowBuf::of(&values);
            let cx = Cx {
                row: row.row(&[]),
                replaced: row.row(&[]),
                this: None,
                seed: run.namespace("test").key.seed(b""),
            };
            match predicate.eval(&cx) {
                Ok(Some(true)) => Answer::True,
                Ok(Some(false)) => Answer::False,
                Ok(None) => Answer::Null,
                Err(failure) => Answer::Error(failure.0.into_owned()),
            }
        })
        .collect()
}

fn pg_type(name: &str) -> PgType {
    match name {
        "boolean" => PgType::Bool,
        "smallint" => PgType::Int2,
        "integer" => PgType::Int4,
        "bigint" => PgType::Int8,
        "oid" => PgType::Oid,
        "numeric" => PgType::Numeric(None),
        "numeric(10,2)" => PgType::Numeric(Some((10, 2))),
        "real" => PgType::Float4,
        "double precision" => PgType::Float8,
        "text" | "text COLLATE \"C\"" => PgType::Text,
        "varchar(10)" => PgType::Varchar(Some(10)),
        "char(5)" => PgType::Char(5),
        "name" => PgType::Name,
        "citext" => PgType::Citext,
        "mood" => PgType::Enum(Arc::new(EnumType {
            name: TableName::new("public", "mood"),
            labels: ["sad", "meh", "happy"].map(str::to_owned).to_vec(),
        })),
        "pair" => PgType::Composite(Arc::new(CompositeType {
            name: TableName::new("public", "pair"),
            fields: vec![
                ("x".to_owned(), PgType::Int4.into()),
                ("y".to_owned(), PgType::Text.into()),
            ],
        })),
        "uuid" => PgType::Uuid,
        "inet" => PgType::Inet,
        "cidr" => PgType::Cidr,
        "macaddr" => PgType::MacAddr,
        "macaddr8" => PgType::MacAddr8,
        "bytea" => PgType::Bytea,
        "integer[]" => PgType::Array(Box::new(PgType::Int4)),
        "date" => PgType::Date,
        "timestamp" => PgType::Timestamp,
        "timestamptz" => PgType::TimestampTz,
        "interval" => PgType::Interval,
        "time" => PgType::Time,
        "json" => PgType::Json,
        "jsonb" => PgType::Jsonb,
        other => panic!("no such type: {other}"),
    }
}
