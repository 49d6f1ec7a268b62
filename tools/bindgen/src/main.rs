//! The wasm-bindgen command, reduced to the one call the build makes.
//!
//! A member of the workspace instead of an installed program: Cargo.lock then holds it at the same
//! version as the `wasm-bindgen` the engine links, and the two cannot drift apart.
//!
//! `outerref-bindgen MODULE.wasm OUT_DIR` writes `OUT_DIR/outerref.js`, `.d.ts` and `_bg.wasm`.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, out_dir] = arguments.as_slice() else {
        eprintln!("usage: outerref-bindgen MODULE.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("outerref").typescript(true);
    let generated = bindgen.web(true).and_then(|bindgen| bindgen.generate(out_dir));
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("outerref-bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}
