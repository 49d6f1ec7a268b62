//! Gathers the Python sources that are frozen into the library, for `py_freeze!` in `src/frozen.rs`:
//! the standard modules that `stdlib.txt` lists, our replacements in `lib/`, and the package `django/`.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    for path in ["stdlib.txt", "lib", "django"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let target = out.join("frozen");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;

    let standard = Path::new(rustpython_pylib::LIB_PATH);
    for module in modules(&fs::read_to_string(home.join("stdlib.txt"))?) {
        let path = module.replace('.', "/");
        let (file, package) = (standard.join(format!("{path}.py")), standard.join(&path).join("__init__.py"));
        let (from, to) = if file.exists() {
            (file, target.join(format!("{path}.py")))
        } else {
            (package, target.join(path).join("__init__.py"))
        };
        copy(&from, &to)?;
    }
    copy_tree(&home.join("lib"), &target)?;
    copy_tree(&home.join("django"), &target.join("django"))?;
    if conformance() {
        let shim = home.join("../../tests/conformance/python");
        println!("cargo::rerun-if-changed={}", shim.display());
        copy_tree(&shim, &target)?;
    }

    // The path is relative to the file that holds the macro call.
    fs::write(out.join("frozen.rs"), "rustpython_vm::py_freeze!(dir = \"frozen\")\n")
}

/// Whether Django's own tests are to run on this build: `tests/conformance`.
fn conformance() -> bool {
    env::var_os("CARGO_FEATURE_CONFORMANCE").is_some()
}

/// The module names of the sections that this build is to hold.
fn modules(list: &str) -> Vec<&str> {
    let mut wanted = true;
    let mut names = Vec::new();
    for line in list.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        match line {
            "" => {}
            "[conformance]" => wanted = conformance(),
            _ if line.starts_with('[') => wanted = true,
            _ if wanted => names.extend(line.split_whitespace()),
            _ => {}
        }
    }
    names
}

fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().expect("a directory entry has a name"));
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else if path.extension().is_some_and(|extension| extension == "py") {
            copy(&path, &target)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop).map_err(|error| io::Error::other(format!("{}: {error}", from.display())))
}
