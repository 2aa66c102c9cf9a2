//! What a template does, proven from its syntax tree before it ever runs.
//!
//! The tree is MiniJinja's own, so there is no second reading of the syntax that could differ. The
//! original (`value`) may be read only where nothing of it reaches the output: conditions give a
//! branch, `hash()` and `fake()` give pseudonyms. Neither name can be given another meaning, as
//! assignments to them are refused; macros, which could carry a value out of a condition, are not
//! offered, nor is anything that this walk does not know.

use minijinja::machinery::{Span, ast, parse};

use super::{BUILTINS, Problem, problem_of};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Kinds that `fake()` is called with.
    pub(super) fakes: Vec<String>,
    /// Filters with the lines they stand in.
    pub(super) filters: Vec<(String, usize)>,
    /// Tests with the lines they stand in.
    pub(super) tests: Vec<(String, usize)>,
    /// It reads a column `self`, which MiniJinja does not count as undeclared.
    pub(super) reads_self: bool,
    /// `{{ hash(value) }}` stands outside of any `if` and `for`: different originals give different
    /// texts.
    pub(super) prints_hash_of_value: bool,
}

type Result<T, E = Problem> = std::result::Result<T, E>;

pub(super) fn check(source: &str) -> Result<Findings> {
    let tree = parse(source, "template", Default::default(), Default::default())
        .map_err(|error| problem_of(&error))?;
    let ast::Stmt::Template(root) = &tree else {
        return Err(Problem::new(None, "it has no text"));
    };
    let mut walk = Walk::default();
    walk.statements(&root.children)?;
    walk.findings.prints_hash_of_value = root.children.iter().any(is_hash_of_value);
    Ok(walk.findings)
}

/// `{{ hash(value) }}`
fn is_hash_of_value(statement: &ast::Stmt<'_>) -> bool {
    let ast::Stmt::EmitExpr(emit) = statement else {
        return false;
    };
    let ast::Expr::Call(call) = &emit.expr else {
        return false;
    };
    is_var(&call.expr, "hash")
        && matches!(call.args.as_slice(), [ast::CallArg::Pos(arg)] if is_var(arg, "value"))
}

fn is_var(expression: &ast::Expr<'_>, name: &str) -> bool {
    matches!(expression, ast::Expr::Var(var) if var.id == name)
}

/// Whether the original may be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Original {
    Allowed,
    Refused,
}

#[derive(Default)]
struct Walk {
    findings: Findings,
}

fn line(span: Span) -> usize {
    span.start_line as usize
}

impl Walk {
    fn statements(&mut self, statements: &[ast::Stmt<'_>]) -> Result<()> {
        statements.iter().try_for_each(|one| self.statement(one))
    }

    fn statement(&mut self, statement: &ast::Stmt<'_>) -> Result<()> {
        use Original::{Allowed, Refused};
        match statement {
            ast::Stmt::Template(root) => self.statements(&root.children),
            ast::Stmt::EmitRaw(_) => Ok(()),
            ast::Stmt::EmitExpr(emit) => self.expression(&emit.expr, Refused),
            ast::Stmt::IfCond(cond) => {
                self.expression(&cond.expr, Allowed)?;
                self.statements(&cond.true_body)?;
                self.statements(&cond.false_body)
            }
            ast::Stmt::ForLoop(each) => {
                self.target(&each.target)?;
                self.expression(&each.iter, Refused)?;
                self.optional(each.filter_expr.as_ref(), Allowed)?;
                self.statements(&each.body)?;
                self.statements(&each.else_body)
            }
            ast::Stmt::WithBlock(with) => {
                for (target, expression) in &with.assignments {
                    self.target(target)?;
                    self.expression(expression, Refused)?;
                }
                self.statements(&with.body)
            }
            ast::Stmt::Set(set) => {
                self.target(&set.target)?;
                self.expression(&set.expr, Refused)
            }
            ast::Stmt::SetBlock(set) => {
                self.target(&set.target)?;
                self.optional(set.filter.as_ref(), Refused)?;
                self.statements(&set.body)
            }
            ast::Stmt::FilterBlock(block) => {
                self.expression(&block.filter, Refused)?;
                self.statements(&block.body)
            }
            _ => Err(Problem::new(
                None,
                "only if, for, set, with and filter statements are offered",
            )),
        }
    }

    /// What an assignment writes to: not the names that have a meaning here.
    fn target(&mut self, target: &ast::Expr<'_>) -> Result<()> {
        match target {
            ast::Expr::Var(var) if BUILTINS.contains(&var.id) => Err(Problem::new(
                Some(line(var.span())),
                format!("`{}` can't be given another meaning", var.id),
            )),
            ast::Expr::Var(_) => Ok(()),
            ast::Expr::List(list) => list.items.iter().try_for_each(|item| self.target(item)),
            ast::Expr::GetAttr(attribute) => self.expression(&attribute.expr, Original::Refused),
            other => Err(Problem::new(
                Some(line(other.span())),
                "this can't be assigned to",
            )),
        }
    }

    fn optional(&mut self, expression: Option<&ast::Expr<'_>>, original: Original) -> Result<()> {
        expression.map_or(Ok(()), |expression| self.expression(expression, original))
    }

    fn expression(&mut self, expression: &ast::Expr<'_>, original: Original) -> Result<()> {
        match expression {
            ast::Expr::Const(_) => Ok(()),
            ast::Expr::Var(var) => match var.id {
                "value" if original == Original::Refused => Err(Problem::new(
                    Some(line(var.span())),
                    "`value` is the original, which must not be printed",
                )
                .hint("it may stand in hash(value), in fake(kind, value) and in the condition of an if")),
                "hash" | "fake" => Err(Problem::new(
                    Some(line(var.span())),
                    format!("`{}` is a function and must be called", var.id),
                )),
                name => {
                    self.findings.reads_self |= name == "self";
                    Ok(())
                }
            },
            ast::Expr::Slice(slice) => {
                self.expression(&slice.expr, original)?;
                for bound in [&slice.start, &slice.stop, &slice.step] {
                    self.optional(bound.as_ref(), original)?;
                }
                Ok(())
            }
            ast::Expr::UnaryOp(op) => self.expression(&op.expr, original),
            ast::Expr::BinOp(op) => {
                self.expression(&op.left, original)?;
                self.expression(&op.right, original)
            }
            ast::Expr::Compare(compare) => {
                self.expression(&compare.expr, original)?;
                compare
                    .ops
                    .iter()
                    .try_for_each(|op| self.expression(&op.expr, original))
            }
            ast::Expr::IfExpr(cond) => {
                self.expression(&cond.test_expr, Original::Allowed)?;
                self.expression(&cond.true_expr, original)?;
                self.optional(cond.false_expr.as_ref(), original)
            }
            ast::Expr::Filter(filter) => {
                self.findings
                    .filters
                    .push((filter.name.to_owned(), line(filter.span())));
                self.optional(filter.expr.as_ref(), original)?;
                self.arguments(&filter.args, original)
            }
            ast::Expr::Test(test) => {
                self.findings
                    .tests
                    .push((test.name.to_owned(), line(test.span())));
                self.expression(&test.expr, original)?;
                self.arguments(&test.args, original)
            }
            ast::Expr::GetAttr(attribute) => self.expression(&attribute.expr, original),
            ast::Expr::GetItem(item) => {
                self.expression(&item.expr, original)?;
                self.expression(&item.subscript_expr, original)
            }
            ast::Expr::Call(call) => self.call(call, line(call.span()), original),
            ast::Expr::List(list) => list
                .items
                .iter()
                .try_for_each(|item| self.expression(item, original)),
            ast::Expr::Map(map) => map
                .keys
                .iter()
                .chain(&map.values)
                .try_for_each(|item| self.expression(item, original)),
        }
    }

    fn call(&mut self, call: &ast::Call<'_>, line: usize, original: Original) -> Result<()> {
        if is_var(&call.expr, "hash") {
            return self.arguments(&call.args, Original::Allowed);
        }
        if is_var(&call.expr, "fake") {
            let kind = match call.args.first() {
                Some(ast::CallArg::Pos(ast::Expr::Const(kind))) => kind.value.as_str(),
                _ => None,
            };
            let kind = kind.ok_or_else(|| {
                Problem::new(
                    Some(line),
                    "fake() takes the name of a transformer as text, such as fake(\"person.name\")",
                )
            })?;
            self.findings.fakes.push(kind.to_owned());
            return self.arguments(&call.args, Original::Allowed);
        }
        self.expression(&call.expr, original)?;
        self.arguments(&call.args, original)
    }

    fn arguments(&mut self, arguments: &[ast::CallArg<'_>], original: Original) -> Result<()> {
        arguments.iter().try_for_each(|argument| match argument {
            ast::CallArg::Pos(expression)
            | ast::CallArg::Kwarg(_, expression)
            | ast::CallArg::PosSplat(expression)
            | ast::CallArg::KwargSplat(expression) => self.expression(expression, original),
        })
    }
}
