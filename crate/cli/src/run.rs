//! `outerref run`: approaches in files of their own, or those of a lesson.

use std::{fs, path::Path, process::ExitCode};

use clap::Args;
use outerref_lab::{
    clock,
    report::{ApproachSource, Dialect, GrowthRequest, Repeat, RunRequest, SourceFile},
};
use outerref_python::Engine;

use crate::{
    bench,
    content::{self, Kind},
    format::{Problems, lesson::Lesson},
    import::{import_all, write_script},
    sources::{collect, read, read_overlay},
    table,
};

/// Run each FILE as one approach.
#[derive(Args)]
pub(crate) struct Arguments {
    /// An importable module or package: a directory `shop/` that holds `models.py`, or a file.
    #[arg(long)]
    models: Option<String>,
    /// Python that fills the tables through the ORM: its top level, or its `load()` or `load(scale)`.
    #[arg(long)]
    data: Option<String>,
    /// A SQLite database or CSV files to begin with; without `--models`, models are made that fit them.
    #[arg(long = "import", value_name = "FILE")]
    imports: Vec<String>,
    /// Also write the run as a Django project, with a test of its queries, into this folder.
    #[arg(long, value_name = "DIR")]
    script: Option<String>,
    /// Given to `load(scale)`.
    #[arg(long)]
    scale: Option<u64>,
    /// The dialect in which the SQL is shown.
    #[arg(long, default_value = "sqlite")]
    dialect: String,
    /// Print how SQLite goes about each statement.
    #[arg(long)]
    plans: bool,
    /// Print the Report as JSON.
    #[arg(long)]
    json: bool,
    /// Also run at other scales, as `--growth` or `--growth 10,20,40`, and say what grows.
    #[arg(long, num_args = 0..=1, value_delimiter = ',', require_equals = true)]
    growth: Option<Vec<u64>>,
    /// Timed runs of each approach.
    #[arg(long, default_value_t = 3)]
    runs: u32,
    /// The approaches; or one lesson, with its own models, data and scales.
    #[arg(required = true)]
    files: Vec<String>,
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let engine = Engine::new(clock::native).map_err(|error| error.to_string())?;
    engine.session().set_overlay(&read_overlay()?);
    let request = match arguments.files.as_slice() {
        [file] if file.ends_with(".md") => request_of_lesson(Path::new(file), &arguments)?,
        _ => request_of_files(&arguments, &engine)?,
    };
    let report = engine.run(&request, &mut |_, _, _| {});
    if let Some(folder) = &arguments.script {
        write_script(&engine, request, &report, Path::new(folder))?;
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?);
    } else {
        table::print(&report, arguments.plans);
    }
    let failed = report.setup_error.is_some() || report.approaches.iter().any(|approach| approach.error.is_some());
    Ok(ExitCode::from(u8::from(failed)))
}

fn request_of_files(arguments: &Arguments, engine: &Engine) -> Result<RunRequest, String> {
    let mut files = Vec::new();
    let mut models_module = String::from("models");
    if let Some(models) = &arguments.models {
        let path = Path::new(models);
        if path.is_dir() {
            models_module = name_of(path)?;
            collect(path, &models_module, &mut files)?;
        } else {
            let file = if path.exists() { path.to_owned() } else { path.with_extension("py") };
            let stem = file.file_stem().and_then(|stem| stem.to_str()).ok_or("the models need a name")?;
            files.push(SourceFile { path: format!("{stem}.py"), text: read(&file)? });
            models_module = stem.to_owned();
        }
    }
    let imported = import_all(engine, &arguments.imports)?;
    if let (Some(import), None) = (&imported, &arguments.models) {
        files.push(SourceFile { path: "models.py".into(), text: import.models.clone() });
    }
    let data_file = match &arguments.data {
        Some(data) => Some(data_path(data, &models_module, arguments.models.as_deref(), &mut files)?),
        None => None,
    };
    let mut approaches = Vec::new();
    for file in &arguments.files {
        let path = Path::new(file);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or(file).to_owned();
        approaches.push(ApproachSource { name, source: read(path)? });
    }
    Ok(RunRequest {
        files,
        models_module,
        data_file,
        imported: imported.map(|import| import.name),
        approaches,
        scale: arguments.scale,
        dialect: arguments.dialect()?,
        repeat: arguments.repeat(),
        budget: Default::default(),
        growth: arguments.growth.clone().map(|scales| GrowthRequest { scales }),
    })
}

/// The lesson's approaches at its own scale and scales, where no others are asked for.
fn request_of_lesson(path: &Path, arguments: &Arguments) -> Result<RunRequest, String> {
    let mut items = Vec::new();
    content::find(path, &mut items)?;
    let item = items.iter().find(|item| item.kind == Kind::Lesson);
    let item = item.ok_or_else(|| format!("{}: no lesson; `outerref check` runs exercises", path.display()))?;
    let mut problems = Problems::default();
    let lesson = Lesson::read(&read(path)?, &item.shared(), &mut problems);
    if let Some((line, message)) = problems.0.first() {
        return Err(format!("{}:{line}: {message}", path.display()));
    }
    let lesson = lesson.ok_or_else(|| format!("{}: no lesson", path.display()))?;
    let scripts = lesson.approaches.iter().map(|script| (script.name.as_str(), script.code.clone()));
    let request = bench::request(&lesson.sources, scripts, arguments.scale.or(lesson.scale), arguments.repeat());
    let growth = lesson.growth(arguments.growth.as_deref().unwrap_or_default());
    Ok(RunRequest { dialect: arguments.dialect()?, growth, ..request })
}

impl Arguments {
    fn dialect(&self) -> Result<Dialect, String> {
        match self.dialect.as_str() {
            "sqlite" => Ok(Dialect::Sqlite),
            "postgresql" => Ok(Dialect::Postgresql),
            "mysql" => Ok(Dialect::Mysql),
            other => Err(format!("unknown dialect '{other}': sqlite, postgresql or mysql")),
        }
    }

    fn repeat(&self) -> Repeat {
        Repeat { warm_up: u32::from(self.runs > 1), max_runs: self.runs, ..Repeat::default() }
    }
}

fn name_of(path: &Path) -> Result<String, String> {
    let full = fs::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))?;
    full.file_name().and_then(|name| name.to_str()).map(str::to_owned).ok_or_else(|| "the models need a name".into())
}

/// The data's path among the files: one of the package's own, or a file beside it.
fn data_path(data: &str, package: &str, models: Option<&str>, files: &mut Vec<SourceFile>) -> Result<String, String> {
    let path = Path::new(data);
    if let Some(models) = models
        && let (Ok(data), Ok(models)) = (fs::canonicalize(path), fs::canonicalize(models))
        && let Ok(inner) = data.strip_prefix(&models)
    {
        return Ok(format!("{package}/{}", inner.display()));
    }
    let name = path.file_name().and_then(|name| name.to_str()).ok_or("the data need a name")?.to_owned();
    files.push(SourceFile { path: name.clone(), text: read(path)? });
    Ok(name)
}
