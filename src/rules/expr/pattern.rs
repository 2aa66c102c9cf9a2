//! `~` and `~*`: PostgreSQL's regular expressions in the part that Rust's engine has with the same
//! meaning. The pattern is translated piece by piece; what is not known to be the same is refused.

use regex::bytes::{Regex, RegexBuilder};

/// More than PostgreSQL's limit for `{m,n}` (DUPMAX).
const TOO_OFTEN: u32 = 256;

/// Compiles, or says what is not supported.
pub(super) fn compile(pattern: &str, ignore_case: bool) -> Result<Regex, String> {
    let translated = Translator {
        rest: pattern.chars().peekable(),
        out: String::with_capacity(pattern.len() + 8),
        quantifiable: false,
    }
    .run()?;
    RegexBuilder::new(&translated)
        .case_insensitive(ignore_case)
        .dot_matches_new_line(true)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the regular expression is too large".to_owned(),
            _ => "this regular expression is not valid".to_owned(),
        })
}

struct Translator<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    out: String,
    /// What stands before may be repeated.
    quantifiable: bool,
}

fn refuse<T>(what: &str) -> Result<T, String> {
    Err(format!("{what} in a regular expression is not supported"))
}

impl Translator<'_> {
    fn run(mut self) -> Result<String, String> {
        if self.rest.clone().take(3).eq("***".chars()) {
            return refuse("`***`");
        }
        while let Some(c) = self.rest.next() {
            match c {
                '*' | '+' | '?' => self.quantifier(c)?,
                '{' if self.rest.peek().is_some_and(char::is_ascii_digit) => self.bounds()?,
                '(' => self.group()?,
                ')' => {
                    self.out.push(')');
                    self.quantifiable = true;
                }
                '|' | '^' | '$' => {
                    self.out.push(c);
                    self.quantifiable = false;
                }
                '.' => {
                    self.out.push('.');
                    self.quantifiable = true;
                }
                '[' => {
                    self.bracket()?;
                    self.quantifiable = true;
                }
                '\\' => self.escape()?,
                c => {
                    push_literal(&mut self.out, c);
                    self.quantifiable = true;
                }
            }
        }
        Ok(self.out)
    }

    fn quantifier(&mut self, c: char) -> Result<(), String> {
        if !self.quantifiable {
            return refuse(&format!("`{c}` with nothing before it to repeat"));
        }
        self.out.push(c);
        self.after_quantifier();
        Ok(())
    }

    /// A `?` makes it lazy, which changes no yes or no.
    fn after_quantifier(&mut self) {
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        self.quantifiable = false;
    }

    fn bounds(&mut self) -> Result<(), String> {
        if !self.quantifiable {
            return refuse("`{` with nothing before it to repeat");
        }
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('}') => break,
                Some(c) if c.is_ascii_digit() || c == ',' => text.push(c),
                _ => return refuse("this form of `{m,n}`"),
            }
        }
        let (low, high) = text.split_once(',').unwrap_or((&text, &text));
        let parse = |number: &str| number.parse::<u32>().ok().filter(|n| *n < TOO_OFTEN);
        let fits = match (parse(low), high) {
            (Some(_), "") => true,
            (Some(low), high) => parse(high).is_some_and(|high| low <= high),
            (None, _) => false,
        };
        if !fits {
            return refuse("this form of `{m,n}`");
        }
        self.out.push('{');
        self.out.push_str(&text);
        self.out.push('}');
        self.after_quantifier();
        Ok(())
    }

    fn group(&mut self) -> Result<(), String> {
        self.out.push('(');
        self.quantifiable = false;
        if self.rest.peek() == Some(&'?') {
            let mut ahead = self.rest.clone();
            ahead.next();
            match ahead.next() {
                Some(':') => {
                    self.out.push_str("?:");
                    self.rest = ahead;
                }
                Some('=' | '!' | '<') => return refuse("look-around"),
                _ => return refuse("`(?` (embedded options)"),
            }
        } else {
            self.out.push_str("?:"); // nothing reads what a group matched
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), String> {
        self.quantifiable = true;
        match self.rest.next() {
            None => return refuse("a backslash at the end"),
            Some(c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 't' | 'r' | 'f' | 'v' | 'a')) => {
                self.out.push('\\');
                self.out.push(c);
            }
            Some('A') => {
                self.out.push_str("\\A");
                self.quantifiable = false;
            }
            Some('Z') => {
                self.out.push_str("\\z");
                self.quantifiable = false;
            }
            Some(c @ ('m' | 'M' | 'y' | 'Y')) => return refuse(&format!("`\\{c}` (word edges)")),
            Some(c) if c.is_ascii_digit() => return refuse("a back-reference"),
            Some(c) if c.is_alphanumeric() || c == '_' => return refuse(&format!("`\\{c}`")),
            Some(c) => push_literal(&mut self.out, c),
        }
        Ok(())
    }

    /// `[…]`: members are copied as literals and ranges, so that Rust's own additions to the syntax
    /// (`&&`, `--`, nested brackets) keep no meaning.
    fn bracket(&mut self) -> Result<(), String> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut first = true;
        loop {
            let c = match self.rest.next() {
                None => return refuse("`[` without `]`"),
                Some(']') if !first => break,
                Some(c) => c,
            };
            first = false;
            let Some(low) = self.member(c)? else {
                continue;
            };
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && !matches!(ahead.next(), Some(']') | None);
            push_literal(&mut self.out, low);
            if is_range {
                self.rest.next();
                let c = self.rest.next().unwrap_or(']');
                let Some(high) = self.member(c)? else {
                    return refuse("a class as the end of a range");
                };
                if high < low {
                    return refuse("a range that runs backwards");
                }
                self.out.push('-');
                push_literal(&mut self.out, high);
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// One character, or a class that has been written.
    fn member(&mut self, c: char) -> Result<Option<char>, String> {
        match c {
            '[' => match self.rest.peek() {
                Some(':') => self.class().map(|()| None),
                Some('.' | '=') => refuse("`[.` or `[=`"),
                _ => Ok(Some('[')),
            },
            '\\' => match self.rest.next() {
                Some(c @ ('d' | 'w' | 's')) => {
                    self.out.push('\\');
                    self.out.push(c);
                    Ok(None)
                }
                Some('n') => Ok(Some('\n')),
                Some('t') => Ok(Some('\t')),
                Some('r') => Ok(Some('\r')),
                Some(c) if !c.is_alphanumeric() => Ok(Some(c)),
                _ => refuse("this escape inside `[]`"),
            },
            c => Ok(Some(c)),
        }
    }

    fn class(&mut self) -> Result<(), String> {
        self.rest.next(); // the colon
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(char::is_ascii_lowercase) {
            name.push(c);
        }
        if self.rest.next() != Some(':') || self.rest.next() != Some(']') {
            return refuse("this form of `[:`");
        }
        self.out.push_str(match name.as_str() {
            "alpha" => r"\p{Alphabetic}",
            "digit" => "0-9",
            "alnum" => r"\p{Alphabetic}\p{Nd}",
            "upper" => r"\p{Uppercase}",
            "lower" => r"\p{Lowercase}",
            "space" => r"\s",
            "blank" => r" \t",
            "xdigit" => "0-9A-Fa-f",
            _ => return refuse(&format!("`[:{name}:]`")),
        });
        Ok(())
    }
}

fn push_literal(out: &mut String, c: char) {
    // Not all punctuation: `\<` is a word's edge to Rust.
    if regex::escape(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        compile(pattern, false).unwrap().is_match(text.as_bytes())
    }

    #[test]
    fn what_means_the_same() {
        assert!(matches("^a.c$", "a\nc"));
        assert!(matches("b", "abc"));
        assert!(!matches("^b", "a\nb"));
        assert!(matches(r"^\d{2,3}(?:x|y)+?$", "123xy"));
        assert!(matches("[]a-c^-]+$", "]-^b"));
        assert!(matches("^[[:alpha:]_&&]+$", "é_&"));
        assert!(matches(r"a\.b\<c", "a.b<c"));
        assert!(matches("a{,2}", "a{,2}"));
        assert!(matches(r"x\Z", "x"));
        assert!(compile("É", true).unwrap().is_match("é".as_bytes()));
        assert!(matches("", "anything"));
        assert!(matches("(|a)", ""));
    }

    #[test]
    fn what_is_refused() {
        for pattern in [
            "***=a",
            "(?i)a",
            "(?=a)",
            "(?!a)",
            "(?<=a)",
            r"\ma",
            r"a\y",
            r"(a)\1",
            r"\bx",
            r"\Bx",
            r"\p{L}",
            r"\x41",
            r"\zx",
            "*a",
            "a**",
            "^*",
            "a{300}",
            "a{2,1}",
            "[a",
            "[[.a.]]",
            "[[:print:]]",
            "(a",
            "a)",
            r"a\",
            "(*a)",
            "[z-a]",
            r"\u0041",
        ] {
            assert!(compile(pattern, false).is_err(), "{pattern}");
        }
    }
}
