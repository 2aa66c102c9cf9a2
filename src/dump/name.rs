//! Identifiers as PostgreSQL writes and reads them.

use std::fmt;

/// A schema-qualified name of a relation or type, unquoted, in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableName {
    /// The schema; `public` where a rule or an old dump leaves it out.
    pub schema: String,
    /// The name within the schema.
    pub name: String,
}

impl TableName {
    /// From unquoted parts.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            schema: schema.into(),
            name: name.into(),
        }
    }

    /// Parses SQL style: parts folded to lower case unless quoted, `""` for a quote, joined by a
    /// dot; one part means `public`. `None` where it is no such name. Globs (`*`) pass as ordinary
    /// characters in unquoted parts.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = split_name(text)?;
        let name = parts.pop()?;
        let schema = parts.pop().unwrap_or_else(|| "public".to_owned());
        parts.is_empty().then_some(Self { schema, name })
    }
}

/// `schema.name`, each part quoted where PostgreSQL would.
impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", Quoted(&self.schema), Quoted(&self.name))
    }
}

/// Displays an identifier, quoted unless it is `[a-z_][a-z0-9_$]*`.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self
            .0
            .starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && self
                .0
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if plain {
            f.write_str(self.0)
        } else {
            write!(f, "\"{}\"", self.0.replace('"', "\"\""))
        }
    }
}

/// Splits `a."B c".d` into unquoted parts; `None` where it is malformed.
pub fn split_name(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut chars = text.trim().chars().peekable();
    loop {
        let mut part = String::new();
        if chars.peek() == Some(&'"') {
            chars.next();
            loop {
                match chars.next()? {
                    '"' if chars.peek() == Some(&'"') => {
                        chars.next();
                        part.push('"');
                    }
                    '"' => break,
                    other => part.push(other),
                }
            }
        } else {
            while let Some(&c) = chars.peek() {
                if c == '.' || c == '"' {
                    break;
                }
                part.push(c.to_ascii_lowercase());
                chars.next();
            }
        }
        if part.is_empty() {
            return None;
        }
        parts.push(part);
        match chars.next() {
            None => return Some(parts),
            Some('.') => {}
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_unless_quoted() {
        assert_eq!(
            TableName::parse("Users"),
            Some(TableName::new("public", "users"))
        );
        assert_eq!(
            TableName::parse(r#""Odd Schema"."Odd ""T"".x""#),
            Some(TableName::new("Odd Schema", "Odd \"T\".x"))
        );
        assert_eq!(TableName::parse("a.b.c"), None);
        assert_eq!(TableName::parse(""), None);
        assert_eq!(TableName::parse("a."), None);
    }

    #[test]
    fn display_quotes_as_needed() {
        assert_eq!(
            TableName::new("public", "Order \"x\"").to_string(),
            "public.\"Order \"\"x\"\"\""
        );
    }
}
