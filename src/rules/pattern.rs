//! Table names as rules write them: SQL-style, with globs in unquoted parts.

use std::fmt;

use crate::dump::name::{Quoted, TableName};
use crate::transform::bound::glob_matches;

/// A table's key in `tables:`: a name, or a glob over names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TablePattern {
    schema: Part,
    name: Part,
    qualified: bool,
}

/// A table that a rule refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRef {
    /// The table; in schema `public` where none is written.
    pub name: TableName,
    /// The schema is written.
    pub qualified: bool,
}

/// One part of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Part {
    text: String,
    /// Written in double quotes: no folding, no globs.
    quoted: bool,
}

impl Part {
    fn is_glob(&self) -> bool {
        !self.quoted && self.text.contains('*')
    }

    fn matches(&self, name: &str) -> bool {
        if self.is_glob() {
            glob_matches(self.text.as_bytes(), name.as_bytes())
        } else {
            self.text == name
        }
    }
}

impl TablePattern {
    /// Parses `name`, `schema.name`, `'"Odd Schema"."Odd Table"'`, `tenant_*.users`; the error says
    /// what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = split(text)?;
        let (Some(mut name), schema) = (parts.pop(), parts.pop()) else {
            return Err("a table's name is missing".to_owned());
        };
        if !parts.is_empty() {
            return Err("a table's name has at most two parts: schema.table".to_owned());
        }
        let qualified = schema.is_some();
        let mut schema = schema.unwrap_or_else(|| Part {
            text: "public".to_owned(),
            quoted: false,
        });
        // Quotes that change nothing do not make another name.
        for part in [&mut schema, &mut name] {
            if !part.text.contains('*') {
                part.quoted = false;
            }
        }
        Ok(Self {
            schema,
            name,
            qualified,
        })
    }

    /// It has an unquoted `*`.
    pub fn is_glob(&self) -> bool {
        self.schema.is_glob() || self.name.is_glob()
    }

    /// The table it names, where it is no glob.
    pub fn exact(&self) -> Option<TableName> {
        (!self.is_glob()).then(|| TableName::new(&*self.schema.text, &*self.name.text))
    }

    /// It is for this table.
    pub fn matches(&self, table: &TableName) -> bool {
        self.name.matches(&table.name) && self.schema.matches(&table.schema)
    }

    /// The schema that unqualified names mean in this rule, where it is applied to `table`: inside a
    /// glob with a schema the matched table's own, else `public`.
    pub fn default_schema<'a>(&self, table: &'a TableName) -> &'a str {
        if self.is_glob() && self.qualified {
            &table.schema
        } else {
            "public"
        }
    }
}

impl fmt::Display for TablePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, dot) in [(&self.schema, "."), (&self.name, "")] {
            if part.is_glob() {
                f.write_str(&part.text)?;
            } else {
                write!(f, "{}", Quoted(&part.text))?;
            }
            f.write_str(dot)?;
        }
        Ok(())
    }
}

impl TableRef {
    /// Parses a name without globs.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pattern = TablePattern::parse(text)?;
        match pattern.exact() {
            Some(name) => Ok(Self {
                name,
                qualified: pattern.qualified,
            }),
            None => Err("a table's name is needed here, not a glob".to_owned()),
        }
    }

    /// The table meant in a rule whose unqualified names mean `default_schema`.
    pub fn within(&self, default_schema: &str) -> TableName {
        if self.qualified {
            self.name.clone()
        } else {
            TableName::new(default_schema, &*self.name.name)
        }
    }
}

/// A column's name as rules write it: `"Odd ""x"""` in SQL quotes, else as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName {
    /// The name, unquoted.
    pub text: String,
    /// Written in double quotes: exactly this name.
    pub quoted: bool,
}

impl ColumnName {
    /// Parses one name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if !text.starts_with('"') {
            if text.is_empty() {
                return Err("a column's name is missing".to_owned());
            }
            return Ok(Self {
                text: text.to_owned(),
                quoted: false,
            });
        }
        match split(text)?.as_slice() {
            [part] => Ok(Self {
                text: part.text.clone(),
                quoted: true,
            }),
            _ => Err("a column's name has one part".to_owned()),
        }
    }

    /// It names this column as it stands.
    pub fn is(&self, column: &str) -> bool {
        self.text == column
    }

    /// It names this column after SQL's folding of unquoted names.
    pub fn folds_to(&self, column: &str) -> bool {
        !self.quoted
            && self.text.bytes().any(|byte| byte.is_ascii_uppercase())
            && self.text.to_ascii_lowercase() == column
    }
}

/// Splits `a."B c".d`; unquoted parts are folded to lower case as PostgreSQL folds (ASCII only).
fn split(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut chars = text.trim().chars().peekable();
    loop {
        let mut part = Part {
            text: String::new(),
            quoted: chars.peek() == Some(&'"'),
        };
        if part.quoted {
            chars.next();
            loop {
                match chars.next() {
                    None => return Err("a double quote is not closed".to_owned()),
                    Some('"') if chars.peek() == Some(&'"') => {
                        chars.next();
                        part.text.push('"');
                    }
                    Some('"') => break,
                    Some(other) => part.text.push(other),
                }
            }
        } else {
            while let Some(&c) = chars.peek() {
                if c == '.' {
                    break;
                }
                if !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '*') || !c.is_ascii()) {
                    return Err(format!(
                        "`{c}` can't stand in a name without double quotes, as in SQL"
                    ));
                }
                part.text.push(c.to_ascii_lowercase());
                chars.next();
            }
        }
        if part.text.is_empty() {
            return Err("a part of the name is empty".to_owned());
        }
        parts.push(part);
        match chars.next() {
            None => return Ok(parts),
            Some('.') => {}
            Some(_) => return Err("there is text behind a closing double quote".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> TablePattern {
        TablePattern::parse(text).unwrap()
    }

    #[test]
    fn names_are_sql_style() {
        let users = TableName::new("public", "users");
        assert_eq!(pattern("users").exact(), Some(users.clone()));
        assert_eq!(pattern("Public.USERS").exact(), Some(users));
        assert_eq!(pattern("public.\"users\"").to_string(), "public.users");
        assert_eq!(
            pattern(r#""Odd Schema"."Odd ""T"".x""#).exact(),
            Some(TableName::new("Odd Schema", "Odd \"T\".x"))
        );
        assert_eq!(pattern("\"Odd\".t").to_string(), "\"Odd\".t");
    }

    #[test]
    fn stars_glob_within_a_part_and_not_in_quotes() {
        let glob = pattern("tenant_*.users");
        assert!(glob.matches(&TableName::new("tenant_a", "users")));
        assert!(!glob.matches(&TableName::new("tenant_a", "users2")));
        assert!(!pattern("*").matches(&TableName::new("other", "t")));
        assert!(pattern("*.*").matches(&TableName::new("other", "t")));
        let literal = pattern("x.\"a*\"");
        assert!(!literal.is_glob());
        assert!(literal.matches(&TableName::new("x", "a*")));
        assert!(!literal.matches(&TableName::new("x", "ab")));
        assert_ne!(literal.to_string(), pattern("x.a*").to_string());
    }

    #[test]
    fn unqualified_names_in_a_glob_with_a_schema_mean_the_own_schema() {
        let table = TableName::new("tenant_a", "users");
        let other = TableRef::parse("suppliers").unwrap();
        let schema = pattern("tenant_*.users").default_schema(&table);
        assert_eq!(
            other.within(schema),
            TableName::new("tenant_a", "suppliers")
        );
        let schema = pattern("tenant_a.users").default_schema(&table);
        assert_eq!(other.within(schema), TableName::new("public", "suppliers"));
        assert!(TableRef::parse("a*").is_err());
    }

    #[test]
    fn what_is_no_name_says_why() {
        for (text, says) in [
            ("", "empty"),
            ("a.", "empty"),
            ("a.b.c", "two parts"),
            ("my table", "double quotes"),
            ("my-table", "double quotes"),
            ("\"a", "not closed"),
            ("\"a\"b", "behind"),
        ] {
            let error = TablePattern::parse(text).unwrap_err();
            assert!(error.contains(says), "{text:?}: {error}");
        }
    }

    #[test]
    fn columns_are_as_written_or_folded_or_quoted() {
        let name = ColumnName::parse("userId").unwrap();
        assert!(name.is("userId") && name.folds_to("userid"));
        let name = ColumnName::parse("\"userId\"").unwrap();
        assert!(name.is("userId") && !name.folds_to("userid"));
        assert!(ColumnName::parse("\"a\".b").is_err());
    }
}
