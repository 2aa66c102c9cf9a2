//! What changed between two reports: first what weakens protection.

use std::collections::BTreeMap;

use super::model::{Column, Decision, Outcome, Report, Table, Treatment};

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How much it matters.
    pub weight: Weight,
    /// What changed: a table, a column, or a part of the run.
    pub what: String,
    /// How.
    pub how: String,
}

/// How much a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Values stay that did not, or nobody decides them.
    Weaker,
    /// It is new, and was not looked at the last time.
    New,
    /// It is another way round.
    Changed,
    /// It is not there any more.
    Gone,
}

impl Weight {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// Everything that changed from `old` to `new`, the gravest first.
pub fn compare(old: &Report, new: &Report) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    changes.run(old, new);
    changes.tables(old, new);
    changes.dropped(old, new);
    // What weighs the same stays in its order.
    changes.0.sort_by_key(|change| change.weight);
    changes.0
}

struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, weight: Weight, what: impl Into<String>, how: impl Into<String>) {
        self.0.push(Change {
            weight,
            what: what.into(),
            how: how.into(),
        });
    }

    /// From one value to another, where they differ.
    fn differs(&mut self, weight: Weight, what: &str, old: Option<&str>, new: Option<&str>) {
        if old != new {
            let shown = |text: Option<&str>| text.unwrap_or("nothing").to_owned();
            self.add(weight, what, format!("{} → {}", shown(old), shown(new)));
        }
    }

    fn run(&mut self, old: &Report, new: &Report) {
        if old.outcome != new.outcome {
            match new.outcome {
                Outcome::Whole => {
                    self.add(Weight::Changed, "the run", "failed before, is whole now")
                }
                Outcome::Failed => {
                    self.add(Weight::Changed, "the run", "was whole before, failed now")
                }
            }
        }
        self.differs(
            Weight::Changed,
            "version of dmscrub",
            Some(&old.version),
            Some(&new.version),
        );
        let digest = |report: &Report| report.rules.as_ref().map(|rules| short(&rules.digest));
        self.differs(
            Weight::Changed,
            "rules (digest)",
            digest(old).as_deref(),
            digest(new).as_deref(),
        );
        let key = |report: &Report| report.key.as_ref().map(|key| key.fingerprint.clone());
        self.differs(
            Weight::Changed,
            "key (fingerprint): pseudonyms are others",
            key(old).as_deref(),
            key(new).as_deref(),
        );
        for (name, values) in &new.captured {
            let before = old.captured.get(name).map(|it| it.join(", "));
            let now = values.join(", ");
            self.differs(Weight::Changed, name, before.as_deref(), Some(&now));
        }
        let clean = |report: &Report| report.audit.as_ref().map(|audit| audit.clean);
        match (clean(old), clean(new)) {
            (before, Some(false)) if before != Some(false) => {
                self.add(Weight::Weaker, "audit", "found survivors");
            }
            (Some(_), None) => self.add(Weight::Weaker, "audit", "was made before, not this time"),
            (before, now) if before != now => self.add(Weight::Changed, "audit", "is clean now"),
            _ => {}
        }
    }

    fn tables(&mut self, old: &Report, new: &Report) {
        let before = by_name(&old.tables);
        let now = by_name(&new.tables);
        for (name, table) in &now {
            match before.get(name) {
                Some(before) => self.table(name, before, table),
                None => {
                    let undecided = table.decision == Decision::Undecided;
                    let weight = if undecided {
                        Weight::Weaker
                    } else {
                        Weight::New
                    };
                    let columns = table.columns.len();
                    let how = format!("a table of {columns} columns, {}", decided(table));
                    self.add(weight, name, how);
                }
            }
        }
        for name in before.keys().filter(|name| !now.contains_key(*name)) {
            self.add(Weight::Gone, name, "the dump has no such table any more");
        }
    }

    fn table(&mut self, name: &str, old: &Table, new: &Table) {
        if old.decision != new.decision {
            let weaker = old.decision == Decision::Emptied
                || matches!(new.decision, Decision::Undecided | Decision::UnlistedKept);
            let weight = if weaker {
                Weight::Weaker
            } else {
                Weight::Changed
            };
            self.add(weight, name, format!("{} → {}", decided(old), decided(new)));
        }
        let (before, now) = (old.rows, new.rows);
        if before.r#in.abs_diff(now.r#in) > before.r#in / 2 && before.r#in.max(now.r#in) >= 100 {
            let how = format!("rows in: {} → {}", before.r#in, now.r#in);
            self.add(Weight::Changed, name, how);
        }
        let left = |rows: &super::model::Rows| rows.r#in - rows.out.min(rows.r#in);
        if left(&before) > 0 && left(&now) == 0 && now.r#in > 0 {
            self.add(Weight::Weaker, name, "rows left before, none does now");
        }
        let columns = |table: &Table| -> BTreeMap<String, Column> {
            let columns = table.columns.iter();
            columns.map(|it| (it.column.clone(), it.clone())).collect()
        };
        let (before, now) = (columns(old), columns(new));
        for (column, decided) in &now {
            let what = format!("{name}.{column}");
            match before.get(column) {
                Some(before) => self.column(&what, before, decided),
                None => {
                    let weight = match decided.treatment {
                        Treatment::Undecided => Weight::Weaker,
                        _ => Weight::New,
                    };
                    self.add(weight, what, format!("a column, {}", treated(decided)));
                }
            }
        }
        for column in before.keys().filter(|column| !now.contains_key(*column)) {
            let what = format!("{name}.{column}");
            self.add(Weight::Gone, what, "the dump has no such column any more");
        }
    }

    fn column(&mut self, what: &str, old: &Column, new: &Column) {
        let inside = |column: &Column| -> Vec<String> {
            let inside = column.inside.iter();
            inside
                .map(|it| format!("{}: {}", it.path, it.rule))
                .collect()
        };
        if (old.treatment, &old.rule) != (new.treatment, &new.rule) {
            let weight = match protects(new) < protects(old) {
                true => Weight::Weaker,
                false => Weight::Changed,
            };
            self.add(weight, what, format!("{} → {}", treated(old), treated(new)));
        } else if inside(old) != inside(new) {
            let kept = |column: &Column| {
                column
                    .inside
                    .iter()
                    .filter(|it| it.kept || it.partial)
                    .count()
            };
            let weight = match kept(new) > kept(old) {
                true => Weight::Weaker,
                false => Weight::Changed,
            };
            self.add(weight, what, "the rules inside it are others");
        } else if old.r#type != new.r#type {
            self.differs(
                Weight::Changed,
                what,
                old.r#type.as_deref(),
                new.r#type.as_deref(),
            );
        }
    }

    fn dropped(&mut self, old: &Report, new: &Report) {
        let counts = |report: &Report| -> BTreeMap<String, u64> {
            let dropped = report.dropped.iter();
            dropped.map(|it| (it.what.clone(), it.count)).collect()
        };
        let (before, now) = (counts(old), counts(new));
        for what in before.keys().filter(|what| !now.contains_key(*what)) {
            self.add(
                Weight::Changed,
                what,
                "statements were left out before, none is now",
            );
        }
        for (what, count) in now.iter().filter(|(what, _)| !before.contains_key(*what)) {
            self.add(
                Weight::New,
                what,
                format!("{count} statements are left out"),
            );
        }
    }
}

fn by_name(tables: &[Table]) -> BTreeMap<String, &Table> {
    tables
        .iter()
        .map(|table| (full_name(table), table))
        .collect()
}

/// The table's name, behind its database's where the dump names one.
pub fn full_name(table: &Table) -> String {
    match &table.database {
        Some(database) => format!("{database}: {}", table.table),
        None => table.table.clone(),
    }
}

/// What decides a table, in words.
pub fn decided(table: &Table) -> &'static str {
    match table.decision {
        Decision::Rule => "by rule",
        Decision::Emptied => "emptied",
        Decision::UnlistedKept => "not listed, kept",
        Decision::Rowless => "without rows of its own",
        Decision::Undecided => "undecided",
    }
}

/// What becomes of a column, in words.
fn treated(column: &Column) -> String {
    let treatment = treatment(column.treatment);
    match &column.rule {
        Some(rule) if column.treatment != Treatment::Kept => format!("{treatment} ({rule})"),
        _ => treatment.to_owned(),
    }
}

/// What becomes of values, in a word.
pub fn treatment(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Undecided => "undecided",
        Treatment::Partial => "partial",
        Treatment::Mixed => "mixed",
        Treatment::Replaced => "replaced",
        Treatment::Kept => "kept",
        Treatment::Generated => "generated",
        Treatment::Emptied => "emptied",
    }
}

/// How much of the values is gone.
fn protects(column: &Column) -> u8 {
    match column.treatment {
        Treatment::Undecided | Treatment::Kept => 0,
        Treatment::Generated => 1,
        Treatment::Partial => 2,
        Treatment::Mixed => 3,
        Treatment::Replaced => 4,
        Treatment::Emptied => 5,
    }
}

/// The beginning of a digest: enough to tell two apart.
pub fn short(digest: &str) -> String {
    digest.chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn said(old: &Report, new: &Report) -> Vec<String> {
        let changes = compare(old, new);
        changes
            .iter()
            .map(|it| format!("{} {}: {}", it.weight.word(), it.what, it.how))
            .collect()
    }

    #[test]
    fn the_same_has_no_changes_and_what_weakens_comes_first() {
        let old = testing::report();
        assert_eq!(said(&old, &old), Vec::<String>::new());
        let mut new = old.clone();
        new.version = "9.9.9".to_owned();
        let users = &mut new.tables[0];
        users.columns[1].treatment = Treatment::Kept;
        users.columns[1].rule = Some("keep".to_owned());
        users
            .columns
            .push(testing::column("added", Treatment::Replaced));
        users
            .columns
            .push(testing::column("open", Treatment::Undecided));
        assert_eq!(
            said(&old, &new),
            [
                "weaker public.users.email: replaced (internet.email) → kept",
                "weaker public.users.open: a column, undecided",
                "new public.users.added: a column, replaced (internet.email)",
                "changed version of dmscrub: 0.1.0 → 9.9.9",
            ]
        );
        assert_eq!(
            said(&new, &old).last().unwrap(),
            "gone public.users.open: the dump has no such column any more"
        );
    }
}
