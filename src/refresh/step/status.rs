//! What runs at the target, asked before anything changes.

use serde_json::Value;

use super::Step;
use crate::error::{Error, Result};
use crate::refresh::config::{Status, Target};
use crate::refresh::failed;
use crate::refresh::http::{Call, Http};
use crate::refresh::job::Context;
use crate::refresh::state::StatusFacts;

/// The step. Not done again by `--resume`: once the dump is loaded, the page tells its version
/// instead of the one that the target's code wants.
pub const STEP: Step = Step {
    name: "status",
    needless: |context| match status(context) {
        Some(_) => None,
        None => Some("the target has no status page".to_owned()),
    },
    plan,
    run: |context| Box::pin(run(context)),
    every_time: false,
};

/// The longest version or release.
const LONGEST: usize = 200;

fn status(context: &Context) -> Option<&Status> {
    context.target().ok()?.status.as_ref()
}

fn plan(context: &Context) -> Vec<String> {
    let Some(status) = status(context) else {
        return Vec::new();
    };
    let release = status.release.as_ref();
    let release = release.map(|pointer| format!(", release at {pointer}"));
    let release = release.unwrap_or_default();
    vec![format!(
        "GET {}: version at {}{release}",
        shown(status),
        status.version
    )]
}

/// The address without its query, which may hold a key.
fn shown(status: &Status) -> String {
    let mut url = status.url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

async fn run(context: &mut Context) -> Result<String> {
    let status = status(context).cloned();
    let status = status.ok_or_else(|| Error::unexpected("the target has no status page"))?;
    let page = page(&status).await?;
    let facts = read(&page, &status, needs_release(context.target()?))?;
    let release = facts.release.as_ref();
    let release = release.map(|release| format!(", release {release}"));
    let says = format!("version {}{}", facts.version, release.unwrap_or_default());
    context.state.status = Some(facts);
    Ok(says)
}

fn needs_release(target: &Target) -> bool {
    let mut calls = target.migrate.iter().chain(&target.after);
    calls.any(|call| call.names().any(|name| name == "release"))
}

async fn page(status: &Status) -> Result<Value> {
    let what = format!("the status page {}", shown(status));
    let answer = Http::new()?
        .get_patiently(&Call::new(status.url.clone()))
        .await;
    let answer =
        answer.map_err(|trouble| failed(format!("{what} {trouble}")).hint(trouble.hint()))?;
    if answer.status != 200 {
        let error = failed(format!("{what} answers with HTTP {}", answer.status));
        return Err(match answer.status {
            500 => error.hint("the target says that it is not well: see to that first"),
            401 | 403 | 404 => error.hint("is its address in refresh.yaml right?"),
            _ => error,
        });
    }
    serde_json::from_slice(&answer.body)
        .map_err(|_| failed(format!("what {what} answers is no JSON")))
}

fn read(page: &Value, status: &Status, needs_release: bool) -> Result<StatusFacts> {
    let version = text(page, &status.version)
        .map_err(|why| wrong("version", &status.version, why))?
        .ok_or_else(|| wrong("version", &status.version, "is not there"))?;
    let release = match &status.release {
        None => None,
        Some(pointer) => match text(page, pointer).map_err(|why| wrong("release", pointer, why))? {
            None if needs_release => return Err(wrong("release", pointer, "is not there")),
            release => release,
        },
    };
    Ok(StatusFacts { version, release })
}

fn wrong(name: &str, pointer: &str, why: &str) -> Error {
    failed(format!("the status page's `{name}` at {pointer} {why}"))
        .hint("does the JSON pointer fit the page? Names with / or ~ are written with ~1 and ~0")
}

/// What stands at `pointer`, as text; `None` where nothing or null does.
fn text(page: &Value, pointer: &str) -> Result<Option<String>, &'static str> {
    let text = match page.pointer(pointer) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => number.to_string(),
        // How it was written is lost: 1.10 is 1.1.
        Some(Value::Number(_)) => return Err("is no whole number, and no text"),
        Some(_) => return Err("is neither text nor number"),
    };
    if text.is_empty() {
        return Err("is empty");
    }
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err("is no version: it is too long or holds control characters");
    }
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status() -> Status {
        Status {
            url: "https://api.example/_status?key=x".parse().unwrap(),
            version: "/db_version".to_owned(),
            release: Some("/app/version".to_owned()),
            column: None,
        }
    }

    #[test]
    fn versions_are_text_however_the_page_writes_them() {
        for (page, version, release) in [
            (
                r#"{"db_version": " 1460\n", "app": {"version": "release-42"}}"#,
                "1460",
                Some("release-42"),
            ),
            (
                r#"{"db_version": 1460, "app": {"version": 7}}"#,
                "1460",
                Some("7"),
            ),
            (r#"{"db_version": "0017"}"#, "0017", None),
            (
                r#"{"db_version": "a", "app": {"version": null}}"#,
                "a",
                None,
            ),
        ] {
            let facts = read(&serde_json::from_str(page).unwrap(), &status(), false).unwrap();
            assert_eq!(facts.version, version);
            assert_eq!(facts.release.as_deref(), release);
        }
    }

    #[test]
    fn anything_else_is_refused_without_showing_it() {
        let long = format!(r#"{{"db_version": "{}"}}"#, "9".repeat(201));
        for (page, says) in [
            ("{}", "is not there"),
            (r#"{"db_version": null}"#, "is not there"),
            (r#"{"db_version": ["canary"]}"#, "neither text nor number"),
            (r#"{"db_version": true}"#, "neither text nor number"),
            (r#"{"db_version": 1.10}"#, "no whole number"),
            (r#"{"db_version": "  "}"#, "is empty"),
            (r#"{"db_version": "canary\u001b[2J"}"#, "control characters"),
            (long.as_str(), "too long"),
            ("[1]", "is not there"),
            (
                r#"{"db_version": "1460"}"#,
                "`release` at /app/version is not there",
            ),
        ] {
            let error = read(&serde_json::from_str(page).unwrap(), &status(), true).unwrap_err();
            assert_eq!(error.exit().code(), 7);
            assert!(error.message().contains(says), "{page}: {error}");
            assert!(!error.to_string().contains("canary") && !error.to_string().contains("999"));
        }
    }

    #[test]
    fn the_query_is_not_shown() {
        assert_eq!(shown(&status()), "https://api.example/_status");
    }
}
