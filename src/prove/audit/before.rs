//! The dump before: which of its values rules take away, which they keep, and what they write in
//! their place. The scrubber itself decides; this looks on.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::columns::{ColumnId, Columns};
use super::leaves::{self, Form};
use super::normal;
use super::presence::Presence;
use super::runs::Gathered;
use super::value::{Entry, Value, Values, flag};
use super::veiled;
use crate::dump::schema::Schema;
use crate::error::{Error, Result};
use crate::rules::decide::{Decision, decide};
use crate::rules::model::{ColumnRule, RuleSet, Source};
use crate::scrub::plan::TablePlan;
use crate::scrub::watch::{Watch, Watched};
use crate::transform::bind::{Namespace, Run};
use crate::transform::row::Row;
use crate::transform::{self, Outcome, Role, Tossed};

/// What is known of the dump before.
pub(super) struct Before {
    pub(super) values: Values,
    pub(super) columns: Columns,
    pub(super) gathered: Gathered<Entry>,
    /// Tables whose data could not be looked at.
    pub(super) unseen: Vec<String>,
    /// Which rows the dump after has, of tables whose own rule nobody can apply.
    pub(super) presence: Presence,
    /// Namespaces that keep some values, wherever they stand.
    keeping: Vec<Arc<Namespace>>,
    tables: Vec<Table>,
    scratch: Scratch,
}

/// A block of table data.
struct Table {
    columns: Vec<TableColumn>,
    /// Columns that rules keep, where the row's fate is told by the dump after.
    kept: Option<Vec<usize>>,
    name: String,
}

struct TableColumn {
    id: ColumnId,
    form: Form,
    /// Its rule, by its place in the plan.
    rule: Option<usize>,
    /// The rule may keep a part of a value.
    parts: bool,
    /// The rule keeps some values and not others, and nobody knows which: the key decides.
    tossed: bool,
    /// Texts that the rule writes or not. One that was there before is none that it kept.
    texts: HashSet<u128>,
}

/// How an atom, or a piece of a long one, leaves.
struct Removed {
    why: u8,
    /// What is in the scratch stays.
    compared: bool,
    typed: bool,
    key: bool,
    /// It begins the atom, and stands for the whole of it.
    first: bool,
}

/// Buffers.
#[derive(Default)]
struct Scratch {
    /// Atoms of a value, old or new.
    atoms: HashSet<u128>,
    /// Runs of the same.
    runs: HashSet<u64>,
    text: Vec<u8>,
}

impl Before {
    pub(super) fn new(
        gathered: Gathered<Entry>,
        presence: Presence,
        rules: &RuleSet,
        run: &Run,
    ) -> Self {
        let mut values = Values::new();
        let mut columns = Columns::default();
        let mut runs = Vec::new();
        transform::drawn_words(&mut |text| {
            values.keyed.runs(text.as_bytes(), &mut runs);
            columns.drawn.extend(runs.iter().map(|run| run.hash.0));
        });
        Self {
            values,
            columns,
            gathered,
            unseen: Vec::new(),
            presence,
            keeping: (rules.namespaces.iter())
                .filter(|(_, rule)| !rule.keep.is_empty() || !rule.keep_values.is_empty())
                .map(|(name, _)| run.namespace(name))
                .collect(),
            tables: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    fn table(&mut self, plan: &TablePlan, schema: &Schema, rules: &RuleSet) -> usize {
        let decision = decide(rules, &plan.table, &plan.columns, schema).ok();
        let generated = decision.as_ref().is_some_and(|it| !it.generate.is_empty());
        let columns = plan.columns.iter().enumerate().map(|(index, name)| {
            let id = self.columns.of(&plan.table, name);
            let rule = plan.rules.iter().position(|rule| rule.index == index);
            let kind = rule.and_then(|rule| transform::kind(plan.rules[rule].kind));
            if let Some(column) = self.columns.get_mut(id) {
                column.written |= generated || kind.is_some_and(|it| it.role != Role::Keep);
                column.generated |= generated;
            }
            let form = Form::of(&schema.type_of(&plan.table, name).base);
            let (texts, kept) = tossed(decision.as_ref(), name);
            let texts = texts
                .iter()
                .flat_map(|text| self.may_write(id, form, text.as_bytes()));
            let texts = texts.collect();
            TableColumn {
                id,
                form,
                rule,
                parts: kind.is_some_and(|it| it.partial || it.role == Role::Container),
                tossed: kept && !self.presence.key,
                texts,
            }
        });
        let columns = columns.collect();
        let kept = decision
            .filter(|decision| self.presence.decides(decision))
            .map(|decision| kept_columns(&decision));
        self.tables.push(Table {
            columns,
            kept,
            name: plan.table.to_string(),
        });
        self.tables.len() - 1
    }

    fn fate(&self, table: usize, row: Row<'_>) -> Option<bool> {
        let table = self.tables.get(table)?;
        let kept = table.kept.as_ref()?;
        Some(self.presence.has(&table.name, kept, row))
    }

    fn row(&mut self, row: &Watched<'_>) -> Result<()> {
        let tables = std::mem::take(&mut self.tables);
        let result = match tables.get(row.table) {
            Some(table) => (table.columns.iter().enumerate())
                .try_for_each(|(index, column)| self.field(row, index, column)),
            None => Err(Error::unexpected("a row of a table that never began")),
        };
        self.tables = tables;
        result
    }

    fn field(&mut self, row: &Watched<'_>, index: usize, column: &TableColumn) -> Result<()> {
        let became = row.stays.as_ref();
        let new = (became.zip(column.rule)).and_then(|(became, rule)| became.new_value(rule));
        let Some(old) = row.originals.get(index) else {
            if let Some(new) = new {
                self.learn(column, b"", new);
            }
            return Ok(());
        };
        if became.is_some() && column.tossed {
            return self.kept(column, old, flag::KEPT);
        }
        match (became, column.rule) {
            (None, _) => self.removed(column, old, flag::PURGED, false),
            (Some(_), None) => self.kept(column, old, flag::KEPT_INSIDE),
            (Some(became), Some(rule)) => match became.outcome(rule) {
                Outcome::Keep => self.kept(column, old, flag::KEPT),
                Outcome::Null | Outcome::Default => {
                    self.removed(column, old, flag::REPLACED, false)
                }
                Outcome::Value => {
                    let new = new.unwrap_or_default();
                    self.learn(column, old, new);
                    if column.parts {
                        self.atoms(column.form, new);
                    }
                    self.removed(column, old, flag::REPLACED, column.parts)
                }
            },
        }
    }

    /// All that a value holds leaves, but for `compared`: what is in the scratch atoms stays.
    fn removed(&mut self, column: &TableColumn, old: &[u8], why: u8, compared: bool) -> Result<()> {
        self.each_atom(column.form, old, |this, text, typed, key| {
            for (number, piece) in normal::pieces(text).enumerate() {
                this.removed_piece(
                    column,
                    piece,
                    &Removed {
                        why,
                        compared,
                        typed,
                        key,
                        first: number == 0,
                    },
                )?;
            }
            Ok(())
        })
    }

    fn removed_piece(&mut self, column: &TableColumn, text: &[u8], how: &Removed) -> Result<()> {
        let TableColumn { id, texts, .. } = column;
        let column = *id;
        let Some(value) = self.values.read(text, how.typed) else {
            return Ok(());
        };
        // Names of keys are the application's own, but where they reach somebody.
        if how.key && value.flags & flag::REACHES == 0 {
            return Ok(());
        }
        let stays = |this: &Self, value: &Value| {
            how.compared && this.scratch.atoms.contains(&value.hash) && !texts.contains(&value.hash)
        };
        if how.first {
            if stays(self, &value) || self.is_kept(text) {
                return self.add(column, value, flag::KEPT);
            }
            if how.compared && !how.typed {
                self.stretches(column, text, how.why)?;
                // Reading the stretches has read other texts.
                self.values.read(text, how.typed);
            }
            self.add(column, value, how.why)?;
        }
        if how.typed || how.key {
            return Ok(());
        }
        let mut within: Vec<(Value, &[u8])> = Vec::new();
        within.extend(self.values.phone(text).map(|value| (value, text)));
        self.values
            .within(text, &mut |value, text| within.push((value, text)));
        for (value, text) in within {
            let kept = stays(self, &value) || self.is_kept(text);
            self.add(column, value, if kept { flag::KEPT } else { how.why })?;
        }
        Ok(())
    }

    /// A namespace keeps the value wherever it stands.
    fn is_kept(&self, text: &[u8]) -> bool {
        (self.keeping.iter())
            .any(|namespace| namespace.keeps(text, &namespace.normalise.apply(text)))
    }

    /// Of text that a rule changed in places: what it took out. A rule that writes a new value may draw
    /// some of the old one's words by chance; that is no change in places.
    fn stretches(&mut self, column: ColumnId, text: &[u8], why: u8) -> Result<()> {
        let runs = std::mem::take(&mut self.values.runs);
        let stays: Vec<bool> = runs
            .iter()
            .map(|run| self.scratch.runs.contains(&run.hash.0))
            .collect();
        // Nor is it where nothing stays but short numbers, which come up by chance anywhere.
        let telling = || (runs.iter().zip(&stays)).filter(|(run, _)| run.tells());
        let staying = telling()
            .filter(|(run, stays)| **stays && !self.columns.drawn.contains(&run.hash.0))
            .count();
        let mut result = Ok(());
        if staying > 0 && staying * 2 >= telling().count() {
            let mut first = 0;
            while first < runs.len() && result.is_ok() {
                let length = stays[first..].iter().take_while(|stays| !**stays).count();
                if length > 0 {
                    let stretch = &text[runs[first].start..runs[first + length - 1].end];
                    if let Some(value) = self.values.read(stretch, false) {
                        result = self.add(column, value, why);
                    }
                }
                first += length.max(1);
            }
        }
        self.values.runs = runs;
        result
    }

    /// A rule keeps the value; `inside` says what that means for its parts.
    fn kept(&mut self, column: &TableColumn, old: &[u8], inside: u8) -> Result<()> {
        let old = old.to_vec();
        self.each_atom(column.form, &old, |this, text, typed, _| {
            let how = if text.len() == old.len() {
                flag::KEPT
            } else {
                inside
            };
            let text = normal::pieces(text).next().unwrap_or_default();
            let Some(value) = this.values.read(text, typed) else {
                return Ok(());
            };
            this.add(column.id, value, how)?;
            match this.values.phone(text) {
                Some(phone) if !typed => this.add(column.id, phone, how),
                _ => Ok(()),
            }
        })
    }

    /// Fills the scratch with what a new value holds.
    fn atoms(&mut self, form: Form, text: &[u8]) {
        self.scratch.atoms.clear();
        self.scratch.runs.clear();
        // Nothing in here fails.
        let _ = self.each_atom(form, text, |this, text, typed, _| {
            for text in normal::pieces(text) {
                let Some(value) = this.values.read(text, typed) else {
                    continue;
                };
                this.scratch.atoms.insert(value.hash);
                this.scratch
                    .atoms
                    .extend(this.values.phone(text).map(|it| it.hash));
                let Self {
                    values, scratch, ..
                } = this;
                scratch
                    .runs
                    .extend(values.runs.iter().map(|run| run.hash.0));
                values.within(text, &mut |value, _| {
                    scratch.atoms.insert(value.hash);
                });
            }
            Ok(())
        });
    }

    /// Takes note of what a rule wrote that did not stand in the original.
    fn learn(&mut self, column: &TableColumn, old: &[u8], new: &[u8]) {
        self.atoms(column.form, old);
        let _ = self.each_atom(column.form, new, |this, text, typed, _| {
            let text = normal::pieces(text).next().unwrap_or_default();
            if let Some(value) = this.values.read(text, typed)
                && !this.scratch.atoms.contains(&value.hash)
            {
                let Self {
                    values,
                    columns,
                    scratch,
                    ..
                } = this;
                columns.made(column.id, text, &values.runs, |run| {
                    scratch.runs.contains(&run.hash.0)
                });
            }
            Ok(())
        });
    }

    /// Takes note of a text of the rules that this column's rule writes or not, as the key will have it;
    /// the values that it holds.
    fn may_write(&mut self, column: ColumnId, form: Form, text: &[u8]) -> Vec<u128> {
        let mut found = Vec::new();
        let _ = self.each_atom(form, text, |this, text, typed, _| {
            let text = normal::pieces(text).next().unwrap_or_default();
            found.extend(this.values.read(text, typed).map(|value| value.hash));
            let Self {
                values, columns, ..
            } = this;
            columns.made(column, text, &values.runs, |_| false);
            Ok(())
        });
        found
    }

    /// The values that a field is made of: itself, or its leaves with whether they are typed and keys.
    fn each_atom(
        &mut self,
        form: Form,
        text: &[u8],
        mut take: impl FnMut(&mut Self, &[u8], bool, bool) -> Result<()>,
    ) -> Result<()> {
        let mut result = Ok(());
        let mut parts = false;
        leaves::each(text, form, &mut |leaf| {
            parts = true;
            if result.is_ok() {
                result = take(self, leaf.text, leaf.typed, leaf.key);
            }
        });
        result?;
        // Of a document the leaves stand for the whole: its beginning may stay where its end goes.
        if !parts {
            take(self, text, form == Form::Typed, false)?;
        }
        if form == Form::Bytes {
            let mut plain = std::mem::take(&mut self.scratch.text);
            plain.clear();
            veiled::each(text, &mut |veil, text| {
                if veil == veiled::Veil::Hex {
                    plain.extend_from_slice(text);
                }
            });
            let result = take(self, &plain, false, false);
            self.scratch.text = plain;
            result?;
        }
        Ok(())
    }

    fn add(&mut self, column: ColumnId, value: Value, why: u8) -> Result<()> {
        if let Some(column) = self.columns.get_mut(column) {
            column.values += 1;
        }
        let kept = why & (flag::KEPT | flag::KEPT_INSIDE) != 0;
        self.gathered.add(&Entry {
            value: Value {
                flags: value.flags | why,
                ..value
            },
            column: if kept { ColumnId::KEPT } else { column },
            count: 1,
        })
    }
}

/// What a column's rules write by the toss of a coin: texts, and whether its values may stay (those of
/// rules for parts of them do not tell).
fn tossed(decision: Option<&Decision<'_>>, column: &str) -> (Vec<String>, bool) {
    let Some(decision) = decision else {
        return (Vec::new(), false);
    };
    let own = (decision.columns.iter()).filter(|it| it.name == column);
    let own = own.filter_map(|it| it.rule.rule());
    let generators = decision.generate.iter().flat_map(|it| &it.columns);
    let generated = generators.filter(|it| it.name.text == column);
    let generated = generated.filter_map(|it| match &it.source {
        Source::Rule(rule) => Some(rule),
        _ => None,
    });
    let mut rules: Vec<(&ColumnRule, bool)> = own.chain(generated).map(|it| (it, true)).collect();
    let (mut texts, mut kept) = (Vec::new(), false);
    while let Some((rule, whole)) = rules.pop() {
        rule.spec.tosses(&mut |tossed| match tossed {
            Tossed::Text(text) => texts.push(text.to_owned()),
            Tossed::Original => kept |= whole,
        });
        let whole = whole && rule.kind.role != Role::Container;
        let nested = rule.spec.nested().into_iter();
        rules.extend(nested.map(|(_, rule)| (rule, whole)));
    }
    (texts, kept)
}

/// The columns whose values stay whatever becomes of the row, by index; what [`Presence`] compares.
pub(super) fn kept_columns(decision: &Decision<'_>) -> Vec<usize> {
    let nulled = |name: &str| {
        decision.references.iter().any(|reference| {
            reference.reference.on_purge != crate::rules::model::OnPurge::Cascade
                && reference
                    .reference
                    .columns
                    .iter()
                    .any(|column| column == name)
        })
    };
    let mut kept: Vec<usize> = (decision.columns.iter().enumerate())
        .filter(|(_, column)| !column.rule.replaces() && !nulled(&column.name))
        .map(|(index, _)| index)
        .collect();
    kept.sort_by_key(|index| &decision.columns[*index].name);
    kept
}

/// Shared with the scrubber that it looks on.
pub(super) struct Shared(pub(super) Arc<Mutex<Before>>);

impl Watch for Shared {
    fn table(&mut self, plan: &TablePlan, schema: &Schema, rules: &RuleSet) -> Option<usize> {
        Some(lock(&self.0).table(plan, schema, rules))
    }

    fn unseen(&mut self, plan: &TablePlan) {
        if plan.insert || !plan.columns.is_empty() {
            lock(&self.0).unseen.push(plan.table.to_string());
        }
    }

    fn fate(&self, table: usize, row: Row<'_>) -> Option<bool> {
        lock(&self.0).fate(table, row)
    }

    fn row(&mut self, row: &Watched<'_>) -> Result<()> {
        lock(&self.0).row(row)
    }
}

fn lock(before: &Mutex<Before>) -> std::sync::MutexGuard<'_, Before> {
    before.lock().unwrap_or_else(PoisonError::into_inner)
}
