//! Imports of a person's own files: a finder and loader on `sys.meta_path`, over a map of texts.

use std::{collections::HashMap, rc::Rc};

use outerref_lab::report::SourceFile;
use rustpython_vm::{
    AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyCode, PyListRef, PyModule, PyStrRef},
    class::PyClassImpl,
    compiler::Mode,
    function::{FuncArgs, KwArgs, OptionalArg},
    pyclass,
    scope::Scope,
};

use crate::{frozen, state::State};

/// The texts of a person's files and approaches, by the name that tracebacks give them.
#[derive(Debug, Default)]
pub(crate) struct Files {
    texts: HashMap<String, Rc<str>>,
    /// Sources that replace frozen modules. They are not a person's.
    overlay: HashMap<String, Rc<str>>,
    /// Sources of modules that nothing else has. They are not a person's.
    library: HashMap<String, Rc<str>>,
    /// The modules that came from a person's files, in the order of their import.
    imported: Vec<String>,
    /// What a person's files were compiled to, by their path. A file that stayed as it is need not be compiled again.
    compiled: HashMap<String, Compiled>,
}

#[derive(Debug)]
struct Compiled {
    text: Rc<str>,
    code: PyRef<PyCode>,
}

/// Where a module's text lies.
#[derive(Debug, PartialEq, Eq)]
struct Location {
    path: String,
    package: bool,
    /// A folder without `__init__.py`: a package without text.
    bare: bool,
}

impl Files {
    /// Replaces the importable files. Modules imported before stay until they are [taken](Self::take_imported).
    pub(crate) fn replace(&mut self, files: &[SourceFile]) {
        self.texts.clear();
        for file in files {
            self.add(file.path.trim_start_matches("./"), &file.text);
        }
        self.compiled.retain(|path, compiled| self.texts.get(path) == Some(&compiled.text));
    }

    /// Adds one text.
    pub(crate) fn add(&mut self, path: &str, text: &str) {
        self.texts.insert(path.to_owned(), text.into());
    }

    /// Replaces the sources that come before frozen modules.
    pub(crate) fn set_overlay(&mut self, files: &[SourceFile]) {
        self.overlay = files.iter().map(|file| (file.path.clone(), file.text.as_str().into())).collect();
    }

    /// Replaces the sources that come after frozen modules.
    #[cfg(feature = "conformance")]
    pub(crate) fn set_library(&mut self, files: &[SourceFile]) {
        self.library = files.iter().map(|file| (file.path.clone(), file.text.as_str().into())).collect();
    }

    /// The text of a file, a person's or another one's.
    pub(crate) fn text(&self, path: &str) -> Option<Rc<str>> {
        [&self.texts, &self.overlay, &self.library].into_iter().find_map(|texts| texts.get(path)).cloned()
    }

    /// Whether a traceback's file is a person's own.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.texts.contains_key(path)
    }

    /// The names of a person's modules.
    pub(crate) fn modules(&self) -> Vec<String> {
        let name = |path: &String| Some(path.strip_suffix(".py")?.trim_end_matches("/__init__").replace('/', "."));
        self.texts.keys().filter_map(name).collect()
    }

    /// The imported modules; they count as not imported from now on.
    pub(crate) fn take_imported(&mut self) -> Vec<String> {
        std::mem::take(&mut self.imported)
    }

    fn locate(&self, module: &str, last: bool) -> Option<Location> {
        let path = module.replace('.', "/");
        let places: &[&HashMap<_, _>] = if last { &[&self.library] } else { &[&self.texts, &self.overlay] };
        if let Some(found) = places.iter().find_map(|texts| located(texts, &path)) {
            return Some(found);
        }
        let folder = format!("{path}/");
        let holds_python = |name: &String| name.starts_with(&folder) && name.ends_with(".py");
        places[0].keys().any(holds_python).then_some(Location { path: folder, package: true, bare: true })
    }
}

/// The file or the package of this path.
fn located(texts: &HashMap<String, Rc<str>>, path: &str) -> Option<Location> {
    let paths = [(format!("{path}/__init__.py"), true), (format!("{path}.py"), false)];
    let found = paths.into_iter().find(|(path, _)| texts.contains_key(path));
    found.map(|(path, package)| Location { path, package, bare: false })
}

/// The finder and loader.
#[pyclass(module = "outerref", name = "SourceFinder")]
#[derive(Debug, PyPayload)]
struct SourceFinder {
    /// Whether it is asked when all others have nothing.
    last: bool,
}

#[pyclass]
impl SourceFinder {
    #[pymethod]
    fn find_spec(
        zelf: PyRef<Self>,
        name: PyStrRef,
        _path: OptionalArg<PyObjectRef>,
        _target: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let location = State::current()
            .and_then(|state| name.to_str().and_then(|name| state.files.borrow().locate(name, zelf.last)));
        let Some(location) = location else {
            // The next finder is that of frozen modules.
            if let Some(name) = name.to_str() {
                frozen::ensure(name);
            }
            return Ok(vm.ctx.none());
        };
        let keywords: KwArgs = [
            ("origin".to_owned(), vm.ctx.new_str(location.path).into()),
            ("is_package".to_owned(), vm.ctx.new_bool(location.package).into()),
        ]
        .into_iter()
        .collect();
        let class = vm.import("_frozen_importlib", 0)?.get_attr("ModuleSpec", vm)?;
        class.call(FuncArgs::new(vec![name.into(), zelf.into()], keywords), vm)
    }

    #[pymethod]
    fn create_module(_zelf: &Py<Self>, _spec: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pymethod]
    fn exec_module(zelf: &Py<Self>, module: PyRef<PyModule>, vm: &VirtualMachine) -> PyResult<()> {
        let name = module.get_attr("__name__", vm)?.str(vm)?.to_string_lossy().into_owned();
        let Some(state) = State::current() else { return Ok(()) };
        let location = state.files.borrow().locate(&name, zelf.last);
        if !zelf.last
            && location.as_ref().is_some_and(|location| !state.files.borrow().overlay.contains_key(&location.path))
        {
            state.files.borrow_mut().imported.push(name);
        }
        let Some(Location { path, bare: false, .. }) = location else { return Ok(()) };
        let Some(text) = state.files.borrow().text(&path) else { return Ok(()) };
        // A spec with a location would make the import machinery look for a bytecode file.
        module.set_attr("__file__", vm.ctx.new_str(path.as_str()), vm)?;
        let known =
            state.files.borrow().compiled.get(&path).filter(|known| known.text == text).map(|known| known.code.clone());
        let code = match known {
            Some(code) => code,
            None => {
                let compiled = vm.compile(&text, Mode::Exec, path.as_str());
                let code = compiled.map_err(|error| error.into_pyexception(vm, Some(&text)))?;
                state.files.borrow_mut().compiled.insert(path, Compiled { text, code: code.clone() });
                code
            }
        };
        vm.run_code_obj(code, Scope::with_builtins(None, module.dict(), vm)).map(drop)
    }
}

/// Puts one finder first: a person's file comes before a standard module of the same name. Another one is last.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let _ = SourceFinder::make_static_type();
    let finders: PyListRef = vm.sys_module.get_attr("meta_path", vm)?.try_into_value(vm)?;
    vm.call_method(finders.as_object(), "insert", (0, SourceFinder { last: false }.into_ref(&vm.ctx)))?;
    vm.call_method(finders.as_object(), "append", (SourceFinder { last: true }.into_ref(&vm.ctx),)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(paths: &[&str], module: &str) -> Option<String> {
        let mut files = Files::default();
        paths.iter().for_each(|path| files.add(path, ""));
        files.locate(module, false).map(|location| location.path)
    }

    #[test]
    fn a_module_is_found_as_file_package_or_bare_folder() {
        assert_eq!(located(&["models.py"], "models").as_deref(), Some("models.py"));
        assert_eq!(located(&["shop/__init__.py", "shop.py"], "shop").as_deref(), Some("shop/__init__.py"));
        assert_eq!(located(&["shop/models.py"], "shop").as_deref(), Some("shop/"));
        assert_eq!(located(&["shop/models.py"], "shop.models").as_deref(), Some("shop/models.py"));
        assert_eq!(located(&["shop/models.py"], "shop.views"), None);
        assert_eq!(located(&["shop/readme.md"], "shop"), None);
    }
}
