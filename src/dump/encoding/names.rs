//! Names of encodings (PostgreSQL's `src/common/encnames.c`).

use super::Encoding;
use super::Encoding::{
    Big5, EucCn, EucJis2004, EucJp, EucKr, EucTw, Gb18030, Gbk, Iso8859_5, Iso8859_6, Iso8859_7,
    Iso8859_8, Koi8R, Koi8U, Latin1, Latin2, Latin3, Latin4, Latin5, Latin6, Latin7, Latin8,
    Latin9, Latin10, MuleInternal, ShiftJis2004, Sjis, SqlAscii, Uhc, Utf8, Win866, Win874,
    Win1250, Win1251, Win1252, Win1253, Win1254, Win1255, Win1256, Win1257, Win1258,
};

/// `clean_encoding_name`: ASCII letters and digits only, in lower case.
pub(super) fn clean(name: &[u8]) -> String {
    name.iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

/// The encoding that a clean name or alias means.
pub(super) fn by_alias(clean: &str) -> Option<Encoding> {
    ALIASES
        .iter()
        .find(|(alias, _)| *alias == clean)
        .map(|(_, encoding)| *encoding)
}

/// The name PostgreSQL itself uses.
pub(super) fn official(encoding: Encoding) -> &'static str {
    NAMES
        .iter()
        .find(|(_, other)| *other == encoding)
        .map_or("", |(name, _)| name)
}

/// All encodings.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = Encoding> {
    NAMES.iter().map(|(_, encoding)| *encoding)
}

const NAMES: &[(&str, Encoding)] = &[
    ("UTF8", Utf8),
    ("SQL_ASCII", SqlAscii),
    ("EUC_JP", EucJp),
    ("EUC_CN", EucCn),
    ("EUC_KR", EucKr),
    ("EUC_TW", EucTw),
    ("EUC_JIS_2004", EucJis2004),
    ("MULE_INTERNAL", MuleInternal),
    ("LATIN1", Latin1),
    ("LATIN2", Latin2),
    ("LATIN3", Latin3),
    ("LATIN4", Latin4),
    ("LATIN5", Latin5),
    ("LATIN6", Latin6),
    ("LATIN7", Latin7),
    ("LATIN8", Latin8),
    ("LATIN9", Latin9),
    ("LATIN10", Latin10),
    ("ISO_8859_5", Iso8859_5),
    ("ISO_8859_6", Iso8859_6),
    ("ISO_8859_7", Iso8859_7),
    ("ISO_8859_8", Iso8859_8),
    ("KOI8R", Koi8R),
    ("KOI8U", Koi8U),
    ("WIN866", Win866),
    ("WIN874", Win874),
    ("WIN1250", Win1250),
    ("WIN1251", Win1251),
    ("WIN1252", Win1252),
    ("WIN1253", Win1253),
    ("WIN1254", Win1254),
    ("WIN1255", Win1255),
    ("WIN1256", Win1256),
    ("WIN1257", Win1257),
    ("WIN1258", Win1258),
    ("SJIS", Sjis),
    ("SHIFT_JIS_2004", ShiftJis2004),
    ("BIG5", Big5),
    ("GBK", Gbk),
    ("GB18030", Gb18030),
    ("UHC", Uhc),
];

const ALIASES: &[(&str, Encoding)] = &[
    ("abc", Win1258),
    ("alt", Win866),
    ("big5", Big5),
    ("euccn", EucCn),
    ("eucjis2004", EucJis2004),
    ("eucjp", EucJp),
    ("euckr", EucKr),
    ("euctw", EucTw),
    ("gb18030", Gb18030),
    ("gbk", Gbk),
    ("iso88591", Latin1),
    ("iso885910", Latin6),
    ("iso885913", Latin7),
    ("iso885914", Latin8),
    ("iso885915", Latin9),
    ("iso885916", Latin10),
    ("iso88592", Latin2),
    ("iso88593", Latin3),
    ("iso88594", Latin4),
    ("iso88595", Iso8859_5),
    ("iso88596", Iso8859_6),
    ("iso88597", Iso8859_7),
    ("iso88598", Iso8859_8),
    ("iso88599", Latin5),
    ("koi8", Koi8R),
    ("koi8r", Koi8R),
    ("koi8u", Koi8U),
    ("latin1", Latin1),
    ("latin10", Latin10),
    ("latin2", Latin2),
    ("latin3", Latin3),
    ("latin4", Latin4),
    ("latin5", Latin5),
    ("latin6", Latin6),
    ("latin7", Latin7),
    ("latin8", Latin8),
    ("latin9", Latin9),
    ("mskanji", Sjis),
    ("muleinternal", MuleInternal),
    ("shiftjis", Sjis),
    ("shiftjis2004", ShiftJis2004),
    ("sjis", Sjis),
    ("sqlascii", SqlAscii),
    ("tcvn", Win1258),
    ("tcvn5712", Win1258),
    ("uhc", Uhc),
    ("unicode", Utf8),
    ("utf8", Utf8),
    ("vscii", Win1258),
    ("win", Win1251),
    ("win1250", Win1250),
    ("win1251", Win1251),
    ("win1252", Win1252),
    ("win1253", Win1253),
    ("win1254", Win1254),
    ("win1255", Win1255),
    ("win1256", Win1256),
    ("win1257", Win1257),
    ("win1258", Win1258),
    ("win866", Win866),
    ("win874", Win874),
    ("win932", Sjis),
    ("win936", Gbk),
    ("win949", Uhc),
    ("win950", Big5),
    ("windows1250", Win1250),
    ("windows1251", Win1251),
    ("windows1252", Win1252),
    ("windows1253", Win1253),
    ("windows1254", Win1254),
    ("windows1255", Win1255),
    ("windows1256", Win1256),
    ("windows1257", Win1257),
    ("windows1258", Win1258),
    ("windows866", Win866),
    ("windows874", Win874),
    ("windows932", Sjis),
    ("windows936", Gbk),
    ("windows949", Uhc),
    ("windows950", Big5),
];
