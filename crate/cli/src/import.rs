//! `outerref import`, and what `outerref run` does with files to import and with a project to export.

use std::{fs, path::Path, process::ExitCode};

use clap::Args;
use outerref_lab::{
    clock,
    report::{Report, RunRequest},
    service::{Answer, Ask, Import, PrepareRequest, ScriptRequest},
};
use outerref_python::Engine;

/// Print models that fit a SQLite database or CSV files.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Print everything that is known of the import as JSON.
    #[arg(long)]
    json: bool,
    /// One SQLite database, or one or more CSV files.
    #[arg(required = true)]
    files: Vec<String>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let engine = Engine::new(clock::native).map_err(|error| error.to_string())?;
    let Some(import) = import_all(&engine, &arguments.files)? else { return Ok(ExitCode::FAILURE) };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&import).map_err(|error| error.to_string())?);
    } else {
        print!("{}", import.models);
        for note in &import.notes {
            eprintln!("outerref: {note}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Imports files as one: a database, or CSV files as its tables.
pub(crate) fn import_all(engine: &Engine, files: &[String]) -> Result<Option<Import>, String> {
    let mut imported: Option<Import> = None;
    for file in files {
        let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        let into = imported.as_ref().map(|import| import.name.as_str());
        match engine.import_file(file, bytes, into) {
            Answer::Import(import) => imported = Some(import),
            Answer::Failed(error) => return Err(error.message),
            _ => {}
        }
    }
    Ok(imported)
}

/// Writes a run as a Django project. A folder that holds something is left alone.
pub(crate) fn write_script(engine: &Engine, run: RunRequest, report: &Report, folder: &Path) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} is not empty", folder.display()));
    }
    let count = |queries: u64| u32::try_from(queries).unwrap_or(u32::MAX);
    let queries = report
        .approaches
        .iter()
        .map(|approach| if approach.error.is_none() { Some(count(approach.totals.queries)) } else { None });
    let request = ScriptRequest { run: run.clone(), queries: queries.collect() };
    let Answer::Script(script) = engine.ask(&Ask::Script(request), &mut |_, _, _| {}) else { return Ok(()) };
    for file in &script.files {
        // The paths are those of the person's own files; none may lead out of the folder.
        if file.path.split('/').any(|part| part == "..") || file.path.starts_with('/') {
            return Err(format!("{} leads out of the folder", file.path));
        }
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| told(parent, error))?;
        }
        fs::write(&path, &file.text).map_err(|error| told(&path, error))?;
    }
    if script.needs_database {
        engine.ask(&Ask::Prepare(PrepareRequest { run }), &mut |_, _, _| {});
        let bytes = engine.export_database().map_err(|error| error.message)?;
        let path = folder.join("data.sqlite3");
        fs::write(&path, bytes).map_err(|error| told(&path, error))?;
    }
    Ok(())
}
