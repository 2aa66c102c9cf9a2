//! A case in SQL: its schema with its rows, and what its rules mean, said in DELETEs.

use std::fmt::Write as _;

use super::case::{Case, Column, OnPurge, Purge, Reference, Table, Type};
use super::expr::For;

/// Drops what the case before left.
pub(super) const CLEAR: &str = "
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS orig, fin CASCADE;
DROP TABLE IF EXISTS public.t0, public.t1, public.t2, public.t3, public.t4, public.t5 CASCADE;
";

/// Tables, without rows.
pub(super) fn schema(case: &Case) -> String {
    let mut sql = String::new();
    for (at, table) in case.tables.iter().enumerate() {
        let name = &table.name;
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(|column| format!("{} {}", column.name, column.ty.sql()))
            .collect();
        let by = if table.partitioned {
            "PARTITION BY LIST (part)"
        } else {
            ""
        };
        let columns = columns.join(", ");
        writeln!(sql, "CREATE TABLE public.{name} ({columns}) {by};").expect("a string");
        for part in (1..=2).filter(|_| table.partitioned) {
            writeln!(
                sql,
                "CREATE TABLE public.{name}_{part} PARTITION OF public.{name} FOR VALUES IN ({part});\n\
                 ALTER TABLE public.{name}_{part} OWNER TO deletes_{};",
                at % 2
            )
            .expect("a string");
        }
        writeln!(
            sql,
            "ALTER TABLE public.{name} OWNER TO deletes_{};",
            at % 2
        )
        .expect("a string");
        if !table.unique.is_empty() {
            let unique = table.unique.join(", ");
            writeln!(sql, "ALTER TABLE public.{name} ADD UNIQUE ({unique});").expect("a string");
        }
    }
    sql
}

/// Rows and foreign keys.
pub(super) fn rows_and_keys(case: &Case) -> String {
    let mut sql = String::new();
    for table in &case.tables {
        for row in &table.rows {
            let values: Vec<String> = row.iter().map(literal).collect();
            writeln!(
                sql,
                "INSERT INTO public.{} VALUES ({});",
                table.name,
                values.join(", ")
            )
            .expect("a string");
        }
    }
    sql.push_str(&foreign_keys(case));
    sql
}

fn literal(value: &Option<String>) -> String {
    match value {
        None => "NULL".to_owned(),
        Some(text) => format!("'{}'", text.replace('\'', "''")),
    }
}

/// The real foreign keys, as the application has them.
pub(super) fn foreign_keys(case: &Case) -> String {
    foreign_keys_with(case, false)
}

/// With what the rules say as their actions. A row that several actions change is checked by
/// PostgreSQL in between, unless that is deferred; actions never are.
fn foreign_keys_with(case: &Case, actions: bool) -> String {
    let mut sql = String::new();
    for table in &case.tables {
        for (number, reference) in table.references.iter().enumerate() {
            if !reference.backed {
                continue;
            }
            let action = match reference.on_purge {
                OnPurge::Cascade => "CASCADE".to_owned(),
                _ => format!("SET NULL ({})", nulled(reference).join(", ")),
            };
            let action = match actions {
                true => format!("ON DELETE {action} DEFERRABLE INITIALLY DEFERRED"),
                false => String::new(),
            };
            writeln!(
                sql,
                "ALTER TABLE public.{0} DROP CONSTRAINT IF EXISTS f{number}, ADD CONSTRAINT \
                 f{number} FOREIGN KEY ({1}) REFERENCES public.t{2} ({3}) {action};",
                table.name,
                reference.columns.join(", "),
                reference.table,
                reference.to.join(", "),
            )
            .expect("a string");
        }
    }
    sql
}

fn nulled(reference: &Reference) -> &[String] {
    match reference.on_purge {
        OnPurge::SetLastNull => &reference.columns[reference.columns.len() - 1..],
        _ => &reference.columns,
    }
}

/// What the rules mean, in SQL: `orig` has copies of all rows; the tables of `fin` are the rows that
/// are left, with their original values.
pub(super) fn deletes(case: &Case) -> String {
    let mut sql = "CREATE SCHEMA orig; CREATE SCHEMA fin;\n".to_owned();
    for Table { name, .. } in &case.tables {
        writeln!(
            sql,
            "CREATE TABLE orig.{name} AS TABLE public.{name};\n\
             CREATE VIEW fin.{name} AS SELECT o.* FROM orig.{name} o \
             WHERE EXISTS (SELECT FROM public.{name} p WHERE p.row = o.row);"
        )
        .expect("a string");
    }
    sql.push_str(&foreign_keys_with(case, true));
    for table in &case.tables {
        for (number, reference) in table.references.iter().enumerate() {
            if !reference.backed && reference.on_purge != OnPurge::Keep {
                sql.push_str(&trigger(case, table, number, reference));
            }
        }
    }
    sql.push_str("SET search_path = fin;\n");
    for at in case.graph.order() {
        sql.push_str(&delete(&case.tables[at]));
    }
    for table in case.tables.iter().filter(|table| table.replaced) {
        writeln!(
            sql,
            "UPDATE public.{} SET note = 'gone' WHERE note IS NOT NULL;",
            table.name
        )
        .expect("a string");
    }
    sql
}

/// One table's own rule.
fn delete(table: &Table) -> String {
    let name = &table.name;
    let stays = match &table.purge {
        Purge::Nothing => "true".to_owned(),
        Purge::All => "false".to_owned(),
        Purge::If(expr) => format!("({}) IS NOT TRUE", expr.text(name, For::Postgres)),
        Purge::Unless(expr) => format!("({}) IS TRUE", expr.text(name, For::Postgres)),
    };
    let limit = match table.limit {
        Some(limit) => format!("LIMIT {limit}"),
        None => String::new(),
    };
    // In the order of the dump: one partition after the other.
    let order = match table.partitioned {
        true => format!("{name}.part, {name}.row"),
        false => format!("{name}.row"),
    };
    format!(
        "DELETE FROM public.{name} WHERE row NOT IN (SELECT {name}.row FROM orig.{name} AS {name} \
         WHERE {stays} ORDER BY {order} {limit});\n"
    )
}

/// A reference without a foreign key: the key is gone once no row has it any more.
fn trigger(case: &Case, table: &Table, number: usize, reference: &Reference) -> String {
    let Table { name, .. } = table;
    let target = &case.tables[reference.table];
    let equal: Vec<String> = reference
        .columns
        .iter()
        .zip(&reference.to)
        .map(|(column, to)| equality(column_of(table, column), column_of(target, to)))
        .collect();
    let same: Vec<String> = reference
        .to
        .iter()
        .map(|to| format!("z.{to} = q.{to}"))
        .collect();
    let when = match &reference.when {
        Some(when) => when.text("o.", For::Postgres),
        None => "true".to_owned(),
    };
    let rows = format!(
        "o.row = c.row AND q.row = OLD.row AND ({when}) AND {} \
         AND NOT EXISTS (SELECT FROM fin.{} z WHERE {})",
        equal.join(" AND "),
        target.name,
        same.join(" AND ")
    );
    let from = format!("orig.{name} o, orig.{} q", target.name);
    let change = match reference.on_purge {
        OnPurge::Cascade => format!("DELETE FROM public.{name} c USING {from} WHERE {rows}"),
        _ => {
            let nulls: Vec<String> = nulled(reference)
                .iter()
                .map(|column| format!("{column} = NULL"))
                .collect();
            format!(
                "UPDATE public.{name} c SET {} FROM {from} WHERE {rows}",
                nulls.join(", ")
            )
        }
    };
    format!(
        "CREATE FUNCTION fin.{name}_{number}() RETURNS trigger LANGUAGE plpgsql AS \
         $f$ BEGIN {change}; RETURN NULL; END $f$;\n\
         CREATE TRIGGER {name}_{number} AFTER DELETE ON public.{} FOR EACH ROW EXECUTE FUNCTION \
         fin.{name}_{number}();\n",
        target.name
    )
}

fn column_of<'t>(table: &'t Table, name: &str) -> &'t Column {
    let column = table.columns.iter().find(|column| column.name == name);
    column.expect("references name columns that are there")
}

fn equality(column: &Column, to: &Column) -> String {
    let (ours, theirs) = (&column.name, &to.name);
    match column.ty {
        Type::Digits => format!(
            "CASE WHEN o.{ours} ~ '^[0-9]+$' THEN o.{ours}::numeric = q.{theirs} ELSE false END"
        ),
        _ => format!("o.{ours} = q.{theirs}"),
    }
}

/// All rows, table by table: in the order in which they were loaded, or `sorted` into that of the
/// dump.
pub(super) fn show(case: &Case, sorted: bool) -> String {
    let shown = case.tables.iter().map(|table| {
        let name = &table.name;
        let order = match (sorted, table.partitioned) {
            (false, _) => "",
            (true, false) => "ORDER BY row",
            (true, true) => "ORDER BY part, row",
        };
        format!(
            "SELECT '{name}' || replace(q::text, E'\\n', '\\n') FROM public.{name} q {order};\n"
        )
    });
    shown.collect()
}
