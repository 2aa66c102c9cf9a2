//! What a kind of data can become: rules to try, the best first. Whoever drafts takes the first one
//! that fits the column.

use std::fmt;

use super::Kind;
use crate::dump::types::PgType;

/// Keys and values of a rule, as YAML writes them in flow style.
pub type Entries = Vec<(String, String)>;

/// A drafted rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `{use: internet.email, unique: true}`
    Plain(Entries),
    /// `{elements: RULE}`
    Elements(Box<Rule>),
    /// `{fields: {name: RULE}}`
    Fields(Vec<(String, Rule)>),
    /// `{keys: {name: RULE}, others: remove}`
    Keys(Vec<(String, Rule)>),
    /// `{json: {path: RULE}, others: remove}`, with more entries beside it; each path with why.
    Json(Vec<(String, Rule, String)>, Entries),
}

impl Rule {
    /// The rule that is a transformer's name.
    pub fn of(name: &str) -> Self {
        Self::with(name, &[])
    }

    /// A transformer with parameters.
    pub fn with(name: &str, parameters: &[(&str, &str)]) -> Self {
        let mut entries = vec![("use".to_owned(), name.to_owned())];
        entries.extend(
            parameters
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        Self::Plain(entries)
    }

    /// `keep`
    pub fn keep() -> Self {
        Self::of("keep")
    }

    /// It is `keep`.
    pub fn is_keep(&self) -> bool {
        *self == Self::keep()
    }

    /// With one more option.
    #[must_use]
    pub fn and(mut self, key: &str, value: &str) -> Self {
        if let Self::Plain(entries) | Self::Json(_, entries) = &mut self {
            entries.push((key.to_owned(), value.to_owned()));
        }
        self
    }

    /// The transformer, or the form, by its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Plain(entries) => entries
                .first()
                .map_or("", |(key, value)| match key.as_str() {
                    "use" => value,
                    key => key,
                }),
            Self::Elements(_) => "elements",
            Self::Fields(_) => "fields",
            Self::Keys(_) => "keys",
            Self::Json(..) => "json",
        }
    }
}

/// In YAML's flow style; a transformer without parameters by its name alone.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let map = |f: &mut fmt::Formatter<'_>, rules: &[(String, Rule)]| {
            let mut separator = "";
            for (key, rule) in rules {
                write!(f, "{separator}{}: {rule}", yaml(key))?;
                separator = ", ";
            }
            Ok(())
        };
        match self {
            Self::Plain(entries) => match entries.as_slice() {
                [(key, value)] if key == "use" => f.write_str(value),
                entries => {
                    let entries: Vec<String> = entries
                        .iter()
                        .map(|(key, value)| format!("{key}: {value}"))
                        .collect();
                    write!(f, "{{{}}}", entries.join(", "))
                }
            },
            Self::Elements(rule) => write!(f, "{{elements: {rule}}}"),
            Self::Fields(rules) => {
                f.write_str("{fields: {")?;
                map(f, rules)?;
                f.write_str("}}")
            }
            Self::Keys(rules) => {
                f.write_str("{keys: {")?;
                map(f, rules)?;
                f.write_str("}, others: remove}")
            }
            Self::Json(paths, entries) => {
                let rules: Vec<(String, Rule)> = paths
                    .iter()
                    .map(|(path, rule, _)| (path.clone(), rule.clone()))
                    .collect();
                f.write_str("{json: {")?;
                map(f, &rules)?;
                f.write_str("}")?;
                for (key, value) in entries {
                    write!(f, ", {key}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

/// A text as a YAML scalar that every reader takes for this text: quoted unless it is plain.
pub fn yaml(text: &str) -> String {
    let plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | ' ' | ';'))
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.trim_end() == text;
    let word = matches!(
        text.to_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if plain && !word {
        text.to_owned()
    } else if text.chars().any(char::is_control) {
        // A JSON string is a YAML one.
        serde_json::Value::from(text).to_string()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// Rules for a kind of data in a column of this type (`Text` for strings inside JSON).
pub fn candidates(kind: Kind, ty: &PgType) -> Vec<Rule> {
    if let PgType::Array(element) = ty {
        let inside = candidates(kind, element).into_iter();
        let mut rules: Vec<Rule> = inside.map(|rule| Rule::Elements(Box::new(rule))).collect();
        rules.push(Rule::of("empty"));
        return rules;
    }
    let mut rules = first_choice(kind, ty);
    if ty.is_text() {
        rules.retain(|rule| rule.name() != "id.integer");
        rules.extend([
            Rule::of("hash"),
            Rule::with("hash", &[("format", "base32")]),
            Rule::with("lorem.paragraph", &[("same_length", "true")]),
            Rule::of("shape"),
        ]);
    }
    rules.extend([Rule::of("null"), Rule::of("empty")]);
    rules
}

/// Those that make what the values were.
fn first_choice(kind: Kind, ty: &PgType) -> Vec<Rule> {
    let same_length = || Rule::with("lorem.paragraph", &[("same_length", "true")]);
    let noise = || Rule::with("number.noise", &[("ratio", "0.2")]);
    let names: &[&str] = match kind {
        Kind::Email => &["internet.email"],
        Kind::Username => &["internet.username"],
        Kind::FullName => &["person.name", "person.last_name"],
        Kind::FirstName => &["person.first_name"],
        Kind::LastName => &["person.last_name"],
        Kind::PersonTitle => &["person.title"],
        Kind::JobTitle => &["person.job_title"],
        Kind::BirthDate => &["person.date_of_birth", "date.noise"],
        Kind::Age => {
            return vec![Rule::with(
                "number.between",
                &[("min", "18"), ("max", "90")],
            )];
        }
        Kind::Sensitive => match ty {
            PgType::Bool => &["bool"],
            PgType::Enum(labels) => {
                let labels: Vec<String> = labels.labels.iter().map(|label| yaml(label)).collect();
                let list = format!("[{}]", labels.join(", "));
                return vec![Rule::Plain(vec![("choice".to_owned(), list)])];
            }
            _ => return vec![Rule::of("null"), same_length()],
        },
        Kind::Phone => &["phone.number", "id.integer"],
        Kind::Address => &["address.full", "address.street"],
        Kind::Street => &["address.street"],
        Kind::Building => &["address.building"],
        Kind::Secondary => &["address.secondary", "address.building"],
        Kind::City => &["address.city"],
        Kind::County => &["address.county"],
        Kind::Postcode => &["address.postcode", "shape", "id.integer"],
        Kind::Country => &["address.country"],
        Kind::Latitude => &["address.latitude"],
        Kind::Longitude => &["address.longitude"],
        Kind::Location => {
            return vec![
                Rule::of("null"),
                Rule::Plain(vec![("set".to_owned(), "(0,0)".to_owned())]),
            ];
        }
        Kind::Ip => &["internet.ip"],
        Kind::Mac => &["internet.mac"],
        Kind::UserAgent => &["internet.user_agent"],
        Kind::Url | Kind::Document => &["internet.url"],
        Kind::Company => &["company.name"],
        Kind::CompanyNumber => &["gb.company_number", "id.integer"],
        Kind::Duns => &["gb.duns", "id.integer"],
        Kind::Vat => &["gb.vat", "id.integer"],
        Kind::Nino => &["gb.nino"],
        Kind::Ssn => &["us.ssn", "id.integer"],
        Kind::OfficialNumber => &["shape", "id.integer"],
        Kind::Card => &["finance.card", "id.integer"],
        Kind::Iban => &["finance.iban"],
        Kind::Bic => &["finance.bic"],
        Kind::Account => &["finance.account", "shape", "id.integer"],
        Kind::SortCode => &["finance.sort_code", "id.integer"],
        Kind::Money => match ty {
            ty if ty.is_number() => return vec![noise()],
            _ => &["finance.amount"],
        },
        Kind::Password => {
            return vec![Rule::Plain(vec![
                ("set_from".to_owned(), "DMSCRUB_PASSWORD_HASH".to_owned()),
                ("else".to_owned(), "\"!\"".to_owned()),
            ])];
        }
        Kind::Secret => &["hash", "id.uuid", "id.integer"],
        Kind::FreeText => match ty {
            PgType::TsVector => &["empty"],
            _ => return vec![same_length()],
        },
        Kind::Mixed => &["text.redact"],
        Kind::Opaque => &["lorem.words"],
        Kind::Binary => &["bytes.empty", "bytes.random"],
    };
    names.iter().map(|name| Rule::of(name)).collect()
}
