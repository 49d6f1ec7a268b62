//! A Python exception becomes a [`RunError`]: what it is, at which line of the person's own code,
//! and the traceback that Python would print.

use outerref_lab::report::{RunError, TracebackFrame};
use outerref_orm::lookup::get_close_matches;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, VirtualMachine,
    builtins::{PyBaseException, PyStr},
    suggestion::offer_suggestions,
};

use crate::{
    state::State,
    traceback::{self, Entry},
};

/// The exception as a person is told of it.
pub fn run_error(vm: &VirtualMachine, state: &State, exception: &Py<PyBaseException>) -> RunError {
    let entries = traceback::entries(exception);
    let frames: Vec<TracebackFrame> = entries
        .iter()
        .filter(|entry| state.files.borrow().contains(&entry.file))
        .map(|entry| TracebackFrame { file: entry.file.clone(), line: entry.line, function: entry.function.clone() })
        .collect();
    let syntax = SyntaxPlace::of(vm, exception);
    let last = frames.last();
    let (file, line, column) = match &syntax {
        Some(place) if place.file.is_some() => (place.file.clone(), place.line, place.column),
        _ => (last.map(|frame| frame.file.clone()), last.map(|frame| frame.line), None),
    };
    RunError {
        kind: exception.class().name().to_string(),
        message: message(vm, exception),
        file,
        line,
        column,
        traceback: traceback::format(vm, state, exception, &entries),
        frames: shortened(frames),
        hint: suggestion(vm, exception)
            .or_else(|| choice(&message(vm, exception)))
            .or_else(|| missing_module(vm, state, exception)),
    }
}

/// An error that no Python code raised.
pub(crate) fn plain_error(kind: &str, message: &str) -> RunError {
    RunError {
        kind: kind.into(),
        message: message.into(),
        file: None,
        line: None,
        column: None,
        frames: Vec::new(),
        traceback: format!("{kind}: {message}"),
        hint: None,
    }
}

/// Where a syntax error is: the exception's own attributes, since the faulty code never ran.
pub(crate) struct SyntaxPlace {
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
    pub(crate) end_line: Option<u32>,
    pub(crate) end_column: Option<u32>,
    pub(crate) text: Option<String>,
}

impl SyntaxPlace {
    pub(crate) fn of(vm: &VirtualMachine, exception: &Py<PyBaseException>) -> Option<Self> {
        if !exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
            return None;
        }
        let get = |name: &'static str| -> Option<PyObjectRef> {
            let value = exception.as_object().get_attr(name, vm).ok()?;
            (!vm.is_none(&value)).then_some(value)
        };
        let text = |name| get(name)?.downcast_ref::<PyStr>().map(|text| text.to_string_lossy().into_owned());
        let number = |name| get(name)?.try_into_value::<u32>(vm).ok();
        Some(Self {
            file: text("filename"),
            line: number("lineno"),
            column: number("offset"),
            end_line: number("end_lineno"),
            end_column: number("end_offset"),
            text: text("text"),
        })
    }
}

/// The text after the class's name: `str(exception)`, or a syntax error's bare message.
pub(crate) fn message(vm: &VirtualMachine, exception: &Py<PyBaseException>) -> String {
    if exception.fast_isinstance(vm.ctx.exceptions.syntax_error)
        && let Ok(message) = exception.as_object().get_attr("msg", vm)
        && let Some(message) = message.downcast_ref::<PyStr>()
    {
        return message.to_string_lossy().into_owned();
    }
    match exception.as_object().str(vm) {
        Ok(text) => text.to_string_lossy().into_owned(),
        Err(_) => "<exception str() failed>".into(),
    }
}

/// "Did you mean", as Python adds it to the traceback.
pub(crate) fn suggestion(vm: &VirtualMachine, exception: &Py<PyBaseException>) -> Option<String> {
    offer_suggestions(exception, vm).map(|name| did_you_mean(&name.to_string_lossy()))
}

/// The same for a message of Django's that names what was typed and then the choices; Django adds nothing to it.
fn choice(message: &str) -> Option<String> {
    const CHOICES: &str = "Choices are: ";
    let (said, choices) = message.split_once(CHOICES)?;
    let (_, typed) = said.trim_end_matches(|last| last != '\'').strip_suffix('\'')?.rsplit_once('\'')?;
    let choices: Vec<String> = choices.split(", ").map(|choice| choice.trim_end_matches('.').to_owned()).collect();
    get_close_matches(typed, &choices).first().map(|name| did_you_mean(name))
}

/// What can be imported, when something cannot.
fn missing_module(vm: &VirtualMachine, state: &State, exception: &Py<PyBaseException>) -> Option<String> {
    const THERE: &str = "Django's ORM, your own files and much of Python's standard library can be imported. Other \
                         packages cannot.";
    if !exception.fast_isinstance(vm.ctx.exceptions.module_not_found_error) {
        return None;
    }
    let name = exception.as_object().get_attr("name", vm).ok()?;
    let name = name.downcast_ref::<PyStr>()?.to_string_lossy();
    let modules = state.files.borrow().modules();
    Some(get_close_matches(&name, &modules).first().map_or_else(|| THERE.to_owned(), |name| did_you_mean(name)))
}

fn did_you_mean(name: &str) -> String {
    format!("Did you mean: '{name}'?")
}

/// The frames without the middle of a deep recursion.
fn shortened(mut frames: Vec<TracebackFrame>) -> Vec<TracebackFrame> {
    const SHOWN: usize = 50;
    if frames.len() > SHOWN {
        frames.drain(SHOWN / 2..frames.len() - SHOWN / 2);
    }
    frames
}

impl Entry {
    pub(crate) fn same_place(&self, other: &Self) -> bool {
        self.line == other.line && self.file == other.file && self.function == other.function
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_most_like_what_was_typed_is_hinted_at() {
        for (message, expected) in [
            ("Cannot resolve keyword 'popluation' into field. Choices are: id, name, population", Some("population")),
            ("Invalid field name(s) given in select_related: 'auhtor'. Choices are: author, publisher", Some("author")),
            ("Invalid field name(s) given in select_related: 'x'. Choices are: (none)", None),
            ("Cannot resolve keyword 'zzz' into field. Choices are: id, name", None),
            ("Choices are: id, name", None),
            ("nothing of the kind", None),
        ] {
            assert_eq!(choice(message), expected.map(did_you_mean), "{message}");
        }
    }
}
