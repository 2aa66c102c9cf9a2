//! PostgreSQL column types as far as rules need to know them.

use std::sync::Arc;

use super::name::TableName;

/// A column's type with domains resolved away; see [`ColumnType`] for the domain's own conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PgType {
    /// `boolean`
    Bool,
    /// `smallint`
    Int2,
    /// `integer`
    Int4,
    /// `bigint`
    Int8,
    /// `numeric(precision, scale)`; `None` where unlimited.
    Numeric(Option<(u32, i32)>),
    /// `real`
    Float4,
    /// `double precision`
    Float8,
    /// `text`
    Text,
    /// `character varying(n)`, n in characters.
    Varchar(Option<u32>),
    /// `character(n)`, n in characters; blank-padded.
    Char(u32),
    /// `name` (63 bytes)
    Name,
    /// the extension type `citext`
    Citext,
    /// `bytea`
    Bytea,
    /// `date`
    Date,
    /// `time without time zone`
    Time,
    /// `time with time zone`
    TimeTz,
    /// `timestamp without time zone`
    Timestamp,
    /// `timestamp with time zone`
    TimestampTz,
    /// `interval`
    Interval,
    /// `uuid`
    Uuid,
    /// `json`
    Json,
    /// `jsonb`
    Jsonb,
    /// `inet`
    Inet,
    /// `cidr`
    Cidr,
    /// `macaddr`
    MacAddr,
    /// `macaddr8`
    MacAddr8,
    /// `bit(n)`
    Bit(u32),
    /// `bit varying(n)`
    VarBit(Option<u32>),
    /// `money`
    Money,
    /// `xml`
    Xml,
    /// `tsvector`
    TsVector,
    /// `tsquery`
    TsQuery,
    /// `oid` and the extension type `lo`
    Oid,
    /// the extension type `hstore`
    Hstore,
    /// A `CREATE TYPE … AS ENUM`.
    Enum(Arc<EnumType>),
    /// A `CREATE TYPE … AS (…)`, or a table's row type.
    Composite(Arc<CompositeType>),
    /// An array of any number of dimensions.
    Array(Box<PgType>),
    /// A type not listed here (ranges, geometric, extensions'), by its name as the dump writes it.
    Other(String),
    /// The dump has no DDL for the table (data-only).
    Unknown,
}

/// An enumerated type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// The type's name.
    pub name: TableName,
    /// The labels in their order.
    pub labels: Vec<String>,
}

/// A composite type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompositeType {
    /// The type's name.
    pub name: TableName,
    /// Field names and types, in order.
    pub fields: Vec<(String, ColumnType)>,
}

/// A type together with what its domains (if any) add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnType {
    /// The base type.
    pub base: PgType,
    /// The outermost domain's name, where the column's type is a domain.
    pub domain: Option<TableName>,
    /// A domain on the way says NOT NULL.
    pub domain_not_null: bool,
    /// Texts of the domains' CHECK constraints (schema text, not data).
    pub domain_checks: Vec<String>,
}

impl From<PgType> for ColumnType {
    fn from(base: PgType) -> Self {
        Self {
            base,
            domain: None,
            domain_not_null: false,
            domain_checks: Vec::new(),
        }
    }
}

/// Every name that [`PgType::short_name`] gives and rules may use, then other built-in types, which
/// are [`PgType::Other`].
pub const SHORT_NAMES: &[&str] = &[
    "bool",
    "int2",
    "int4",
    "int8",
    "numeric",
    "float4",
    "float8",
    "text",
    "varchar",
    "char",
    "name",
    "citext",
    "bytea",
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "interval",
    "uuid",
    "json",
    "jsonb",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "bit",
    "varbit",
    "money",
    "xml",
    "tsvector",
    "tsquery",
    "oid",
    "hstore",
    "enum",
    "composite",
    "array",
    "box",
    "circle",
    "line",
    "lseg",
    "path",
    "point",
    "polygon",
    "int4range",
    "int8range",
    "numrange",
    "tsrange",
    "tstzrange",
    "daterange",
    "int4multirange",
    "int8multirange",
    "nummultirange",
    "tsmultirange",
    "tstzmultirange",
    "datemultirange",
    "jsonpath",
    "pg_lsn",
    "pg_snapshot",
    "txid_snapshot",
    "regclass",
    "regproc",
    "regtype",
    "xid",
    "xid8",
    "tid",
];

impl PgType {
    /// Text of any length limit: text, varchar, char, name, citext.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            Self::Text | Self::Varchar(_) | Self::Char(_) | Self::Name | Self::Citext
        )
    }

    /// smallint, integer, bigint.
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Int2 | Self::Int4 | Self::Int8)
    }

    /// Integers, numeric and floats.
    pub fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Self::Numeric(_) | Self::Float4 | Self::Float8)
    }

    /// json and jsonb.
    pub fn is_json(&self) -> bool {
        matches!(self, Self::Json | Self::Jsonb)
    }

    /// The most characters a value may have, where the type limits them.
    pub fn max_chars(&self) -> Option<u32> {
        match self {
            Self::Varchar(limit) => *limit,
            Self::Char(limit) => Some(*limit),
            Self::Name => Some(63),
            _ => None,
        }
    }

    /// The short name used in rules (`classes: types:`) and messages.
    pub fn short_name(&self) -> &str {
        match self {
            Self::Bool => "bool",
            Self::Int2 => "int2",
            Self::Int4 => "int4",
            Self::Int8 => "int8",
            Self::Numeric(_) => "numeric",
            Self::Float4 => "float4",
            Self::Float8 => "float8",
            Self::Text => "text",
            Self::Varchar(_) => "varchar",
            Self::Char(_) => "char",
            Self::Name => "name",
            Self::Citext => "citext",
            Self::Bytea => "bytea",
            Self::Date => "date",
            Self::Time => "time",
            Self::TimeTz => "timetz",
            Self::Timestamp => "timestamp",
            Self::TimestampTz => "timestamptz",
            Self::Interval => "interval",
            Self::Uuid => "uuid",
            Self::Json => "json",
            Self::Jsonb => "jsonb",
            Self::Inet => "inet",
            Self::Cidr => "cidr",
            Self::MacAddr => "macaddr",
            Self::MacAddr8 => "macaddr8",
            Self::Bit(_) => "bit",
            Self::VarBit(_) => "varbit",
            Self::Money => "money",
            Self::Xml => "xml",
            Self::TsVector => "tsvector",
            Self::TsQuery => "tsquery",
            Self::Oid => "oid",
            Self::Hstore => "hstore",
            Self::Enum(_) => "enum",
            Self::Composite(_) => "composite",
            Self::Array(_) => "array",
            Self::Other(name) => name,
            Self::Unknown => "unknown",
        }
    }
}
