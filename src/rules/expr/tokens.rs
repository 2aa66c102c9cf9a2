//! SQL text → tokens, where sqlparser's lexer is brought to PostgreSQL's.

use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use super::parse::Refusal;

/// Words, operators and names an expression may hold; literals and commas are free.
///
/// sqlparser's tree nests once an operator, and dropping it recurses.
const MAX_TOKENS: usize = 6_000;

/// The tokens of an expression.
pub(super) fn tokens(
    dialect: &PostgreSqlDialect,
    source: &str,
) -> Result<Vec<TokenWithSpan>, Refusal> {
    let tokens = Tokenizer::new(dialect, source)
        .tokenize_with_location()
        .map_err(|error| Refusal {
            at: error.location.into(),
            message: format!("can't read the expression: {}", error.message),
            hint: None,
        })?;
    check(&tokens)?;
    Ok(tokens
        .into_iter()
        .flat_map(|token| split_sign(dialect, token))
        .collect())
}

/// Refuses what sqlparser would take for something else than PostgreSQL does, and what is too much.
fn check(tokens: &[TokenWithSpan]) -> Result<(), Refusal> {
    let mut seen = 0;
    let mut before: [Option<&Token>; 2] = [None, None];
    for TokenWithSpan { token, span } in tokens {
        let refuse = |message: String, hint| {
            Err(Refusal {
                at: span.start.into(),
                message,
                hint,
            })
        };
        match token {
            Token::Whitespace(_) => continue,
            Token::Comma | Token::Number(..) | Token::SingleQuotedString(_) => {}
            Token::DoubleEq => return refuse("`==` is not SQL".to_owned(), Some("write `=`")),
            Token::Placeholder(_) | Token::Question | Token::SemiColon => {
                return refuse(format!("`{token}` is not supported"), None);
            }
            Token::Word(word) if word.keyword == Keyword::NULL && word.quote_style.is_none() => {
                if is_keyword(before[1], &[Keyword::NOT]) && ends_operand(before[0]) {
                    return refuse(
                        "`NOT NULL` is not an operator".to_owned(),
                        Some("write `IS NOT NULL`"),
                    );
                }
                seen += 1;
            }
            _ => seen += 1,
        }
        if seen > MAX_TOKENS {
            return refuse(
                format!("the expression has more than {MAX_TOKENS} operators and names"),
                Some("write long lists of values as `column IN (…)`"),
            );
        }
        before = [before[1], Some(token)];
    }
    Ok(())
}

fn is_keyword(token: Option<&Token>, keywords: &[Keyword]) -> bool {
    matches!(token, Some(Token::Word(word)) if keywords.contains(&word.keyword))
}

/// A value may end here, so that what follows is an operator.
fn ends_operand(token: Option<&Token>) -> bool {
    match token {
        Some(Token::RParen | Token::Number(..) | Token::SingleQuotedString(_)) => true,
        Some(Token::Word(_)) => !is_keyword(
            token,
            &[Keyword::IS, Keyword::AND, Keyword::OR, Keyword::NOT],
        ),
        _ => false,
    }
}

/// An operator of several characters ends in `+` or `-` only where it holds one of
/// `~ ! @ # % ^ & | `` ` `` ?` (PostgreSQL's `scan.l`): `a>-1` is `a > -1`.
fn split_sign(dialect: &PostgreSqlDialect, token: TokenWithSpan) -> Vec<TokenWithSpan> {
    let Token::CustomBinaryOperator(operator) = &token.token else {
        return vec![token];
    };
    let base = operator.trim_end_matches(['+', '-']);
    if base.is_empty()
        || base.len() == operator.len()
        || base.contains(|c| "~!@#%^&|`?".contains(c))
    {
        return vec![token];
    }
    // `->-` is the arrow and a sign: the arrow's own hyphen does not stand at its end.
    let Ok(mut parts) = Tokenizer::new(dialect, base).tokenize() else {
        return vec![token];
    };
    parts.extend(operator[base.len()..].chars().map(|sign| match sign {
        '+' => Token::Plus,
        _ => Token::Minus,
    }));
    parts
        .into_iter()
        .map(|part| TokenWithSpan::new(part, token.span))
        .collect()
}
