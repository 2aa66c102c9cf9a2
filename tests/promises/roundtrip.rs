//! The main job on a full Digital Marketplace: it loads, nothing personal is left, the rest is as
//! it was.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::Job;
use crate::env::personal::{ALSO_REPLACED, Place, places};
use crate::env::postgres::Postgres;

/// A database with the cleaned dump in it.
fn cleaned_db() -> &'static str {
    static DB: OnceLock<String> = OnceLock::new();
    DB.get_or_init(|| {
        let server = Postgres::shared();
        let db = server.fresh_db("cleaned");
        let output = server.psql_stdin(&db, &Job::shared().cleaned, &["-v", "ON_ERROR_STOP=1"]);
        assert_eq!(output.code, 0, "{}", output.stderr_text());
        db
    })
}

/// The generator does what the other tests rely on.
#[test]
fn every_personal_place_holds_a_canary() {
    let mut sql = String::new();
    for place in places() {
        let found = place_query(&place, "canary|(7313|1731) ?[0-9]{4}");
        write!(
            sql,
            "SELECT $${}$$ WHERE NOT EXISTS ({found});",
            place.name()
        )
        .expect("a String");
    }
    let missing = Postgres::shared().psql(&Job::shared().db, &sql);
    assert!(missing.is_empty(), "no canary in:\n{missing}");
}

/// Finds rows where a place matches a pattern.
fn place_query(place: &Place, pattern: &str) -> String {
    let (table, column) = (place.table, place.column);
    match place.path {
        None => format!("SELECT 1 FROM public.{table} WHERE \"{column}\"::text ~* '{pattern}'"),
        Some(path) => format!(
            "SELECT 1 FROM public.{table}, \
             jsonb_path_query({column}::jsonb, 'lax $.{path}') AS found(value) \
             WHERE found.value::text ~* '{pattern}'"
        ),
    }
}

/// As text and in the database that it makes, where JSON shows what was escaped.
#[test]
fn no_canary_is_left() {
    let canaries = &Job::shared().market.canaries;
    canaries.assert_none("the output", &Job::shared().cleaned);
    let again = Postgres::shared().pg_dump(cleaned_db(), &["--inserts"]);
    canaries.assert_none("the database", &again);
    let mut sql = String::new();
    for place in places() {
        let found = place_query(&place, "canary");
        write!(sql, "SELECT $${}$$ WHERE EXISTS ({found});", place.name()).expect("a String");
    }
    let left = Postgres::shared().psql(cleaned_db(), &sql);
    assert!(left.is_empty(), "a canary is left in:\n{left}");
}

#[test]
fn it_loads_over_a_full_database() {
    let server = Postgres::shared();
    let full = server.fresh_db("full");
    Job::shared().market.load(server, &full);
    for args in [
        &[][..],
        &["-v", "ON_ERROR_STOP=1"],
        &["-1", "-v", "ON_ERROR_STOP=1"],
    ] {
        let output = server.psql_stdin(&full, &Job::shared().cleaned, args);
        assert_eq!(output.code, 0, "{args:?}: {}", output.stderr_text());
        server.assert_unchanged("loaded over", &full, &server.snapshot(cleaned_db()));
    }
}

/// The rows that stay have in every column that no rule replaces what they had.
#[test]
fn untouched_columns_are_equal() {
    let server = Postgres::shared();
    let columns = server.psql(
        &Job::shared().db,
        "SELECT table_name || ' ' || column_name FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
    );
    let mut kept: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in columns.lines() {
        let (table, column) = line.split_once(' ').expect("two words");
        let replaced = places().any(|place| (place.table, place.column) == (table, column))
            || ALSO_REPLACED.contains(&(table, column));
        if !replaced {
            kept.entry(table).or_default().push(format!("\"{column}\""));
        }
    }
    assert_eq!(kept.len(), 23, "every table has a column that stays");
    for (table, columns) in kept {
        // Bids that were made have not been awarded.
        let stays = if table == "brief_responses" {
            "awarded_at IS NOT NULL"
        } else {
            "true"
        };
        let rows = format!(
            "SELECT ROW({})::text FROM {table} WHERE {stays} ORDER BY 1",
            columns.join(", ")
        );
        assert_as_expected(&rows);
    }
}

/// What the application needs of its JSON documents is there.
#[test]
fn safe_json_keys_are_equal() {
    for query in [
        "SELECT supplier_id, framework_id, declaration IS NULL, declaration::text = 'null',
           declaration->>'status' FROM supplier_frameworks ORDER BY 1, 2",
        "SELECT id, data->>'lot', data->>'freeVersionTrialOption', data->'cloudDeploymentModel'->>1,
           data->>'priceMin', data->'incidentEscalation'->>'value' FROM services ORDER BY 1",
        "SELECT id, data->>'lot', data->>'webChatSupport' FROM archived_services ORDER BY 1",
        "SELECT id, data->>'lot', data->>'organisation', data->>'location',
           json_array_length(data->'essentialRequirements') FROM briefs ORDER BY 1",
        "SELECT id, signed_agreement_details->>'uploaderUserId',
           signed_agreement_details->>'frameworkAgreementVersion' FROM framework_agreements ORDER BY 1",
        "SELECT id, framework_agreement_details->'lotOrder'->>0,
           framework_agreement_details->'variations'->'1'->>'createdAt' FROM frameworks ORDER BY 1",
        "SELECT id, award_details->>'pending' FROM brief_responses
           WHERE awarded_at IS NOT NULL ORDER BY 1",
    ] {
        assert!(!assert_as_expected(query).is_empty(), "{query}");
    }
}

/// What is left is what the old cleaning would have left; the query's answer.
#[track_caller]
fn assert_as_expected(query: &str) -> String {
    let job = Job::shared();
    let answer = job.ask("public", query);
    assert_eq!(job.ask("expected", query), answer, "{query}");
    answer
}

/// Replacements are of a kind that a test environment can live with.
#[test]
fn replacements_are_plausible_and_harmless() {
    let server = Postgres::shared();
    for (what, query) in [
        (
            "mail goes to the reserved domain only",
            "SELECT count(*) FROM (SELECT email_address FROM users UNION ALL SELECT email
               FROM contact_information UNION ALL SELECT data->>'respondToEmailAddress'
               FROM brief_responses UNION ALL SELECT declaration->>'primaryContactEmail'
               FROM supplier_frameworks) AS mail(address) WHERE address !~ '^[^@\\s]+@example\\.com$'",
        ),
        (
            "erased records keep saying so",
            "SELECT count(*) FROM users WHERE personal_data_removed
               AND (name, phone_number) IS DISTINCT FROM ('<removed>', '<removed>')",
        ),
        (
            "nobody can log in",
            "SELECT count(*) FROM users WHERE password <> '!'",
        ),
        (
            "nobody is locked out",
            "SELECT count(*) FROM users WHERE failed_login_count <> 0",
        ),
        (
            "contracts end after they start",
            "SELECT count(*) FROM outcomes WHERE end_date - start_date <> 364",
        ),
        (
            "every bid says whom to answer",
            "SELECT count(*) FROM brief_responses WHERE data->>'respondToEmailAddress' IS NULL
               AND data::jsonb <> '{}'",
        ),
        (
            "DUNS numbers are nine digits",
            "SELECT count(*) FROM suppliers WHERE duns_number !~ '^[0-9]{9}$'",
        ),
    ] {
        assert_eq!(server.psql(cleaned_db(), query), "0", "{what}");
    }
}

/// A value that was the same in two places still is, so that joins and searches work.
#[test]
fn equal_values_stay_equal_and_others_apart() {
    assert_as_expected(
        "SELECT count(*), count(DISTINCT email_address), count(DISTINCT supplier_id),
           count(phone_number) FROM users",
    );
    assert_as_expected("SELECT count(DISTINCT duns_number), count(duns_number) FROM suppliers");
}

#[test]
fn the_password_hash_comes_from_the_environment() {
    let hash = "$2b$12$abcdefghijklmnopqrstuv";
    let output = Dmscrub::with_marketplace_rules()
        .env("DMSCRUB_PASSWORD_HASH", hash)
        .clean(&Job::shared().dump);
    let users = output
        .split(|byte| *byte == b'\n')
        .filter(|line| {
            let mut fields = line.split(|byte| *byte == b'\t');
            fields.nth(3) == Some(hash.as_bytes())
        })
        .count();
    let count = Job::shared().ask("expected", "SELECT count(*) FROM users");
    assert_eq!(users.to_string(), count);
}

#[test]
fn the_same_dump_gives_the_same_bytes() {
    let dump = &Job::shared().dump;
    assert!(Dmscrub::with_marketplace_rules().clean(dump) == Job::shared().cleaned);
    // From a file to a file, too.
    let mut run = Dmscrub::with_marketplace_rules();
    let input = run.file("dump.sql", dump);
    let target = run.dir().join("clean.sql");
    let run = run.args([input.as_os_str(), "-o".as_ref(), target.as_os_str()]);
    assert_eq!(run.clean(b""), b"");
    assert!(std::fs::read(target).expect("the output is there") == Job::shared().cleaned);
}

/// Another key makes another database, of the same shape.
#[test]
fn another_key_gives_other_values() {
    let other = Dmscrub::with_marketplace_rules()
        .env("DMSCRUB_KEY", "another key, sixteen bytes or more")
        .clean(&Job::shared().dump);
    assert!(other != Job::shared().cleaned);
    Job::shared()
        .market
        .canaries
        .assert_none("the output", &other);
}

/// Each INSERT mode makes the database that COPY makes.
#[test]
fn every_row_format_makes_the_same_database() {
    let server = Postgres::shared();
    let expected = server.snapshot(cleaned_db());
    for mode in [
        &["--inserts"][..],
        &["--column-inserts"],
        &["--rows-per-insert=7"],
    ] {
        let dump = server.pg_dump(&Job::shared().db, mode);
        let output = Dmscrub::with_marketplace_rules().clean(&dump);
        Job::shared().market.canaries.assert_none(mode[0], &output);
        let db = server.fresh_db("inserts");
        let psql = server.psql_stdin(&db, &output, &[]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        server.assert_unchanged(mode[0], &db, &expected);
    }
}
