//! Requests of documentation builders, one a line: `www/integrations` sends them.

use std::{
    io::{BufRead, Write},
    process::ExitCode,
};

use outerref_lab::report::RunRequest;
use serde_json::{Value as Json, json};

use super::{figures, kept};
use crate::bench::{Bench, TIMED};

/// Answers each line with one of its own. A line that is no request gets `{"error": ...}`.
pub(super) fn answer_all() -> Result<ExitCode, String> {
    let bench = Bench::new()?;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = answer(&line, &bench);
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}").and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(line: &str, bench: &Bench) -> Json {
    let request: RunRequest = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(error) => return json!({"error": format!("not a run request: {error}")}),
    };
    let timed = serde_json::from_str::<Json>(line).is_ok_and(|request| !request["repeat"].is_null());
    let mut report = bench.request(&RunRequest { repeat: if timed { request.repeat } else { TIMED }, ..request });
    kept::trim(&mut report);
    json!({"html": figures::html(&report), "report": report})
}
