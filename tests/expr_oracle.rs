//! Expressions answer as PostgreSQL 15 does, on the text that COPY writes.

#[path = "expr_oracle/cases.rs"]
mod cases;
#[path = "expr_oracle/ours.rs"]
mod ours;
#[path = "expr_oracle/server.rs"]
mod server;

use std::fmt::Write as _;

use cases::{CHECKS, GROUPS, Group, LIKE_PIECES, NUMBERS, REGEX_PIECES, STRICTER, TEXTS};
use ours::{Answer, Column, NOW, Row, ZONE};
use server::Server;

/// Expressions tried on the rows of a table.
struct Table {
    columns: Vec<Column>,
    /// What fills it, as SQL.
    inserts: String,
    exprs: Vec<String>,
}

#[test]
fn expressions_answer_as_postgresql_does() {
    let mut tables: Vec<Table> = GROUPS
        .iter()
        .enumerate()
        .map(|(seed, group)| table_of(seed as u64 + 1, group))
        .collect();
    tables.push(patterns());
    let server = Server::start();
    let theirs = ask(&server, &tables);

    let (mut wrong, mut answered) = (Vec::new(), 0);
    for (table, (rows, answers)) in tables.iter().zip(theirs) {
        assert_eq!(answers.len(), table.exprs.len());
        for (source, theirs) in table.exprs.iter().zip(answers) {
            let ours = ours::run(&table.columns, source, &rows);
            for (row, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
                match (ours, theirs) {
                    (Answer::Error(_), Answer::Error(_)) => {}
                    (Answer::Error(why), _) if STRICTER.iter().any(|known| why.contains(known)) => {
                    }
                    _ if ours == theirs => answered += 1,
                    _ => wrong.push(format!(
                        "{source}: row {}: ours {ours:?}, PostgreSQL's {theirs:?}",
                        row + 1
                    )),
                }
            }
        }
    }
    let report = wrong
        .iter()
        .take(50)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        wrong.is_empty(),
        "{} answers differ:\n{report}",
        wrong.len()
    );
    assert!(answered > 45_000, "only {answered} answers were compared");
}

#[test]
fn results_are_those_that_postgresql_computed() {
    let server = Server::start();
    let mut script = format!("SET TimeZone = '{ZONE}';\n{NUMBERS}\n");
    for check in CHECKS {
        writeln!(script, "COPY ({}) TO STDOUT;\n\\echo --", check.query).expect("a string");
    }
    let output = server.psql(&script);
    let mut lines = output.lines();
    let mut wrong = Vec::new();
    for check in CHECKS {
        let columns: Vec<Column> = check.columns.to_vec();
        let rows = copied_rows(&mut lines);
        assert!(rows.len() > 1_000, "{} rows", rows.len());
        for source in check.exprs {
            let answers = ours::run(&columns, source, &rows);
            let mut shown_of_this = 0;
            for (row, answer) in rows.iter().zip(answers) {
                if answer != Answer::True {
                    shown_of_this += 1;
                    if shown_of_this > 3 {
                        break;
                    }
                    let shown: Vec<_> = row
                        .iter()
                        .map(|value| value.as_deref().map(String::from_utf8_lossy))
                        .collect();
                    wrong.push(format!("{source}: {answer:?} for {shown:?}"));
                }
            }
        }
    }
    let report = wrong
        .iter()
        .take(50)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        wrong.is_empty(),
        "{} results differ:\n{report}",
        wrong.len()
    );
}

/// Pseudorandom numbers below a bound, the same in each run (xorshift64).
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below
    }
}

fn table_of(seed: u64, group: &Group) -> Table {
    let mut exprs: Vec<String> = group.exprs.iter().map(|expr| (*expr).to_owned()).collect();
    if !group.operands.is_empty() {
        let mut next = random(seed);
        exprs.extend((0..400).map(|_| random_expr(&mut next, group.operands)));
    }
    let names: Vec<&str> = group.columns.iter().map(|(name, _)| *name).collect();
    let mut inserts = String::new();
    for row in group.rows {
        writeln!(
            inserts,
            "INSERT INTO :table ({}) VALUES ({});",
            names.join(", "),
            row.join(", ")
        )
        .expect("a string");
    }
    Table {
        columns: group.columns.to_vec(),
        inserts,
        exprs,
    }
}

/// Comparisons of random operands, joined at random.
fn random_expr(next: &mut impl FnMut(usize) -> usize, operands: &[&str]) -> String {
    let mut text = String::new();
    for term in 0..=next(3) {
        if term > 0 {
            text.push_str(if next(2) == 0 { " AND " } else { " OR " });
        }
        let mut operand = || operands[next(operands.len())];
        let (a, b, c) = (operand(), operand(), operand());
        text.push_str(&match next(12) {
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
    text
}

/// LIKE and `~` with random patterns.
fn patterns() -> Table {
    let mut next = random(99);
    let mut pattern = |pieces: &[&str], most: usize| {
        let length = next(most);
        (0..length)
            .map(|_| pieces[next(pieces.len())])
            .collect::<String>()
    };
    let mut exprs = Vec::new();
    for _ in 0..300 {
        exprs.push(format!("t LIKE '{}'", pattern(LIKE_PIECES, 7)));
        exprs.push(format!("t ILIKE '{}'", pattern(LIKE_PIECES, 7)));
        exprs.push(format!(
            "t NOT LIKE '{}' ESCAPE '_'",
            pattern(LIKE_PIECES, 5)
        ));
        exprs.push(format!("t ~ '{}'", pattern(REGEX_PIECES, 7)));
        exprs.push(format!("t !~* '{}'", pattern(REGEX_PIECES, 5)));
    }
    let mut inserts = String::new();
    for text in TEXTS {
        writeln!(inserts, "INSERT INTO :table (t) VALUES ('{text}');").expect("a string");
    }
    Table {
        columns: vec![("t", "text")],
        inserts,
        exprs,
    }
}

/// Creates the tables, copies them out, and tries each expression on each row, in one psql.
fn ask(server: &Server, tables: &[Table]) -> Vec<(Vec<Row>, Vec<Vec<Answer>>)> {
    let mut script = String::from(SETUP);
    writeln!(script, "SET TimeZone = '{ZONE}';").expect("a string");
    for (number, table) in tables.iter().enumerate() {
        let list = |item: fn(&Column) -> String| {
            let items: Vec<String> = table.columns.iter().map(item).collect();
            items.join(", ")
        };
        writeln!(
            script,
            "CREATE TABLE g{number} (row_number serial, {});\n{}COPY (SELECT {} FROM g{number} \
             ORDER BY row_number) TO STDOUT;\n\\echo --",
            list(|(name, ty)| format!("{name} {ty}")),
            table.inserts.replace(":table", &format!("g{number}")),
            list(|(name, _)| (*name).to_owned()),
        )
        .expect("a string");
    }
    script.push_str("COPY questions FROM STDIN;\n");
    let now = format!("(timestamptz '{NOW}')");
    let all = tables
        .iter()
        .enumerate()
        .flat_map(|(number, table)| table.exprs.iter().map(move |expr| (number, expr)));
    for (question, (number, source)) in all.enumerate() {
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
    script.push_str(
        "\\.\nCOPY (SELECT array_to_string(try(source, g), ' ') FROM questions ORDER BY q) \
         TO STDOUT;\n",
    );
    let output = server.psql(&script);
    let mut lines = output.lines();
    let rows: Vec<Vec<Row>> = tables.iter().map(|_| copied_rows(&mut lines)).collect();
    rows.into_iter()
        .zip(tables)
        .map(|(rows, table)| {
            let answers = lines
                .by_ref()
                .take(table.exprs.len())
                .map(|line| line.split(' ').map(Answer::theirs).collect())
                .collect();
            (rows, answers)
        })
        .collect()
}

/// The rows of one COPY, to its end mark.
fn copied_rows<'o>(lines: &mut impl Iterator<Item = &'o str>) -> Vec<Row> {
    lines
        .take_while(|line| *line != "--")
        .map(|line| line.split('\t').map(ours::decode).collect())
        .collect()
}

/// `try` answers for all rows of a table at once, or row by row where one of them is an error.
const SETUP: &str = "
CREATE EXTENSION citext;
CREATE TYPE mood AS ENUM ('sad', 'meh', 'happy');
CREATE TYPE pair AS (x integer, y text);
CREATE TABLE questions (q integer, g integer, source text);
CREATE FUNCTION try(source text, g integer) RETURNS text[] LANGUAGE plpgsql AS $f$
DECLARE
  answers text[];
  answer text;
  rows integer;
BEGIN
  EXECUTE format('SELECT array_agg(coalesce((%s)::boolean::text, ''null'') ORDER BY row_number)
                  FROM g%s', source, g) INTO answers;
  RETURN answers;
EXCEPTION WHEN OTHERS THEN
  answers := '{}';
  EXECUTE format('SELECT count(*) FROM g%s', g) INTO rows;
  FOR r IN 1..rows LOOP
    BEGIN
      EXECUTE format('SELECT coalesce((%s)::boolean::text, ''null'') FROM g%s
                      WHERE row_number = %s', source, g, r) INTO answer;
    EXCEPTION WHEN OTHERS THEN
      answer := SQLSTATE;
    END;
    answers := answers || answer;
  END LOOP;
  RETURN answers;
END $f$;
";
