//! Jenkins jobs and notifications.

use std::path::Path;

use super::read::words;
use super::{Config, JOB_PLACEHOLDERS, JobCall, Moment, NOTIFY_PLACEHOLDERS, Notify, Whom, params};
use crate::error::{Error, Result};
use crate::refresh::secret::Secret;
use crate::refresh::template::Template;
use crate::rules::node::Node;
use crate::rules::params::Params;

/// `{job: …, parameters: {…}}`
pub(super) fn call(node: &Node) -> Result<JobCall> {
    let map = params(node, "a job")?;
    let call = job(&map, JOB_PLACEHOLDERS)?;
    map.finish("a job")?;
    Ok(call)
}

/// A list of jobs.
pub(super) fn calls(map: &Params<'_>, name: &'static str) -> Result<Vec<JobCall>> {
    let Some(node) = map.node(name)? else {
        return Ok(Vec::new());
    };
    let list = node
        .list()
        .ok_or_else(|| Error::rules(&node.position, format!("`{name}` is a list of jobs")))?;
    list.iter().map(call).collect()
}

fn job(map: &Params<'_>, placeholders: &[&str]) -> Result<JobCall> {
    let name = words(map, "job")?;
    // Each part is a part of an address.
    if name.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(Error::rules(
            &map.required("job")?.position,
            "a job is a name, with `/` between folders",
        )
        .hint("such as indexing/create-index-staging"));
    }
    let mut parameters = Vec::new();
    if let Some(node) = map.node("parameters")? {
        let entries = node.map().ok_or_else(|| {
            Error::rules(
                &node.position,
                format!("`parameters` is a map, not {}", node.shape()),
            )
        })?;
        for (key, node) in entries {
            let text = node.scalar().ok_or_else(|| {
                Error::rules(
                    &node.position,
                    format!("a parameter is a text, not {}", node.shape()),
                )
            })?;
            let template = Template::parse(text, &node.position, placeholders)?;
            parameters.push((key.text.clone(), template));
        }
    }
    Ok(JobCall {
        position: map.position().clone(),
        job: name,
        parameters,
    })
}

const MOMENTS: &[(&str, Moment)] = &[
    ("start", Moment::Start),
    ("success", Moment::Success),
    ("failure", Moment::Failure),
];

pub(super) fn notify(node: &Node, folder: &Path) -> Result<Vec<Notify>> {
    let list = node
        .list()
        .ok_or_else(|| Error::rules(&node.position, "`notify` is a list"))?;
    list.iter().map(|node| one(node, folder)).collect()
}

fn one(node: &Node, folder: &Path) -> Result<Notify> {
    let map = params(node, "notify")?;
    let webhook = map.node("webhook")?;
    let whom = match (webhook, map.node("job")?) {
        (Some(node), None) => Whom::Webhook(Secret::load(node, folder)?),
        (None, Some(_)) => Whom::Job(job(&map, NOTIFY_PLACEHOLDERS)?),
        _ => {
            return Err(Error::rules(
                &node.position,
                "a notification has a `webhook` or a `job`, one of the two",
            ));
        }
    };
    let on = match (map.strings("on")?, map.node("on")?) {
        (Some(words), Some(node)) => words
            .into_iter()
            .map(|word| {
                let found = MOMENTS.iter().find(|(name, _)| *name == word);
                found.map(|(_, moment)| *moment).ok_or_else(|| {
                    Error::rules(&node.position, "`on` names start, success and failure only")
                })
            })
            .collect::<Result<Vec<_>>>()?,
        _ => MOMENTS.iter().map(|(_, moment)| *moment).collect(),
    };
    map.finish("notify")?;
    Ok(Notify { whom, on })
}

/// Jobs need to know where Jenkins is.
pub(super) fn need_jenkins(config: &Config) -> Result<()> {
    if config.jenkins.is_some() {
        return Ok(());
    }
    let of_targets = config
        .targets
        .values()
        .flat_map(|target| target.migrate.iter().chain(&target.after));
    let of_notify = config
        .notify
        .iter()
        .filter_map(|notify| match &notify.whom {
            Whom::Job(call) => Some(call),
            Whom::Webhook(_) => None,
        });
    match of_targets.chain(of_notify).next() {
        Some(call) => Err(
            Error::rules(&call.position, "a job needs the section `jenkins`")
                .hint("jenkins: {url: …, user: {env: …}, token: {env: …}}"),
        ),
        None => Ok(()),
    }
}
