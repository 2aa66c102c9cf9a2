//! Client encodings: which are safe to scan, and how text is brought to UTF-8 and back.
//!
//! Names and aliases are those of PostgreSQL's `src/common/encnames.c`. Bytes of untouched values are
//! never converted; only what rules look at and what they make goes through here. Where a table of
//! `encoding_rs` (which follows the WHATWG) is wider than PostgreSQL's, what is *written* stays
//! within PostgreSQL's, so that a load can't fail on it.

use std::borrow::Cow;

use crate::error::{Error, Result};

mod character;
mod names;
mod tables;

pub use self::character::{Character, Role};

/// The encoding a dump declares with `SET client_encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Encoding {
    /// `UTF8`, and dumps that declare nothing.
    Utf8,
    /// No conversion: any bytes from 0x80 on, which mean nothing.
    SqlAscii,
    EucJp,
    EucCn,
    EucKr,
    EucTw,
    EucJis2004,
    MuleInternal,
    Latin1,
    Latin2,
    Latin3,
    Latin4,
    Latin5,
    Latin6,
    Latin7,
    Latin8,
    Latin9,
    Latin10,
    Iso8859_5,
    Iso8859_6,
    Iso8859_7,
    Iso8859_8,
    Koi8R,
    Koi8U,
    Win866,
    Win874,
    Win1250,
    Win1251,
    Win1252,
    Win1253,
    Win1254,
    Win1255,
    Win1256,
    Win1257,
    Win1258,
    Sjis,
    ShiftJis2004,
    Big5,
    Gbk,
    Gb18030,
    Uhc,
}

/// The encoding has no such character, or the bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unencodable;

impl Encoding {
    /// Reads a name as PostgreSQL does: aliases, any case, anything but letters and digits ignored
    /// (so quotes may stand around it). `JOHAB`, which can't be scanned safely, and unknown names
    /// are exit 5.
    pub fn parse(name: &[u8]) -> Result<Self> {
        let clean = names::clean(name);
        if let Some(encoding) = names::by_alias(&clean) {
            return Ok(encoding);
        }
        let message = match clean.as_str() {
            "johab" => {
                "client_encoding JOHAB can't be read safely: its bytes hide tabs and backslashes"
                    .to_owned()
            }
            // A name is no row data, but it is quoted only where it looks like a name.
            _ if (1..=20).contains(&clean.len()) => {
                format!("client_encoding \"{clean}\" is none that is known here")
            }
            _ => "client_encoding is none that is known here".to_owned(),
        };
        Err(Error::input(message).hint("dump again with `pg_dump --encoding=UTF8`"))
    }

    /// PostgreSQL's name.
    pub fn name(self) -> &'static str {
        names::official(self)
    }

    /// Bytes of a character after its first may be ASCII (letters, `\`, `|`, …), so that
    /// backslashes can be told only by walking from character to character; see
    /// [`Encoding::char_len`]. The bytes of tab, line feed, quotes, `$`, `;`, `,` and parentheses
    /// stand for nothing else even here.
    pub fn has_ascii_trail_bytes(self) -> bool {
        matches!(
            self,
            Self::Sjis | Self::ShiftJis2004 | Self::Big5 | Self::Gbk | Self::Gb18030 | Self::Uhc
        )
    }

    /// The length of the first character, as PostgreSQL's `mblen` functions measure it
    /// (`src/common/wchar.c`), cut at the end of `bytes`; 1 in encodings without ASCII trail bytes,
    /// where it does not matter, and at least 1.
    pub fn char_len(self, bytes: &[u8]) -> usize {
        let len = match (self, bytes.first(), bytes.get(1)) {
            (_, None | Some(..0x80), _) => 1,
            (Self::Sjis | Self::ShiftJis2004, Some(0xA1..=0xDF), _) => 1,
            (Self::Gb18030, _, Some(b'0'..=b'9')) => 4,
            _ if self.has_ascii_trail_bytes() => 2,
            _ => 1,
        };
        len.min(bytes.len()).max(1)
    }

    /// Text as UTF-8; `None` where the bytes are not valid in the encoding, or hold characters of an
    /// encoding that is read in its ASCII part only (`EUC_TW`, `EUC_JIS_2004`, `SHIFT_JIS_2004`,
    /// `MULE_INTERNAL`). Borrowed where it is ASCII.
    pub fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        if matches!(self, Self::Utf8 | Self::SqlAscii) || bytes.is_ascii() {
            return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
        }
        tables::decode(self, bytes)
    }

    /// A field as rules see it: UTF-8, or in `SQL_ASCII` the bytes themselves; `None` as for
    /// [`Encoding::decode`].
    pub fn decode_value(self, bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::SqlAscii => Some(Cow::Borrowed(bytes)),
            _ => Some(match self.decode(bytes)? {
                Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                Cow::Owned(text) => Cow::Owned(text.into_bytes()),
            }),
        }
    }

    /// An identifier as UTF-8; bytes that are not valid become `U+FFFD`.
    pub fn identifier(self, bytes: &[u8]) -> String {
        self.decode(bytes).map_or_else(
            || String::from_utf8_lossy(bytes).into_owned(),
            Cow::into_owned,
        )
    }

    /// Appends text in this encoding. A character that it lacks (in `SQL_ASCII` and the encodings
    /// read in their ASCII part only: any beyond ASCII) is an error, never a `?`; `out` is then as it
    /// was.
    pub fn encode(self, text: &str, out: &mut Vec<u8>) -> Result<(), Unencodable> {
        if self == Self::Utf8 || text.is_ascii() {
            out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        let start = out.len();
        let done = tables::encode(self, text, out);
        if done.is_err() {
            out.truncate(start);
        }
        done
    }

    /// Appends a result of a rule in this encoding; bytes that are not UTF-8 are an error like
    /// characters that it lacks.
    pub fn encode_value(self, value: &[u8], out: &mut Vec<u8>) -> Result<(), Unencodable> {
        match std::str::from_utf8(value) {
            Ok(text) => self.encode(text, out),
            Err(_) => Err(Unencodable),
        }
    }
}

/// How SQL text is to be read at one point of a dump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `standard_conforming_strings`: a backslash in `'…'` is an ordinary character.
    pub standard_conforming_strings: bool,
    /// `client_encoding`
    pub encoding: Encoding,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            standard_conforming_strings: true,
            encoding: Encoding::Utf8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        encoding.encode(text, &mut out).ok().map(|()| out)
    }

    #[test]
    fn names_are_read_as_postgresql_does() {
        for (name, encoding) in [
            ("UTF8", Encoding::Utf8),
            ("'utf-8'", Encoding::Utf8),
            ("\"Unicode\"", Encoding::Utf8),
            ("SQL_ASCII", Encoding::SqlAscii),
            ("iso-8859-1", Encoding::Latin1),
            ("ISO_8859_15", Encoding::Latin9),
            ("ISO_8859_5", Encoding::Iso8859_5),
            ("windows-1252", Encoding::Win1252),
            ("WIN", Encoding::Win1251),
            ("Shift_JIS", Encoding::Sjis),
            ("MSKANJI", Encoding::Sjis),
            ("win936", Encoding::Gbk),
            ("KOI8", Encoding::Koi8R),
            ("TCVN", Encoding::Win1258),
        ] {
            assert_eq!(
                Encoding::parse(name.as_bytes()).unwrap(),
                encoding,
                "{name}"
            );
        }
        for encoding in names::all() {
            assert_eq!(
                Encoding::parse(encoding.name().as_bytes()).unwrap(),
                encoding
            );
        }
    }

    #[test]
    fn unsafe_and_unknown_encodings_are_refused() {
        let error = Encoding::parse(b"Johab").unwrap_err();
        assert_eq!(error.exit(), crate::exit::ExitCode::Input);
        assert!(error.message().contains("JOHAB"));
        assert!(
            Encoding::parse(b"utf16")
                .unwrap_err()
                .message()
                .contains("\"utf16\"")
        );
        for name in [&b""[..], b"DEFAULT", b"\xff\xfe", &[b'a'; 900]] {
            assert!(Encoding::parse(name).is_err());
        }
    }

    #[test]
    fn text_of_each_encoding() {
        for (encoding, text, bytes) in [
            (Encoding::Latin1, "é\u{85}ÿ", &b"\xe9\x85\xff"[..]),
            (Encoding::Latin5, "ğ", b"\xf0"),
            (Encoding::Latin9, "€", b"\xa4"),
            (Encoding::Win1252, "€é", b"\x80\xe9"),
            (Encoding::Koi8R, "Привет", b"\xf0\xd2\xc9\xd7\xc5\xd4"),
            (Encoding::Koi8U, "ґ\u{255D}", b"\xad\xae"),
            (Encoding::EucJp, "日本", b"\xc6\xfc\xcb\xdc"),
            (Encoding::EucKr, "한", b"\xc7\xd1"),
            (Encoding::EucCn, "中", b"\xd6\xd0"),
            (Encoding::Sjis, "ソ表", b"\x83\x5c\x95\x5c"),
            (Encoding::Big5, "功", b"\xa5\x5c"),
            (Encoding::Gbk, "乗", b"\x81\x5c"),
            (Encoding::Gb18030, "😀", b"\x94\x39\xfc\x36"),
            (Encoding::Uhc, "갂", b"\x81\x41"),
            (Encoding::Utf8, "é", b"\xc3\xa9"),
        ] {
            assert_eq!(
                encoding.decode(bytes).as_deref(),
                Some(text),
                "{encoding:?}"
            );
            if !text.contains('\u{85}') {
                assert_eq!(
                    encoded(encoding, text).as_deref(),
                    Some(bytes),
                    "{encoding:?}"
                );
            }
        }
    }

    #[test]
    fn what_an_encoding_lacks_is_refused() {
        for (encoding, text) in [
            (Encoding::Latin1, "€"),
            (Encoding::Latin1, "\u{85}"),
            (Encoding::Win1252, "Ж"),
            (Encoding::Koi8U, "Ў"),
            // The WHATWG writes these two as a backslash and a tilde.
            (Encoding::Sjis, "¥"),
            (Encoding::Sjis, "‾"),
            (Encoding::EucJp, "¥"),
            (Encoding::EucKr, "갂"),
            (Encoding::EucCn, "乗"),
            (Encoding::EucCn, "ⅰ"),
            (Encoding::Gbk, "€"),
            (Encoding::SqlAscii, "é"),
            (Encoding::EucTw, "中"),
            (Encoding::ShiftJis2004, "ソ"),
        ] {
            assert_eq!(encoded(encoding, text), None, "{encoding:?}");
        }
        let mut out = b"kept".to_vec();
        assert!(Encoding::Latin1.encode("é€", &mut out).is_err());
        assert_eq!(out, b"kept");
        assert!(Encoding::Utf8.encode_value(b"\xff", &mut out).is_err());
    }

    #[test]
    fn sql_ascii_is_bytes() {
        assert_eq!(Encoding::SqlAscii.decode(b"\xff"), None);
        let value = Encoding::SqlAscii.decode_value(b"\xff\xc3\xa9");
        assert_eq!(value.as_deref(), Some(&b"\xff\xc3\xa9"[..]));
    }

    #[test]
    fn invalid_bytes_do_not_decode() {
        for (encoding, bytes) in [
            (Encoding::Utf8, &b"\xff"[..]),
            (Encoding::EucJp, b"\xc6"),
            (Encoding::EucKr, b"\x81\x41"),
            (Encoding::EucCn, b"\x81\x5c"),
            (Encoding::Sjis, b"\x83"),
            (Encoding::EucTw, b"\xc4\xe3"),
            (Encoding::MuleInternal, b"\x81\xc0"),
        ] {
            assert_eq!(encoding.decode(bytes), None, "{encoding:?}");
        }
        assert_eq!(Encoding::EucTw.decode(b"abc").as_deref(), Some("abc"));
    }

    #[test]
    fn characters_are_measured() {
        assert_eq!(Encoding::Sjis.char_len(b"\x83\x5c'"), 2);
        assert_eq!(Encoding::Sjis.char_len(b"\xb1'"), 1);
        assert_eq!(Encoding::Gb18030.char_len(b"\x94\x39\xfc\x36"), 4);
        assert_eq!(Encoding::Gb18030.char_len(b"\x81\x5c"), 2);
        assert_eq!(Encoding::Gbk.char_len(b"\x81"), 1);
        assert_eq!(Encoding::Gbk.char_len(b"a"), 1);
        assert_eq!(Encoding::Utf8.char_len("é".as_bytes()), 1);
        assert_eq!(Encoding::Uhc.char_len(b""), 1);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text: String, index in 0..100_usize) {
            let all: Vec<_> = names::all().collect();
            let encoding = all[index % all.len()];
            if let Some(bytes) = encoded(encoding, &text) {
                let back = encoding.decode(&bytes);
                prop_assert_eq!(back.as_deref(), Some(text.as_str()));
            }
        }

        #[test]
        fn each_character_alone(c: char, index in 0..100_usize) {
            let all: Vec<_> = names::all().collect();
            let encoding = all[index % all.len()];
            if let Some(bytes) = encoded(encoding, &c.to_string()) {
                let back = encoding.decode(&bytes).map(Cow::into_owned);
                prop_assert_eq!(back, Some(c.to_string()));
                if !c.is_ascii() {
                    prop_assert!(bytes[0] >= 0x80);
                    prop_assert!(encoding.has_ascii_trail_bytes() || bytes.iter().all(|b| *b >= 0x80));
                }
            }
        }

        #[test]
        fn arbitrary_bytes_do_no_harm(bytes: Vec<u8>) {
            for encoding in names::all() {
                let _ = encoding.decode(&bytes);
                let _ = encoding.identifier(&bytes);
            }
            let _ = Encoding::parse(&bytes);
        }
    }
}
