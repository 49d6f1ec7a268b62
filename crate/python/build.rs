//! Compiles the Python modules that are frozen into the library (`src/frozen.rs`): the standard modules that
//! `stdlib.txt` lists, our replacements in `lib/`, and the package `django/`.
//!
//! What `stdlib.txt` names under `[first]` becomes one library; the code of the rest lies in one block with an index,
//! because the browser loads that block later (tools/bindgen finds it by its mark).
//!
//! The bytecode has no docstrings, asserts and column numbers, and is not compressed: a server compresses the whole
//! module better than its parts were, and starting needs no decompression.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::marshal;

/// Sources by module name, and whether each is a package.
type Modules = BTreeMap<String, (PathBuf, bool)>;

/// What the block of the rest begins with; its length follows, as 4 bytes. tools/bindgen knows it too.
const MARK: &[u8; 16] = b"\x01rest of modules";

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["stdlib.txt", "lib", "django"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets it")?);
    let mut modules = Modules::new();
    let standard = Path::new(rustpython_pylib::LIB_PATH);
    let list = fs::read_to_string(home.join("stdlib.txt"))?;
    let Listed { first, others, conformance: extra } = Listed::read(&list);
    for name in first.iter().chain(&others).chain(&extra) {
        let path = name.replace('.', "/");
        let (file, package) = (standard.join(format!("{path}.py")), standard.join(&path).join("__init__.py"));
        if file.exists() {
            modules.insert((*name).to_owned(), (file, false));
        } else if package.exists() {
            modules.insert((*name).to_owned(), (package, true));
        }
    }
    add_tree(&home.join("lib"), "", &mut modules)?;
    add_tree(&home.join("django"), "django", &mut modules)?;
    let shipped: Vec<String> = modules.keys().filter(|name| !extra.contains(&name.as_str())).cloned().collect();
    if conformance() {
        let shim = home.join("../../tests/conformance/python");
        println!("cargo::rerun-if-changed={}", shim.display());
        add_tree(&shim, "", &mut modules)?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets it")?);
    let is_first = |name: &str| first.contains(&name);
    for name in first.iter().chain(&others).chain(&extra) {
        if !modules.contains_key(*name) {
            return Err(format!("stdlib.txt names {name}, which is nowhere").into());
        }
    }
    let (mut library, mut count) = (Vec::new(), 0_u32);
    let mut rest = MARK.to_vec();
    rest.extend([0; 4]);
    let mut index = String::from("[\n");
    for (name, (path, package)) in &modules {
        let code = compiled(name, path)?;
        if is_first(name) {
            count += 1;
            put_length(&mut library, name.len())?;
            library.extend(name.as_bytes());
            put_length(&mut library, code.len())?;
            library.extend(code);
            library.push(u8::from(*package));
        } else {
            writeln!(index, "    ({name:?}, {}..{}, {package}),", rest.len(), rest.len() + code.len())?;
            rest.extend(code);
        }
    }
    index.push_str("]\n");
    let others: Vec<&String> = modules.keys().filter(|name| !shipped.contains(name)).collect();
    fs::write(out.join("conformance.rs"), format!("{others:?}"))?;
    library.splice(0..0, count.to_le_bytes());
    let length = u32::try_from(rest.len())?;
    rest[MARK.len()..MARK.len() + 4].copy_from_slice(&length.to_le_bytes());
    fs::write(out.join("first.bin"), library)?;
    fs::write(out.join("rest.bin"), rest)?;
    Ok(fs::write(out.join("rest.rs"), index)?)
}

/// Whether Django's own tests are to run on this build: `tests/conformance`.
fn conformance() -> bool {
    env::var_os("CARGO_FEATURE_CONFORMANCE").is_some()
}

/// The module names in `stdlib.txt` that this build is to hold.
#[derive(Default)]
struct Listed<'a> {
    first: Vec<&'a str>,
    others: Vec<&'a str>,
    conformance: Vec<&'a str>,
}

impl<'a> Listed<'a> {
    fn read(list: &'a str) -> Self {
        let mut listed = Self::default();
        let mut section = "";
        for line in list.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            match line {
                _ if line.starts_with('[') => section = line,
                _ if section == "[first]" => listed.first.extend(line.split_whitespace()),
                _ if section == "[conformance]" && !conformance() => {}
                _ if section == "[conformance]" => listed.conformance.extend(line.split_whitespace()),
                _ => listed.others.extend(line.split_whitespace()),
            }
        }
        listed
    }
}

/// Adds all modules below a folder, whose own name is `package`.
fn add_tree(folder: &Path, package: &str, modules: &mut Modules) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or("file names are UTF-8")?;
        let name = if package.is_empty() { stem.to_owned() } else { format!("{package}.{stem}") };
        if path.is_dir() {
            if stem != "__pycache__" {
                add_tree(&path, &name, modules)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "py") {
            let is_init = stem == "__init__";
            let name = if is_init { package.to_owned() } else { name };
            modules.insert(name, (path, is_init));
        }
    }
    Ok(())
}

/// A module's bytecode, as rustpython-compiler-core's `FrozenCodeObject` reads it.
fn compiled(name: &str, path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let source = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let options = CompileOpts { optimize: 2, debug_ranges: false, ..CompileOpts::default() };
    let code = compile(&source, Mode::Exec, name, options).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut bytes = Vec::new();
    marshal::serialize_code(&mut bytes, &code);
    stored(&bytes)
}

fn put_length(bytes: &mut Vec<u8>, length: usize) -> Result<(), Box<dyn Error>> {
    bytes.extend(u32::try_from(length)?.to_le_bytes());
    Ok(())
}

/// The bytes as one LZ4 sequence of literals behind their length: what the reader's decompression takes, as it is.
fn stored(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut block = Vec::with_capacity(bytes.len() + bytes.len() / 255 + 16);
    put_length(&mut block, bytes.len())?;
    match bytes.len().checked_sub(15) {
        None => block.push((bytes.len() as u8) << 4),
        Some(mut rest) => {
            block.push(0xF0);
            while rest >= 255 {
                block.push(255);
                rest -= 255;
            }
            block.push(rest as u8);
        }
    }
    block.extend(bytes);
    Ok(block)
}
