//! `command`: a program of the user's that answers each value with another.
//!
//! One JSON object a line goes to its standard input: `{"value": "…", "seed": "…"}`, the original
//! and 64 hexadecimal digits that belong to it in the rule's namespace, so that the program can be
//! repeatable without a key of its own. One JSON line comes back: a string, `null` for NULL, or an
//! object `{"value": …}` with either. Anything else, an end, or no answer in time fails the run.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::fit::check_result;
use crate::transform::pseudonym::hex;
use crate::transform::service::{Commands, LineService, ServiceError};
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

/// How long an answer may take where the rule does not say.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// One program for all columns of a rule (of an alias: wherever it is used).
#[derive(Debug)]
struct Program {
    argv: Vec<String>,
    time_limit: Duration,
    commands: Arc<dyn Commands>,
    state: Mutex<State>,
}

enum State {
    /// Not needed yet.
    Idle,
    Running(Box<dyn LineService>),
    /// It failed once; its answers would no longer belong to the questions.
    Failed,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Idle => "Idle",
            Self::Running(_) => "Running",
            Self::Failed => "Failed",
        })
    }
}

#[derive(Debug)]
struct Command {
    program: Arc<Program>,
}

/// `{use: command, run: [PROGRAM, ARGUMENTS], timeout: 5s}`
pub(super) fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("run")?;
    let argv: Vec<String> = params
        .strings("run")?
        .unwrap_or_default()
        .into_iter()
        .map(str::to_owned)
        .collect();
    if argv.first().is_none_or(String::is_empty) {
        return Err(Error::rules(&node.position, "`run` needs a program"));
    }
    let time_limit = match (params.string("timeout")?, params.node("timeout")?) {
        (Some(text), Some(node)) => duration(text).ok_or_else(|| {
            Error::rules(
                &node.position,
                "`timeout` must be a duration such as 500ms, 5s or 1m",
            )
        })?,
        _ => TIME_LIMIT,
    };
    Ok(Arc::new(Command {
        program: Arc::new(Program {
            argv,
            time_limit,
            commands: cx.outside.commands(),
            state: Mutex::new(State::Idle),
        }),
    }))
}

/// `500ms`, `5s`, `1m`; more than nothing.
fn duration(text: &str) -> Option<Duration> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u32 = text[..split].parse().ok()?;
    let milliseconds = match &text[split..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => return None,
    };
    let total = u64::from(number) * milliseconds;
    (total > 0).then(|| Duration::from_millis(total))
}

impl Spec for Command {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        // What the program makes of a value may have to do with those it has seen before.
        binder.needs.borrow_mut().in_turn = true;
        Ok(Box::new(BoundCommand {
            program: Arc::clone(&self.program),
            ty: if binder.target.in_json {
                PgType::Unknown
            } else {
                binder.target.ty.clone()
            },
            not_null: binder.target.not_null,
        }))
    }
}

struct BoundCommand {
    program: Arc<Program>,
    ty: PgType,
    not_null: bool,
}

impl Transform for BoundCommand {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let text = std::str::from_utf8(value)
            .map_err(|_| Failure::new("the value is not UTF-8, so no JSON line can hold it"))?;
        let mut seed = Vec::with_capacity(64);
        hex(&cx.seed, 64, &mut seed);
        let question = serde_json::json!({
            "value": text,
            "seed": String::from_utf8_lossy(&seed),
        });
        let mut answer = Vec::new();
        self.program
            .ask(question.to_string().as_bytes(), &mut answer)?;
        // The parser's own message could quote the answer.
        let answer: serde_json::Value =
            serde_json::from_slice(&answer).map_err(|_| no_answer("its line is not JSON"))?;
        let answer = match answer {
            serde_json::Value::Object(mut fields) => fields
                .remove("value")
                .ok_or_else(|| no_answer("its object has no `value`"))?,
            other => other,
        };
        match answer {
            serde_json::Value::String(text) => {
                check_result(&self.ty, text.as_bytes())?;
                out.extend_from_slice(text.as_bytes());
                Ok(Outcome::Value)
            }
            serde_json::Value::Null if self.not_null => {
                Err(no_answer("it says null, but the column is NOT NULL"))
            }
            serde_json::Value::Null => Ok(Outcome::Null),
            _ => Err(no_answer("a value must be a string or null")),
        }
    }
}

fn no_answer(why: &str) -> Failure {
    Failure::new(format!("the command gave no usable answer: {why}"))
}

impl Program {
    fn ask(&self, question: &[u8], answer: &mut Vec<u8>) -> Result<(), Failure> {
        // A panic while it was held leaves it in an unknown state; it is used no more.
        let Ok(mut state) = self.state.lock() else {
            return Err(Failure::new("the command failed before"));
        };
        if matches!(*state, State::Idle) {
            *state = State::Failed;
            let service = self.commands.start(&self.argv).map_err(|error| {
                Failure::new(format!("can't start `{}`: {}", self.name(), error.kind()))
            })?;
            *state = State::Running(service);
        }
        let State::Running(service) = &mut *state else {
            return Err(Failure::new(format!("`{}` failed before", self.name())));
        };
        let result = service.exchange(question, self.time_limit, answer);
        result.map_err(|error| {
            *state = State::Failed;
            let what = match error {
                ServiceError::Ended => "ended before it answered",
                ServiceError::TimedOut => "did not answer in time; see `timeout`",
                ServiceError::OutOfStep => "wrote more than one line for a value",
            };
            Failure::new(format!("`{}` {what}", self.name()))
        })
    }

    /// The program as the rule names it.
    fn name(&self) -> &str {
        self.argv.first().map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::transform::Target;
    use crate::transform::pseudonym::fixture::{Fixture, Rule, list, map, quoted, text};

    /// Answers with what it is told, whatever the question.
    #[derive(Debug)]
    struct Parrot(Result<&'static str, ServiceError>);

    impl Commands for Parrot {
        fn start(&self, argv: &[String]) -> io::Result<Box<dyn LineService>> {
            if argv == ["missing"] {
                return Err(io::Error::from(io::ErrorKind::NotFound));
            }
            Ok(Box::new(ParrotService(self.0, 0)))
        }
    }

    struct ParrotService(Result<&'static str, ServiceError>, u32);

    impl LineService for ParrotService {
        fn exchange(
            &mut self,
            line: &[u8],
            _time_limit: Duration,
            answer: &mut Vec<u8>,
        ) -> Result<(), ServiceError> {
            self.1 += 1;
            let question: serde_json::Value = serde_json::from_slice(line).expect("JSON");
            let value = question["value"].as_str().expect("a value");
            assert_eq!(question["seed"].as_str().expect("a seed").len(), 64);
            let count = self.1.to_string();
            let line = self
                .0?
                .replace("VALUE", &value.to_uppercase())
                .replace("COUNT", &count);
            answer.extend_from_slice(line.as_bytes());
            Ok(())
        }
    }

    fn rule(answer: Result<&'static str, ServiceError>, program: &str) -> Rule {
        let program = Program {
            argv: vec![program.to_owned()],
            time_limit: TIME_LIMIT,
            commands: Arc::new(Parrot(answer)),
            state: Mutex::new(State::Idle),
        };
        Rule::new(
            "command",
            Arc::new(Command {
                program: Arc::new(program),
            }),
        )
    }

    #[test]
    fn answers_are_strings_null_or_objects_with_either() {
        let fixture = Fixture::new();
        for answer in [
            "\"VALUE\"",
            "{\"value\":\"VALUE\"}",
            " {\"value\":\"VALUE\",\"x\":1} ",
        ] {
            let bound = fixture.bind(&rule(Ok(answer), "p"), PgType::Text);
            assert_eq!(fixture.value(&bound, "zoë"), "ZOË");
            assert_eq!(fixture.value(&bound, ""), "");
        }
        for answer in ["null", "{\"value\":null}"] {
            let bound = fixture.bind(&rule(Ok(answer), "p"), PgType::Text);
            assert_eq!(fixture.apply(&bound, "x").expect("null").0, Outcome::Null);
            let target = Target {
                ty: PgType::Text,
                not_null: true,
                in_json: false,
            };
            let Ok(bound) = fixture.bind_to(&rule(Ok(answer), "p"), target) else {
                panic!("a command fits any column");
            };
            assert!(fixture.apply(&bound, "x").is_err());
        }
    }

    #[test]
    fn one_program_serves_all_columns_of_a_rule() {
        let fixture = Fixture::new();
        let rule = rule(Ok("\"COUNT\""), "p");
        let (a, b) = (
            fixture.bind(&rule, PgType::Text),
            fixture.bind(&rule, PgType::Int4),
        );
        assert_eq!(fixture.apply(&a, "x").expect("1").1, "1");
        assert_eq!(fixture.apply(&b, "x").expect("2").1, "2");
    }

    #[test]
    fn everything_else_fails_without_showing_a_value() {
        let fixture = Fixture::new();
        for answer in [
            "",
            "VALUE",
            "1",
            "true",
            "[\"VALUE\"]",
            "{\"VALUE\":1}",
            "{\"value\":1}",
            "\"VALUE\" x",
        ] {
            let bound = fixture.bind(&rule(Ok(answer), "p"), PgType::Text);
            let failure = fixture.apply(&bound, "jane").expect_err(answer);
            assert!(!failure.0.to_lowercase().contains("jane"));
        }
        let typed = fixture.bind(&rule(Ok("\"VALUE\""), "p"), PgType::Int4);
        assert!(fixture.apply(&typed, "jane").is_err());
        for error in [
            ServiceError::Ended,
            ServiceError::TimedOut,
            ServiceError::OutOfStep,
        ] {
            let bound = fixture.bind(&rule(Err(error), "p"), PgType::Text);
            assert!(fixture.apply(&bound, "jane").is_err());
            let again = fixture.apply(&bound, "jane").expect_err("used no more");
            assert!(again.0.contains("failed before"));
        }
        let missing = fixture.bind(&rule(Ok("null"), "missing"), PgType::Text);
        let failure = fixture
            .apply(&missing, "jane")
            .expect_err("no such program");
        assert!(failure.0.contains("`missing`"));
    }

    #[test]
    fn parameters_are_checked() {
        let fixture = Fixture::new();
        let run = || list(&[text("prog"), text("arg")]);
        assert!(fixture.load("command", &map(&[("run", run())])).is_ok());
        assert!(
            fixture
                .load(
                    "command",
                    &map(&[("run", text("prog")), ("timeout", text("500ms"))])
                )
                .is_ok()
        );
        for bad in [
            map(&[]),
            map(&[("run", list(&[]))]),
            map(&[("run", quoted(""))]),
            map(&[("run", run()), ("timeout", text("5"))]),
            map(&[("run", run()), ("timeout", text("0s"))]),
            map(&[("run", run()), ("timeout", text("5é"))]),
        ] {
            assert!(fixture.load("command", &bad).is_err());
        }
        assert_eq!(duration("2m"), Some(Duration::from_secs(120)));
    }
}
