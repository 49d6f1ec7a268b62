//! Keeps `www/src/engine/types.ts` equal to the Rust types. `UPDATE=1 cargo test -p outerref-lab`
//! rewrites it.

use ts_rs::{Config, TS};

use super::*;
use crate::service::*;

fn declarations() -> String {
    let config = Config::default();
    let mut out =
        String::from("// Generated from crate/lab/src/report and crate/lab/src/service by a test. Do not edit.\n");
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
        Question,
        Verdict,
        ChecklistItem,
        Growth,
        GrowthRow,
        GrowthMeasure,
        GrowthClass,
        Query,
        QueryKind,
        PlanNode,
        ClauseSpan,
        SourceSpan,
        RunRequest,
        SourceFile,
        ApproachSource,
        Dialect,
        Repeat,
        GrowthRequest,
        Budget,
        Ask,
        Answer,
        ServiceError,
        ErrorCode,
        PrepareRequest,
        Prepared,
        CompleteRequest,
        Completions,
        Completion,
        CompletionKind,
        CallHint,
        CallParameter,
        SchemaModels,
        SchemaModel,
        SchemaField,
        SchemaRelation,
        RelationKind,
        SchemaIndex,
        DdlRequest,
        DdlTables,
        TableDdl,
        BrowseRequest,
        BrowseOrder,
        BrowsePage,
        BrowseColumn,
        WhatIfRequest,
        WhatIfAnswer,
        WhatIfSide,
        SubqueryRequest,
        SubqueryAnswer,
        BoundColumn,
        Import,
        ImportKind,
        ImportedTable,
        Imports,
        ForgetRequest,
        ScriptRequest,
        ScriptFiles,
        ReplRequest,
        ReplAnswer,
        ReplQuery,
    );
    out.push_str(&format!(
        "\n/** The largest file that can be imported, in bytes. */\n\
         export const MOST_IMPORT_BYTES = {MOST_IMPORT_BYTES};\n\
         \n/** The most rows that `browse` shows at once. */\n\
         export const MOST_PAGE_ROWS = {MOST_PAGE_ROWS};\n"
    ));
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
