//! sqlparser's queries → [`Subquery`]: one table, conditions, and equalities with the table around.
//!
//! A column without a table before it is one of the subquery's own table, as SQL has it where that
//! table has such a column; what else SQL would try is not known before the dump is, so a column of
//! the table around must be called by its table.

use std::sync::Arc;

use sqlparser::ast::{
    Distinct, Expr as Sql, FunctionArg, FunctionArgExpr, GroupByExpr, Ident, ObjectName, Query,
    Select, SelectFlavor, SelectItem, SetExpr, TableFactor,
};

use super::answers::MAX_SELECTED;
use super::{MAX_COLUMNS, Subquery};
use crate::dump::name::TableName;
use crate::rules::expr::Expr;
use crate::rules::expr::ast::{Ast, At, Comparison, Kind};
use crate::rules::expr::leaves::folded;
use crate::rules::expr::lower::{Within, lower, place};
use crate::rules::expr::parse::{Refusal, Result};
use crate::rules::expr::query::RowQuery;
use crate::rules::pattern::TableRef;

/// `operands IN (query)`
pub(in super::super) fn is_in(
    expr: &Sql,
    operands: Vec<Ast>,
    query: &Query,
    negated: bool,
    within: Within<'_>,
) -> Result<Kind> {
    let reader = Reader::new(expr, query, within)?;
    let columns = reader.selected()?;
    if columns.len() != operands.len() {
        return reader.refuse(
            format!(
                "IN compares {} with {} of its subquery",
                count(operands.len()),
                count(columns.len())
            ),
            None,
        );
    }
    if columns.len() > MAX_SELECTED {
        return reader.refuse(
            format!("IN with more than {MAX_SELECTED} columns is not supported"),
            None,
        );
    }
    reader.finish(columns, operands, negated)
}

/// `EXISTS (query)`
pub(in super::super) fn exists(
    expr: &Sql,
    query: &Query,
    negated: bool,
    within: Within<'_>,
) -> Result<Kind> {
    let reader = Reader::new(expr, query, within)?;
    reader.check_unread_selection()?;
    reader.finish(Vec::new(), Vec::new(), negated)
}

fn count(columns: usize) -> String {
    match columns {
        1 => "1 column".to_owned(),
        _ => format!("{columns} columns"),
    }
}

/// One subquery while it is read.
struct Reader<'s> {
    within: Within<'s>,
    at: At,
    table: TableRef,
    input: bool,
    /// What its own table is called inside.
    name: String,
    projection: &'s [SelectItem],
    selection: Option<&'s Sql>,
}

/// A query by itself: which rows of one table, and which of their columns.
pub(in super::super) fn rows(query: &Query, within: Within<'_>) -> Result<RowQuery> {
    let reader = Reader::at(At { line: 1, column: 1 }, query, within)?;
    if reader.input {
        return reader.refuse(
            "rows are generated from those that stay, not from all of the input",
            Some("write `FROM table`"),
        );
    }
    if let SetExpr::Select(select) = query.body.as_ref()
        && select.distinct.is_some()
    {
        return reader.refuse("DISTINCT is not supported here", None);
    }
    let columns = reader.listed()?;
    let filter = match reader.selection {
        None => None,
        Some(selection) => {
            let ast = lower(selection, within.deeper())?;
            if let Some(foreign) = reader.foreign(&ast) {
                return refuse(
                    foreign,
                    format!("the query reads columns of `{}` only", reader.name),
                    Some("use `column IN (SELECT …)` for conditions over other tables"),
                );
            }
            Some(Expr {
                position: within.position.clone(),
                source: within.source.to_owned(),
                ast: Arc::new(ast),
                inner: true,
            })
        }
    };
    Ok(RowQuery {
        table: reader.table,
        columns,
        filter,
        position: within.position.clone(),
        source: within.source.to_owned(),
    })
}

impl<'s> Reader<'s> {
    fn new(expr: &'s Sql, query: &'s Query, within: Within<'s>) -> Result<Self> {
        Self::at(place(expr), query, within)
    }

    /// `at` is where it is where its SELECT has no place of its own.
    fn at(mut at: At, query: &'s Query, within: Within<'s>) -> Result<Self> {
        if let SetExpr::Select(select) = query.body.as_ref()
            && select.select_token.0.span.start.line > 0
        {
            at = select.select_token.0.span.start.into();
        }
        let select = match plain_select(query) {
            Ok(select) => select,
            Err(clause) => {
                return refuse(
                    at,
                    format!("{clause} in a subquery is not supported"),
                    Some("write `SELECT column FROM table WHERE condition`"),
                );
            }
        };
        let from = match select.from.as_slice() {
            [] => {
                return refuse(at, "a subquery without FROM is not supported", None);
            }
            [from] if from.joins.is_empty() => from,
            _ => {
                return refuse(
                    at,
                    "a subquery over several tables is not supported",
                    Some("nest it: `… AND x IN (SELECT … FROM other)`"),
                );
            }
        };
        let Some((table, alias, input)) = table(&from.relation) else {
            return refuse(
                at,
                "this form of FROM is not supported",
                Some(
                    "write `FROM table`, `FROM table AS alias` or `FROM input(table)`; put double \
                     quotes around a table named by a reserved word",
                ),
            );
        };
        Ok(Self {
            within,
            at,
            name: alias.unwrap_or_else(|| table.name.name.clone()),
            table,
            input,
            projection: &select.projection,
            selection: select.selection.as_ref(),
        })
    }

    fn refuse<T>(&self, message: impl Into<String>, hint: Option<&'static str>) -> Result<T> {
        refuse(self.at, message, hint)
    }

    /// The names of the selected columns.
    fn selected(&self) -> Result<Vec<String>> {
        self.projection
            .iter()
            .map(|item| {
                let column = match item {
                    SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                        self.own_column(&lower(expr, self.within.deeper())?)
                    }
                    _ => None,
                };
                match column {
                    Some(column) => Ok(column),
                    None => self.refuse(
                        "IN takes columns of its subquery's table, by their names",
                        Some("write `IN (SELECT column FROM table WHERE condition)`"),
                    ),
                }
            })
            .collect()
    }

    /// The selected columns, each with the name it is given.
    fn listed(&self) -> Result<Vec<(String, String)>> {
        self.projection
            .iter()
            .map(|item| {
                let (expr, alias) = match item {
                    SelectItem::UnnamedExpr(expr) => (Some(expr), None),
                    SelectItem::ExprWithAlias { expr, alias } => (Some(expr), Some(folded(alias))),
                    _ => (None, None),
                };
                let column = match expr {
                    Some(expr) => self.own_column(&lower(expr, self.within.deeper())?),
                    None => None,
                };
                match column {
                    Some(column) => Ok((column.clone(), alias.unwrap_or(column))),
                    None => self.refuse(
                        "the query selects columns of its table, by their names",
                        Some("write `SELECT column, column FROM table WHERE condition`"),
                    ),
                }
            })
            .collect()
    }

    /// What EXISTS selects is not read, but it must not change whether there are rows.
    fn check_unread_selection(&self) -> Result<()> {
        let is_plain = |expr: &Sql| {
            matches!(
                expr,
                Sql::Value(_) | Sql::Identifier(_) | Sql::CompoundIdentifier(_)
            )
        };
        let all_plain = self.projection.iter().all(|item| match item {
            SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => true,
            SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                is_plain(expr)
            }
            SelectItem::ExprWithAliases { .. } => false,
        });
        if all_plain {
            return Ok(());
        }
        self.refuse(
            "EXISTS selects a literal, columns or `*`",
            Some("write `EXISTS (SELECT 1 FROM table WHERE condition)`"),
        )
    }

    /// The column of its own table that a node is.
    fn own_column(&self, ast: &Ast) -> Option<String> {
        match &ast.kind {
            Kind::Column { table, name, .. } if self.is_own(table.as_ref()) => Some(name.clone()),
            _ => None,
        }
    }

    fn is_own(&self, table: Option<&String>) -> bool {
        table.is_none_or(|table| *table == self.name)
    }

    /// Sorts its conditions into those over its own table and those that tie it to the one around.
    fn finish(self, mut columns: Vec<String>, mut outer: Vec<Ast>, negated: bool) -> Result<Kind> {
        let selected = columns.len();
        let mut own = Vec::new();
        let mut terms = Vec::new();
        if let Some(selection) = self.selection {
            terms.push(lower(selection, self.within.deeper())?);
        }
        while let Some(term) = terms.pop() {
            if let Kind::And(inner) = term.kind {
                terms.extend(inner.into_iter().rev());
                continue;
            }
            let Some(foreign) = self.foreign(&term) else {
                own.push(term);
                continue;
            };
            let Some((column, value)) = self.correlation(term) else {
                return refuse(
                    foreign,
                    format!(
                        "the table around a subquery may be compared by `{}.column = \
                         other.column` only, joined to the other conditions by AND",
                        self.name
                    ),
                    Some("conditions over the table around belong outside the subquery"),
                );
            };
            columns.push(column);
            outer.push(value);
        }
        if columns.len() > MAX_COLUMNS {
            return self.refuse(
                format!(
                    "a subquery that compares more than {MAX_COLUMNS} columns is not supported"
                ),
                None,
            );
        }
        let filter = own.first().map(|first| first.at).map(|at| Expr {
            position: self.within.position.clone(),
            source: self.within.source.to_owned(),
            ast: Arc::new(match own.pop() {
                Some(only) if own.is_empty() => only,
                last => Ast {
                    at,
                    kind: Kind::And(own.into_iter().chain(last).collect()),
                },
            }),
            inner: true,
        });
        Ok(Kind::Subquery {
            query: Arc::new(Subquery {
                table: self.table,
                input: self.input,
                columns,
                filter,
                position: self.within.position.clone(),
                selected,
                at: self.at,
                source: self.within.source.into(),
            }),
            outer,
            negated,
        })
    }

    /// Where a node first reads another table than its own.
    fn foreign(&self, ast: &Ast) -> Option<At> {
        let mut found = None;
        ast.walk(&mut |node| {
            if let Kind::Column { table, .. } = &node.kind
                && !self.is_own(table.as_ref())
            {
                found.get_or_insert(node.at);
            }
        });
        found
    }

    /// Whether a node reads its own table.
    fn reads_own(&self, ast: &Ast) -> bool {
        let mut found = false;
        ast.walk(&mut |node| {
            found |=
                matches!(&node.kind, Kind::Column { table, .. } if self.is_own(table.as_ref()));
        });
        found
    }

    /// Its own column and what it is equal to in the table around.
    fn correlation(&self, term: Ast) -> Option<(String, Ast)> {
        let Kind::Compare {
            op: Comparison::Eq,
            left,
            right,
        } = term.kind
        else {
            return None;
        };
        let (column, value) = match (self.own_column(&left), self.own_column(&right)) {
            (Some(column), None) => (column, right),
            (None, Some(column)) => (column, left),
            _ => return None,
        };
        (!self.reads_own(&value)).then_some((column, *value))
    }
}

fn refuse<T>(at: At, message: impl Into<String>, hint: Option<&'static str>) -> Result<T> {
    Err(Refusal {
        at,
        message: message.into(),
        hint,
    })
}

/// The SELECT of a query without any clause but FROM and WHERE; else what it has.
fn plain_select(query: &Query) -> std::result::Result<&Select, &'static str> {
    // Each field is named, so that a clause that sqlparser learns is not passed over.
    let Query {
        with,
        body,
        order_by,
        limit_clause,
        fetch,
        locks,
        for_clause,
        settings,
        format_clause,
        pipe_operators,
    } = query;
    let SetExpr::Select(select) = body.as_ref() else {
        return Err("other than a plain SELECT");
    };
    let Select {
        select_token: _,
        optimizer_hints,
        distinct,
        select_modifiers,
        top,
        top_before_distinct: _,
        projection: _,
        exclude,
        into,
        from: _,
        lateral_views,
        prewhere,
        selection: _,
        connect_by,
        group_by,
        cluster_by,
        distribute_by,
        sort_by,
        having,
        named_window,
        qualify,
        window_before_qualify: _,
        value_table_mode,
        flavor,
    } = select.as_ref();
    let grouped = match group_by {
        GroupByExpr::All(_) => true,
        GroupByExpr::Expressions(exprs, modifiers) => !exprs.is_empty() || !modifiers.is_empty(),
    };
    let unsupported = [
        (with.is_some(), "WITH"),
        // The order of rows changes nothing, but who writes it may expect that it does.
        (order_by.is_some(), "ORDER BY"),
        (limit_clause.is_some() || fetch.is_some(), "LIMIT"),
        (!locks.is_empty(), "FOR UPDATE"),
        (matches!(distinct, Some(Distinct::On(_))), "DISTINCT ON"),
        (grouped, "GROUP BY"),
        (having.is_some(), "HAVING"),
        (!named_window.is_empty(), "WINDOW"),
        (into.is_some(), "INTO"),
        (
            for_clause.is_some()
                || settings.is_some()
                || format_clause.is_some()
                || !pipe_operators.is_empty()
                || !optimizer_hints.is_empty()
                || select_modifiers.is_some()
                || top.is_some()
                || exclude.is_some()
                || !lateral_views.is_empty()
                || prewhere.is_some()
                || !connect_by.is_empty()
                || !cluster_by.is_empty()
                || !distribute_by.is_empty()
                || !sort_by.is_empty()
                || qualify.is_some()
                || value_table_mode.is_some()
                || !matches!(flavor, SelectFlavor::Standard),
            "this clause",
        ),
    ];
    match unsupported.iter().find(|(is_there, _)| *is_there) {
        Some((_, clause)) => Err(clause),
        None => Ok(select),
    }
}

/// The table, its alias, and whether it is `input(table)`.
fn table(factor: &TableFactor) -> Option<(TableRef, Option<String>, bool)> {
    let TableFactor::Table {
        name,
        alias,
        args,
        with_hints,
        version: None,
        with_ordinality: false,
        partitions,
        json_path: None,
        sample: None,
        index_directives,
        inheritance: None,
    } = factor
    else {
        return None;
    };
    if !(with_hints.is_empty() && partitions.is_empty() && index_directives.is_empty()) {
        return None;
    }
    let alias = match alias {
        None => None,
        Some(alias) if alias.columns.is_empty() && alias.at.is_none() => Some(folded(&alias.name)),
        Some(_) => return None,
    };
    let idents = idents(name)?;
    let Some(args) = args else {
        return Some((table_ref(&idents)?, alias, false));
    };
    match (idents.as_slice(), args.args.as_slice(), &args.settings) {
        ([function], [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))], None)
            if folded(function) == "input" =>
        {
            let table = match argument {
                Sql::Identifier(name) => table_ref(&[name])?,
                Sql::CompoundIdentifier(parts) => table_ref(&parts.iter().collect::<Vec<_>>())?,
                _ => return None,
            };
            Some((table, alias, true))
        }
        _ => None,
    }
}

fn idents(name: &ObjectName) -> Option<Vec<&Ident>> {
    name.0.iter().map(|part| part.as_ident()).collect()
}

fn table_ref(parts: &[&Ident]) -> Option<TableRef> {
    let (schema, name) = match parts {
        [name] => (None, name),
        [schema, name] => (Some(folded(schema)), name),
        _ => return None,
    };
    Some(TableRef {
        qualified: schema.is_some(),
        name: TableName::new(schema.unwrap_or_else(|| "public".to_owned()), folded(name)),
    })
}
