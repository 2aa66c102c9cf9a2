//! `keep`, `null`, `empty`, `default`, `fail`: transformers without parameters.

use std::sync::Arc;

use crate::dump::types::PgType;
use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, JsonKind, Misfit, Outcome, Spec, Transform};

pub(super) fn load_keep(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Constant::Keep))
}

pub(super) fn load_null(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Constant::Null))
}

pub(super) fn load_empty(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Empty))
}

pub(super) fn load_default(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Constant::Default))
}

pub(super) fn load_fail(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(Constant::Fail))
}

/// What needs no text.
#[derive(Clone, Copy, Debug)]
enum Constant {
    Keep,
    Null,
    Default,
    Fail,
}

impl Spec for Constant {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        match self {
            Self::Null if binder.target.not_null => {
                return Err(Misfit::new("NULL does not fit a column that is NOT NULL")
                    .hint("use `empty`, `set` or a transformer of the value's kind"));
            }
            Self::Default if binder.target.in_json => {
                return Err(Misfit::new(
                    "only a column has a DEFAULT, not a place inside JSON",
                ));
            }
            _ => {}
        }
        Ok(Box::new(*self))
    }
}

impl Transform for Constant {
    fn apply(&self, _cx: &Cx<'_>, _value: &[u8], _out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        match self {
            Self::Keep => Ok(Outcome::Keep),
            Self::Null => Ok(Outcome::Null),
            Self::Default => Ok(Outcome::Default),
            Self::Fail => Err(Failure::new("the rule says `fail`")),
        }
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Json
    }
}

#[derive(Debug)]
struct Empty;

impl Spec for Empty {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let text = empty_of(&binder.target.ty).ok_or_else(|| {
            Misfit::new(format!(
                "{} has no empty value",
                binder.target.ty.short_name()
            ))
            .hint("use `null`, or `set` with a value")
        })?;
        Ok(Box::new(EmptyText(text)))
    }
}

/// The type's empty value as its input functions read it.
fn empty_of(ty: &PgType) -> Option<&'static str> {
    const RANGES: [&str; 6] = [
        "int4range",
        "int8range",
        "numrange",
        "tsrange",
        "tstzrange",
        "daterange",
    ];
    Some(match ty {
        ty if ty.is_text() => "",
        PgType::Json | PgType::Jsonb | PgType::Array(_) => "{}",
        PgType::Bytea => "\\x",
        PgType::Hstore
        | PgType::TsVector
        | PgType::TsQuery
        | PgType::Xml
        | PgType::VarBit(_)
        | PgType::Unknown => "",
        PgType::Other(name) => {
            let name = name.rsplit('.').next().unwrap_or(name);
            if RANGES.contains(&name) {
                "empty"
            } else {
                return None;
            }
        }
        _ => return None,
    })
}

struct EmptyText(&'static str);

impl Transform for EmptyText {
    fn apply(&self, _cx: &Cx<'_>, _value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(Outcome::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::Target;
    use crate::transform::fit::check_literal;
    use crate::transform::pseudonym::fixture::{Fixture, map, text};

    fn outcome(kind: &str) -> Result<(Outcome, String), Failure> {
        let fixture = Fixture::new();
        let bound = fixture.bind(&fixture.rule(kind, map(&[])), PgType::Text);
        fixture.apply(&bound, "Jane")
    }

    #[test]
    fn each_does_what_its_name_says() {
        assert_eq!(outcome("keep").expect("keep").0, Outcome::Keep);
        assert_eq!(outcome("null").expect("null").0, Outcome::Null);
        assert_eq!(outcome("default").expect("default").0, Outcome::Default);
        assert_eq!(
            outcome("empty").expect("empty"),
            (Outcome::Value, String::new())
        );
        let failure = outcome("fail").expect_err("fail");
        assert_eq!(failure.0, "the rule says `fail`");
        let fixture = Fixture::new();
        assert!(
            fixture
                .bind(&fixture.rule("keep", map(&[])), PgType::Date)
                .is_keep()
        );
        assert!(fixture.load("keep", &map(&[("min", text("1"))])).is_err());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let fixture = Fixture::new();
        let target = |not_null, in_json| Target {
            ty: PgType::Text,
            not_null,
            in_json,
        };
        let null = fixture.rule("null", map(&[]));
        assert!(fixture.bind_to(&null, target(true, false)).is_err());
        let default = fixture.rule("default", map(&[]));
        assert!(fixture.bind_to(&default, target(false, true)).is_err());
        let empty = fixture.rule("empty", map(&[]));
        for ty in [PgType::Int4, PgType::Date, PgType::Uuid, PgType::Bool] {
            assert!(fixture.try_bind(&empty, ty).is_err());
        }
    }

    #[test]
    fn empty_values_are_what_the_types_take() {
        let fixture = Fixture::new();
        let rule = fixture.rule("empty", map(&[]));
        for (ty, text) in [
            (PgType::Varchar(Some(5)), ""),
            (PgType::Jsonb, "{}"),
            (PgType::Array(Box::new(PgType::Text)), "{}"),
            (PgType::Bytea, "\\x"),
            (PgType::Hstore, ""),
            (PgType::Other("pg_catalog.tstzrange".into()), "empty"),
            (PgType::Unknown, ""),
        ] {
            let bound = fixture.bind(&rule, ty.clone());
            assert_eq!(fixture.value(&bound, "Jane"), text);
            assert!(check_literal(&ty, text).is_ok());
        }
    }
}
