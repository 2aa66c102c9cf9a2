//! Conversion by `encoding_rs`' tables, and by hand where it has none that fit.

use std::borrow::Cow;

use super::{Encoding, Unencodable};

/// Text with characters beyond ASCII.
pub(super) fn decode(encoding: Encoding, bytes: &[u8]) -> Option<Cow<'_, str>> {
    match encoding {
        Encoding::Latin1 => Some(Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect())),
        // ISO 8859-9 is windows-1254 but for the control characters at 80 to 9F, KOI8-U as RFC 2319
        // has it differs from the WHATWG's in two box drawing characters.
        Encoding::Latin5 | Encoding::Koi8U => {
            bytes.iter().map(|byte| single(encoding, *byte)).collect()
        }
        Encoding::EucCn | Encoding::EucKr if !is_pairs(bytes) => None,
        _ => table(encoding)?.decode_without_bom_handling_and_without_replacement(bytes),
    }
}

/// One character at a time, as results beyond ASCII are rare in dumps that are not UTF-8: each must
/// read back as itself (the WHATWG writes some characters as others) and lie in PostgreSQL's part of
/// the table.
pub(super) fn encode(encoding: Encoding, text: &str, out: &mut Vec<u8>) -> Result<(), Unencodable> {
    for c in text.chars() {
        match c {
            '\0'..'\u{80}' => out.push(c as u8),
            // Control characters that some code pages take in place of what they do not define.
            '\u{80}'..'\u{A0}' => return Err(Unencodable),
            _ => encode_char(encoding, c, out)?,
        }
    }
    Ok(())
}

fn encode_char(encoding: Encoding, c: char, out: &mut Vec<u8>) -> Result<(), Unencodable> {
    if matches!(
        encoding,
        Encoding::Latin1 | Encoding::Latin5 | Encoding::Koi8U
    ) {
        let byte = (0xA0..=0xFF)
            .find(|byte| single(encoding, *byte) == Some(c))
            .or_else(|| (0x80..0xA0).find(|byte| single(encoding, *byte) == Some(c)));
        out.push(byte.ok_or(Unencodable)?);
        return Ok(());
    }
    let mut utf8 = [0; 4];
    let one = &*c.encode_utf8(&mut utf8);
    let table = table(encoding).ok_or(Unencodable)?;
    let (bytes, _, replaced) = table.encode(one);
    let reads_back = || {
        table
            .decode_without_bom_handling_and_without_replacement(&bytes)
            .is_some_and(|back| back == one)
    };
    if replaced || !has(encoding, &bytes) || !reads_back() {
        return Err(Unencodable);
    }
    out.extend_from_slice(&bytes);
    Ok(())
}

/// PostgreSQL's table has this character.
fn has(encoding: Encoding, bytes: &[u8]) -> bool {
    match (encoding, bytes) {
        (Encoding::EucCn, [lead, trail]) => is_gb2312(*lead, *trail),
        // Code page 936: GB 2312's symbols, and hanzi beyond it.
        (Encoding::Gbk, [lead @ 0xA1..=0xA9, trail @ 0xA1..=0xFE]) => is_gb2312(*lead, *trail),
        (Encoding::Gbk, [0xFE, trail]) => *trail < 0x50,
        (Encoding::Gbk, [_, _]) => true,
        (Encoding::EucKr, [0xA1..=0xFE, 0xA1..=0xFE]) => true,
        // Code page 950, without the Hong Kong supplement.
        (Encoding::Big5, [lead, trail]) => {
            matches!(lead, 0xA1..=0xC5 | 0xC9..=0xF9) || (*lead == 0xC6 && *trail < 0x80)
        }
        (Encoding::EucCn | Encoding::Gbk | Encoding::EucKr | Encoding::Big5, _) => false,
        _ => bytes.first().is_some_and(|lead| *lead >= 0x80),
    }
}

fn is_gb2312(lead: u8, trail: u8) -> bool {
    trail >= 0xA1
        && match lead {
            0xA1 | 0xA3 | 0xA4 | 0xA5 | 0xA7 | 0xB0..=0xF7 => true,
            0xA2 => trail >= 0xB1,
            0xA6 => trail <= 0xD8,
            0xA8 => trail <= 0xBA || matches!(trail, 0xC5..=0xE9),
            0xA9 => matches!(trail, 0xA4..=0xEF),
            _ => false,
        }
}

/// Bytes beyond ASCII come in pairs of A1 to FE.
fn is_pairs(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        match rest {
            [] => return true,
            [..0x80, tail @ ..] | [0xA1..=0xFE, 0xA1..=0xFE, tail @ ..] => rest = tail,
            _ => return false,
        }
    }
}

/// The character of a byte in the encodings done by hand.
fn single(encoding: Encoding, byte: u8) -> Option<char> {
    let by_table = |table: &'static encoding_rs::Encoding| {
        let byte = [byte];
        let text = table.decode_without_bom_handling_and_without_replacement(&byte)?;
        text.chars().next()
    };
    match (encoding, byte) {
        (Encoding::Latin1, _) | (Encoding::Latin5, ..0xA0) => Some(char::from(byte)),
        (Encoding::Latin5, _) => by_table(encoding_rs::WINDOWS_1254),
        (Encoding::Koi8U, 0xAE) => Some('\u{255D}'),
        (Encoding::Koi8U, 0xBE) => Some('\u{256C}'),
        (Encoding::Koi8U, _) => by_table(encoding_rs::KOI8_U),
        _ => None,
    }
}

fn table(encoding: Encoding) -> Option<&'static encoding_rs::Encoding> {
    Some(match encoding {
        Encoding::Utf8
        | Encoding::SqlAscii
        | Encoding::EucTw
        | Encoding::EucJis2004
        | Encoding::MuleInternal
        | Encoding::ShiftJis2004
        | Encoding::Latin1
        | Encoding::Latin5
        | Encoding::Koi8U => return None,
        Encoding::EucJp => encoding_rs::EUC_JP,
        Encoding::EucKr | Encoding::Uhc => encoding_rs::EUC_KR,
        Encoding::EucCn | Encoding::Gbk => encoding_rs::GBK,
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Sjis => encoding_rs::SHIFT_JIS,
        Encoding::Big5 => encoding_rs::BIG5,
        Encoding::Latin2 => encoding_rs::ISO_8859_2,
        Encoding::Latin3 => encoding_rs::ISO_8859_3,
        Encoding::Latin4 => encoding_rs::ISO_8859_4,
        Encoding::Latin6 => encoding_rs::ISO_8859_10,
        Encoding::Latin7 => encoding_rs::ISO_8859_13,
        Encoding::Latin8 => encoding_rs::ISO_8859_14,
        Encoding::Latin9 => encoding_rs::ISO_8859_15,
        Encoding::Latin10 => encoding_rs::ISO_8859_16,
        Encoding::Iso8859_5 => encoding_rs::ISO_8859_5,
        Encoding::Iso8859_6 => encoding_rs::ISO_8859_6,
        Encoding::Iso8859_7 => encoding_rs::ISO_8859_7,
        Encoding::Iso8859_8 => encoding_rs::ISO_8859_8,
        Encoding::Koi8R => encoding_rs::KOI8_R,
        Encoding::Win866 => encoding_rs::IBM866,
        Encoding::Win874 => encoding_rs::WINDOWS_874,
        Encoding::Win1250 => encoding_rs::WINDOWS_1250,
        Encoding::Win1251 => encoding_rs::WINDOWS_1251,
        Encoding::Win1252 => encoding_rs::WINDOWS_1252,
        Encoding::Win1253 => encoding_rs::WINDOWS_1253,
        Encoding::Win1254 => encoding_rs::WINDOWS_1254,
        Encoding::Win1255 => encoding_rs::WINDOWS_1255,
        Encoding::Win1256 => encoding_rs::WINDOWS_1256,
        Encoding::Win1257 => encoding_rs::WINDOWS_1257,
        Encoding::Win1258 => encoding_rs::WINDOWS_1258,
    })
}
