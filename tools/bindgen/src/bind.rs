//! The wasm-bindgen command, reduced to the one call the build makes, and the JavaScript that loads a divided module.

use std::{fs, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use crate::module::Error;

/// The name of what is written.
const NAME: &str = "outerref_web";
/// Where the generated JavaScript makes the object of imports.
const IMPORTS: &str = "function __wbg_get_imports() {";

/// Writes `outerref_web.js`, `.d.ts` and `_bg.wasm`.
pub(crate) fn bind(module: &str, out: &str, keep_names: bool) -> Result<(), Error> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(NAME).typescript(true);
    bindgen.remove_name_section(!keep_names).remove_producers_section(!keep_names);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(out)).map_err(|error| format!("{error:?}"))?;
    let path = Path::new(out).join(format!("{NAME}.js"));
    let script = fs::read_to_string(&path)?;
    fs::write(&path, with_cold_half(&script)?)?;
    let path = Path::new(out).join(format!("{NAME}.d.ts"));
    let types = fs::read_to_string(&path)?;
    Ok(fs::write(&path, format!("{types}\n{TYPES}"))?)
}

/// The generated script, able to load the second half of a divided module when a function of it is called.
fn with_cold_half(script: &str) -> Result<String, Error> {
    if !script.contains(IMPORTS) {
        return Err(format!("wasm-bindgen writes its imports in another way: no '{IMPORTS}'").into());
    }
    let script = script.replacen(IMPORTS, "function __wbg_get_imports() {\n    return { ...__wbg_get_own_imports(), split: { load: loadCold } };\n}\n\nfunction __wbg_get_own_imports() {", 1);
    Ok(format!("{script}\n{LOADER}"))
}

const LOADER: &str = "\
let cold = () => { throw new Error('the second half of the engine was not given'); };

/** `source` gives the second half's module at once: it is asked when code is needed that the first half has not. */
export function provideCold(source) { cold = source; }

function loadCold() { new WebAssembly.Instance(cold(), { p: wasm }); }
";

const TYPES: &str = "\
/** `source` gives the second half's module at once: it is asked when code is needed that the first half has not. */
export function provideCold(source: () => WebAssembly.Module): void;
";
