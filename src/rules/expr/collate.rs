//! Which collation a text has: whether its order and letter case are known outside a server.

use super::types::TextKind;
use crate::dump::name::split_name;

/// A text's collation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Collation {
    /// A literal's: none of its own.
    None,
    /// The database's: equality is by bytes, order unknown.
    Default,
    /// Bytes: a column declared `COLLATE "C"`.
    C,
    /// `COLLATE "C"` written in the expression.
    Explicit,
    /// Another, by its name as the dump writes it.
    Other {
        name: String,
        /// Built in, so that what is equal is equal byte by byte.
        deterministic: bool,
    },
}

impl Collation {
    /// A column's, from its declaration.
    pub(super) fn of_column(kind: TextKind, declared: Option<&String>) -> Self {
        let Some(declared) = declared else {
            return match kind {
                TextKind::Name => Self::C,
                _ => Self::Default,
            };
        };
        let parts = split_name(declared).unwrap_or_default();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (built_in, name) = match parts.as_slice() {
            // The server's own names stand without a schema in what people write.
            [name @ ("C" | "POSIX" | "ucs_basic" | "default")] => (true, *name),
            ["pg_catalog", name] => (true, *name),
            _ => (false, declared.as_str()),
        };
        match (built_in, name) {
            (true, "C" | "POSIX" | "ucs_basic") => Self::C,
            (true, "default") => Self::Default,
            _ => Self::Other {
                name: declared.clone(),
                deterministic: built_in,
            },
        }
    }

    /// Of an expression over two texts.
    pub(super) fn combine(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Explicit, _) | (_, Self::Explicit) => Self::Explicit,
            (Self::None, other) => other.clone(),
            (own, Self::None) => own.clone(),
            (own, other) if own == other => own.clone(),
            // The server refuses to choose; nothing that needs an order or letters passes.
            _ => Self::Other {
                name: "of two columns that differ".to_owned(),
                deterministic: self.maybe_nondeterministic().is_none()
                    && other.maybe_nondeterministic().is_none(),
            },
        }
    }

    /// Bytes decide the order.
    pub(super) fn orders_by_bytes(&self) -> bool {
        matches!(self, Self::C | Self::Explicit)
    }

    /// The database's own.
    pub(super) fn is_default(&self) -> bool {
        matches!(self, Self::None | Self::Default)
    }

    /// The name of a collation under which different bytes may be equal.
    pub(super) fn maybe_nondeterministic(&self) -> Option<&str> {
        match self {
            Self::Other {
                name,
                deterministic: false,
            } => Some(name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(declared: &str) -> Collation {
        Collation::of_column(TextKind::Text, Some(&declared.to_owned()))
    }

    #[test]
    fn only_built_in_collations_are_known() {
        assert_eq!(of("pg_catalog.\"C\""), Collation::C);
        assert_eq!(of("\"C\""), Collation::C);
        assert_eq!(of("\"default\""), Collation::Default);
        assert!(
            of("pg_catalog.\"en-x-icu\"")
                .maybe_nondeterministic()
                .is_none()
        );
        assert!(of("public.ci").maybe_nondeterministic().is_some());
        assert!(!of("pg_catalog.\"en-x-icu\"").orders_by_bytes());
        assert_eq!(Collation::of_column(TextKind::Name, None), Collation::C);
    }
}
