//! Rows that are not of the dump but made by `generate`: what their rules see.
//!
//! Such a row has no originals. Rules see its own columns as far as they are made already, and the
//! row it was made for. In place of an original each of its values has a token, a text that belongs to
//! this value alone, so that whatever is keyed by an original differs from row to row and from column
//! to column.

use std::sync::Arc;

use super::bind::Columns;
use super::bound::BoundRule;
use super::row::RowBuf;
use super::seed::Seed;
use super::{Cx, Misfit, Role};
use crate::dump::types::{ColumnType, PgType};
use crate::rules::model::ColumnRule;
use crate::transform::bind::Binder;

/// The column that holds the token: a name that no column has.
pub const TOKEN: &str = "";

/// Names and types of columns.
pub type Fields = Arc<[(String, PgType)]>;

/// What a made row has besides its columns; see [`Columns::made`].
#[derive(Clone, Debug)]
pub struct Made {
    /// The index of the token.
    pub token: usize,
    /// The row it is made for, where templates can name it.
    pub driver: Option<Driver>,
}

/// The row that another is made for.
#[derive(Clone, Debug)]
pub struct Driver {
    /// What templates call it.
    pub name: String,
    /// Where it stands among the columns, as [`json`] writes it. Right behind, where no name leads to,
    /// it stands [packed](pack), which is what templates read.
    pub index: usize,
    /// Its columns' names and types.
    pub fields: Fields,
}

impl Columns {
    /// Makes these the columns of a made row.
    pub fn make(&mut self, driver: Option<(String, Fields)>) {
        let token = self.list.len();
        self.list
            .push((TOKEN.to_owned(), ColumnType::from(PgType::Text)));
        let driver = driver.map(|(name, fields)| {
            let index = self.list.len();
            self.list
                .push((name.clone(), ColumnType::from(PgType::Unknown)));
            Driver {
                name,
                index,
                fields,
            }
        });
        self.made = Some(Made { token, driver });
    }
}

impl Driver {
    /// Where it stands packed.
    pub fn packed(&self) -> usize {
        self.index + 1
    }
}

/// Appends the texts of a row's columns, each with its length before it: any of them can be reached
/// without a look at the others, which as JSON took a tenth of the time in which rows are made.
pub fn pack<'v>(values: impl Iterator<Item = Option<&'v [u8]>>, out: &mut Vec<u8>) {
    for value in values {
        // 0 is NULL.
        let length = value.map_or(0, |value| value.len() as u64 + 1);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(value.unwrap_or_default());
    }
}

/// The values of a packed row.
pub fn unpack(mut row: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    std::iter::from_fn(move || {
        let (length, rest) = row.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (value, rest) = rest.split_at_checked(length.saturating_sub(1))?;
        row = rest;
        Some((length > 0).then_some(value))
    })
}

/// A packed row as a JSON list of its texts.
pub fn json(row: &[u8], out: &mut Vec<u8>) {
    out.push(b'[');
    for (number, value) in unpack(row).enumerate() {
        if number > 0 {
            out.push(b',');
        }
        match value {
            Some(text) => super::json::string::encode(text, out),
            None => out.extend_from_slice(b"null"),
        }
    }
    out.push(b']');
}

/// A name that templates can use for a row.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_name(name: &str) -> Result<(), String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(word)
    {
        return Err("a name of letters, digits and `_` is needed".to_owned());
    }
    if super::plain::TEMPLATE_NAMES.contains(&name)
        || ["self", "loop", "range", "dict", "namespace"].contains(&name)
    {
        return Err(format!("`{name}` means something else in templates"));
    }
    Ok(())
}

/// Binds a rule that makes values for rows that have none.
///
/// # Errors
/// It does not fit the column, or needs an original after all.
pub fn bind(rule: &ColumnRule, binder: &Binder<'_>) -> Result<BoundRule, Misfit> {
    let mut rule = rule.clone();
    // Whoever makes the rows sees to it, for any kind.
    rule.options.unique = false;
    let mut bound = None;
    if rule.kind.role == Role::Keyed && rule.options.seed_from.is_empty() {
        rule.options.seed_from = vec![TOKEN.to_owned()];
        bound = BoundRule::bind(&rule, binder).ok();
        // Some make their result from the value itself: then from the token.
        if bound.is_none() {
            rule.options.seed_from.clear();
        }
    }
    let bound = match bound {
        Some(bound) => bound,
        None => BoundRule::bind(&rule, binder)?,
    };
    try_out(&rule, &bound, binder)?;
    for (_, inner) in rule.spec.nested() {
        let bound = BoundRule::bind(inner, binder)?;
        try_out(inner, &bound, binder)?;
    }
    Ok(bound)
}

/// A rule that needs an original finds none at the first try.
fn try_out(rule: &ColumnRule, bound: &BoundRule, binder: &Binder<'_>) -> Result<(), Misfit> {
    // What these make depends on the row.
    let depends = !binder.needs.borrow().replaced.is_empty();
    if rule.kind.role != Role::Keyed || depends || ["template", "choice"].contains(&rule.kind.name)
    {
        return Ok(());
    }
    let mut row = RowBuf::default();
    row.reset(binder.columns.list.len());
    let token = token(&Seed([7; 32]));
    if let Some(made) = &binder.columns.made {
        row.set_with(made.token, |out| out.extend_from_slice(token.as_bytes()));
    }
    let cx = Cx {
        row: row.row(&[]),
        replaced: row.row(&[]),
        this: None,
        seed: Seed([0; 32]),
    };
    match bound.apply(&cx, Some(token.as_bytes()), &mut Vec::new()) {
        Ok(_) => Ok(()),
        Err(failure) => Err(Misfit::new(format!(
            "`{}` can't make a value for a generated row: {}",
            rule.kind.name, failure.0
        ))),
    }
}

/// The text that stands for a value's original.
pub fn token(seed: &Seed) -> String {
    let mut number = [0; 16];
    number.copy_from_slice(&seed.0[..16]);
    let hex = format!("{:032x}", u128::from_le_bytes(number));
    // In the form of a UUID, for what makes one from another.
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::rules::load::testing::rules;
    use crate::transform::bind::{Needs, Run};
    use crate::transform::seed::SecretKey;
    use crate::transform::{Outcome, Target};

    /// What a rule makes for rows 0 and 1, of a table with the columns `id` and `c`, for the driver
    /// `d` with the columns `n` and `doc`.
    fn made(rule: &str, ty: PgType) -> Result<[String; 2], String> {
        let text = format!("tables: {{t: {{generate: [{{rows: 1, columns: {{c: {rule}}}}}]}}}}");
        let rules = rules(&text);
        let generators = rules.tables[0].generate.as_ref().unwrap();
        let crate::rules::generate::Source::Rule(rule) = &generators[0].columns[0].source else {
            panic!("{text}");
        };
        let key = SecretKey::new(b"0123456789abcdef").unwrap();
        let run = Run::new(&rules, key, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let mut columns = Columns::default();
        columns.list.push(("id".to_owned(), PgType::Int4.into()));
        columns.list.push(("c".to_owned(), ty.clone().into()));
        let fields = [
            ("n".to_owned(), PgType::Int4),
            ("doc".to_owned(), PgType::Jsonb),
        ];
        columns.make(Some(("d".to_owned(), Arc::new(fields))));
        let needs = RefCell::new(Needs::default());
        let binder = Binder {
            run: &run,
            target: Target {
                ty,
                not_null: false,
                in_json: false,
            },
            columns: &columns,
            needs: &needs,
            unique: false,
            locale: &run.locale,
            namespace: run.namespace(""),
        };
        let bound = bind(rule, &binder).map_err(|misfit| misfit.message)?;
        Ok([b'0', b'1'].map(|row| {
            let token = token(&Seed([row; 32]));
            let doc: &[u8] = br#"{"list": [1, 2], "a": "x"}"#;
            let (mut driver, token) = (Vec::new(), token.as_bytes());
            pack([Some(&b"7"[..]), Some(doc)].into_iter(), &mut driver);
            let row = RowBuf::of(&[Some(&[row]), None, Some(token), None, Some(&driver)]);
            let cx = Cx {
                row: row.row(&[]),
                replaced: row.row(&[]),
                this: None,
                seed: Seed([0; 32]),
            };
            let mut out = Vec::new();
            match bound.apply(&cx, Some(token), &mut out) {
                Ok(Outcome::Value) => String::from_utf8(out).unwrap(),
                Ok(other) => format!("{other:?}"),
                Err(failure) => format!("fails: {}", failure.0),
            }
        }))
    }

    #[test]
    fn what_invents_makes_other_values_for_other_rows() {
        for rule in [
            "person.name",
            "internet.email",
            "lorem.sentence",
            "hash",
            "phone.number",
            "{use: id.uuid}",
            "{use: generate_regex, pattern: '[a-z]{12}'}",
            "{choice: [{use: person.name}, {use: company.name}]}",
            "{template: '{{ fake(\"lorem.sentence\") }} {{ hash(value) }}'}",
        ] {
            let [a, b] = made(rule, PgType::Text).unwrap();
            assert!(a != b && a.len() > 3, "{rule}: {a} {b}");
        }
        let [a, b] = made(
            "{use: date.between, from: 2024-01-01, to: 2033-01-01}",
            PgType::Date,
        )
        .unwrap();
        assert_ne!(a, b);
        assert_eq!(made("{set: x}", PgType::Text).unwrap(), ["x", "x"]);
        let [a, b] = made("{use: person.name, seed_from: id}", PgType::Text).unwrap();
        assert_ne!(a, b);
    }

    #[test]
    fn what_needs_an_original_is_found_at_bind() {
        for (rule, ty) in [
            ("{use: date.shift, max_days: 3}", PgType::Date),
            ("{use: shape, checksum: luhn}", PgType::Date),
        ] {
            assert!(made(rule, ty.clone()).is_err(), "{rule}");
        }
        assert!(made("person.name", PgType::Int4).is_err());
    }

    #[test]
    fn templates_see_the_driver_and_miss_nothing() {
        let print = |text: &str| made(&format!("{{template: '{text}'}}"), PgType::Text).unwrap();
        assert_eq!(
            print("{{ d.n + 1 }} {{ id }} {{ d.doc.a }}"),
            ["8 0 x", "8 1 x"]
        );
        assert_eq!(print("{{ d.doc }}")[0], r#"{"list": [1, 2], "a": "x"}"#);
        assert_eq!(
            print("{{ d.doc.list|tojson }}")[0],
            "[1, 2]".replace(' ', "")
        );
        assert_eq!(
            print("{% for x in d.doc.list %}<{{ x }}>{% endfor %}")[0],
            "<1><2>"
        );
        assert_eq!(
            print(
                "{% for x in d.doc.no.where %}{{ x }}{% endfor %}[{{ d.doc.no.where }}]{{ d.no|length }}"
            )[0],
            "[]0"
        );
        assert_eq!(print("{{ d.doc.no|tojson }} {{ c|count }}")[0], "null 0");
    }

    #[test]
    fn rows_are_packed() {
        let values = [Some(&b"1"[..]), None, Some(b""), Some(b"\"x\n")];
        let mut packed = Vec::new();
        pack(values.into_iter(), &mut packed);
        assert!(unpack(&packed).eq(values));
        assert!(unpack(&packed[..packed.len() - 1]).eq(values[..3].iter().copied()));
        let mut text = Vec::new();
        json(&packed, &mut text);
        assert_eq!(text, br#"["1",null,"","\"x\n"]"#);
    }

    #[test]
    fn names_that_templates_know_are_taken() {
        for bad in ["", "1st", "a-b", "é", "hash", "value", "loop"] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
        assert!(check_name("brief_1").is_ok());
    }
}
