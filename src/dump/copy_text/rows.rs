//! COPY data told apart into rows and fields, in one pass.
//!
//! What means something (tabs, line ends, backslashes) is found for 64 bytes at a time, and then taken
//! from the left, as the server does. Measured with narrow rows, three of eleven fields wanted: searches
//! for the row's end, for each field's, for backslashes in each, for carriage returns anywhere, and for
//! what ends the fields that nobody wants, took twice as long. In long fields, as documents are,
//! nothing means anything for hundreds of bytes: what is past the first 64 of these is searched for, in
//! registers as wide as the processor has.

use std::ops::Range;

use memchr::{memchr, memchr3};

/// A field of a row: its bytes in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its first byte.
    pub start: usize,
    /// After its last byte.
    pub end: usize,
    /// A backslash is in it: it is NULL, or must be decoded.
    pub escapes: bool,
}

impl Field {
    /// Where it stands.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its bytes, without the line's end.
    pub content: Range<usize>,
    /// Where the next row begins.
    pub next: usize,
    /// How many fields it has, those among them that were not wanted.
    count: usize,
    /// A carriage return stands in it that is neither escaped nor part of a line's end: the server
    /// takes it for a line's end where it took the first one so, and refuses it elsewhere.
    pub bare_return: bool,
}

impl Row {
    /// How many fields it has, in a table of so many columns: an empty row is one empty field, or no
    /// field.
    pub fn count(&self, columns: usize) -> usize {
        if columns == 0 && self.content.is_empty() {
            0
        } else {
            self.count
        }
    }
}

/// Rows of COPY data, one after the other.
pub struct Rows<'d> {
    data: &'d [u8],
    /// Where the next row begins.
    start: usize,
    marks: Marks,
}

impl<'d> Rows<'d> {
    /// The rows of `data`, which begins with one.
    pub fn new(data: &'d [u8]) -> Self {
        Self {
            data,
            start: 0,
            marks: Marks::default(),
        }
    }

    /// Where the next row begins; after the last one, or where the next one has no end.
    pub fn position(&self) -> usize {
        self.start
    }

    /// All rows have been taken; what is left, if anything, has no end.
    pub fn is_done(&self) -> bool {
        self.start == self.data.len()
    }

    /// The next row, which ends at a newline that no backslash escapes; its first `wanted` fields are
    /// appended to `fields`. `None` where no whole row is left.
    pub fn next(&mut self, wanted: usize, fields: &mut Vec<Field>) -> Option<Row> {
        let (data, start) = (self.data, self.start);
        let mut marks = self.marks;
        let mut row = Row {
            content: start..start,
            next: start,
            count: 1,
            bare_return: false,
        };
        // What a backslash escapes means nothing.
        let mut escaped = usize::MAX;
        let mut field = Field {
            start,
            end: start,
            escapes: false,
        };
        let mut newline = None;
        while row.count <= wanted && newline.is_none() {
            let at = marks.next(data)?;
            if at == escaped {
                continue;
            }
            match data[at] {
                b'\t' => {
                    field.end = at;
                    fields.push(field);
                    (field.start, field.escapes) = (at + 1, false);
                    row.count += 1;
                }
                b'\\' => (escaped, field.escapes) = (at + 1, true),
                b'\n' => newline = Some(at),
                b'\r' => row.bare_return |= data.get(at + 1) != Some(&b'\n'),
                _ => {}
            }
        }
        let last_is_wanted = newline.is_some();
        // Of the others only the count is; by itself a loop for them has less to remember.
        let at = loop {
            if let Some(at) = newline {
                break at;
            }
            let at = marks.next(data)?;
            if at == escaped {
                continue;
            }
            match data[at] {
                b'\t' => row.count += 1,
                b'\\' => escaped = at + 1,
                b'\n' => break at,
                b'\r' => row.bare_return |= data.get(at + 1) != Some(&b'\n'),
                _ => {}
            }
        };
        // A carriage return that a backslash escapes is data; the newline after it ends the row.
        let returns = at > start && data[at - 1] == b'\r' && escaped != at - 1;
        row.content.end = at - usize::from(returns);
        row.next = at + 1;
        if last_is_wanted {
            field.end = row.content.end;
            fields.push(field);
        }
        (self.start, self.marks) = (row.next, marks);
        Some(row)
    }
}

/// Finds the bytes that may mean something, 64 bytes at a time.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// What has not been taken of the 64 bytes at `block`: a bit each.
    bits: u64,
    block: usize,
    /// Where the next 64 bytes begin.
    ahead: usize,
}

impl Marks {
    #[inline(always)]
    fn next(&mut self, data: &[u8]) -> Option<usize> {
        if self.bits == 0 {
            *self = self.refilled(data)?;
        }
        let at = self.block + self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        Some(at)
    }

    /// At the next 64 bytes that have any.
    fn refilled(mut self, data: &[u8]) -> Option<Self> {
        while self.bits == 0 {
            let rest = data.get(self.ahead..)?;
            self.bits = match rest.first_chunk() {
                Some(block) => marks(block),
                None if rest.is_empty() => return None,
                None => {
                    let mut block = [0; 64];
                    block[..rest.len()].copy_from_slice(rest);
                    marks(&block)
                }
            };
            self.block = self.ahead;
            self.ahead += 64;
            if self.bits == 0 {
                self.ahead += stretch(data.get(self.ahead..)?);
            }
        }
        Some(self)
    }
}

/// How many bytes stand before the first that means something to a row.
fn stretch(data: &[u8]) -> usize {
    let end = memchr3(b'\t', b'\n', b'\\', data).unwrap_or(data.len());
    memchr(b'\r', &data[..end]).unwrap_or(end)
}

/// The bytes from tab to carriage return, and backslashes: a bit for each, the first byte's the lowest.
fn marks(block: &[u8; 64]) -> u64 {
    // Without a branch for each byte the compiler makes vector code of it.
    let found =
        block.map(|byte| u8::from(byte.wrapping_sub(b'\t') <= b'\r' - b'\t' || byte == b'\\'));
    let eights = found.as_chunks().0.iter().enumerate();
    eights.fold(0, |marks, (at, eight)| {
        // Each bit of the factor brings one byte's to its place in the top byte; no two meet.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        marks | gathered << (8 * at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(row: &[u8], wanted: usize) -> (Vec<&[u8]>, usize) {
        let data = [row, b"\n"].concat();
        let mut found = Vec::new();
        let count = Rows::new(&data)
            .next(wanted, &mut found)
            .expect("a row")
            .count(1);
        for field in &found {
            assert_eq!(field.escapes, row[field.range()].contains(&b'\\'));
        }
        let bytes = found.into_iter().map(|field| &row[field.range()]);
        (bytes.collect(), count)
    }

    #[test]
    fn splits_as_far_as_wanted_and_counts_all() {
        assert_eq!(fields(b"a\tb\tc", 3), (vec![&b"a"[..], b"b", b"c"], 3));
        assert_eq!(fields(b"a\tb\tc", 1), (vec![&b"a"[..]], 3));
        assert_eq!(fields(b"a\tb\\\\\tc\\\td", 1), (vec![&b"a"[..]], 3));
        assert_eq!(fields(b"", 1), (vec![&b""[..]], 1));
        assert_eq!(fields(b"a", 3), (vec![&b"a"[..]], 1));
        assert_eq!(fields(b"a\t", 2), (vec![&b"a"[..], b""], 2));
        assert_eq!(fields(b"a\t", 1), (vec![&b"a"[..]], 2));
        assert_eq!(fields(b"a\tb", 2), (vec![&b"a"[..], b"b"], 2));
        assert_eq!(fields(b"a\tb", 0), (vec![], 2));
        assert_eq!(
            fields(b"a\\\tb\t\\\\\tc", 9),
            (vec![&b"a\\\tb"[..], b"\\\\", b"c"], 3)
        );
        assert_eq!(fields(b"12345678\t\t90", 1), (vec![&b"12345678"[..]], 3));
        assert_eq!(fields(b"\\N\t\\N", 1), (vec![&b"\\N"[..]], 2));
    }

    fn rows(data: &[u8]) -> (Vec<(&[u8], bool)>, usize) {
        let mut rows = Rows::new(data);
        let mut found = Vec::new();
        while let Some(row) = rows.next(0, &mut Vec::new()) {
            assert_eq!(row.next, rows.position());
            found.push((&data[row.content], row.bare_return));
        }
        (found, rows.position())
    }

    #[test]
    fn rows_end_at_unescaped_newlines() {
        assert_eq!(
            rows(b"a\\\nb\r\nc\\\\\nd"),
            (vec![(&b"a\\\nb"[..], false), (b"c\\\\", false)], 10)
        );
        assert_eq!(
            rows(b"\n\r\n\\\r\n"),
            (vec![(&b""[..], false), (b"", false), (b"\\\r", false)], 6)
        );
        assert_eq!(rows(b""), (vec![], 0));
    }

    #[test]
    fn carriage_returns_that_end_no_line() {
        for (data, bare) in [
            (&b"b\\\rc\r\n"[..], false),
            (b"a\rb\n", true),
            (b"a\\\\\rb\n", true),
            (b"a\r\r\n", true),
            (b"\r\n", false),
        ] {
            assert_eq!(rows(data).0[0].1, bare, "{data:?}");
        }
    }

    #[test]
    fn no_columns() {
        let count = |data: &[u8], columns| {
            let row = Rows::new(data).next(0, &mut Vec::new());
            row.expect("a row").count(columns)
        };
        assert_eq!(
            (count(b"\n", 0), count(b"\n", 1), count(b"x\n", 0)),
            (0, 1, 1)
        );
    }

    /// As `CopyReadLineText` and `CopyReadAttributesText` do it: from the left, a byte at a time.
    fn slowly(data: &[u8]) -> (Vec<Vec<&[u8]>>, usize) {
        let (mut rows, mut fields, mut row, mut start, mut at) = (vec![], vec![], 0, 0, 0);
        while at < data.len() {
            match data[at] {
                b'\\' => at += 1,
                b'\t' => {
                    fields.push(&data[start..at]);
                    start = at + 1;
                }
                b'\r' if data.get(at + 1) == Some(&b'\n') => {
                    fields.push(&data[start..at]);
                    rows.push(std::mem::take(&mut fields));
                    at += 1;
                    (row, start) = (at + 1, at + 1);
                }
                b'\n' => {
                    fields.push(&data[start..at]);
                    rows.push(std::mem::take(&mut fields));
                    (row, start) = (at + 1, at + 1);
                }
                _ => {}
            }
            at += 1;
        }
        (rows, row)
    }

    proptest::proptest! {
        #[test]
        fn splits_as_the_server_does(
            data in proptest::collection::vec(r"[a\\\t\n\r]{0,5}|b{10,70}", 0..40),
            wanted in 0..6_usize,
        ) {
            let data = data.concat().into_bytes();
            let (expected, end) = slowly(&data);
            let mut rows = Rows::new(&data);
            for expected in expected {
                let mut fields = Vec::new();
                let row = rows.next(wanted, &mut fields).expect("a row");
                let got: Vec<&[u8]> = fields.iter().map(|field| &data[field.range()]).collect();
                proptest::prop_assert_eq!(row.count(1), expected.len());
                proptest::prop_assert_eq!(&got[..], &expected[..wanted.min(expected.len())]);
                proptest::prop_assert_eq!(&data[row.content], &expected.join(&b'\t')[..]);
            }
            proptest::prop_assert_eq!(rows.position(), end);
            proptest::prop_assert_eq!(rows.next(wanted, &mut Vec::new()), None);
        }

        #[test]
        fn marks_are_exact(block in proptest::array::uniform(0..=255_u8)) {
            let expected = (0..64).filter(|at| matches!(block[*at], b'\t'..=b'\r' | b'\\'));
            let expected = expected.fold(0, |bits, at| bits | 1 << at);
            proptest::prop_assert_eq!(marks(&block), expected);
        }
    }
}
