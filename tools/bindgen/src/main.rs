//! The wasm-bindgen command, reduced to the one call the build makes.
//!
//! A member of the workspace instead of an installed program: Cargo.lock then holds it at the same
//! version as the `wasm-bindgen` the engine links, and the two cannot drift apart.
//!
//! `outerref-bindgen [--names] MODULE.wasm OUT_DIR` writes `OUT_DIR/outerref_web.js`, `.d.ts` and `_bg.wasm`;
//! `--names` keeps the function names, for readable stack traces at the price of a larger file.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let keep_names = flags.iter().any(|flag| flag == "--names");
    let [module, out_dir] = paths.as_slice() else {
        eprintln!("usage: outerref-bindgen [--names] MODULE.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("outerref_web").typescript(true);
    bindgen.remove_name_section(!keep_names).remove_producers_section(!keep_names);
    let generated = bindgen.web(true).and_then(|bindgen| bindgen.generate(out_dir));
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("outerref-bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}
