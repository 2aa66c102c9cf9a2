//! Array literals: `{…}` of any depth, quoted elements, NULL.

use super::{PgType, check_literal};

/// PostgreSQL's MAXDIM.
const MAX_DEPTH: usize = 6;

/// Braces balance and every element fits the element type.
pub(super) fn check(element: &PgType, text: &str) -> Result<(), String> {
    let malformed = || "elements in braces, such as {a,b}".to_owned();
    // Explicit bounds: `[1:2]={a,b}`.
    let text = if text.starts_with('[') {
        text.split_once('=').ok_or_else(malformed)?.1.trim_start()
    } else {
        text
    };
    let mut depth = 0usize;
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        // Here an opening brace or an element may stand.
        if let Some(inner) = rest.strip_prefix('{') {
            depth += 1;
            if depth > MAX_DEPTH {
                return Err(malformed());
            }
            let inner = inner.trim_start();
            if !inner.starts_with('}') {
                rest = inner;
                continue;
            }
            rest = inner;
        } else if depth == 0 {
            return Err(malformed());
        } else {
            let (item, quoted, after) = item(rest).ok_or_else(malformed)?;
            let null = !quoted && item.eq_ignore_ascii_case("null");
            if !null {
                check_literal(element, &item)
                    .map_err(|misfit| format!("elements: {}", misfit.message))?;
            }
            rest = after.trim_start();
        }
        // Here braces close, and a comma leads to the next.
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                depth = depth.checked_sub(1).ok_or_else(malformed)?;
                rest = after;
            } else if let Some(after) = rest.strip_prefix(',') {
                if depth == 0 {
                    return Err(malformed());
                }
                rest = after;
                break;
            } else if depth == 0 && rest.is_empty() {
                return Ok(());
            } else {
                return Err(malformed());
            }
        }
    }
}

/// One element: its text, whether it was quoted, and what follows.
fn item(text: &str) -> Option<(String, bool, &str)> {
    let mut item = String::new();
    let (quoted, body) = match text.strip_prefix('"') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => item.push(chars.next()?.1),
            '"' if quoted => return Some((item, true, &body[at + 1..])),
            '"' | '{' if !quoted => return None,
            ',' | '}' if !quoted => {
                let item = item.trim_end();
                return (!item.is_empty()).then(|| (item.to_owned(), false, &body[at..]));
            }
            c => item.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_held_against_their_type() {
        let ints = |text: &str| check(&PgType::Int4, text);
        for good in [
            "{}",
            "{1,2}",
            "{ 1 , NULL }",
            "{{1,2},{3,4}}",
            "[0:1]={1,2}",
            "{\"7\"}",
        ] {
            assert!(ints(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "1,2",
            "{1,x}",
            "{1",
            "{1}}",
            "{1,}",
            "{,1}",
            "{}x",
            "{{1}",
            "{1}{2}",
            "{\"NULL\"}",
            "{{{{{{{1}}}}}}}",
        ] {
            assert!(ints(bad).is_err(), "{bad}");
        }
        let texts = |text: &str| check(&PgType::Text, text);
        assert!(texts("{a,\"b,c\",\"d\\\"}e\",é}").is_ok());
        assert!(texts("{a\"b}").is_err() && texts("{\"a}").is_err() && texts("{a\\").is_err());
    }
}
