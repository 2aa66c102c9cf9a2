//! What a text holds at all, so that a scanner runs only where there may be something for it.
//!
//! Most texts hold nothing of what most scanners begin with. One pass of sixteen bytes at a time,
//! without a branch that depends on them, takes less time than the loop of any one scanner.

/// What a text holds somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    pub(super) digit: bool,
    /// What the spellings of the at sign begin with: `@`, `%`, `&` and the first byte of `＠`.
    pub(super) at_sign: bool,
    /// The word `at`, in any case.
    pub(super) at_word: bool,
    pub(super) colon: bool,
    /// `:` or `=`
    pub(super) assigns: bool,
    /// `:/`
    pub(super) scheme: bool,
    /// `ww`, in any case
    pub(super) www: bool,
    /// `---`
    pub(super) dashes: bool,
    /// What a word for a postcode begins with: `pos`, `plz` or `zip`, in any case.
    pub(super) postcode: bool,
}

/// Bytes that one step moves on by.
const STEP: usize = 16;

/// What one step sees: three bytes of the step before too.
type Block = [u8; STEP + 3];

impl Signs {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut found = Found::default();
        // Nothing stands before the text, or behind a short one: zeros, which are no sign.
        let mut first = [0; STEP + 3];
        let length = text.len().min(STEP);
        first[3..3 + length].copy_from_slice(&text[..length]);
        found.look(&first);
        let mut at = STEP;
        while let Some(block) = text.get(at - 3..).and_then(<[u8]>::first_chunk) {
            found.look(block);
            at += STEP;
        }
        if at < text.len() {
            // Seen twice in part, which changes nothing.
            match text.last_chunk() {
                Some(block) => found.look(block),
                None => {
                    let mut block = [0; STEP + 3];
                    block[STEP + 3 - text.len()..].copy_from_slice(text);
                    found.look(&block);
                }
            }
        }
        found.signs()
    }
}

/// For each of the sixteen places of a step, whether a sign stood there (1).
#[derive(Default)]
struct Found {
    digit: [u8; STEP],
    at_sign: [u8; STEP],
    at_word: [u8; STEP],
    colon: [u8; STEP],
    equals: [u8; STEP],
    scheme: [u8; STEP],
    www: [u8; STEP],
    dashes: [u8; STEP],
    postcode: [u8; STEP],
}

impl Found {
    #[inline(always)]
    fn look(&mut self, block: &Block) {
        let is = |byte: u8, sign: u8| u8::from(byte == sign);
        // Lower case where it is a letter.
        let letter = |byte: u8, letter: u8| u8::from(byte | 0x20 == letter);
        let no_letter = |byte: u8| u8::from((byte | 0x20).wrapping_sub(b'a') >= 26);
        for at in 0..STEP {
            let [a, b, c, d] = [block[at], block[at + 1], block[at + 2], block[at + 3]];
            self.digit[at] |= u8::from(d.wrapping_sub(b'0') < 10);
            self.at_sign[at] |= is(d, b'@') | is(d, b'%') | is(d, b'&') | is(d, 0xEF);
            self.at_word[at] |= letter(b, b'a') & letter(c, b't') & no_letter(a) & no_letter(d);
            self.colon[at] |= is(d, b':');
            self.equals[at] |= is(d, b'=');
            self.scheme[at] |= is(c, b':') & is(d, b'/');
            self.www[at] |= letter(c, b'w') & letter(d, b'w');
            self.dashes[at] |= is(b, b'-') & is(c, b'-') & is(d, b'-');
            self.postcode[at] |= letter(b, b'p')
                & (letter(c, b'o') & letter(d, b's') | letter(c, b'l') & letter(d, b'z'))
                | letter(b, b'z') & letter(c, b'i') & letter(d, b'p');
        }
    }

    fn signs(&self) -> Signs {
        let any = |places: [u8; STEP]| u128::from_ne_bytes(places) != 0;
        Signs {
            digit: any(self.digit),
            at_sign: any(self.at_sign),
            at_word: any(self.at_word),
            colon: any(self.colon),
            assigns: any(self.colon) || any(self.equals),
            scheme: any(self.scheme),
            www: any(self.www),
            dashes: any(self.dashes),
            postcode: any(self.postcode),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_seen_wherever_it_stands() {
        type Has = fn(Signs) -> bool;
        let signs: [(&str, Has); 14] = [
            ("7", |signs| signs.digit),
            ("@", |signs| signs.at_sign),
            ("%", |signs| signs.at_sign),
            ("&", |signs| signs.at_sign),
            ("＠", |signs| signs.at_sign),
            (" At ", |signs| signs.at_word),
            ("[at]", |signs| signs.at_word),
            (":", |signs| signs.colon && signs.assigns),
            ("=", |signs| signs.assigns && !signs.colon),
            ("://", |signs| signs.scheme),
            ("wWw", |signs| signs.www),
            ("---", |signs| signs.dashes),
            ("PosT", |signs| signs.postcode),
            ("zip", |signs| signs.postcode),
        ];
        for (sign, has) in signs {
            for length in 0..70 {
                for at in 0..=length {
                    let text = format!("{}{sign}{}", "x".repeat(at), "x".repeat(length - at));
                    assert!(has(Signs::of(text.as_bytes())), "{text}");
                }
            }
        }
    }

    #[test]
    fn plain_words_hold_nothing() {
        for length in 0..70 {
            let text = "Plain prose, that states what it wants - and no more.".repeat(2);
            assert_eq!(Signs::of(&text.as_bytes()[..length]), Signs::default());
        }
    }
}
