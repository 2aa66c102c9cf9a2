//! Expressions answer as PostgreSQL 15 does, on the text that COPY writes.

#[path = "expr_oracle/cases.rs"]
mod cases;
#[path = "expr_oracle/server.rs"]
mod server;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use cases::{GROUPS, Group};
use dmscrub::dump::name::TableName;
use dmscrub::dump::types::{ColumnType, CompositeType, EnumType, PgType};
use dmscrub::error::Position;
use dmscrub::rules::expr::Expr;
use dmscrub::transform::bind::{Binder, Columns, Needs, Run};
use dmscrub::transform::row::RowBuf;
use dmscrub::transform::seed::SecretKey;
use dmscrub::transform::{Cx, Target};
use server::Server;

const ZONE: &str = "Europe/London";
const NOW: &str = "2024-03-31 12:30:00+00";

/// What became of an expression on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    True,
    False,
    Null,
    /// An error: ours with its message, the server's with its code.
    Error(String),
}

#[test]
fn expressions_answer_as_postgresql_does() {
    let questions: Vec<(usize, String)> = GROUPS
        .iter()
        .enumerate()
        .flat_map(|(number, group)| {
            let written = group.exprs.iter().map(|expr| (*expr).to_owned());
            written
                .chain(random_exprs(number as u64, group))
                .map(move |expr| (number, expr))
        })
        .collect();
    let (rows, answers) = ask(&Server::start(), &questions);

    let mut wrong = Vec::new();
    let mut stricter = BTreeSet::new();
    let mut answered = 0;
    for (question, (number, source)) in questions.iter().enumerate() {
        let ours = run(&GROUPS[*number], source, &rows[*number]);
        for (row, (ours, theirs)) in ours.iter().zip(&answers[question]).enumerate() {
            match (ours, theirs) {
                (Answer::Error(_), Answer::Error(_)) => {}
                (Answer::Error(message), _) => {
                    stricter.insert(format!("{source}  --  {message}"));
                }
                _ if ours == theirs => answered += 1,
                _ => wrong.push(format!(
                    "{source}: row {} of group {number}: ours {ours:?}, PostgreSQL's {theirs:?}",
                    row + 1
                )),
            }
        }
    }
    println!("{answered} answers agree");
    for s in &stricter {
        println!("STRICT {s}");
    }
    assert!(
        wrong.is_empty(),
        "{} answers differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Comparisons of random operands of a group, joined at random; the same in each run.
fn random_exprs(seed: u64, group: &Group) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move |below: usize| {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below
    };
    if group.operands.is_empty() {
        return Vec::new();
    }
    (0..400)
        .map(|_| {
            let mut terms = Vec::new();
            for _ in 0..=next(3) {
                let mut operand = || group.operands[next(group.operands.len())];
                let (a, b, c) = (operand(), operand(), operand());
                terms.push(match next(12) {
                    0 => format!("{a} < {b}"),
                    1 => format!("{a} >= {b}"),
                    2 => format!("{a} <> {b}"),
                    3 => format!("{a} IN ({b}, {c})"),
                    4 => format!("{a} NOT IN ({b}, {c})"),
                    5 => format!("{a} BETWEEN {b} AND {c}"),
                    6 => format!("({a}) IS DISTINCT FROM ({b})"),
                    7 => format!("coalesce({a}, {b}) = {c}"),
                    8 => format!("nullif({a}, {b}) = {c}"),
                    9 => format!("NOT {a} > {b}"),
                    _ => format!("{a} = {b}"),
                });
            }
            let mut text = terms.remove(0);
            for term in terms {
                let word = if next(2) == 0 { "AND" } else { "OR" };
                write!(text, " {word} {term}").expect("a string");
            }
            text
        })
        .collect()
}

type Rows = Vec<Vec<Option<Vec<u8>>>>;

/// Creates the tables, copies them out, and tries each question on each row, in one psql.
fn ask(server: &Server, questions: &[(usize, String)]) -> (Vec<Rows>, Vec<Vec<Answer>>) {
    let mut script = String::from(
        "CREATE EXTENSION citext;
         CREATE TYPE mood AS ENUM ('sad', 'meh', 'happy');
         CREATE TYPE pair AS (x integer, y text);
         CREATE TABLE questions (q integer, g integer, source text);
         CREATE FUNCTION try(source text, g integer) RETURNS text[] LANGUAGE plpgsql AS $f$
         DECLARE answers text[]; answer text; r integer; rows integer;
         BEGIN
           EXECUTE format('SELECT array_agg(coalesce((%s)::boolean::text, ''null'') ORDER BY row_number) FROM g%s', source, g) INTO answers;
           RETURN answers;
         EXCEPTION WHEN OTHERS THEN
           answers := '{}';
           EXECUTE format('SELECT count(*) FROM g%s', g) INTO rows;
           FOR r IN 1..rows LOOP
             BEGIN
               EXECUTE format('SELECT coalesce((%s)::boolean::text, ''null'') FROM g%s WHERE row_number = %s', source, g, r) INTO answer;
             EXCEPTION WHEN OTHERS THEN
               answer := SQLSTATE;
             END;
             answers := answers || answer;
           END LOOP;
           RETURN answers;
         END $f$;\n",
    );
    writeln!(
        script,
        "SET TimeZone = '{ZONE}'; SET plan_cache_mode = force_custom_plan;"
    )
    .expect("a string");
    for (number, group) in GROUPS.iter().enumerate() {
        let columns: Vec<String> = group
            .columns
            .iter()
            .map(|(name, ty)| format!("{name} {ty}"))
            .collect();
        writeln!(
            script,
            "CREATE TABLE g{number} (row_number serial, {});",
            columns.join(", ")
        )
        .expect("a string");
        let names: Vec<&str> = group.columns.iter().map(|(name, _)| *name).collect();
        for row in group.rows {
            writeln!(
                script,
                "INSERT INTO g{number} ({}) VALUES ({});",
                names.join(", "),
                row.join(", ")
            )
            .expect("a string");
        }
        writeln!(
            script,
            "COPY (SELECT {} FROM g{number} ORDER BY row_number) TO STDOUT;\n\\echo --",
            names.join(", ")
        )
        .expect("a string");
    }
    script.push_str("COPY questions FROM STDIN;\n");
    let now = format!("(timestamptz '{NOW}')");
    for (question, (number, source)) in questions.iter().enumerate() {
        let theirs = source
            .replace("now()", &now)
            .replace("current_timestamp", &now)
            .replace("current_date", &format!("({now}::date)"))
            .replace("localtimestamp", &format!("({now}::timestamp)"))
            .replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\t', "\\t");
        writeln!(script, "{question}\t{number}\t{theirs}").expect("a string");
    }
    script.push_str("\\.\nCOPY (SELECT array_to_string(try(source, g), ' ') FROM questions ORDER BY q) TO STDOUT;\n");
    let output = server.psql(&script);
    let mut lines = output.lines();
    let rows = GROUPS
        .iter()
        .map(|_| {
            lines
                .by_ref()
                .take_while(|line| *line != "--")
                .map(|line| line.split('\t').map(decode).collect())
                .collect()
        })
        .collect();
    let answers: Vec<Vec<Answer>> = lines
        .map(|line| {
            line.split(' ')
                .map(|word| match word {
                    "true" => Answer::True,
                    "false" => Answer::False,
                    "null" => Answer::Null,
                    code => Answer::Error(code.to_owned()),
                })
                .collect()
        })
        .collect();
    assert_eq!(answers.len(), questions.len());
    (rows, answers)
}

/// A field of COPY's text format.
fn decode(field: &str) -> Option<Vec<u8>> {
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
fn run(group: &Group, source: &str, rows: &Rows) -> Vec<Answer> {
    let columns = Columns {
        list: group
            .columns
            .iter()
            .map(|(name, ty)| ((*name).to_owned(), ColumnType::from(pg_type(ty))))
            .collect(),
        collations: group
            .columns
            .iter()
            .filter(|(_, ty)| ty.contains("COLLATE"))
            .map(|(name, _)| ((*name).to_owned(), "pg_catalog.\"C\"".to_owned()))
            .collect::<BTreeMap<_, _>>(),
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
