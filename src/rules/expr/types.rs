//! Types as expressions know them: what a rule may write after `::`, and what a bound node yields.

use std::sync::Arc;

use crate::dump::types::{EnumType, PgType};

/// A type as written in a cast or before a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypeName {
    Bool,
    Int2,
    Int4,
    Int8,
    Oid,
    /// Precision and scale.
    Numeric(Option<(u32, i32)>),
    Float4,
    Float8,
    Text,
    /// Characters.
    Varchar(Option<u32>),
    /// Characters; `bpchar` has none.
    Char(Option<u32>),
    Name,
    Citext,
    Bytea,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Inet,
    MacAddr,
    MacAddr8,
    Json,
    Jsonb,
    /// Another one: the name of an enum, where the table has a column of it.
    Named(String),
}

impl TypeName {
    /// A built-in type by PostgreSQL's short or SQL's long name, without modifiers.
    pub(super) fn builtin(name: &str) -> Option<Self> {
        Some(match name {
            "bool" | "boolean" => Self::Bool,
            "int2" | "smallint" => Self::Int2,
            "int4" | "int" | "integer" => Self::Int4,
            "int8" | "bigint" => Self::Int8,
            "oid" => Self::Oid,
            "numeric" | "decimal" | "dec" => Self::Numeric(None),
            "float4" | "real" => Self::Float4,
            "float8" | "float" => Self::Float8,
            "text" => Self::Text,
            "varchar" => Self::Varchar(None),
            "bpchar" => Self::Char(None),
            "name" => Self::Name,
            "citext" => Self::Citext,
            "bytea" => Self::Bytea,
            "date" => Self::Date,
            "time" => Self::Time,
            "timestamp" => Self::Timestamp,
            "timestamptz" => Self::TimestampTz,
            "interval" => Self::Interval,
            "uuid" => Self::Uuid,
            "inet" => Self::Inet,
            "macaddr" => Self::MacAddr,
            "macaddr8" => Self::MacAddr8,
            "json" => Self::Json,
            "jsonb" => Self::Jsonb,
            _ => return None,
        })
    }
}

/// The type of a bound node.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ty {
    /// A quoted literal or NULL whose type is still open.
    Literal,
    /// A column of a data-only dump.
    Untyped,
    Bool,
    Int2,
    Int4,
    Int8,
    Oid,
    Numeric,
    Float4,
    Float8,
    Text(TextKind),
    Bytea,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Inet,
    MacAddr,
    MacAddr8,
    Json,
    Jsonb,
    Enum(Arc<EnumType>),
    /// A row type, with the number of its fields: only `IS [NOT] NULL`.
    Composite(usize),
    /// Only `IS [NOT] NULL`.
    Opaque(String),
}

/// How text compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    Text,
    Varchar,
    /// Blank-padded.
    Char,
    Name,
    Citext,
}

impl Ty {
    /// The type of a column.
    pub(super) fn of(ty: &PgType) -> Self {
        match ty {
            PgType::Bool => Self::Bool,
            PgType::Int2 => Self::Int2,
            PgType::Int4 => Self::Int4,
            PgType::Int8 => Self::Int8,
            PgType::Oid => Self::Oid,
            PgType::Numeric(_) => Self::Numeric,
            PgType::Float4 => Self::Float4,
            PgType::Float8 => Self::Float8,
            PgType::Text => Self::Text(TextKind::Text),
            PgType::Varchar(_) => Self::Text(TextKind::Varchar),
            PgType::Char(_) => Self::Text(TextKind::Char),
            PgType::Name => Self::Text(TextKind::Name),
            PgType::Citext => Self::Text(TextKind::Citext),
            PgType::Bytea => Self::Bytea,
            PgType::Date => Self::Date,
            PgType::Time => Self::Time,
            PgType::Timestamp => Self::Timestamp,
            PgType::TimestampTz => Self::TimestampTz,
            PgType::Interval => Self::Interval,
            PgType::Uuid => Self::Uuid,
            PgType::Json => Self::Json,
            PgType::Jsonb => Self::Jsonb,
            PgType::Inet | PgType::Cidr => Self::Inet,
            PgType::MacAddr => Self::MacAddr,
            PgType::MacAddr8 => Self::MacAddr8,
            PgType::Enum(ty) => Self::Enum(Arc::clone(ty)),
            PgType::Composite(ty) => Self::Composite(ty.fields.len()),
            PgType::Unknown => Self::Untyped,
            PgType::TimeTz
            | PgType::Bit(_)
            | PgType::VarBit(_)
            | PgType::Money
            | PgType::Xml
            | PgType::TsVector
            | PgType::TsQuery
            | PgType::Hstore
            | PgType::Array(_)
            | PgType::Other(_) => Self::Opaque(ty.short_name().to_owned()),
        }
    }

    /// Its name in messages.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Literal => "a literal",
            Self::Untyped => "a column whose type the dump does not tell",
            Self::Bool => "boolean",
            Self::Int2 => "smallint",
            Self::Int4 => "integer",
            Self::Int8 => "bigint",
            Self::Oid => "oid",
            Self::Numeric => "numeric",
            Self::Float4 => "real",
            Self::Float8 => "double precision",
            Self::Text(TextKind::Text) => "text",
            Self::Text(TextKind::Varchar) => "varchar",
            Self::Text(TextKind::Char) => "char",
            Self::Text(TextKind::Name) => "name",
            Self::Text(TextKind::Citext) => "citext",
            Self::Bytea => "bytea",
            Self::Date => "date",
            Self::Time => "time",
            Self::Timestamp => "timestamp",
            Self::TimestampTz => "timestamptz",
            Self::Interval => "interval",
            Self::Uuid => "uuid",
            Self::Inet => "inet",
            Self::MacAddr => "macaddr",
            Self::MacAddr8 => "macaddr8",
            Self::Json => "json",
            Self::Jsonb => "jsonb",
            Self::Enum(ty) => &ty.name.name,
            Self::Composite(_) => "a row type",
            Self::Opaque(name) => name,
        }
    }

    /// smallint, integer, bigint.
    pub(super) fn is_integer(&self) -> bool {
        matches!(self, Self::Int2 | Self::Int4 | Self::Int8)
    }

    /// Integers, numeric and floats.
    pub(super) fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Self::Numeric | Self::Float4 | Self::Float8)
    }

    /// date, timestamp, timestamptz.
    pub(super) fn is_moment(&self) -> bool {
        matches!(self, Self::Date | Self::Timestamp | Self::TimestampTz)
    }
}
