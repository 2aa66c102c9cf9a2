//! What one SQL statement of a dump is, and is about.
//!
//! Grammars follow PostgreSQL's `gram.y` as far as pg_dump uses it; whatever they do not know reads
//! as a class of its own that says so. Nothing is decided here: the scrubber does that.

pub mod change;

mod alter;
mod constraint;
mod data;
mod define;
pub(crate) mod grammar;
pub(crate) mod object;
pub(crate) mod options;
mod table;
mod type_name;
mod verb;

use std::ops::Range;

use self::change::{Change, QualifiedName};
use self::grammar::Input;
use super::encoding::Dialect;
use super::token::{Token, TokenKind, tokens};

/// One statement, classified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it does.
    pub class: Class,
    /// The object it is about, as far as its text tells.
    pub object: Option<Object>,
    /// How it goes together with a transaction block.
    pub placement: Placement,
    /// It holds what a test database must not know.
    pub secret: Option<Secret>,
    /// It is about one of the things rules decide as a whole, whatever its class.
    pub topic: Option<Topic>,
    /// It is one of those pg_dump's `--clean` begins with; see [`is_drop_part_statement`].
    drop_part: bool,
}

/// An object in pg_dump's words, as in the header comments of a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its TYPE, such as `TABLE`, `FK CONSTRAINT`, `EVENT TRIGGER`, `ACL`.
    pub type_name: &'static str,
    /// Its schema, where it is in one and the statement names it.
    pub schema: Option<String>,
    /// Its tag: `users`, `users users_pkey` (a constraint), `f(integer)`, `TABLE users` (a comment).
    pub name: String,
}

/// How a statement goes together with a transaction block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Belongs inside.
    Inside,
    /// Must stay outside: the server refuses it inside, or what follows needs it committed
    /// (databases, tablespaces, `ALTER SYSTEM`, roles created and dropped, `UPDATE pg_database`).
    Outside,
    /// About the cluster rather than the database, but allowed inside as well (comments on roles and
    /// databases, `ALTER DATABASE … SET`): outside where no transaction is open.
    Either,
    /// The server refuses it inside, and a dump has no place for it outside. Names the statement.
    Refused(&'static str),
}

/// Things rules decide as a whole: their owners, comments and privileges go with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Large objects.
    LargeObject,
    /// A subscription.
    Subscription,
}

/// What of a statement is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// `PASSWORD '…'` of a role: see [`without_password`](super::rewrite::without_password).
    RolePassword,
    /// `OPTIONS (…)` of a user mapping, server, foreign-data wrapper, foreign table or one of its
    /// columns: see [`without_options`](super::rewrite::without_options).
    Options,
    /// A value set for a database, a role or the system.
    Setting,
    /// The connection string of a subscription.
    Connection,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing but white space and comments.
    Empty,
    /// Broken off within a literal, with unbalanced parentheses, or several statements in one.
    Malformed,
    /// Begins with no word that begins a statement.
    Unknown,
    /// `SET name = value`, `SELECT set_config(…)`
    Set(Setting),
    /// `RESET name`, `SET name TO DEFAULT`; `None`: `RESET ALL`.
    Reset(Option<String>),
    /// `SET SESSION AUTHORIZATION role`; `None`: back to the session's own.
    SetSessionAuthorization(Option<String>),
    /// `BEGIN`, `START TRANSACTION`
    Begin,
    /// `COMMIT`, `END`
    Commit,
    /// `ROLLBACK`, `ABORT`
    Rollback,
    /// `SAVEPOINT`, `RELEASE`, `ROLLBACK TO`
    Savepoint,
    /// `COPY table [(columns)] FROM stdin`, and nothing else.
    Copy(CopyHeader),
    /// Any other `COPY`.
    UnsupportedCopy,
    /// `INSERT INTO table [(columns)] VALUES …` or `DEFAULT VALUES`.
    Insert(InsertHeader),
    /// Any other `INSERT`.
    InsertOther,
    /// DDL that [`Schema`](super::schema::Schema) learns from.
    TableChange(Box<Change>),
    /// `CREATE TABLE … AS`, `SELECT … INTO`, `UPDATE`, `DELETE`, `MERGE`, `TRUNCATE`, `WITH`: rows
    /// that come from nowhere the scrubber sees. Names the statement.
    DataChange(&'static str),
    /// `ALTER TABLE … ENABLE|DISABLE TRIGGER ALL|USER`
    TableTriggers {
        /// The table.
        table: QualifiedName,
        /// ENABLE
        enable: bool,
    },
    /// `CREATE` of anything that the schema does not learn from.
    Create,
    /// `ALTER` of the same.
    Alter,
    /// `DROP`, and `ALTER TABLE … DROP CONSTRAINT|DEFAULT`.
    Drop,
    /// `ALTER … OWNER TO`
    Owner,
    /// `COMMENT ON`
    Comment,
    /// `SECURITY LABEL`
    SecurityLabel,
    /// `GRANT … ON`, `REVOKE … ON`
    Privileges,
    /// `ALTER DEFAULT PRIVILEGES`
    DefaultPrivileges,
    /// `CREATE`, `ALTER`, `DROP` of a role; `GRANT role TO role`, `REVOKE role FROM role`.
    Role,
    /// `CREATE`, `DROP` of a database or tablespace, and what alters them.
    Database,
    /// `CREATE SUBSCRIPTION`
    CreateSubscription,
    /// `ALTER SUBSCRIPTION`
    AlterSubscription,
    /// `DROP SUBSCRIPTION`
    DropSubscription,
    /// A function that works on large objects.
    LargeObject(LargeObjectCall),
    /// `pg_restore_relation_stats` and its like: statistics hold raw values.
    Statistics,
    /// `SELECT setval(…)`
    SetVal(SetVal),
    /// `REFRESH MATERIALIZED VIEW`
    RefreshMaterializedView,
    /// Any other `SELECT`, `VALUES` or `TABLE`: a function it calls may do anything.
    Query,
    /// `DO`, `CALL`, `EXECUTE`, `PREPARE`: code that may do anything.
    Code,
    /// Anything else.
    Other,
}

/// `SET name = value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The setting's name in lower case; `SET NAMES` is `client_encoding`, `SET SCHEMA` is
    /// `search_path`, `SET TIME ZONE` is `timezone`.
    pub name: String,
    /// Its value as the server takes it: elements of a list joined by `, `, those of `search_path`
    /// quoted where need be.
    pub value: String,
    /// `SET LOCAL`
    pub local: bool,
}

/// `COPY table [(columns)] FROM stdin`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyHeader {
    /// The table.
    pub table: QualifiedName,
    /// The column list, where there is one.
    pub columns: Option<Vec<String>>,
}

/// The part of an `INSERT` before its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsertHeader {
    /// The table.
    pub table: QualifiedName,
    /// The column list, where there is one.
    pub columns: Option<Vec<String>>,
    /// `OVERRIDING SYSTEM VALUE`, `OVERRIDING USER VALUE`
    pub overriding: bool,
    /// `DEFAULT VALUES`: there are no rows to read.
    pub default_values: bool,
    /// Byte offset in the statement just after `VALUES`.
    pub values_at: usize,
}

/// One call of a large object function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargeObjectCall {
    /// What it does.
    pub operation: LargeObjectOperation,
    /// The object's OID, where it is a constant (`lo_create`, `lo_open`, `lo_unlink`).
    pub oid: Option<u32>,
}

/// What a large object function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LargeObjectOperation {
    /// `lo_create`, `lo_creat`: makes an empty one.
    Create,
    /// `lo_open`
    Open,
    /// `lowrite`, and any other that may hold content (`lo_from_bytea`, `lo_put`, `lo_import`).
    Write,
    /// `lo_close`
    Close,
    /// `lo_unlink`
    Unlink,
}

/// `SELECT setval('sequence', value, is_called)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetVal {
    /// The sequence.
    pub sequence: QualifiedName,
    /// Its value.
    pub value: i64,
    /// Where the value stands in the statement, sign included.
    pub value_at: Range<usize>,
    /// The next value is the one after it.
    pub is_called: bool,
}

/// The statement is of the kind that a `--clean` dump begins with. Whether it stands there only its
/// place tells: such statements occur later as well.
pub fn is_drop_part_statement(statement: &Statement) -> bool {
    statement.drop_part
}

impl Statement {
    fn new(class: Class) -> Self {
        Self {
            class,
            object: None,
            placement: Placement::Inside,
            secret: None,
            topic: None,
            drop_part: false,
        }
    }

    /// A call that an archive makes without saying so.
    pub(crate) fn large_object(call: LargeObjectCall) -> Self {
        Self::new(Class::LargeObject(call))
    }

    fn about(mut self, object: Option<Object>) -> Self {
        self.object = object;
        self
    }

    fn placed(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    fn secret(mut self, secret: Option<Secret>) -> Self {
        self.secret = secret;
        self
    }

    fn topic(mut self, type_name: Option<&str>) -> Self {
        self.topic = match type_name {
            Some("BLOB") => Some(Topic::LargeObject),
            Some("SUBSCRIPTION") => Some(Topic::Subscription),
            _ => None,
        };
        self
    }

    fn drop_part(mut self) -> Self {
        self.drop_part = true;
        self
    }
}

impl QualifiedName {
    fn object(&self, type_name: &'static str) -> Object {
        Object {
            type_name,
            schema: self.schema.clone(),
            name: self.name.clone(),
        }
    }
}

/// Tokens that are looked at where the head of a statement tells all (a function's body is one
/// token, its arguments are at most 100).
const HEAD: usize = 4096;
/// Tokens that are looked at where the whole statement matters.
const WHOLE: usize = 4_000_000;

/// Classifies one statement: its text up to and with its `;`, comments and white space before it
/// included. An `INSERT` may also end just after `VALUES`.
pub fn parse(text: &[u8], dialect: Dialect) -> Statement {
    let mut source = tokens(text, dialect).peekable();
    let Some(first) = source.peek() else {
        return Statement::new(Class::Empty);
    };
    let is_word = |token: &Token, words: &[&str]| {
        token.kind == TokenKind::Word
            && words
                .iter()
                .any(|word| token.text(text).eq_ignore_ascii_case(word.as_bytes()))
    };
    if is_word(first, &["insert"]) {
        return data::insert(text, dialect);
    }
    let only_head = is_word(first, HEAD_TELLS)
        || (is_word(first, &["create"])
            && tokens(text, dialect)
                .find(|token| !is_word(token, BEFORE_CREATED))
                .is_some_and(|token| is_word(&token, HEAD_TELLS_CREATED)));
    let limit = if only_head { HEAD } else { WHOLE };
    let mut all: Vec<Token> = source.by_ref().take(limit).collect();
    let whole = source.peek().is_none();
    if (!whole && !only_head) || all.iter().any(|token| token.kind == TokenKind::Broken) {
        return Statement::new(Class::Malformed);
    }
    if all.last().map(|token| token.kind) == Some(TokenKind::Symbol(b';')) {
        all.pop();
    }
    let input = Input {
        tokens: &all,
        text,
        dialect,
    };
    if input.is_empty() {
        return Statement::new(Class::Empty);
    }
    if !only_head && !is_one_statement(input) {
        return Statement::new(Class::Malformed);
    }
    verb::statement(input)
}

/// First words of statements that are told by their head alone.
const HEAD_TELLS: &[&str] = &[
    "select", "values", "table", "with", "update", "delete", "merge", "do", "call", "execute",
    "prepare", "explain", "declare", "comment", "security",
];

/// Words that may stand between `CREATE` and what it creates.
const BEFORE_CREATED: &[&str] = &[
    "create",
    "or",
    "replace",
    "temp",
    "temporary",
    "global",
    "local",
    "recursive",
    "materialized",
    "constraint",
    "event",
];

/// Objects whose CREATE is told by its head alone.
const HEAD_TELLS_CREATED: &[&str] = &[
    "function",
    "procedure",
    "aggregate",
    "view",
    "rule",
    "trigger",
    "policy",
    "statistics",
    "publication",
];

/// Parentheses balance, and no `;` stands outside them.
fn is_one_statement(input: Input<'_>) -> bool {
    let mut depth = 0_usize;
    for token in input.tokens {
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            TokenKind::Symbol(b';') if depth == 0 => return false,
            _ => {}
        }
    }
    depth == 0
}

#[cfg(test)]
pub(crate) mod tests;
