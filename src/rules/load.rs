//! Rule files → one [`RuleSet`](super::model::RuleSet).

use super::expr::Expr;
use super::model::ColumnRule;
use super::node::Node;
use crate::error::Result;

/// What rules may read besides their own text: the layers above bring files and environment in.
pub trait Outside {
    /// A file's content, by a path relative to the rule file that names it.
    fn read(&self, from: &str, path: &str) -> std::io::Result<Vec<u8>>;
    /// An environment variable.
    fn env(&self, name: &str) -> Option<String>;
    /// What starts the programs of `command` rules; by default nothing does.
    fn commands(&self) -> std::sync::Arc<dyn crate::transform::service::Commands> {
        std::sync::Arc::new(crate::transform::service::NoCommands)
    }
}

/// What a kind's `load` may ask.
pub struct LoadCx<'a> {
    /// Files and environment.
    pub outside: &'a dyn Outside,
    /// `aliases:` by name, already read.
    pub aliases: &'a std::collections::BTreeMap<String, ColumnRule>,
}

impl LoadCx<'_> {
    /// Reads a column rule: a name, a map, or a list of cases.
    pub fn rule(&self, node: &Node) -> Result<ColumnRule> {
        let _ = node;
        unimplemented!()
    }

    /// Reads an SQL boolean expression.
    pub fn expr(&self, node: &Node) -> Result<Expr> {
        let _ = node;
        unimplemented!()
    }
}
