//! The engine on the command line.

mod bench;
mod check;
mod conformance;
mod content;
mod format;
mod import;
mod prerender;
mod run;
mod sources;
mod table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// OuterRef: what Django ORM code costs, measured.
#[derive(Parser)]
#[command(name = "outerref", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run each FILE as one approach, in isolation on the same data.
    Run(run::Arguments),
    /// Print models that fit a SQLite database or CSV files.
    Import(import::Arguments),
    /// Check lessons, exercises and packs.
    Check(check::Arguments),
    /// Run lessons and keep what they showed.
    Prerender(prerender::Arguments),
    /// Run tests/APP of an unpacked Django on this engine.
    Conformance(conformance::Arguments),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Deep recursion in typed code must end in Python's RecursionError, not in ours.
    let result = outerref_python::session::with_large_stack(|| match cli.command {
        Command::Run(arguments) => run::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Prerender(arguments) => prerender::run(arguments),
        Command::Conformance(arguments) => conformance::run(arguments),
    });
    match result {
        Ok(code) => code,
        Err(message) => {
            eprintln!("outerref: {message}");
            ExitCode::from(2)
        }
    }
}
