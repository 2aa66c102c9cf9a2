//! A report as one page that needs nothing else: for a data-protection officer, to read or to print.
//!
//! Whatever stands in the report is escaped; the page loads nothing and runs nothing.

use std::collections::BTreeMap;

use minijinja::{Environment, context};
use serde::Serialize;

use super::compare::{self, Change, full_name};
use super::model::{
    Column, DecidedBy, Distinct, Inside, Outcome, Report, Table, Treatment, Values,
};
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
    let context = context! {
        report,
        date => report.finished.replace('T', " ").replace('Z', " UTC"),
        duration => duration(report.milliseconds),
        verdict => Verdict::of(report),
        contents => contents(report, against.is_some(), !kept_inside.is_empty()),
        totals => context! {
            tables => number(totals.tables),
            columns => number(totals.columns),
            rows_in => number(totals.rows.r#in),
            rows_out => number(totals.rows.out + totals.rows.generated),
            values => number(totals.values_replaced),
        },
        parts => parts(report),
        rows_text => rows_text(report),
        step => report.step.map(|step| format!("{step:?}").to_lowercase()),
        errors => &errors[..errors.len().min(MAX_ERRORS)],
        more_errors => errors.len().saturating_sub(MAX_ERRORS),
        undecided,
        first,
        kept_inside,
        stayed => stayed(report),
        kept_by_class => kept_by_class(report),
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
struct Verdict {
    good: bool,
    title: &'static str,
    text: String,
}

impl Verdict {
    fn of(report: &Report) -> Self {
        let totals = &report.totals;
        match (report.outcome, &report.audit) {
            (Outcome::Whole, Some(audit)) if !audit.clean => Self {
                good: false,
                title: "Survivors found",
                text: "The run was whole, but values that it replaced or purged were found in its output."
                    .to_owned(),
            },
            (Outcome::Whole, _) => Self {
                good: true,
                title: "Whole and clean",
                text: format!(
                    "The dump was whole, every table and column of it was decided, and every rule held. \
                     Of {} columns {} are replaced or emptied as a whole, {} but for what the rules \
                     keep by name, {} in part; {} stay.",
                    number(totals.columns),
                    number(totals.replaced + totals.emptied),
                    number(totals.mixed),
                    number(totals.partial),
                    number(totals.kept)
                ),
            },
            (Outcome::Failed, _) => Self {
                good: false,
                title: "Failed",
                text: match report.undecided.len() {
                    0 => "The run stopped. What it had written can’t be taken for a whole dump.".to_owned(),
                    count => format!(
                        "The run stopped, as nobody has decided {} columns. Nothing of them got out.",
                        number(count as u64)
                    ),
                },
            },
        }
    }
}

#[derive(Serialize)]
struct Item {
    id: &'static str,
    title: &'static str,
}

fn contents(report: &Report, changes: bool, inside: bool) -> Vec<Item> {
    [
        (true, "glance", "At a glance"),
        (!report.errors.is_empty(), "errors", "Why it failed"),
        (!report.undecided.is_empty(), "undecided", "Undecided"),
        (true, "first", "Look at these first"),
        (changes, "changes", "What changed"),
        (true, "audit", "Audit"),
        (true, "tables", "Tables"),
        (true, "coverage", "Every column"),
        (inside, "inside", "Kept inside values"),
        (true, "dropped", "Left out"),
        (!report.warnings.is_empty(), "warnings", "Warnings"),
        (true, "integrity", "Integrity"),
    ]
    .into_iter()
    .filter(|(there, ..)| *there)
    .map(|(_, id, title)| Item { id, title })
    .collect()
}

#[derive(Serialize)]
struct Part {
    name: &'static str,
    count: String,
    share: u64,
    text: &'static str,
}

fn parts(report: &Report) -> Vec<Part> {
    let totals = &report.totals;
    [
        ("undecided", totals.undecided, "columns undecided"),
        ("partial", totals.partial, "columns replaced in part"),
        (
            "mixed",
            totals.mixed,
            "columns replaced but for what rules keep by name",
        ),
        ("replaced", totals.replaced, "columns replaced"),
        ("emptied", totals.emptied, "columns emptied"),
        ("kept", totals.kept, "columns kept"),
    ]
    .into_iter()
    .filter(|(_, count, _)| *count > 0)
    .map(|(name, count, text)| Part {
        name,
        count: number(count),
        share: count,
        text,
    })
    .collect()
}

fn rows_text(report: &Report) -> String {
    let rows = &report.totals.rows;
    let left: Vec<String> = [
        (rows.purged, "purged"),
        (rows.cascaded, "left with rows they refer to"),
        (rows.sampled_out, "sampled out"),
        (rows.limited, "past a limit"),
        (rows.generated, "generated"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{} {what}", number(count)))
    .collect();
    match left.is_empty() {
        true => "No row was purged, sampled out or generated.".to_owned(),
        false => format!("Of the rows: {}.", left.join(", ")),
    }
}

#[derive(Serialize)]
struct ErrorView<'r> {
    place: String,
    message: &'r str,
    hints: &'r [String],
}

impl<'r> ErrorView<'r> {
    fn of(failure: &'r super::model::Failure) -> Self {
        let parts = [
            failure.rule.clone(),
            failure.table.clone(),
            failure.column.as_ref().map(|it| format!("column {it}")),
            failure.row.map(|it| format!("row {it}")),
            failure.line.map(|it| format!("line {it}")),
        ];
        Self {
            place: parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
            message: &failure.message,
            hints: &failure.hints,
        }
    }
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

#[derive(Serialize)]
struct UndecidedTable {
    name: String,
    columns: Vec<String>,
}

fn undecided(report: &Report) -> Vec<UndecidedTable> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in &report.undecided {
        let table = match &name.database {
            Some(database) => format!("{database}: {}", name.table),
            None => name.table.clone(),
        };
        tables.entry(table).or_default().push(name.column.clone());
    }
    let tables = tables.into_iter();
    tables
        .map(|(name, columns)| UndecidedTable { name, columns })
        .collect()
}

#[derive(Serialize)]
struct First<'r> {
    full: String,
    r#type: Option<&'r str>,
    treatment: &'static str,
    free_text: bool,
    rule: Option<&'r str>,
    reason: Option<&'r str>,
    /// Rules inside that may leave a part of a value.
    partial: Vec<&'r Inside>,
    /// How many places inside are kept.
    kept_count: String,
    /// Where those are.
    kept: String,
    /// The anchor of that list.
    kept_id: String,
    counts: String,
    found: String,
}

fn first(report: &Report) -> Vec<First<'_>> {
    look_at(report)
        .into_iter()
        .enumerate()
        .map(|(index, (table, column))| First {
            kept_id: format!("k{index}"),
            full: format!("{}.{}", full_name(table), column.column),
            r#type: column.r#type.as_deref(),
            treatment: compare::treatment(column.treatment),
            free_text: column.free_text,
            rule: column.rule.as_deref(),
            reason: column.reason.as_deref(),
            partial: column.inside.iter().filter(|it| it.partial).collect(),
            kept_count: match kept_inside(column).count() {
                0 => String::new(),
                1 => "one place inside is kept".to_owned(),
                count => format!("{} places inside are kept", number(count as u64)),
            },
            kept: kept_inside(column).collect::<Vec<_>>().join(", "),
            counts: counts(column),
            found: column.values.as_ref().map(found).unwrap_or_default(),
        })
        .collect()
}

/// Places inside a column's values that are kept.
pub fn kept_inside(column: &Column) -> impl Iterator<Item = &str> {
    let inside = column.inside.iter();
    inside.filter(|it| it.kept).map(|it| it.path.as_str())
}

/// Columns of which a part may stay: first those where nobody can say which, then those that keep
/// what their rules name.
pub fn look_at(report: &Report) -> Vec<(&Table, &Column)> {
    let look = |column: &Column| {
        matches!(column.treatment, Treatment::Partial | Treatment::Mixed) || column.free_text
    };
    let mut found: Vec<_> = columns(report).filter(|(_, column)| look(column)).collect();
    found.sort_by_key(|(_, column)| (!column.free_text, !column.partial));
    found
}

#[derive(Serialize)]
struct Stayed {
    full: String,
    seen: String,
    by_namespace: String,
    unchanged: String,
}

fn stayed(report: &Report) -> Vec<Stayed> {
    columns(report)
        .filter_map(|(table, column)| {
            let values = column.values.as_ref()?;
            (values.kept_by_namespace + values.unchanged > 0).then(|| Stayed {
                full: format!("{}.{}", full_name(table), column.column),
                seen: number(values.seen),
                by_namespace: number(values.kept_by_namespace),
                unchanged: number(values.unchanged),
            })
        })
        .collect()
}

#[derive(Serialize)]
struct ByClass {
    class: String,
    columns: String,
}

/// Columns that classes keep, by class.
fn kept_by_class(report: &Report) -> Vec<ByClass> {
    let mut classes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in columns(report) {
        if let (Some(class), Treatment::Kept) = (&column.by_class, column.treatment) {
            let place = column.place.as_deref().unwrap_or_default();
            let class = format!("{class} ({place})");
            let name = format!("{}.{}", full_name(table), column.column);
            classes.entry(class).or_default().push(name);
        }
    }
    let classes = classes.into_iter();
    classes
        .map(|(class, columns)| ByClass {
            class,
            columns: columns.join(", "),
        })
        .collect()
}

fn columns(report: &Report) -> impl Iterator<Item = (&Table, &Column)> {
    let tables = report.tables.iter();
    tables.flat_map(|table| table.columns.iter().map(move |column| (table, column)))
}

#[derive(Serialize)]
struct TableView<'r> {
    id: String,
    name: String,
    decision: &'static str,
    about: String,
    rows: Vec<Cell>,
    columns: Vec<ColumnView<'r>>,
}

#[derive(Serialize)]
struct Cell {
    label: &'static str,
    count: String,
}

impl<'r> TableView<'r> {
    fn of((index, table): (usize, &'r Table)) -> Self {
        let rows = &table.rows;
        let cells = [
            ("in", rows.r#in),
            ("out", rows.out),
            ("purged", rows.purged),
            ("cascaded", rows.cascaded),
            ("sampled out", rows.sampled_out),
            ("past limit", rows.limited),
            ("generated", rows.generated),
        ];
        Self {
            id: format!("t{index}"),
            name: full_name(table),
            decision: compare::decided(table),
            about: about(table),
            rows: cells
                .into_iter()
                .map(|(label, count)| Cell {
                    label,
                    count: match (label, count) {
                        ("in" | "out", _) => number(count),
                        (_, 0) => String::new(),
                        _ => number(count),
                    },
                })
                .collect(),
            columns: table.columns.iter().map(ColumnView::of).collect(),
        }
    }
}

/// A table's decision, and what the rules say of it.
fn about(table: &Table) -> String {
    let parts = [
        Some(compare::decided(table).to_owned()),
        table.place.as_ref().map(|it| format!("at {it}")),
        table.reason.clone(),
        table.class.as_ref().map(|it| format!("class: {it}")),
        table.owner.as_ref().map(|it| format!("owner: {it}")),
        Some(format!(
            "{} rows in, {} out",
            number(table.rows.r#in),
            number(table.rows.out)
        )),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[derive(Serialize)]
struct ColumnView<'r> {
    name: &'r str,
    r#type: Option<&'r str>,
    treatment: &'static str,
    rule: Option<&'r str>,
    reason: Option<&'r str>,
    r#where: String,
    counts: String,
}

impl<'r> ColumnView<'r> {
    fn of(column: &'r Column) -> Self {
        let by = match column.decided_by {
            Some(DecidedBy::UnlistedColumns) => Some("by defaults.unlisted_columns".to_owned()),
            Some(DecidedBy::UnlistedTables) => Some("by defaults.unlisted_tables".to_owned()),
            Some(DecidedBy::Generated) => Some("computed by PostgreSQL".to_owned()),
            Some(DecidedBy::Rule | DecidedBy::Class) | None => column.by_class.clone(),
        };
        let parts = [
            by,
            column.place.clone(),
            column.class.as_ref().map(|it| format!("class: {it}")),
            column.owner.as_ref().map(|it| format!("owner: {it}")),
            column.unique.then(|| "unique".to_owned()),
        ];
        Self {
            name: &column.column,
            r#type: column.r#type.as_deref(),
            treatment: compare::treatment(column.treatment),
            rule: column.rule.as_deref(),
            reason: column.reason.as_deref(),
            r#where: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            counts: counts(column),
        }
    }
}

/// What was counted of a column's values, in a sentence.
pub fn counts(column: &Column) -> String {
    let Some(values) = &column.values else {
        return String::new();
    };
    let mut parts = vec![format!(
        "{} of {} replaced",
        number(values.replaced),
        number(values.seen + values.nulls)
    )];
    for (count, what) in [
        (values.nulls, "NULL"),
        (values.kept, "kept"),
        (values.unchanged, "the same by chance"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", number(count)));
        }
    }
    let mut text = parts.join(", ");
    if values.seen > 0 {
        text += &format!(
            "; different: {} → {}",
            distinct(values.distinct_in),
            distinct(values.distinct_out)
        );
    }
    text
}

/// Finds in free text, in words.
pub fn found(values: &Values) -> String {
    let found = values.found.iter();
    let found = found.map(|(kind, count)| format!("{kind} {}", number(*count)));
    found.collect::<Vec<_>>().join(", ")
}

fn distinct(distinct: Distinct) -> String {
    match distinct.exact {
        true => number(distinct.count),
        false => format!("about {}", number(distinct.count)),
    }
}

fn signature_text(signed: Signed) -> &'static str {
    match signed {
        Signed::No => "This report is not signed.",
        Signed::Unverified => {
            "This report is signed; the signature was not verified when this page was made (dmscrub \
             report FILE --verify KEY)."
        }
        Signed::Verified => {
            "This report is signed, and the signature was verified when this page was made: it is as \
             the run wrote it."
        }
    }
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    text: String,
    code: bool,
}

fn facts(report: &Report) -> Vec<Fact> {
    let fact = |label, text: Option<String>, code| text.map(|text| Fact { label, text, code });
    let stream = |stream: &super::model::Stream| {
        let format = stream.format.as_deref().unwrap_or("unknown format");
        format!("{}, {format}, {} bytes", stream.name, number(stream.bytes))
    };
    let key = report.key.as_ref().map(|key| match key.random {
        true => format!("{}, made for this run alone", key.fingerprint),
        false => key.fingerprint.clone(),
    });
    [
        fact(
            "Rules",
            report.rules.as_ref().map(|it| it.digest.clone()),
            true,
        ),
        fact(
            "Rule files",
            report.rules.as_ref().map(|it| it.files.join(", ")),
            false,
        ),
        fact("Key fingerprint", key, true),
        fact("Input", Some(stream(&report.input)), false),
        fact("Input BLAKE3", report.input.blake3.clone(), true),
        fact("Output", Some(stream(&report.output)), false),
        fact("Output BLAKE3", report.output.blake3.clone(), true),
        fact(
            "Run",
            Some(format!("{} to {}", report.started, report.finished)),
            false,
        ),
        fact("“now” in rules", report.now.clone(), false),
        fact(
            "Signed by",
            report.signature.as_ref().map(|it| it.public_key.clone()),
            true,
        ),
        fact(
            "Signature",
            report.signature.as_ref().map(|it| it.value.clone()),
            true,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How long something took, for people.
pub fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..10_000 => format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100),
        10_000..600_000 => format!("{} s", milliseconds / 1000),
        _ => format!("{} min", milliseconds / 60_000),
    }
}

/// A number whose thousands are told apart by thin blanks.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing;
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
        report.undecided = vec![super::super::model::ColumnName {
            database: Some("app".to_owned()),
            table: "public.new".to_owned(),
            column: "open".to_owned(),
        }];
        let page = page(&report, Signed::No, None).unwrap();
        assert!(page.contains("app: public.new") && page.contains("class=\"failed\""));
    }

    #[test]
    fn numbers_can_be_read() {
        assert_eq!(number(7), "7");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(duration(2_340), "2.3 s");
        assert_eq!(duration(3_600_000), "60 min");
    }
}
