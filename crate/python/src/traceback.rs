//! Tracebacks as CPython 3.13 prints them, from the session's own texts.
//!
//! One difference: an expression over several lines is shown without the marks below it.

use std::{collections::HashSet, fmt::Write as _};

use ruff_text_size::Ranged;
use rustpython_vm::{
    AsObject, Py, PyObject, VirtualMachine,
    builtins::PyBaseException,
    compiler::{
        ast::{Expr, Stmt},
        parser,
    },
};

use crate::{
    errors::{self, SyntaxPlace},
    state::State,
};

/// One frame of a traceback.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) function: String,
    /// The instruction's range: first line, first column, last line, the column after it; columns from 0.
    range: Option<[u32; 4]>,
}

/// Python shows a repeated frame three times and counts the others.
const REPEATS_SHOWN: usize = 3;

/// The frames of an exception's traceback, outermost first.
pub(crate) fn entries(exception: &Py<PyBaseException>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut next = exception.traceback();
    while let Some(traceback) = next {
        let code = traceback.frame.f_code();
        let instruction = usize::try_from(traceback.lasti / 2).unwrap_or(0);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let range = code.locations.get(instruction).map(|(start, end)| {
            [
                number(start.line.get()),
                number(start.character_offset.to_zero_indexed()),
                number(end.line.get()),
                number(end.character_offset.to_zero_indexed()),
            ]
        });
        let file = code.source_path().as_str();
        // The import machinery's own frames: CPython cuts them out too.
        if !file.starts_with("<frozen importlib.") {
            entries.push(Entry {
                file: file.to_owned(),
                line: number(traceback.lineno.get()),
                function: code.qualname.as_str().to_owned(),
                range,
            });
        }
        next = traceback.next.lock().clone();
    }
    entries
}

/// The whole text, ending in a line break.
pub(crate) fn format(vm: &VirtualMachine, state: &State, exception: &Py<PyBaseException>, entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut seen = HashSet::from([exception.get_id()]);
    write_before(&mut out, vm, state, exception, &mut seen);
    write_one(&mut out, vm, state, exception, entries);
    out
}

/// The exceptions that led to this one, oldest first.
fn write_before(
    out: &mut String,
    vm: &VirtualMachine,
    state: &State,
    exception: &Py<PyBaseException>,
    seen: &mut HashSet<usize>,
) {
    let suppressed = || {
        let flag = exception.as_object().get_attr("__suppress_context__", vm);
        flag.and_then(|flag| flag.is_true(vm)).unwrap_or(false)
    };
    let (earlier, words) = match exception.__cause__() {
        Some(cause) => (cause, "The above exception was the direct cause of the following exception:"),
        None if suppressed() => return,
        None => match exception.__context__() {
            Some(context) => (context, "During handling of the above exception, another exception occurred:"),
            None => return,
        },
    };
    if !seen.insert(earlier.get_id()) {
        return;
    }
    write_before(out, vm, state, &earlier, seen);
    write_one(out, vm, state, &earlier, &entries(&earlier));
    let _ = write!(out, "\n{words}\n\n");
}

fn write_one(out: &mut String, vm: &VirtualMachine, state: &State, exception: &Py<PyBaseException>, entries: &[Entry]) {
    if !entries.is_empty() {
        out.push_str("Traceback (most recent call last):\n");
    }
    let mut rest = entries;
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|entry| entry.same_place(first)).count();
        for entry in &rest[..alike.min(REPEATS_SHOWN)] {
            write_entry(out, state, entry);
        }
        if alike > REPEATS_SHOWN {
            let more = alike - REPEATS_SHOWN;
            let times = if more == 1 { "time" } else { "times" };
            let _ = writeln!(out, "  [Previous line repeated {more} more {times}]");
        }
        rest = &rest[alike..];
    }
    if let Some(place) = SyntaxPlace::of(vm, exception) {
        write_syntax_place(out, &place);
    }
    out.push_str(&class_name(vm, exception));
    let message = errors::message(vm, exception);
    if !message.is_empty() {
        let _ = write!(out, ": {message}");
    }
    if let Some(hint) = errors::suggestion(vm, exception) {
        let _ = write!(out, ". {hint}");
    }
    out.push('\n');
}

/// The class with its module, unless that is `builtins` or `__main__`.
fn class_name(vm: &VirtualMachine, exception: &Py<PyBaseException>) -> String {
    let class: &PyObject = exception.class().as_object();
    let text = |name: &'static str| Some(class.get_attr(name, vm).ok()?.str(vm).ok()?.to_string_lossy().into_owned());
    let name = text("__qualname__").unwrap_or_else(|| exception.class().name().to_string());
    match text("__module__") {
        Some(module) if !["builtins", "__main__", "outerref"].contains(&module.as_str()) => format!("{module}.{name}"),
        _ => name,
    }
}

fn write_syntax_place(out: &mut String, place: &SyntaxPlace) {
    let Some(line) = place.line else { return };
    let _ = writeln!(out, "  File \"{}\", line {line}", place.file.as_deref().unwrap_or("<string>"));
    let Some(text) = &place.text else { return };
    let text = text.trim_end_matches(['\n', '\r']);
    let shown = text.trim_start_matches([' ', '\t', '\n', '\u{c}']);
    let _ = writeln!(out, "    {shown}");
    let Some(column) = place.column.filter(|column| *column > 0) else { return };
    let indent = text.chars().count() - shown.chars().count();
    let Some(start) = (column as usize - 1).checked_sub(indent) else { return };
    let end = match (place.end_line, place.end_column) {
        (Some(end_line), Some(end)) if end_line == line && end > column => end as usize - 1 - indent,
        (Some(end_line), _) if end_line > line => shown.chars().count(),
        _ => start + 1,
    };
    let _ = writeln!(out, "    {}{}", " ".repeat(start), "^".repeat(end.saturating_sub(start).max(1)));
}

fn write_entry(out: &mut String, state: &State, entry: &Entry) {
    let _ = writeln!(out, "  File \"{}\", line {}, in {}", entry.file, entry.line, entry.function);
    let Some(text) = state.files.borrow().text(&entry.file) else { return };
    let lines: Vec<&str> = text.lines().collect();
    let [first, start, last, end] = entry.range.unwrap_or([entry.line, 0, entry.line, 0]);
    let line_at = |number: u32| lines.get(number.saturating_sub(1) as usize).copied();
    if first == last || last < first {
        let Some(line) = line_at(entry.line) else { return };
        let shown = line.trim();
        let _ = writeln!(out, "    {shown}");
        let indent = line.chars().count() - line.trim_start().chars().count();
        let columns = (start as usize).checked_sub(indent).zip((end as usize).checked_sub(indent));
        if first == entry.line
            && let Some((start, end)) = columns
            && let Some(marks) = marks(shown, start, end)
        {
            let _ = writeln!(out, "    {marks}");
        }
        return;
    }
    let block: Vec<&str> = (first..=last).filter_map(line_at).collect();
    let indent = block
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let line = |line: &str| format!("    {}\n", line.get(indent..).unwrap_or_default().trim_end());
    match block.as_slice() {
        [head, .., tail] if block.len() > 3 => {
            let _ = write!(out, "{}    ...<{} lines>...\n{}", line(head), block.len() - 2, line(tail));
        }
        all => all.iter().for_each(|text| out.push_str(&line(text))),
    }
}

/// The marks below a line: `^` at the heart of the failing expression, `~` around it. `None` when
/// they would say nothing that the line does not.
fn marks(line: &str, start: usize, end: usize) -> Option<String> {
    let characters: Vec<char> = line.chars().collect();
    let end = end.min(characters.len());
    if start >= end {
        return None;
    }
    let segment: String = characters[start..end].iter().collect();
    let heart = heart(&segment);
    if spans_statement(line, &segment, start) || (heart.is_none() && start == 0 && end == characters.len()) {
        return None;
    }
    let mut marks = " ".repeat(start);
    match heart {
        Some((from, to)) => {
            marks.extend(std::iter::repeat_n('~', from));
            marks.extend(std::iter::repeat_n('^', to - from));
            marks.extend(std::iter::repeat_n('~', (end - start).saturating_sub(to)));
        }
        None => marks.extend(std::iter::repeat_n('^', end - start)),
    }
    Some(marks)
}

/// Whether the segment is a call that is all of the statement, or all of what it returns or assigns.
fn spans_statement(line: &str, segment: &str, start: usize) -> bool {
    let Ok(parsed) = parser::parse_module(line) else { return false };
    let module = parsed.into_syntax();
    let value = match module.body.first() {
        Some(Stmt::Return(statement)) => match statement.value.as_deref() {
            Some(Expr::Call(call)) if matches!(*call.func, Expr::Name(_)) => Some(call.range()),
            _ => None,
        },
        Some(Stmt::Expr(statement)) if statement.value.is_call_expr() => Some(statement.value.range()),
        Some(Stmt::Assign(statement)) if statement.value.is_call_expr() => Some(statement.value.range()),
        _ => None,
    };
    let byte_start: usize = line.chars().take(start).map(char::len_utf8).sum();
    value.is_some_and(|range| {
        range.start().to_usize() == byte_start && range.end().to_usize() == byte_start + segment.len()
    })
}

/// The operator of an operation, the brackets of a subscript, the parentheses of a call: columns
/// within the segment.
fn heart(segment: &str) -> Option<(usize, usize)> {
    let wrapped = format!("({segment}\n)");
    let parsed = parser::parse_expression(&wrapped).ok()?;
    let expression = parsed.into_syntax().body;
    let column = |byte: usize| segment.get(..byte).map(|text| text.chars().count());
    let inside = |offset: ruff_text_size::TextSize| offset.to_usize() - 1;
    match &*expression {
        Expr::BinOp(operation) => {
            let (left, right) = (inside(operation.left.end()), inside(operation.right.start()));
            let gap = segment.get(left..right)?;
            let at = left + gap.find(|c: char| !c.is_whitespace() && c != ')')?;
            let width = segment[at..right].chars().take(2).filter(|c| "+-*/%@&|^<>".contains(*c)).count().max(1);
            Some((column(at)?, column(at)? + width))
        }
        Expr::Subscript(subscript) => {
            let value = inside(subscript.value.end());
            let at = value + segment.get(value..)?.find('[')?;
            Some((column(at)?, segment.chars().count()))
        }
        Expr::Call(call) => {
            let function = inside(call.func.end());
            let at = function + segment.get(function..)?.find('(')?;
            Some((column(at)?, segment.chars().count()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, part: &str, expected: Option<&str>) {
        let start = line[..line.find(part).expect("part of the line")].chars().count();
        let marks = marks(line, start, start + part.chars().count());
        assert_eq!(marks.as_deref(), expected);
    }

    #[test]
    fn marks_are_those_of_cpython() {
        check("return 1 / 0", "1 / 0", Some("       ~~^~~"));
        check("x = rows[3].name", "rows[3]", Some("    ~~~~^^^"));
        check("return f(1) + 2", "f(1)", Some("       ~^^^"));
        check("é = x.name + 1", "x.name", Some("    ^^^^^^"));
        check("return f(1)", "f(1)", None);
        check("x = a.f(1)", "a.f(1)", None);
        check("raise ValueError('x')", "raise ValueError('x')", None);
        check("2 ** (3 // 0)", "3 // 0", Some("      ~~^^~~"));
    }
}
