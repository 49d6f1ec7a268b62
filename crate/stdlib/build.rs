//! Writes the module declarations that `src/lib.rs` includes: each wanted file of rustpython-stdlib by its path.

use std::{env, fs, io, path::Path};

/// Files that hold a Python module each.
const MODULES: &[&str] = &[
    "array",
    "binascii",
    "bisect",
    "cmath",
    "contextvars",
    "csv",
    "hashlib",
    "json",
    "math",
    "md5",
    "pickle",
    "pystruct",
    "random",
    "sha1",
    "sha256",
    "sha512",
    "statistics",
    "suggestions",
    "unicodedata",
    "_datetime",
    "_heapq",
    "_opcode",
    "_tokenize",
    "_zoneinfo",
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    // The crate of the pure-Python modules is of the same release and lies beside it.
    let pylib = Path::new(rustpython_pylib::LIB_PATH).parent().expect("the library lies in its crate");
    let name = pylib.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let source = pylib.with_file_name(name.replace("pylib", "stdlib")).join("src");
    if !source.is_dir() {
        panic!("{} is not there: run 'cargo fetch --locked' once", source.display());
    }
    let path = |module: &str| format!("{:?}", source.join(format!("{module}.rs")));
    let mut text = String::new();
    for module in MODULES {
        text += &format!("#[path = {}]\nmod {module};\n", path(module));
    }
    text += "\n/// The definitions of all modules here.\n";
    text += "pub fn module_defs(ctx: &vm::Context) -> Vec<&'static vm::builtins::PyModuleDef> {\n    vec![\n";
    for module in MODULES {
        text += &format!("        {module}::module_def(ctx),\n");
    }
    text += "    ]\n}\n";
    fs::write(Path::new(&env::var_os("OUT_DIR").expect("cargo sets it")).join("modules.rs"), text)
}
