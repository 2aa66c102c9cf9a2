//! Random expressions, written for the rules and for PostgreSQL.

use super::case::{Column, Table};
use super::draw::Draw;
use super::graph::Graph;

/// A condition over one row.
pub(super) enum Cond {
    Flag,
    NotFlag,
    Less(usize),
    Kind(&'static str),
    IsNull(&'static str),
    IsNotNull(&'static str),
}

pub(super) enum Expr {
    Cond(Cond),
    Subquery(Subquery),
    And(Box<[Expr; 2]>),
    Or(Box<[Expr; 2]>),
    Not(Box<Expr>),
}

/// `[NOT] IN (SELECT …)`, or `[NOT] EXISTS` where nothing is compared.
pub(super) struct Subquery {
    negated: bool,
    /// Columns of the row around, with those selected.
    compared: Vec<(String, String)>,
    table: usize,
    input: bool,
    /// What the table is called inside.
    name: String,
    /// Its columns that equal those of the row around.
    ties: Vec<(String, String)>,
    filter: Option<Cond>,
    inner: Option<Box<Subquery>>,
}

/// For whom an expression is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    Rules,
    /// Rules for a dump that does not tell types.
    UntypedRules,
    /// The schema `fin` is in the search path, and `orig` has all rows.
    Postgres,
}

impl Cond {
    pub(super) fn draw(draw: &mut Draw<'_>) -> Self {
        let column = |draw: &mut Draw<'_>| ["id", "n", "kind", "part"][draw.below(4)];
        match draw.below(7) {
            0 => Self::Flag,
            1 => Self::NotFlag,
            2 => Self::Less(draw.below(5)),
            3 | 4 => Self::Kind(["a", "b"][draw.below(2)]),
            5 => Self::IsNull(column(draw)),
            _ => Self::IsNotNull(column(draw)),
        }
    }

    /// `of` stands before each column.
    pub(super) fn text(&self, of: &str, reader: For) -> String {
        let cast = |column: &str, ty: &str| match reader {
            For::UntypedRules => format!("{of}{column}::{ty}"),
            _ => format!("{of}{column}"),
        };
        match self {
            Self::Flag => cast("flag", "boolean"),
            Self::NotFlag => format!("NOT {}", cast("flag", "boolean")),
            Self::Less(bound) => format!("{} < {bound}", cast("n", "int")),
            Self::Kind(kind) => format!("{of}kind = '{kind}'"),
            Self::IsNull(column) => format!("{of}{column} IS NULL"),
            Self::IsNotNull(column) => format!("{of}{column} IS NOT NULL"),
        }
    }
}

/// What a subquery is drawn for.
struct Around<'a> {
    tables: &'a [Table],
    /// Whose rule it is.
    reader: usize,
    /// Whose row is around.
    table: usize,
    depth: usize,
}

impl Expr {
    /// An expression of a table's rule; what it reads goes to the graph. A read in a circle is rare.
    pub(super) fn draw(
        draw: &mut Draw<'_>,
        reader: usize,
        tables: &[Table],
        graph: &mut Graph,
    ) -> Self {
        let around = Around {
            tables,
            reader,
            table: reader,
            depth: 0,
        };
        Self::draw_within(draw, &around, graph, 2)
    }

    fn draw_within(
        draw: &mut Draw<'_>,
        around: &Around<'_>,
        graph: &mut Graph,
        depth: usize,
    ) -> Self {
        let mut pair = |draw: &mut Draw<'_>| {
            Box::new([(); 2].map(|()| Self::draw_within(draw, around, graph, depth - 1)))
        };
        match draw.below(8) {
            5 if depth > 0 => Self::And(pair(draw)),
            6 if depth > 0 => Self::Or(pair(draw)),
            7 if depth > 0 => {
                Self::Not(Box::new(Self::draw_within(draw, around, graph, depth - 1)))
            }
            0 => Self::Cond(Cond::draw(draw)),
            _ => Self::Subquery(Subquery::draw(draw, around, graph)),
        }
    }

    pub(super) fn text(&self, around: &str, reader: For) -> String {
        match self {
            Self::Cond(cond) => cond.text("", reader),
            Self::Subquery(subquery) => subquery.text(around, "", reader),
            Self::And(both) => {
                let [left, right] = both.each_ref().map(|expr| expr.text(around, reader));
                format!("({left} AND {right})")
            }
            Self::Or(both) => {
                let [left, right] = both.each_ref().map(|expr| expr.text(around, reader));
                format!("({left} OR {right})")
            }
            Self::Not(expr) => format!("NOT ({})", expr.text(around, reader)),
        }
    }
}

impl Subquery {
    fn draw(draw: &mut Draw<'_>, around: &Around<'_>, graph: &mut Graph) -> Self {
        let table = draw.below(around.tables.len());
        let mut input = draw.chance(4);
        if !input && graph.closes(around.reader, table) && !draw.chance(20) {
            input = true;
        }
        if !input {
            graph.read(around.reader, table);
        }
        let own_name = table != around.table && around.depth == 0 && draw.chance(2);
        let name = match own_name {
            true => around.tables[table].name.clone(),
            false => format!("s{}", around.depth),
        };
        let compared = draw.below(4).min(2);
        let compared = pairs(draw, around, table, compared);
        let ties = draw.below(2) + usize::from(compared.is_empty() && draw.chance(3));
        let ties = pairs(draw, around, table, ties)
            .into_iter()
            .map(|(outer, inner)| (inner, outer))
            .collect();
        let filter = draw.chance(2).then(|| Cond::draw(draw));
        let negated = draw.chance(2);
        let inner = (around.depth == 0 && draw.chance(3)).then(|| {
            let around = Around {
                tables: around.tables,
                reader: around.reader,
                table,
                depth: 1,
            };
            Box::new(Self::draw(draw, &around, graph))
        });
        Self {
            negated,
            compared,
            table,
            input,
            name,
            ties,
            filter,
            inner,
        }
    }

    /// `of` stands before the columns of the row around, unless its table's name is needed.
    fn text(&self, around: &str, of: &str, reader: For) -> String {
        let Self { name, .. } = self;
        let list = |columns: Vec<String>| columns.join(", ");
        let selected = list(
            self.compared
                .iter()
                .map(|(_, inner)| format!("{name}.{inner}"))
                .collect(),
        );
        let outer = list(
            self.compared
                .iter()
                .map(|(outer, _)| format!("{of}{outer}"))
                .collect(),
        );
        let table = format!("t{}", self.table);
        let table = match (self.input, reader) {
            (false, _) => table,
            (true, For::Postgres) => format!("orig.{table}"),
            (true, _) => format!("input({table})"),
        };
        let own = format!("{name}.");
        let ties = self
            .ties
            .iter()
            .map(|(inner, outer)| format!("{own}{inner} = {around}.{outer}"));
        let filter = self.filter.iter().map(|cond| cond.text(&own, reader));
        let inner = self
            .inner
            .iter()
            .map(|inner| inner.text(name, &own, reader));
        let terms: Vec<String> = ties.chain(filter).chain(inner).collect();
        let condition = match terms.is_empty() {
            true => String::new(),
            false => format!(" WHERE {}", terms.join(" AND ")),
        };
        let not = if self.negated { "NOT " } else { "" };
        let from = format!("FROM {table} AS {name}{condition}");
        match self.compared.len() {
            0 => format!("{not}EXISTS (SELECT 1 {from})"),
            1 => format!("{outer} {not}IN (SELECT {selected} {from})"),
            _ => format!("({outer}) {not}IN (SELECT {selected} {from})"),
        }
    }
}

/// Columns of the row around, each with one of the table that it may be compared with.
fn pairs(
    draw: &mut Draw<'_>,
    around: &Around<'_>,
    table: usize,
    count: usize,
) -> Vec<(String, String)> {
    let compare = |outer: &Column, inner: &Column| {
        let row = outer.name == "row" || inner.name == "row";
        !row && outer.ty.is_comparable(inner.ty)
    };
    let outer = &around.tables[around.table].columns;
    let inner = &around.tables[table].columns;
    let all: Vec<(&Column, &Column)> = outer
        .iter()
        .flat_map(|outer| inner.iter().map(move |inner| (outer, inner)))
        .filter(|(outer, inner)| compare(outer, inner))
        .collect();
    (0..count)
        .map(|_| all[draw.below(all.len())])
        .map(|(outer, inner)| (outer.name.clone(), inner.name.clone()))
        .collect()
}
