//! Every finding in a real run: code where it speaks and code where it is silent, in `findings/CODE.py`.
//!
//! A line `# fires at LINE: TEXT | TEXT` begins code in which a finding of that code is at this line of it, counted
//! from the line after, and holds each text in its title, relation or rewrite; `in FILE` after the line names another
//! file. A line `# silent` begins code in which there is none. All of it is one run.

use std::{fs, path::Path};

use outerref_lab::{
    clock,
    findings::RULES,
    report::{Approach, ApproachSource, Repeat, RunRequest, SourceFile},
};
use outerref_python::{Engine, session::with_large_stack};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/findings");

/// A piece of code and what is expected of it.
struct Case {
    code: &'static str,
    name: String,
    /// Line, file and texts; `None` for silence.
    fires: Option<(u32, Option<String>, Vec<String>)>,
    source: String,
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cases(code: &'static str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in read(&Path::new(FOLDER).join(format!("{code}.py"))).lines() {
        let fires = line.strip_prefix("# fires at ").map(|rest| {
            let (place, texts) = rest.split_once(": ").expect("a place, a colon and texts");
            let (number, file) = place.split_once(" in ").map_or((place, None), |(number, file)| (number, Some(file)));
            let texts = texts.split(" | ").map(str::to_owned).collect();
            (number.parse().expect("a line"), file.map(str::to_owned), texts)
        });
        if fires.is_some() || line == "# silent" {
            cases.push(Case { code, name: format!("{code}-{}", cases.len()), fires, source: String::new() });
        } else {
            let case = cases.last_mut().expect("code comes after what is expected of it");
            case.source.push_str(line);
            case.source.push('\n');
        }
    }
    cases
}

/// What is wrong with an approach, if anything.
fn complaint(case: &Case, approach: &Approach) -> Option<String> {
    if let Some(error) = &approach.error {
        return Some(error.traceback.clone());
    }
    let found: Vec<_> = approach.findings.iter().filter(|finding| finding.code == case.code).collect();
    let Some((line, file, texts)) = &case.fires else {
        return found.first().map(|finding| format!("not silent: {:?} {}", finding.line, finding.title));
    };
    let right = found.iter().any(|finding| {
        let told = format!("{} {:?} {:?}", finding.title, finding.relation, finding.rewrite).replace("\\\"", "\"");
        // Lines of a case are told from the comment on: its first line of code is the approach's first.
        finding.line == Some(*line)
            && finding.file.as_deref() == Some(file.as_deref().unwrap_or(&case.name))
            && texts.iter().all(|text| told.contains(text.as_str()))
    });
    (!right).then(|| {
        let told: Vec<_> = approach
            .findings
            .iter()
            .map(|finding| {
                let place = (finding.file.as_deref(), finding.line);
                format!("  {} {place:?} {} {:?} {:?}", finding.code, finding.title, finding.relation, finding.rewrite)
            })
            .collect();
        format!("wants line {line}, {file:?}, {texts:?}; found\n{}", told.join("\n"))
    })
}

#[test]
fn every_finding_fires_and_is_silent_in_a_real_run() {
    let all: Vec<Case> = RULES.iter().flat_map(|rule| cases(rule.code)).collect();
    for rule in RULES {
        let of_rule: Vec<_> = all.iter().filter(|case| case.code == rule.code).collect();
        assert!(of_rule.iter().any(|case| case.fires.is_some()), "{} never fires", rule.code);
        assert!(of_rule.iter().any(|case| case.fires.is_none()), "{} is never silent", rule.code);
    }
    let files = ["models", "data", "extra"].map(|name| {
        let path = format!("geo/{name}.py");
        SourceFile { text: read(&Path::new(FOLDER).join(&path)), path }
    });
    let approaches = all.iter().map(|case| ApproachSource { name: case.name.clone(), source: case.source.clone() });
    let request = RunRequest {
        files: files.into(),
        models_module: "geo".into(),
        data_file: Some("geo/data.py".into()),
        imported: None,
        approaches: approaches.collect(),
        scale: None,
        dialect: Default::default(),
        repeat: Repeat { warm_up: 0, max_runs: 1, ..Repeat::default() },
        budget: Default::default(),
        growth: None,
    };
    let report = with_large_stack(|| Engine::new(clock::native).expect("starts").run(&request, &mut |_, _, _| {}));
    assert!(report.setup_error.is_none(), "{:?}", report.setup_error);
    let wrong = all
        .iter()
        .zip(&report.approaches)
        .filter_map(|(case, approach)| Some(format!("{}: {}\n{}", case.name, complaint(case, approach)?, case.source)));
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), all.len(), wrong.join("\n"));
}
