//! What is read and refused, and what rows answer.

use proptest::prelude::*;

use super::*;
use crate::exit::ExitCode;
use crate::rules::expr::tests::{position, with_binder};
use crate::transform::Cx;
use crate::transform::row::RowBuf;

fn parse(source: &str) -> Expr {
    match Expr::parse(source, &position()) {
        Ok(expr) => expr,
        Err(error) => panic!("{source}: {error}"),
    }
}

/// A table's name, columns and rows.
type TestTable<'a> = (&'a str, &'a [Column<'a>], &'a [&'a [Option<&'a str>]]);

/// The one subquery of an expression, in words.
fn shown(source: &str) -> String {
    let expr = parse(source);
    let [query] = expr.subqueries().try_into().unwrap();
    let Subquery {
        table,
        input,
        columns,
        filter,
        ..
    } = query.as_ref();
    let filter: Vec<&str> = filter.iter().flat_map(Expr::columns).collect();
    format!(
        "{}{} {}/{} if {} of {}",
        if *input { "input " } else { "" },
        table.within("own"),
        query.selected().len(),
        columns.join(","),
        filter.join(","),
        expr.columns().collect::<Vec<_>>().join(","),
    )
}

#[test]
fn conditions_are_sorted_by_the_table_they_read() {
    for (source, expected) in [
        ("x IN (SELECT a FROM t)", "own.t 1/a if  of x"),
        (
            "x NOT IN (SELECT DISTINCT T.A FROM T)",
            "own.t 1/a if  of x",
        ),
        (
            "x IN (SELECT s.a FROM public.t AS s WHERE s.b > 1 AND c)",
            "public.t 1/a if b,c of x",
        ),
        (
            "x IN (SELECT a FROM input(t) i WHERE i.b = users.y)",
            "input own.t 1/a,b if  of x,y",
        ),
        (
            "(x, lower(y)) IN (SELECT a, b FROM \"S\".\"T\")",
            "\"S\".\"T\" 2/a,b if  of x,y",
        ),
        ("EXISTS (SELECT 1 FROM t)", "own.t 0/ if  of "),
        (
            "NOT EXISTS (SELECT * FROM t WHERE t.a = users.x AND (users.y + 1 = b AND d) AND c = 2)",
            "own.t 0/a,b if c,d of x,y",
        ),
        (
            "EXISTS (SELECT t.a, 'x' AS y FROM t WHERE a = b OR c)",
            "own.t 0/ if a,b,c of ",
        ),
        (
            "EXISTS (SELECT 1 FROM users AS u WHERE u.boss = users.id)",
            "own.users 0/boss if  of id",
        ),
        ("EXISTS (SELECT 1 FROM input)", "own.input 0/ if  of "),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn subqueries_nest_and_are_found_in_order() {
    let expr = parse(
        "x IN (SELECT a FROM t WHERE b NOT IN (SELECT c FROM u WHERE u.d = t.d)) \
         OR NOT EXISTS (SELECT 1 FROM v)",
    );
    let tables: Vec<_> = expr
        .subqueries()
        .iter()
        .map(|q| &q.table.name.name)
        .collect();
    assert_eq!(tables, ["t", "v"]);
    let filter = expr.subqueries()[0].filter.clone().unwrap();
    assert_eq!(filter.subqueries()[0].columns, ["c", "d"]);
    assert_eq!(filter.columns().collect::<Vec<_>>(), ["b", "d"]);
    assert!(expr.not_in().is_empty());
    assert_eq!(filter.not_in().len(), 1);
}

#[test]
fn what_is_not_read_is_refused_with_its_place() {
    for (source, why) in [
        (
            "x IN (SELECT 1)",
            "without FROM is not supported (character 7",
        ),
        ("x IN (SELECT 1 FROM t)", "IN takes columns"),
        ("x IN (SELECT * FROM t)", "IN takes columns"),
        ("x IN (SELECT users.a FROM t)", "IN takes columns"),
        ("x IN (SELECT max(a) FROM t)", "`max` is not supported"),
        (
            "x IN (SELECT a, b FROM t)",
            "compares 1 column with 2 columns",
        ),
        (
            "(x, y) IN (SELECT a FROM t)",
            "compares 2 columns with 1 column",
        ),
        (
            "(x, x, x, x, x) IN (SELECT a, a, a, a, a FROM t)",
            "more than 4 columns",
        ),
        ("x IN (SELECT a FROM t, u)", "over several tables"),
        (
            "x IN (SELECT a FROM t JOIN u ON true)",
            "over several tables",
        ),
        ("x IN (SELECT a FROM (SELECT 1) t)", "this form of FROM"),
        ("x IN (SELECT a FROM input(t, u))", "this form of FROM"),
        ("x IN (SELECT a FROM input(user))", "this form of FROM"),
        (
            "EXISTS (SELECT 1 FROM t WHERE t.a = user.b)",
            "a reserved word before a dot",
        ),
        ("x IN (SELECT a FROM output(t))", "this form of FROM"),
        ("x IN (SELECT a FROM a.b.t)", "this form of FROM"),
        ("x IN (SELECT a FROM ONLY t)", "this form of FROM"),
        ("x IN (SELECT a FROM t AS s (b))", "this form of FROM"),
        ("x IN (SELECT a FROM t GROUP BY a)", "GROUP BY"),
        ("x IN (SELECT a FROM t ORDER BY a)", "ORDER BY"),
        ("x IN (SELECT a FROM t LIMIT 1)", "LIMIT"),
        ("x IN (SELECT a FROM t HAVING true)", "HAVING"),
        ("x IN (SELECT DISTINCT ON (a) a FROM t)", "DISTINCT ON"),
        ("x IN (SELECT a FROM t UNION SELECT 1)", "a plain SELECT"),
        ("x IN (VALUES (1))", ""),
        ("x IN (WITH t AS (SELECT 1) SELECT a FROM t)", "WITH"),
        ("x IN (SELECT a FROM t FOR UPDATE)", "FOR UPDATE"),
        ("EXISTS (SELECT count(*) FROM t)", "EXISTS selects"),
        (
            "EXISTS (SELECT 1 FROM t WHERE t.a > users.b)",
            "`t.column = other.column` only, joined to the other conditions by AND (character 37",
        ),
        ("EXISTS (SELECT 1 FROM t WHERE users.b)", "by AND"),
        ("EXISTS (SELECT 1 FROM t WHERE a = users.b OR c)", "by AND"),
        ("EXISTS (SELECT 1 FROM t WHERE a = users.b + c)", "by AND"),
        (
            "EXISTS (SELECT 1 FROM t AS s WHERE t.a = s.b + 1)",
            "by AND",
        ),
        (
            "EXISTS (SELECT 1 FROM t WHERE a IN (SELECT b FROM u WHERE c = users.d))",
            "by AND",
        ),
        (
            "x = NOT EXISTS (SELECT 1 FROM t)",
            "which operator comes first",
        ),
    ] {
        let Err(error) = Expr::parse(source, &position()) else {
            panic!("{source} is not refused");
        };
        assert_eq!(error.exit(), ExitCode::Rules, "{source}");
        assert!(error.message().contains(why), "{source}: {error}");
        assert!(error.message().contains("of the expression"), "{source}");
    }
}

/// A column's name, type and collation.
type Column<'c> = (&'c str, PgType, Option<&'c str>);

/// The expression over one row, with the rows of the tables its subqueries read.
fn run(
    source: &str,
    (columns, row): (&[Column<'_>], &[Option<&str>]),
    tables: &[TestTable<'_>],
) -> Result<Option<bool>, String> {
    let expr = Expr::parse(source, &position()).map_err(|error| error.message().to_owned())?;
    evaluate(&expr, columns, row, tables)
}

fn evaluate(
    expr: &Expr,
    columns: &[Column<'_>],
    row: &[Option<&str>],
    tables: &[TestTable<'_>],
) -> Result<Option<bool>, String> {
    let told = |misfit: Misfit| misfit.message;
    with_binder(columns, false, "UTC", |binder| {
        let predicate = expr.bind(binder).map_err(told)?;
        for request in binder.needs.take().lookups {
            let query = &request.subquery;
            let (_, columns, rows) = tables
                .iter()
                .find(|(name, ..)| *name == query.table.name.name)
                .unwrap();
            let (indices, inner) = with_binder(columns, false, "UTC", |inner| {
                let indices = query.bind_columns(inner).map_err(told)?;
                let types = indices
                    .iter()
                    .map(|at| inner.columns.list[*at].1.base.clone());
                Ok::<_, String>((indices.clone(), types.collect::<Vec<_>>()))
            })?;
            let secret = Arc::new(KeySecret::new([3; 32]));
            let mut collector =
                Collector::new(query, &request.outer, &inner, secret).map_err(told)?;
            for row in *rows {
                let counts = match &query.filter {
                    Some(filter) => evaluate(filter, columns, row, tables)?,
                    None => Some(true),
                };
                if counts == Some(true) {
                    let values: Vec<_> = row.iter().map(|v| v.map(str::as_bytes)).collect();
                    let row = RowBuf::of(&values);
                    collector
                        .add(row.row(&[]), &indices)
                        .map_err(|failure| failure.0.into_owned())?;
                }
            }
            request.handle.set(Arc::new(collector.finish()));
        }
        let values: Vec<_> = row.iter().map(|value| value.map(str::as_bytes)).collect();
        let row = RowBuf::of(&values);
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

fn typed(ty: PgType) -> Vec<Column<'static>> {
    vec![("a", ty, None)]
}

#[test]
fn values_compare_as_their_types_do() {
    use PgType::*;
    for (outer, value, inner, others, expected) in [
        (Int4, "7", Int8, "7", true),
        (Int4, "7", Numeric(None), "7.00", true),
        (Numeric(None), "1.50", Numeric(None), "1.5", true),
        (Float8, "0.1", Float4, "0.1", false),
        (Text, "A", Text, "a", false),
        (Citext, "A", Citext, "a", true),
        (Citext, "A", Text, "a", false),
        (Char(4), "a   ", Varchar(None), "a", true),
        (Char(4), "a   ", Text, "a", true),
        (Varchar(None), "a ", Text, "a", false),
        (
            Uuid,
            "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
            Uuid,
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            true,
        ),
        (Bool, "t", Bool, "true", true),
        (Unknown, "07", Unknown, "7", false),
        (Date, "2020-01-01", Date, "2020-01-01", true),
    ] {
        let (outer, inner) = (typed(outer), typed(inner));
        let rows: &[&[Option<&str>]] = &[&[Some(others)]];
        let answer = run(
            "a IN (SELECT a FROM t)",
            (&outer, &[Some(value)]),
            &[("t", &inner, rows)],
        );
        assert_eq!(answer, Ok(Some(expected)), "{outer:?} {inner:?}");
    }
}

#[test]
fn what_is_computed_is_compared_too() {
    let columns = [
        ("email", PgType::Text, None),
        ("data", PgType::Jsonb, None),
        ("day", PgType::Date, None),
    ];
    let row = [
        Some("Jane@X.org"),
        Some(r#"{"id": 7, "in": {}}"#),
        Some("2020-01-31"),
    ];
    let t = [
        ("email", PgType::Text, None),
        ("id", PgType::Int8, None),
        ("day", PgType::Date, None),
        ("ok", PgType::Bool, None),
        ("at", PgType::Timestamp, None),
    ];
    let rows: &[&[Option<&str>]] = &[&[
        Some("jane@x.org"),
        Some("7"),
        Some("2020-02-01"),
        Some("f"),
        Some("2020-02-01 10:00:00"),
    ]];
    let ask = |source| run(source, (&columns, &row), &[("t", &t, rows)]);
    for source in [
        "lower(email) IN (SELECT email FROM t)",
        "(data->>'id')::int IN (SELECT id FROM t)",
        "EXISTS (SELECT 1 FROM t WHERE t.id = (u.data->>'id')::int AND t.id = 7)",
        "7 IN (SELECT id FROM t)",
        "3.5 * 2 IN (SELECT id FROM t)",
        "'jane@x.org'::text IN (SELECT email FROM t)",
        "(day IS NULL) IN (SELECT ok FROM t)",
        "(email IN (SELECT email FROM t)) IN (SELECT ok FROM t)",
        "email NOT IN (SELECT email FROM t WHERE day > '2020-01-01')",
        "(NULL IN (SELECT id FROM t)) IS NULL",
        "CAST('7' AS text) NOT IN (SELECT email FROM t)",
        "(8, email) NOT IN (SELECT id, email FROM t)",
        "day + 1 IN (SELECT day FROM t)",
        "day NOT IN (SELECT day FROM t)",
        "(day + interval '1 day')::date IN (SELECT day FROM t)",
        "day + interval '34 hours' IN (SELECT at FROM t)",
        "EXISTS (SELECT 1 FROM t WHERE at = u.day + interval '1 day 10:00:00')",
        "(now() - interval '15 days')::date NOT IN (SELECT day FROM t)",
        "EXISTS (SELECT 1 FROM t) AND true IN (SELECT ok IS NULL FROM t) IS NULL OR true",
    ] {
        match ask(source) {
            Ok(answer) => assert_eq!(answer, Some(true), "{source}"),
            Err(why) => assert!(why.contains("IN takes columns"), "{source}: {why}"),
        }
    }
    for (source, why) in [
        ("'7' IN (SELECT id FROM t)", "the type of this literal"),
        (
            "email IN (SELECT id FROM t)",
            "text can't be compared with the subquery's column \"id\", which is bigint",
        ),
        ("id IN (SELECT id FROM t)", "no column \"id\""),
        ("email IN (SELECT mail FROM t)", "no column \"mail\""),
        (
            "EXISTS (SELECT 1 FROM t WHERE mail = '')",
            "no column \"mail\"",
        ),
        ("data IN (SELECT email FROM t)", "can't compare jsonb"),
        ("now() IN (SELECT day FROM t)", "computed timestamptz"),
        ("data->>'in' IN (SELECT email FROM t)", "object"),
    ] {
        let message = ask(source).unwrap_err();
        assert!(message.contains(why), "{source}: {message}");
    }
}

#[test]
fn collations_that_make_different_texts_equal_are_refused() {
    let plain = [("a", PgType::Text, None)];
    let odd = [("a", PgType::Text, Some("public.ci"))];
    for (outer, inner) in [(&plain, &odd), (&odd, &plain)] {
        let answer = run(
            "a IN (SELECT a FROM t)",
            (outer, &[None]),
            &[("t", inner, &[])],
        );
        assert!(answer.unwrap_err().contains("public.ci"));
    }
}

#[test]
fn an_answer_that_is_not_there_is_a_failure() {
    with_binder(&[("x", PgType::Int4, None)], false, "UTC", |binder| {
        let expr = parse("x NOT IN (SELECT a FROM t)");
        let predicate = expr.bind(binder).unwrap();
        let row = RowBuf::of(&[None]);
        let failure = predicate.eval(&Cx {
            row: row.row(&[]),
            replaced: row.row(&[]),
            this: None,
            seed: binder.namespace.key.seed(b""),
        });
        assert!(failure.unwrap_err().0.contains("a subquery was not ready"));
    });
}

#[test]
fn a_malformed_value_fails_and_is_not_told() {
    let int = typed(PgType::Int4);
    let rows: &[&[Option<&str>]] = &[&[Some("jane")]];
    let message = run(
        "a IN (SELECT a FROM t)",
        (&int, &[Some("1")]),
        &[("t", &int, rows)],
    );
    assert_eq!(message, Err("expected an integer, got 4 bytes".to_owned()));
}

#[test]
fn tables_before_columns_are_checked_where_they_are_known() {
    let bind = |source: &str, known: &[&str]| {
        with_binder(&[("x", PgType::Int4, None)], false, "UTC", |binder| {
            let columns = crate::transform::bind::Columns {
                list: binder.columns.list.clone(),
                qualifiers: known.iter().map(|name| (*name).to_owned()).collect(),
                ..Default::default()
            };
            let binder = Binder {
                columns: &columns,
                ..binder.inside(binder.target.clone())
            };
            parse(source)
                .bind(&binder)
                .map(drop)
                .map_err(|misfit| misfit.message)
        })
    };
    assert!(bind("users.x = 1", &[]).is_ok());
    assert!(bind("users.x = 1", &["users"]).is_ok());
    assert!(bind("EXISTS (SELECT 1 FROM t WHERE t.a = users.x)", &["users"]).is_ok());
    for source in [
        "others.x = 1",
        "EXISTS (SELECT 1 FROM t WHERE t.a = others.x)",
        "EXISTS (SELECT 1 FROM t AS s WHERE s.a = t.x)",
    ] {
        assert!(
            bind(source, &["users"])
                .unwrap_err()
                .contains("is not the table"),
            "{source}"
        );
    }
}

/// Rows of small numbers and NULLs.
fn rows(columns: usize, most: usize) -> impl Strategy<Value = Vec<Vec<Option<u8>>>> {
    let value = prop_oneof![Just(None), (0_u8..3).prop_map(Some)];
    proptest::collection::vec(proptest::collection::vec(value, columns), 0..most)
}

proptest! {
    /// Against SQL's definition: OR over the rows of AND over the columns, of three values.
    #[test]
    fn answers_are_those_of_the_definition(
        selected in 0_usize..4,
        correlated in 0_usize..3,
        inner in rows(6, 6),
        outer in rows(6, 12),
    ) {
        let width = selected + correlated;
        let kind = KeyKind::common(&PgType::Int4, &PgType::Int4).unwrap();
        let parts = vec![KeyPart::new(&PgType::Int4, kind); width];
        let secret = KeySecret::new([5; 32]);
        let mut builder = KeyBuilder::new();
        let text = |row: &[Option<u8>]| -> Vec<Option<Vec<u8>>> {
            row[..width].iter().map(|v| v.map(|v| v.to_string().into_bytes())).collect()
        };
        let mut answers = Answers::new(selected, &secret);
        for row in &inner {
            let row = text(row);
            let row: Vec<Option<&[u8]>> = row.iter().map(Option::as_deref).collect();
            answers.insert(&parts, &row, &mut builder, &secret).unwrap();
        }
        let equal = |a: Option<u8>, b: Option<u8>| Some(a? == b?);
        for row in &outer {
            let mut expected = Some(false);
            for other in &inner {
                let tied = (selected..width).all(|at| equal(row[at], other[at]) == Some(true));
                if !tied {
                    continue;
                }
                let mut same = Some(true);
                for at in 0..selected {
                    same = match (same, equal(row[at], other[at])) {
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        (Some(true), Some(true)) => Some(true),
                        _ => None,
                    };
                }
                expected = match (expected, same) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                };
            }
            let found = answers.contains(&parts, &text(row), &mut builder, &secret).unwrap();
            prop_assert_eq!(found, expected);
        }
    }
}
