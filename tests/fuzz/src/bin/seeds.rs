//! Writes what fuzzing begins with, from what the repository has: `seeds FOLDER` makes a folder for each target, and a
//! dictionary where one helps.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use outerref_fuzz::random;
use outerref_lab::{
    clock::stopped,
    complete::known_names,
    connection::Connection,
    report::{ApproachSource, RunRequest, SourceFile},
    service::{Ask, CompleteRequest, PrepareRequest, ScriptRequest},
    snapshot::Snapshot,
};

const CSV: [&str; 6] = [
    "id,name,born,score\n1,Ada,1815-12-10,1.5\n2,\"Hopper, Grace\",1906-12-09,\n",
    "a;b\n001;true\n;false\n",
    "when\tn\n2024-02-29 10:00:00\t1\n2024-02-29T10:00\t-2\n",
    "class,id,ID,\"x\"\"y\"\n1,2,3\n4,5,6,7\n",
    "\u{feff}größe,naïve\r\n1e3,∞\r\n\"multi\nline\",x\r\n",
    "id\n1\n1\nx\n",
];

const SQLITE: [&str; 5] = [
    "CREATE TABLE state (id integer PRIMARY KEY, name varchar(20) NOT NULL);
     CREATE TABLE city (id integer PRIMARY KEY, state_id integer REFERENCES state (id), day date, at datetime, ok bool);
     INSERT INTO state VALUES (1, 'Ohio'); INSERT INTO city VALUES (1, 1, '2024-02-29', '2024-02-29 10:00:00', 1);",
    "CREATE TABLE \"odd name\" (a, \"b c\" text, class real, UNIQUE (a, \"b c\")); CREATE INDEX i ON \"odd name\" (a);
     INSERT INTO \"odd name\" VALUES (1, x'00ff', 'text in real');",
    "CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO pair VALUES (1, 2);",
    "CREATE TABLE t (id integer PRIMARY KEY, twice integer GENERATED ALWAYS AS (id * 2) VIRTUAL, price decimal(6, 2));
     CREATE VIEW v AS SELECT * FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END; INSERT INTO t (id, price) VALUES (1, 1.5);",
    "CREATE VIRTUAL TABLE words USING fts5 (word); CREATE TABLE self (id integer PRIMARY KEY, parent_id REFERENCES self);",
];

fn main() -> io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: seeds FOLDER");
        std::process::exit(2);
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let texts = markdown(&root);
    let codes = codes(&root, &texts)?;
    let databases: Vec<Vec<u8>> = SQLITE.iter().map(|sql| database(sql)).collect();
    let csv = || CSV.iter().map(|text| text.as_bytes().to_vec());
    write(&folder, "queryset", (0..200).map(|number| random::bytes(7, number, 1024)))?;
    write(&folder, "request", requests(&codes))?;
    write(&folder, "lesson", texts.iter().map(|text| text.clone().into_bytes()))?;
    write(&folder, "source", codes.iter().map(|code| code.clone().into_bytes()))?;
    write(&folder, "csv", csv())?;
    write(&folder, "sqlite_file", databases.iter().cloned())?;
    write(&folder, "imported", csv().chain(databases.iter().cloned()))?;
    fs::write(folder.join("source.dict"), dictionary())
}

fn write(folder: &Path, target: &str, seeds: impl IntoIterator<Item = Vec<u8>>) -> io::Result<()> {
    let folder = folder.join(target);
    fs::create_dir_all(&folder)?;
    for (number, seed) in seeds.into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:03}")), seed)?;
    }
    Ok(())
}

/// The lessons, exercises and packs there are.
fn markdown(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = ["www/lessons", "www/exercises", "tests/lessons"].map(|folder| root.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.extend(fs::read_to_string(path));
            }
        }
    }
    found
}

/// The code of the recorded snippets, and of the lessons' fences.
fn codes(root: &Path, texts: &[String]) -> io::Result<Vec<String>> {
    let corpus = fs::read_to_string(root.join("tests/golden/corpus.json"))?;
    let corpus: serde_json::Value = serde_json::from_str(&corpus)?;
    let snippets = corpus.as_array().into_iter().flatten().filter_map(|snippet| snippet["code"].as_str());
    let mut codes: Vec<String> = snippets.map(str::to_owned).collect();
    for text in texts {
        let mut fences = text.split("\n```");
        fences.next();
        codes.extend(fences.step_by(2).filter_map(|fence| Some(fence.split_once('\n')?.1.to_owned())));
    }
    Ok(codes)
}

fn requests(codes: &[String]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for (number, code) in codes.iter().enumerate() {
        let files = vec![SourceFile { path: "models.py".into(), text: "from django.db import models\n".into() }];
        let run = RunRequest {
            files: files.clone(),
            models_module: "models".into(),
            data_file: None,
            imported: None,
            approaches: vec![ApproachSource { name: "A".into(), source: code.clone() }],
            scale: Some(number as u64),
            dialect: Default::default(),
            repeat: Default::default(),
            budget: Default::default(),
            growth: Some(Default::default()),
        };
        let ask = match number % 3 {
            0 => Ask::Prepare(PrepareRequest { run: run.clone() }),
            1 => Ask::Script(ScriptRequest { run: run.clone(), queries: vec![Some(1)] }),
            _ => Ask::Complete(CompleteRequest {
                files,
                models_module: "models".into(),
                file: "A".into(),
                source: code.clone(),
                position: code.len() as u32 / 2,
            }),
        };
        out.extend([serde_json::to_vec(&run), serde_json::to_vec(&ask)].into_iter().flatten());
    }
    out
}

fn database(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory(stopped).expect("SQLite opens");
    connection.execute_script(sql).expect("the script runs");
    Snapshot::take(&mut connection).expect("a snapshot is taken").bytes().to_vec()
}

/// Words for libFuzzer to put into sources.
fn dictionary() -> String {
    let sections = ["queryset", "expressions", "functions", "fields", "lookups"];
    let names = sections.iter().flat_map(|section| known_names(section));
    let python = ["for ", "in ", "if ", "while True:\\x0a ", "def f():\\x0a ", "class A:\\x0a ", "lambda: ", "yield "];
    let python =
        python.into_iter().chain(["import ", "from ", "try:\\x0a ", "except:\\x0a ", "raise ", "del ", "with "]);
    let words: Vec<String> = names.chain(python).map(|word| format!("\"{word}\"\n")).collect();
    words.concat()
}
