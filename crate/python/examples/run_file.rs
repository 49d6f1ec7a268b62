//! Runs one Python file in a session: `cargo run -p outerref-python --example run_file -- FILE [FOLDER...]`.
//! Python files in the folders come before the frozen modules, so that they can be worked on without a build.

use std::{fs, path::Path};

use outerref_lab::report::{ApproachSource, Budget, SourceFile};
use outerref_python::session::{Session, Watch, system_clock, with_large_stack};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a Python file");
    let source = fs::read_to_string(&path).expect("the file can be read");
    let mut overlay = Vec::new();
    for folder in arguments {
        gather(Path::new(&folder), "", &mut overlay);
    }
    with_large_stack(|| {
        let session = Session::new(system_clock());
        session.set_overlay(&overlay);
        let outcome = session.run(&ApproachSource { name: path, source }, &Budget::default(), Watch::AtQueries, &[]);
        print!("{}", outcome.stdout);
        if let Some(error) = outcome.error {
            print!("{}", error.traceback);
        }
        if let Some(value) = outcome.value {
            session.enter(|vm, _| match value.repr(vm) {
                Ok(text) => println!("{}", text.to_string_lossy()),
                Err(_) => println!("<repr() failed>"),
            });
        }
        println!("{:.1} ms", outcome.micros / 1000.0);
    });
}

fn gather(folder: &Path, prefix: &str, found: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), found);
        } else if name.ends_with(".py") {
            found.push(SourceFile { path: name, text: fs::read_to_string(&path).unwrap_or_default() });
        }
    }
}
