//! `targets`: where the cleaned dump goes.

use std::collections::BTreeMap;
use std::path::Path;

use super::read::words;
use super::{CloudFoundry, Database, Guard, Reset, Ssh, Status, Target, jobs, params, web_address};
use crate::error::{Error, Result};
use crate::refresh::secret::Secret;
use crate::rules::node::{Key, Node};
use crate::rules::params::Params;

pub(super) fn targets(node: &Node, folder: &Path) -> Result<BTreeMap<String, Target>> {
    let entries = node.map().ok_or_else(|| {
        Error::rules(
            &node.position,
            format!("`targets` is a map, not {}", node.shape()),
        )
    })?;
    let mut findings = Vec::new();
    let mut targets = BTreeMap::new();
    for (key, node) in entries {
        match target(key, node, folder) {
            Ok(target) => drop(targets.insert(key.text.clone(), target)),
            Err(error) => findings.push(error),
        }
    }
    Error::all(findings).map_or(Ok(targets), Err)
}

fn target(key: &Key, node: &Node, folder: &Path) -> Result<Target> {
    // It names files in the spool.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if key.text.is_empty() || !key.text.chars().all(plain) {
        return Err(Error::rules(
            &key.position,
            "a target's name has letters, digits, - and _ only",
        ));
    }
    let map = params(node, &key.text)?;
    let target = Target {
        name: key.text.clone(),
        position: key.position.clone(),
        status: map.node("status")?.map(status).transpose()?,
        database: map
            .node("database")?
            .map(|node| database(node, folder))
            .transpose()?,
        reset: reset(&map)?,
        guard: map
            .node("guard")?
            .map(guard)
            .transpose()?
            .unwrap_or_default(),
        migrate: map.node("migrate")?.map(jobs::call).transpose()?,
        after: jobs::calls(&map, "after")?,
        publish: map.bool("publish")?.unwrap_or(true),
    };
    if target.database.is_none() {
        let needless = ["reset", "guard", "migrate", "after", "status"];
        for name in needless {
            if let Some(node) = map.node(name)? {
                return Err(Error::rules(
                    &node.position,
                    format!("`{name}` goes with `database`: without one nothing is loaded"),
                ));
            }
        }
    }
    if let (Some(migrate), None) = (&target.migrate, &target.status) {
        return Err(Error::rules(
            &migrate.position,
            "`migrate` needs `status`: it runs where the versions differ",
        ));
    }
    known(&target)?;
    map.finish(&key.text)?;
    Ok(target)
}

/// Placeholders whose values the status page tells need one.
fn known(target: &Target) -> Result<()> {
    let status = target.status.as_ref();
    for call in target.migrate.iter().chain(&target.after) {
        for name in call.names() {
            let (missing, example) = match name {
                "version" => (status.is_none(), "status: {url: …, version: /db_version}"),
                "release" => (
                    status.is_none_or(|status| status.release.is_none()),
                    "status: {url: …, version: /db_version, release: /version}",
                ),
                _ => continue,
            };
            if missing {
                let message = format!("{{{name}}} is what the status page says, and none is named");
                return Err(Error::rules(&call.position, message).hint(example));
            }
        }
    }
    Ok(())
}

fn status(node: &Node) -> Result<Status> {
    let map = params(node, "status")?;
    let pointer = |name| -> Result<Option<String>> {
        match map.string(name)? {
            Some(text) if !text.starts_with('/') => Err(Error::rules(
                &node.position,
                format!("`{name}` is a JSON pointer and begins with a slash"),
            )
            .hint("such as /db_version")),
            text => Ok(text.map(str::to_owned)),
        }
    };
    map.required("version")?;
    let status = Status {
        url: web_address(&map, "url")?,
        version: pointer("version")?.unwrap_or_default(),
        release: pointer("release")?,
        column: map.string("column")?.map(str::to_owned),
    };
    map.finish("status")?;
    Ok(status)
}

fn database(node: &Node, folder: &Path) -> Result<Database> {
    let map = params(node, "database")?;
    let url = map
        .node("url")?
        .map(|node| Secret::load(node, folder))
        .transpose()?;
    let ssh = map.node("ssh")?.map(|node| ssh(node, folder)).transpose()?;
    let cf = map
        .node("cloud_foundry")?
        .map(|node| cloud_foundry(node, folder))
        .transpose()?;
    map.finish("database")?;
    match (url, ssh, cf) {
        (Some(url), None, None) => Ok(Database::Url(url)),
        (Some(url), Some(ssh), None) => Ok(Database::Ssh(ssh, url)),
        (None, None, Some(cf)) => Ok(Database::CloudFoundry(cf)),
        _ => Err(Error::rules(
            &node.position,
            "a database is `url`, or `ssh` with `url`, or `cloud_foundry`",
        )),
    }
}

fn ssh(node: &Node, folder: &Path) -> Result<Ssh> {
    let map = params(node, "ssh")?;
    let file = |name| -> Result<Option<std::path::PathBuf>> {
        // A path is no secret; `{file: …}` is taken for one all the same.
        let Some(node) = map.node(name)? else {
            return Ok(None);
        };
        let path = match node.map() {
            Some(_) => {
                let map = params(node, name)?;
                let path = map.string("file")?;
                map.finish(name)?;
                path
            }
            None => node.scalar(),
        };
        match path {
            Some(path) => Ok(Some(folder.join(path))),
            None => Err(Error::rules(
                &node.position,
                format!("`{name}` is a file's path"),
            )),
        }
    };
    let host = words(&map, "host")?;
    let user = map.string("user")?.map(str::to_owned);
    // Either would be read as an option of ssh.
    if host.starts_with('-') || user.as_deref().is_some_and(|user| user.starts_with('-')) {
        return Err(Error::rules(
            &node.position,
            "neither host nor user begins with a hyphen",
        ));
    }
    let port = match (map.integer("port")?, map.node("port")?) {
        (Some(port), Some(node)) => Some(
            u16::try_from(port)
                .ok()
                .filter(|port| *port > 0)
                .ok_or_else(|| {
                    Error::rules(&node.position, "`port` is a number from 1 to 65535")
                })?,
        ),
        _ => None,
    };
    let ssh = Ssh {
        host,
        port,
        user,
        identity: file("identity")?,
        known_hosts: file("known_hosts")?,
    };
    map.finish("ssh")?;
    Ok(ssh)
}

fn cloud_foundry(node: &Node, folder: &Path) -> Result<CloudFoundry> {
    let map = params(node, "cloud_foundry")?;
    let cf = CloudFoundry {
        api: words(&map, "api")?,
        org: words(&map, "org")?,
        space: words(&map, "space")?,
        app: words(&map, "app")?,
        username: Secret::load(map.required("username")?, folder)?,
        password: Secret::load(map.required("password")?, folder)?,
    };
    map.finish("cloud_foundry")?;
    Ok(cf)
}

fn guard(node: &Node) -> Result<Guard> {
    let map = params(node, "guard")?;
    let hosts = map.strings("refuse_hosts")?.unwrap_or_default();
    let guard = Guard {
        refuse_hosts: hosts.into_iter().map(str::to_owned).collect(),
        require: map.string("require")?.map(str::to_owned),
    };
    map.finish("guard")?;
    Ok(guard)
}

const RESETS: &[&str] = &["drop_owned", "drop_schemas", "none"];

pub(super) fn reset(map: &Params<'_>) -> Result<Reset> {
    Ok(match map.one_of("reset", RESETS)? {
        None | Some(0) => Reset::DropOwned,
        Some(1) => Reset::DropSchemas,
        Some(_) => Reset::None,
    })
}
