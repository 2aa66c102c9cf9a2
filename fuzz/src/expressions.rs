//! Expressions over a row: the expression, a NUL, and the row's value.

use std::cell::RefCell;
use std::sync::LazyLock;

use dmscrub::dump::types::PgType;
use dmscrub::error::Position;
use dmscrub::rules::expr::Expr;
use dmscrub::transform::bind::{Binder, Columns, Needs};
use dmscrub::transform::row::RowBuf;
use dmscrub::transform::{Cx, Target};

use super::support::{SECRET, Setup, choice};

static SETUP: LazyLock<Setup> = LazyLock::new(|| Setup::new("tables: {}"));

static TYPES: [PgType; 13] = [
    PgType::Text,
    PgType::Int4,
    PgType::Numeric(None),
    PgType::Float8,
    PgType::Bool,
    PgType::Char(5),
    PgType::Date,
    PgType::Timestamp,
    PgType::TimestampTz,
    PgType::Interval,
    PgType::Json,
    PgType::Jsonb,
    PgType::Bytea,
];

pub fn run(data: &[u8]) {
    let (choice, text) = choice(data);
    let mut parts = text.splitn(2, |byte| *byte == 0);
    let (Some(source), value) = (parts.next(), parts.next()) else {
        return;
    };
    let Ok(source) = std::str::from_utf8(source) else {
        return;
    };
    let position = Position {
        file: "rules.yaml".into(),
        line: 1,
        column: 1,
    };
    let Ok(expr) = Expr::parse(source, &position) else {
        return;
    };
    let ty = &TYPES[choice % TYPES.len()];
    let columns = Columns {
        list: vec![
            ("x".to_owned(), ty.clone().into()),
            ("y".to_owned(), PgType::Text.into()),
        ],
        ..Columns::default()
    };
    let needs = RefCell::new(Needs::default());
    let run = &SETUP.run;
    let binder = Binder {
        run,
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
    let Ok(predicate) = expr.bind(&binder) else {
        return;
    };
    let row = RowBuf::of(&[value, Some(b"y")]);
    let cx = Cx {
        row: row.row(&[]),
        replaced: row.row(&[]),
        this: None,
        seed: run.namespace("test").key.seed(b""),
    };
    if let Err(failure) = predicate.eval(&cx) {
        let tells = failure.0.contains(SECRET) && !source.contains(SECRET);
        assert!(!tells, "a failure tells the value");
    }
}
