//! A report as one page that needs nothing else: for a data-protection officer, to read or to print.
//!
//! Whatever stands in the report is escaped; the page loads nothing and runs nothing.

mod failure;
mod glance;
mod integrity;
mod stays;
mod tables;
mod words;

use minijinja::{Environment, context};
use serde::Serialize;

use self::failure::{ErrorView, undecided};
use self::glance::{Verdict, parts, rows_text};
use self::integrity::{StepView, facts, signature_text};
use self::stays::{First, first, kept_by_class, stayed};
pub use self::stays::{kept_inside, look_at};
use self::tables::TableView;
pub use self::words::{counts, duration, found, number};
use super::compare::Change;
use super::model::Report;
use crate::error::{Error, Result};

/// More failures than this are left to the report itself.
const MAX_ERRORS: usize = 200;

/// What is known of the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// There is none.
    No,
    /// There is one; nobody has verified it.
    Unverified,
    /// It was verified with the key that was given.
    Verified,
}

/// The page. `against`: the name of an older report, and what changed since.
///
/// # Errors
/// Exit 1 where the template fails.
pub fn page(report: &Report, signed: Signed, against: Option<(&str, &[Change])>) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    let failed = |_| Error::unexpected("the page can't be written");
    // The name makes minijinja escape for HTML.
    environment
        .add_template("page.html", include_str!("page.html"))
        .map_err(failed)?;
    let page = environment.get_template("page.html").map_err(failed)?;
    let totals = &report.totals;
    let tables: Vec<TableView> = report
        .tables
        .iter()
        .enumerate()
        .map(TableView::of)
        .collect();
    let errors: Vec<ErrorView> = report.errors.iter().map(ErrorView::of).collect();
    let undecided = undecided(report);
    let first = first(report);
    let kept_inside: Vec<&First<'_>> = first.iter().filter(|it| !it.kept.is_empty()).collect();
    let by_class = kept_by_class(report);
    let context = context! {
        report,
        date => report.finished.replace('T', " ").replace('Z', " UTC"),
        duration => duration(report.milliseconds),
        verdict => Verdict::of(report),
        contents => contents(report, against.is_some(), !by_class.is_empty(), !kept_inside.is_empty()),
        totals => context! {
            tables => number(totals.tables),
            columns => number(totals.columns),
            rows_in => number(totals.rows.r#in),
            rows_out => number(totals.rows.out + totals.rows.generated),
            values => number(totals.values_replaced),
        },
        parts => parts(report),
        rows_text => rows_text(report),
        step => report.failed_in(),
        steps => report.job.as_ref().map(|job| job.steps.iter().map(StepView::of).collect::<Vec<_>>()),
        errors => &errors[..errors.len().min(MAX_ERRORS)],
        more_errors => errors.len().saturating_sub(MAX_ERRORS),
        undecided,
        first,
        kept_inside,
        stayed => stayed(report),
        kept_by_class => by_class,
        against => against.map(|(name, _)| name),
        changes => against.map(|(_, changes)| changes.iter().map(ChangeView::of).collect::<Vec<_>>()),
        audit => report.audit.as_ref().map(|audit| context! {
            clean => audit.clean,
            text => format!(
                "{} values looked for, found in {} places; {} prove nothing, as a rule keeps them somewhere or they are too short or too common.",
                number(audit.checked), number(audit.survivors), number(audit.not_checkable)
            ),
            places => &audit.places,
        }),
        tables,
        captured => report.captured.iter().map(|(name, values)| context! {
            name, values => values.join(", "),
        }).collect::<Vec<_>>(),
        signature_text => signature_text(signed),
        facts => facts(report),
    };
    page.render(context).map_err(failed)
}

#[derive(Serialize)]
struct Item {
    id: &'static str,
    title: &'static str,
}

fn contents(report: &Report, changes: bool, classes: bool, inside: bool) -> Vec<Item> {
    [
        (true, "glance", "At a glance"),
        (!report.errors.is_empty(), "errors", "Why it failed"),
        (!report.undecided.is_empty(), "undecided", "Undecided"),
        (true, "first", "Look at these first"),
        (changes, "changes", "What changed"),
        (true, "audit", "Audit"),
        (true, "tables", "Tables"),
        (true, "coverage", "Every column"),
        (classes, "classes", "Kept by classes"),
        (inside, "inside", "Kept inside values"),
        (true, "dropped", "Left out"),
        (!report.warnings.is_empty(), "warnings", "Warnings"),
        (report.job.is_some(), "job", "The job’s steps"),
        (true, "integrity", "Integrity"),
    ]
    .into_iter()
    .filter(|(there, ..)| *there)
    .map(|(_, id, title)| Item { id, title })
    .collect()
}

#[derive(Serialize)]
struct ChangeView<'r> {
    weight: &'static str,
    what: &'r str,
    how: &'r str,
}

impl<'r> ChangeView<'r> {
    fn of(change: &'r Change) -> Self {
        Self {
            weight: change.weight.word(),
            what: &change.what,
            how: &change.how,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{ColumnName, Outcome, Treatment};
    use super::super::{compare, testing};
    use super::*;

    #[test]
    fn everything_is_escaped_and_nothing_is_loaded() {
        let mut report = testing::report();
        let hostile = "<script>alert(1)</script>\"'&";
        report.tables[0].table = hostile.to_owned();
        report.tables[0].columns[0].column = hostile.to_owned();
        report.warnings.push(hostile.to_owned());
        report
            .captured
            .insert(hostile.to_owned(), vec![hostile.to_owned()]);
        report.input.name = hostile.to_owned();
        let change = Change {
            weight: compare::Weight::Weaker,
            what: hostile.to_owned(),
            how: hostile.to_owned(),
        };
        let page = page(&report, Signed::No, Some((hostile, &[change]))).unwrap();
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;"));
        for loads in [
            "src=", "http:", "https:", "url(", "@import", "<link", "<iframe",
        ] {
            assert!(!page.contains(loads), "{loads}");
        }
    }

    #[test]
    fn partial_and_free_text_columns_come_before_the_others() {
        let report = testing::report();
        let page = page(&report, Signed::Verified, None).unwrap();
        let at = |text: &str| {
            page.find(text)
                .unwrap_or_else(|| panic!("{text} is not there"))
        };
        assert!(at("Whole and clean") < at("public.users.notes"));
        assert!(at("public.users.notes") < at("id=\"coverage\""));
        at("a person&#x27;s &lt;b&gt;address&lt;&#x2f;b&gt; &amp; more");
        for told in [
            "planner statistics",
            "1460",
            "something to know",
            "verified",
            &"cd".repeat(32),
        ] {
            at(told);
        }
    }

    #[test]
    fn a_failure_says_what_nobody_has_decided() {
        let mut report = testing::report();
        report.outcome = Outcome::Failed;
        report.exit = 4;
        report.undecided = vec![ColumnName {
            database: Some("app".to_owned()),
            table: "public.new".to_owned(),
            column: "open".to_owned(),
        }];
        let page = page(&report, Signed::No, None).unwrap();
        assert!(page.contains("app: public.new") && page.contains("class=\"failed\""));
    }

    #[test]
    fn columns_that_classes_keep_stand_by_class_and_table() {
        let mut report = testing::report();
        for name in ["id", "sort_order"] {
            let mut column = testing::column(name, Treatment::Kept);
            column.by_class = Some("classes[1]".to_owned());
            column.reason = Some("surrogate keys".to_owned());
            report.tables[0].columns.push(column);
        }
        let page = page(&report, Signed::No, None).unwrap();
        assert!(page.contains("<a href=\"#classes\">"));
        let (_, list) = page.split_once("id=\"classes\"").unwrap();
        let (list, _) = list.split_once("<h2").unwrap();
        assert!(
            list.contains("surrogate keys") && list.contains("2 columns"),
            "{list}"
        );
        assert_eq!(list.matches("public.users").count(), 1, "{list}");
        let none = super::page(&testing::report(), Signed::No, None).unwrap();
        assert!(!none.contains("id=\"classes\""));
    }

    #[test]
    fn numbers_can_be_read() {
        assert_eq!(number(7), "7");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(duration(2_340), "2.3 s");
        assert_eq!(duration(3_600_000), "60 min");
    }
}
