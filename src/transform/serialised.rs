//! Text that another program will parse: serialised PHP and Ruby YAML.
//!
//! PHP writes the length of every string before it, so an edit inside breaks the whole value.
//! `mask`, `regex` and `text.redact` fail on such text rather than corrupt it.

use super::Failure;

/// The value begins as serialised PHP (`a:2:{`, `O:4:"User"`, `s:5:"…`) or as a YAML document
/// written by Ruby (`--- `, or `---` alone on its line).
pub(super) fn is_serialised(value: &[u8]) -> bool {
    is_ruby_yaml(value) || is_php(value)
}

/// Refuses serialised text.
pub(super) fn refuse_serialised(value: &[u8]) -> Result<(), Failure> {
    if is_serialised(value) {
        return Err(Failure::new(
            "the text is serialised PHP or Ruby YAML, which an edit would corrupt; \
             use `null`, `empty`, `set` or `hash`",
        ));
    }
    Ok(())
}

fn is_ruby_yaml(value: &[u8]) -> bool {
    let rest = value.strip_prefix(b"---");
    rest.is_some_and(|rest| matches!(rest.first(), Some(b' ' | b'\n' | b'\r')))
}

fn is_php(value: &[u8]) -> bool {
    let [letter, b':', rest @ ..] = value else {
        return false;
    };
    let opening = match letter {
        b'a' => b'{',
        b'O' | b'C' | b's' | b'E' => b'"',
        _ => return false,
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && rest.get(digits) == Some(&b':') && rest.get(digits + 1) == Some(&opening)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serialised_text_is_seen_at_its_beginning() {
        for text in [
            "a:1:{i:0;s:4:\"Jane\";}",
            "O:4:\"User\":1:{s:4:\"name\";s:4:\"Jane\";}",
            "s:4:\"Jane\";",
            "--- !ruby/object:User\nname: Jane\n",
            "---\nname: Jane\n",
            "---\r\n- 1\r\n",
        ] {
            assert!(is_serialised(text.as_bytes()), "{text}");
            assert!(refuse_serialised(text.as_bytes()).is_err());
        }
        for text in [
            "",
            "a:b",
            "a::{",
            "a:1{",
            "s:4:Jane",
            "----",
            "--",
            "O",
            "O:",
            "note: a:1:{",
        ] {
            assert!(!is_serialised(text.as_bytes()), "{text}");
        }
    }
}
