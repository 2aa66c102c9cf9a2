//! Long input of every shape in linear time: at these sizes anything quadratic would need hours. A
//! run that uses more processor time than any honest one is ended, so that it fails here rather than
//! hang.

use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::process::{Output, on_all_cores, run};

/// Of what a shape repeats.
const MANY: usize = 1 << 20;

/// Exit codes that say what is wrong, or that nothing is.
const ORDERLY: &[i32] = &[0, 3, 4, 5];

/// What is repeated, and what comes of it.
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) rules: &'static str,
    pub(super) dump: String,
    pub(super) codes: &'static [i32],
}

/// Runs all shapes.
pub(super) fn assert_orderly(shapes: &[Shape]) {
    let outputs = on_all_cores(shapes, |shape| {
        limited(
            &Dmscrub::with_rules(shape.rules).args(["--no-transaction"]),
            shape.dump.as_bytes(),
        )
    });
    for (shape, output) in shapes.iter().zip(outputs) {
        let Shape { name, codes, .. } = shape;
        let stderr = output.stderr_text();
        assert!(
            codes.contains(&output.code),
            "{name}: {}: {stderr}",
            output.code
        );
        assert!(stderr.len() < 10_000, "{name}: a long message");
        if shape.rules == KEEP_ALL && output.code == 0 {
            assert!(output.stdout == shape.dump.as_bytes(), "{name} changed");
        }
    }
}

/// Runs dmscrub with a limit on its processor time that no honest run comes near.
fn limited(dmscrub: &Dmscrub, input: &[u8]) -> Output {
    let command = dmscrub.command();
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", "ulimit -t 300; exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(command.get_current_dir().expect("its own directory"));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    run(&mut shell, input)
}

/// Statements in a dump.
pub(super) fn dump(statements: &str) -> String {
    format!(
        "--\n-- PostgreSQL database dump\n--\n\n{statements}\n\n\
         --\n-- PostgreSQL database dump complete\n--\n\n"
    )
}

/// A dump of one row of one value.
pub(super) fn value(ty: &str, field: &str) -> String {
    dump(&format!(
        "CREATE TABLE public.t (x {ty});\n\nCOPY public.t (x) FROM stdin;\n{field}\n\\.\n"
    ))
}

fn kept(name: &'static str, dump: String) -> Shape {
    Shape {
        name,
        rules: KEEP_ALL,
        dump,
        codes: ORDERLY,
    }
}

#[test]
fn statements_of_every_shape() {
    let times = |text: &str| text.repeat(MANY);
    let numbered = |text: &str| -> String {
        (0..MANY / 16)
            .map(|n| text.replace('#', &n.to_string()))
            .collect()
    };
    let select = |text: String| dump(&format!("SELECT {text} 1;"));
    let shapes = [
        kept("dollar quotes", select(times("$$$$,"))),
        kept("dollar tags", select(numbered("$t#$ $t $t#$,"))),
        kept("dollar tags that never end", select(numbered("$t#$ "))),
        kept(
            "a long dollar tag",
            select(format!("${0}${0}${0}$", times("a"))),
        ),
        kept(
            "what nearly ends a dollar quote",
            select(format!(
                "${0}$ {1} ${0}$",
                "a".repeat(1000),
                "$aaa".repeat(MANY)
            )),
        ),
        kept("quotes", select(format!("'{}'", times("''")))),
        kept("literals on lines", select(times("'a'\n"))),
        kept(
            "literals with escapes on lines",
            select(format!("E{}", times("'\\''\n"))),
        ),
        kept("quoted names", select(times("\"\"\"\"."))),
        kept("operators", select(times("+-"))),
        kept("comments that end at once", select(times("/**/"))),
        kept("comments that look like more", select(times("/*/*/"))),
        kept("words", select(times("values "))),
        kept("empty statements", dump(&times(";"))),
        kept("empty comments", dump(&times("--\n"))),
        kept("comments on one line", dump(&times("/* */ "))),
        kept("white space", dump(&times("\n \t"))),
        kept("carriage returns", dump(&times("--\r"))),
        kept("settings", dump(&numbered("SET a = '#';\n"))),
        kept(
            "names of entries",
            dump(&numbered("-- Name: #; Type: TABLE; Schema: a; Owner: b\n")),
        ),
        kept(
            "blanks after a COPY",
            dump(&format!("COPY t (a) FROM stdin;{}\n\\.\n", times("  "))),
        ),
        kept("a command without an end", times("\\restrict a")),
        kept(
            "a condition",
            dump(&format!(
                "CREATE TABLE t (a int CHECK ({} true));",
                times("a > 1 AND ")
            )),
        ),
        kept(
            "enum labels",
            dump(&format!(
                "CREATE TYPE e AS ENUM ({} 'x');",
                numbered("'#', ")
            )),
        ),
        kept(
            "a body of code",
            dump(&format!(
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC {} END;",
                times("SELECT 1; ")
            )),
        ),
        kept(
            "options",
            dump(&format!(
                "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS ({} z '1');",
                numbered("o# 'x', ")
            )),
        ),
    ];
    assert_orderly(&shapes);
}

#[test]
fn schemas_of_every_shape() {
    let numbered = |many: usize, text: &str| -> String {
        let line = |n: usize| {
            text.replace('#', &n.to_string())
                .replace('@', &(n + 1).to_string())
        };
        (0..many).map(line).collect()
    };
    let many = MANY / 64;
    let shapes = [
        kept(
            "tables",
            dump(&numbered(many, "CREATE TABLE public.t# (a int);\n")),
        ),
        kept(
            "children of children",
            dump(&numbered(
                many,
                "CREATE TABLE public.t@ (a int) INHERITS (public.t#);\n",
            )),
        ),
        kept(
            "partitions",
            dump(&format!(
                "CREATE TABLE public.p (a int) PARTITION BY LIST (a);\n{}",
                numbered(
                    many,
                    "CREATE TABLE public.t# PARTITION OF public.p FOR VALUES IN (#);\n"
                )
            )),
        ),
        kept(
            "domains over domains",
            dump(&format!(
                "{}CREATE TABLE t (a public.d100);\n",
                numbered(many, "CREATE DOMAIN public.d@ AS public.d#;\n")
            )),
        ),
        kept(
            "a circle of domains",
            dump(
                "CREATE DOMAIN a AS b; CREATE DOMAIN b AS a; CREATE TABLE t (x a, y b);\nCOPY t (x, y) FROM stdin;\n\\.\n",
            ),
        ),
        kept(
            "a circle of tables",
            dump(
                "CREATE TABLE a (x int) INHERITS (b); CREATE TABLE b (x int) INHERITS (a);\nCOPY a (x) FROM stdin;\n\\.\n",
            ),
        ),
        kept(
            "composite types",
            dump(&format!(
                "{}CREATE TABLE t (a public.c100);\n",
                numbered(
                    many,
                    "CREATE TYPE public.c@ AS (a public.c#, b public.c#);\n"
                )
            )),
        ),
        kept(
            "types without a schema",
            dump(&format!(
                "{}CREATE TABLE t ({} z int);\nCOPY t (z) FROM stdin;\n\\.\n",
                numbered(many, "CREATE DOMAIN s.d# AS int;\n"),
                numbered(1000, "a# d#, ")
            )),
        ),
        kept(
            "foreign keys",
            dump(&numbered(
                many,
                "ALTER TABLE ONLY public.t ADD CONSTRAINT f# FOREIGN KEY (a) REFERENCES public.u(b);\n",
            )),
        ),
        kept(
            "keys of one table",
            dump(&format!(
                "CREATE TABLE public.t (a int);\n{}",
                numbered(
                    many,
                    "ALTER TABLE ONLY public.t ADD CONSTRAINT f# UNIQUE (a);\n"
                )
            )),
        ),
        kept(
            "as many columns as a table can have",
            dump(&format!(
                "CREATE TABLE t ({} z int);\nCOPY t (z) FROM stdin;\n\\.\n",
                numbered(1599, "a# text, ")
            )),
        ),
        kept(
            "more columns than a table can have",
            dump(&format!(
                "CREATE TABLE t ({0} z int);\nCOPY t ({1} z) FROM stdin;\n{2}\n\\.\n",
                numbered(many, "a# text, "),
                numbered(many, "a#, "),
                "\t".repeat(many)
            )),
        ),
        kept(
            "added columns",
            dump(&format!(
                "CREATE TABLE t (z int);\n{}",
                numbered(many, "ALTER TABLE t ADD COLUMN a# text;\n")
            )),
        ),
        kept(
            "blocks of data",
            dump(&format!(
                "CREATE TABLE t (z int);\n{}",
                numbered(many, "COPY t (z) FROM stdin;\n#\n\\.\n")
            )),
        ),
        kept(
            "tables with data",
            dump(&format!(
                "{}{}",
                numbered(many / 4, "CREATE TABLE t# (z int);\n"),
                numbered(many / 4, "COPY t# (z) FROM stdin;\n#\n\\.\n")
            )),
        ),
    ];
    assert_orderly(&shapes);
}

#[test]
fn rows_of_every_shape() {
    let times = |text: &str| text.repeat(MANY);
    let copy = |rows: String| {
        dump(&format!(
            "CREATE TABLE t (x text, y text);\nCOPY t (x, y) FROM stdin;\n{rows}\\.\n"
        ))
    };
    let insert = |rows: String| {
        dump(&format!(
            "CREATE TABLE t (x text, y text);\nINSERT INTO t VALUES {rows};\n"
        ))
    };
    let dumps = [
        ("short rows", copy(times("a\tb\n"))),
        ("a row of many fields", copy(format!("{}\n", times("a\t")))),
        ("a long value", copy(format!("a\t{}\n", times("abcd")))),
        ("backslashes", copy(format!("a\t{}\n", times("\\\\")))),
        ("escaped line ends", copy(format!("a\t{}\n", times("\\\n")))),
        ("escaped tabs", copy(format!("a{}\tb\n", times("\\\t")))),
        (
            "what is no end of the data",
            copy(format!("a\t{}\n", times("x\\.y"))),
        ),
        (
            "escaped backslashes before points",
            copy(format!("a\t{}\n", times("\\\\."))),
        ),
        ("carriage returns", copy(format!("a\t{}\n", times("\r")))),
        (
            "short rows of an INSERT",
            insert(format!("{} ('a', 'b')", times("('a', 'b'), "))),
        ),
        (
            "quotes in an INSERT",
            insert(format!("('a', '{}')", times("''"))),
        ),
        (
            "pieces in an INSERT",
            insert(format!("('a', {} 'b')", times("'b'\n"))),
        ),
        (
            "operators in an INSERT",
            insert(format!("('a', {} 'b')", times("-"))),
        ),
        (
            "comments in an INSERT",
            insert(format!("('a', {} 'b')", times("/**/"))),
        ),
        (
            "INSERTs",
            dump(&format!(
                "CREATE TABLE t (x text, y text);\n{}",
                "INSERT INTO t VALUES ('a', 'b');\n".repeat(MANY / 4)
            )),
        ),
    ];
    let shapes: Vec<Shape> = dumps
        .into_iter()
        .flat_map(|(name, dump)| {
            let rules = "tables: {t: {purge: \"x = 'c'\", columns: {x: keep, y: hash}}}";
            let changed = Shape {
                name,
                rules,
                dump: dump.clone(),
                codes: ORDERLY,
            };
            [kept(name, dump), changed]
        })
        .collect();
    assert_orderly(&shapes);
}

#[test]
fn values_of_every_shape() {
    let times = |text: &str| text.repeat(MANY / 4);
    let redact = "tables: {t: {columns: {x: {use: text.redact, kinds: [email, phone, postcode, url, ip, card, iban, nino, token]}}}}";
    let mut shapes: Vec<Shape> = [
        ("at signs", "a@"),
        ("addresses", "a.b@c.d "),
        ("points", "a."),
        ("no blanks", "a"),
        ("digits", "1"),
        ("numbers", "07 "),
        ("signs of numbers", "+4 (0)-"),
        ("postcodes", "A1 1A"),
        ("addresses of pages", "http://"),
        ("an address of a page", "/a?b=c&"),
        ("colons", ":"),
        ("groups of digits", "1:2:"),
        ("parts of IPs", "1.2."),
        ("letters and digits", "GB1"),
        ("capitals", "AB"),
        ("dashes", "a-"),
        ("odd characters", "é"),
        ("brackets", "<("),
        ("percents", "%40"),
    ]
    .into_iter()
    .map(|(name, text)| Shape {
        name,
        rules: redact,
        dump: value("text", &times(text)),
        codes: ORDERLY,
    })
    .collect();
    let others = [
        (
            "elements",
            "{elements: hash}",
            "text[]",
            format!("{{{}a}}", times("a,")),
        ),
        (
            "quoted elements",
            "{elements: hash}",
            "text[]",
            format!("{{{}a}}", times("\"\\\\\\\\\",")),
        ),
        (
            "pairs",
            "{keys: {a: hash}, others: remove}",
            "hstore",
            format!("{}\"b\"=>\"c\"", times("\"a\"=>\"b\", ")),
        ),
        (
            "a list",
            "{split: {by: \",\", use: hash}}",
            "text",
            times("a,"),
        ),
        (
            "a long number",
            "{use: number.noise, ratio: 0.1}",
            "numeric",
            times("1"),
        ),
        (
            "a long number to round",
            "{use: number.round, to: 10}",
            "numeric",
            times("1"),
        ),
        ("a long address", "internet.email", "text", times("a@b.")),
        ("a long name", "person.name", "text", times("a ")),
        ("a long shape", "shape", "text", times("aB1-")),
        ("a long mask", "mask", "text", times("ab")),
        (
            "a long pattern",
            "{use: regex, pattern: \"(a+)+b\", replacement: c, no_match: redact}",
            "text",
            times("a"),
        ),
        (
            "a long date",
            "{use: date.shift, max_days: 3}",
            "date",
            times("1-"),
        ),
        (
            "a long text",
            "{use: lorem.paragraph, same_length: true}",
            "text",
            times("a b"),
        ),
        ("a long number of digits", "id.digits", "text", times("1")),
        (
            "long binary data",
            "bytes.random",
            "bytea",
            format!("\\\\x{}", times("00")),
        ),
        (
            "a long template",
            "{template: \"{{ hash(value) }}\"}",
            "text",
            times("a"),
        ),
        (
            "a map",
            "{use: map, values: {a: b}, other: hash}",
            "text",
            times("a"),
        ),
    ];
    let mut rules = Vec::new();
    for (_, rule, ..) in &others {
        rules.push(format!("tables: {{t: {{columns: {{x: {rule}}}}}}}"));
    }
    let rules: Vec<&'static str> = rules.into_iter().map(|text| &*text.leak()).collect();
    for ((name, _, ty, field), rules) in others.into_iter().zip(rules) {
        shapes.push(Shape {
            name,
            rules,
            dump: value(ty, &field),
            codes: ORDERLY,
        });
    }
    for (name, purge, ty, text) in [
        (
            "a long number in an expression",
            "x * x > 1 OR x / 3 > x % 7",
            "numeric",
            "1",
        ),
        (
            "a long text in an expression",
            "x LIKE '%a%a%a%b' OR x ILIKE '%a_a%a%b' OR x ~ '(a*)*b'",
            "text",
            "a",
        ),
        (
            "a long date in an expression",
            "x > now()",
            "timestamptz",
            "1:",
        ),
        (
            "a long duration in an expression",
            "x > interval '1 day'",
            "interval",
            "1 day ",
        ),
    ] {
        let rules = format!("tables: {{t: {{purge: \"{purge}\", columns: {{x: keep}}}}}}").leak();
        shapes.push(Shape {
            name,
            rules,
            dump: value(ty, &times(text)),
            codes: ORDERLY,
        });
    }
    assert_orderly(&shapes);
}

#[test]
fn json_of_every_shape() {
    let times = |text: &str| text.repeat(MANY / 4);
    let list = |text: &str| format!("[{}0]", times(text));
    let object = |text: &str| format!("{{{}\"z\": 0}}", times(text));
    let fields = [
        ("numbers", list("1, ")),
        ("texts", list("\"a\\\\n\", ")),
        ("objects", list("{\"a\": {\"b\": 1}}, ")),
        ("equal keys", object("\"a\": \"b\", ")),
        ("a long key", format!("{{\"{}\": 1}}", times("ab"))),
        ("a long text", format!("\"{}\"", times("ab"))),
        ("escapes", format!("\"{}\"", times("\\\\u0061"))),
        ("digits", times("1")),
        ("white space", times(" ")),
        (
            "a text in a text",
            format!("{{\"n\": \"{}\"}}", times("\\\\\\\\")),
        ),
        (
            "numbered keys",
            format!(
                "{{{} \"z\": 0}}",
                (0..MANY / 16)
                    .map(|n| format!("\"a{n}\": 1,"))
                    .collect::<String>()
            ),
        ),
    ];
    let rules = [
        "{json: {\"**.a.**.b\": hash, \"**.[*].**.c\": hash, \"*.*\": hash}, others: redact}",
        "{json: {a: hash, n: {json: {a: hash}, others: remove, invalid: \"null\"}}, others: remove, add: {q: hash}}",
        "{json: {\"**.b\": [{when: \"this->>'a' = 'c'\", use: keep}, {use: hash, seed_from: a}]}, others: keep}",
    ];
    let mut shapes = Vec::new();
    for rule in rules {
        let rules = &*format!("tables: {{t: {{columns: {{x: {rule}}}}}}}").leak();
        for (name, field) in &fields {
            shapes.push(Shape {
                name,
                rules,
                dump: value("jsonb", field),
                codes: ORDERLY,
            });
        }
    }
    assert_orderly(&shapes);
}

#[test]
fn partitions_with_data_and_keys() {
    let numbered = |text: &str| -> String {
        (0..MANY / 16)
            .map(|n| text.replace('#', &n.to_string()))
            .collect()
    };
    let dump = dump(&format!(
        "CREATE TABLE public.p (id integer) PARTITION BY LIST (id);\n\n{}{}\
         ALTER TABLE ONLY public.p ADD CONSTRAINT k PRIMARY KEY (id);\n{}",
        numbered(
            "CREATE TABLE public.p# (id integer);\n\
             ALTER TABLE ONLY public.p ATTACH PARTITION public.p# FOR VALUES IN (#);\n",
        ),
        numbered("COPY public.p# (id) FROM stdin;\n#\n\\.\n\n"),
        numbered("ALTER TABLE ONLY public.p# ADD CONSTRAINT k# PRIMARY KEY (id);\n"),
    ));
    assert_orderly(&[kept("partitions", dump)]);
}
