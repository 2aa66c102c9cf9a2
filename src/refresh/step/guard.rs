//! Nothing is changed before it is certain that the target is the one that is meant.

use super::Step;
use crate::error::Result;
use crate::refresh::config::{Database, Guard};
use crate::refresh::failed;
use crate::refresh::job::Context;
use crate::refresh::postgres;
use crate::refresh::tunnel::{self, Reached};
use crate::transform::bound::glob_matches;

/// The step.
pub const STEP: Step = Step {
    name: "guard",
    needless,
    plan,
    run: |context| Box::pin(run(context)),
    every_time: true,
};

fn needless(context: &Context) -> Option<String> {
    match context.target().ok()?.database {
        None => Some("the target has no database".to_owned()),
        Some(_) => context
            .state
            .finished
            .contains_key(super::load::STEP.name)
            .then(|| "the database is loaded".to_owned()),
    }
}

fn plan(context: &Context) -> Vec<String> {
    let Ok(target) = context.target() else {
        return Vec::new();
    };
    let mut lines = vec![match &target.database {
        None => return Vec::new(),
        Some(Database::Url(url)) => format!("connect to the database that {url} names"),
        Some(Database::Ssh(ssh, url)) => {
            format!(
                "connect by ssh to {}, from there to the database that {url} names",
                ssh.host
            )
        }
        Some(Database::CloudFoundry(cf)) => format!(
            "log in to {}, org {}, space {}, and connect by app {}",
            cf.api, cf.org, cf.space, cf.app
        ),
    }];
    if !target.guard.refuse_hosts.is_empty() {
        let hosts = target.guard.refuse_hosts.join(", ");
        lines.push(format!("refuse it where its host is like {hosts}"));
    }
    if let Some(query) = &target.guard.require {
        lines.push(format!("require that this is true: {query}"));
    }
    lines
}

async fn run(context: &mut Context) -> Result<String> {
    let target = context.target()?;
    let Some(database) = &target.database else {
        return Ok(String::new());
    };
    let (guardian, hidden) = (context.guardian()?, &context.hidden);
    let allowed = |host: &str| allow(&target.guard, host);
    let reached = tunnel::reach(database, &allowed, guardian, hidden).await?;
    let says = check(&target.guard, &reached, context).await?;
    context.reached = Some(reached);
    Ok(says)
}

/// Refuses a host by its name or address.
fn allow(guard: &Guard, host: &str) -> Result<()> {
    // A name may end in a dot, and means the same.
    let name = host.trim_end_matches('.').to_lowercase();
    let matches = |glob: &&String| glob_matches(glob.to_lowercase().as_bytes(), name.as_bytes());
    match guard.refuse_hosts.iter().find(matches) {
        None => Ok(()),
        Some(glob) => Err(failed(format!(
            "the target is `{host}`, which `refuse_hosts` forbids by `{glob}`"
        ))
        .hint("see that the target's database is the one that is meant; nothing was changed")),
    }
}

async fn check(guard: &Guard, reached: &Reached, context: &Context) -> Result<String> {
    let (address, guardian) = (&reached.address, context.guardian()?);
    let Some(query) = &guard.require else {
        postgres::query(address, "SELECT 1", guardian, &context.hidden).await?;
        return Ok(format!("{address} answers"));
    };
    let answer = postgres::query(address, query, guardian, &context.hidden)
        .await
        .map_err(|error| error.hint("it is the query that `guard: {require: …}` gives"))?;
    match answer.strip_suffix('\n') {
        Some("t") => Ok(format!("{address} is as `require` has it")),
        // What else it gave may be data.
        _ => Err(failed(format!(
            "{address}: `guard: {{require: …}}` does not give true"
        ))
        .hint("one row with one value, and that true; nothing was changed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_refused_however_they_are_written() {
        let guard = Guard {
            refuse_hosts: vec!["*Production*".to_owned(), "10.0.*".to_owned()],
            require: None,
        };
        for host in [
            "db.production.example",
            "DB.PRODUCTION.EXAMPLE.",
            "10.0.0.7",
            "production",
        ] {
            let error = allow(&guard, host).unwrap_err();
            assert_eq!(error.exit().code(), 7, "{host}");
        }
        allow(&guard, "db.staging.example").unwrap();
        allow(&guard, "/var/run/postgresql").unwrap();
    }
}
