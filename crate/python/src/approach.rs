//! An approach's source becomes code, and what counts as its result.
//!
//! The result is the value of the last expression statement, or of the last assignment, of the
//! approach's top level. `print(...)` shows and gives nothing, so it is passed over; so is what a
//! loop assigns anew in each round, but not what it adds to (`total += 1`, `rows.append(row)`,
//! `counts[key] = n`): there the name that was added to is the result.

use ruff_source_file::SourceFileBuilder;
use ruff_text_size::Ranged;
use rustpython_vm::{
    PyObjectRef, PyRef, PyResult, VirtualMachine,
    builtins::{PyCode, PyDictRef},
    compiler::{
        CompileError, Mode,
        ast::{self, Expr, Stmt},
        codegen::compile::compile_top,
        parser,
    },
};

/// Holds the value of the expression statement that is the result. Not a name that can be typed.
const RESULT: &str = "<result>";

/// Methods that change their object and return `None`.
const MUTATORS: [&str; 15] = [
    "append",
    "extend",
    "insert",
    "sort",
    "reverse",
    "add",
    "update",
    "clear",
    "remove",
    "discard",
    "setdefault",
    "save",
    "refresh_from_db",
    "set",
    "appendleft",
];

/// Code, and where its result will be found.
pub struct Compiled {
    /// The code.
    pub code: PyRef<PyCode>,
    result: Option<Pick>,
}

/// Where the result is.
#[derive(Debug, PartialEq, Eq)]
enum Pick {
    /// In this name, at the end.
    Name(String),
    /// In [`RESULT`]; in the name, if that is `None` after all.
    Value { unless_none: Option<String> },
}

impl Compiled {
    /// The result, from the namespace in which the code ran.
    pub fn result(&self, namespace: &PyDictRef, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        match &self.result {
            None => Ok(None),
            Some(Pick::Name(name)) => namespace.get_item_opt(name.as_str(), vm),
            Some(Pick::Value { unless_none }) => {
                let value = namespace.get_item_opt(RESULT, vm)?;
                match (value, unless_none) {
                    (Some(value), Some(name)) if vm.is_none(&value) => {
                        Ok(Some(namespace.get_item_opt(name.as_str(), vm)?.unwrap_or(value)))
                    }
                    (value, _) => Ok(value),
                }
            }
        }
    }
}

/// Compiles an approach; a syntax error is raised as Python raises it.
pub fn compile(vm: &VirtualMachine, source: &str, name: &str) -> PyResult<Compiled> {
    // This compilation finds every error that Python would; the one below starts from a tree that
    // is known to be good.
    let plain = vm.compile(source, Mode::Exec, name).map_err(|error| error.into_pyexception(vm, Some(source)))?;
    let Ok(parsed) = parser::parse_module(source) else {
        return Ok(Compiled { code: plain, result: None });
    };
    let mut module = parsed.into_syntax();
    let result = pick(&mut module.body, false);
    if !matches!(result, Some(Pick::Value { .. })) {
        return Ok(Compiled { code: plain, result });
    }
    let file = SourceFileBuilder::new(name, source).finish();
    let code = compile_top(ast::Mod::Module(module), file, Mode::Exec, vm.compile_opts())
        .map_err(|error| vm.new_syntax_error(&CompileError::from(error), Some(source)))?;
    Ok(Compiled { code: PyCode::new_ref_from_bytecode(vm, code), result })
}

/// Whether the last statement is an expression that a console would show.
pub(crate) fn shows_value(source: &str) -> bool {
    let Ok(parsed) = parser::parse_module(source) else { return false };
    match parsed.into_syntax().body.last() {
        Some(Stmt::Expr(expression)) => !is_shown_only(&expression.value),
        _ => false,
    }
}

/// Finds the statement that gives the result, from the end, and makes an expression keep its value.
fn pick(body: &mut [Stmt], in_loop: bool) -> Option<Pick> {
    body.iter_mut().rev().find_map(|statement| match statement {
        Stmt::Expr(expression) => {
            let mutated = mutated_name(&expression.value);
            if in_loop {
                return mutated.map(Pick::Name);
            }
            if is_shown_only(&expression.value) {
                return None;
            }
            *statement = keep(expression);
            Some(Pick::Value { unless_none: mutated })
        }
        Stmt::Assign(assignment) => {
            let target = assignment.targets.first_mut()?;
            match target {
                _ if in_loop && !matches!(target, Expr::Subscript(_)) => None,
                Expr::Tuple(_) | Expr::List(_) | Expr::Starred(_) => {
                    assignment.targets.push(result_name(assignment.range()));
                    Some(Pick::Value { unless_none: None })
                }
                _ => base_name(target).map(Pick::Name),
            }
        }
        Stmt::AnnAssign(assignment) if !in_loop && assignment.value.is_some() => {
            base_name(&assignment.target).map(Pick::Name)
        }
        Stmt::AugAssign(assignment) => base_name(&assignment.target).map(Pick::Name),
        Stmt::With(with) => pick(&mut with.body, in_loop),
        Stmt::If(branch) => branch
            .elif_else_clauses
            .iter_mut()
            .rev()
            .find_map(|clause| name_only(&mut clause.body, in_loop))
            .or_else(|| name_only(&mut branch.body, in_loop)),
        Stmt::Try(attempt) => pick(&mut attempt.orelse, in_loop).or_else(|| pick(&mut attempt.body, in_loop)),
        Stmt::For(rounds) => pick(&mut rounds.body, true),
        Stmt::While(rounds) => pick(&mut rounds.body, true),
        _ => None,
    })
}

/// Of branches, only one runs: what counts is a name, which the others may have set too.
fn name_only(body: &mut [Stmt], in_loop: bool) -> Option<Pick> {
    body.iter_mut().rev().find_map(|statement| match statement {
        Stmt::Expr(_) if !in_loop => None,
        _ => pick(std::slice::from_mut(statement), in_loop),
    })
}

/// `value` becomes `<result> = value`, at the same place.
fn keep(expression: &ast::StmtExpr) -> Stmt {
    Stmt::Assign(ast::StmtAssign {
        node_index: expression.node_index.clone(),
        range: expression.range,
        targets: vec![result_name(expression.range)],
        value: expression.value.clone(),
        runtime_targets: None,
        runtime_type_comment: None,
        runtime_type_comment_bytes: None,
    })
}

fn result_name(range: ruff_text_size::TextRange) -> Expr {
    Expr::Name(ast::ExprName { node_index: Default::default(), range, id: RESULT.into(), ctx: ast::ExprContext::Store })
}

/// `a` of `a` and of `a[...]`.
fn base_name(target: &Expr) -> Option<String> {
    match target {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Subscript(subscript) => base_name(&subscript.value),
        _ => None,
    }
}

/// Whether the statement is there for what it shows.
fn is_shown_only(value: &Expr) -> bool {
    matches!(value, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if ["print", "pprint"].contains(&name.id.as_str())))
}

/// `rows` of `rows.append(row)`.
fn mutated_name(value: &Expr) -> Option<String> {
    let Expr::Call(call) = value else { return None };
    let Expr::Attribute(method) = &*call.func else { return None };
    MUTATORS.contains(&method.attr.as_str()).then(|| base_name(&method.value)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: Option<Pick>) {
        let mut module = parser::parse_module(source).expect("a valid example").into_syntax();
        assert_eq!(pick(&mut module.body, false), expected, "{source}");
    }

    fn value() -> Option<Pick> {
        Some(Pick::Value { unless_none: None })
    }

    fn name(name: &str) -> Option<Pick> {
        Some(Pick::Name(name.into()))
    }

    #[test]
    fn the_last_expression_or_assignment_counts() {
        check("x = 1\nx + 1", value());
        check("x + 1\nx = 1", name("x"));
        check("x: int = 1", name("x"));
        check("a, b = 1, 2", value());
        check("", None);
        check("def f():\n    return 1", None);
    }

    #[test]
    fn what_only_shows_is_passed_over() {
        check("rows = []\nprint(rows)", name("rows"));
        check("print(1)", None);
    }

    #[test]
    fn a_loop_gives_what_it_adds_to() {
        check("total = 0\nfor x in y:\n    z = x\n    total += x", name("total"));
        check("rows = []\nfor x in y:\n    rows.append(x)", name("rows"));
        check("counts = {}\nfor x in y:\n    counts[x] = 1\n    print(x)", name("counts"));
        check("rows = []\nfor x in y:\n    z = 1", name("rows"));
    }

    #[test]
    fn a_changing_method_gives_its_object() {
        check("rows = [2, 1]\nrows.sort()", Some(Pick::Value { unless_none: Some("rows".into()) }));
    }

    #[test]
    fn blocks_are_looked_into() {
        check("with a:\n    f()", value());
        check("try:\n    x = 1\nexcept E:\n    pass", name("x"));
        check("x = 0\nif a:\n    x = 1\nelse:\n    print(1)", name("x"));
    }
}
