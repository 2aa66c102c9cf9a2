//! From types as written to what rules need to know of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Schema, UserType};
use crate::dump::name::TableName;
use crate::dump::statement::change::TypeName;
use crate::dump::types::{ColumnType, CompositeType, PgType};

/// Domains over domains, and composites in composites, are followed this far; deeper ones read as
/// types nothing is known of.
const DEPTH: usize = 16;

/// Composite types that were resolved already, so that each is resolved once.
type Memo = HashMap<TableName, Arc<CompositeType>>;

impl Schema {
    /// What a written type is: built in, declared by the dump, of a known extension, or
    /// [`PgType::Other`].
    pub fn resolve(&self, written: &TypeName) -> ColumnType {
        self.resolve_at(written, DEPTH, &mut Memo::new())
    }

    fn resolve_at(&self, written: &TypeName, depth: usize, memo: &mut Memo) -> ColumnType {
        let element = self.resolve_element(written, depth, memo);
        if written.array {
            return PgType::Array(Box::new(element.base)).into();
        }
        element
    }

    fn resolve_element(&self, written: &TypeName, depth: usize, memo: &mut Memo) -> ColumnType {
        if matches!(written.name.schema.as_deref(), None | Some("pg_catalog"))
            && let Some(ty) = builtin(&written.name.name, &written.modifiers)
        {
            return ty.into();
        }
        let Some((name, declared)) = self.declared(written) else {
            return self.undeclared(written, depth, memo).into();
        };
        let other = || PgType::Other(element_text(written)).into();
        let Some(depth) = depth.checked_sub(1) else {
            return other();
        };
        match declared {
            UserType::Enum(labels) => PgType::Enum(Arc::clone(labels)).into(),
            UserType::Opaque => other(),
            UserType::Composite(fields) => {
                PgType::Composite(self.composite(name, fields, depth, memo)).into()
            }
            UserType::Domain(domain) => {
                let inner = self.resolve_at(&domain.base, depth, memo);
                let checks = domain.checks.iter().map(|(_, text)| text.clone());
                ColumnType {
                    base: inner.base,
                    domain: Some(name.clone()),
                    domain_not_null: inner.domain_not_null || domain.not_null,
                    domain_checks: inner.domain_checks.into_iter().chain(checks).collect(),
                }
            }
        }
    }

    fn composite(
        &self,
        name: &TableName,
        fields: &[(String, TypeName)],
        depth: usize,
        memo: &mut Memo,
    ) -> Arc<CompositeType> {
        if let Some(known) = memo.get(name) {
            return Arc::clone(known);
        }
        let fields = fields
            .iter()
            .map(|(field, ty)| (field.clone(), self.resolve_at(ty, depth, memo)))
            .collect();
        let composite = Arc::new(CompositeType {
            name: name.clone(),
            fields,
        });
        memo.insert(name.clone(), Arc::clone(&composite));
        composite
    }

    /// The type the dump declares under this name. An unqualified name that is no built-in type may
    /// be in any schema; old dumps set `search_path` for it.
    fn declared(&self, written: &TypeName) -> Option<(&TableName, &UserType)> {
        let name = &written.name;
        if let Some(schema) = &name.schema {
            return self
                .types
                .get_key_value(&TableName::new(schema.clone(), name.name.clone()));
        }
        self.types
            .get_key_value(&TableName::new("public", name.name.clone()))
            .or_else(|| {
                self.types
                    .iter()
                    .filter(|(declared, _)| declared.name == name.name)
                    .min_by_key(|(declared, _)| *declared)
            })
    }

    /// A type of an extension, a table's row type, or one that nothing is known of.
    fn undeclared(&self, written: &TypeName, depth: usize, memo: &mut Memo) -> PgType {
        match written.name.name.as_str() {
            "citext" => return PgType::Citext,
            "hstore" => return PgType::Hstore,
            "lo" => return PgType::Oid,
            _ => {}
        }
        let row = written.name.schema.as_ref().and_then(|schema| {
            self.tables
                .get_key_value(&TableName::new(schema.clone(), written.name.name.clone()))
        });
        if let (Some((name, table)), Some(depth)) = (row, depth.checked_sub(1)) {
            let fields: Vec<(String, TypeName)> = table
                .columns
                .iter()
                .map(|column| (column.name.clone(), column.written.clone()))
                .collect();
            return PgType::Composite(self.composite(name, &fields, depth, memo));
        }
        PgType::Other(element_text(written))
    }

    /// The collation that a domain gives its columns.
    pub(super) fn domain_collation(&self, written: &TypeName) -> Option<TableName> {
        let mut ty = written;
        for _ in 0..DEPTH {
            if ty.array {
                return None;
            }
            let (name, UserType::Domain(domain)) = self.declared(ty)? else {
                return None;
            };
            if let Some(collation) = &domain.collation {
                let schema = collation.schema.clone();
                return Some(TableName::new(
                    schema.unwrap_or_else(|| name.schema.clone()),
                    collation.name.clone(),
                ));
            }
            ty = &domain.base;
        }
        None
    }
}

/// The type's text without what makes it an array.
fn element_text(written: &TypeName) -> String {
    let text = written.text.trim_end_matches(|c: char| {
        matches!(c, '[' | ']') || c.is_ascii_digit() || c.is_ascii_whitespace()
    });
    if written.array {
        text.to_owned()
    } else {
        written.text.clone()
    }
}

/// The built-in type of an internal name, as in `pg_type`. `_name` is an array of it.
fn builtin(name: &str, modifiers: &[i32]) -> Option<PgType> {
    let length = || modifiers.first().and_then(|n| u32::try_from(*n).ok());
    Some(match name {
        "bool" => PgType::Bool,
        "int2" => PgType::Int2,
        "int4" => PgType::Int4,
        "int8" => PgType::Int8,
        "numeric" => PgType::Numeric(
            length().map(|precision| (precision, modifiers.get(1).copied().unwrap_or(0))),
        ),
        "float4" => PgType::Float4,
        "float8" => PgType::Float8,
        "text" => PgType::Text,
        "varchar" => PgType::Varchar(length()),
        // Without a length it is as long as a value may be.
        "bpchar" => length().map_or(PgType::Text, PgType::Char),
        "name" => PgType::Name,
        "bytea" => PgType::Bytea,
        "date" => PgType::Date,
        "time" => PgType::Time,
        "timetz" => PgType::TimeTz,
        "timestamp" => PgType::Timestamp,
        "timestamptz" => PgType::TimestampTz,
        "interval" => PgType::Interval,
        "uuid" => PgType::Uuid,
        "json" => PgType::Json,
        "jsonb" => PgType::Jsonb,
        "inet" => PgType::Inet,
        "cidr" => PgType::Cidr,
        "macaddr" => PgType::MacAddr,
        "macaddr8" => PgType::MacAddr8,
        "bit" => PgType::Bit(length().unwrap_or(1)),
        "varbit" => PgType::VarBit(length()),
        "money" => PgType::Money,
        "xml" => PgType::Xml,
        "tsvector" => PgType::TsVector,
        "tsquery" => PgType::TsQuery,
        "oid" => PgType::Oid,
        "char" => PgType::Other("\"char\"".to_owned()),
        "point" | "line" | "lseg" | "box" | "path" | "polygon" | "circle" | "int4range"
        | "int8range" | "numrange" | "tsrange" | "tstzrange" | "daterange" | "int4multirange"
        | "int8multirange" | "nummultirange" | "tsmultirange" | "tstzmultirange"
        | "datemultirange" | "regclass" | "regproc" | "regprocedure" | "regoper"
        | "regoperator" | "regtype" | "regrole" | "regnamespace" | "regconfig"
        | "regdictionary" | "regcollation" | "pg_lsn" | "pg_snapshot" | "txid_snapshot" | "xid"
        | "xid8" | "cid" | "tid" | "int2vector" | "oidvector" | "jsonpath" | "aclitem"
        | "refcursor" | "pg_node_tree" => PgType::Other(name.to_owned()),
        _ => {
            let element = name.strip_prefix('_').filter(|e| !e.starts_with('_'))?;
            PgType::Array(Box::new(builtin(element, modifiers)?))
        }
    })
}

/// The name is a built-in type's.
pub(super) fn is_builtin(name: &str) -> bool {
    builtin(name, &[]).is_some()
}

/// A value of the type may be long enough to be stored out of line.
pub(super) fn may_be_long(written: &TypeName) -> bool {
    written.array
        || !matches!(
            written.name.name.as_str(),
            "bool"
                | "int2"
                | "int4"
                | "int8"
                | "float4"
                | "float8"
                | "date"
                | "time"
                | "timetz"
                | "timestamp"
                | "timestamptz"
                | "interval"
                | "uuid"
                | "oid"
                | "money"
                | "macaddr"
                | "macaddr8"
                | "name"
                | "char"
        )
}
