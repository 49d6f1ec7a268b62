//! What the build does to the browser module after the compiler.
//!
//! A member of the workspace instead of installed programs: Cargo.lock then holds wasm-bindgen's command at the same
//! version as the `wasm-bindgen` the engine links, and the two cannot drift apart.
//!
//! - `outerref-bindgen bind [--names] MODULE.wasm OUT_DIR` writes `OUT_DIR/outerref_web.js`, `.d.ts` and `_bg.wasm`;
//!   `--names` keeps the function names, for readable stack traces at the price of a larger file.
//! - `outerref-bindgen instrument MODULE.wasm OUT.wasm` writes a module that remembers which functions were called.
//! - `outerref-bindgen split MODULE.wasm CALLED HOT.wasm COLD.wasm` divides a module by a file of the numbers of the
//!   functions that were called.

mod bind;
mod instrument;
mod module;
mod split;

use std::{collections::BTreeSet, fs, process::ExitCode};

use module::Error;

fn main() -> ExitCode {
    let (flags, words): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["bind", module, out] => bind::bind(module, out, flags.iter().any(|flag| flag == "--names")),
        ["instrument", module, out] => instrument(module, out),
        ["split", module, called, hot, cold] => split(module, called, hot, cold),
        _ => {
            eprintln!(
                "usage: outerref-bindgen bind [--names] MODULE OUT_DIR | instrument MODULE OUT | split MODULE CALLED HOT COLD"
            );
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("outerref-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn instrument(module: &str, out: &str) -> Result<(), Error> {
    Ok(fs::write(out, instrument::instrument(&fs::read(module)?)?)?)
}

fn split(module: &str, called: &str, hot: &str, cold: &str) -> Result<(), Error> {
    let called: BTreeSet<u32> =
        fs::read_to_string(called)?.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let halves = split::split(&fs::read(module)?, &called)?;
    println!("{} functions were called, {} went into the second half", called.len(), halves.moved);
    fs::write(hot, halves.hot)?;
    Ok(fs::write(cold, halves.cold)?)
}
