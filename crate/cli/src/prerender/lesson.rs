//! A lesson as HTML, its figures in the text.

use outerref_lab::report::Report;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd, html::push_html};

use super::{
    figures::{self, escape},
    numbers::{count, duration, significant},
};
use crate::format::{
    figure::{Placeholder, number, words},
    lesson::Lesson,
};

/// An `<article>` with headings, prose, code and the figures of the report.
pub(crate) fn html(lesson: &Lesson, report: &Report) -> String {
    let front = &lesson.document.front;
    let text = |key: &str| escape(front.text(key).unwrap_or_default());
    let mut out =
        format!("<article class=\"outerref-lesson\">\n<h1>{}</h1>\n<p>{}</p>\n", text("title"), text("summary"));
    push_html(&mut out, body(lesson, report).into_iter());
    let mut own = report.clone();
    own.approaches.truncate(lesson.approaches.len());
    out.push_str(&figures::html(&own));
    out.push_str("\n</article>\n");
    out
}

fn body<'a>(lesson: &'a Lesson, report: &Report) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut hidden = false;
    // A parser splits text where it likes, so pieces are joined before placeholders are looked for.
    let mut pending = String::new();
    let mut in_code = false;
    for event in Parser::new_ext(&lesson.document.body, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) if !in_code => {
                pending.push_str(&text);
                continue;
            }
            // Raw HTML is shown as text, as on the course's pages.
            Event::Html(text) | Event::InlineHtml(text) if !in_code => {
                pending.push_str(&text);
                continue;
            }
            _ => {}
        }
        if !pending.is_empty() {
            events.push(Event::InlineHtml(filled(&std::mem::take(&mut pending), report).into()));
        }
        match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                in_code = true;
                hidden = info.split_whitespace().any(|word| word == "hidden");
                if !hidden {
                    events.push(Event::InlineHtml(figcaption(info).into()));
                    events.push(Event::InlineHtml("<pre><code>".into()));
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                if !std::mem::take(&mut hidden) {
                    events.push(Event::InlineHtml("</code></pre>\n".into()));
                }
            }
            _ if hidden => {}
            _ => events.push(event),
        }
    }
    events
}

/// The name of an approach or a file, above its code.
fn figcaption(info: &str) -> String {
    let quoted = |rest: &str| rest.split('"').nth(1).map(str::to_owned);
    let name = ["approach=", "try=", "file="].iter().find_map(|key| {
        let (_, rest) = info.split_once(key)?;
        if rest.starts_with('"') { quoted(rest) } else { rest.split_whitespace().next().map(str::to_owned) }
    });
    name.map_or_else(String::new, |name| format!("<p><strong>{}</strong></p>\n", escape(&name)))
}

/// Text with its placeholders filled.
fn filled(text: &str, report: &Report) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((inside, after)) = behind.split_once("}}") else { break };
        out.push_str(&escape(before));
        out.push_str(&fill(&words(inside), report).unwrap_or_else(|| "–".into()));
        rest = after;
    }
    out.push_str(&escape(rest));
    out
}

fn fill(figure: &Placeholder, report: &Report) -> Option<String> {
    let (word, arguments) = figure.split_first()?;
    if word == "table" {
        let table = arguments.first()?;
        return Some(count(report.tables.iter().find(|each| each.table == *table)?.rows as f64));
    }
    let find = |name: &String| report.approaches.iter().find(|each| each.name == *name);
    let value = |word: &str, name: &String, millis: Option<&String>| match word {
        "modelled" => {
            find(name).map(|each| figures::modelled(each, 1e3 * millis.map_or(1.0, |each| each.parse().unwrap_or(1.0))))
        }
        _ => number(word, find(name)?),
    };
    if word == "ratio" {
        let [of, first, second, rest @ ..] = arguments else { return None };
        let bottom = value(of, second, rest.first()).filter(|bottom| *bottom != 0.0)?;
        return Some(significant(value(of, first, rest.first())? / bottom));
    }
    let name = arguments.first()?;
    let approach = find(name)?;
    let code = |text: &str| format!("<code>{}</code>", escape(text));
    Some(match word.as_str() {
        "result" => code(approach.result_repr.as_deref()?),
        "error" => approach.error.as_ref().map(|error| code(&format!("{}: {}", error.kind, error.message)))?,
        "sql" => code(&approach.queries.get(arguments.get(1)?.parse::<usize>().ok()?.checked_sub(1)?)?.sql),
        "time" | "modelled" => duration(value(word, name, arguments.get(1))?),
        _ => count(value(word, name, None)?),
    })
}
