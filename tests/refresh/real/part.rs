//! A job's context without the job around it, for tests of its parts.

use std::path::Path;
use std::sync::{Arc, Mutex};

use dmscrub::error::Result;
use dmscrub::refresh::child::Hidden;
use dmscrub::refresh::config::Config;
use dmscrub::refresh::job::{Cleaning, Context};
use dmscrub::refresh::state::{Spool, State};
use dmscrub::refresh::voice::Voice;
use dmscrub::rules::load::{self, Outside};
use dmscrub::rules::model::RuleSet;
use dmscrub::transform::seed::SecretKey;
use tempfile::TempDir;

/// Rules from texts with names; nothing stands beside them.
pub(crate) fn rules(files: &[(&str, &str)]) -> Arc<RuleSet> {
    struct Nothing;
    impl Outside for Nothing {
        fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
            Err(std::io::ErrorKind::NotFound.into())
        }

        fn env(&self, _: &str) -> Option<String> {
            None
        }
    }
    let files: Vec<load::File> = files
        .iter()
        .map(|(name, text)| (Arc::from(*name), text.as_bytes().to_vec()))
        .collect();
    Arc::new(load::load(&files, &Nothing).expect("right rules"))
}

/// Remembers what is said.
#[derive(Default)]
pub(crate) struct Ear(Mutex<Vec<String>>);

impl Ear {
    /// All of it, a line each.
    pub(crate) fn said(&self) -> String {
        self.0.lock().expect("no test fails with it").join("\n")
    }

    fn hear(&self, message: &str) {
        let mut said = self.0.lock().expect("no test fails with it");
        said.push(message.to_owned());
    }
}

impl Voice for Ear {
    fn note(&self, message: &str) {
        self.hear(message);
    }

    fn warning(&self, message: &str) {
        self.hear(&format!("warning: {message}"));
    }

    fn progress(&self, _: &str, _: u64, _: Option<u64>) {}

    fn progress_done(&self) {}
}

/// A context at target `t`, and what belongs to it.
pub(crate) struct Part {
    pub(crate) context: Context,
    pub(crate) ear: Arc<Ear>,
    dir: TempDir,
}

impl Part {
    /// With this configuration; `secrets` are files beside it.
    pub(crate) fn new(config: &str, secrets: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        for (name, text) in secrets {
            std::fs::write(dir.path().join(name), text).expect("the folder is writable");
        }
        let path = dir.path().join("refresh.yaml");
        let config = Config::parse(&path, config.as_bytes()).expect("a right configuration");
        let ear = Arc::new(Ear::default());
        let key = SecretKey::new(b"a key of the tests").expect("a long key");
        let context = Context {
            config: Arc::new(config),
            target: "t".to_owned(),
            dump: None,
            cleaning: Cleaning {
                rules: Arc::new(RuleSet::default()),
                key,
            },
            state: State::new(),
            spool: Some(Spool::open(&dir.path().join("spool"), "t").expect("a new spool")),
            guardian: None,
            hidden: Hidden::default(),
            voice: Arc::clone(&ear) as Arc<dyn Voice>,
            reached: None,
            loaded: None,
            digests: None,
            summary: std::sync::Arc::default(),
            undo: Vec::new(),
        };
        Self { context, ear, dir }
    }

    /// The folder of the configuration.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Calls off what is under way, as the job does when it fails.
    pub(crate) async fn call_off(&mut self) -> Result<()> {
        for undo in std::mem::take(&mut self.context.undo).into_iter().rev() {
            (undo.run)().await?;
        }
        Ok(())
    }
}
