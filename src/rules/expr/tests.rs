//! The table of operator × type, row by row: what answers, and what is refused.

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

fn position() -> Position {
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

fn with_binder<T>(
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

#[test]
fn text_equality_is_by_bytes() {
    holds(
        PgType::Text,
        "abc",
        &[
            "x = 'abc'",
            "x <> 'ABC'",
            "x IN ('a', 'abc')",
            "x <> 'abc '",
        ],
    );
    refused(
        PgType::Text,
        Some("public.ignore_case"),
        &[
            ("x = 'abc'", "collation public.ignore_case"),
            ("x IN ('a', 'b')", "collation public.ignore_case"),
            ("x LIKE 'a%'", "collation public.ignore_case"),
        ],
    );
    let own = Some("public.ignore_case");
    assert_eq!(
        eval_in(
            "UTC",
            PgType::Text,
            own,
            Some("abc"),
            "x COLLATE \"C\" = 'abc'"
        ),
        Ok(Some(true))
    );
    assert_eq!(
        eval_in(
            "UTC",
            PgType::Text,
            Some("pg_catalog.\"en-x-icu\""),
            Some("abc"),
            "x = 'abc'"
        ),
        Ok(Some(true))
    );
}

#[test]
fn text_order_needs_collate_c() {
    refused(
        PgType::Text,
        None,
        &[
            ("x < 'b'", "depends on a collation"),
            ("x BETWEEN 'a' AND 'b'", "depends on a collation"),
            ("lower(x) >= 'b'", "depends on a collation"),
            ("x COLLATE \"en_US\" < 'b'", "a collation other than \"C\""),
        ],
    );
    holds(
        PgType::Text,
        "a",
        &[
            "x COLLATE \"C\" > 'B'",
            "x > 'B' COLLATE \"C\"",
            "x COLLATE \"C\" BETWEEN 'a' AND 'b'",
        ],
    );
    for declared in ["\"C\"", "pg_catalog.\"C\"", "pg_catalog.\"POSIX\""] {
        assert_eq!(
            eval_in(
                "UTC",
                PgType::Varchar(None),
                Some(declared),
                Some("a"),
                "x > 'B'"
            ),
            Ok(Some(true))
        );
    }
    refused(
        PgType::Text,
        Some("pg_catalog.\"en-x-icu\""),
        &[("x < 'b'", "depends on a collation")],
    );
}

#[test]
fn letters_are_unicodes() {
    holds(
        PgType::Text,
        "ÀÉ",
        &[
            "lower(x) = 'àé'",
            "x ILIKE 'àé'",
            "x ~* 'àé'",
            "upper('ß') = 'ß'",
        ],
    );
    assert_eq!(
        eval_in(
            "UTC",
            PgType::Text,
            Some("\"C\""),
            Some("ÀB"),
            "lower(x) = 'Àb'"
        ),
        Ok(Some(true))
    );
    refused(
        PgType::Text,
        Some("pg_catalog.\"tr-x-icu\""),
        &[
            ("lower(x) = 'i'", "collation"),
            ("x ILIKE 'i'", "collation"),
            ("x ~* 'i'", "collation"),
        ],
    );
}

#[test]
fn patterns_are_checked_at_load() {
    for (source, why) in [
        ("x LIKE 'abc\\'", "must not end with its escape"),
        (
            "x LIKE 'a' ESCAPE 'bc'",
            "ESCAPE of other than one character",
        ),
        ("x LIKE x", "a pattern other than a literal"),
        ("x ~ '(a)\\1'", "a back-reference"),
        ("x ~ '(?=a)'", "look-around"),
        ("x ~ '\\ma'", "word edges"),
        ("x ~ 'a\\y'", "word edges"),
        ("x ~ '***:a'", "`***`"),
        ("x ~ '(?i)a'", "embedded options"),
        ("x ~ lower(x)", "a pattern other than a literal"),
    ] {
        let error = Expr::parse(source, &position()).unwrap_err();
        assert_eq!(error.exit(), ExitCode::Rules);
        assert_eq!(error.location().rule, Some(position()));
        assert!(
            error.message().contains(why),
            "{source}: {}",
            error.message()
        );
    }
}

#[test]
fn char_ignores_padding_but_patterns_see_it() {
    holds(
        PgType::Char(5),
        "ab   ",
        &[
            "x = 'ab'",
            "x = 'ab '",
            "length(x) = 2",
            "x || 'c' = 'abc'",
            "x NOT LIKE 'ab'",
            "x LIKE 'ab   '",
            "x LIKE 'ab%'",
            "x ~ ' $'",
            "x IN ('ab', 'c')",
            "x::text = 'ab'",
            "lower(x) = 'ab'",
            "x <> 'abc'",
        ],
    );
}

#[test]
fn citext_folds() {
    holds(
        PgType::Citext,
        "AbÉ",
        &[
            "x = 'aBé'",
            "x LIKE 'a%é'",
            "x IN ('z', 'ABÉ')",
            "x ~ '^ab'",
            "x::text <> 'abé'",
        ],
    );
    refused(PgType::Citext, None, &[("x < 'b'", "citext")]);
}

#[test]
fn enums_order_by_place() {
    holds(
        mood(),
        "meh",
        &[
            "x > 'sad'",
            "x < 'happy'",
            "x = 'meh'",
            "x BETWEEN 'sad' AND 'meh'",
            "'sad'::mood < x",
            "x::text = 'meh'",
        ],
    );
    refused(
        mood(),
        None,
        &[
            ("x = 'angry'", "`angry` is not a label"),
            ("x IN ('sad', 'angry')", "`angry`"),
            ("x LIKE 's%'", "is for text"),
        ],
    );
    refused(
        PgType::Text,
        None,
        &[("x::mood = 'sad'", "`mood` is not known")],
    );
    assert!(
        eval(mood(), "furious", "x = 'sad'")
            .unwrap_err()
            .contains("got 7 bytes in column \"x\"")
    );
}

#[test]
fn numbers_are_exact_and_reals_are_widened() {
    holds(
        PgType::Numeric(None),
        "1.50",
        &["x = 1.5", "x = '1.5'", "x * 2 = 3", "x > 1", "x IN (1.5)"],
    );
    holds(PgType::Float8, "0.1", &["x = 0.1", "x + 0.2 <> 0.3"]);
    holds(
        PgType::Float4,
        "0.1",
        &["x <> 0.1", "x = '0.1'", "x = 0.1::real"],
    );
    holds(PgType::Float8, "NaN", &["x = 'NaN'", "x > 'Infinity'"]);
    holds(
        PgType::Numeric(None),
        "NaN",
        &["x = 'NaN'", "x > 'Infinity'"],
    );
}

#[test]
fn integers_fail_as_the_server_does() {
    holds(PgType::Int4, "-7", &["x / 2 = -3", "x % 2 = -1", "- x = 7"]);
    for source in ["1 / (x + 7) = 1", "x % (x + 7) = 1"] {
        let message = eval(PgType::Int4, "-7", source).unwrap_err();
        assert_eq!(
            message,
            "division by zero, in the expression at rules.yaml:7:12"
        );
    }
    assert!(
        eval(PgType::Int4, "2147483647", "x + 1 > 0")
            .unwrap_err()
            .starts_with("integer out of range")
    );
    assert!(
        eval(PgType::Int4, "1", "x = 1 AND 1 / 0 = 1")
            .unwrap_err()
            .starts_with("division by zero (character 11")
    );
}

#[test]
fn timestamps_and_the_runs_zone() {
    holds(
        PgType::TimestampTz,
        "2020-07-01 21:00:00+09",
        &[
            "x = '2020-07-01 12:00:00+00'",
            "x = '2020-07-01 12:00:00'",
            "x::date = '2020-07-01'",
            "x < now()",
            "x < now() - interval '15 days'",
            "x >= timestamp '2020-07-01 12:00'",
        ],
    );
    let zoned = |source| {
        eval_in(
            "Asia/Tokyo",
            PgType::TimestampTz,
            None,
            Some("2020-07-01 21:00:00+09"),
            source,
        )
    };
    assert_eq!(zoned("x = '2020-07-01 21:00:00'"), Ok(Some(true)));
    assert_eq!(zoned("x >= timestamp '2020-07-01 22:00'"), Ok(Some(false)));
    assert_eq!(zoned("current_date = '2024-03-31'"), Ok(Some(true)));
    holds(
        PgType::Date,
        "infinity",
        &["x > '2020-01-01'", "x = 'infinity'"],
    );
    holds(PgType::Date, "0044-03-15 BC", &["x < '0001-01-01'"]);
    holds(
        PgType::Timestamp,
        "12345-01-01 00:00:00",
        &["x > '9999-12-31'"],
    );
    refused(
        PgType::Date,
        None,
        &[
            ("x > '01/02/2020'", "`01/02/2020` is not a date"),
            ("x > 'yesterday'", "is not a date"),
            ("x > '2020-02-30'", "is not a date"),
        ],
    );
    let message = eval(PgType::Date, "not a date!", "x > '2020-01-01'").unwrap_err();
    assert_eq!(
        message,
        "expected a date (YYYY-MM-DD), got 11 bytes in column \"x\", in the expression at rules.yaml:7:12"
    );
}

#[test]
fn intervals() {
    holds(
        PgType::Interval,
        "1 mon",
        &["x = '30 days'", "x < '31 days'", "x * 2 = '60 days'"],
    );
    holds(
        PgType::Timestamp,
        "2020-01-31 10:00:00",
        &["x + interval '1 month' = '2020-02-29 10:00'"],
    );
}

#[test]
fn booleans() {
    for value in ["t", "true"] {
        holds(
            PgType::Bool,
            value,
            &[
                "x",
                "x = 't'",
                "x = true",
                "x = 'yes'",
                "x = 'on'",
                "x = '1'",
                "x IS TRUE",
                "x IN ('t')",
            ],
        );
    }
    holds(
        PgType::Bool,
        "f",
        &["NOT x", "x = 'off'", "x IS NOT TRUE", "x < true"],
    );
    refused(
        PgType::Bool,
        None,
        &[
            ("x = 'maybe'", "not a boolean"),
            ("x = 1", "no operator `boolean = integer`"),
        ],
    );
    refused(
        PgType::Text,
        None,
        &[
            ("x", "must be boolean, not text"),
            ("NOT x", "must be boolean"),
        ],
    );
}

#[test]
fn json() {
    for ty in [PgType::Json, PgType::Jsonb] {
        holds(
            ty.clone(),
            r#"{"a": "x", "n": 5, "e": null, "l": [1, {"b": true}]}"#,
            &[
                "x->>'a' = 'x'",
                "x->'e' IS NOT NULL",
                "x->>'e' IS NULL",
                "x->>'zz' IS NULL",
                "(x->>'n')::int > 4",
                "x#>>'{l,1,b}' = 'true'",
                "x->'l'->-1->>'b' = 'true'",
                "x->'l' IS NOT NULL",
                "x->>'l' IS NOT NULL",
            ],
        );
        let message = eval(ty, r#"{"a": [1]}"#, "x->>'a' = '[1]'").unwrap_err();
        assert!(message.contains("object or array"), "{message}");
    }
    holds(PgType::Json, r#"{"a": 1, "a": 2}"#, &["x->>'a' = '2'"]);
    holds(
        PgType::Jsonb,
        r#"{"a": 1.0}"#,
        &["x = '{\"a\": 1}'", "x->'a' = '1'", "(x->'a')::int = 1"],
    );
    refused(
        PgType::Json,
        None,
        &[
            ("x = '{}'", "json values do not compare"),
            ("x->'a' = '1'", "json values do not compare"),
        ],
    );
    refused(
        PgType::Jsonb,
        None,
        &[("x < '1'", "`=` and `<>` only"), ("x = '{'", "is not JSON")],
    );
    refused(PgType::Text, None, &[("x->>'a' = '1'", "`->` is for json")]);
    holds(
        PgType::Text,
        r#"{"a": 1e2}"#,
        &["x::json->>'a' = '1e2'", "(x::jsonb)->>'a' = '100'"],
    );
    let message = eval(PgType::Text, "no json", "x::jsonb->>'a' = '1'").unwrap_err();
    assert!(
        message.starts_with("expected JSON, got 7 bytes"),
        "{message}"
    );
}

#[test]
fn null_is_neither_true_nor_false() {
    let of_null = |source| eval_in("UTC", PgType::Int4, None, None, source);
    for source in [
        "x = 1",
        "x <> 1",
        "x IN (1)",
        "x NOT IN (1)",
        "NOT x = 1",
        "x = 1 OR NULL",
        "x + 1 = 1",
    ] {
        assert_eq!(of_null(source), Ok(None), "{source}");
    }
    assert_eq!(of_null("x = 1 AND false"), Ok(Some(false)));
    assert_eq!(of_null("x IS NULL"), Ok(Some(true)));
    assert_eq!(of_null("(x = 1) IS UNKNOWN"), Ok(Some(true)));
    holds(
        PgType::Int4,
        "1",
        &["(x NOT IN (2, NULL)) IS UNKNOWN", "x IN (1, NULL)"],
    );
}

#[test]
fn only_null_can_be_asked_of_some_types() {
    let types = [
        PgType::Array(Box::new(PgType::Int4)),
        PgType::Hstore,
        PgType::Xml,
        PgType::Money,
        PgType::TsVector,
        PgType::Bit(3),
        PgType::TimeTz,
        PgType::Other("int4range".to_owned()),
    ];
    for ty in types {
        refused(
            ty.clone(),
            None,
            &[
                ("x = '1'", "IS [NOT] NULL"),
                ("x < '1'", "IS [NOT] NULL"),
                ("x IN ('1')", "IS [NOT] NULL"),
                ("x = x", "IS [NOT] NULL"),
                ("x LIKE '1'", "is for text"),
                ("x::text = '1'", "not supported"),
            ],
        );
        holds(ty, "anything", &["x IS NOT NULL"]);
    }
    let pair = PgType::Composite(Arc::new(CompositeType {
        name: TableName::new("public", "pair"),
        fields: vec![
            ("a".to_owned(), PgType::Int4.into()),
            ("b".to_owned(), PgType::Int4.into()),
        ],
    }));
    holds(pair.clone(), "(,)", &["x IS NULL"]);
    holds(pair, "(1,2)", &["x IS NOT NULL"]);
}

#[test]
fn equality_only() {
    holds(
        PgType::Bytea,
        "\\x6162",
        &["x = 'ab'", "x = '\\x6162'", "x <> ''"],
    );
    holds(PgType::Bytea, "ab", &["x = '\\x6162'"]);
    holds(
        PgType::Uuid,
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        &["x = 'A0EEBC999C0B4EF8BB6D6BB9BD380A11'"],
    );
    holds(PgType::Inet, "192.0.2.1", &["x = '192.0.2.1/32'"]);
    holds(
        PgType::MacAddr,
        "08:00:2b:01:02:03",
        &["x = '08-00-2B-01-02-03'"],
    );
    for (ty, literal) in [
        (PgType::Bytea, "''"),
        (PgType::Inet, "'192.0.2.1'"),
        (PgType::Uuid, "'a0eebc999c0b4ef8bb6d6bb9bd380a11'"),
        (PgType::MacAddr, "'08002b010203'"),
    ] {
        refused(
            ty,
            None,
            &[(&format!("x < {literal}"), "`=` and `<>` only")],
        );
    }
}

#[test]
fn a_data_only_dump_tells_no_types() {
    holds(
        PgType::Unknown,
        "5",
        &[
            "x IS NOT NULL",
            "x = '5'",
            "x <> '6'",
            "x IN ('4', '5')",
            "x::int > 4",
            "x::text LIKE '5%'",
            "x::numeric = 5.0",
            "(x::int + 1) = 6",
        ],
    );
    holds(PgType::Unknown, "t", &["x::boolean"]);
    holds(PgType::Unknown, "2020-01-01", &["x::date < now()"]);
    refused(
        PgType::Unknown,
        None,
        &[
            ("x = 5", "does not tell"),
            ("x > '5'", "does not tell"),
            ("x LIKE '5%'", "does not tell"),
            ("x", "does not tell"),
            ("lower(x) = '5'", "does not tell"),
            ("x = x", "does not tell"),
            ("x + 1 = 6", "does not tell"),
            ("coalesce(x, 'a') = 'a'", "does not tell"),
            ("x IN ('5', 6)", "does not tell"),
            ("x->>'a' = '1'", "does not tell"),
            ("x BETWEEN '1' AND '2'", "does not tell"),
        ],
    );
}

#[test]
fn what_is_not_supported_is_refused_with_its_place() {
    for (source, why) in [
        (
            "x = CASE WHEN true THEN 1 END",
            "CASE is not supported (character 5 of",
        ),
        (
            "x IN (SELECT 1)",
            "subqueries are not supported yet (character 1 of",
        ),
        (
            "EXISTS (SELECT 1 FROM t)",
            "subqueries are not supported yet",
        ),
        ("x = (SELECT 1)", "subqueries are not supported yet"),
        ("x = ANY (ARRAY[1])", "ANY or ALL"),
        ("substring(x, 1) = 'a'", "`SUBSTRING`"),
        ("random() < 0.5", "`random`"),
        ("t.x = 1", "a name with a dot"),
        ("x == 1", "`==` is not SQL"),
        ("x = 1;", "`;` is not supported"),
        ("x = $1", "`$1` is not supported"),
        (
            "x = 1 x",
            "expected the end of the expression, found `x` (character 7",
        ),
        ("x =", "expected an expression, found the end (character 4"),
        ("", "expected an expression"),
        ("x = 1 AND\n  y ~~ 'a'", "(line 2, character 3 of"),
        ("x SIMILAR TO 'a'", "SIMILAR TO"),
        ("x AT TIME ZONE 'UTC' = 'a'", "AT TIME ZONE"),
        ("x ? 'a'", "`?`"),
        ("x @> '{}'", "the operator `@>`"),
        ("x::int[] IS NULL", "the type `INT[]`"),
        ("x::timestamp(3) IS NULL", "the type"),
        ("x NOT NULL", "`NOT NULL` is not an operator"),
        ("(x, 1) = (1, 2)", "a row of values"),
        ("interval '1-2' year to month = x", "range of fields"),
        ("x = 'a", "can't read the expression"),
        ("x = B'1'", "this kind of literal"),
        ("x LIKE ANY ('a')", "not supported"),
        ("count(*) = 1", "not supported"),
        ("x = not", "the word `not` in this place"),
        ("lower(x, x) = 'a'", "`lower` with 2 arguments"),
    ] {
        let error = match Expr::parse(source, &position()) {
            Err(error) => error,
            Ok(_) => panic!("{source} is not refused"),
        };
        assert_eq!(error.exit(), ExitCode::Rules, "{source}");
        assert_eq!(error.location().rule, Some(position()), "{source}");
        assert!(
            error.message().contains(why),
            "{source}: {}",
            error.message()
        );
    }
}

#[test]
fn operands_whose_order_is_not_postgresqls_need_parentheses() {
    for source in [
        "x = 1 = true",
        "x ~ 'a' || 'b'",
        "x = 'a' ~ 'b'",
        "x IS NULL IS NULL",
        "x LIKE 'a' LIKE 'b'",
        "1 < x < 3",
    ] {
        let error = match Expr::parse(source, &position()) {
            Err(error) => error,
            Ok(_) => panic!("{source} is not refused"),
        };
        assert!(
            error.message().contains("which operator comes first"),
            "{source}: {}",
            error.message()
        );
    }
    for source in [
        "(x = 1) = true",
        "x ~ ('a' || 'b')",
        "x || 'a' = 'ba'",
        "NOT x = 'a' AND x IS NULL",
    ] {
        assert!(Expr::parse(source, &position()).is_ok(), "{source}");
    }
}

#[test]
fn long_and_deep_expressions_do_not_overflow_the_stack() {
    let or = (0..1_900)
        .map(|n| format!("x = {n}"))
        .collect::<Vec<_>>()
        .join(" OR ");
    assert_eq!(eval(PgType::Int4, "1899", &or), Ok(Some(true)));
    let too_long = (0..4_000)
        .map(|n| format!("x = {n}"))
        .collect::<Vec<_>>()
        .join(" OR ");
    assert!(
        eval(PgType::Int4, "1", &too_long)
            .unwrap_err()
            .contains("more than")
    );
    let list = (0..20_000)
        .map(|n| n.to_string())
        .collect::<Vec<_>>()
        .join(", ");
    assert_eq!(
        eval(PgType::Int4, "19999", &format!("x IN ({list})")),
        Ok(Some(true))
    );
    let deep = format!("{}x = 1{}", "(".repeat(30), ")".repeat(30));
    assert_eq!(eval(PgType::Int4, "1", &deep), Ok(Some(true)));
    for deep in [
        format!("{}x = 1{}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("{} x = 1", "NOT ".repeat(5_000)),
        format!("x = {} 1", "- ".repeat(5_000)),
        format!("x = 1{}", " + 1".repeat(5_900)),
        format!("x{} = 1", "::int".repeat(2_900)),
        format!("x{} = '1'", "->'a'".repeat(5_900)),
    ] {
        assert!(eval(PgType::Int4, "1", &deep).is_err());
    }
}

#[test]
fn this_is_the_enclosing_object() {
    let columns = [("kind", PgType::Text, None)];
    with_binder(&columns, true, "UTC", |binder| {
        let predicate = Expr::parse(
            "this->>'type' = kind AND (this->>'n')::int > 1",
            &position(),
        )
        .unwrap()
        .bind(binder)
        .unwrap();
        let row = RowBuf::of(&[Some(b"email")]);
        let run = |this: Option<&str>| {
            predicate
                .eval(&Cx {
                    row: row.row(&[]),
                    replaced: row.row(&[]),
                    this: this.map(str::as_bytes),
                    seed: binder.namespace.key.seed(b""),
                })
                .map_err(|failure| failure.0.into_owned())
        };
        assert_eq!(run(Some(r#"{"type": "email", "n": 2}"#)), Ok(Some(true)));
        assert_eq!(run(Some(r#"{"type": "phone", "n": 2}"#)), Ok(Some(false)));
        assert_eq!(
            run(Some(r#"{"type": "x", "n": 1, "type": "email", "n": 20}"#)),
            Ok(Some(true))
        );
        assert_eq!(run(Some("{}")), Ok(None));
        assert_eq!(run(None), Ok(None));
        assert_eq!(
            run(Some("{\"type\": ")),
            Err("expected JSON, got 9 bytes, in the expression at rules.yaml:7:12".to_owned())
        );
    });
    with_binder(&columns, false, "UTC", |binder| {
        let misfit = Expr::parse("this->>'type' = 'x'", &position())
            .unwrap()
            .bind(binder)
            .unwrap_err();
        assert!(
            misfit.message.contains("no column \"this\""),
            "{}",
            misfit.message
        );
        assert!(!misfit.wrong_rule);
    });
}

#[test]
fn columns_are_resolved_and_asked_for() {
    let columns = [
        ("a", PgType::Int4, None),
        ("role", PgType::Text, None),
        ("User", PgType::Text, None),
    ];
    with_binder(&columns, false, "UTC", |binder| {
        let expr = Expr::parse("ROLE = 'x' AND \"User\" IS NULL", &position()).unwrap();
        assert_eq!(expr.columns().collect::<Vec<_>>(), ["User", "role"]);
        expr.bind(binder).unwrap();
        assert_eq!(
            binder
                .needs
                .borrow()
                .originals
                .iter()
                .copied()
                .collect::<Vec<_>>(),
            [1, 2]
        );
        let misfit = Expr::parse("a = 1 AND rol = 'x'", &position())
            .unwrap()
            .bind(binder)
            .unwrap_err();
        assert!(misfit.message.contains("no column \"rol\""));
        assert!(misfit.message.contains("character 11"));
        assert_eq!(misfit.hint.as_deref(), Some("did you mean \"role\"?"));
        assert!(!misfit.wrong_rule, "a missing column is exit 4");
        let misfit = Expr::parse("a = 'x'", &position())
            .unwrap()
            .bind(binder)
            .unwrap_err();
        assert!(misfit.wrong_rule, "a wrong literal is exit 3");
    });
}

#[test]
fn names_that_are_also_words() {
    for name in [
        "date",
        "time",
        "timestamp",
        "type",
        "name",
        "text",
        "value",
        "key",
        "position",
        "active",
        "data",
        "status",
        "role",
        "level",
        "count",
        "json",
        "uuid",
        "number",
        "point",
        "path",
        "first",
        "year",
        "left",
    ] {
        let columns = [(name, PgType::Int4, None)];
        with_binder(&columns, false, "UTC", |binder| {
            for source in [
                format!("{name} = 1"),
                format!("1 < {name}"),
                format!("{name} IS NOT NULL AND {name} IN (1)"),
                format!("\"{name}\" = 1"),
            ] {
                if let Err(error) = Expr::parse(&source, &position()) {
                    panic!("{source}: {}", error.message());
                }
                Expr::parse(&source, &position())
                    .unwrap()
                    .bind(binder)
                    .unwrap();
            }
        });
    }
}
