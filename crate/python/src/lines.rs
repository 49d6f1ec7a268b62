//! Which lines of a person's code are running: asked for each query, so it makes no Python object.

use outerref_lab::report::TracebackFrame;
use rustpython_vm::vm::thread::get_current_frame;

use crate::state::State;

/// The expression of a person's code that runs: its file, and from where to where, as lines and columns from 1. The
/// column counts characters; the end is behind the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub file: &'static str,
    /// The function that it lies in.
    pub function: &'static str,
    /// Where it begins.
    pub start: (u32, u32),
    /// Where it ends.
    pub end: (u32, u32),
}

impl Place {
    /// Its line, as tracebacks tell it.
    pub fn frame(&self) -> TracebackFrame {
        TracebackFrame { file: self.file.into(), line: self.start.0, function: self.function.into() }
    }
}

/// Whether the function that runs was called by the person's own code, and not by what the package `django` does for
/// itself.
pub fn is_called_by_user(state: &State) -> bool {
    #[expect(unsafe_code, reason = "the interpreter hands out its running frames only as pointers")]
    // SAFETY: as in `user_stack`.
    let caller = unsafe { get_current_frame().as_ref().and_then(|frame| frame.previous().as_ref()) };
    caller.is_some_and(|frame| state.files.borrow().contains(frame.code().source_path().as_str()))
}

/// The innermost expression of the person's own code that is running now.
pub fn user_place(state: &State) -> Option<Place> {
    let files = state.files.borrow();
    let mut current = get_current_frame();
    #[expect(unsafe_code, reason = "the interpreter hands out its running frames only as pointers")]
    // SAFETY: as in `user_stack`; what is kept are interned strings, which are never freed.
    while let Some(frame) = unsafe { current.as_ref() } {
        let code = frame.code();
        let path = code.source_path();
        if files.contains(path.as_str()) {
            let instruction = (frame.get_lasti() as usize).saturating_sub(1);
            let (start, end) = code.locations.get(instruction)?;
            let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
            return Some(Place {
                file: path.as_str(),
                function: code.obj_name.as_str(),
                start: (number(start.line.get()), number(start.character_offset.get())),
                end: (number(end.line.get()), number(end.character_offset.get())),
            });
        }
        current = frame.previous();
    }
    None
}

/// The frames of the person's own code that are running now, outermost first.
pub fn user_stack(state: &State) -> Vec<TracebackFrame> {
    let files = state.files.borrow();
    let mut stack = Vec::new();
    let mut current = get_current_frame();
    #[expect(unsafe_code, reason = "the interpreter hands out its running frames only as pointers")]
    // SAFETY: the chain starts at the frame that runs on this thread and each link is a frame that
    // called the one before it; all of them are alive until the innermost returns, and this function
    // runs no Python code and keeps no reference.
    while let Some(frame) = unsafe { current.as_ref() } {
        let code = frame.code();
        let path = code.source_path().as_str();
        if files.contains(path) {
            // The instruction pointer is already past the instruction that runs.
            let instruction = (frame.get_lasti() as usize).saturating_sub(1);
            let line = code.locations.get(instruction).map_or(0, |(start, _)| start.line.get());
            stack.push(TracebackFrame {
                file: path.to_owned(),
                line: u32::try_from(line).unwrap_or(u32::MAX),
                function: code.obj_name.as_str().to_owned(),
            });
        }
        current = frame.previous();
    }
    stack.reverse();
    stack
}
