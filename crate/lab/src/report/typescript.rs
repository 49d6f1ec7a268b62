//! Keeps `www/src/engine/types.ts` equal to the Rust types. `UPDATE=1 cargo test -p outerref-lab`
//! rewrites it.

use ts_rs::{Config, TS};

use super::*;

fn declarations() -> String {
    let config = Config::default();
    let mut out = String::from("// Generated from crate/lab/src/report by its test. Do not edit.\n");
    macro_rules! declare {
        ($($kind:ty),* $(,)?) => {$(
            if let Some(docs) = <$kind>::docs() { out.push_str(&format!("\n{docs}")) } else { out.push('\n') }
            out.push_str(&format!("export {}\n", <$kind>::decl(&config)));
        )*};
    }
    declare!(
        Report,
        TableSize,
        Approach,
        ResultTable,
        RunError,
        TracebackFrame,
        Totals,
        Timing,
        Group,
        Difference,
        Severity,
        Finding,
        Growth,
        Query,
        QueryKind,
        PlanNode,
        RunRequest,
        SourceFile,
        ApproachSource,
        Dialect,
        Repeat,
        Budget,
    );
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn typescript_types_are_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/engine/types.ts");
    let current = declarations();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(std::path::Path::new(path).parent().expect("has a parent")).expect("makes the folder");
        std::fs::write(path, &current).expect("writes");
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == current, "www/src/engine/types.ts is stale: run UPDATE=1 cargo test -p outerref-lab");
}
