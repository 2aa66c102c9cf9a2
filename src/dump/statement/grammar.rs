//! The words statement grammars are made of: nom parsers over a statement's tokens.
//!
//! No parser recurses: what stands in parentheses is one [`group`], looked into only where a grammar
//! asks for it. The caller has made sure that parentheses are balanced.

use std::borrow::Cow;
use std::iter::{Copied, Enumerate};
use std::slice::Iter;

use nom::combinator::opt;
use nom::{IResult, Input as NomInput, Needed, Parser};

use super::change::{Expression, QualifiedName};
use crate::dump::encoding::Dialect;
use crate::dump::token::{LiteralKind, Mismatch, Token, TokenKind, decode, mismatch};

/// What a parser reads: the tokens that are left, with the text they lie in.
#[derive(Clone, Copy)]
pub(crate) struct Input<'t> {
    pub tokens: &'t [Token],
    pub text: &'t [u8],
    pub dialect: Dialect,
}

/// The result of a parser over tokens.
pub(crate) type Parsed<'t, T> = IResult<Input<'t>, T, Mismatch>;

impl<'t> Input<'t> {
    /// The same statement with other tokens.
    pub fn with(self, tokens: &'t [Token]) -> Self {
        Self { tokens, ..self }
    }

    pub fn is_empty(self) -> bool {
        self.tokens.is_empty()
    }

    /// The next token.
    pub fn first(self) -> Option<Token> {
        self.tokens.first().copied()
    }

    /// All but the next token.
    pub fn rest(self) -> Self {
        self.with(self.tokens.get(1..).unwrap_or_default())
    }

    /// The text from the first token's start to the last one's end, comments between them included.
    pub fn span(self) -> &'t [u8] {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => self
                .text
                .get(first.start as usize..last.end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// [`Input::span`] in UTF-8.
    pub fn span_text(self) -> String {
        self.dialect.encoding.identifier(self.span())
    }

    /// The tokens that `later`, a rest of this input, no longer holds.
    pub fn until(self, later: Input<'_>) -> Self {
        let len = self.tokens.len().saturating_sub(later.tokens.len());
        self.with(self.tokens.get(..len).unwrap_or_default())
    }

    /// The token at `index` is the unquoted word `word` (in lower case).
    pub fn word_at(self, index: usize, word: &str) -> bool {
        self.tokens
            .get(index)
            .is_some_and(|token| self.is_word(token, word))
    }

    pub fn is_word(self, token: &Token, word: &str) -> bool {
        token.kind == TokenKind::Word && token.text(self.text).eq_ignore_ascii_case(word.as_bytes())
    }

    /// The next token as an unquoted word in lower case.
    pub fn word(self) -> Option<Cow<'t, str>> {
        let token = self.first().filter(|t| t.kind == TokenKind::Word)?;
        let text = std::str::from_utf8(token.text(self.text)).ok()?;
        Some(if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        })
    }

    /// The index of the first token at this depth for which `is` holds.
    pub fn find(self, mut is: impl FnMut(&Token) -> bool) -> Option<usize> {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate() {
            if depth == 0 && is(token) {
                return Some(index);
            }
            depth = nesting(depth, token);
        }
        None
    }

    /// The index of the first of these words at this depth.
    pub fn find_word(self, words: &[&str]) -> Option<usize> {
        self.find(|token| words.iter().any(|word| self.is_word(token, word)))
    }

    /// What stands before and what stands after the token at `index`.
    pub fn around(self, index: usize) -> (Self, Self) {
        let index = index.min(self.tokens.len());
        let after = self.tokens.get(index + 1..).unwrap_or_default();
        (self.with(&self.tokens[..index]), self.with(after))
    }

    /// The parts between commas at this depth. Nothing makes no part.
    pub fn split_commas(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let (mut start, mut depth) = (0, 0_usize);
        for (index, token) in self.tokens.iter().enumerate() {
            if depth == 0 && token.kind == TokenKind::Symbol(b',') {
                parts.push(self.with(&self.tokens[start..index]));
                start = index + 1;
            }
            depth = nesting(depth, token);
        }
        if start < self.tokens.len() || !parts.is_empty() {
            parts.push(self.with(&self.tokens[start..]));
        }
        parts
    }

    /// The text as an expression, with the identifiers that may be columns in it.
    pub fn expression(self) -> Expression {
        let mut names = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            let follows =
                |symbol: &[u8]| index > 0 && self.tokens[index - 1].text(self.text) == symbol;
            let calls = self
                .tokens
                .get(index + 1)
                .is_some_and(|next| next.kind == TokenKind::Symbol(b'('));
            // `x::name` is a cast and `name(x)` a call; both leave columns out.
            if follows(b"::") || calls {
                continue;
            }
            names.extend(decode::identifier(token, self.text, self.dialect));
        }
        names.sort_unstable();
        names.dedup();
        Expression {
            text: self.span_text(),
            names,
        }
    }
}

/// The depth after a token.
fn nesting(depth: usize, token: &Token) -> usize {
    match token.kind {
        TokenKind::Symbol(b'(' | b'[') => depth + 1,
        TokenKind::Symbol(b')' | b']') => depth.saturating_sub(1),
        _ => depth,
    }
}

impl<'t> NomInput for Input<'t> {
    type Item = Token;
    type Iter = Copied<Iter<'t, Token>>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.tokens.len()
    }

    fn take(&self, index: usize) -> Self {
        self.with(&self.tokens[..index])
    }

    fn take_from(&self, index: usize) -> Self {
        self.with(&self.tokens[index..])
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.tokens.iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.tokens.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.tokens.len() >= count {
            Ok(count)
        } else {
            Err(Needed::new(count - self.tokens.len()))
        }
    }
}

/// One token for which `is` holds.
fn token_where<'t>(input: Input<'t>, is: impl Fn(&Token) -> bool) -> Parsed<'t, Token> {
    match input.first() {
        Some(token) if is(&token) => Ok((input.rest(), token)),
        _ => mismatch(),
    }
}

/// The unquoted word `word`, given in lower case.
pub(crate) fn kw<'t>(
    word: &'static str,
) -> impl Parser<Input<'t>, Output = Token, Error = Mismatch> {
    move |input: Input<'t>| token_where(input, |token| input.is_word(token, word))
}

/// These words one after the other.
pub(crate) fn kws<'t>(
    words: &'static [&'static str],
) -> impl Parser<Input<'t>, Output = (), Error = Mismatch> {
    move |mut input: Input<'t>| {
        for word in words {
            (input, _) = kw(word).parse(input)?;
        }
        Ok((input, ()))
    }
}

/// One of these words.
pub(crate) fn any_kw<'t>(
    words: &'static [&'static str],
) -> impl Parser<Input<'t>, Output = &'static str, Error = Mismatch> {
    move |input: Input<'t>| match words.iter().find(|word| {
        input
            .first()
            .is_some_and(|token| input.is_word(&token, word))
    }) {
        Some(word) => Ok((input.rest(), *word)),
        None => mismatch(),
    }
}

/// A sign of one byte.
pub(crate) fn sym<'t>(byte: u8) -> impl Parser<Input<'t>, Output = Token, Error = Mismatch> {
    move |input: Input<'t>| token_where(input, |token| token.kind == TokenKind::Symbol(byte))
}

/// This operator.
pub(crate) fn op<'t>(
    sign: &'static str,
) -> impl Parser<Input<'t>, Output = Token, Error = Mismatch> {
    move |input: Input<'t>| {
        token_where(input, |token| {
            token.kind == TokenKind::Operator && token.text(input.text) == sign.as_bytes()
        })
    }
}

/// An identifier. Keywords pass: which are reserved is for the grammar to know. One with a `UESCAPE`
/// clause does not: its name can't be told.
pub(crate) fn ident(input: Input<'_>) -> Parsed<'_, String> {
    let name = input
        .first()
        .and_then(|token| decode::identifier(&token, input.text, input.dialect));
    match name {
        Some(name) if !input.word_at(1, "uescape") => Ok((input.rest(), name)),
        _ => mismatch(),
    }
}

/// `name`, `schema.name` or `database.schema.name`.
pub(crate) fn qualified(input: Input<'_>) -> Parsed<'_, QualifiedName> {
    let (mut input, mut name) = ident(input)?;
    let mut schema = None;
    while let Ok((rest, next)) = nom::sequence::preceded(sym(b'.'), ident).parse(input) {
        schema = Some(std::mem::replace(&mut name, next));
        input = rest;
    }
    Ok((input, QualifiedName { schema, name }))
}

/// What stands in `( … )`.
pub(crate) fn group(input: Input<'_>) -> Parsed<'_, Input<'_>> {
    let (inner, _) = sym(b'(').parse(input)?;
    let mut depth = 1_usize;
    for (index, token) in inner.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (content, rest) = inner.around(index);
            return Ok((rest, content));
        }
    }
    mismatch()
}

/// `(a, b, …)`
pub(crate) fn ident_list(input: Input<'_>) -> Parsed<'_, Vec<String>> {
    let (input, content) = group(input)?;
    let mut names = Vec::new();
    for part in content.split_commas() {
        let (rest, name) = ident(part)?;
        if !rest.is_empty() {
            return mismatch();
        }
        names.push(name);
    }
    Ok((input, names))
}

/// A string constant's bytes.
pub(crate) fn literal(input: Input<'_>) -> Parsed<'_, Cow<'_, [u8]>> {
    let value = input
        .first()
        .and_then(|token| decode::literal(&token, input.text, input.dialect));
    match value {
        Some(value) if !input.word_at(1, "uescape") => Ok((input.rest(), value)),
        _ => mismatch(),
    }
}

/// A string constant as text.
pub(crate) fn literal_text(input: Input<'_>) -> Parsed<'_, String> {
    let (rest, value) = literal(input)?;
    Ok((rest, input.dialect.encoding.identifier(&value)))
}

/// Any string constant, bit strings included; not decoded.
pub(crate) fn any_literal(input: Input<'_>) -> Parsed<'_, LiteralKind> {
    match input.first().map(|token| token.kind) {
        Some(TokenKind::Literal(kind)) => Ok((input.rest(), kind)),
        _ => mismatch(),
    }
}

/// A whole number, with its sign.
pub(crate) fn integer(input: Input<'_>) -> Parsed<'_, i64> {
    let (rest, minus) = opt(op("-")).parse(input)?;
    let (rest, digits) = token_where(rest, |token| token.kind == TokenKind::Number)?;
    let value = std::str::from_utf8(digits.text(input.text))
        .ok()
        .and_then(|text| {
            let sign = if minus.is_some() { "-" } else { "" };
            format!("{sign}{text}").parse().ok()
        });
    match value {
        Some(value) => Ok((rest, value)),
        None => mismatch(),
    }
}

/// One token, or one group, of no matter what.
pub(crate) fn skip(input: Input<'_>) -> Parsed<'_, ()> {
    if input.is_empty() {
        return mismatch();
    }
    match group(input) {
        Ok((rest, _)) => Ok((rest, ())),
        Err(_) => Ok((input.rest(), ())),
    }
}

/// `IF [NOT] EXISTS`, where it stands.
pub(crate) fn if_exists(input: Input<'_>) -> Parsed<'_, bool> {
    let (rest, not) = opt(kws(&["if", "not", "exists"])).parse(input)?;
    let (rest, plain) = opt(kws(&["if", "exists"])).parse(rest)?;
    Ok((rest, not.is_some() || plain.is_some()))
}
