//! What a run prints: `sys.stdout` and `sys.stderr` write into one bounded [`Output`].

use rustpython_vm::{
    Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, builtins::PyStrRef, class::PyClassImpl, function::FuncArgs,
    pyclass,
};

use crate::state::State;

/// Printed text, cut at a number of characters.
#[derive(Debug)]
pub struct Output {
    text: String,
    room: usize,
    cut: u64,
}

impl Default for Output {
    fn default() -> Self {
        Self::new(100_000)
    }
}

impl Output {
    /// Room for so many characters.
    pub fn new(characters: usize) -> Self {
        Self { text: String::new(), room: characters, cut: 0 }
    }

    /// Adds text, or counts what no longer fits.
    pub fn push(&mut self, text: &str) {
        if self.room >= text.len() {
            // At most one character a byte.
            self.room -= text.chars().count();
            self.text.push_str(text);
            return;
        }
        let mut characters = text.chars();
        self.text.extend(characters.by_ref().take(self.room));
        let written = text.len() - characters.as_str().len();
        self.room -= text[..written].chars().count();
        self.cut += characters.count() as u64;
    }

    /// The text and the number of characters cut off; leaves the output empty and without room.
    pub fn take(&mut self) -> (String, u64) {
        self.room = 0;
        (std::mem::take(&mut self.text), std::mem::take(&mut self.cut))
    }
}

/// The object behind `sys.stdout` and `sys.stderr`.
#[pyclass(module = "_io", name = "TextIOWrapper")]
#[derive(Debug, PyPayload)]
struct Stream {
    name: &'static str,
}

#[pyclass]
impl Stream {
    #[pymethod]
    fn write(_zelf: &Py<Self>, text: PyStrRef) -> usize {
        if let Some(state) = State::current() {
            match text.to_str() {
                Some(text) => state.output.borrow_mut().push(text),
                None => state.output.borrow_mut().push(&text.to_string_lossy()),
            }
        }
        text.char_len()
    }

    #[pymethod]
    fn flush(_zelf: &Py<Self>) {}

    #[pymethod]
    fn isatty(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pymethod]
    fn writable(_zelf: &Py<Self>) -> bool {
        true
    }

    #[pygetset]
    fn encoding(_zelf: &Py<Self>) -> &'static str {
        "utf-8"
    }

    #[pygetset]
    fn errors(_zelf: &Py<Self>) -> &'static str {
        "backslashreplace"
    }

    #[pygetset]
    fn name(zelf: &Py<Self>) -> &'static str {
        zelf.name
    }
}

/// Sets up `sys.stdout`, `sys.stderr` and an `input()` that says why it cannot work.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let _ = Stream::make_static_type();
    for (attribute, original, name) in [("stdout", "__stdout__", "<stdout>"), ("stderr", "__stderr__", "<stderr>")] {
        let stream: PyObjectRef = Stream { name }.into_ref(&vm.ctx).into();
        vm.sys_module.set_attr(attribute, stream.clone(), vm)?;
        vm.sys_module.set_attr(original, stream, vm)?;
    }
    let input = vm.new_function("input", |_args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Err(vm.new_runtime_error("input() cannot be used here: a run has nobody to ask. Assign the value instead."))
    });
    vm.builtins.set_attr("input", input, vm)
}
