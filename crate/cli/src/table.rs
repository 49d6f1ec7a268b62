//! A report for people, as text.

use outerref_lab::{
    cost_model::{PRESETS, at_distance},
    report::{Approach, Growth, GrowthMeasure, PlanNode, Query, Report, RunError},
};

/// The way to the database that stands beside the measured time.
const AT: usize = 2;

/// Prints a report; with `plans`, how SQLite goes about each statement.
pub(crate) fn print(report: &Report, plans: bool) {
    if let Some(error) = &report.setup_error {
        print_error(error);
        return;
    }
    let network = PRESETS[AT].network;
    let away = format!("at {} ms", network.round_trip_micros / 1e3);
    println!("{:<24} {:>8} {:>8} {:>8} {:>12} {:>14}", "approach", "queries", "rows", "read", "measured", away);
    for approach in &report.approaches {
        let totals = &approach.totals;
        let read = match totals.cells_fetched {
            0 => "-".into(),
            cells => format!("{} %", 100 * totals.cells_used / cells),
        };
        let measured = approach.timing.median_micros;
        let modelled = at_distance(measured, totals.queries, totals.bytes, network);
        println!(
            "{:<24} {:>8} {:>8} {:>8} {:>9.2} ms {:>11.2} ms",
            approach.name,
            totals.queries,
            totals.rows_fetched,
            read,
            measured / 1e3,
            modelled / 1e3
        );
        tell(approach, plans);
    }
    match report.same_result {
        Some(true) => println!("same result"),
        Some(false) => println!(
            "not the same result: {}",
            report.difference.as_ref().map_or("", |difference| difference.message.as_str())
        ),
        None => {}
    }
    let [first, .., last] = &PRESETS;
    println!(
        "at {} ms: modelled, measured + queries x round trip + bytes / bandwidth, as from {} to {}",
        network.round_trip_micros / 1e3,
        first.name,
        last.name
    );
}

fn tell(approach: &Approach, plans: bool) {
    for (query, count) in grouped(&approach.queries) {
        let line = query.line.map_or_else(String::new, |line| line.to_string());
        let times = if count > 1 { format!("{count}x") } else { String::new() };
        println!("    {line:>5} {times:>6}  {}", query.sql);
        if plans {
            query.plan.iter().flatten().for_each(|node| print_plan(node, 0));
        }
    }
    if let Some(error) = &approach.error {
        print_error(error);
    }
    if !approach.stdout.is_empty() {
        println!("{}", approach.stdout.trim_end());
        if approach.stdout_cut > 0 {
            println!("    ({} more characters were printed)", approach.stdout_cut);
        }
    }
    if let Some(repr) = &approach.result_repr {
        println!("    = {repr}");
    }
    for finding in &approach.findings {
        let file = finding.file.as_deref().filter(|file| *file != approach.name);
        let file = file.map_or_else(String::new, |file| format!(" of {file}"));
        println!("    {} (line {}{file}): {}", finding.code, finding.line.unwrap_or(0), finding.title);
        if let Some(rewrite) = &finding.rewrite {
            println!("        {rewrite}");
        }
    }
    if let Some(growth) = &approach.growth {
        print_growth(growth);
    }
    for answer in &approach.checklist {
        println!("    {:<4} {} {}", answer.verdict.word(), answer.text, answer.because);
    }
}

/// The statements, those of the same SQL from the same line together.
fn grouped(queries: &[Query]) -> Vec<(&Query, usize)> {
    let mut found: Vec<(&Query, usize)> = Vec::new();
    for query in queries {
        let same = |known: &&mut (&Query, usize)| {
            known.0.sql == query.sql && known.0.line == query.line && known.0.file == query.file
        };
        match found.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => found.push((query, 1)),
        }
    }
    found
}

/// The traceback as Python prints it, and what would be right if that is not in it.
fn print_error(error: &RunError) {
    println!("{}", error.traceback.trim_end());
    if let Some(hint) = error.hint.as_ref().filter(|hint| !error.traceback.contains(*hint)) {
        println!("{hint}");
    }
}

fn print_plan(node: &PlanNode, depth: usize) {
    println!("{:15}{}{}", "", "  ".repeat(depth), node.words);
    node.children.iter().for_each(|child| print_plan(child, depth + 1));
}

fn print_growth(growth: &Growth) {
    for row in growth.table.iter().flatten() {
        let (name, values): (_, Vec<String>) = match row.measure {
            GrowthMeasure::Queries => ("queries", growth.queries.iter().map(u64::to_string).collect()),
            GrowthMeasure::Rows => ("rows", growth.rows.iter().map(u64::to_string).collect()),
            GrowthMeasure::Time => {
                ("time", growth.micros.iter().map(|micros| format!("{:.1} ms", micros / 1e3)).collect())
            }
        };
        let points: Vec<_> =
            growth.scales.iter().zip(values).map(|(scale, value)| format!("{scale}: {value}")).collect();
        println!("    {name:<8} {} (R2 {:.2}; {})", row.words, row.r_squared, points.join(", "));
    }
}
