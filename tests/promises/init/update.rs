//! `init --update` adds what a migration brought, and changes nothing else.

use std::path::Path;

use crate::env::dmscrub::Dmscrub;
use crate::env::process::{self, Output};

const DUMP: &str = "\
--\n-- PostgreSQL database dump\n--\n
CREATE TABLE public.users (id integer NOT NULL, name text, email text, phone text, born date);
CREATE TABLE public.suppliers (id integer, label text, contact_email text);
CREATE TABLE public.supplier_notes (id integer, note text);
CREATE TABLE public.logs (id integer, \"user\" text);
CREATE TABLE crm.leads (id integer, \"fullName\" text);
COPY public.users (id, name, email, phone, born) FROM stdin;
1\tJo Smith\tjo@real.example\t020 7946 0958\t1970-01-01
\\.
--\n-- PostgreSQL database dump complete\n--\n
";

const USERS: &str = "\
# Users, by hand.
tables:
  users:   # people
    columns:
      id: keep   # a key
      name: person.name
      gone: keep

      # the end
    reason: \"by hand\"

  # logs come last
  logs: {columns: {id: keep}}   # short
";

const SUPPLIERS: &str = "tables: {suppliers: {columns: {id: keep, label: keep}, reason: x}}\n";

fn update(run: &Dmscrub, rules: &str) -> Output {
    let args = ["init", "--update", "--rules", rules];
    process::run(run.command().args(args), DUMP.as_bytes())
}

fn read(run: &Dmscrub, name: &str) -> String {
    std::fs::read_to_string(run.dir().join(name)).expect("a rule file")
}

#[test]
fn what_is_missing_is_added_where_it_belongs() {
    let mut run = Dmscrub::new();
    std::fs::create_dir(run.dir().join("rules")).expect("a folder");
    run.file("rules/users.yaml", USERS.as_bytes());
    run.file("rules/suppliers.yaml", SUPPLIERS.as_bytes());
    let output = update(&run, "rules");
    output.assert_exit(0);
    let stderr = output.stderr_text();
    for says in [
        "the dump has no column public.users.gone",
        "drafted public.users.email",
        "drafted public.suppliers.contact_email",
        "drafted public.supplier_notes",
        "drafted crm.leads",
    ] {
        assert!(stderr.contains(says), "`{says}` is not in:\n{stderr}");
    }
    assert!(
        !stderr.contains("Smith") && !stderr.contains("real.example"),
        "{stderr}"
    );
    let users = read(&run, "rules/users.yaml");
    let added = "      email: {use: internet.email, reason: 'the name says an e-mail address, and all of the sampled values are e-mail addresses'}\n      \
        phone: {use: phone.number, reason: 'the name says a phone number, and all of the sampled values are phone numbers'}\n      \
        born: {use: person.date_of_birth, reason: the name says a date of birth}\n";
    let expected = USERS
        .replace("gone: keep\n", &format!("gone: keep\n{added}"))
        .replace(
            "logs: {columns: {id: keep}}",
            "logs: {columns: {id: keep, user: {use: internet.username, reason: the name says who somebody is}}}",
        );
    assert_eq!(users, expected);
    let suppliers = read(&run, "rules/suppliers.yaml");
    assert!(
        suppliers.contains("label: keep, contact_email: {use: internet.email, reason: "),
        "{suppliers}"
    );
    // The new table of a known group goes to the others of it; that of a new schema to a file.
    assert!(
        suppliers.contains("supplier_notes: {columns: {id: "),
        "{suppliers}"
    );
    assert!(read(&run, "rules/crm.yaml").contains("fullName: {use: person.name"));
    // Now all is decided, and a second time nothing changes.
    let again = update(&run, "rules");
    again.assert_exit(0);
    assert!(
        again.stderr_text().contains("nothing is missing"),
        "{}",
        again.stderr_text()
    );
    assert_eq!(read(&run, "rules/users.yaml"), users);
    run.args(["--rules", "rules"]).clean(DUMP.as_bytes());
}

#[test]
fn the_filters_hint_names_the_command_that_helps() {
    let mut run = Dmscrub::new();
    std::fs::create_dir_all(run.dir().join("rules/deep")).expect("a folder");
    run.file("rules/deep/users.yaml", USERS.as_bytes());
    run.file("rules/suppliers.yaml", SUPPLIERS.as_bytes());
    let filter = process::run(run.command().args(["--rules", "rules"]), DUMP.as_bytes());
    filter.assert_exit(4);
    let stderr = filter.stderr_text();
    let hint = "dmscrub init --update --rules ";
    let (_, command) = stderr.split_once(hint).expect("a hint");
    let rules = command.split_whitespace().next().expect("a path");
    assert_eq!(rules, "rules/");
    update(&run, rules).assert_exit(0);
    run.args(["--rules", "rules"]).clean(DUMP.as_bytes());
}

#[test]
fn what_is_not_safe_to_edit_is_left_to_people() {
    let mut run = Dmscrub::new();
    let rules =
        "x-people: &people {id: keep, name: person.name}\ntables:\n  users: {columns: *people}\n";
    run.file("rules.yaml", rules.as_bytes());
    let output = update(&run, "rules.yaml");
    output.assert_exit(4);
    let stderr = output.stderr_text();
    assert!(stderr.contains("public.users.email is missing"), "{stderr}");
    assert!(stderr.contains("email: {use: internet.email"), "{stderr}");
    // What could be added was.
    assert!(read(&run, "rules.yaml").starts_with(rules));
    assert!(read(&run, "rules.yaml").contains("  suppliers:\n    columns:\n"));
}

#[test]
fn nothing_is_written_over() {
    let mut run = Dmscrub::new();
    std::fs::create_dir(run.dir().join("rules")).expect("a folder");
    run.file("rules/mine.yaml", b"tables: {}\n");
    let output = process::run(run.command().args(["init", "-o", "rules"]), DUMP.as_bytes());
    output.assert_exit(2);
    assert!(output.stderr_text().contains("is not empty"));
    assert_eq!(read(&run, "rules/mine.yaml"), "tables: {}\n");
    // Rules without any table take all of them.
    update(&run, "rules").assert_exit(0);
    run.args(["--rules", "rules"]).clean(DUMP.as_bytes());
    let empty = Dmscrub::new();
    std::fs::create_dir(empty.dir().join("rules")).expect("a folder");
    let output = process::run(
        empty.command().args(["init", "-o", "rules"]),
        DUMP.as_bytes(),
    );
    output.assert_exit(0);
    let cut = DUMP.split("COPY").next().expect("the begin");
    let output = process::run(empty.command().args(["init", "-o", "cut"]), cut.as_bytes());
    output.assert_exit(5);
    assert!(!Path::new(&empty.dir().join("cut")).exists());
}

/// Who refers to suppliers, and how their rules are written; nobody leaves with a country.
const KEYS: &str = "\
--\n-- PostgreSQL database dump\n--\n
CREATE TABLE public.suppliers (id integer, active boolean);
CREATE TABLE public.countries (id integer);
CREATE TABLE public.offers (id integer, supplier integer, country integer);
CREATE TABLE public.bids (id integer, supplier integer, country integer);
CREATE TABLE public.notes (id integer, supplier integer, other integer);
CREATE TABLE public.marks (id integer, supplier integer, other integer);
CREATE TABLE public.visits (id integer, country integer);
COPY public.suppliers (id, active) FROM stdin;
1\tt
2\tf
\\.
COPY public.offers (id, supplier, country) FROM stdin;
1\t1\t\\N
2\t2\t\\N
\\.
COPY public.countries (id) FROM stdin;
\\.
COPY public.bids (id, supplier, country) FROM stdin;
\\.
COPY public.notes (id, supplier, other) FROM stdin;
\\.
COPY public.marks (id, supplier, other) FROM stdin;
\\.
COPY public.visits (id, country) FROM stdin;
\\.
ALTER TABLE ONLY public.suppliers ADD CONSTRAINT s PRIMARY KEY (id);
ALTER TABLE ONLY public.countries ADD CONSTRAINT c PRIMARY KEY (id);
ALTER TABLE ONLY public.offers ADD CONSTRAINT o1 FOREIGN KEY (supplier) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.offers ADD CONSTRAINT o2 FOREIGN KEY (country) REFERENCES public.countries(id);
ALTER TABLE ONLY public.bids ADD CONSTRAINT b1 FOREIGN KEY (supplier) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.notes ADD CONSTRAINT n1 FOREIGN KEY (supplier) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.notes ADD CONSTRAINT n2 FOREIGN KEY (other) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.marks ADD CONSTRAINT m1 FOREIGN KEY (supplier) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.marks ADD CONSTRAINT m2 FOREIGN KEY (other) REFERENCES public.suppliers(id);
ALTER TABLE ONLY public.visits ADD CONSTRAINT v FOREIGN KEY (country) REFERENCES public.countries(id);
--\n-- PostgreSQL database dump complete\n--\n
";

const REFERRING: &str = "\
tables:
  suppliers: {purge: NOT active, columns: {id: keep, active: keep}}
  countries: {columns: {id: keep}}

  # what they sell
  offers:
    columns:
      id: keep   # a key
      supplier: keep
      country: keep
    # the end

  bids: {columns: {id: keep, supplier: keep, country: keep}} # short
  notes:
    references:   # of two
      - columns: supplier # one
        table: suppliers
        to: id

      # no more
    columns: {id: keep, supplier: keep, other: keep}
  marks:
    references: [{columns: other, table: suppliers, to: id, on_purge: set_null}]
    columns: {id: keep, supplier: keep, other: keep}
  visits: {columns: {id: keep}}
";

#[test]
fn references_that_are_missing_are_added() {
    let mut run = Dmscrub::new();
    run.file("rules.yaml", REFERRING.as_bytes());
    let init = |run: &Dmscrub| {
        let args = ["init", "--update", "--rules", "rules.yaml"];
        process::run(run.command().args(args), KEYS.as_bytes())
    };
    let output = init(&run);
    output.assert_exit(0);
    let stderr = output.stderr_text();
    let says = "drafted the reference of public.notes (other) to public.suppliers";
    assert!(stderr.contains(says), "{stderr}");
    let to = |columns: &str, table: &str| format!("{{columns: {columns}, table: {table}, to: id}}");
    let supplier = to("supplier", "suppliers");
    let expected = REFERRING
        .replace(
            "    # the end\n",
            &format!("    references:\n      - {supplier}\n    # the end\n"),
        )
        .replace(
            "country: keep}} # short",
            &format!("country: keep}}, references: [{supplier}]}} # short"),
        )
        .replace(
            "        to: id\n",
            &format!("        to: id\n      - {}\n", to("other", "suppliers")),
        )
        .replace(
            "on_purge: set_null}]",
            &format!("on_purge: set_null}}, {supplier}]"),
        )
        // A column that is drafted brings its key along, whatever leaves.
        .replace(
            "visits: {columns: {id: keep}}",
            &format!(
                "visits: {{columns: {{id: keep, country: {{use: keep, reason: foreign key}}}}, \
                 references: [{}]}}",
                to("country", "countries")
            ),
        );
    let updated = read(&run, "rules.yaml");
    assert_eq!(updated, expected);
    let again = init(&run);
    assert!(again.stderr_text().contains("nothing is missing"));
    assert_eq!(read(&run, "rules.yaml"), updated);
    let clean = run.args(["--rules", "rules.yaml"]).clean(KEYS.as_bytes());
    let clean = String::from_utf8_lossy(&clean);
    assert!(clean.contains("\n1\t1\t\\N\n\\.\n"), "{clean}");
}

/// Rows of suppliers go by those of notes: these can't go by suppliers in turn. And the rule of a glob is
/// that of other tables too.
#[test]
fn references_that_can_not_be_added_are_named() {
    for (rules, names) in [
        (
            REFERRING.replace(
                "purge: NOT active",
                "purge: \"id IN (SELECT id FROM offers)\"",
            ),
            "the reference of public.offers (supplier) to public.suppliers is missing",
        ),
        (
            REFERRING.replace("  bids:", "  'b*':"),
            "the reference of public.bids (supplier) to public.suppliers is missing",
        ),
    ] {
        let mut run = Dmscrub::new();
        run.file("rules.yaml", rules.as_bytes());
        let args = ["init", "--update", "--rules", "rules.yaml"];
        let output = process::run(run.command().args(args), KEYS.as_bytes());
        output.assert_exit(4);
        let stderr = output.stderr_text();
        assert!(stderr.contains(names), "{stderr}");
        assert!(
            stderr.contains("- {columns: supplier, table: suppliers, to: id}"),
            "{stderr}"
        );
        // What could be added was.
        let updated = read(&run, "rules.yaml");
        assert!(updated.contains("      - {columns: other, table: suppliers, to: id}\n"));
    }
}
