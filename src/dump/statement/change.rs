//! What DDL says, as the schema learns it: names as written, nothing resolved yet.

/// A name as written: the schema only where it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct QualifiedName {
    /// The schema, unquoted; `None` resolves by `search_path`.
    pub schema: Option<String>,
    /// The name, unquoted.
    pub name: String,
}

/// A type as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeName {
    /// The type's own name. Types with a spelling of their own (`character varying`, `timestamp with
    /// time zone`) stand as `pg_catalog` and the internal name (`varchar`, `timestamptz`).
    pub name: QualifiedName,
    /// Type modifiers, where they are whole numbers: length, or precision and scale.
    pub modifiers: Vec<i32>,
    /// An array, of any number of dimensions.
    pub array: bool,
    /// The source text.
    pub text: String,
}

/// An expression of the schema: its text, and the identifiers in it that may be columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    /// The source text.
    pub text: String,
    /// Identifiers, unquoted; what is cast to or called is left out.
    pub names: Vec<String>,
}

/// A change of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// `CREATE TABLE`, `CREATE FOREIGN TABLE`
    CreateTable(CreateTable),
    /// `ALTER TABLE`, with the actions that matter here.
    AlterTable {
        /// The table.
        table: QualifiedName,
        /// In the order of the statement.
        actions: Vec<TableAction>,
    },
    /// `CREATE [UNIQUE] INDEX`
    CreateIndex {
        /// The table, or materialized view.
        table: QualifiedName,
        /// The index.
        index: IndexDefinition,
    },
    /// `CREATE TYPE … AS ENUM`
    CreateEnum {
        /// The type.
        name: QualifiedName,
        /// Its labels, in order.
        labels: Vec<String>,
    },
    /// `ALTER TYPE … ADD VALUE`
    AddLabel {
        /// The type.
        name: QualifiedName,
        /// The new label.
        label: String,
        /// `BEFORE` (true) or `AFTER` another label.
        place: Option<(bool, String)>,
    },
    /// `CREATE TYPE … AS (…)`
    CreateComposite {
        /// The type.
        name: QualifiedName,
        /// Field names and types.
        fields: Vec<(String, TypeName)>,
    },
    /// `CREATE TYPE … AS RANGE`, a base type, or a shell.
    CreateOpaqueType {
        /// The type.
        name: QualifiedName,
    },
    /// `CREATE DOMAIN`
    CreateDomain {
        /// The domain.
        name: QualifiedName,
        /// What it is a domain over.
        base: TypeName,
        /// Its conditions.
        conditions: DomainConditions,
    },
    /// `ALTER DOMAIN`
    AlterDomain {
        /// The domain.
        name: QualifiedName,
        /// What it adds.
        conditions: DomainConditions,
    },
    /// `CREATE COLLATION`
    CreateCollation {
        /// The collation.
        name: QualifiedName,
        /// `deterministic = false`: strings of different bytes can be equal.
        nondeterministic: bool,
    },
    /// `CREATE SCHEMA`
    CreateSchema {
        /// Its name.
        name: String,
    },
    /// `CREATE SEQUENCE`, `CREATE VIEW`, `CREATE MATERIALIZED VIEW`: counted.
    CreateRelation,
    /// `ALTER SEQUENCE … OWNED BY`
    OwnSequence {
        /// The sequence.
        sequence: QualifiedName,
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
    },
}

/// What a domain adds to its base type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainConditions {
    /// `NOT NULL`
    pub not_null: bool,
    /// `COLLATE`
    pub collation: Option<QualifiedName>,
    /// Texts of `CHECK (…)`, with the constraint's name.
    pub checks: Vec<(Option<String>, String)>,
}

/// `CREATE TABLE`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateTable {
    /// The table.
    pub name: Option<QualifiedName>,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// `CREATE FOREIGN TABLE`
    pub foreign: bool,
    /// `TEMPORARY`
    pub temporary: bool,
    /// Columns and what is copied by `LIKE`, in order.
    pub elements: Vec<TableElement>,
    /// Constraints on columns or the table.
    pub constraints: Vec<TableConstraint>,
    /// `INHERITS (…)`, or the one table of `PARTITION OF`.
    pub parents: Vec<QualifiedName>,
    /// `PARTITION OF`: the bound's text.
    pub partition_bound: Option<String>,
    /// `OF type`
    pub of_type: Option<QualifiedName>,
    /// `PARTITION BY`
    pub partition_by: Option<PartitionBy>,
}

/// A part of a table's column list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableElement {
    /// A column, or options of an inherited one (then without a type).
    Column(Box<ColumnDefinition>),
    /// `LIKE table`
    Like(QualifiedName),
}

/// One column as defined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnDefinition {
    /// Its name.
    pub name: String,
    /// Its type; `None` in typed tables and partitions, which have it from elsewhere.
    pub ty: Option<TypeName>,
    /// `NOT NULL`, or a serial type.
    pub not_null: bool,
    /// `DEFAULT`, or a serial type.
    pub has_default: bool,
    /// The sequence of `DEFAULT nextval('…')`.
    pub sequence: Option<QualifiedName>,
    /// `GENERATED … AS IDENTITY`
    pub identity: Option<Identity>,
    /// `GENERATED ALWAYS AS (…)`
    pub generated: Option<Expression>,
    /// `COLLATE`
    pub collation: Option<QualifiedName>,
}

/// An identity column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `GENERATED ALWAYS`, rather than `BY DEFAULT`.
    pub always: bool,
    /// `SEQUENCE NAME`, where given.
    pub sequence: Option<QualifiedName>,
}

/// How a table is partitioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionBy {
    /// `LIST`, `RANGE` or `HASH`, in lower case.
    pub strategy: String,
    /// Its keys.
    pub keys: Vec<KeyPart>,
}

/// A part of a key: a column or an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPart {
    /// A column.
    Column(String),
    /// An expression over columns.
    Expression(Expression),
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableConstraint {
    /// `CONSTRAINT name`
    pub name: Option<String>,
    /// What it demands.
    pub kind: ConstraintKind,
    /// False: `NOT VALID` or `NOT ENFORCED`; rows that are there already are not held to it.
    pub validated: bool,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `CHECK (…)`
    Check(Expression),
    /// `UNIQUE (…)` or `PRIMARY KEY (…)`
    Unique {
        /// Is the primary key.
        primary: bool,
        /// Columns; empty with `USING INDEX`.
        columns: Vec<String>,
        /// `USING INDEX`
        using_index: Option<String>,
    },
    /// `FOREIGN KEY (…) REFERENCES`
    ForeignKey {
        /// Referring columns.
        columns: Vec<String>,
        /// The table referred to.
        table: QualifiedName,
        /// Its columns; empty: its primary key.
        to: Vec<String>,
    },
    /// `EXCLUDE USING … (…)`
    Exclude {
        /// Its elements and predicate.
        expression: Expression,
    },
    /// `NOT NULL column` as a table constraint (PostgreSQL 18).
    NotNull(String),
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDefinition {
    /// Its name; `None` where the server picks one.
    pub name: Option<String>,
    /// `UNIQUE`
    pub unique: bool,
    /// Key parts; `INCLUDE`d columns are no keys.
    pub keys: Vec<KeyPart>,
    /// `WHERE`
    pub predicate: Option<Expression>,
}

/// An action of `ALTER TABLE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableAction {
    /// `ADD COLUMN`, with its constraints after it.
    AddColumn {
        /// `IF NOT EXISTS`
        if_not_exists: bool,
        /// The column.
        column: Box<ColumnDefinition>,
        /// Its constraints.
        constraints: Vec<TableConstraint>,
    },
    /// `DROP COLUMN`
    DropColumn(String),
    /// `ADD CONSTRAINT`
    AddConstraint(TableConstraint),
    /// `ALTER COLUMN … TYPE`
    SetType(String, TypeName),
    /// `ALTER COLUMN … SET NOT NULL`
    SetNotNull(String),
    /// `ALTER COLUMN … SET DEFAULT`, with the sequence of `nextval('…')`.
    SetDefault(String, Option<QualifiedName>),
    /// `ALTER COLUMN … ADD GENERATED … AS IDENTITY`
    AddIdentity(String, Identity),
    /// `ALTER COLUMN … DROP EXPRESSION`
    DropExpression(String),
    /// `ATTACH PARTITION child bound`
    AttachPartition(QualifiedName, String),
    /// `DETACH PARTITION child`
    DetachPartition(QualifiedName),
    /// `INHERIT parent`
    Inherit(QualifiedName),
    /// `NO INHERIT parent`
    NoInherit(QualifiedName),
    /// `RENAME COLUMN a TO b`
    RenameColumn(String, String),
    /// `RENAME TO name`
    Rename(String),
    /// `SET SCHEMA name`
    SetSchema(String),
}
