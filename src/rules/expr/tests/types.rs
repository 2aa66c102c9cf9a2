//! The table of operator × type, row by row: what answers, and what is refused.

use super::*;

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
