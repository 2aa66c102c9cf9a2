//! Web addresses: `scheme://…` and `www.…`.

use super::signs::Signs;
use super::{Find, What, alnum_at, alnum_before, char_at};

pub(super) fn find(text: &[u8], signs: Signs, finds: &mut Vec<Find>) {
    if signs.scheme {
        schemes(text, finds);
    }
    if signs.www {
        www(text, finds);
    }
}

fn schemes(text: &[u8], finds: &mut Vec<Find>) {
    let mut done = 0;
    for at in memchr::memchr_iter(b':', text) {
        if at < done || !text[at..].starts_with(b"://") {
            continue;
        }
        let scheme = text[done..at]
            .iter()
            .rev()
            .take(20)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
            .count();
        // A scheme begins with a letter.
        let start = at - scheme;
        let Some(letter) = text[start..at].iter().position(u8::is_ascii_alphabetic) else {
            continue;
        };
        let end = end(text, at + 3);
        if end > at + 3 {
            finds.push(Find::new(What::Url, start + letter, end));
            done = end;
        }
    }
}

fn www(text: &[u8], finds: &mut Vec<Find>) {
    let mut done = 0;
    for at in memchr::memchr_iter(b'.', text) {
        let Some(start) = at.checked_sub(3).filter(|start| *start >= done) else {
            continue;
        };
        let is_www = text[start..at].eq_ignore_ascii_case(b"www");
        if is_www && !alnum_before(text, start) && alnum_at(text, at + 1) {
            done = end(text, at + 1);
            finds.push(Find::new(What::Url, start, done));
        }
    }
}

/// Up to a blank, a quote or a bracket that closes nothing, without punctuation at the end.
fn end(text: &[u8], start: usize) -> usize {
    let mut end = start;
    let mut open = [0_usize; 2];
    // Past the last character that is no punctuation.
    let mut last = start;
    while let Some(&byte) = text.get(end) {
        match byte {
            0..=b' ' | 0x7F | b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' => {
                break;
            }
            b'(' | b'[' => {
                open[usize::from(byte == b'[')] += 1;
                end += 1;
            }
            b')' | b']' => match open[usize::from(byte == b']')].checked_sub(1) {
                Some(left) => {
                    open[usize::from(byte == b']')] = left;
                    end += 1;
                    last = end;
                }
                None => break,
            },
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' => end += 1,
            0x21..=0x7E => {
                end += 1;
                last = end;
            }
            _ => match char_at(text, end) {
                Some(letter)
                    if letter.is_whitespace() || "“”‘’«»„‚…、。，；）】」』".contains(letter) =>
                {
                    break;
                }
                Some(letter) => {
                    end += letter.len_utf8();
                    last = end;
                }
                None => break,
            },
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn urls(text: &str) -> Vec<String> {
        found(&Finder::new([What::Url], None), text)
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, expected) in [
            (
                "see https://example.com/a?b=c#d.",
                "https://example.com/a?b=c#d",
            ),
            ("(http://example.com)", "http://example.com"),
            (
                "<a href=\"https://example.com/x\">",
                "https://example.com/x",
            ),
            ("http://example.com/a_(b), or", "http://example.com/a_(b)"),
            ("WWW.Example.com!", "WWW.Example.com"),
            ("postgres://u:p@host/db x", "postgres://u:p@host/db"),
            ("„https://exämple.de/ü“", "https://exämple.de/ü"),
            ("https://[2001:db8::1]:80/x", "https://[2001:db8::1]:80/x"),
            (
                "a:http://x.example/?u=http://y.example",
                "http://x.example/?u=http://y.example",
            ),
            ("s3://bucket/key\n", "s3://bucket/key"),
        ] {
            assert_eq!(urls(text), [expected], "{text}");
        }
        assert_eq!(
            urls("https://a.example https://b.example"),
            ["https://a.example", "https://b.example"]
        );
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "://", "a://", "and/or", "www.", "awww.x", "http:/x", "1://x", "www .x",
        ] {
            assert_eq!(urls(text), [""; 0], "{text}");
        }
    }
}
