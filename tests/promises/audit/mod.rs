//! `audit` finds each value that survives, and nothing where none does.

mod clean;
mod counted;
mod planted;

use std::path::Path;

use serde_json::Value;

use crate::env::dmscrub::Dmscrub;
use crate::env::postgres::Postgres;
use crate::env::process;

/// People, what is said of them elsewhere, and a log.
const SCHEMA: &str = "
CREATE TYPE public.mood AS ENUM ('cheerful', 'withdrawn');
CREATE TABLE public.users (
    id integer PRIMARY KEY, name text, email text UNIQUE, phone text, born date, role text,
    bio text, prefs jsonb, secret bytea, feeling public.mood, aliases text[]
);
CREATE TABLE public.notes (
    id integer PRIMARY KEY, user_id integer, title text, body text, data json, tags text[], link text,
    scan bytea, doc jsonb
);
CREATE TABLE public.log (id bigint PRIMARY KEY, kind text, at timestamp, actor text, payload json);
INSERT INTO public.users
SELECT i, 'Xanthippe' || i || ' Original' || i, 'xanthippe.' || i || '@corp' || i || '.example',
    '+44 7911 12' || lpad(i::text, 4, '0'), date '1950-01-01' + i * 97,
    CASE WHEN i % 5 = 0 THEN 'supplier' ELSE 'buyer' END,
    'Reach me at bio.' || i || '@elsewhere.example or 0161 555 ' || lpad(i::text, 4, '0') || ', thanks',
    jsonb_build_object('contact', 'Yolanda' || i || ' Formerly' || i, 'theme', 'dark', 'visits', i,
        'url', 'https://intra.example/u/' || i),
    convert_to('Zenobia' || i || ' Secretive' || i, 'UTF8'), 'withdrawn',
    ARRAY['Wilhelmina' || i || ' Alias' || i]
FROM generate_series(1, 40) AS i;
INSERT INTO public.notes
SELECT i, i, 'Note number ' || i, 'A quiet text about nothing, part ' || i,
    json_build_object('state', 'published', 'number', i), ARRAY['green', 'blue'],
    'https://example.com/notes?page=' || i, '\\x00ff17', '{\"kind\": \"plain\"}'
FROM generate_series(1, 40) AS i;
INSERT INTO public.log
SELECT 7000000000 + i, 'update_profile', timestamp '2021-03-04 05:06:07.89' + i * interval '1 hour',
    'logged.' || i || '@gone.example',
    json_build_object('supplierName', 'Vanished Partners ' || i, 'state', 'withdrawn')
FROM generate_series(1, 40) AS i;
";

const RULES: &str = "
tables:
  users:
    purge: \"role = 'supplier'\"
    columns:
      id: keep
      name: person.name
      email: {use: internet.email, unique: true}
      phone: phone.number
      born: {use: date.between, from: '1940-01-01', to: '1999-12-31'}
      role: keep
      bio: text.redact
      prefs:
        json: {contact: person.name, theme: keep, visits: keep}
        others: remove
      secret: bytes.random
      feeling: keep
      aliases: {elements: person.name}
  notes:
    columns:
      id: keep
      user_id: keep
      title: keep
      body: keep
      data: keep
      tags: keep
      link: keep
      scan: keep
      doc: keep
  log: {purge: all}
";

/// An update moves a row to the end; rows are named by their number in the dump.
const IN_ORDER: &str = "CLUSTER users USING users_pkey; CLUSTER notes USING notes_pkey;";

/// Both dumps of one run, and the rules between them.
struct Case {
    run: Dmscrub,
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Case {
    /// A database with rows of [`SCHEMA`] and `more`, dumped and cleaned by `rules`.
    fn new(more: &str, rules: &str) -> Self {
        let server = Postgres::shared();
        let db = server.fresh_db("audited");
        server.psql(&db, &format!("{SCHEMA}{more}{IN_ORDER}"));
        let before = server.pg_dump(&db, &[]);
        let run = Dmscrub::with_rules(rules);
        let after = run.clean(&before);
        Self { run, before, after }
    }

    /// Loads the cleaned dump, changes it, and dumps it again.
    fn changed(&self, sql: &str, args: &[&str]) -> Vec<u8> {
        let server = Postgres::shared();
        let db = server.fresh_db("planted");
        let loaded = server.psql_stdin(&db, &self.after, &["-v", "ON_ERROR_STOP=1"]);
        assert_eq!(loaded.code, 0, "{}", loaded.stderr_text());
        server.psql(&db, &format!("{sql};{IN_ORDER}"));
        server.pg_dump(&db, args)
    }

    #[track_caller]
    fn audit(&self, after: &[u8], args: &[&str]) -> Verdict {
        let folder = tempfile::tempdir().expect("a temporary directory can be made");
        let (before, changed) = (folder.path().join("before"), folder.path().join("after"));
        std::fs::write(&before, &self.before).expect("the directory is writable");
        std::fs::write(&changed, after).expect("the directory is writable");
        audit(&self.run, &before, &changed, args)
    }
}

/// What `audit --format json` says.
struct Verdict {
    code: i32,
    json: Value,
    stderr: String,
}

/// Runs `audit` with the rules of `run`, and without its key.
#[track_caller]
fn audit(run: &Dmscrub, before: &Path, after: &Path, args: &[&str]) -> Verdict {
    let mut command = run.command();
    let given: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
    let rules = given.iter().position(|arg| arg == "--rules");
    let rules = given[rules.expect("a run with rules") + 1].clone();
    command = std::process::Command::new(env!("CARGO_BIN_EXE_dmscrub"));
    command
        .args(["audit", "--format", "json", "--rules"])
        .arg(rules)
        .arg("--before")
        .arg(before)
        .arg("--after")
        .arg(after)
        .args(args)
        .env_remove("DMSCRUB_KEY")
        .env("TMPDIR", run.dir());
    let output = process::run(&mut command, b"");
    let stderr = output.stderr_text();
    run.assert_nothing_leaked(&output.stderr);
    assert!(
        matches!(output.code, 0 | 8),
        "exit {}: {stderr}",
        output.code
    );
    let json: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(json["clean"], Value::Bool(output.code == 0));
    Verdict {
        code: output.code,
        json,
        stderr,
    }
}

impl Verdict {
    /// Survivors: where, in which form, of what.
    fn survivors(&self) -> Vec<String> {
        let survivors = self.json["survivors"].as_array().expect("a list");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        survivors
            .iter()
            .map(|it| {
                let place = match text(&it["kind"]).as_str() {
                    "column" => format!("{}.{}", text(&it["table"]), text(&it["column"])),
                    kind => format!("{kind} {}", text(&it["object"])),
                };
                let rows: Vec<String> = (it["rows"].as_array().expect("a list"))
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                let (form, of, why) = (text(&it["form"]), text(&it["of"]), text(&it["why"]));
                format!("{place} [{}] {form}: {of} {why}", rows.join(" "))
            })
            .collect()
    }

    #[track_caller]
    fn assert_clean(&self, what: &str) -> &Self {
        assert_eq!(self.survivors(), Vec::<String>::new(), "{what}");
        assert_eq!(self.code, 0, "{what}: {}", self.stderr);
        assert!(self.json["checked"].as_u64() > Some(0), "{what}");
        self
    }
}
