//! A report's figures as HTML that needs neither script nor style: a table, and the SQL behind a disclosure.

use outerref_lab::report::{Approach, Report};

use super::numbers::{count, significant};

/// Statements of one shape are listed once; the widget and the playground have the rest.
const MOST_STATEMENTS: usize = 20;
/// What `www/src/widget/element.ts` models: one millisecond away, a gigabit each second.
const ROUND_TRIP_MICROS: f64 = 1e3;
const BITS_PER_SECOND: f64 = 1e9;

/// The figures in a `<div class="outerref-figures">`.
pub(crate) fn html(report: &Report) -> String {
    let mut out = String::from("<div class=\"outerref-figures\">");
    if let Some(error) = &report.setup_error {
        out.push_str(&format!("<p>{}: {}</p></div>", escape(&error.kind), escape(&error.message)));
        return out;
    }
    out.push_str(
        "<table><thead><tr><th scope=\"col\">Approach</th><th scope=\"col\">queries</th><th scope=\"col\">rows</th>\
         <th scope=\"col\">measured, ms</th><th scope=\"col\">modelled at 1\u{202f}ms, ms</th></tr></thead><tbody>",
    );
    for approach in &report.approaches {
        let timed = approach.timing.runs > 0 && approach.error.is_none();
        let millis = |micros: f64| if timed { significant(micros / 1e3) } else { "–".into() };
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&approach.name),
            count(approach.totals.queries as f64),
            count(approach.totals.rows_fetched as f64),
            millis(approach.timing.median_micros),
            millis(modelled(approach, ROUND_TRIP_MICROS)),
        ));
    }
    out.push_str("</tbody></table>");
    questions(&report.approaches, &mut out);
    for approach in &report.approaches {
        statements(approach, &mut out);
    }
    out.push_str("</div>");
    out
}

/// The article's questions, with the answer and what was seen, for each approach.
fn questions(approaches: &[Approach], out: &mut String) {
    let Some(first) = approaches.iter().find(|approach| !approach.checklist.is_empty()) else { return };
    out.push_str("<table><thead><tr><th scope=\"col\">Question</th>");
    for approach in approaches {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escape(&approach.name)));
    }
    out.push_str("</tr></thead><tbody>");
    for (at, asked) in first.checklist.iter().enumerate() {
        out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&asked.text)));
        for approach in approaches {
            let told = approach.checklist.get(at).map_or_else(String::new, |answer| {
                format!("<strong>{}</strong>: {}", answer.verdict.word(), escape(&answer.because))
            });
            out.push_str(&format!("<td>{told}</td>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
}

fn statements(approach: &Approach, out: &mut String) {
    let name = escape(&approach.name);
    if let Some(error) = &approach.error {
        out.push_str(&format!("<p>{name}: {}: {}</p>", escape(&error.kind), escape(&error.message)));
    }
    let mut shapes: Vec<(&str, u32)> = Vec::new();
    for query in &approach.queries {
        match shapes.iter_mut().find(|(sql, _)| *sql == query.sql) {
            Some((_, times)) => *times += 1,
            None => shapes.push((&query.sql, 1)),
        }
    }
    if shapes.is_empty() {
        return;
    }
    out.push_str(&format!("<details><summary>SQL of {name}</summary><ol>"));
    for (sql, times) in shapes.iter().take(MOST_STATEMENTS) {
        let often = if *times > 1 { format!("{times} times") } else { String::new() };
        out.push_str(&format!("<li>{often}<pre>{}</pre></li>", escape(sql)));
    }
    out.push_str("</ol></details>");
}

/// Modelled: `measured + queries × round trip + bytes / bandwidth`.
pub(crate) fn modelled(approach: &Approach, round_trip_micros: f64) -> f64 {
    let totals = &approach.totals;
    let transfer = totals.bytes as f64 * 8.0 * 1e6 / BITS_PER_SECOND;
    approach.timing.median_micros + totals.queries as f64 * round_trip_micros + transfer
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
