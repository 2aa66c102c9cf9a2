//! The Digital Marketplace's rules do what the old cleaning did, step by step (the numbers are its
//! own), and close what it left open. Each is held against SQL that was not made from the rules.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::{Job, Marketplace};
use crate::env::personal::places;
use crate::env::postgres::Postgres;
use crate::env::voice::Flavour;

/// Asks the cleaned database.
#[track_caller]
fn ask(query: &str) -> String {
    Job::shared().ask("public", query)
}

/// No row answers the query; the first that does are shown.
#[track_caller]
fn assert_nothing(what: &str, query: &str) {
    let found = ask(&format!("SELECT * FROM ({query}) AS found LIMIT 3"));
    assert!(found.is_empty(), "{what}:\n{found}");
}

/// Tables with the columns of their primary keys.
fn keys() -> BTreeMap<String, Vec<String>> {
    let keys = Job::shared().ask(
        "expected",
        "SELECT relname, string_agg(quote_ident(attname), ' ' ORDER BY attnum)
         FROM pg_constraint
         JOIN pg_class ON pg_class.oid = conrelid
         JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
         WHERE contype = 'p' AND connamespace = 'expected'::regnamespace GROUP BY relname",
    );
    keys.lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(table, columns)| {
            let columns = columns.split(' ').map(str::to_owned).collect();
            (table.to_owned(), columns)
        })
        .collect()
}

/// Suppliers of the source without an application that stays, and without a service.
const DANGLING: &str = "
    SELECT supplier_id FROM original.suppliers s
    WHERE NOT EXISTS (
        SELECT FROM original.supplier_frameworks a JOIN original.frameworks f ON f.id = a.framework_id
        WHERE a.supplier_id = s.supplier_id AND f.status <> 'open')
      AND NOT EXISTS (SELECT FROM original.services v WHERE v.supplier_id = s.supplier_id)";

/// Steps 2, 3, 4, 6, 7 and 9: which rows of which table go.
fn row_rules() -> [(&'static str, String); 9] {
    let open = "framework_id IN (SELECT id FROM original.frameworks WHERE status = 'open')";
    let dangling = format!("supplier_id IN ({DANGLING})");
    [
        ("draft_services", open.to_owned()),
        ("supplier_frameworks", open.to_owned()),
        ("brief_responses", "awarded_at IS NULL".to_owned()),
        (
            "brief_users",
            "brief_id IN (SELECT id FROM original.briefs WHERE published_at IS NULL)".to_owned(),
        ),
        ("briefs", "published_at IS NULL".to_owned()),
        ("contact_information", dangling.clone()),
        ("users", dangling.clone()),
        ("suppliers", dangling),
        ("audit_events", "true".to_owned()),
    ]
}

#[test]
fn each_row_rule_bites_and_leaves_nothing() {
    for (table, condition) in row_rules() {
        let bitten = Job::shared().ask(
            "original",
            &format!("SELECT count(*) > 0 FROM {table} WHERE {condition}"),
        );
        assert_eq!(bitten, "t", "no row of {table} tries the rule");
        assert_nothing(
            table,
            &format!(
                "SELECT * FROM {table} WHERE {condition}{}",
                generated(table)
            ),
        );
    }
}

/// Leaves out rows that were added (step 12).
fn generated(table: &str) -> String {
    if table != "brief_responses" {
        return String::new();
    }
    let last = Job::shared().ask("original", "SELECT max(id) FROM brief_responses");
    format!(" AND id <= {last}")
}

/// What stays is what SQL's DELETE with cascades leaves of the source, in every table.
#[test]
fn the_rows_that_stay_are_those_of_the_old_cleaning() {
    let keys = keys();
    assert_eq!(keys.len(), 23);
    for (table, columns) in keys {
        let columns = columns.join(", ");
        let ours = format!(
            "SELECT {columns} FROM public.{table} WHERE true{}",
            generated(&table)
        );
        let theirs = format!("SELECT {columns} FROM expected.{table}");
        assert_nothing(&table, &format!("{ours} EXCEPT {theirs}"));
        assert_nothing(&table, &format!("{theirs} EXCEPT {ours}"));
    }
}

/// For every foreign key towards a table that loses rows there is a row that refers to one that
/// left, so that the load would fail without the cascade.
#[test]
fn each_foreign_key_would_break_without_its_reference() {
    let list = Job::shared().ask(
        "expected",
        "SELECT conname, child.relname, parent.relname,
           (SELECT string_agg(format('o.%I = p.%I', c.attname, q.attname), ' AND ')
            FROM unnest(conkey, confkey) AS pair(ours, theirs)
            JOIN pg_attribute c ON c.attrelid = conrelid AND c.attnum = ours
            JOIN pg_attribute q ON q.attrelid = confrelid AND q.attnum = theirs)
         FROM pg_constraint
         JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
         WHERE contype = 'f' AND connamespace = 'expected'::regnamespace",
    );
    let keys = keys();
    let mut broken = 0;
    for line in list.lines() {
        let parts: Vec<&str> = line.split('|').collect();
        let [name, child, parent, on] = parts[..] else {
            panic!("four columns: {line}");
        };
        let same: Vec<String> = keys[parent]
            .iter()
            .map(|column| format!("e.{column} = p.{column}"))
            .collect();
        let left = Job::shared().ask(
            "original",
            &format!(
                "SELECT count(*) > 0 FROM {child} o JOIN {parent} p ON {on}
                 WHERE NOT EXISTS (SELECT FROM expected.{parent} e WHERE {})",
                same.join(" AND ")
            ),
        );
        let never = [
            "frameworks",
            "lots",
            "framework_lots",
            "direct_award_projects",
        ];
        // Who has a service stays.
        let safe = never.contains(&parent) || name == "services_supplier_id_fkey";
        assert_eq!(left, if safe { "f" } else { "t" }, "{name}");
        broken += usize::from(!safe);
    }
    assert_eq!(broken, 23);
}

/// Every sensitive column and JSON key of every row that stays has another value, and NULL where it
/// had NULL.
#[test]
fn every_sensitive_value_changes() {
    let keys = keys();
    for place in places().filter(|place| !place.is_published_text()) {
        let (table, column) = (place.table, format!("\"{}\"", place.column));
        if table == "audit_events" {
            continue;
        }
        let rows = format!(
            "FROM original.{table} o JOIN public.{table} n USING ({})",
            keys[table].join(", ")
        );
        let Some(path) = place.path else {
            assert_nothing(
                &place.name(),
                &format!(
                    "SELECT o.* {rows} WHERE o.{column} = n.{column}
                     AND o.{column}::text NOT IN ('', '<removed>')"
                ),
            );
            assert_nothing(
                &place.name(),
                &format!("SELECT o.* {rows} WHERE (o.{column} IS NULL) <> (n.{column} IS NULL)"),
            );
            assert_ne!(
                ask(&format!(
                    "SELECT count(*) {rows} WHERE o.{column} <> n.{column}"
                )),
                "0",
                "{}",
                place.name()
            );
            continue;
        };
        assert_nothing(
            &place.name(),
            &format!(
                "SELECT o.* {rows}, jsonb_path_query(o.{column}::jsonb, 'lax $.{path}') AS was
                 WHERE was NOT IN ('null', '\"\"') AND was IN (
                   SELECT jsonb_path_query(n.{column}::jsonb, 'lax $.{path}'))"
            ),
        );
    }
}

/// Step 1 and its gaps: constants for everybody became values of each one's own, NULL and erased
/// records stay what they are.
#[test]
fn nothing_and_erased_values_stay() {
    for (table, columns) in [
        ("users", "name phone_number"),
        (
            "contact_information",
            "contact_name phone_number address1 city postcode",
        ),
    ] {
        for column in columns.split(' ') {
            for said in [
                format!("{column} = '<removed>'"),
                format!("{column} IS NULL"),
            ] {
                let query = format!(
                    "SELECT string_agg(id::text, ' ' ORDER BY id) FROM {table} WHERE {said}"
                );
                let stays = Job::shared().ask("expected", &query);
                assert_eq!(ask(&query), stays, "{table}: {said}");
                let can_be_null = !["name", "contact_name"].contains(&column);
                assert!(
                    !stays.is_empty() || said.ends_with("NULL") && !can_be_null,
                    "no row of {table} tries {said}"
                );
            }
        }
    }
    for (table, address) in [("users", "email_address"), ("contact_information", "email")] {
        let erased = ask(&format!(
            "SELECT count(*) > 0 AND bool_and({address} LIKE '%_@example.com')
             FROM {table} WHERE personal_data_removed"
        ));
        assert_eq!(erased, "t", "{table}");
    }
    assert_nothing(
        "names differ from person to person",
        "SELECT name FROM users WHERE name <> '<removed>' GROUP BY name HAVING count(*) > 3",
    );
}

/// Step 5.
#[test]
fn every_bid_but_an_empty_one_says_whom_to_answer() {
    let state =
        "SELECT id, data::jsonb = '{}' AS empty, (data::jsonb ? 'respondToEmailAddress') AS said
        FROM brief_responses WHERE awarded_at IS NOT NULL ORDER BY id";
    let before = Job::shared().ask("expected", state);
    assert!(before.contains("|t|f"), "no empty bid");
    assert!(before.contains("|f|f"), "no bid without an address");
    assert_nothing(
        "an empty bid stays, another one has an address",
        "SELECT id FROM brief_responses n JOIN expected.brief_responses o USING (id)
         WHERE (o.data::jsonb = '{}') <> (n.data::jsonb = '{}')
            OR n.data::jsonb <> '{}' AND n.data->>'respondToEmailAddress' !~ '^\\S+@example\\.com$'
            OR n.data::jsonb <> '{}' AND n.data->>'respondToEmailAddress' IS NULL",
    );
}

/// Step 8.
#[test]
fn a_contact_is_a_whole_new_one() {
    assert_nothing(
        "forms",
        "SELECT * FROM contact_information WHERE NOT personal_data_removed AND (
           email !~ '^\\S+@example\\.com$' OR phone_number !~ '^[0-9 +()]*$' OR
           postcode !~ '^([A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2})?$')",
    );
}

/// Step 10 and its gaps: paths of rows without details, countersigned ones, the civil servant.
#[test]
fn agreements_keep_their_keys_and_lose_their_signers() {
    assert_nothing(
        "only keys of the allow-lists",
        "SELECT key FROM framework_agreements, json_object_keys(signed_agreement_details) AS key
         WHERE key NOT IN ('signerName', 'signerRole', 'uploaderUserId', 'frameworkAgreementVersion')
         UNION ALL
         SELECT key FROM framework_agreements, json_object_keys(countersigned_agreement_details) AS key
         WHERE key NOT IN ('countersignerName', 'countersignerRole', 'approvedByUserId')",
    );
    assert_nothing(
        "keys of users and versions stay",
        "SELECT id FROM framework_agreements n JOIN expected.framework_agreements o USING (id)
         WHERE (n.signed_agreement_details->>'uploaderUserId', n.signed_agreement_details->>'frameworkAgreementVersion',
             n.countersigned_agreement_details->>'approvedByUserId', n.signed_agreement_details IS NULL,
             n.countersigned_agreement_details IS NULL)
           IS DISTINCT FROM (o.signed_agreement_details->>'uploaderUserId',
             o.signed_agreement_details->>'frameworkAgreementVersion',
             o.countersigned_agreement_details->>'approvedByUserId', o.signed_agreement_details IS NULL,
             o.countersigned_agreement_details IS NULL)",
    );
    let leak = "SELECT count(*) > 0 FROM framework_agreements
        WHERE signed_agreement_details IS NULL AND signed_agreement_path IS NOT NULL";
    assert_eq!(Job::shared().ask("expected", leak), "t");
    assert_nothing(
        "paths lead nowhere, where there were any",
        "SELECT id FROM framework_agreements n JOIN expected.framework_agreements o USING (id)
         WHERE (n.signed_agreement_path IS NULL) <> (o.signed_agreement_path IS NULL)
            OR (n.countersigned_agreement_path IS NULL) <> (o.countersigned_agreement_path IS NULL)
            OR n.signed_agreement_path NOT LIKE 'not/the/real/path/%'
            OR n.countersigned_agreement_path NOT LIKE 'not/the/real/path/%'",
    );
    assert_nothing(
        "frameworks keep their layout",
        "SELECT id FROM frameworks n JOIN expected.frameworks o USING (id)
         WHERE n.framework_agreement_details::jsonb - '{countersignerName,countersignerRole}'::text[]
           IS DISTINCT FROM o.framework_agreement_details::jsonb - '{countersignerName,countersignerRole}'::text[]",
    );
    assert_nothing(
        "variations keep who by key and when",
        "SELECT 1 FROM supplier_frameworks n JOIN expected.supplier_frameworks o USING (supplier_id, framework_id)
         WHERE (n.agreed_variations->'1'->>'agreedUserId', n.agreed_variations->'1'->>'agreedAt')
           IS DISTINCT FROM (o.agreed_variations->'1'->>'agreedUserId', o.agreed_variations->'1'->>'agreedAt')",
    );
}

/// Of a declaration: who, and how to reach them.
const DECLARED: &str = "primaryContact primaryContactEmail contactNameContractNotice \
    contactEmailContractNotice nameOfOrganisation tradingNames registeredAddress \
    registeredAddressBuilding registeredAddressTown registeredAddressPostcode companyRegistrationNumber \
    registeredVATNumber dunsNumber appropriateTradeRegistersNumber licenceOrMemberRequiredDetails \
    currentRegisteredCountry firstRegistered tradingStatusOther supplierTradingName \
    supplierRegisteredName supplierCompanyRegistrationNumber supplierDunsNumber \
    supplierRegisteredBuilding supplierRegisteredTown supplierRegisteredPostcode \
    supplierRegisteredCountry supplierVatNumber SQ1-1a SQ1-1b SQ1-1e SQ1-1f SQ1-1g SQ1-1h SQ1-1k \
    SQ1-1n SQ1-1o SQ1-1p-i SQ1-1q-i SQ1-2a SQ1-2b";

/// Step 11.
#[test]
fn a_declaration_keeps_its_status_and_the_kind_of_identity_it_had() {
    let rows = "FROM supplier_frameworks n
        JOIN expected.supplier_frameworks o USING (supplier_id, framework_id)";
    for (what, of_the_source) in [
        ("NULL", "o.declaration IS NULL"),
        ("JSON null", "json_typeof(o.declaration) = 'null'"),
        ("nothing", "o.declaration::jsonb = '{}'"),
    ] {
        let same = format!(
            "SELECT count(*) > 0 AND bool_and(n.declaration::text IS NOT DISTINCT FROM o.declaration::text)
             {rows} WHERE {of_the_source}"
        );
        assert_eq!(ask(&same), "t", "{what} stays");
    }
    let without = "o.declaration IS NOT NULL AND json_typeof(o.declaration) <> 'null'
        AND NOT o.declaration::jsonb ? 'status'";
    let kinds = ask(&format!(
        "SELECT string_agg(DISTINCT json_typeof(o.declaration), ' '), bool_and(n.declaration::text = '{{}}')
         {rows} WHERE {without} AND o.declaration::jsonb <> '{{}}'"
    ));
    assert_eq!(kinds, "array object|t", "what has no status becomes empty");
    let mut allowed = String::from("'status'");
    for key in DECLARED.split_whitespace() {
        write!(allowed, ", '{key}'").expect("a String");
    }
    let has = "json_typeof(o.declaration) = 'object' AND o.declaration::jsonb ? 'status'";
    assert_nothing(
        "the keys are those of the allow-list that were there",
        &format!(
            "SELECT 1 {rows} WHERE {has} AND
               (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(n.declaration::jsonb) AS key)
               IS DISTINCT FROM
               (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(o.declaration::jsonb) AS key
                WHERE key IN ({allowed}))"
        ),
    );
    assert_nothing(
        "the status stays, every other value is another",
        &format!(
            "SELECT key {rows}, jsonb_each(o.declaration::jsonb) AS was(key, value)
             WHERE {has} AND (key = 'status') <> COALESCE(n.declaration::jsonb -> key = was.value, false)"
        ),
    );
    for key in DECLARED.split_whitespace() {
        let tried = ask(&format!(
            "SELECT count(*) > 0 {rows} WHERE json_typeof(o.declaration) = 'object'
             AND o.declaration::jsonb ? '{key}'"
        ));
        assert_eq!(tried, "t", "no declaration has {key}");
    }
}

/// What the broker of the platform adds to a production database: functions and event triggers that
/// name roles of the source only.
const BROKER: &str = "
CREATE EXTENSION IF NOT EXISTS citext;
CREATE FUNCTION public.reassign_owned() RETURNS event_trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF pg_has_role(session_user, 'ROLE_manager', 'member')
    AND NOT (SELECT usesuper FROM pg_user WHERE usename = session_user) THEN
    EXECUTE 'REASSIGN OWNED BY ' || quote_ident(session_user) || ' TO \"ROLE_manager\"';
  END IF;
END $body$;
CREATE FUNCTION public.make_readable_generic() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  EXECUTE 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"ROLE_reader\"';
END $body$;
CREATE FUNCTION public.make_readable() RETURNS event_trigger LANGUAGE plpgsql AS $body$
BEGIN
  PERFORM public.make_readable_generic();
END $body$;
CREATE FUNCTION public.forbid_ddl_reader() RETURNS event_trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF pg_has_role(session_user, 'ROLE_reader', 'member')
    AND NOT pg_has_role(session_user, 'ROLE_manager', 'member') THEN
    RAISE EXCEPTION 'readers change nothing';
  END IF;
END $body$;
CREATE EVENT TRIGGER reassign_owned ON ddl_command_end EXECUTE FUNCTION public.reassign_owned();
CREATE EVENT TRIGGER make_readable ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE VIEW') EXECUTE FUNCTION public.make_readable();
CREATE EVENT TRIGGER forbid_ddl_reader ON ddl_command_start EXECUTE FUNCTION public.forbid_ddl_reader();
";

/// Step 13. The old one failed where there was none.
#[test]
fn the_brokers_triggers_go() {
    let server = Postgres::start();
    let broker = |name: &str| BROKER.replace("ROLE", name);
    server.psql(
        "postgres",
        "CREATE ROLE production_manager; CREATE ROLE production_reader;
         CREATE ROLE staging_manager; CREATE ROLE staging_reader;",
    );
    let source = server.fresh_db("production");
    Marketplace::generate(Flavour::Canaries, 5, 1).load(&server, &source);
    server.psql(&source, &broker("production"));
    let state = "SELECT evtname, evtfoid::regproc, (SELECT md5(prosrc) FROM pg_proc p WHERE p.oid = evtfoid)
        FROM pg_event_trigger UNION ALL
        SELECT proname, '-', NULL FROM pg_proc WHERE pronamespace = 'public'::regnamespace
          AND proname ~ '(reassign|readable|reader)' ORDER BY 1, 2";
    assert_eq!(server.psql(&source, state).lines().count(), 7);
    let options = [
        &[][..],
        &["--clean", "--if-exists", "--no-owner", "--no-acl"],
    ];
    let dumps = options.map(|options| server.pg_dump(&source, options));
    server.psql(
        "postgres",
        &format!(
            "DROP DATABASE {source}; DROP ROLE production_manager; DROP ROLE production_reader;"
        ),
    );
    for dump in &dumps {
        let output = Dmscrub::with_marketplace_rules().clean(dump);
        let load = |db: &str| {
            let psql = server.psql_stdin(db, &output, &["-v", "ON_ERROR_STOP=1"]);
            assert_eq!(psql.code, 0, "{}", psql.stderr_text());
            server.psql(db, "CREATE TABLE migrated (id int)");
            assert_eq!(server.psql(db, "SELECT count(*) > 0 FROM users"), "t");
        };
        let target = server.fresh_db("developer");
        load(&target);
        assert_eq!(server.psql(&target, state), "");
        if String::from_utf8_lossy(dump).contains("DROP TABLE") {
            // Over a database that has such triggers of its own.
            let target = server.fresh_db("staging");
            server.psql(&target, &broker("staging"));
            let before = server.psql(&target, state);
            load(&target);
            assert_eq!(server.psql(&target, state), before);
        }
    }
}

/// The README's small copy: one supplier in five, with all of what it had, under every foreign key.
#[test]
fn a_sample_of_suppliers_is_a_consistent_subset() {
    let overlay = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/subset/suppliers.yaml");
    let job = Job::shared();
    let small = Dmscrub::with_marketplace_rules()
        .args(["--overlay".as_ref(), overlay.as_os_str()])
        .clean(&job.dump);
    let server = Postgres::shared();
    let db = server.fresh_db("small");
    let psql = server.psql_stdin(&db, &small, &["-v", "ON_ERROR_STOP=1"]);
    assert_eq!(psql.code, 0, "{}", psql.stderr_text());
    let kept = server.psql(
        &db,
        "SELECT string_agg(supplier_id::text, ', ') FROM suppliers",
    );
    let number = kept.split(", ").count();
    assert!((2..=14).contains(&number), "{number} of 31 are no fifth");
    for (table, key) in [
        ("suppliers", "supplier_id"),
        ("users", "id"),
        ("contact_information", "id"),
        ("services", "id"),
        ("archived_services", "id"),
        ("draft_services", "id"),
        ("supplier_frameworks", "framework_id"),
        ("framework_agreements", "id"),
        ("brief_responses", "id"),
    ] {
        let rows = |of: &str| {
            format!(
                "SELECT string_agg(md5(t::text), ' ' ORDER BY supplier_id, {key}) FROM {table} t WHERE {of}"
            )
        };
        let of = format!("(supplier_id IS NULL OR supplier_id IN ({kept}))");
        let own = generated(table);
        assert_eq!(
            server.psql(&db, &rows(&format!("true{own}"))),
            ask(&rows(&format!("{of}{own}"))),
            "{table}: of a supplier that stays, all or nothing stays"
        );
    }
    for table in [
        "frameworks",
        "lots",
        "briefs",
        "brief_clarification_questions",
        "direct_award_projects",
    ] {
        let all = format!("SELECT string_agg(md5(t::text), ' ' ORDER BY id) FROM {table} t");
        assert_eq!(server.psql(&db, &all), ask(&all), "{table}: downwards only");
    }
}

/// Step 12, on a Marketplace large enough for shares to show; now is the start of 2020.
#[test]
fn bids_take_the_place_of_those_that_go() {
    const NOW: &str = "2020-01-01T00:00:00Z";
    let server = Postgres::shared();
    let source = server.fresh_db("bids");
    Marketplace::generate(Flavour::Canaries, 12, 25).load(server, &source);
    // The old cleaning aborted at a brief without requirements.
    server.psql(
        &source,
        "UPDATE briefs SET data = '{\"title\": \"CANARY120000\"}' WHERE id % 10 = 4",
    );
    let last = server.psql(&source, "SELECT max(id) FROM brief_responses");
    let mut outcome = None;
    for mode in [&[][..], &["--inserts"], &["--rows-per-insert=7"]] {
        let dump = server.pg_dump(&source, mode);
        let scrub = Dmscrub::with_marketplace_rules().args(["--now", NOW]);
        let cleaned = scrub.clean(&dump);
        assert_no_canary("the output", &cleaned);
        let target = server.fresh_db("with_bids");
        let psql = server.psql_stdin(&target, &cleaned, &["-v", "ON_ERROR_STOP=1"]);
        assert_eq!(psql.code, 0, "{mode:?}: {}", psql.stderr_text());
        let snapshot = server.snapshot(&target);
        match &outcome {
            None => {
                assert!(scrub.clean(&dump) == cleaned, "bids are repeatable");
                bids_are_varied(server, &target, &last);
                outcome = Some(snapshot);
            }
            Some(outcome) => assert!(*outcome == snapshot, "{mode:?} makes another database"),
        }
    }
}

fn bids_are_varied(server: &Postgres, target: &str, last: &str) {
    server.psql(
        target,
        &format!(
            "CREATE VIEW made AS SELECT * FROM brief_responses WHERE id > {last};
             CREATE VIEW eligible AS SELECT b.* FROM briefs b JOIN frameworks f ON f.id = b.framework_id
               WHERE f.slug LIKE 'digital-outcomes-and-specialists-_%'
                 AND b.published_at <= '2019-12-17 00:00:00';"
        ),
    );
    for (what, query) in [
        (
            "a bid for another brief",
            "SELECT id FROM made WHERE brief_id NOT IN (SELECT id FROM eligible)",
        ),
        (
            "a bid of a supplier without a complete declaration",
            "SELECT id FROM made WHERE supplier_id NOT IN
               (SELECT supplier_id FROM supplier_frameworks WHERE declaration->>'status' = 'complete')",
        ),
        (
            "evidence for more or fewer requirements than there are",
            "SELECT made.id FROM made JOIN eligible e ON e.id = brief_id
             WHERE json_array_length(made.data->'essentialRequirements')
                 <> COALESCE(json_array_length(e.data->'essentialRequirements'), 0)
               OR json_array_length(made.data->'niceToHaveRequirements')
                 <> COALESCE(json_array_length(e.data->'niceToHaveRequirements'), 0)",
        ),
        (
            "a bid that somebody could mistake for one that won",
            "SELECT id FROM made WHERE awarded_at IS NOT NULL OR award_details::text <> '{}'",
        ),
        (
            "a bid that says nobody to answer",
            "SELECT id FROM made WHERE COALESCE(data->>'respondToEmailAddress', '') !~ '^\\S+@example\\.com$'",
        ),
        (
            "the same address twice",
            "SELECT data->>'respondToEmailAddress' FROM made GROUP BY 1 HAVING count(*) > 1",
        ),
        (
            "the same evidence often",
            "SELECT said FROM (SELECT data->'essentialRequirements'->0->>'evidence' AS said FROM made) AS all_of_them
             WHERE said IS NOT NULL GROUP BY said HAVING count(*) > 2",
        ),
        (
            "a bid from before its brief",
            "SELECT made.id FROM made JOIN briefs b ON b.id = brief_id
             WHERE made.created_at < b.published_at OR made.submitted_at < made.created_at",
        ),
    ] {
        assert_eq!(server.psql(target, query), "", "{what}");
    }
    let share = |query: &str, range: std::ops::Range<f64>| {
        let share: f64 = server.psql(target, query).parse().expect("a number");
        assert!(range.contains(&share), "{share}: {query}");
    };
    share(
        "SELECT (SELECT count(*) FROM made)::float / count(*) FROM eligible",
        0.75..1.25,
    );
    share(
        "SELECT count(DISTINCT brief_id)::float / (SELECT count(*) FROM eligible) FROM made",
        0.5..0.9,
    );
    share(
        "SELECT avg((submitted_at IS NULL)::int) FROM made",
        0.1..0.3,
    );
    share(
        "SELECT avg((data->'niceToHaveRequirements' IS NULL)::int) FROM made",
        0.01..0.15,
    );
    share(
        "SELECT count(DISTINCT supplier_id)::float / count(*) FROM made",
        0.4..1.0,
    );
    // The application's next row finds its number free.
    server.psql(
        target,
        "INSERT INTO brief_responses (data, brief_id, supplier_id, created_at)
         SELECT data, brief_id, supplier_id, created_at FROM made LIMIT 1",
    );
}
