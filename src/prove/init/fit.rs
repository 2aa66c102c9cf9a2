//! Whether a drafted rule fits its column: by the very code that binds rules to a dump.

use std::io;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::dump::encoding::Dialect;
use crate::dump::name::{Quoted, TableName};
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
use crate::prove::personal::{Rule, yaml};
use crate::rules::decide::{column_key, table_key};
use crate::rules::load::{self, Outside};
use crate::rules::model::RuleSet;
use crate::scrub::block::DataBlock;
use crate::scrub::plan::TablePlan;
use crate::scrub::relations::Relations;
use crate::transform::bind::Run;
use crate::transform::row::RowBuf;
use crate::transform::seed::{SecretKey, Seed};
use crate::transform::{Cx, Outcome};

/// Nothing: a draft needs no files, and no environment of its author's.
pub(super) struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn env(&self, _: &str) -> Option<String> {
        None
    }
}

/// Tries rules on the columns of one database.
pub(super) struct Fitter<'s> {
    schema: &'s Schema,
    run: Run,
}

impl<'s> Fitter<'s> {
    pub(super) fn new(schema: &'s Schema) -> Result<Self> {
        let key = SecretKey::new(b"any key will do to see what fits")
            .ok_or_else(|| Error::unexpected("a key of fixed length is too short"))?;
        // The same on every day: an age on this one is as good as any.
        let now = jiff::Timestamp::from_second(1_767_225_600)
            .map_err(|_| Error::unexpected("a fixed time is out of range"))?;
        let run = Run::new(&RuleSet::default(), key, now)?;
        Ok(Self { schema, run })
    }

    /// The rule fits the column, in the table and in all below it.
    pub(super) fn fits(&self, table: &TableName, column: &str, rule: &Rule) -> bool {
        let text = format!(
            "defaults: {{unlisted_tables: keep, unlisted_columns: keep}}\n\
             tables: {{{}: {{columns: {{{}: {rule}}}}}}}\n",
            table_key(table),
            column_key(column),
        );
        let Ok(rules) = load::load(&[(Arc::from("draft"), text.into_bytes())], &Nothing) else {
            return false;
        };
        let mut tables = self.schema.descendants(table);
        tables.push(table.clone());
        tables
            .iter()
            .filter(|table| self.schema.tables.contains_key(*table))
            .all(|table| self.bind(&rules, table).is_some())
    }

    fn bind(&self, rules: &RuleSet, table: &TableName) -> Option<TablePlan> {
        let known = self.schema.tables.get(table)?;
        let columns = known.data_columns().map(|column| column.name.clone());
        let block = DataBlock {
            table: table.clone(),
            leaf: None,
            columns: Some(columns.collect()),
            // `default` can't be written in COPY data.
            insert: false,
            dialect: Dialect::default(),
        };
        TablePlan::bind(
            rules,
            &self.run,
            self.schema,
            &block,
            &mut Relations::none(),
        )
        .ok()
    }

    /// What the CHECKs that name a column say to what a rule makes of it.
    pub(super) fn verdict(&self, table: &TableName, column: &str, rule: &Rule) -> Verdict {
        // What these make depends on the form of the original, which is not known here.
        let by_form = [
            "shape",
            "id.digits",
            "text.redact",
            "number.noise",
            "date.noise",
            "elements",
        ];
        let mut verdict = Verdict::Holds;
        for check in self.checks(table, column) {
            if by_form.contains(&rule.name()) {
                return Verdict::Unknown;
            }
            match self.holds(table, column, rule, &check) {
                Some(true) => {}
                Some(false) => return Verdict::Breaks,
                None => verdict = Verdict::Unknown,
            }
        }
        verdict
    }

    /// The texts of the CHECKs that name a column: its table's, those above and below, its domain's.
    fn checks(&self, table: &TableName, column: &str) -> Vec<String> {
        let mut tables = self.schema.descendants(table);
        tables.extend(self.schema.ancestors(table));
        tables.push(table.clone());
        let mut checks: Vec<String> = tables
            .iter()
            .filter_map(|name| self.schema.tables.get(name))
            .flat_map(|table| &table.checks)
            .filter(|check| check.columns.iter().any(|name| name == column))
            .map(|check| check.text.clone())
            .collect();
        for check in self.schema.type_of(table, column).domain_checks {
            checks.push(
                VALUE
                    .replace_all(&check, Quoted(column).to_string().as_str())
                    .into_owned(),
            );
        }
        checks.sort();
        checks.dedup();
        checks.iter().map(|check| readable(check)).collect()
    }

    /// The labels that a CHECK lists for a column, as far as the CHECKs take each.
    pub(super) fn labels(&self, table: &TableName, column: &str) -> Vec<String> {
        let checks = self.checks(table, column);
        let mut labels: Vec<String> = Vec::new();
        for check in &checks {
            for literal in LITERAL
                .captures_iter(check)
                .filter_map(|found| found.get(1))
            {
                let label = literal.as_str().replace("''", "'");
                let rule = Rule::Plain(vec![("set".to_owned(), yaml(&label))]);
                let taken = !labels.contains(&label)
                    && self.fits(table, column, &rule)
                    && checks
                        .iter()
                        .all(|check| self.holds(table, column, &rule, check) == Some(true));
                if taken {
                    labels.push(label);
                }
            }
        }
        labels
    }

    /// The CHECK holds for what the rule makes of values, NULL in all other columns. `None` where it
    /// can't be told here.
    fn holds(&self, table: &TableName, column: &str, rule: &Rule, check: &str) -> Option<bool> {
        let text = format!(
            "defaults: {{unlisted_tables: keep, unlisted_columns: keep}}\n\
             tables: {{{}: {{purge: {}, columns: {{{}: {rule}}}}}}}\n",
            table_key(table),
            yaml(&format!("NOT ({check})")),
            column_key(column),
        );
        let rules = load::load(&[(Arc::from("draft"), text.into_bytes())], &Nothing).ok()?;
        let plan = self.bind(&rules, table)?;
        let bound = plan.rules.iter().find(|rule| rule.name == column)?;
        let broken = plan.purge.as_ref()?;
        let empty = RowBuf::of(&vec![None; plan.columns.len()]);
        let cx = Cx {
            row: empty.row(&[]),
            replaced: empty.row(&[]),
            this: None,
            seed: Seed([0; 32]),
        };
        let mut tried = false;
        for number in 0..ORIGINALS {
            // Dates, numbers: none is anybody's, and one that the rule does not take tells nothing.
            let original = match number % 2 {
                0 => format!("{}-07-{:02}", 1950 + number, number % 28 + 1),
                _ => format!("{}", 7 * number + 1),
            };
            let mut out = Vec::new();
            let made = match bound.rule.apply(&cx, Some(original.as_bytes()), &mut out) {
                Ok(Outcome::Value) => Some(out.as_slice()),
                Ok(Outcome::Null) => None,
                Ok(Outcome::Keep | Outcome::Default) => return None,
                Err(_) => continue,
            };
            tried = true;
            let mut values = vec![None; plan.columns.len()];
            if let Some(place) = values.get_mut(bound.index) {
                *place = made;
            }
            let row = RowBuf::of(&values);
            let cx = Cx {
                row: row.row(&[]),
                ..cx
            };
            if broken.eval(&cx).ok()? == Some(true) {
                return Some(false);
            }
        }
        tried.then_some(true)
    }
}

/// How many values a rule is tried with.
const ORIGINALS: usize = 50;

/// What CHECKs say to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They hold for what it makes, or there are none.
    Holds,
    /// One of them can't be computed here.
    Unknown,
    /// One is broken.
    Breaks,
}

/// A CHECK as the server writes it, in words that expressions of rules know.
pub(in crate::prove) fn readable(check: &str) -> String {
    ANY.replace_all(check, " IN ($1$2)")
        .replace(" !~~* ", " NOT ILIKE ")
        .replace(" !~~ ", " NOT LIKE ")
        .replace(" ~~* ", " ILIKE ")
        .replace(" ~~ ", " LIKE ")
        .replace("char_length(", "length(")
}

static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let array = r"ARRAY\[([^\[\]]*)\]";
    pattern(&format!(
        r" = ANY \((?:\({array}\)|{array})(?:::[a-z ]+\[\])?\)"
    ))
});
static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bVALUE\b"));
static LITERAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"'((?:[^']|'')*)'"));

/// A pattern of this file.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is fixed text")
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn checks_are_read_in_words_of_rules() {
        for (check, expected) in [
            (
                "((y = ANY (ARRAY['a'::text, 'b'::text])))",
                "((y IN ('a'::text, 'b'::text)))",
            ),
            (
                "(((t)::text = ANY ((ARRAY['a'::character varying])::text[])))",
                "(((t)::text IN ('a'::character varying)))",
            ),
            ("(a ~~ '%x%'::text)", "(a LIKE '%x%'::text)"),
            ("(char_length(a) > 3)", "(length(a) > 3)"),
        ] {
            assert_eq!(readable(check), expected);
        }
    }
}
