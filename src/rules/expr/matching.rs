//! Binding LIKE and `~`.

use super::ast::{Ast, At, Escape};
use super::bind::{Binding, Result, Typed};
use super::node::Node;
use super::types::{TextKind, Ty};
use super::value::Val;
use super::{like, pattern};

impl Binding<'_> {
    /// `operand LIKE source`, or ILIKE.
    pub(super) fn like(
        &self,
        at: At,
        operand: &Ast,
        source: &Ast,
        escape: Escape,
        ignore_case: bool,
    ) -> Result<Node> {
        let (text, folds) = self.matched_text(operand, "LIKE")?;
        let letters = if ignore_case || folds {
            Some(self.letters(at, &text.collation)?)
        } else {
            None
        };
        let Some(pattern) = self.constant_text(source)? else {
            return Ok(Node::Const(Val::Null)); // LIKE NULL
        };
        let pattern = like::Pattern::compile(&pattern, escape, letters)
            .map_err(|message| self.refuse(source.at, message))?;
        Ok(Node::Like {
            operand: Box::new(text.node),
            pattern,
        })
    }

    /// `operand ~ source`, or `~*`.
    pub(super) fn regex(
        &self,
        at: At,
        operand: &Ast,
        source: &Ast,
        ignore_case: bool,
    ) -> Result<Node> {
        let (text, folds) = self.matched_text(operand, "~")?;
        let ignore_case = ignore_case || folds;
        if ignore_case && !text.collation.is_default() {
            return Err(self.refuse(at, "what `~*` matches depends on this column's collation"));
        }
        let Some(pattern) = self.constant_text(source)? else {
            return Ok(Node::Const(Val::Null)); // ~ NULL
        };
        let regex = pattern::compile(&pattern, ignore_case)
            .map_err(|message| self.refuse(source.at, message))?;
        Ok(Node::Regex {
            operand: Box::new(text.node),
            regex,
        })
    }

    /// The left side of LIKE or `~`, and whether its type ignores case.
    fn matched_text(&self, operand: &Ast, operator: &str) -> Result<(Typed, bool)> {
        let typed = self.bind(operand)?;
        let at = operand.at;
        match typed.ty {
            // Unlike `=`, these see the blanks of a char(n).
            Ty::Text(kind) => {
                if let Some(name) = typed.collation.maybe_nondeterministic() {
                    return Err(self.nondeterministic(at, name));
                }
                Ok((typed, kind == TextKind::Citext))
            }
            Ty::Literal => Ok((
                self.literal_as(at, typed, &Ty::Text(TextKind::Text))?,
                false,
            )),
            _ => Err(self.not_text(at, operator, &typed.ty)),
        }
    }

    /// The text of a pattern; `None` where it is NULL.
    fn constant_text(&self, ast: &Ast) -> Result<Option<String>> {
        let typed = self.as_text(ast, "LIKE")?;
        match typed.node {
            Node::Const(Val::Null) => Ok(None),
            Node::Const(Val::Text(text)) => String::from_utf8(text.into_owned())
                .map(Some)
                .map_err(|_| self.refuse(ast.at, "the pattern is not valid UTF-8")),
            _ => Err(self.refuse(ast.at, "the pattern must be a literal")),
        }
    }
}
