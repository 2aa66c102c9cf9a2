//! What a template sees while it renders: columns, `value`, `hash()`, `fake()`, `now`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use memchr::{memchr2, memchr3};
use minijinja::value::{Enumerator, Kwargs, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, Output, State, Value};

use crate::dump::types::PgType;
use crate::transform::bind::Namespace;
use crate::transform::bound::Canon;
use crate::transform::json::member::Container;
use crate::transform::json::string;
use crate::transform::made;
use crate::transform::pseudonym::hex;
use crate::transform::row::RowBuf;
use crate::transform::seed::{DerivedKey, Seed};
use crate::transform::{Cx, Failure, JsonKind, Outcome, Transform};

/// Characters of `hash()`, as of the transformer `hash`.
const HASH_LENGTH: usize = 32;

/// What is the same for all rows.
pub(super) struct Names {
    /// The columns it reads, in the order of [`Call::columns`].
    pub(super) columns: Vec<String>,
    pub(super) fakes: BTreeMap<&'static str, Fake>,
    pub(super) now: Value,
    /// The key of the column's namespace.
    pub(super) key: DerivedKey,
    /// How the column's originals are compared.
    pub(super) canon: Canon,
}

/// A transformer that `fake()` calls.
pub(super) struct Fake {
    transform: Box<dyn Transform>,
    namespace: Arc<Namespace>,
    canon: Canon,
}

impl Fake {
    pub(super) fn new(
        transform: Box<dyn Transform>,
        namespace: Arc<Namespace>,
        canon: Canon,
    ) -> Self {
        Self {
            transform,
            namespace,
            canon,
        }
    }
}

/// The column's own original.
pub(super) struct Original {
    /// As the template sees it.
    pub(super) value: Value,
    pub(super) bytes: Vec<u8>,
    pub(super) seed: Seed,
}

/// What belongs to one row.
pub(super) struct Call {
    names: Arc<Names>,
    columns: Vec<Value>,
    original: Original,
    /// Calls of `fake()` so far.
    fakes: AtomicU32,
    failure: OnceLock<String>,
}

/// Nothing of the row.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Call")
    }
}

impl Call {
    pub(super) fn new(names: Arc<Names>, columns: Vec<Value>, original: Original) -> Self {
        Self {
            names,
            columns,
            original,
            fakes: AtomicU32::new(0),
            failure: OnceLock::new(),
        }
    }

    /// Why a function failed, where one did.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.failure.get().cloned().map(Failure::new)
    }

    /// Remembers why, and stops the template.
    fn fail(&self, message: impl Into<String>) -> Error {
        // The first one counts.
        let _ = self.failure.set(message.into());
        Error::from(ErrorKind::InvalidOperation)
    }

    /// `hash(x)`: keyed by the column's namespace; of the original it is what `hash` makes.
    fn hash(&self, arguments: &[Value]) -> Result<Value, Error> {
        let [value] = arguments else {
            return Err(self.fail("hash() takes one value"));
        };
        let text = self.text(value, "hash()")?;
        let seed = if text.as_bytes() == self.original.bytes {
            self.original.seed
        } else {
            let canonical = self.names.canon.apply(text.as_bytes());
            self.names.key.seed(&canonical)
        };
        let mut out = Vec::with_capacity(HASH_LENGTH);
        hex(&seed, HASH_LENGTH, &mut out);
        Ok(Value::from(String::from_utf8_lossy(&out)))
    }

    /// `fake(kind)`: keyed by the column's seed and the number of the call; `fake(kind, x)`: what
    /// columns of that kind make of x.
    fn fake(&self, arguments: &[Value]) -> Result<Value, Error> {
        let (kind, of) = match arguments {
            [kind] => (kind, None),
            [kind, of] => (kind, Some(of)),
            _ => return Err(self.fail("fake() takes a transformer and at most one value")),
        };
        let fake = kind.as_str().and_then(|kind| self.names.fakes.get(kind));
        let Some(fake) = fake else {
            return Err(self.fail("fake() takes the name of a transformer"));
        };
        let text = match of {
            Some(of) => self.text(of, "fake()")?,
            None => String::new(),
        };
        let seed = match of {
            Some(_) => {
                let canonical = fake.canon.apply(text.as_bytes());
                if fake.namespace.keeps(text.as_bytes(), &canonical) {
                    // The template could not tell it from a pseudonym and would print it.
                    return Err(self.fail("fake() of a value that its namespace keeps"));
                }
                fake.namespace.key.seed(&canonical)
            }
            None => {
                let number = self.fakes.fetch_add(1, Ordering::Relaxed);
                let mut label = *b"fake    ";
                label[4..].copy_from_slice(&number.to_le_bytes());
                self.original.seed.part(&label)
            }
        };
        let row = RowBuf::default();
        let cx = Cx {
            row: row.row(&[]),
            replaced: row.row(&[]),
            this: None,
            seed,
        };
        let mut out = Vec::new();
        match fake.transform.apply(&cx, text.as_bytes(), &mut out) {
            Ok(Outcome::Value) => {}
            Ok(Outcome::Null) => return Ok(Value::from(())),
            Ok(_) => return Err(self.fail("fake() made nothing")),
            Err(failure) => return Err(self.fail(format!("fake(): {}", failure.0))),
        }
        let made =
            String::from_utf8(out).map_err(|_| self.fail("fake() made bytes that are no text"))?;
        Ok(match fake.transform.json_kind() {
            JsonKind::Number => made
                .parse::<i64>()
                .map_or_else(|_| Value::from(made), Value::from),
            _ => Value::from(made),
        })
    }

    /// The text of an argument.
    fn text(&self, value: &Value, function: &str) -> Result<String, Error> {
        if let Some(text) = value.as_str() {
            return Ok(text.to_owned());
        }
        if value.is_none() {
            return Ok(String::new());
        }
        let simple =
            value.is_number() || *value == Value::from(true) || *value == Value::from(false);
        if simple {
            return Ok(value.to_string());
        }
        match value.downcast_object_ref::<Document>() {
            Some(document) => Ok(document.text.clone()),
            None => Err(self.fail(format!("{function} takes a text or a number"))),
        }
    }
}

impl Object for Call {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let function = |name| {
            Value::from_object(Function {
                name,
                call: Arc::clone(self),
            })
        };
        match key {
            "value" => Some(self.original.value.clone()),
            "now" => Some(self.names.now.clone()),
            "hash" => Some(function(Name::Hash)),
            "fake" => Some(function(Name::Fake)),
            name => {
                let at = self
                    .names
                    .columns
                    .iter()
                    .position(|column| column == name)?;
                self.columns.get(at).cloned()
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Name {
    Hash,
    Fake,
}

#[derive(Debug)]
struct Function {
    name: Name,
    call: Arc<Call>,
}

impl Object for Function {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        match self.name {
            Name::Hash => self.call.hash(args),
            Name::Fake => self.call.fake(args),
        }
    }
}

/// A column's value for a template: numbers and booleans as such, JSON as a document, all else as
/// text.
pub(super) fn column(ty: &PgType, value: Option<&[u8]>) -> Result<Value, Failure> {
    let Some(bytes) = value else {
        return Ok(Value::from(()));
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Failure::new("the template reads a value that is not UTF-8"))?;
    let value = match ty {
        ty if ty.is_integer() => text.parse::<i64>().ok().map(Value::from),
        PgType::Bool => match text {
            "t" | "true" => Some(Value::from(true)),
            "f" | "false" => Some(Value::from(false)),
            _ => None,
        },
        ty if ty.is_json() => Document::value(text),
        _ => None,
    };
    Ok(value.unwrap_or_else(|| Value::from(text)))
}

/// The row that a made one is for, as [`made::pack`] packs it.
pub(super) fn driver(
    fields: &Arc<[(String, PgType)]>,
    row: Option<&[u8]>,
) -> Result<Value, Failure> {
    let Some(row) = row else {
        return Ok(Value::from(()));
    };
    Ok(Value::from_object(Driver {
        fields: Arc::clone(fields),
        row: row.into(),
        read: fields.iter().map(|_| OnceLock::new()).collect(),
    }))
}

/// The row that a made one is for. Each of its values is read when it is asked for: most templates
/// ask for few.
struct Driver {
    fields: Arc<[(String, PgType)]>,
    row: Box<[u8]>,
    /// What has been read.
    read: Box<[OnceLock<Option<Value>>]>,
}

/// Nothing of the row.
impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Driver")
    }
}

impl Driver {
    fn read(&self, field: usize) -> Option<Value> {
        let (_, ty) = self.fields.get(field)?;
        let text = made::unpack(&self.row).nth(field)?;
        // Where nothing tells types, JSON is told by its look.
        let looks = |text: &[u8]| matches!(text.first(), Some(b'{' | b'['));
        let ty = match ty {
            PgType::Unknown if text.is_some_and(looks) => &PgType::Json,
            ty => ty,
        };
        column(ty, text).ok()
    }
}

impl Object for Driver {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        // Of two fields of one name the last counts.
        let field = self.fields.iter().rposition(|(name, _)| name == key)?;
        let read = self.read.get(field)?;
        read.get_or_init(|| self.read(field)).clone()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut names: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        Enumerator::Values(names.into_iter().map(Value::from).collect())
    }
}

/// The filter `length`, for which what is not there is empty.
pub(super) fn length(value: &Value) -> Result<usize, Error> {
    if value.is_undefined() || value.is_none() {
        return Ok(0);
    }
    value
        .len()
        .ok_or_else(|| Error::from(ErrorKind::InvalidOperation))
}

/// A JSON object or array: prints as the text it was, and its parts can be reached. A member of an
/// object is read by itself, as most templates ask for few; whatever else is asked, the whole is.
struct Document {
    text: String,
    known: Container,
    whole: OnceLock<Value>,
}

impl Document {
    /// Of a JSON value; `None` where the text is none.
    fn value(text: &str) -> Option<Value> {
        if let Some(known) = Container::of(text.as_bytes()) {
            return Some(Value::from_object(Self {
                text: text.to_owned(),
                known,
                whole: OnceLock::new(),
            }));
        }
        let scalar: serde_json::Value = serde_json::from_str(text).ok()?;
        Some(Value::from_serialize(&scalar))
    }

    fn is_object(&self) -> bool {
        self.text.trim_ascii_start().starts_with('{')
    }

    fn whole(&self) -> &Value {
        self.whole.get_or_init(|| parsed(self.text.as_bytes()))
    }
}

/// What stands in a (checked) JSON text; the text itself where it holds what has no value, such as
/// half of a surrogate pair.
fn parsed(text: &[u8]) -> Value {
    match serde_json::from_slice::<serde_json::Value>(text) {
        Ok(parsed) => Value::from_serialize(&parsed),
        Err(_) => Value::from(String::from_utf8_lossy(text)),
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Document")
    }
}

impl Object for Document {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if self.is_object() {
            ObjectRepr::Map
        } else {
            ObjectRepr::Seq
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        if let Some(key) = key
            .as_str()
            .filter(|_| self.is_object() && self.whole.get().is_none())
        {
            return self.known.member(self.text.as_bytes(), key).map(parsed);
        }
        self.whole()
            .get_item(key)
            .ok()
            .filter(|value| !value.is_undefined())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.whole().try_iter() {
            Ok(items) => Enumerator::Values(items.collect()),
            Err(_) => Enumerator::NonEnumerable,
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The filter `tojson`. MiniJinja's own goes through a text letter by letter, to escape what HTML
/// would take for its own; a text without such signs, as nearly all are, is written in one go.
pub(super) fn tojson(value: &Value, indent: Option<Value>, kwargs: Kwargs) -> Result<Value, Error> {
    let plain = |text: &&str| {
        let text = text.as_bytes();
        indent.is_none()
            && kwargs.args().next().is_none()
            && memchr3(b'<', b'>', b'&', text).is_none()
            && memchr2(b'\'', 0, text).is_none()
    };
    match value.as_str().filter(plain) {
        Some(text) => {
            let mut out = Vec::with_capacity(text.len() + 8);
            string::encode(text.as_bytes(), &mut out);
            let out =
                String::from_utf8(out).map_err(|_| Error::from(ErrorKind::BadSerialization))?;
            Ok(Value::from_safe_string(out))
        }
        None => minijinja::filters::tojson(value, indent, kwargs),
    }
}

/// Prints a value; NULL prints as nothing.
pub(super) fn write(out: &mut Output, state: &State, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Ok(());
    }
    minijinja::escape_formatter(out, state, value)
}
