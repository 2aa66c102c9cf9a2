//! Nothing is reported where nothing survives.

use super::{Case, RULES, audit};
use crate::env::dmscrub::{Dmscrub, KEY};
use crate::env::marketplace::{Job, Marketplace};
use crate::env::postgres::Postgres;
use crate::env::process;
use crate::env::voice::Flavour;

#[test]
fn the_marketplace_is_clean_in_every_format() {
    let job = Job::shared();
    let run = Dmscrub::with_marketplace_rules();
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    for (name, args) in [
        ("plain", &[][..]),
        ("inserts", &["--rows-per-insert=7"]),
        ("custom", &["-Fc"]),
        ("directory", &["-Fd"]),
        ("tar", &["-Ft"]),
    ] {
        let before = folder.path().join(name);
        let after = folder.path().join(format!("{name}.clean"));
        let mut dump = Postgres::shared().client("pg_dump");
        dump.args(args).args(["-d", &job.db, "-f"]).arg(&before);
        process::run(&mut dump, b"").assert_exit(0);
        let rules = crate::env::dmscrub::marketplace_rules();
        // brief_responses gets rows, which archives may not take.
        let mut clean = run.command();
        let plain: &[&str] = match name {
            "plain" | "inserts" => &[],
            _ => &["--to", "plain"],
        };
        clean.arg(&before).arg("-o").arg(&after).args(plain);
        process::run(&mut clean, b"").assert_exit(0);
        assert!(rules.is_dir());
        audit(&run, &before, &after, &[]).assert_clean(name);
    }
}

/// Originals and replacements come from the same lists: one cleaned dump is the other's before.
#[test]
fn replacements_that_are_other_peoples_names_are_told_from_leaks() {
    let server = Postgres::shared();
    let db = server.fresh_db("overlapping");
    server.psql(
        &db,
        "CREATE TABLE people (id integer PRIMARY KEY, name text, first_name text, email text, phone text,
            born date, city text, postcode text, address text, company text, job text, note text,
            data jsonb);
         INSERT INTO people
         SELECT i, 'n' || i, 'f' || i, 'e' || i, i::text, '1980-01-01', 'c' || i, 'p' || i, 'a' || i,
            'o' || i, 'j' || i, 'a note about number ' || i, jsonb_build_object('who', 'w' || i)
         FROM generate_series(1, 3000) AS i;",
    );
    let rules = "
tables:
  people:
    columns:
      id: keep
      name: person.name
      first_name: person.first_name
      email: internet.email
      phone: phone.number
      born: {use: date.between, from: '1940-01-01', to: '1999-12-31'}
      city: {use: address.city, seed_from: id}
      postcode: {use: address.postcode, seed_from: id}
      address: address.full
      company: company.name
      job: person.job_title
      note: keep
      data: {json: {who: person.name}, others: remove}
";
    let run = Dmscrub::with_rules(rules);
    let invented = run.clean(&server.pg_dump(&db, &[]));
    let again =
        Dmscrub::with_rules(rules).env("DMSCRUB_KEY", "another key of the tests, as well known");
    let after = again.clean(&invented);
    let case = Case {
        run,
        before: invented,
        after,
    };
    let verdict = case.audit(&case.after, &[]);
    verdict.assert_clean("overlapping lists");
    let by_chance = verdict.json["by_chance"].as_array().expect("a list");
    assert!(by_chance.len() > 5, "{by_chance:?}");
    // What stands where no rule writes is none of it.
    let text = String::from_utf8(case.after.clone()).expect("UTF-8");
    let before = String::from_utf8(case.before.clone()).expect("UTF-8");
    let name = before
        .lines()
        .find_map(|line| line.strip_prefix("7\t")?.split('\t').next())
        .expect("the row of person 7");
    assert!(name.len() >= 8, "a name long enough to be looked for");
    let planted = text.replace("a note about number 9\t", &format!("a note about {name}\t"));
    let found = case.audit(planted.as_bytes(), &[]).survivors();
    assert_eq!(
        found,
        ["public.people.note [9] text: public.people.name replaced"]
    );
}

/// A new name that has a word of the old one by chance is still a whole new one: the rest of the old
/// one is no value that was taken out of it.
#[test]
fn a_name_drawn_twice_takes_no_part_of_the_other_away() {
    let server = Postgres::shared();
    let db = server.fresh_db("drawn_twice");
    server.psql(
        &db,
        "CREATE TABLE people (id integer PRIMARY KEY, data jsonb, note text);
         INSERT INTO people
         SELECT i, jsonb_build_object('who', 'Lindsay Brightwater' || chr(97 + i % 26) || chr(97 + i / 26 % 26)
             || chr(97 + i / 676)), 'quiet'
         FROM generate_series(1, 17000) AS i;",
    );
    let run = Dmscrub::with_rules(
        "
tables:
  people:
    columns: {id: keep, data: {json: {who: person.name}, others: remove}, note: keep}
",
    );
    let before = server.pg_dump(&db, &[]);
    let after = run.clean(&before);
    // The audit is told the key, so that its names are those of the run.
    let key = run.dir().join("key");
    std::fs::write(&key, KEY).expect("the directory is writable");
    let (old, new) = (
        String::from_utf8(before.clone()).expect("UTF-8"),
        String::from_utf8(after).expect("UTF-8"),
    );
    let id = (new.lines())
        .find(|line| line.contains("\"Lindsay "))
        .and_then(|line| line.split('\t').next())
        .expect("a person whose new first name is the old one");
    let surname = (old.lines())
        .find_map(|line| line.strip_prefix(id)?.strip_prefix('\t'))
        .and_then(|line| line.split(['"', ' ']).find(|it| it.starts_with("Bright")))
        .expect("that person's old surname");
    let planted = new.replacen("quiet", &format!("quiet as {surname} is"), 1);
    let case = Case {
        run,
        before,
        after: Vec::new(),
    };
    case.audit(planted.as_bytes(), &["-k", &key.display().to_string()])
        .assert_clean("a surname that a whole name left behind");
}

/// What a rule chooses by the key may be what somebody else had, or had oneself; no run under another key
/// shows all that it may choose.
#[test]
fn what_a_rule_may_choose_is_no_leak_where_it_chooses() {
    let server = Postgres::shared();
    let db = server.fresh_db("chosen");
    server.psql(
        &db,
        "CREATE TABLE asked (id integer PRIMARY KEY, state text, doc jsonb, mail text, note text);
         INSERT INTO asked
         SELECT i, state, jsonb_build_object('state', state), 'asker.' || i || '@corp' || i || '.example', 'quiet'
         FROM unnest(ARRAY['Awaiting a decision', 'sent back to its sender', 'settled-out-of-court',
             'Withdrawn for good']) WITH ORDINALITY AS it(state, i);",
    );
    let states = "[Awaiting a decision, sent back to its sender, {set: settled-out-of-court}, Withdrawn for good]";
    let rules = format!(
        "
tables:
  asked:
    columns:
      id: keep
      state: {{choice: {states}}}
      doc: {{json: {{state: {{choice: {states}}}}}, others: remove}}
      mail: {{choice: [{{use: keep}}, {{use: internet.email}}]}}
      note: keep
"
    );
    let before = server.pg_dump(&db, &[]);
    for key in ["one of some keys for this", "another key for the same"] {
        let run = Dmscrub::with_rules(&rules).env("DMSCRUB_KEY", key);
        let after = run.clean(&before);
        let text = String::from_utf8(after.clone()).expect("UTF-8");
        assert!(text.contains("@corp") && text.contains("@example.com"));
        let case = Case {
            run,
            before: before.clone(),
            after,
        };
        let verdict = case.audit(&case.after, &[]);
        verdict.assert_clean("chosen");
        assert!(verdict.json["by_chance"].to_string().contains("state"));
        // Where no rule chooses it is a leak.
        let planted = text.replacen("quiet", "it was Withdrawn for good", 1);
        assert_eq!(
            case.audit(planted.as_bytes(), &[]).survivors(),
            ["public.asked.note [1] text: public.asked.state replaced"]
        );
    }
}

/// A house number that old and new address share by chance does not make the street a part that was
/// taken out of it.
#[test]
fn a_house_number_drawn_twice_takes_no_street_away() {
    let server = Postgres::shared();
    let db = server.fresh_db("numbered");
    server.psql(
        &db,
        "CREATE TABLE homes (id integer PRIMARY KEY, doc jsonb, note text);
         INSERT INTO homes SELECT i, jsonb_build_object('home', i % 90 || ' Brightwater' || chr(97 + i % 26)
             || chr(97 + i / 26 % 26) || chr(97 + i / 676)), 'quiet' FROM generate_series(1, 4000) AS i;",
    );
    let run = Dmscrub::with_rules(
        "
tables:
  homes: {columns: {id: keep, doc: {json: {home: address.full}, others: remove}, note: keep}}
",
    );
    let before = server.pg_dump(&db, &[]);
    let after = run.clean(&before);
    // The audit is told the key, so that its addresses are those of the run.
    let key = run.dir().join("key");
    std::fs::write(&key, KEY).expect("the directory is writable");
    let homes = |dump: &[u8]| -> Vec<(String, String)> {
        let text = String::from_utf8_lossy(dump).into_owned();
        let home = |line: &str| {
            let (number, street) = line.split('"').nth(3)?.split_once(' ')?;
            Some((number.to_owned(), street.to_owned()))
        };
        let rows = text.lines().filter(|line| line.contains("\"home\""));
        rows.filter_map(home).collect()
    };
    let pairs = homes(&before).into_iter().zip(homes(&after));
    let same = pairs.filter(|((old, _), (new, _))| old == new);
    let streets: Vec<String> = same.map(|((_, street), _)| street).collect();
    assert!(streets.len() > 5 && streets[0].starts_with("Brightwater"));
    let new = String::from_utf8(after).expect("UTF-8");
    let planted = new.replacen("quiet", &format!("quiet at {}", streets.join(" and ")), 1);
    let case = Case {
        run,
        before,
        after: Vec::new(),
    };
    case.audit(planted.as_bytes(), &["-k", &key.display().to_string()])
        .assert_clean("streets that whole addresses left behind");
}

/// Whose fate depends on the key or the time of the run is told by the rows that are there.
#[test]
fn samples_and_times_need_no_key() {
    let rules = RULES.replace("  log: {purge: all}", "")
        + "
  log:
    purge: \"at < now() - interval '5 years'\"
    sample: 30%
    columns: {id: keep, kind: keep, at: keep, actor: keep, payload: keep}
";
    let server = Postgres::shared();
    let db = server.fresh_db("sampled");
    server.psql(&db, super::SCHEMA);
    let before = server.pg_dump(&db, &[]);
    let run = Dmscrub::with_rules(&rules);
    let now = ["--now", "2026-03-05T00:00:00Z"];
    let after = Dmscrub::with_rules(&rules).args(now).clean(&before);
    let case = Case { run, before, after };
    let verdict = case.audit(&case.after, &[]);
    verdict.assert_clean("sampled");
    assert!(
        verdict.json["notes"].to_string().contains("public.log"),
        "{}",
        verdict.json["notes"]
    );
    let text = String::from_utf8(case.after.clone()).expect("UTF-8");
    let gone = (1..=40)
        .map(|i| format!("logged.{i}@gone.example"))
        .find(|actor| !text.contains(actor))
        .expect("a row that left");
    let planted = text.replace("part 9\t", &format!("part 9 by {gone}\t"));
    assert_eq!(
        case.audit(planted.as_bytes(), &[]).survivors(),
        ["public.notes.body [9] text: public.log.actor purged"]
    );
}

/// A test of one row of each may hold the same by chance, or by design.
#[test]
fn market_of_readable_people_is_clean() {
    let server = Postgres::shared();
    let market = Marketplace::generate(Flavour::Demo, 7, 12);
    let db = server.fresh_db("readable");
    market.load(server, &db);
    let before = server.pg_dump(&db, &[]);
    let run = Dmscrub::with_marketplace_rules();
    let after = run.clean(&before);
    let case = Case { run, before, after };
    case.audit(&case.after, &[]).assert_clean("readable people");
}
