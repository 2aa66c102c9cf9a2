//! `template`: text made from the row's replaced values (MiniJinja).
//!
//! A template sees columns by name with their *replaced* values. The column's own original is
//! `value`, and [`check`] proves when the rules are read that it stands only where it can't be
//! printed: in the condition of an `if`, and among the arguments of `hash()` and `fake()`. What a
//! template may do is bounded (fuel, recursion), and its errors are passed on by kind and line only,
//! as their texts can quote values.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::{AutoEscape, Environment, Error as JinjaError, UndefinedBehavior, Value};

use super::super::{Kind, Role, kind};
use crate::dump::types::PgType;
use crate::error::{Error, Position, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::bound::Canon;
use crate::transform::fit::check_result;
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Target, Transform};
use check::Findings;
use context::{Call, Fake, Names, Original};

mod check;
mod context;

/// Instructions one row may take.
const FUEL: u64 = 1_000_000;
/// The template's name within its environment.
const NAME: &str = "template";
/// Names that are not columns.
pub(in crate::transform) const BUILTINS: [&str; 4] = ["value", "hash", "fake", "now"];

struct Template {
    environment: Arc<Environment<'static>>,
    /// Columns it reads.
    reads: Vec<String>,
    /// Kinds that `fake()` is called with.
    fakes: Vec<(&'static Kind, Arc<dyn Spec>)>,
    /// It always prints `hash(value)`.
    injective: bool,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("reads", &self.reads)
            .finish_non_exhaustive()
    }
}

pub(super) fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("template")?;
    let source = params.string("template")?.unwrap_or_default();
    let findings = check::check(source).map_err(|problem| problem.at(&node.position))?;
    let environment = environment(source).map_err(|error| problem_of(&error).at(&node.position))?;
    check_names(&environment, &findings).map_err(|problem| problem.at(&node.position))?;
    let fakes = findings
        .fakes
        .iter()
        .map(|name| fake(name, cx).map_err(|problem| problem.at(&node.position)))
        .collect::<Result<_>>()?;
    let undeclared = environment
        .get_template(NAME)
        .map_err(|error| problem_of(&error).at(&node.position))?
        .undeclared_variables(false);
    let globals: Vec<&str> = environment.globals().map(|(name, _)| name).collect();
    let mut reads: Vec<String> = undeclared
        .into_iter()
        .filter(|name| !BUILTINS.contains(&name.as_str()) && !globals.contains(&name.as_str()))
        .chain(findings.reads_self.then(|| "self".to_owned()))
        .collect();
    reads.sort();
    Ok(Arc::new(Template {
        environment: Arc::new(environment),
        reads,
        fakes,
        injective: findings.prints_hash_of_value,
    }))
}

/// What is wrong with a template, and in which of its lines.
#[derive(Debug)]
struct Problem {
    line: Option<usize>,
    message: String,
    hint: Option<String>,
}

impl Problem {
    fn new(line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
            hint: None,
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn at(self, position: &Position) -> Error {
        let message = match self.line {
            Some(line) if line > 1 => format!("template, line {line}: {}", self.message),
            _ => format!("template: {}", self.message),
        };
        let error = Error::rules(position, message);
        match self.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// An error of parsing, which knows the rule's text only.
fn problem_of(error: &JinjaError) -> Problem {
    let kind = error.kind().to_string();
    let message = match error.detail() {
        Some(detail) => format!("{kind}: {detail}"),
        None => kind,
    };
    Problem::new(error.line(), message)
}

fn environment(source: &str) -> std::result::Result<Environment<'static>, JinjaError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    // It would print `value`.
    environment.remove_global("debug");
    environment.set_formatter(context::write);
    environment.add_filter("tojson", context::tojson);
    environment.add_template_owned(NAME, source.to_owned())?;
    Ok(environment)
}

/// The same templates over rows in which a key may be missing: that reads as an empty list, and
/// prints as nothing.
fn lenient(environment: &Environment<'static>) -> Environment<'static> {
    let mut environment = environment.clone();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    for name in ["length", "count"] {
        environment.add_filter(name, context::length);
    }
    environment
}

/// Filters and tests are known (MiniJinja would find out at the first row).
fn check_names(
    environment: &Environment<'_>,
    findings: &Findings,
) -> std::result::Result<(), Problem> {
    for (what, names) in [("filter", &findings.filters), ("test", &findings.tests)] {
        let known = environment.compile_expression(if what == "filter" {
            "name is filter"
        } else {
            "name is test"
        });
        let known = known.map_err(|error| problem_of(&error))?;
        for (name, line) in names {
            let context = Value::from_iter([("name", Value::from(name.as_str()))]);
            if !known.eval(context).is_ok_and(|known| known.is_true()) {
                return Err(Problem::new(
                    Some(*line),
                    format!("there is no {what} `{name}`"),
                ));
            }
        }
    }
    Ok(())
}

/// A kind that `fake()` may make: keyed, nothing of the original left, no parameters needed.
fn fake(
    name: &str,
    cx: &LoadCx<'_>,
) -> std::result::Result<(&'static Kind, Arc<dyn Spec>), Problem> {
    let Some(kind) = kind(name) else {
        let problem = Problem::new(None, format!("fake(): there is no transformer `{name}`"));
        let near = crate::rules::nearest::nearest(name, super::super::kinds().map(|k| k.name));
        return Err(match near {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem,
        });
    };
    if kind.role != Role::Keyed || kind.partial || NOT_FAKED.contains(&kind.name) {
        let message = format!("fake() can't make `{name}`: it is no generator");
        return Err(Problem::new(None, message));
    }
    let position = Position {
        file: "".into(),
        line: 0,
        column: 0,
    };
    let params = Params::new(&position, &[], &[]);
    let spec = (kind.load)(&params, cx).map_err(|error| {
        Problem::new(
            None,
            format!("fake() can't make `{name}`: {}", error.message()),
        )
    })?;
    if spec.partial() {
        let message = format!("fake() can't make `{name}`: it may leave a part of the value");
        return Err(Problem::new(None, message));
    }
    Ok((kind, spec))
}

/// Keyed kinds whose result is not decided by their own.
const NOT_FAKED: [&str; 3] = ["template", "command", "choice"];

impl Spec for Template {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if binder.unique && !self.injective {
            return Err(Misfit::new("the template does not make unique values").hint(
                "print `{{ hash(value) }}` outside of any if or for, or use `hash`, `id.integer` or `id.uuid`",
            ));
        }
        let reads = self
            .reads
            .iter()
            .map(|name| {
                let made = binder.columns.made.as_ref();
                let driver = made.and_then(|made| made.driver.as_ref());
                if let Some(driver) = driver.filter(|driver| driver.name == *name) {
                    return Ok(Read::Driver(
                        binder.packed(driver),
                        Arc::clone(&driver.fields),
                    ));
                }
                let index = binder.replaced(name)?;
                let ty = binder
                    .columns
                    .list
                    .get(index)
                    .map(|(_, ty)| ty.base.clone());
                Ok(Read::Column(index, ty.unwrap_or(PgType::Unknown)))
            })
            .collect::<Result<Vec<_>, Misfit>>()?;
        let mut fakes = BTreeMap::new();
        for (kind, spec) in &self.fakes {
            let namespace = binder.namespace(kind.name);
            let target = Target {
                ty: PgType::Text,
                not_null: false,
                in_json: false,
            };
            let inner = Binder {
                run: binder.run,
                target: target.clone(),
                columns: binder.columns,
                needs: binder.needs,
                unique: false,
                locale: binder.locale,
                namespace: Arc::clone(&namespace),
            };
            let transform = spec.bind(&inner).map_err(|misfit| Misfit {
                message: format!("fake(\"{}\"): {}", kind.name, misfit.message),
                ..misfit
            })?;
            let canon = Canon::of(&target, namespace.normalise);
            fakes.insert(kind.name, Fake::new(transform, namespace, canon));
        }
        let now = binder
            .run
            .now
            .to_zoned_datetime(binder.run.time_zone.clone())
            .strftime("%Y-%m-%d %H:%M:%S%:z")
            .to_string();
        let canon = Canon::of(&binder.target, binder.namespace.normalise);
        let names = Names {
            columns: self.reads.clone(),
            fakes,
            now: Value::from(now),
            key: binder.namespace.key,
            canon,
        };
        let environment = match &binder.columns.made {
            Some(_) => Arc::new(lenient(&self.environment)),
            None => Arc::clone(&self.environment),
        };
        Ok(Box::new(BoundTemplate {
            environment,
            reads,
            names: Arc::new(names),
            target: binder.target.clone(),
        }))
    }

    fn reads_replaced(&self) -> Vec<String> {
        self.reads.clone()
    }

    fn draws_from(&self) -> Vec<&'static str> {
        self.fakes.iter().map(|(kind, _)| kind.name).collect()
    }
}

/// One thing that a template reads.
enum Read {
    /// A column, by index and type.
    Column(usize, PgType),
    /// The row that a made one is for.
    Driver(usize, Arc<[(String, PgType)]>),
}

struct BoundTemplate {
    environment: Arc<Environment<'static>>,
    /// What it reads.
    reads: Vec<Read>,
    names: Arc<Names>,
    target: Target,
}

impl Transform for BoundTemplate {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let columns = self
            .reads
            .iter()
            .map(|read| match read {
                Read::Column(index, ty) => context::column(ty, cx.replaced.get(*index)),
                Read::Driver(index, fields) => context::driver(fields, cx.replaced.get(*index)),
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        let original = Original {
            value: context::column(&self.target.ty, Some(value))?,
            bytes: value.to_vec(),
            seed: cx.seed,
        };
        let call = Arc::new(Call::new(Arc::clone(&self.names), columns, original));
        let text = self
            .environment
            .get_template(NAME)
            .and_then(|template| template.render(Value::from_dyn_object(Arc::clone(&call))))
            .map_err(|error| call.failure().unwrap_or_else(|| failure_of(&error)))?;
        if !self.target.in_json {
            check_result(&self.target.ty, text.as_bytes())?;
        }
        out.extend_from_slice(text.as_bytes());
        Ok(Outcome::Value)
    }
}

/// An error of rendering: its kind and line, as its text may quote values.
fn failure_of(error: &JinjaError) -> Failure {
    let kind = error.kind();
    Failure::new(match error.line() {
        Some(line) => format!("the template fails in its line {line}: {kind}"),
        None => format!("the template fails: {kind}"),
    })
}

#[cfg(test)]
mod tests;
