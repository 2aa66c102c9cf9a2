//! What is read, what is refused and where, names, `this`.

use super::*;

#[test]
fn what_is_not_supported_is_refused_with_its_place() {
    for (source, why) in [
        (
            "x = CASE WHEN true THEN 1 END",
            "CASE is not supported (character 5 of",
        ),
        ("x = (SELECT 1)", "a subquery in this place"),
        ("lower((SELECT 1)) = 'a'", "a subquery in this place"),
        ("x = ANY (ARRAY[1])", "ANY or ALL"),
        ("substring(x, 1) = 'a'", "`SUBSTRING`"),
        ("random() < 0.5", "`random`"),
        ("s.t.x = 1", "a name with two dots"),
        ("x[1] = 1", "a subscript"),
        ("user.x = 1", "a reserved word before a dot"),
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

#[test]
fn predicates_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Predicate>();
    shared::<Expr>();
}
