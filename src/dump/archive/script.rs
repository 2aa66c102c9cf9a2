//! An archive as the script that `pg_restore -f -` makes of it (`pg_backup_archiver.c`,
//! `RestoreArchive`): the same statements in the same order, byte for byte.

use super::toc::{Entry, Toc};
use super::words::{connect_command, dashed, identifier, sanitised};
use crate::error::{Error, Result};

/// What the script is to be like; as pg_restore's options of these names.
#[derive(Clone, Debug, Default)]
pub struct ScriptOptions {
    /// `--clean`
    pub clean: bool,
    /// `--create`
    pub create: bool,
    /// `--no-owner`
    pub no_owner: bool,
    /// `--no-acl`
    pub no_acl: bool,
    /// The key of `\restrict`: letters and digits.
    pub restrict_key: String,
}

/// Writes the script. Data goes between what [`Script::data_start`] and the next call write.
pub struct Script<'t> {
    toc: &'t Toc,
    options: ScriptOptions,
    settings: Settings<'t>,
    tablespace: Option<&'t [u8]>,
    access_method: Option<&'t [u8]>,
    schema: Option<&'t [u8]>,
}

/// What the first entries say.
#[derive(Clone, Copy)]
struct Settings<'t> {
    encoding: &'t [u8],
    standard_conforming_strings: bool,
    search_path: Option<&'t [u8]>,
}

/// When an entry is restored: what grants and event triggers are about must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Most entries, and all data.
    Main,
    /// Grants.
    Acl,
    /// Event triggers and materialised views.
    Last,
}

impl<'t> Script<'t> {
    /// # Errors
    /// Exit 5 where the settings of the archive can't be read.
    pub fn new(toc: &'t Toc, options: ScriptOptions) -> Result<Self> {
        Ok(Self {
            toc,
            options,
            settings: Settings::of(toc)?,
            tablespace: None,
            access_method: None,
            schema: None,
        })
    }

    /// Everything before the first entry: header, settings, and with `--clean` the DROP part.
    pub fn start(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"--\n-- PostgreSQL database dump\n--\n\n");
        self.restrict(out);
        out.push(b'\n');
        for (what, version) in [
            ("database version", &self.toc.header.server),
            ("by pg_dump version", &self.toc.header.dumper),
        ] {
            if let Some(version) = version {
                let from = if what.starts_with("by") { "" } else { "from " };
                out.extend_from_slice(format!("-- Dumped {from}{what} ").as_bytes());
                out.extend_from_slice(&sanitised(version));
                out.push(b'\n');
            }
        }
        out.push(b'\n');
        self.fixed_state(out);
        if self.options.clean {
            self.drops(out);
            self.schema = None;
        }
    }

    /// Backslashes in strings are no escapes.
    pub fn standard_conforming_strings(&self) -> bool {
        self.settings.standard_conforming_strings
    }

    /// Everything after the last entry.
    pub fn end(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"--\n-- PostgreSQL database dump complete\n--\n\n");
        out.extend_from_slice(format!("\\unrestrict {}\n\n", self.options.restrict_key).as_bytes());
    }

    /// The entries in the order of the script, each with what it is.
    pub fn entries(&self) -> impl Iterator<Item = &'t Entry> + use<'t> {
        let toc = self.toc;
        [Pass::Main, Pass::Acl, Pass::Last]
            .into_iter()
            .flat_map(move |pass| {
                toc.entries
                    .iter()
                    .filter(move |entry| pass_of(entry) == pass)
            })
    }

    /// The statements of an entry, where it has any.
    pub fn entry(&mut self, entry: &'t Entry, out: &mut Vec<u8>) {
        if self.has_statements(entry) {
            self.print(entry, "", out);
            if entry.is_database() {
                self.connect(entry, out);
            }
        } else if self.wanted(entry) && !entry.has_data {
            self.print(entry, "", out);
        }
    }

    /// What stands before an entry's data; nothing where it has none that could be written.
    pub fn data_start(&mut self, entry: &'t Entry, out: &mut Vec<u8>) {
        self.print(entry, "Data for ", out);
        if entry.desc() == b"BLOBS" {
            self.select_schema(Some(b"pg_catalog"), out);
        } else if let Some(copy) = entry.copy.as_deref() {
            out.extend_from_slice(copy);
        }
    }

    /// In place of an entry's data, in the script of a tar archive: the file that holds it.
    pub fn data_in_file(&self, entry: &Entry, name: &str, out: &mut Vec<u8>) {
        let copy = entry.copy.as_deref().unwrap_or_default();
        match memchr::memmem::rfind(copy, b" FROM stdin;") {
            Some(end) => {
                out.extend_from_slice(b"\\.\n");
                out.extend_from_slice(&copy[..end]);
                out.extend_from_slice(format!(" FROM '$$PATH$$/{name}';\n\n").as_bytes());
            }
            None => out.extend_from_slice(format!("\\i $$PATH$$/{name}\n\n").as_bytes()),
        }
    }

    fn wanted(&self, entry: &Entry) -> bool {
        if entry.is_setting() || entry.desc() == b"<Init>" {
            return false;
        }
        if entry.is_database() {
            return self.options.create;
        }
        if self.options.no_acl && entry.is_acl() {
            return false;
        }
        entry.has_data || has_definition(entry) || is_data_statement(entry)
    }

    fn has_statements(&self, entry: &Entry) -> bool {
        self.wanted(entry)
            && has_definition(entry)
            && (entry.has_data || !is_data_statement(entry))
            && !(entry.has_data && is_about_root(entry))
    }

    fn drops(&mut self, out: &mut Vec<u8>) {
        let toc = self.toc;
        for entry in toc.entries.iter().rev() {
            let left_out = self.options.create && !entry.is_database();
            let Some(drop) = entry.drop.as_deref().filter(|_| !left_out) else {
                continue;
            };
            if !self.wanted(entry) {
                continue;
            }
            self.select_schema(entry.namespace.as_deref(), out);
            if entry.desc() == b"BLOB METADATA" {
                for oid in large_objects(entry) {
                    out.extend_from_slice(b"SELECT pg_catalog.lo_unlink('");
                    out.extend_from_slice(oid);
                    out.extend_from_slice(b"');\n");
                }
                out.push(b'\n');
            } else {
                out.extend_from_slice(drop);
            }
        }
    }

    /// `_printTocEntry`
    fn print(&mut self, entry: &'t Entry, prefix: &str, out: &mut Vec<u8>) {
        self.select_schema(entry.namespace.as_deref(), out);
        self.select_tablespace(entry, out);
        // A partitioned table has no storage; its method is set below.
        let partitioned = entry.relkind == i64::from(b'p');
        if !partitioned {
            self.select_access_method(entry, out);
        }
        let prefix = match entry.desc() {
            b"STATISTICS DATA" => "Statistics for ",
            _ => prefix,
        };
        let owner = entry.owner.as_deref().filter(|_| !self.options.no_owner);
        out.extend_from_slice(format!("--\n-- {prefix}Name: ").as_bytes());
        out.extend_from_slice(&sanitised(entry.tag()));
        for (label, text) in [
            ("; Type: ", entry.desc().to_vec()),
            ("; Schema: ", dashed(entry.namespace.as_deref())),
            ("; Owner: ", dashed(owner)),
        ] {
            out.extend_from_slice(label.as_bytes());
            out.extend_from_slice(&text);
        }
        if let Some(tablespace) = entry.tablespace.as_deref().filter(|name| !name.is_empty()) {
            out.extend_from_slice(b"; Tablespace: ");
            out.extend_from_slice(&sanitised(tablespace));
        }
        out.extend_from_slice(b"\n--\n\n");
        let defn = entry.defn.as_deref().unwrap_or_default();
        if self.options.no_owner && entry.desc() == b"SCHEMA" && !defn.starts_with(b"--") {
            out.extend_from_slice(b"CREATE SCHEMA ");
            out.extend_from_slice(&identifier(entry.tag()));
            out.extend_from_slice(b";\n\n\n");
        } else if entry.desc() == b"BLOB METADATA" {
            for oid in large_objects(entry) {
                out.extend_from_slice(b"SELECT pg_catalog.lo_create('");
                out.extend_from_slice(oid);
                out.extend_from_slice(b"');\n");
            }
            out.extend_from_slice(b"\n");
        } else if !defn.is_empty() {
            out.extend_from_slice(defn);
            out.extend_from_slice(b"\n\n");
        }
        self.owner(entry, out);
        if partitioned && let Some(method) = entry.access_method.as_deref() {
            out.extend_from_slice(b"ALTER TABLE ");
            out.extend_from_slice(&qualified(entry));
            out.extend_from_slice(b" SET ACCESS METHOD ");
            out.extend_from_slice(&identifier(method));
            out.extend_from_slice(b";\n\n");
        }
    }

    /// `ALTER … OWNER TO`, which the archive does not hold as text.
    fn owner(&self, entry: &Entry, out: &mut Vec<u8>) {
        let present = |text: &Option<bytes::Bytes>| text.as_ref().is_some_and(|t| !t.is_empty());
        if self.options.no_owner || !present(&entry.owner) || !present(&entry.drop) {
            return;
        }
        let owner = identifier(entry.owner.as_deref().unwrap_or_default());
        if entry.desc() == b"BLOB METADATA" {
            for oid in large_objects(entry) {
                out.extend_from_slice(b"ALTER LARGE OBJECT ");
                out.extend_from_slice(oid);
                out.extend_from_slice(b" OWNER TO ");
                out.extend_from_slice(&owner);
                out.extend_from_slice(b";\n");
            }
            out.push(b'\n');
            return;
        }
        if let Some(object) = owned_object(entry, self.toc.header.minor) {
            out.extend_from_slice(b"ALTER ");
            out.extend_from_slice(&object);
            out.extend_from_slice(b" OWNER TO ");
            out.extend_from_slice(&owner);
            out.extend_from_slice(b";\n\n");
        }
    }

    fn restrict(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("\\restrict {}\n", self.options.restrict_key).as_bytes());
    }

    /// `_reconnectToDB`
    fn connect(&mut self, entry: &Entry, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("\\unrestrict {}\n", self.options.restrict_key).as_bytes());
        out.extend_from_slice(&connect_command(entry.tag()));
        self.restrict(out);
        out.push(b'\n');
        (self.tablespace, self.access_method, self.schema) = (None, None, None);
        self.fixed_state(out);
    }

    /// `_doSetFixedOutputState`
    fn fixed_state(&self, out: &mut Vec<u8>) {
        let settings = &self.settings;
        out.extend_from_slice(
            b"SET statement_timeout = 0;\nSET lock_timeout = 0;\n\
              SET idle_in_transaction_session_timeout = 0;\nSET client_encoding = '",
        );
        out.extend_from_slice(settings.encoding);
        out.extend_from_slice(b"';\nSET standard_conforming_strings = ");
        let strings = settings.standard_conforming_strings;
        out.extend_from_slice(if strings { b"on;\n" } else { b"off;\n" });
        out.extend_from_slice(settings.search_path.unwrap_or_default());
        out.extend_from_slice(
            b"SET check_function_bodies = false;\nSET xmloption = content;\n\
              SET client_min_messages = warning;\n",
        );
        if !strings {
            out.extend_from_slice(b"SET escape_string_warning = off;\n");
        }
        out.extend_from_slice(b"SET row_security = off;\n\n");
    }

    /// `_selectOutputSchema`: only in archives that have no search_path of their own.
    fn select_schema(&mut self, schema: Option<&'t [u8]>, out: &mut Vec<u8>) {
        let Some(schema) = schema.filter(|schema| !schema.is_empty()) else {
            return;
        };
        if self.settings.search_path.is_some() || self.schema == Some(schema) {
            return;
        }
        out.extend_from_slice(b"SET search_path = ");
        out.extend_from_slice(&identifier(schema));
        if schema != b"pg_catalog" {
            out.extend_from_slice(b", pg_catalog");
        }
        out.extend_from_slice(b";\n\n");
        self.schema = Some(schema);
    }

    fn select_tablespace(&mut self, entry: &'t Entry, out: &mut Vec<u8>) {
        let Some(wanted) = entry.tablespace.as_deref() else {
            return;
        };
        if self.tablespace.replace(wanted) == Some(wanted) {
            return;
        }
        out.extend_from_slice(b"SET default_tablespace = ");
        if wanted.is_empty() {
            out.extend_from_slice(b"''");
        } else {
            out.extend_from_slice(&identifier(wanted));
        }
        out.extend_from_slice(b";\n\n");
    }

    fn select_access_method(&mut self, entry: &'t Entry, out: &mut Vec<u8>) {
        let Some(wanted) = entry.access_method.as_deref() else {
            return;
        };
        if self.access_method.replace(wanted) == Some(wanted) {
            return;
        }
        out.extend_from_slice(b"SET default_table_access_method = ");
        out.extend_from_slice(&identifier(wanted));
        out.extend_from_slice(b";\n\n");
    }
}

impl<'t> Settings<'t> {
    fn of(toc: &'t Toc) -> Result<Self> {
        let mut settings = Self {
            encoding: b"SQL_ASCII",
            standard_conforming_strings: false,
            search_path: None,
        };
        for entry in toc.entries.iter().filter(|entry| entry.is_setting()) {
            let defn = entry.defn.as_deref().unwrap_or_default();
            let quoted = defn.split(|byte| *byte == b'\'').nth(1);
            match (entry.desc(), quoted) {
                (b"ENCODING", Some(encoding))
                    if encoding
                        .iter()
                        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') =>
                {
                    settings.encoding = encoding;
                }
                (b"STDSTRINGS", Some(b"on")) => settings.standard_conforming_strings = true,
                (b"STDSTRINGS", Some(b"off")) => settings.standard_conforming_strings = false,
                (b"SEARCHPATH", _) => settings.search_path = Some(defn),
                _ => return Err(Error::input("the archive's settings can't be read")),
            }
        }
        Ok(settings)
    }
}

/// `_tocEntryRestorePass`
pub fn pass_of(entry: &Entry) -> Pass {
    match entry.desc() {
        _ if entry.is_acl() => Pass::Acl,
        b"EVENT TRIGGER" | b"MATERIALIZED VIEW DATA" => Pass::Last,
        b"COMMENT" | b"SECURITY LABEL" if entry.tag().starts_with(b"EVENT TRIGGER ") => Pass::Last,
        b"STATISTICS DATA" if entry.section == 4 => Pass::Last,
        _ => Pass::Main,
    }
}

/// The large objects that an entry of 1.16 makes: OIDs, one a line.
pub fn large_objects(entry: &Entry) -> impl Iterator<Item = &[u8]> {
    entry
        .defn
        .as_deref()
        .unwrap_or_default()
        .split(|byte| *byte == b'\n')
        .filter(|oid| !oid.is_empty())
}

fn has_definition(entry: &Entry) -> bool {
    entry.defn.as_ref().is_some_and(|defn| !defn.is_empty()) && !is_about_root(entry)
}

fn is_about_root(entry: &Entry) -> bool {
    let defn = entry.defn.as_deref().unwrap_or_default();
    defn.starts_with(b"-- load via partition root ")
}

/// Statements that count as data, since they are about values.
fn is_data_statement(entry: &Entry) -> bool {
    match entry.desc() {
        b"SEQUENCE SET" | b"BLOB" | b"BLOB METADATA" => true,
        b"ACL" | b"COMMENT" | b"SECURITY LABEL" => entry.tag().starts_with(b"LARGE OBJECT"),
        _ => false,
    }
}

/// `_getObjectDescription`: what `ALTER … OWNER TO` names.
fn owned_object(entry: &Entry, minor: u8) -> Option<Vec<u8>> {
    let desc = entry.desc();
    match desc {
        // Until 15 the older form was used, which old servers know.
        b"VIEW" | b"SEQUENCE" | b"MATERIALIZED VIEW" if minor < 15 => {
            Some([b"TABLE ", &qualified(entry)[..]].concat())
        }
        b"BLOB" => Some([b"LARGE OBJECT ", entry.tag()].concat()),
        b"AGGREGATE" | b"FUNCTION" | b"OPERATOR" | b"OPERATOR CLASS" | b"OPERATOR FAMILY"
        | b"PROCEDURE" => {
            let drop = entry.drop.as_deref()?.strip_prefix(b"DROP ")?;
            let end = drop
                .iter()
                .rposition(|byte| !matches!(byte, b'\n' | b';'))?;
            Some(drop[..=end].to_vec())
        }
        b"COLLATION"
        | b"CONVERSION"
        | b"DOMAIN"
        | b"FOREIGN TABLE"
        | b"MATERIALIZED VIEW"
        | b"SEQUENCE"
        | b"STATISTICS"
        | b"TABLE"
        | b"TEXT SEARCH DICTIONARY"
        | b"TEXT SEARCH CONFIGURATION"
        | b"TYPE"
        | b"VIEW"
        | b"DATABASE"
        | b"PROCEDURAL LANGUAGE"
        | b"SCHEMA"
        | b"EVENT TRIGGER"
        | b"FOREIGN DATA WRAPPER"
        | b"SERVER"
        | b"PUBLICATION"
        | b"SUBSCRIPTION" => Some([desc, b" ", &qualified(entry)[..]].concat()),
        _ => None,
    }
}

fn qualified(entry: &Entry) -> Vec<u8> {
    let mut out = Vec::new();
    if let Some(schema) = entry.namespace.as_deref().filter(|name| !name.is_empty()) {
        out = identifier(schema);
        out.push(b'.');
    }
    out.extend_from_slice(&identifier(entry.tag()));
    out
}
