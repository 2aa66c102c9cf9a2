//! How pg_restore writes names into a script (`fmtId`, `sanitize_line`, `appendPsqlMetaConnect`).

/// `fmtId`
pub(super) fn identifier(name: &[u8]) -> Vec<u8> {
    let plain = name
        .iter()
        .enumerate()
        .all(|(at, byte)| matches!(byte, b'a'..=b'z' | b'_') || at > 0 && byte.is_ascii_digit());
    let keyword =
        || std::str::from_utf8(name).is_ok_and(|name| KEYWORDS.binary_search(&name).is_ok());
    if plain && !name.is_empty() && !keyword() {
        return name.to_vec();
    }
    let mut out = vec![b'"'];
    for byte in name {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
    out
}

/// `appendPsqlMetaConnect`
pub(super) fn connect_command(name: &[u8]) -> Vec<u8> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    if name.iter().all(plain) && !name.is_empty() {
        return [b"\\connect ", name, b"\n"].concat();
    }
    let mut value = Vec::new();
    for byte in name {
        if matches!(byte, b'\'' | b'\\') {
            value.push(b'\\');
        }
        value.push(*byte);
    }
    // A line break would end the command.
    value.retain(|byte| !matches!(byte, b'\n' | b'\r'));
    let mut out = b"\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='".to_vec();
    for byte in value {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.extend_from_slice(b"'\"\n");
    out
}

/// `sanitize_line`
pub(super) fn sanitised(text: &[u8]) -> Vec<u8> {
    text.iter()
        .map(|byte| match byte {
            b'\n' | b'\r' => b' ',
            other => *other,
        })
        .collect()
}

/// The same, a dash where there is nothing.
pub(super) fn dashed(text: Option<&[u8]>) -> Vec<u8> {
    match text {
        None => b"-".to_vec(),
        Some(text) => sanitised(text),
    }
}

/// Keywords that have to be quoted as identifiers (all but the unreserved ones of
/// `parser/kwlist.h`), sorted.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character",
    "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint", "create",
    "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc",
    "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float",
    "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having",
    "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval",
    "into", "is", "isnull", "join", "lateral", "leading", "least", "left", "like", "limit",
    "localtime", "localtimestamp", "national", "natural", "nchar", "none", "normalize", "not",
    "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer",
    "overlaps", "overlay", "placing", "position", "precision", "primary", "real", "references",
    "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some",
    "substring", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp",
    "to", "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values",
    "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes",
    "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi",
    "xmlroot", "xmlserialize", "xmltable",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_quoted_as_pg_restore_does() {
        assert!(KEYWORDS.is_sorted());
        for (name, expected) in [
            ("users", "users"),
            ("user", "\"user\""),
            ("Users", "\"Users\""),
            ("a\"b", "\"a\"\"b\""),
            ("1a", "\"1a\""),
            ("name", "name"),
        ] {
            assert_eq!(identifier(name.as_bytes()), expected.as_bytes());
        }
    }

    #[test]
    fn a_database_of_an_odd_name_is_connected_to() {
        assert_eq!(connect_command(b"app"), b"\\connect app\n");
        assert_eq!(
            connect_command(br#"we ird'd"b\x"#),
            &br#"\encoding SQL_ASCII
\connect -reuse-previous=on "dbname='we ird\'d""b\\x'"
"#[..]
        );
    }
}
