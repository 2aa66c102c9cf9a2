//! Bytes, integers and strings out of a stream of chunks.

use bytes::{Buf, Bytes, BytesMut};

use crate::error::{Error, Result};

/// Where the bytes come from.
pub trait Chunks {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// Whatever made reading fail.
    fn next_chunk(&mut self) -> Result<Option<Bytes>>;
}

/// All bytes at once.
impl Chunks for Option<Bytes> {
    fn next_chunk(&mut self) -> Result<Option<Bytes>> {
        Ok(self.take())
    }
}

/// Bytes of an integer.
const INT: usize = 5;

/// A string longer than this is refused: pg_dump writes none, and memory stays bounded.
pub const MAX_STRING: usize = 256 << 20;

/// Reads an archive from its first byte on.
pub struct Reader<C> {
    chunks: C,
    current: Bytes,
    offset: u64,
}

impl<C: Chunks> Reader<C> {
    /// At the first byte.
    pub fn new(chunks: C) -> Self {
        Self {
            chunks,
            current: Bytes::new(),
            offset: 0,
        }
    }

    /// Where the bytes come from.
    pub fn chunks(&self) -> &C {
        &self.chunks
    }

    /// Bytes read so far.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Nothing follows.
    pub fn at_end(&mut self) -> Result<bool> {
        while self.current.is_empty() {
            match self.chunks.next_chunk()? {
                Some(chunk) => self.current = chunk,
                None => return Ok(true),
            }
        }
        Ok(false)
    }

    /// At least one and at most `most` bytes, as they came; `what` is being read.
    pub fn some(&mut self, most: usize, what: &str) -> Result<Bytes> {
        if self.at_end()? {
            return Err(self
                .error(format!("the archive is cut off: it ends inside {what}"))
                .hint("make the dump again, or copy it again, and compare sizes"));
        }
        let part = self.current.split_to(most.min(self.current.len()));
        self.offset += part.len() as u64;
        Ok(part)
    }

    /// Exactly `length` bytes.
    pub fn take(&mut self, length: usize, what: &str) -> Result<Bytes> {
        if length == 0 {
            return Ok(Bytes::new());
        }
        let first = self.some(length, what)?;
        if first.len() == length {
            return Ok(first);
        }
        let mut all = BytesMut::from(&first[..]);
        while all.len() < length {
            let part = self.some(length - all.len(), what)?;
            all.extend_from_slice(&part);
        }
        Ok(all.freeze())
    }

    /// One byte.
    pub fn byte(&mut self, what: &str) -> Result<u8> {
        if self.current.is_empty() {
            return Ok(self.some(1, what)?[0]);
        }
        self.offset += 1;
        Ok(self.current.get_u8())
    }

    /// `WriteInt`: a sign byte, then four bytes of magnitude, least significant first.
    pub fn int(&mut self, what: &str) -> Result<i64> {
        let (sign, magnitude) = if self.current.len() >= INT {
            self.offset += INT as u64;
            (self.current.get_u8(), self.current.get_u32_le())
        } else {
            let mut bytes = &self.take(INT, what)?[..];
            (bytes.get_u8(), bytes.get_u32_le())
        };
        let magnitude = i64::from(magnitude);
        match sign {
            0 => Ok(magnitude),
            1 => Ok(-magnitude),
            _ => Err(self.error(format!("{what} has a number with a sign that is none"))),
        }
    }

    /// `WriteStr`: length and bytes; a length of -1 is NULL.
    pub fn string(&mut self, what: &str) -> Result<Option<Bytes>> {
        let length = self.int(what)?;
        if length == -1 {
            return Ok(None);
        }
        match usize::try_from(length) {
            Ok(length) if length <= MAX_STRING => {
                let text = self.take(length, what)?;
                if text.contains(&0) {
                    return Err(self.error(format!("{what} has a text with a NUL byte in it")));
                }
                // A slice would keep the whole chunk it is part of.
                Ok(Some(Bytes::copy_from_slice(&text)))
            }
            _ => Err(self.error(format!("{what} has a text whose length is impossible"))),
        }
    }

    /// An error at what was read last.
    pub fn error(&self, message: impl Into<String>) -> Error {
        Error::input(message).at_byte(self.offset)
    }
}

/// Appends an integer as [`Reader::int`] reads it.
pub fn put_int(out: &mut Vec<u8>, value: i64) {
    out.push(u8::from(value < 0));
    // What was read has four bytes, and nothing else is written.
    out.extend_from_slice(&(value.unsigned_abs() as u32).to_le_bytes());
}

/// Appends a string as [`Reader::string`] reads it.
pub fn put_string(out: &mut Vec<u8>, text: Option<&[u8]>) {
    match text {
        None => put_int(out, -1),
        Some(text) => {
            put_int(out, text.len() as i64);
            out.extend_from_slice(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(bytes: &[u8]) -> Reader<Option<Bytes>> {
        Reader::new(Some(Bytes::copy_from_slice(bytes)))
    }

    #[test]
    fn integers_and_strings_come_back() {
        for value in [
            0,
            1,
            -1,
            255,
            -256,
            2_147_483_647,
            -2_147_483_648,
            4_294_967_295,
        ] {
            let mut out = Vec::new();
            put_int(&mut out, value);
            assert_eq!(out.len(), 5);
            assert_eq!(reader(&out).int("x").unwrap(), value);
        }
        for text in [None, Some(&b""[..]), Some(b"abc")] {
            let mut out = Vec::new();
            put_string(&mut out, text);
            assert_eq!(reader(&out).string("x").unwrap().as_deref(), text);
        }
    }

    #[test]
    fn a_length_that_lies_is_refused() {
        for length in [-2, 2_000_000_000, 4_294_967_295] {
            let mut out = Vec::new();
            put_int(&mut out, length);
            out.extend_from_slice(b"abc");
            assert!(reader(&out).string("x").is_err());
        }
        let mut cut = Vec::new();
        put_string(&mut cut, Some(b"abc"));
        for end in 0..cut.len() {
            assert!(reader(&cut[..end]).string("x").is_err(), "{end}");
        }
    }
}
