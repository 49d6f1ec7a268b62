//! Runs one app of Django's own tests. The Python part is `tests/conformance/python`.

use std::rc::Rc;

use outerref_lab::{
    clock::Clock,
    connection::Connection,
    report::{RunError, SourceFile},
};
use rustpython_vm::{PyObjectRef, VirtualMachine, builtins::PyStrRef};

use crate::{Session, orm::Workspace, session::import};

/// What to run.
pub struct App<'a> {
    /// Its package.
    pub name: &'a str,
    /// The sources of the package, importable.
    pub files: &'a [SourceFile],
    /// The dotted names of its test modules.
    pub modules: &'a [String],
    /// Classes that are not run, by their dotted names.
    pub done: &'a [String],
    /// Sources that come before the frozen ones.
    pub overlay: &'a [SourceFile],
    /// Sources of modules that nothing else has: what Django's tests need and an ORM has not.
    pub library: &'a [SourceFile],
}

/// Runs an app's tests; `emit` takes one line of JSON for each thing that happens.
pub fn run(app: &App<'_>, clock: Clock, emit: fn(&str)) -> Result<(), RunError> {
    let session = Session::for_conformance(Rc::new(clock));
    let connection = Connection::open_in_memory(clock).expect("a database in memory opens");
    let workspace = Workspace::new(connection);
    session.state().set_extension(workspace.clone());
    session.set_overlay(app.overlay);
    session.set_library(app.library);
    session.set_files(app.files);
    workspace.recording.set(true);
    session.try_enter(|vm, _| {
        let runner = import(vm, "outerref_conformance")?;
        let list = |names: &[String]| -> PyObjectRef {
            let names = names.iter().map(|name| vm.ctx.new_str(name.as_str()).into()).collect();
            vm.ctx.new_list(names).into()
        };
        let emit = vm.new_function("emit", move |line: PyStrRef, _vm: &VirtualMachine| emit(&line.to_string_lossy()));
        vm.call_method(&runner, "run", (vm.ctx.new_str(app.name), list(app.modules), list(app.done), emit))
    })?;
    Ok(())
}
