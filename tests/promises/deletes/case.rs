//! Random schemas, rows and rules. A case is built from choices that proptest draws, nested as the
//! case is, so that it shrinks by tables and rows.

use std::fmt;

use proptest::prelude::*;

use super::draw::Draw;
use super::expr::{Cond, Expr};
use super::graph::Graph;
use super::{rules, sql};

/// What one case is made of.
pub(super) struct Case {
    pub(super) tables: Vec<Table>,
    pub(super) forms: Vec<Form>,
    pub(super) graph: Graph,
}

pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// In the columns' order; `None` is NULL.
    pub(super) rows: Vec<Vec<Option<String>>>,
    /// By `part`, which has two values.
    pub(super) partitioned: bool,
    /// The columns that are unique together; empty where none are.
    pub(super) unique: Vec<&'static str>,
    pub(super) references: Vec<Reference>,
    pub(super) purge: Purge,
    pub(super) limit: Option<usize>,
    /// The column `note` is replaced.
    pub(super) replaced: bool,
}

#[derive(Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) ty: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Int4,
    Int8,
    Numeric,
    Text,
    Uuid,
    /// Text that holds integers, with and without leading zeros, and other things.
    Digits,
    Bool,
}

pub(super) struct Reference {
    pub(super) columns: Vec<String>,
    pub(super) table: usize,
    pub(super) to: Vec<&'static str>,
    pub(super) on_purge: OnPurge,
    pub(super) when: Option<Cond>,
    /// There is a foreign key.
    pub(super) backed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OnPurge {
    Cascade,
    SetNull,
    /// Of the referring columns, the last alone.
    SetLastNull,
    Keep,
}

pub(super) enum Purge {
    Nothing,
    All,
    If(Expr),
    Unless(Expr),
}

/// How the dump is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Copy,
    Inserts,
    RowsPerInsert,
    DataOnly,
    DataOnlyWithoutTriggers,
    SessionAuthorization,
}

impl Form {
    const ALL: [Self; 6] = [
        Self::Copy,
        Self::Inserts,
        Self::RowsPerInsert,
        Self::DataOnly,
        Self::DataOnlyWithoutTriggers,
        Self::SessionAuthorization,
    ];

    /// pg_dump's options.
    pub(super) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Copy => &[],
            Self::Inserts => &["--inserts"],
            Self::RowsPerInsert => &["--rows-per-insert=3"],
            Self::DataOnly => &["--data-only"],
            Self::DataOnlyWithoutTriggers => &["--data-only", "--disable-triggers"],
            Self::SessionAuthorization => &["--use-set-session-authorization"],
        }
    }

    pub(super) fn data_only(self) -> bool {
        matches!(self, Self::DataOnly | Self::DataOnlyWithoutTriggers)
    }
}

impl Type {
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Int4 => "int4",
            Self::Int8 => "int8",
            Self::Numeric => "numeric",
            Self::Text | Self::Digits => "text",
            Self::Uuid => "uuid",
            Self::Bool => "bool",
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Int4 | Self::Int8 | Self::Numeric)
    }

    /// A subquery may compare them.
    pub(super) fn is_comparable(self, other: Self) -> bool {
        self == other || self.is_number() && other.is_number()
    }

    /// A reference may: integers also with text, by value.
    fn may_refer_to(self, target: Self) -> bool {
        self.is_comparable(target)
            || self == Self::Digits && matches!(target, Self::Int4 | Self::Int8)
    }

    /// PostgreSQL takes a foreign key of these.
    fn may_be_foreign_key_to(self, target: Self) -> bool {
        self == target || matches!(self, Self::Int4 | Self::Int8) && target.is_number()
    }

    /// The `number`th key, in one of the ways to write it.
    fn key(self, number: usize, spelling: usize) -> String {
        match self {
            Self::Int4 | Self::Int8 => number.to_string(),
            Self::Numeric => format!("{number}{}", ["", ".0", ".00"][spelling % 3]),
            Self::Text if number.is_multiple_of(4) => format!("k\t'\\{number}\né"),
            Self::Text => format!("k{number}"),
            Self::Uuid => format!("0000abcd-0000-4000-8000-{number:012x}"),
            Self::Digits if number > DANGLING => "none".to_owned(),
            Self::Digits => format!("{}{number}", ["", "0"][spelling % 2]),
            Self::Bool => (number.is_multiple_of(2)).to_string(),
        }
    }
}

/// Keys from here on are no row's.
const DANGLING: usize = 900;

/// What proptest draws: for each table its rows' choices and those of all else.
type Choices = Vec<(Vec<[u16; 16]>, [u16; 32])>;

/// Cases.
pub(super) fn cases() -> impl Strategy<Value = Case> {
    let row = prop::array::uniform16(any::<u16>());
    let table = (
        prop::collection::vec(row, 0..10),
        prop::array::uniform32(any::<u16>()),
    );
    let forms = prop::sample::subsequence(Form::ALL.to_vec(), 2..=3);
    (prop::collection::vec(table, 2..=6), forms).prop_map(|(choices, forms)| build(&choices, forms))
}

/// What other tables must know of one before columns and rows are made.
struct Shape {
    id: Type,
    unique: Vec<&'static str>,
    partitioned: bool,
    /// The table's ids are those of another: a one-to-one relation.
    id_from: Option<usize>,
    /// For each row the numbers of `part`, `id` and `code`.
    keys: Vec<[Option<usize>; 3]>,
}

const KEY_COLUMNS: [&str; 3] = ["part", "id", "code"];

impl Shape {
    fn type_of(&self, key: &str) -> Type {
        match key {
            "id" => self.id,
            "part" => Type::Int4,
            _ => Type::Text,
        }
    }

    fn number(&self, row: usize, key: &str) -> Option<usize> {
        let column = KEY_COLUMNS.iter().position(|name| *name == key)?;
        self.keys[row][column]
    }
}

fn build(choices: &Choices, forms: Vec<Form>) -> Case {
    let mut draws: Vec<Draw<'_>> = choices.iter().map(|(_, all)| Draw::new(all)).collect();
    let mut shapes: Vec<Shape> = Vec::new();
    for (draw, (rows, _)) in draws.iter_mut().zip(choices) {
        let shape = shape(draw, rows, &shapes);
        shapes.push(shape);
    }
    let references: Vec<Vec<(Reference, Vec<Type>)>> = draws
        .iter_mut()
        .enumerate()
        .map(|(at, draw)| draw_references(draw, at, &shapes))
        .collect();
    let mut tables: Vec<Table> = references
        .into_iter()
        .zip(choices)
        .enumerate()
        .map(|(at, (references, (rows, _)))| table(at, references, rows, &shapes))
        .collect();
    let mut graph = Graph::new(&tables);
    for (at, draw) in draws.iter_mut().enumerate() {
        let purge = match draw.below(8) {
            0..=2 => Purge::Nothing,
            3 if draw.chance(3) => Purge::All,
            4 => Purge::Unless(Expr::draw(draw, at, &tables, &mut graph)),
            _ => Purge::If(Expr::draw(draw, at, &tables, &mut graph)),
        };
        tables[at].purge = purge;
        let limited = draw.chance(6);
        tables[at].limit = limited.then(|| draw.below(6));
        tables[at].replaced = draw.chance(3);
    }
    Case {
        tables,
        forms,
        graph,
    }
}

fn shape(draw: &mut Draw<'_>, rows: &[[u16; 16]], before: &[Shape]) -> Shape {
    use Type::{Int4, Int8, Numeric, Text, Uuid};
    let mut id = [Int4, Int8, Numeric, Text, Uuid][draw.below(5)];
    let mut unique: Vec<&'static str> = match draw.below(4) {
        0 | 1 => vec!["id"],
        2 => vec!["part", "id"],
        _ => Vec::new(),
    };
    let twin = draw.below(before.len().max(1));
    let id_from = (draw.chance(6) && before.get(twin).is_some_and(|twin| twin.unique == ["id"]))
        .then_some(twin);
    if let Some(twin) = id_from {
        id = before[twin].id;
        unique = vec!["id"];
    }
    let keys = rows.iter().enumerate().map(|(row, choices)| {
        let mut draw = Draw::new(&choices[..4]);
        let is_null = draw.chance(8);
        let number = match (id_from, unique.as_slice()) {
            (Some(twin), _) => before[twin].keys.get(row).and_then(|keys| keys[1]),
            (None, ["id"]) => Some(row + 1),
            (None, ["part", "id"]) => Some(row / 2 + 1),
            _ => Some(row % 4 + 1),
        };
        [
            Some(row % 2 + 1),
            number.filter(|_| !is_null || id_from.is_some()),
            draw.below(5).checked_sub(1),
        ]
    });
    let keys = keys.collect();
    Shape {
        id,
        partitioned: draw.chance(3) && unique != ["id"],
        unique,
        id_from,
        keys,
    }
}

/// References, with the types of their columns.
fn draw_references(
    draw: &mut Draw<'_>,
    at: usize,
    shapes: &[Shape],
) -> Vec<(Reference, Vec<Type>)> {
    let mut references: Vec<(Reference, Vec<Type>)> = Vec::new();
    if let Some(twin) = shapes[at].id_from {
        let reference = Reference {
            columns: vec!["id".to_owned()],
            table: twin,
            to: vec!["id"],
            on_purge: OnPurge::Cascade,
            when: None,
            backed: true,
        };
        references.push((reference, vec![shapes[at].id]));
    }
    for number in 0..draw.below(4) {
        let table = draw.below(shapes.len());
        let target = &shapes[table];
        let to: Vec<&'static str> = match draw.below(4) {
            0 | 1 if target.unique.len() == 2 => vec!["part", "id"],
            3 => vec!["code"],
            _ => vec!["id"],
        };
        let mut columns: Vec<String> = to.iter().map(|key| format!("{key}_{number}")).collect();
        let mut types: Vec<Type> = to.iter().map(|key| target.type_of(key)).collect();
        let last = types.len() - 1;
        let other = [Type::Int4, Type::Int8, Type::Numeric, Type::Digits][draw.below(4)];
        if draw.chance(3) && other.may_refer_to(types[last]) {
            types[last] = other;
        }
        let mut backed = to == target.unique
            && types[last].may_be_foreign_key_to(target.type_of(to[last]))
            && draw.below(4) > 0;
        let mut when = None;
        if draw.chance(4) {
            backed = false;
            when = Some(Cond::draw(draw));
        }
        // Several references of the same column: which holds is for `when` to say, or all do.
        if draw.chance(3)
            && let Some((before, before_types)) = references.last()
            && !before.backed
            && let ([column], [ty]) = (&before.columns[..], &before_types[..])
            && to.len() == 1
            && ty.may_refer_to(target.type_of(to[0]))
        {
            columns = vec![column.clone()];
            types = vec![*ty];
            backed = false;
        } else if to.len() == 2 && draw.chance(2) {
            columns[0] = "part".to_owned();
        }
        let on_purge = match draw.below(5) {
            0 | 1 => OnPurge::Cascade,
            2 if columns[0] != "part" => OnPurge::SetNull,
            4 if !backed => OnPurge::Keep,
            _ => OnPurge::SetLastNull,
        };
        let reference = Reference {
            columns,
            table,
            to,
            on_purge,
            when,
            backed,
        };
        references.push((reference, types));
    }
    references
}

fn table(
    at: usize,
    references: Vec<(Reference, Vec<Type>)>,
    choices: &[[u16; 16]],
    shapes: &[Shape],
) -> Table {
    let shape = &shapes[at];
    let column = |name: &str, ty| Column {
        name: name.to_owned(),
        ty,
    };
    let mut columns = vec![
        column("row", Type::Int4),
        column("part", Type::Int4),
        column("id", shape.id),
        column("code", Type::Text),
        column("flag", Type::Bool),
        column("n", Type::Int4),
        column("kind", Type::Text),
        column("note", Type::Text),
    ];
    let mut rows: Vec<Vec<Option<String>>> = Vec::new();
    let mut draws: Vec<Draw<'_>> = choices.iter().map(|row| Draw::new(&row[4..])).collect();
    for (row, draw) in draws.iter_mut().enumerate() {
        let key = |key: &str| {
            let number = shape.number(row, key)?;
            Some(shape.type_of(key).key(number, row))
        };
        rows.push(vec![
            Some((row + 1).to_string()),
            key("part"),
            key("id"),
            key("code"),
            [None, Some("t".to_owned()), Some("f".to_owned())][draw.below(3)].clone(),
            draw.below(6).checked_sub(1).map(|n| n.to_string()),
            [None, Some("a".to_owned()), Some("b".to_owned())][draw.below(3)].clone(),
            draw.below(4)
                .checked_sub(1)
                .map(|number| Type::Text.key(number, 0)),
        ]);
    }
    for (reference, types) in &references {
        let last = reference.columns.len() - 1;
        if columns
            .iter()
            .any(|column| column.name == reference.columns[last])
        {
            continue;
        }
        for (row, draw) in draws.iter_mut().enumerate() {
            let shared = (reference.columns[0] == "part")
                .then(|| shape.keys[row][0])
                .flatten();
            let keys = referring(draw, reference, shared, &shapes[reference.table]);
            for ((name, ty), key) in reference.columns.iter().zip(types).zip(keys) {
                if name != "part" {
                    rows[row].push(key.map(|number| ty.key(number, row)));
                }
            }
        }
        let new = reference.columns.iter().zip(types);
        columns.extend(
            new.filter(|(name, _)| *name != "part")
                .map(|(name, ty)| column(name, *ty)),
        );
    }
    Table {
        name: format!("t{at}"),
        columns,
        rows,
        partitioned: shape.partitioned,
        unique: shape.unique.clone(),
        references: references
            .into_iter()
            .map(|(reference, _)| reference)
            .collect(),
        purge: Purge::Nothing,
        limit: None,
        replaced: false,
    }
}

/// The numbers of the key that a row refers to; of `shared`, where the first column is one that the
/// row has already.
fn referring(
    draw: &mut Draw<'_>,
    reference: &Reference,
    shared: Option<usize>,
    target: &Shape,
) -> Vec<Option<usize>> {
    let candidates: Vec<usize> = (0..target.keys.len())
        .filter(|row| shared.is_none() || target.keys[*row][0] == shared)
        .collect();
    let choice = draw.below(8);
    let row = candidates.get(draw.below(candidates.len().max(1)));
    let mut keys: Vec<Option<usize>> = reference
        .to
        .iter()
        .map(|key| row.and_then(|row| target.number(*row, key)))
        .collect();
    match choice {
        5 => keys.fill(None),
        6 if reference.backed => keys[0] = None,
        6 => keys.fill(Some(DANGLING + 1)),
        _ => {}
    }
    keys
}

impl Case {
    /// Texts alone tell what is equal, and each table has its own name: a data-only dump tells no
    /// more.
    pub(super) fn is_plain(&self) -> bool {
        let odd = |column: &Column| matches!(column.ty, Type::Numeric | Type::Digits);
        let plain = |table: &Table| !table.partitioned && !table.columns.iter().any(odd);
        self.tables.iter().all(plain)
    }
}

/// What a failure shows.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:?}\n{}", self.forms, sql::schema(self))?;
        f.write_str(&rules::yaml(self, false))
    }
}
