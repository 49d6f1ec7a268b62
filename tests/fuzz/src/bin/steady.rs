//! Checks the querysets of a seeded sequence: the same on every machine.
//!
//! `steady [SEED] [CASES]` counts what became of them.

use std::{collections::BTreeMap, process::ExitCode};

use outerref_fuzz::{
    queryset::{self, Outcome},
    random,
};

/// Bytes for one case.
const BYTES: usize = 1024;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let (Ok(seed), Ok(cases)) = (arguments.next().unwrap_or(Ok(1)), arguments.next().unwrap_or(Ok(20_000))) else {
        eprintln!("usage: steady [SEED] [CASES]");
        return ExitCode::from(2);
    };
    let mut told: BTreeMap<String, u64> = BTreeMap::new();
    let mut failed = 0;
    for number in 0..cases {
        let bytes = random::bytes(seed, number, BYTES);
        let name = match std::panic::catch_unwind(|| queryset::check_bytes(&bytes)) {
            Ok(Outcome::Same) => "same rows".to_owned(),
            Ok(Outcome::Ran(skip)) => format!("ran, not compared: {skip:?}"),
            Ok(Outcome::Refused(text)) => format!("refused: {}", text.split(':').next().unwrap_or_default()),
            Ok(Outcome::NoCase) => "no case".to_owned(),
            Err(_) => {
                eprintln!("case {number} of seed {seed}\n");
                failed += 1;
                "FAILED".to_owned()
            }
        };
        *told.entry(name).or_default() += 1;
    }
    for (name, count) in told {
        println!("{count:8}  {name}");
    }
    println!("{} passed, {failed} failed", cases - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
