//! The comments of a dump that say what stands around them: where it begins and ends, and what begins
//! each of its entries (`pg_backup_archiver.c`, `_printTocEntry`).
//!
//! An entry's name is raw: it may hold anything, `; Type: ` included. The fields after it are found from
//! the end. It is a hint for people; what an entry does, only its statements say.

/// The fields of an entry's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryHeader {
    /// The tag, with line breaks turned into blanks: `users`, `users users_pkey`.
    pub name: String,
    /// The TYPE, such as `TABLE` or `FK CONSTRAINT`.
    pub type_name: String,
    /// The schema; `None` where there is none.
    pub schema: Option<String>,
    /// The owner; `None` where there is none (`-` or empty).
    pub owner: Option<String>,
    /// `Data for Name:`
    pub data: bool,
    /// `Statistics for Name:`
    pub statistics: bool,
}

/// What a comment says of what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comment {
    /// pg_dump's output begins.
    Dump,
    /// It is whole.
    DumpComplete,
    /// pg_dumpall's output begins.
    Cluster,
    /// It is whole.
    ClusterComplete,
    /// An entry begins.
    Entry(EntryHeader),
    /// The entry's rows are loaded through the table that it is a partition of.
    ViaRoot,
    /// Nothing.
    Other,
}

impl Comment {
    /// Of a line.
    pub fn of(line: &[u8]) -> Self {
        match line.trim_ascii_end() {
            b"-- PostgreSQL database dump" => Self::Dump,
            b"-- PostgreSQL database dump complete" => Self::DumpComplete,
            b"-- PostgreSQL database cluster dump" => Self::Cluster,
            b"-- PostgreSQL database cluster dump complete" => Self::ClusterComplete,
            line if line.starts_with(b"-- load via partition root ") => Self::ViaRoot,
            line => entry_header(line).map_or(Self::Other, Self::Entry),
        }
    }
}

/// Reads the header out of a comment; `None` where it is no header.
pub fn entry_header(comment: &[u8]) -> Option<EntryHeader> {
    let fields = Fields::find(comment)?;
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    let present = |part: &[u8]| (part != b"-" && !part.is_empty()).then(|| text(part));
    Some(EntryHeader {
        name: text(fields.name),
        type_name: text(fields.type_name),
        schema: present(fields.schema),
        owner: present(fields.owner),
        data: fields.prefix == b"Data for ",
        statistics: fields.prefix == b"Statistics for ",
    })
}

/// The comment with `Owner: -`, as `pg_dump --no-owner` writes it.
pub fn header_without_owner(comment: &[u8]) -> Option<Vec<u8>> {
    let fields = Fields::find(comment)?;
    if fields.owner == b"-" {
        return None;
    }
    let end = fields.owner_at + fields.owner.len();
    Some(super::edited(comment, &[(fields.owner_at..end, b"-")]))
}

struct Fields<'a> {
    prefix: &'a [u8],
    name: &'a [u8],
    type_name: &'a [u8],
    schema: &'a [u8],
    owner: &'a [u8],
    /// Offset of the owner in the comment.
    owner_at: usize,
}

impl<'a> Fields<'a> {
    fn find(comment: &'a [u8]) -> Option<Self> {
        let mut start = 0;
        for line in comment.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let content = line.strip_suffix(b"\n").unwrap_or(line);
            let content = content.strip_suffix(b"\r").unwrap_or(content);
            if let Some(fields) = Self::of_line(content, start) {
                return Some(fields);
            }
            start += line.len();
        }
        None
    }

    fn of_line(line: &'a [u8], start: usize) -> Option<Self> {
        let rest = line.strip_prefix(b"-- ")?;
        let prefix = [&b"Data for "[..], b"Statistics for "]
            .into_iter()
            .find(|prefix| rest.starts_with(prefix))
            .unwrap_or_default();
        let rest = rest[prefix.len()..].strip_prefix(b"Name: ")?;
        let (rest, tail) = split_last(rest, b"; Owner: ")?;
        let owner = split_last(tail, b"; Tablespace: ").map_or(tail, |(owner, _)| owner);
        let (rest, schema) = split_last(rest, b"; Schema: ")?;
        let (name, type_name) = split_last(rest, b"; Type: ")?;
        Some(Self {
            prefix,
            name,
            type_name,
            schema,
            owner,
            owner_at: start + line.len() - tail.len(),
        })
    }
}

/// Splits at the last `separator`.
fn split_last<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = memchr::memmem::rfind(text, separator)?;
    Some((&text[..at], &text[at + separator.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_from_the_end() {
        let comment = b"--\n-- TOC entry 5 (class 1259 OID 7)\n-- Data for Name: T; Type: x; Schema: y; \
            Type: TABLE DATA; Schema: Odd; Schema; Owner: a b; Tablespace: ts\n-- Data Pos: 1\n--\n";
        let header = entry_header(comment).unwrap();
        assert_eq!(header.name, "T; Type: x; Schema: y");
        assert_eq!(header.type_name, "TABLE DATA");
        assert_eq!(header.owner.as_deref(), Some("a b"));
        assert!(header.data && !header.statistics);
        let out = header_without_owner(comment).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(
            out.contains("; Owner: -; Tablespace: ts\n-- Data Pos"),
            "{out}"
        );
    }

    #[test]
    fn a_line_says_what_stands_around_it() {
        let of = |line: &str| Comment::of(line.as_bytes());
        assert_eq!(of("-- PostgreSQL database dump\r\n"), Comment::Dump);
        assert_eq!(
            of("-- PostgreSQL database dump complete\n"),
            Comment::DumpComplete
        );
        assert_eq!(
            of("-- PostgreSQL database cluster dump\n"),
            Comment::Cluster
        );
        let ends = of("-- PostgreSQL database cluster dump complete\n");
        assert_eq!(ends, Comment::ClusterComplete);
        assert_eq!(
            of("-- load via partition root public.p\n"),
            Comment::ViaRoot
        );
        let entry = of("-- Name: t; Type: TABLE; Schema: public; Owner: -\n");
        assert!(matches!(entry, Comment::Entry(header) if header.name == "t"));
        for other in [
            "--\n",
            "-- PostgreSQL database dump of mine\n",
            "-- Name: t\n",
        ] {
            assert_eq!(of(other), Comment::Other);
        }
    }

    #[test]
    fn owners_go_the_way_pg_dump_leaves_them_out() {
        for (line, expected) in [
            (
                "-- Name: x; Type: TABLE; Schema: public; Owner: alice\n",
                Some("-- Name: x; Type: TABLE; Schema: public; Owner: -\n"),
            ),
            (
                "-- Name: CAST (a AS b); Type: COMMENT; Schema: -; Owner: \r\n",
                Some("-- Name: CAST (a AS b); Type: COMMENT; Schema: -; Owner: -\r\n"),
            ),
            (
                "-- Name: a; Owner: b; Type: TABLE; Schema: c; Owner: d",
                Some("-- Name: a; Owner: b; Type: TABLE; Schema: c; Owner: -"),
            ),
            ("-- Name: x; Type: TABLE; Schema: public; Owner: -\n", None),
            ("-- Name: x\n", None),
            ("-- Dumped by pg_dump\n", None),
            ("", None),
        ] {
            let out = header_without_owner(line.as_bytes()).map(|o| String::from_utf8(o).unwrap());
            assert_eq!(out.as_deref(), expected, "{line}");
        }
    }
}
