//! Nothing panics, and no failure tells the value.

use proptest::prelude::*;

use super::*;

/// Pieces that make text look like SQL more often than chance would.
fn source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,3}",
        proptest::sample::select(vec![
            "x", "1", "'a'", "(", ")", "AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "~", "->>",
            "->", "#>>", "::", "int", "date", "=", "<", "+", "-", "*", "/", "%", "||", "BETWEEN",
            "CASE", "interval", "'1 day'", "now()", "lower(", ",", "E'\\x'", "$$", "COLLATE",
            "\"C\"", "[", "]", ".", "--", "/*", "*/", "{", "1e9999", "'{a,0}'",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.join(" "))
}

fn types() -> Vec<(PgType, &'static str)> {
    vec![
        (PgType::Bool, "x IS TRUE OR x = 't'"),
        (PgType::Int4, "x + 1 > x * 2 OR -x = x / 3 OR x % 7 = 1"),
        (
            PgType::Numeric(None),
            "x + 1 > x * x OR -x = x / 3 OR x % 7 = 1 OR x::int = 1 OR x::float8 = 1 OR x::text = '1'",
        ),
        (
            PgType::Float8,
            "x + 1 > x * 2 OR x / 3 = 1 OR x::numeric = 1 OR x::int = 1 OR x::real = 1",
        ),
        (
            PgType::Text,
            "x LIKE 'a%_b' OR x ILIKE '%é' OR x ~ '^a.*[b-c]$' OR lower(x) = upper(x) OR length(x) = 3 OR x::char(3) = 'a' OR x IN ('a','b','c','d','e')",
        ),
        (
            PgType::Text,
            "x::jsonb->'a'->>0 = '1' OR x::json#>>'{a,-1}' = 'b' OR x::jsonb = '[1]'",
        ),
        (
            PgType::Text,
            "x::date < now() OR x::timestamp > '2020-01-01' OR x::interval > '1 day'",
        ),
        (PgType::Char(5), "x = 'a' OR x LIKE 'a%' OR x || 'b' = 'ab'"),
        (
            PgType::Date,
            "x + 1 > x - interval '1 month' OR extract(doy from x) = 1 OR x < now()",
        ),
        (
            PgType::Timestamp,
            "x + interval '1 month 1 day 1 hour' > now() OR x - x > '1 day' OR x::date = '2020-01-01'",
        ),
        (
            PgType::TimestampTz,
            "x - interval '1 month 1 day' > now() OR x::timestamp > '2020-01-01'",
        ),
        (PgType::Interval, "x * 1.5 > x / 3 OR -x = x + x"),
        (
            PgType::Jsonb,
            "x->>'a' = '1' OR x = '{}' OR x#>>'{a,0}' = '' OR (x->'a')::int = 1",
        ),
        (PgType::Bytea, "x = '\\x00' OR length(x) = 1"),
        (
            PgType::Uuid,
            "x = 'a0eebc999c0b4ef8bb6d6bb9bd380a11' OR x::text = ''",
        ),
        (PgType::Inet, "x = '::1'"),
        (PgType::MacAddr, "x = '08002b010203'"),
        (PgType::Time, "x + interval '1 hour' > '10:00'"),
        (mood(), "x > 'sad' OR x::text = 'sad'"),
    ]
}

/// Values that look like something.
fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        "[-+]?[0-9]{0,40}(\\.[0-9]{0,40})?([eE][-+]?[0-9]{1,6})?".prop_map(String::into_bytes),
        "[0-9]{1,7}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?([-+][0-9]{2}(:[0-9]{2})?)?)?( BC)?".prop_map(String::into_bytes),
        "(-?[0-9]{1,10} (year|mon|day|week|hour)s? ){0,3}-?[0-9]{0,9}:[0-9]{2}:[0-9]{2}".prop_map(String::into_bytes),
        "[\\[\\]{}\":,0-9a-u\\\\ ]{0,30}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn no_source_panics(source in source()) {
        let _ = eval(PgType::Int4, "1", &source);
        let _ = eval(PgType::Jsonb, "{}", &source);
    }

    #[test]
    fn no_pattern_panics(pattern in "[ab\\\\%_\\[\\]^$(){}|*+?:=!.<>0-9-]{0,12}") {
        let _ = eval(PgType::Text, "ab", &format!("x ~ '{pattern}'"));
        let _ = eval(PgType::Text, "ab", &format!("x LIKE '{pattern}'"));
    }

    #[test]
    fn no_value_panics_and_none_is_told(value in value()) {
        for (ty, source) in types() {
            let told = with_binder(&[("x", ty, None)], false, "Europe/London", |binder| {
                let predicate = Expr::parse(source, &position()).unwrap().bind(binder).unwrap();
                let row = RowBuf::of(&[Some(&value)]);
                predicate.eval(&Cx {
                    row: row.row(&[]),
                    replaced: row.row(&[]),
                    this: None,
                    seed: binder.namespace.key.seed(b""),
                })
            });
            if let Err(failure) = told
                && value.len() >= 8
                && let Ok(text) = std::str::from_utf8(&value)
            {
                prop_assert!(!failure.0.contains(text));
            }
        }
    }
}
