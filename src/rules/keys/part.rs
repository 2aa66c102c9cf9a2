//! How a column's text becomes a part of a key.

use super::canonical::{self, Spelling};
use super::key::{KeyBuilder, KeySecret, Keyed};
use crate::dump::types::PgType;
use crate::transform::Failure;

/// What decides whether two values are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Integers of any width and oid: the number.
    Int,
    /// Exact decimals: the number, whatever its scale (1.0 = 1.00).
    Numeric,
    /// real (widened) and double precision: the number.
    Float,
    /// Byte by byte. Also all types that PostgreSQL writes in one way only: dates, times, enums and
    /// others.
    Bytes,
    /// char(n): without trailing blanks.
    Padded,
    /// citext: without letter case.
    Folded,
    /// The 128 bits, however they are written.
    Uuid,
    /// `t` and `true` alike.
    Bool,
    /// inet and cidr, with the prefix length that is left out.
    Address,
}

impl KeyKind {
    /// How a type's values compare with each other; `None` where the type has no equality (json,
    /// xml) or one that its text does not show (interval, jsonb, lists of numeric).
    ///
    /// A column whose collation is not deterministic must be refused before: its text says nothing.
    pub fn of(ty: &PgType) -> Option<Self> {
        Some(match ty {
            PgType::Int2 | PgType::Int4 | PgType::Int8 | PgType::Oid => Self::Int,
            PgType::Numeric(_) => Self::Numeric,
            PgType::Float4 | PgType::Float8 => Self::Float,
            PgType::Char(_) => Self::Padded,
            PgType::Citext => Self::Folded,
            PgType::Uuid => Self::Uuid,
            PgType::Bool => Self::Bool,
            PgType::Inet | PgType::Cidr => Self::Address,
            ty if text_is_equality(ty) => Self::Bytes,
            _ => return None,
        })
    }

    /// How values of two columns compare with each other; `None` where PostgreSQL has no such
    /// operator, or either has no equality.
    ///
    /// Text, and columns of a data-only dump, take part in the other side's type: `7` and `007` are
    /// the integer 7 there, and `x` equals no integer.
    pub fn common(left: &PgType, right: &PgType) -> Option<Self> {
        let kinds = (Self::of(left)?, Self::of(right)?);
        Some(match kinds {
            (Self::Int, Self::Numeric) | (Self::Numeric, Self::Int) => Self::Numeric,
            (Self::Int | Self::Numeric, Self::Float) | (Self::Float, Self::Int | Self::Numeric) => {
                Self::Float
            }
            (Self::Bytes, Self::Bytes) if same_type(left, right) => Self::Bytes,
            (a, b) if a == b && a != Self::Bytes => a,
            // bpchar = bpchar for varchar too; any other text sees the blanks as characters.
            (Self::Padded, _) if matches!(right, PgType::Varchar(_)) => Self::Padded,
            (_, Self::Padded) if matches!(left, PgType::Varchar(_)) => Self::Padded,
            (Self::Padded | Self::Folded, _) if is_text(right) => Self::Bytes,
            (_, Self::Padded | Self::Folded) if is_text(left) => Self::Bytes,
            (other, _) if is_text(right) || *right == PgType::Unknown => other,
            (_, other) if is_text(left) || *left == PgType::Unknown => other,
            _ => return None,
        })
    }
}

/// Types whose values are texts to the rules.
fn is_text(ty: &PgType) -> bool {
    matches!(
        ty,
        PgType::Text | PgType::Varchar(_) | PgType::Name | PgType::Char(_) | PgType::Citext
    )
}

/// Two types that are compared by their text, leaving lengths aside.
fn same_type(left: &PgType, right: &PgType) -> bool {
    let open = |ty: &PgType| is_text(ty) || *ty == PgType::Unknown;
    match (left, right) {
        (left, right) if open(left) || open(right) => true,
        (PgType::Bit(_) | PgType::VarBit(_), PgType::Bit(_) | PgType::VarBit(_)) => true,
        (PgType::Array(left), PgType::Array(right)) => same_type(left, right) || left == right,
        (left, right) => left == right,
    }
}

/// Equal values of the type have one text within a dump, and equal texts are equal values.
fn text_is_equality(ty: &PgType) -> bool {
    match ty {
        PgType::Interval | PgType::Json | PgType::Jsonb | PgType::Xml => false,
        PgType::Array(item) => is_exact_inside(item),
        PgType::Composite(ty) => ty.fields.iter().all(|(_, ty)| is_exact_inside(&ty.base)),
        _ => true,
    }
}

/// The same inside an array or composite, where parts are not brought to a canonical form.
fn is_exact_inside(ty: &PgType) -> bool {
    let several_texts = matches!(
        ty,
        PgType::Numeric(_) | PgType::Float4 | PgType::Float8 | PgType::Char(_) | PgType::Citext
    );
    !several_texts && text_is_equality(ty)
}

/// One column's values as parts of keys of a kind.
#[derive(Clone, Copy, Debug)]
pub struct KeyPart {
    kind: KeyKind,
    own: Own,
}

/// What the column's own type adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    /// The kind's own type: a text that is none of it is a malformed dump.
    Typed,
    /// Text beside a typed column: what is none of its type is equal to nothing.
    Text,
    /// char(n) beside text.
    Padded,
    /// real: to be read as such, then widened.
    Real,
}

impl KeyPart {
    /// A column of type `ty` in keys of `kind`, which is the [`KeyKind::common`] of it and others.
    pub fn new(ty: &PgType, kind: KeyKind) -> Self {
        let own = match ty {
            PgType::Float4 => Own::Real,
            PgType::Char(_) if kind != KeyKind::Padded => Own::Padded,
            ty if is_text(ty) || *ty == PgType::Unknown => Own::Text,
            _ => Own::Typed,
        };
        Self { kind, own }
    }

    /// How it compares.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Adds a value to a key. `None` is NULL. Fails where the text is none of the column's type;
    /// the message holds nothing of it.
    pub fn add(&self, value: Option<&[u8]>, key: &mut KeyBuilder) -> Result<(), Failure> {
        let Some(value) = value else {
            key.null();
            return Ok(());
        };
        let value = match self.own {
            Own::Padded => canonical::unpadded(value),
            Own::Typed | Own::Text | Own::Real => value,
        };
        let read = match self.kind {
            KeyKind::Bytes => {
                key.bytes(value);
                Ok(())
            }
            KeyKind::Padded => {
                key.bytes(canonical::unpadded(value));
                Ok(())
            }
            KeyKind::Int => canonical::int(value).map(|int| key.int(int)),
            KeyKind::Numeric => canonical::numeric(value, key),
            KeyKind::Float => canonical::float(value, self.own == Own::Real)
                .map(|bits| key.bytes(&bits.to_be_bytes())),
            KeyKind::Folded => return canonical::folded(value, key),
            KeyKind::Uuid => canonical::uuid(value).map(|uuid| key.bytes(&uuid.to_be_bytes())),
            KeyKind::Bool => canonical::boolean(value).map(|value| key.int(value.into())),
            KeyKind::Address => canonical::address(value, key),
        };
        match (read, self.own) {
            (Ok(()), _) => Ok(()),
            (Err(Spelling { .. }), Own::Text | Own::Padded) => {
                key.nowhere();
                Ok(())
            }
            (Err(Spelling { expected }), Own::Typed | Own::Real) => Err(Failure::new(format!(
                "expected {expected}, got {} bytes",
                value.len()
            ))),
        }
    }
}

/// The columns of one side of a reference or lookup, in order.
#[derive(Clone, Debug)]
pub struct KeyShape {
    parts: Vec<KeyPart>,
}

impl KeyShape {
    /// Of given parts.
    pub fn new(parts: Vec<KeyPart>) -> Self {
        Self { parts }
    }

    /// Both sides of a comparison of columns with columns, in order. The error is the 0-based place
    /// of the first pair that can't be compared.
    pub fn pair(left: &[PgType], right: &[PgType]) -> Result<(Self, Self), usize> {
        let mut shapes = (Self::new(Vec::new()), Self::new(Vec::new()));
        for (at, (left, right)) in left.iter().zip(right).enumerate() {
            let kind = KeyKind::common(left, right).ok_or(at)?;
            shapes.0.parts.push(KeyPart::new(left, kind));
            shapes.1.parts.push(KeyPart::new(right, kind));
        }
        Ok(shapes)
    }

    /// How its columns compare: two references to the same columns may share a set where these are
    /// the same.
    pub fn kinds(&self) -> impl Iterator<Item = KeyKind> {
        self.parts.iter().map(KeyPart::kind)
    }

    /// A row's key. `values` are the decoded fields of its columns, in order.
    pub fn key<'v>(
        &self,
        values: impl IntoIterator<Item = Option<&'v [u8]>>,
        builder: &mut KeyBuilder,
        secret: &KeySecret,
    ) -> Result<Keyed, Failure> {
        builder.start();
        for (part, value) in self.parts.iter().zip(values) {
            part.add(value, builder)?;
        }
        Ok(builder.finish(secret))
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::tests::secret;
    use super::*;

    fn keyed(part: &KeyPart, value: &[u8]) -> Keyed {
        let mut builder = KeyBuilder::new();
        part.add(Some(value), &mut builder).unwrap();
        builder.finish(&secret())
    }

    /// Whether two values of two types are the same key.
    fn equal(left: &PgType, a: &str, right: &PgType, b: &str) -> bool {
        let kind = KeyKind::common(left, right).unwrap();
        assert_eq!(KeyKind::common(right, left), Some(kind));
        let a = keyed(&KeyPart::new(left, kind), a.as_bytes());
        let b = keyed(&KeyPart::new(right, kind), b.as_bytes());
        a == b && a.key().is_some()
    }

    #[test]
    fn values_are_equal_where_postgresql_says_so() {
        use PgType::*;
        let numeric = Numeric(None);
        let varchar = Varchar(None);
        for (left, a, right, b) in [
            (&Int4, "7", &Int8, "7"),
            (&Int4, "7", &Text, "007"),
            (&Int4, "-7", &Unknown, "-7"),
            (&Int8, "7", &numeric, "7.00"),
            (&numeric, "1.50", &numeric, "01.5"),
            (&numeric, "-0.0", &numeric, "0"),
            (&numeric, "NaN", &numeric, "NaN"),
            (&numeric, "0.5", &Float8, "0.5"),
            (&Float4, "0.5", &Float8, "5e-1"),
            (&Float8, "-0", &Float8, "0"),
            (&Float8, "NaN", &Float4, "NaN"),
            (&Char(5), "ab   ", &Char(3), "ab "),
            (&Char(5), "ab   ", &varchar, "ab "),
            (&Char(5), "ab   ", &Text, "ab"),
            (&Citext, "Straße", &Citext, "STRAßE"),
            (&Citext, "ÀB", &Citext, "àb"),
            (&Text, "x", &Citext, "x"),
            (&Text, "x", &Name, "x"),
            (&Bool, "t", &Bool, "true"),
            (
                &Uuid,
                "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                &Text,
                "{a0eebc999c0b4ef8bb6d6bb9bd380a11}",
            ),
            (&Inet, "192.0.2.1", &Inet, "192.0.2.1/32"),
            (&Inet, "2001:db8::1/128", &Cidr, "2001:db8::1"),
            (&Date, "2024-02-29", &Text, "2024-02-29"),
            (&Unknown, "12", &Unknown, "12"),
        ] {
            assert!(equal(left, a, right, b), "{left:?} {a} = {right:?} {b}");
        }
    }

    #[test]
    fn values_differ_where_postgresql_says_so() {
        use PgType::*;
        let numeric = Numeric(None);
        for (left, a, right, b) in [
            (&Int4, "7", &Text, "7x"),
            (&Text, "a", &Text, "A"),
            (&Text, "ab", &Text, "ab "),
            (&Char(5), "ab   ", &Text, "ab   "),
            (&Citext, "a", &Text, "A"),
            (&numeric, "0.1", &numeric, "0.01"),
            (&numeric, "10", &numeric, "1"),
            (&Float4, "0.1", &Float8, "0.1"),
            (&Inet, "192.0.2.1/24", &Inet, "192.0.2.1"),
            (&Bool, "t", &Bool, "f"),
        ] {
            assert!(!equal(left, a, right, b), "{left:?} {a} <> {right:?} {b}");
        }
    }

    #[test]
    fn types_without_a_common_equality_are_refused() {
        use PgType::*;
        let arrays = |item: &PgType| Array(Box::new(item.clone()));
        for (left, right) in [
            (Json, Json),
            (Json, Text),
            (Interval, Interval),
            (Jsonb, Jsonb),
            (Int4, Date),
            (Int4, Uuid),
            (Date, Timestamp),
            (Timestamp, TimestampTz),
            (Bool, Int4),
            (arrays(&Numeric(None)), arrays(&Numeric(None))),
            (arrays(&Int4), arrays(&Int8)),
        ] {
            assert_eq!(KeyKind::common(&left, &right), None, "{left:?} {right:?}");
        }
        assert_eq!(
            KeyKind::common(&arrays(&Int4), &arrays(&Int4)),
            Some(KeyKind::Bytes)
        );
        let (left, right) = (vec![Int4, Json], vec![Int4, Json]);
        assert_eq!(KeyShape::pair(&left, &right).err(), Some(1));
    }

    #[test]
    fn text_that_is_no_integer_is_nowhere_and_an_integer_that_is_none_fails() {
        let text = KeyPart::new(&PgType::Text, KeyKind::Int);
        assert_eq!(keyed(&text, b"abc"), Keyed::Nowhere);
        let int = KeyPart::new(&PgType::Int4, KeyKind::Int);
        let failure = int.add(Some(b"jane"), &mut KeyBuilder::new()).unwrap_err();
        assert_eq!(failure.0, "expected an integer, got 4 bytes");
    }

    #[test]
    fn composite_keys_need_all_their_parts() {
        let types = [PgType::Int8, PgType::Text];
        let (from, to) = KeyShape::pair(&types, &[PgType::Int4, PgType::Varchar(Some(9))]).unwrap();
        let mut builder = KeyBuilder::new();
        let mut key = |shape: &KeyShape, values: [Option<&[u8]>; 2]| {
            shape.key(values, &mut builder, &secret()).unwrap()
        };
        let one = key(&from, [Some(b"1"), Some(b"a")]);
        assert!(matches!(one, Keyed::Key(_)));
        assert_eq!(one, key(&to, [Some(b"1"), Some(b"a")]));
        assert_ne!(one, key(&to, [Some(b"1"), Some(b"b")]));
        assert_eq!(key(&to, [None, Some(b"a")]), Keyed::Null);
    }
}
