//! A report for tests.

use std::collections::BTreeMap;

use super::model::*;

pub(super) fn column(name: &str, treatment: Treatment) -> Column {
    let kept = treatment == Treatment::Kept;
    let rule = match treatment {
        Treatment::Undecided => None,
        Treatment::Kept => Some("keep"),
        _ => Some("internet.email"),
    };
    Column {
        column: name.to_owned(),
        r#type: Some("text".to_owned()),
        treatment,
        rule: rule.map(str::to_owned),
        partial: treatment == Treatment::Partial,
        free_text: false,
        decided_by: Some(DecidedBy::Rule),
        place: Some("rules/users.yaml:4:7".to_owned()),
        by_class: None,
        reason: Some("a person's <b>address</b> & more".to_owned()),
        owner: None,
        class: Some("personal".to_owned()),
        namespace: None,
        unique: false,
        inside: Vec::new(),
        values: (!kept).then(|| Values {
            seen: 100,
            nulls: 3,
            replaced: 98,
            kept: 2,
            kept_by_namespace: 2,
            unchanged: 0,
            distinct_in: Distinct {
                count: 90,
                exact: true,
            },
            distinct_out: Distinct {
                count: 90,
                exact: true,
            },
            found: BTreeMap::new(),
        }),
    }
}

pub(super) fn report() -> Report {
    let rows = Rows {
        r#in: 120,
        out: 103,
        purged: 10,
        cascaded: 7,
        ..Rows::default()
    };
    let mut notes = column("notes", Treatment::Partial);
    notes.rule = Some("text.redact".to_owned());
    notes.free_text = true;
    if let Some(values) = &mut notes.values {
        values.found.insert("email".to_owned(), 12);
    }
    Report {
        report: FORMAT,
        version: "0.1.0".to_owned(),
        outcome: Outcome::Whole,
        step: None,
        exit: 0,
        errors: Vec::new(),
        undecided: Vec::new(),
        started: "2026-01-31T03:00:00Z".to_owned(),
        finished: "2026-01-31T03:04:10Z".to_owned(),
        milliseconds: 250_000,
        now: Some("2026-01-31T03:00:00Z".to_owned()),
        rules: Some(Rules {
            digest: "ab".repeat(32),
            files: vec!["rules/users.yaml".to_owned()],
        }),
        key: Some(Key {
            fingerprint: "0123456789abcdef".to_owned(),
            random: false,
        }),
        input: Stream {
            name: "dump.sql.gz".to_owned(),
            format: Some("plain".to_owned()),
            bytes: 1_000_000,
            blake3: Some("cd".repeat(32)),
        },
        output: Stream {
            name: "-".to_owned(),
            format: Some("plain".to_owned()),
            bytes: 3_000_000,
            blake3: Some("ef".repeat(32)),
        },
        totals: Totals {
            tables: 1,
            columns: 3,
            replaced: 1,
            partial: 1,
            kept: 1,
            rows,
            values_replaced: 196,
            ..Totals::default()
        },
        tables: vec![Table {
            database: None,
            table: "public.users".to_owned(),
            decision: Decision::Rule,
            place: Some("rules/users.yaml:2:3".to_owned()),
            reason: None,
            owner: Some("data team".to_owned()),
            class: None,
            rows,
            columns: vec![
                column("id", Treatment::Kept),
                column("email", Treatment::Replaced),
                notes,
            ],
        }],
        dropped: vec![Dropped {
            what: "planner statistics".to_owned(),
            by: "defaults.statistics".to_owned(),
            count: 4,
        }],
        free_text: BTreeMap::from([("email".to_owned(), 12)]),
        captured: BTreeMap::from([(
            "public.alembic_version.version_num".to_owned(),
            vec!["1460".to_owned()],
        )]),
        warnings: vec!["something to know".to_owned()],
        audit: None,
        job: None,
        signature: None,
    }
}
