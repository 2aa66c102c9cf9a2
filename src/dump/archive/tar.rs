//! Members of a tar archive as pg_dump writes them (`pg_backup_tar.c`, `src/port/tar.c`): POSIX
//! ustar, plain files only.

use super::reader::{Chunks, Reader};
use crate::error::Result;

/// Headers and contents are padded to multiples of this.
pub const BLOCK: usize = 512;

/// A member begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Bytes of its content.
    pub size: u64,
}

/// The next member; `None` at the mark of the end, after which there is nothing.
pub fn next_member<C: Chunks>(reader: &mut Reader<C>) -> Result<Option<Member>> {
    let header = reader.take(BLOCK, "a tar header")?;
    if header.iter().all(|byte| *byte == 0) {
        while !reader.at_end()? {
            if reader.some(BLOCK, "the end")?.iter().any(|byte| *byte != 0) {
                return Err(reader.error("something follows the end of the tar archive"));
            }
        }
        return Ok(None);
    }
    let broken = |reader: &Reader<C>| reader.error("a tar header that can't be read");
    if number(&header[148..156]) != Some(u64::from(checksum(&header))) {
        return Err(broken(reader));
    }
    let name = header[..100].split(|byte| *byte == 0).next();
    let name = name
        .and_then(|name| std::str::from_utf8(name).ok())
        .ok_or_else(|| broken(reader))?;
    let size = number(&header[124..136]).ok_or_else(|| broken(reader))?;
    if !matches!(header[156], b'0' | 0) {
        return Err(reader.error("a tar member that is no plain file"));
    }
    Ok(Some(Member {
        name: name.to_owned(),
        size,
    }))
}

/// Bytes that fill the last block of a member of this size.
pub fn padding(size: u64) -> usize {
    // Less than a block.
    (size.next_multiple_of(BLOCK as u64) - size) as usize
}

/// A member's header; `time` is in seconds since 1970.
pub fn header(member: &Member, time: u64) -> Vec<u8> {
    let mut out = vec![0; BLOCK];
    let mut put = |at: usize, text: &[u8]| out[at..at + text.len()].copy_from_slice(text);
    put(0, member.name.as_bytes());
    put(100, b"0000600 ");
    put(108, b"0004000 ");
    put(116, b"0002000 ");
    if member.size < 1 << 33 {
        put(124, format!("{:011o} ", member.size).as_bytes());
    } else {
        put(124, &[0x80, 0, 0, 0]);
        put(128, &member.size.to_be_bytes());
    }
    put(136, format!("{time:011o} ").as_bytes());
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    put(265, b"postgres");
    put(297, b"postgres");
    put(329, b"0000000 ");
    put(337, b"0000000 ");
    let sum = checksum(&out);
    out[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    out
}

/// The sum of a header's bytes, those of the sum itself counted as blanks.
fn checksum(header: &[u8]) -> u32 {
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    sum(&header[..148]) + 8 * u32::from(b' ') + sum(&header[156..])
}

/// An octal number, or a binary one where the first bit says so.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] == 0x80 {
        return field[1..].iter().try_fold(0_u64, |value, byte| {
            let shifted = (value >> 56 == 0).then_some(value << 8)?;
            Some(shifted | u64::from(*byte))
        });
    }
    let text = std::str::from_utf8(field).ok()?;
    u64::from_str_radix(text.trim_matches(['\0', ' ']), 8).ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn members_come_back() {
        for size in [0, 1, 511, 512, (1 << 33) - 1, 1 << 33, 1 << 40] {
            let member = Member {
                name: "3456.dat".to_owned(),
                size,
            };
            let header = header(&member, 1_700_000_000);
            let mut reader = Reader::new(Some(Bytes::from(header.clone())));
            assert_eq!(next_member(&mut reader).unwrap(), Some(member));
            for at in [0, 130, 300] {
                let mut broken = header.clone();
                broken[at] ^= 1;
                assert!(next_member(&mut Reader::new(Some(Bytes::from(broken)))).is_err());
            }
        }
        assert_eq!(padding(0), 0);
        assert_eq!(padding(1), 511);
    }

    #[test]
    fn nothing_may_follow_the_end() {
        let zeros = vec![0; 2 * BLOCK];
        let read = |bytes: Vec<u8>| next_member(&mut Reader::new(Some(Bytes::from(bytes))));
        assert_eq!(read(zeros.clone()).unwrap(), None);
        assert!(read([zeros, b"x".to_vec()].concat()).is_err());
        assert!(read(vec![0; BLOCK - 1]).is_err());
    }
}
