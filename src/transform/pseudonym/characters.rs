//! Text of any bytes, character by character.

/// The characters of a value with their bytes; each byte that is no UTF-8 stands alone as `None`.
pub(in crate::transform) fn characters(
    value: &[u8],
) -> impl Iterator<Item = (Option<char>, &[u8])> {
    value.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid();
        let good = valid
            .char_indices()
            .map(move |(at, c)| (Some(c), &valid.as_bytes()[at..at + c.len_utf8()]));
        good.chain(chunk.invalid().chunks(1).map(|byte| (None, byte)))
    })
}

/// A character that carries no content of its own and may stay: ASCII punctuation, blanks,
/// controls, and Unicode's general and CJK punctuation.
pub(super) fn is_separator(c: char) -> bool {
    match c {
        '\0'..='\x7f' => !c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' => !c.is_alphanumeric(),
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => true,
        _ => c.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_stand_alone() {
        let found: Vec<_> = characters(b"a\xc3\xa9\xff\xfe!")
            .map(|(c, bytes)| (c, bytes.len()))
            .collect();
        assert_eq!(
            found,
            [
                (Some('a'), 1),
                (Some('é'), 2),
                (None, 1),
                (None, 1),
                (Some('!'), 1)
            ]
        );
    }

    #[test]
    fn letters_digits_and_pictures_are_content() {
        for c in ['-', ' ', '\u{a0}', '—', '…', '\n', '£'] {
            assert!(is_separator(c), "{c}");
        }
        for c in ['a', '0', 'é', 'ß', '漢', '٣', '😀', '\u{301}', 'ª'] {
            assert!(!is_separator(c), "{c}");
        }
    }
}
