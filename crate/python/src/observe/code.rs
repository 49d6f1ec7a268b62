//! What the source says of a query: whether the loop over its rows filters, computes or sorts, whether its number is
//! only compared with zero, and how the call was written. The place of the query is known from the run, so only what
//! really ran is judged.

use std::collections::HashSet;

use outerref_lab::{events::LoopUse, report::SourceSpan};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustpython_vm::compiler::{
    ast::{
        self, Expr, Stmt,
        visitor::{self, Visitor},
    },
    parser,
};

use crate::lines::Place;

/// Functions that give the rows they get, at most fewer or in another order.
const SAME_ROWS: [&str; 9] = ["list", "tuple", "set", "sorted", "reversed", "filter", "iter", "enumerate", "zip"];
/// Functions that make one value of many.
const AGGREGATES: [&str; 8] = ["sum", "max", "min", "len", "any", "all", "mean", "Counter"];
/// Methods that keep something for later.
const KEEPERS: [&str; 5] = ["append", "add", "extend", "insert", "setdefault"];

/// A parsed file.
pub(super) struct Source {
    module: ast::ModModule,
    text: String,
    line_starts: Vec<usize>,
}

/// What a loop does with rows, and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) used_for: LoopUse,
    pub(super) line: u32,
}

impl Source {
    /// `None` if the text is not Python.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let module = parser::parse_module(text).ok()?.into_syntax();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(Self { module, text: text.to_owned(), line_starts })
    }

    fn offset(&self, (line, column): (u32, u32)) -> TextSize {
        let start = self.line_starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let within = rest.char_indices().nth((column as usize).saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        TextSize::try_from(start + within).unwrap_or_default()
    }

    fn range(&self, place: &Place) -> TextRange {
        let (start, end) = (self.offset(place.start), self.offset(place.end));
        TextRange::new(start, end.max(start))
    }

    fn line(&self, range: TextRange) -> u32 {
        let at = range.start().to_usize();
        u32::try_from(self.line_starts.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }

    fn text_of(&self, range: TextRange) -> &str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default()
    }

    /// The call or slice that was made here, without what it was made on: its name and where it stands.
    pub(super) fn own_call(&self, place: &Place) -> Option<(String, SourceSpan)> {
        let (name, _, own) = self.link(place)?;
        Some((name, self.span(place.file, own)))
    }

    /// What the call or slice was made on, as it was typed and where it stands.
    pub(super) fn receiver(&self, place: &Place) -> Option<(String, SourceSpan)> {
        let (_, receiver, _) = self.link(place)?;
        let text = self.text_of(receiver).split_whitespace().collect::<Vec<_>>().join(" ");
        Some((text, self.span(place.file, receiver)))
    }

    /// The name of a call or slice, the range of what it was made on, and its own.
    fn link(&self, place: &Place) -> Option<(String, TextRange, TextRange)> {
        let mut finder = LinkFinder { place: self.range(place), found: None };
        finder.visit_body(&self.module.body);
        finder.found
    }

    fn span(&self, file: &str, range: TextRange) -> SourceSpan {
        let point = |at: TextSize| {
            let at = at.to_usize();
            let line = self.line_starts.partition_point(|start| *start <= at);
            let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
            let column = self.text.get(start..at).map_or(0, |text| text.encode_utf16().count()) + 1;
            (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
        };
        let ((line, column), (end_line, end_column)) = (point(range.start()), point(range.end()));
        SourceSpan { file: file.to_owned(), line, column, end_line, end_column }
    }

    /// What the code does with the rows that were fetched here.
    pub(super) fn uses(&self, place: &Place) -> Vec<Use> {
        let mut finder = Finder { source: self, place: self.range(place), bound: HashSet::new(), found: Vec::new() };
        finder.visit_body(&self.module.body);
        finder.found
    }

    /// Whether the number that was computed here is only a yes or a no.
    pub(super) fn is_only_truth(&self, place: &Place) -> bool {
        let mut finder = TruthFinder { place: self.range(place), found: false };
        finder.visit_body(&self.module.body);
        finder.found
    }

    /// The method calls of the chain that ends here, first to last, each with its arguments as they were typed.
    /// Arguments with names that mean something here only are told as `…`.
    pub(super) fn chain(&self, place: &Place) -> Vec<(String, String)> {
        let mut finder = CallFinder { place: self.range(place), found: None };
        finder.visit_body(&self.module.body);
        let mut calls = Vec::new();
        let mut at = finder.found.map(Expr::Call);
        while let Some(Expr::Call(call)) = at {
            let Expr::Attribute(attribute) = *call.func else { break };
            let arguments = self.text_of(call.arguments.range);
            let inner = arguments.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or_default();
            let portable = is_portable(&call.arguments);
            let told = if portable { inner.split_whitespace().collect::<Vec<_>>().join(" ") } else { "…".into() };
            calls.push((attribute.attr.to_string(), told));
            at = Some(*attribute.value);
        }
        calls.reverse();
        calls
    }
}

/// Whether arguments mean the same elsewhere: they name nothing but functions and classes that are called.
fn is_portable(arguments: &ast::Arguments) -> bool {
    struct Names(bool);
    impl<'a> Visitor<'a> for Names {
        fn visit_expr(&mut self, expression: &'a Expr) {
            match expression {
                Expr::Name(_) | Expr::Lambda(_) => self.0 = false,
                Expr::Call(call) if matches!(&*call.func, Expr::Name(_)) => {
                    visitor::walk_arguments(self, &call.arguments);
                }
                _ => visitor::walk_expr(self, expression),
            }
        }
    }
    let mut names = Names(true);
    visitor::walk_arguments(&mut names, arguments);
    names.0
}

/// Finds the call of a place.
struct CallFinder {
    place: TextRange,
    found: Option<ast::ExprCall>,
}

impl<'a> Visitor<'a> for CallFinder {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call(call) if call.range() == self.place => self.found = Some(call.clone()),
            _ if self.found.is_none() => visitor::walk_expr(self, expression),
            _ => {}
        }
    }
}

/// Finds the call or slice of a place.
struct LinkFinder {
    place: TextRange,
    found: Option<(String, TextRange, TextRange)>,
}

impl<'a> Visitor<'a> for LinkFinder {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if self.found.is_some() || !expression.range().contains_range(self.place) {
            return;
        }
        if expression.range() == self.place {
            self.found = match expression {
                Expr::Call(call) => call.func.as_attribute_expr().map(|method| {
                    let own = TextRange::new(method.attr.start(), call.end());
                    (method.attr.to_string(), method.value.range(), own)
                }),
                Expr::Subscript(slice) => {
                    let own = TextRange::new(slice.value.end(), slice.end());
                    Some(("[]".to_owned(), slice.value.range(), own))
                }
                _ => None,
            };
            return;
        }
        visitor::walk_expr(self, expression);
    }
}

/// Finds whether the value of a place is only asked for its truth.
struct TruthFinder {
    place: TextRange,
    found: bool,
}

impl TruthFinder {
    fn test(&mut self, expression: &Expr) {
        self.found |= expression.range() == self.place;
        if let Expr::BoolOp(operation) = expression {
            operation.values.iter().for_each(|value| self.test(value));
        }
    }
}

impl<'a> Visitor<'a> for TruthFinder {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::If(branch) => {
                self.test(&branch.test);
                branch
                    .elif_else_clauses
                    .iter()
                    .filter_map(|clause| clause.test.as_ref())
                    .for_each(|test| self.test(test));
            }
            Stmt::While(rounds) => self.test(&rounds.test),
            Stmt::Assert(assertion) => self.test(&assertion.test),
            _ => {}
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_comprehension(&mut self, comprehension: &'a ast::Comprehension) {
        comprehension.ifs.iter().for_each(|test| self.test(test));
        visitor::walk_comprehension(self, comprehension);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::If(choice) => self.test(&choice.test),
            Expr::UnaryOp(operation) if operation.op == ast::UnaryOp::Not => self.test(&operation.operand),
            Expr::Call(call) if is_named(&call.func, &["bool"]) => {
                call.arguments.args.iter().for_each(|argument| self.test(argument));
            }
            Expr::Compare(comparison) if comparison.comparators.len() == 1 => {
                let limit = match &comparison.comparators[0] {
                    Expr::NumberLiteral(ast::ExprNumberLiteral { value: ast::Number::Int(number), .. }) => {
                        number.as_u8()
                    }
                    _ => None,
                };
                use ast::CmpOp::{Eq, Gt, GtE, Lt, LtE, NotEq};
                let yes_or_no =
                    matches!((comparison.ops[0], limit), (Gt | NotEq | Eq | LtE, Some(0)) | (GtE | Lt, Some(1)));
                self.found |= yes_or_no && comparison.left.range() == self.place;
            }
            _ => {}
        }
        visitor::walk_expr(self, expression);
    }
}

/// Finds the loops over the rows that were fetched at a place.
struct Finder<'s> {
    source: &'s Source,
    place: TextRange,
    /// Names that hold those rows.
    bound: HashSet<String>,
    found: Vec<Use>,
}

impl Finder<'_> {
    fn add(&mut self, used_for: LoopUse, range: TextRange) {
        let found = Use { used_for, line: self.source.line(range) };
        if !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    /// Whether an expression gives those rows.
    fn gives_rows(&self, expression: &Expr) -> bool {
        if expression.range() == self.place {
            return true;
        }
        match expression {
            Expr::Name(name) => self.bound.contains(name.id.as_str()),
            Expr::Call(call) if is_named(&call.func, &SAME_ROWS) => {
                call.arguments.args.iter().any(|argument| self.gives_rows(argument))
            }
            Expr::Subscript(subscript) => {
                matches!(&*subscript.slice, Expr::Slice(_)) && self.gives_rows(&subscript.value)
            }
            Expr::ListComp(list) => self.passes_on(&list.elt, &list.generators),
            Expr::SetComp(set) => self.passes_on(&set.elt, &set.generators),
            Expr::Generator(rounds) => self.passes_on(&rounds.elt, &rounds.generators),
            _ => false,
        }
    }

    /// Whether a comprehension gives the rows themselves: `[city for city in cities]`.
    fn passes_on(&self, element: &Expr, generators: &[ast::Comprehension]) -> bool {
        let [rounds] = generators else { return false };
        matches!((element, &rounds.target), (Expr::Name(one), Expr::Name(other)) if one.id == other.id)
            && self.gives_rows(&rounds.iter)
    }

    /// Whether a comprehension goes over those rows, and whether it leaves some out.
    fn comprehension(&self, expression: &Expr) -> Option<bool> {
        let generators = match expression {
            Expr::ListComp(list) => &list.generators,
            Expr::SetComp(set) => &set.generators,
            Expr::Generator(rounds) => &rounds.generators,
            Expr::DictComp(dict) => &dict.generators,
            _ => return None,
        };
        let rounds = generators.iter().find(|rounds| self.gives_rows(&rounds.iter))?;
        let names = names_in(&rounds.target);
        Some(rounds.ifs.iter().any(|test| mentions(test, &names)))
    }

    /// What the body of a loop does with its rows.
    fn body(&mut self, body: &[Stmt], names: &mut HashSet<String>) {
        for statement in body {
            match statement {
                Stmt::Assign(assignment) if mentions(&assignment.value, names) => {
                    assignment.targets.iter().for_each(|target| names.extend(names_in(target)));
                }
                Stmt::AugAssign(assignment) if is_sum(assignment, names) => {
                    self.add(LoopUse::Aggregate, assignment.range);
                }
                Stmt::If(branch) => self.branch(branch, names),
                Stmt::For(rounds) => self.body(&rounds.body, names),
                Stmt::With(with) => self.body(&with.body, names),
                _ => {}
            }
        }
    }

    fn branch(&mut self, branch: &ast::StmtIf, names: &mut HashSet<String>) {
        let before = self.found.len();
        self.body(&branch.body, names);
        branch.elif_else_clauses.iter().for_each(|clause| self.body(&clause.body, names));
        if self.found.len() > before || !mentions(&branch.test, names) || !branch.elif_else_clauses.is_empty() {
            return;
        }
        let replaces = branch.body.iter().any(|statement| match statement {
            Stmt::Assign(assignment) => {
                assignment.targets.iter().any(|target| mentions(&branch.test, &names_in(target)))
            }
            _ => false,
        });
        let counts = branch.body.iter().any(|statement| matches!(statement, Stmt::AugAssign(_)));
        if replaces || counts {
            self.add(LoopUse::Aggregate, branch.range);
        } else if matches!(&branch.body[..], [Stmt::Continue(_)]) || branch.body.iter().any(keeps) {
            self.add(LoopUse::Filter, branch.range);
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(_) => {
                let outer = self.bound.clone();
                visitor::walk_stmt(self, statement);
                self.bound = outer;
                return;
            }
            Stmt::For(rounds) if self.gives_rows(&rounds.iter) => {
                let mut names = names_in(&rounds.target);
                self.body(&rounds.body, &mut names);
            }
            _ => {}
        }
        visitor::walk_stmt(self, statement);
        if let Stmt::Assign(assignment) = statement {
            let rows = self.gives_rows(&assignment.value);
            for name in assignment.targets.iter().filter_map(Expr::as_name_expr) {
                if rows {
                    self.bound.insert(name.id.to_string());
                } else {
                    self.bound.remove(name.id.as_str());
                }
            }
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Some(leaves_out) = self.comprehension(expression) {
            if leaves_out {
                self.add(LoopUse::Filter, expression.range());
            }
        } else if let Expr::Call(call) = expression
            && let Some(used_for) = self.call(call)
        {
            self.add(used_for, call.range());
            // What the call does with the rows says it all: `sum(... if ...)` does not filter too.
            return;
        }
        visitor::walk_expr(self, expression);
    }
}

impl Finder<'_> {
    fn call(&self, call: &ast::ExprCall) -> Option<LoopUse> {
        let over_rows = |argument: &Expr| self.gives_rows(argument) || self.comprehension(argument).is_some();
        // A native function that asks for the rows itself is where they are fetched.
        let over_rows = call.range() == self.place || call.arguments.args.iter().any(over_rows);
        match &*call.func {
            // `len(queryset)` alone is told by the run.
            Expr::Name(name) if name.id == "len" => {
                let counts = call.arguments.args.iter().any(|argument| self.comprehension(argument) == Some(true));
                counts.then_some(LoopUse::Aggregate)
            }
            Expr::Name(_) if over_rows && is_named(&call.func, &AGGREGATES) => Some(LoopUse::Aggregate),
            Expr::Name(name) if over_rows && name.id == "sorted" => Some(LoopUse::Sort),
            Expr::Name(name) if over_rows && name.id == "filter" => Some(LoopUse::Filter),
            Expr::Attribute(method) if over_rows && method.attr.as_str() == "mean" => Some(LoopUse::Aggregate),
            Expr::Attribute(method) if method.attr.as_str() == "sort" && self.gives_rows(&method.value) => {
                Some(LoopUse::Sort)
            }
            _ => None,
        }
    }
}

fn is_named(expression: &Expr, names: &[&str]) -> bool {
    matches!(expression, Expr::Name(name) if names.contains(&name.id.as_str()))
}

/// Whether a statement keeps something for later.
fn keeps(statement: &Stmt) -> bool {
    match statement {
        Stmt::Expr(expression) => match &*expression.value {
            Expr::Call(call) => {
                matches!(&*call.func, Expr::Attribute(method) if KEEPERS.contains(&method.attr.as_str()))
            }
            Expr::Yield(_) => true,
            _ => false,
        },
        Stmt::Assign(assignment) => assignment.targets.iter().any(|target| matches!(target, Expr::Subscript(_))),
        _ => false,
    }
}

/// `total += city.population`, but not the building of a text or a list.
fn is_sum(assignment: &ast::StmtAugAssign, names: &HashSet<String>) -> bool {
    let builds = matches!(
        &*assignment.value,
        Expr::FString(_) | Expr::StringLiteral(_) | Expr::List(_) | Expr::ListComp(_) | Expr::Tuple(_)
    );
    assignment.op == ast::Operator::Add && !builds && mentions(&assignment.value, names)
}

/// The names that an expression holds.
fn names_in(expression: &Expr) -> HashSet<String> {
    struct Names(HashSet<String>);
    impl<'a> Visitor<'a> for Names {
        fn visit_expr(&mut self, expression: &'a Expr) {
            if let Expr::Name(name) = expression {
                self.0.insert(name.id.to_string());
            }
            visitor::walk_expr(self, expression);
        }
    }
    let mut names = Names(HashSet::new());
    names.visit_expr(expression);
    names.0
}

fn mentions(expression: &Expr, names: &HashSet<String>) -> bool {
    !names_in(expression).is_disjoint(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The uses of the rows of `CITIES`, which stands once in the code.
    fn uses(code: &str) -> Vec<(LoopUse, u32)> {
        let source = Source::parse(code).expect("is Python");
        let at = code.find("CITIES").expect("is there");
        let line = code[..at].matches('\n').count() as u32 + 1;
        let column = (at - code[..at].rfind('\n').map_or(0, |newline| newline + 1)) as u32 + 1;
        let place = Place { file: "a.py", function: "", start: (line, column), end: (line, column + 6) };
        source.uses(&place).into_iter().map(|found| (found.used_for, found.line)).collect()
    }

    #[test]
    fn loops_that_filter() {
        for code in [
            "[c.name for c in CITIES if c.area > 1]",
            "x = list(CITIES)\n[c for c in x if c.area > 1]",
            "for c in CITIES:\n    if c.area > 1:\n        rows.append(c)",
            "for c in CITIES:\n    d = c.area * 2\n    if d < 1:\n        continue\n    rows.append(c)",
            "list(filter(lambda c: c.area, CITIES))",
        ] {
            assert_eq!(uses(code).first().map(|found| found.0), Some(LoopUse::Filter), "{code}");
        }
        assert_eq!(uses("x = list(CITIES)\n[c for c in x if c.area > 1]"), [(LoopUse::Filter, 2)]);
    }

    #[test]
    fn loops_that_compute_one_value() {
        for code in [
            "sum(c.area for c in CITIES)",
            "sum(c.area for c in CITIES if c.area > 1)",
            "max(CITIES, key=lambda c: c.area)",
            "for c in CITIES:\n    total += c.area",
            "for c in CITIES:\n    if c.area > 1:\n        n += 1",
            "for c in CITIES:\n    if c.area > best:\n        best = c.area",
            "len([c for c in CITIES if c.area > 1])",
        ] {
            let found: Vec<_> = uses(code).into_iter().map(|found| found.0).collect();
            assert_eq!(found, [LoopUse::Aggregate], "{code}");
        }
    }

    #[test]
    fn loops_that_sort() {
        for code in ["sorted(CITIES, key=f)", "x = list(CITIES)\nx.sort(key=f)", "sorted(c.name for c in CITIES)"] {
            assert_eq!(uses(code).first().map(|found| found.0), Some(LoopUse::Sort), "{code}");
        }
    }

    #[test]
    fn loops_that_only_show() {
        for code in [
            "for c in CITIES:\n    print(c.name)",
            "[c.name for c in CITIES]",
            "[c.name for c in CITIES if wanted]",
            "for c in CITIES:\n    text += f'{c.name}'",
            "x = [c.name for c in CITIES]\n[n for n in x if n]",
            "x = list(CITIES)\nx = other\nsum(x)",
            "for c in CITIES:\n    if c.area > 1:\n        print('wide')",
        ] {
            assert_eq!(uses(code), [], "{code}");
        }
    }

    fn is_truth(code: &str) -> bool {
        let source = Source::parse(code).expect("is Python");
        let at = code.find("q.count()").expect("is there") as u32;
        source.is_only_truth(&Place { file: "a.py", function: "", start: (1, at + 1), end: (1, at + 10) })
    }

    #[test]
    fn numbers_that_are_only_a_yes_or_a_no() {
        for code in ["if q.count(): pass", "x = q.count() > 0", "x = not q.count()", "x = [1 for s in y if q.count()]"]
        {
            assert!(is_truth(code), "{code}");
        }
        for code in ["x = q.count()", "x = q.count() > 5", "print(q.count())", "if q.count() > n: pass"] {
            assert!(!is_truth(code), "{code}");
        }
    }

    #[test]
    fn chains_are_told_as_typed() {
        let code = "s.cities.filter(area__gt=1, name=F('x')).exclude(name=s.name).exists()";
        let source = Source::parse(code).expect("is Python");
        let place = Place { file: "a.py", function: "", start: (1, 1), end: (1, code.len() as u32 + 1) };
        let told: Vec<_> = source.chain(&place).iter().map(|(name, text)| format!("{name}({text})")).collect();
        assert_eq!(told, ["filter(area__gt=1, name=F('x'))", "exclude(…)", "exists()"]);
    }
}
