//! Eight bytes at a time in one register: quicker than a call of memchr where the next byte of
//! interest is near, and than a loop with a branch for each byte.
//!
//! Each mask has the top bit of every byte that matches, and no other bit.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const TOPS: u64 = ONES << 7;

/// Eight bytes of text; the first is the lowest.
#[derive(Clone, Copy)]
pub(crate) struct Eight(u64);

impl Eight {
    /// These eight.
    pub(crate) fn of(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }

    /// The eight bytes that begin at `at`; `None` where there are fewer.
    pub(crate) fn at(text: &[u8], at: usize) -> Option<Self> {
        let bytes = text.get(at..)?.first_chunk::<8>()?;
        Some(Self(u64::from_le_bytes(*bytes)))
    }

    /// The bytes from `at` on, fewer than eight, followed by `filler`.
    pub(crate) fn tail(text: &[u8], at: usize, filler: u8) -> Self {
        let mut bytes = [filler; 8];
        for (to, from) in bytes.iter_mut().zip(text.get(at..).unwrap_or_default()) {
            *to = *from;
        }
        Self(u64::from_le_bytes(bytes))
    }

    /// The bytes that are `byte`.
    pub(crate) fn equal(self, byte: u8) -> u64 {
        Self(self.0 ^ (ONES * u64::from(byte))).below(1)
    }

    /// The bytes below `n`, which is 0x80 at most.
    pub(crate) fn below(self, n: u8) -> u64 {
        debug_assert!(n <= 0x80);
        // With its top bit set no byte borrows from the next.
        !((self.0 | TOPS) - ONES * u64::from(n)) & !self.0 & TOPS
    }
    /// A mask of which only the first byte counts: the first that is `byte`; the ones behind it may be
    /// wrong. It takes less than [`equal`](Self::equal), and so where the first one is all that is
    /// asked for, of this mask joined with others of its kind too.
    pub(crate) fn first_equal(self, byte: u8) -> u64 {
        Self(self.0 ^ (ONES * u64::from(byte))).first_below(1)
    }

    /// The same of a quote, a backslash or a control character: what a JSON string can't hold as it
    /// is. To turn one bit puts the quote right behind the control characters, so that one test finds
    /// both.
    pub(crate) fn first_escaped(self) -> u64 {
        Self(self.0 ^ (ONES * 2)).first_below(0x21) | self.first_equal(b'\\')
    }

    /// The same of the bytes below `n`, which is 0x80 at most.
    pub(crate) fn first_below(self, n: u8) -> u64 {
        debug_assert!(n <= 0x80);
        // A byte borrows only where one before it is below.
        self.0.wrapping_sub(ONES * u64::from(n)) & !self.0 & TOPS
    }
}

/// Looks at some dozens of bytes from `at` on, as long as there are eight: where the first is that
/// `mask` has, or else where it stopped looking. What is longer is worth a call of memchr.
#[inline(always)]
pub(crate) fn near(
    text: &[u8],
    mut at: usize,
    mask: impl Fn(Eight) -> u64,
) -> Result<usize, usize> {
    /// Bytes that are looked at.
    const FIRST: usize = 64;
    let end = at + FIRST;
    while at < end {
        let Some(eight) = Eight::at(text, at) else {
            break;
        };
        let found = mask(eight);
        if found != 0 {
            return Ok(at + first(found));
        }
        at += 8;
    }
    Err(at)
}

/// The place of the first byte of a mask, which is not 0.
pub(crate) fn first(mask: u64) -> usize {
    mask.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn masks_are_exact(text: [u8; 8], byte: u8, n in 0..=0x80u8) {
            let eight = Eight::at(&text, 0).unwrap();
            let mask = |holds: &dyn Fn(u8) -> bool| {
                let bytes = text.map(|byte| if holds(byte) { 0x80 } else { 0 });
                u64::from_le_bytes(bytes)
            };
            proptest::prop_assert_eq!(eight.equal(byte), mask(&|b| b == byte));
            proptest::prop_assert_eq!(eight.equal(text[3]), mask(&|b| b == text[3]));
            proptest::prop_assert_eq!(eight.below(n), mask(&|b| b < n));
        }

        #[test]
        fn the_first_of_a_quick_mask_is_right(text in "[\\x00-\\x22A\\\\é]{8,9}", n in 1..=0x80u8) {
            let eight = Eight::at(text.as_bytes(), 0).unwrap();
            let first = |mask: u64| (mask != 0).then(|| first(mask));
            let quick = eight.first_equal(b'"') | eight.first_equal(b'A') | eight.first_below(n);
            let exact = eight.equal(b'"') | eight.equal(b'A') | eight.below(n);
            proptest::prop_assert_eq!(first(quick), first(exact));
            let exact = eight.equal(b'"') | eight.equal(b'\\') | eight.below(0x20);
            proptest::prop_assert_eq!(first(eight.first_escaped()), first(exact));
        }
    }

    #[test]
    fn tails_are_filled() {
        assert_eq!(
            Eight::tail(b"abc", 1, b'z').equal(b'z'),
            0x8080_8080_8080_0000
        );
        assert!(Eight::at(b"1234567", 0).is_none());
        assert_eq!(first(Eight::at(b"0123456789", 2).unwrap().equal(b'5')), 3);
    }
}
