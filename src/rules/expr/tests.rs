//! Tests of the whole: parsed, bound and run.

mod hostile;
mod syntax;
mod types;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::*;
use crate::dump::name::TableName;
use crate::dump::types::{ColumnType, CompositeType, EnumType, PgType};
use crate::exit::ExitCode;
use crate::transform::Target;
use crate::transform::bind::{Columns, Needs, Run};
use crate::transform::row::RowBuf;
use crate::transform::seed::SecretKey;

pub(super) fn position() -> Position {
    Position {
        file: "rules.yaml".into(),
        line: 7,
        column: 12,
    }
}

fn mood() -> PgType {
    PgType::Enum(Arc::new(EnumType {
        name: TableName::new("public", "mood"),
        labels: ["sad", "meh", "happy"].map(str::to_owned).to_vec(),
    }))
}

pub(super) fn with_binder<T>(
    columns: &[(&str, PgType, Option<&str>)],
    in_json: bool,
    zone: &str,
    use_it: impl FnOnce(&Binder<'_>) -> T,
) -> T {
    let columns = Columns {
        list: columns
            .iter()
            .map(|(name, ty, _)| ((*name).to_owned(), ColumnType::from(ty.clone())))
            .collect(),
        collations: columns
            .iter()
            .filter_map(|(name, _, collation)| Some(((*name).to_owned(), (*collation)?.to_owned())))
            .collect(),
        ..Columns::default()
    };
    let run = Run {
        key: SecretKey::new(&[1; 32]).unwrap(),
        locale: "en_GB".to_owned(),
        email_domain: "example.com".to_owned(),
        time_zone: jiff::tz::TimeZone::get(zone).unwrap(),
        now: "2024-03-31T00:30:00Z".parse().unwrap(),
        namespaces: HashMap::new(),
    };
    let needs = RefCell::new(Needs::default());
    use_it(&Binder {
        run: &run,
        target: Target {
            ty: PgType::Text,
            not_null: false,
            in_json,
        },
        columns: &columns,
        needs: &needs,
        unique: false,
        locale: "en_GB",
        namespace: run.namespace("x"),
    })
}

fn eval_in(
    zone: &str,
    ty: PgType,
    collation: Option<&str>,
    value: Option<&str>,
    source: &str,
) -> Result<Option<bool>, String> {
    with_binder(&[("x", ty, collation)], false, zone, |binder| {
        let expr = Expr::parse(source, &position()).map_err(|error| {
            assert_eq!(error.exit(), ExitCode::Rules);
            error.message().to_owned()
        })?;
        let predicate = expr.bind(binder).map_err(|misfit| {
            assert_eq!(misfit.position, Some(position()), "{source}");
            misfit.message
        })?;
        let row = RowBuf::of(&[value.map(str::as_bytes)]);
        let cx = Cx {
            row: row.row(&[]),
            replaced: row.row(&[]),
            this: None,
            seed: binder.namespace.key.seed(b""),
        };
        predicate
            .eval(&cx)
            .map_err(|failure| failure.0.into_owned())
    })
}

fn eval(ty: PgType, value: &str, source: &str) -> Result<Option<bool>, String> {
    eval_in("UTC", ty, None, Some(value), source)
}

/// All of these hold of the value.
fn holds(ty: PgType, value: &str, sources: &[&str]) {
    for source in sources {
        assert_eq!(eval(ty.clone(), value, source), Ok(Some(true)), "{source}");
    }
}

/// All of these are refused before any row, with a message that says so.
fn refused(ty: PgType, collation: Option<&str>, sources: &[(&str, &str)]) {
    for (source, why) in sources {
        // NULL would pass any cast, so that only load and bind can refuse.
        let outcome = eval_in("UTC", ty.clone(), collation, None, source);
        match outcome {
            Err(message) => assert!(message.contains(why), "{source}: {message}"),
            Ok(_) => panic!("{source} is not refused"),
        }
    }
}
