//! The words, literals and signs of one SQL statement, as byte ranges of its text.
//!
//! Follows PostgreSQL's `scan.l`. One pass, no recursion, linear in the text's length whatever it
//! holds. Nothing is copied; [`decode`] turns a token into the name or value it stands for.

pub mod decode;

use memchr::{memchr, memchr2, memmem};
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::combinator::{opt, recognize};
use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Parser};

use super::encoding::Dialect;

/// A piece of a statement. `Debug` shows where it stands, never its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte in the statement.
    pub start: u32,
    /// Offset just after its last byte.
    pub end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or an unquoted identifier.
    Word,
    /// `"…"`
    Quoted,
    /// `U&"…"`
    UnicodeQuoted,
    /// A string constant, with the pieces that follow it on later lines.
    Literal(LiteralKind),
    /// `1`, `1.5e3`, `.5`
    Number,
    /// `$1`
    Parameter,
    /// A run of operator characters, `::` or `:=`.
    Operator,
    /// One byte that stands for itself: `( ) [ ] , ; . :` and what has no meaning in SQL.
    Symbol(u8),
    /// A literal or quoted identifier that never ends.
    Broken,
}

/// How a string constant is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// `'…'` in which a backslash is an ordinary character.
    Plain,
    /// `E'…'`, and `'…'` where `standard_conforming_strings` is off.
    Escape,
    /// `B'…'`
    Bit,
    /// `X'…'`
    Hex,
    /// `U&'…'`
    Unicode,
    /// `$tag$…$tag$`
    Dollar,
}

impl Token {
    /// The token's bytes, out of the statement it was read from.
    pub fn text<'a>(&self, statement: &'a [u8]) -> &'a [u8] {
        statement
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// Reads the tokens of `text`, comments and white space left out. A text of 4 GiB or more reads as
/// one [`TokenKind::Broken`].
pub fn tokens(text: &[u8], dialect: Dialect) -> Tokens<'_> {
    Tokens {
        text,
        dialect,
        at: 0,
    }
}

/// Iterator over the tokens of a statement; see [`tokens`].
#[derive(Clone)]
pub struct Tokens<'a> {
    text: &'a [u8],
    dialect: Dialect,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.at == 0 && u32::try_from(self.text.len()).is_err() {
            self.at = self.text.len();
            return Some(Token {
                kind: TokenKind::Broken,
                start: 0,
                end: u32::MAX,
            });
        }
        let start = self.at + blank(&self.text[self.at..]);
        let rest = &self.text[start..];
        if rest.is_empty() {
            self.at = start;
            return None;
        }
        let (kind, len) = match recognise(rest, self.dialect) {
            Ok((left, kind)) => (kind, rest.len() - left.len()),
            Err(_) => (TokenKind::Broken, rest.len()),
        };
        self.at = start + len;
        Some(Token {
            kind,
            start: u32::try_from(start).ok()?,
            end: u32::try_from(self.at).ok()?,
        })
    }
}

/// The parser's error: holds nothing of the input, so that nothing of it can reach a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

impl<I> ParseError<I> for Mismatch {
    fn from_error_kind(_: I, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: I, _: ErrorKind, _: Self) -> Self {
        Self
    }
}

/// The error that stands for "this is not it".
pub(super) fn mismatch<T>() -> Result<T, nom::Err<Mismatch>> {
    Err(nom::Err::Error(Mismatch))
}

type Recognised<'a, T> = IResult<&'a [u8], T, Mismatch>;

/// Recognises the token at the start of `input`, which is neither empty nor blank there.
fn recognise(input: &[u8], dialect: Dialect) -> Recognised<'_, TokenKind> {
    use LiteralKind::{Bit, Dollar, Escape, Hex, Plain, Unicode};
    let ordinary = if dialect.standard_conforming_strings {
        Plain
    } else {
        Escape
    };
    let literal = |kind, prefix| {
        let (rest, ()) = quoted_literal(&input[prefix..], kind == Escape, dialect)?;
        Ok((rest, TokenKind::Literal(kind)))
    };
    match *input {
        [b'\'', ..] => literal(ordinary, 0),
        [b'e' | b'E', b'\'', ..] => literal(Escape, 1),
        [b'b' | b'B', b'\'', ..] => literal(Bit, 1),
        [b'x' | b'X', b'\'', ..] => literal(Hex, 1),
        [b'n' | b'N', b'\'', ..] => literal(ordinary, 1),
        [b'u' | b'U', b'&', b'\'', ..] => literal(Unicode, 2),
        [b'u' | b'U', b'&', b'"', ..] => quoted(&input[2..], TokenKind::UnicodeQuoted),
        [b'"', ..] => quoted(input, TokenKind::Quoted),
        [b'$', b'0'..=b'9', ..] => {
            let (rest, _) = digits(&input[1..])?;
            Ok((rest, TokenKind::Parameter))
        }
        [b'$', ..] => match dollar_tag(input, dialect) {
            Ok((_, tag)) => {
                let body = &input[tag.len()..];
                match memmem::find(body, tag) {
                    Some(at) => Ok((&body[at + tag.len()..], TokenKind::Literal(Dollar))),
                    None => mismatch(),
                }
            }
            Err(_) => Ok((&input[1..], TokenKind::Symbol(b'$'))),
        },
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => number(input),
        [first, ..] if is_word_start(first) => {
            Ok((&input[word_len(input, dialect)..], TokenKind::Word))
        }
        [b':', b':' | b'=', ..] => Ok((&input[2..], TokenKind::Operator)),
        [first, ..] if is_operator(first) => operator(input),
        [first, ..] => Ok((&input[1..], TokenKind::Symbol(first))),
        [] => mismatch(),
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_operator(byte: u8) -> bool {
    matches!(
        byte,
        b'+' | b'-'
            | b'*'
            | b'/'
            | b'<'
            | b'>'
            | b'='
            | b'~'
            | b'!'
            | b'@'
            | b'#'
            | b'%'
            | b'^'
            | b'&'
            | b'|'
            | b'`'
            | b'?'
    )
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

/// Length of the unquoted identifier at the start of `input`.
fn word_len(input: &[u8], dialect: Dialect) -> usize {
    let mut at = 0;
    while let Some(&byte) = input.get(at) {
        if byte >= 0x80 {
            at += character_len(&input[at..], dialect);
        } else if is_word_start(byte) || byte.is_ascii_digit() || byte == b'$' {
            at += 1;
        } else {
            break;
        }
    }
    at.min(input.len())
}

/// Length of the character that begins with a byte of 0x80 or more, its trail bytes included where
/// the encoding uses ASCII bytes for them.
fn character_len(input: &[u8], dialect: Dialect) -> usize {
    dialect.encoding.char_len(input)
}

fn digits(input: &[u8]) -> Recognised<'_, &[u8]> {
    take_while1(|byte: u8| byte.is_ascii_digit() || byte == b'_').parse(input)
}

fn number(input: &[u8]) -> Recognised<'_, TokenKind> {
    let exponent = (
        take_while_m_n(1, 1, |byte| matches!(byte, b'e' | b'E')),
        opt(take_while_m_n(1, 1, |byte| matches!(byte, b'+' | b'-'))),
        digits,
    );
    let fraction = (tag(&b"."[..]), take_while(|byte: u8| byte.is_ascii_digit()));
    let (rest, _) =
        recognize((opt(digits), opt(fraction), opt(recognize(exponent)))).parse(input)?;
    Ok((rest, TokenKind::Number))
}

/// A run of operator characters: ends before a comment, and does not end in `+` or `-` unless it
/// holds a character that no standard operator has (`scan.l`, `{operator}`).
fn operator(input: &[u8]) -> Recognised<'_, TokenKind> {
    /// The server refuses longer ones (`NAMEDATALEN`).
    const LONGEST: usize = 63;
    let run = input
        .iter()
        .take(LONGEST)
        .take_while(|byte| is_operator(**byte))
        .count();
    let mut len = (1..run)
        .find(|at| matches!(&input[*at..], [b'-', b'-', ..] | [b'/', b'*', ..]))
        .unwrap_or(run);
    let special = input[..len].iter().any(|byte| {
        matches!(
            byte,
            b'~' | b'!' | b'@' | b'#' | b'^' | b'&' | b'|' | b'`' | b'?' | b'%'
        )
    });
    if !special {
        while len > 1 && matches!(input[len - 1], b'+' | b'-') {
            len -= 1;
        }
    }
    Ok((&input[len..], TokenKind::Operator))
}

/// `"…"` with `""` for a quote.
fn quoted(input: &[u8], kind: TokenKind) -> Recognised<'_, TokenKind> {
    let mut at = 1;
    while let Some(found) = memchr(b'"', input.get(at..).unwrap_or_default()) {
        at += found + 1;
        if input.get(at) != Some(&b'"') {
            return Ok((&input[at..], kind));
        }
        at += 1;
    }
    mismatch()
}

/// From the opening `'` to the end of the last piece of the literal.
fn quoted_literal(input: &[u8], escapes: bool, dialect: Dialect) -> Recognised<'_, ()> {
    let mut at = 0;
    loop {
        at += piece_len(&input[at..], escapes, dialect).ok_or(nom::Err::Error(Mismatch))?;
        match next_piece(&input[at..]) {
            Some(gap) => at += gap,
            None => return Ok((&input[at..], ())),
        }
    }
}

/// Length of one `'…'` with its quotes; `None` where it never ends.
fn piece_len(input: &[u8], escapes: bool, dialect: Dialect) -> Option<usize> {
    let mut at = 1;
    loop {
        let rest = input.get(at..)?;
        let found = if escapes {
            escape_stop(rest, dialect)?
        } else {
            memchr(b'\'', rest)?
        };
        at += found;
        match (input[at], input.get(at + 1)) {
            (b'\\', _) | (b'\'', Some(b'\'')) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// The next quote or backslash that is no trail byte of a character.
fn escape_stop(input: &[u8], dialect: Dialect) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = input.get(at) {
        match byte {
            b'\'' | b'\\' => return Some(at),
            0x80.. => at += character_len(&input[at..], dialect),
            _ => at += 1,
        }
    }
    None
}

/// How far the next piece of a literal is: white space with a newline in it, `--` comments allowed,
/// then a quote (`scan.l`, `{quotecontinue}`).
fn next_piece(input: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut newline = false;
    loop {
        match input[at..] {
            [b'\'', ..] if newline => return Some(at),
            [byte, ..] if is_space(byte) => {
                newline |= matches!(byte, b'\n' | b'\r');
                at += 1;
            }
            [b'-', b'-', ..] => at += line_comment_len(&input[at..]),
            _ => return None,
        }
    }
}

/// `$tag$` at the start of `input`.
fn dollar_tag(input: &[u8], dialect: Dialect) -> Recognised<'_, &[u8]> {
    let mut at = 1;
    while let Some(&byte) = input.get(at) {
        if byte == b'$' {
            return Ok((&input[at + 1..], &input[..=at]));
        } else if byte >= 0x80 {
            at += character_len(&input[at..], dialect);
        } else if is_word_start(byte) || (at > 1 && byte.is_ascii_digit()) {
            at += 1;
        } else {
            break;
        }
    }
    mismatch()
}

/// Length of the white space and comments at the start of `input`.
pub(super) fn blank(input: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match input[at..] {
            [byte, ..] if is_space(byte) => at += 1,
            [b'-', b'-', ..] => at += line_comment_len(&input[at..]),
            [b'/', b'*', ..] => at += block_comment_len(&input[at..]),
            _ => return at,
        }
    }
}

/// Length of a `--` comment, without its line end.
fn line_comment_len(input: &[u8]) -> usize {
    memchr2(b'\n', b'\r', input).unwrap_or(input.len())
}

/// Length of a `/* … */` comment; they nest. One that never ends takes all.
fn block_comment_len(input: &[u8]) -> usize {
    let mut at = 2;
    let mut depth = 1_usize;
    while depth > 0 {
        let Some(found) = memchr2(b'*', b'/', input.get(at..).unwrap_or_default()) else {
            return input.len();
        };
        at += found;
        match input[at..] {
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
            }
            [b'/', b'*', ..] => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::encoding::Encoding;
    use proptest::prelude::*;

    const OFF: Dialect = Dialect {
        standard_conforming_strings: false,
        encoding: Encoding::Utf8,
    };

    fn read(text: &str, dialect: Dialect) -> Vec<(TokenKind, &str)> {
        tokens(text.as_bytes(), dialect)
            .map(|token| (token.kind, &text[token.start as usize..token.end as usize]))
            .collect()
    }

    fn texts(text: &str) -> Vec<&str> {
        read(text, Dialect::default())
            .into_iter()
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn words_numbers_and_signs() {
        assert_eq!(
            texts("SELECT a$b$c, é_1::int4 <= -1.5e-3+.5;"),
            [
                "SELECT", "a$b$c", ",", "é_1", "::", "int4", "<=", "-", "1.5e-3", "+", ".5", ";"
            ]
        );
        assert_eq!(texts("app.@+@ (int)"), ["app", ".", "@+@", "(", "int", ")"]);
        assert_eq!(texts("a*-1"), ["a", "*", "-", "1"]);
        assert_eq!(texts("a=--x\n1"), ["a", "=", "1"]);
        assert_eq!(texts("a</*x*/b"), ["a", "<", "b"]);
        assert_eq!(texts("$1 $ 2"), ["$1", "$", "2"]);
    }

    #[test]
    fn comments_nest_and_end() {
        assert_eq!(texts("a /* /* ; */ ' */ b -- '\nc"), ["a", "b", "c"]);
        assert_eq!(texts("/* never"), [""; 0]);
        assert_eq!(texts("--\n-- Name: x\n--\n\nSET"), ["SET"]);
    }

    #[test]
    fn every_kind_of_literal() {
        use LiteralKind::*;
        let on = Dialect::default();
        let cases = [
            ("'a''b;'", on, Plain),
            (r"'a\'", on, Plain),
            (r"'a\'b'", OFF, Escape),
            (r"E'a\'b'", on, Escape),
            (r"e'\\'", on, Escape),
            ("B'01'", on, Bit),
            ("x'ff'", on, Hex),
            ("N'x'", on, Plain),
            (r"U&'\0041'", on, Unicode),
            ("$$a$b$ ' $$", on, Dollar),
            ("$é$ $$ $é$", on, Dollar),
            ("$a1$;$a$;$a1$", on, Dollar),
            ("'a'\n  'b'", on, Plain),
            ("'a' -- c\n'b'", on, Plain),
        ];
        for (text, dialect, kind) in cases {
            assert_eq!(
                read(text, dialect),
                [(TokenKind::Literal(kind), text)],
                "{text}"
            );
        }
        assert_eq!(texts("'a' 'b'"), ["'a'", "'b'"]);
        assert_eq!(texts("'a' /* x\n */ 'b'"), ["'a'", "'b'"]);
    }

    #[test]
    fn trail_bytes_are_no_backslashes() {
        let sjis = Dialect {
            standard_conforming_strings: false,
            encoding: Encoding::Sjis,
        };
        // The second byte of the character is that of a backslash.
        for text in [
            &b"'\x83\x5C' a"[..],
            b"E'\x95\x5C' a",
            b"\x83\x5Cb a",
            b"$\x83\x5C$'$\x83\x5C$ a",
        ] {
            assert_eq!(tokens(text, sjis).count(), 2, "{text:?}");
        }
    }

    #[test]
    fn quoted_identifiers() {
        use TokenKind::{Quoted, UnicodeQuoted};
        assert_eq!(
            read("\"a\"\"b;\" u&\"x\"", Dialect::default()),
            [(Quoted, "\"a\"\"b;\""), (UnicodeQuoted, "u&\"x\"")]
        );
    }

    #[test]
    fn what_never_ends_is_broken() {
        for text in ["'a", "E'a\\'", "\"a", "$x$ a $y$", "'", "E'\\"] {
            let kinds: Vec<_> = read(text, Dialect::default())
                .into_iter()
                .map(|(kind, _)| kind)
                .collect();
            assert_eq!(kinds, [TokenKind::Broken], "{text}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        let million = 1_000_000;
        for text in [
            "$".repeat(million),
            "$a".repeat(million),
            "(".repeat(million),
            "/*".repeat(million),
            "'a'\n".repeat(million / 4),
            "'a'-".repeat(million / 4),
            format!("'a'{}", " ".repeat(million)),
            "*/".repeat(million),
            "+".repeat(million),
            "=-".repeat(million),
        ] {
            assert!(tokens(text.as_bytes(), Dialect::default()).count() <= text.len());
        }
    }

    proptest! {
        #[test]
        fn tokens_lie_in_order_within_the_text(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            for dialect in [Dialect::default(), OFF] {
                let mut at = 0;
                for token in tokens(&text, dialect) {
                    prop_assert!(token.start >= at && token.end > token.start);
                    prop_assert!(token.end as usize <= text.len());
                    at = token.end;
                }
            }
        }

        #[test]
        fn sql_like_text_is_read_whole(text in "[-a'\"$/*\\\\(; \n eEUx&+]{0,60}") {
            for token in tokens(text.as_bytes(), OFF) {
                prop_assert!(token.end as usize <= text.len());
            }
        }
    }
}
