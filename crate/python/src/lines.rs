//! Which lines of a person's code are running: asked for each query, so it makes no Python object.

use outerref_lab::report::TracebackFrame;
use rustpython_vm::vm::thread::get_current_frame;

use crate::state::State;

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
