//! Secrets: named in `refresh.yaml`, read from the environment or a file when the job begins.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Position, Result};
use crate::rules::node::Node;
use crate::rules::params::Params;

/// `{env: NAME}` or `{file: PATH}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// Where the configuration names it.
    pub position: Position,
    /// Where it is read.
    pub from: From,
}

/// Where a secret is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// An environment variable.
    Env(String),
    /// A file; one line break at its end is none of the secret.
    File(PathBuf),
}

impl Secret {
    /// Reads `{env: NAME}` or `{file: PATH}`; a relative path is one beside the configuration.
    ///
    /// # Errors
    /// Exit 3 where it is anything else, a secret written out above all.
    pub fn load(node: &Node, folder: &Path) -> Result<Self> {
        let Some(entries) = node.map() else {
            return Err(
                Error::rules(&node.position, "a secret can't be written out here").hint(
                    "name an environment variable or a file: `{env: NAME}` or `{file: PATH}`",
                ),
            );
        };
        let params = Params::new(&node.position, entries, &[]);
        let from = match (params.string("env")?, params.string("file")?) {
            (Some(name), None) => From::Env(name.to_owned()),
            (None, Some(path)) => From::File(folder.join(path)),
            _ => {
                params.finish("a secret")?;
                return Err(Error::rules(
                    &node.position,
                    "a secret is `{env: NAME}` or `{file: PATH}`, one of the two",
                ));
            }
        };
        params.finish("a secret")?;
        Ok(Self {
            position: node.position.clone(),
            from,
        })
    }

    /// The secret's text.
    ///
    /// # Errors
    /// Exit 2 where it is not there, is empty, or is no text.
    pub fn reveal(&self) -> Result<SecretString> {
        let missing = |why: String| {
            Error::usage(format!("{self}: {why}"))
                .at_rule(&self.position)
                .hint("the configuration names it as a secret; supply it and run again")
        };
        let text = match &self.from {
            From::Env(name) => std::env::var(name).map_err(|error| match error {
                std::env::VarError::NotPresent => missing("is not set".to_owned()),
                std::env::VarError::NotUnicode(_) => missing("is no text".to_owned()),
            })?,
            From::File(path) => {
                let bytes =
                    std::fs::read(path).map_err(|error| missing(error.kind().to_string()))?;
                String::from_utf8(bytes).map_err(|_| missing("is no text".to_owned()))?
            }
        };
        let text = SecretString::from(text.trim_end_matches(['\n', '\r']));
        if text.expose_secret().is_empty() {
            return Err(missing("is empty".to_owned()));
        }
        Ok(text)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.from {
            From::Env(name) => write!(f, "the environment variable {name}"),
            From::File(path) => write!(f, "the file `{}`", path.display()),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
