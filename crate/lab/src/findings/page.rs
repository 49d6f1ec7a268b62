//! Keeps `docs/findings.md` equal to the documentation of the rules. `UPDATE=1 cargo test -p outerref-lab` rewrites it.

use super::{RULES, Rule};
use crate::report::Severity;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/findings.md");

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// The first sentence under "What it does".
fn summary(docs: &str) -> String {
    let text = docs.split_once("## What it does\n").map_or("", |(_, rest)| rest);
    let paragraph: String =
        text.lines().take_while(|line| !line.is_empty() && !line.starts_with('#')).collect::<Vec<_>>().join(" ");
    paragraph.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
}

/// The same text with every heading a level lower. Code is left alone.
fn lowered(docs: &str) -> String {
    let mut in_code = false;
    let lines = docs.lines().map(|line| {
        in_code ^= line.starts_with("```");
        if !in_code && line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") }
    });
    lines.collect::<String>().trim_end().to_owned() + "\n"
}

fn page() -> String {
    let mut out = String::from(
        "<!-- Generated from crate/lab/src/findings by its test. Do not edit. -->\n\n# Findings\n\nWhat a run shows about \
         the code. Each is made from what ran: the statements, the rows that were read, and the loops over them.\n\n\
         | Finding | Severity | What it does |\n| --- | --- | --- |\n",
    );
    for rule in RULES {
        out.push_str(&format!("| [{0}](#{0}) | {1} | {2} |\n", rule.code, severity(&rule), summary(&rule.docs())));
    }
    for rule in RULES {
        out.push('\n');
        out.push_str(&lowered(&rule.docs()));
    }
    out
}

#[test]
fn page_is_current() {
    let current = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PATH, &current).expect("writes");
    }
    let written = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(written == current, "docs/findings.md is stale: run UPDATE=1 cargo test -p outerref-lab");
}

#[test]
fn every_finding_is_on_the_page_with_an_example() {
    let page = page();
    for rule in RULES {
        assert!(page.contains(&format!("\n## {}\n", rule.code)), "{} is missing", rule.code);
        assert!(summary(&rule.docs()).ends_with('.'), "{} has no summary", rule.code);
    }
    assert!(page.matches("### Example").count() == RULES.len());
}
