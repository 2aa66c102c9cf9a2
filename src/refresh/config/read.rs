//! The file's sections.

use std::path::{Path, PathBuf};

use super::{Config, Import, S3, duration, jobs, params, source, target, text, web_address};
use crate::error::{Error, Result};
use crate::refresh::config::Jenkins;
use crate::refresh::secret::Secret;
use crate::rules::node::Node;
use crate::rules::params::Params;

/// Collects findings, so that all are named at once.
#[derive(Default)]
pub(super) struct Findings(Vec<Error>);

impl Findings {
    /// The value, or its default and the error is noted.
    pub(super) fn keep<T: Default>(&mut self, result: Result<T>) -> T {
        result.unwrap_or_else(|error| {
            self.0.push(error);
            T::default()
        })
    }

    /// All that was noted.
    pub(super) fn finish(self) -> Result<()> {
        Error::all(self.0).map_or(Ok(()), Err)
    }
}

pub(super) fn config(path: &Path, root: &Node) -> Result<Config> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let entries = root.map().ok_or_else(|| {
        Error::rules(
            &root.position,
            format!("a map is expected, not {}", root.shape()),
        )
    })?;
    let shown: Vec<_> = entries
        .iter()
        .filter(|(key, _)| !key.text.starts_with("x-"))
        .cloned()
        .collect();
    let top = Params::new(&root.position, &shown, &[]);
    let mut all = Findings::default();
    let config = Config {
        file: path.to_owned(),
        source: section(&mut all, &top, "source", |node| {
            source::source(node, folder)
        }),
        rules: all.keep(paths(&top, "rules", folder)),
        overlays: all.keep(paths(&top, "overlays", folder)),
        key: section(&mut all, &top, "key", |node| Secret::load(node, folder)),
        spool: folder.join(all.keep(top.string("spool")).unwrap_or("/var/tmp/dmscrub")),
        audit: all.keep(top.bool("audit")).unwrap_or_default(),
        no_owner: all.keep(top.bool("no_owner")).unwrap_or(true),
        no_acl: all.keep(top.bool("no_acl")).unwrap_or(true),
        targets: section(&mut all, &top, "targets", |node| {
            target::targets(node, folder)
        })
        .unwrap_or_default(),
        publish: section(&mut all, &top, "publish", source::publish),
        jenkins: section(&mut all, &top, "jenkins", |node| jenkins(node, folder)),
        s3: section(&mut all, &top, "s3", s3).unwrap_or_default(),
        notify: section(&mut all, &top, "notify", |node| jobs::notify(node, folder))
            .unwrap_or_default(),
        import: section(&mut all, &top, "import", |node| import(node, folder)),
    };
    all.keep(top.finish("refresh.yaml"));
    all.keep(jobs::need_jenkins(&config));
    all.finish()?;
    Ok(config)
}

fn section<T>(
    all: &mut Findings,
    top: &Params<'_>,
    name: &'static str,
    read: impl FnOnce(&Node) -> Result<T>,
) -> Option<T> {
    all.keep(top.node(name).and_then(|node| node.map(read).transpose()))
}

fn paths(top: &Params<'_>, name: &'static str, folder: &Path) -> Result<Vec<PathBuf>> {
    let given = top.strings(name)?.unwrap_or_default();
    Ok(given.into_iter().map(|path| folder.join(path)).collect())
}

fn jenkins(node: &Node, folder: &Path) -> Result<Jenkins> {
    let map = params(node, "jenkins")?;
    let secret = |name| Secret::load(map.required(name)?, folder);
    let jenkins = Jenkins {
        url: web_address(&map, "url")?,
        user: secret("user")?,
        token: secret("token")?,
        timeout: duration(&map, "timeout")?.unwrap_or(std::time::Duration::from_secs(30 * 60)),
        poll: duration(&map, "poll")?.unwrap_or(std::time::Duration::from_secs(5)),
    };
    map.finish("jenkins")?;
    Ok(jenkins)
}

fn s3(node: &Node) -> Result<S3> {
    let map = params(node, "s3")?;
    let s3 = S3 {
        endpoint: map
            .node("endpoint")?
            .map(|_| web_address(&map, "endpoint").map(|url| url.to_string()))
            .transpose()?,
        region: map.string("region")?.map(str::to_owned),
        path_style: map.bool("path_style")?.unwrap_or(false),
        timeout: duration(&map, "timeout")?.unwrap_or(S3::default().timeout),
    };
    map.finish("s3")?;
    Ok(s3)
}

fn import(node: &Node, folder: &Path) -> Result<Import> {
    let map = params(node, "import")?;
    let database = map.node("database")?;
    let import = Import {
        database: database
            .map(|node| Secret::load(node, folder))
            .transpose()?,
        reset: target::reset(&map)?,
        migrate: map
            .node("migrate")?
            .map(|node| argv(node, "migrate"))
            .transpose()?,
        after: commands(&map)?,
    };
    map.finish("import")?;
    Ok(import)
}

fn commands(map: &Params<'_>) -> Result<Vec<Vec<String>>> {
    let Some(node) = map.node("after")? else {
        return Ok(Vec::new());
    };
    let list = node.list().ok_or_else(|| {
        Error::rules(&node.position, "`after` is a list of commands")
            .hint(r#"such as [["./scripts/index.sh", "services"]]"#)
    })?;
    list.iter().map(|item| argv(item, "after")).collect()
}

/// A command: its words, of which none is read by a shell.
fn argv(node: &Node, name: &'static str) -> Result<Vec<String>> {
    let words = node.list().map(|items| {
        items
            .iter()
            .map(|item| item.scalar().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    });
    match words.flatten() {
        Some(words) if !words.is_empty() => Ok(words),
        _ => Err(Error::rules(
            &node.position,
            format!("a command of `{name}` is a list of words"),
        )
        .hint(r#"such as ["make", "run-migrations"]"#)),
    }
}

/// A required scalar that is not empty.
pub(super) fn words(map: &Params<'_>, name: &'static str) -> Result<String> {
    let value = text(map, name)?;
    if value.trim().is_empty() {
        let position = &map.required(name)?.position;
        return Err(Error::rules(position, format!("`{name}` is empty")));
    }
    Ok(value)
}
