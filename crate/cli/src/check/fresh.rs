//! Whether a lesson's prerendered report is that of a run. Times are measured and never the same, so they do not count.

use std::path::Path;

use outerref_lab::report::Report;
use serde_json::Value as Json;

use crate::{
    format::{Problems, lesson::Lesson},
    prerender::kept,
};

/// Fields that hold times.
const TIMES: [&str; 7] = ["micros", "startMicros", "dbMicros", "pythonMicros", "djangoMicros", "clockMicros", "timing"];

pub(super) fn check(lesson: &Lesson, report: Report, stem: &Path, problems: &mut Problems) {
    let (own, tries) = kept::split(report, lesson);
    let mut compare = |name: &str, fresh: Option<&Report>| {
        let path =
            stem.with_file_name(format!("{}{name}.json", stem.file_name().unwrap_or_default().to_string_lossy()));
        let Some(fresh) = fresh else { return };
        let again = "run 'outerref prerender'";
        let Ok(text) = std::fs::read_to_string(&path) else {
            problems.add(1, format!("not prerendered: there is no {}; {again}", path.display()));
            return;
        };
        let Ok(Json::Object(mut old)) = serde_json::from_str(&text) else {
            problems.add(1, format!("{} is no report; {again}", path.display()));
            return;
        };
        let Ok(Json::Object(mut new)) = serde_json::to_value(fresh) else { return };
        let both = (old.remove("approaches"), new.remove("approaches"));
        for script in lesson.scripts() {
            let (old, new) = (approach(&both.0, &script.name), approach(&both.1, &script.name));
            if let Some(what) = stale(&old, &new) {
                problems.add(
                    script.line,
                    format!("the prerendered figures of \"{}\" are stale ({what}); {again}", script.name),
                );
            }
        }
        if let Some(what) = stale(&Json::Object(old), &Json::Object(new)) {
            problems.add(1, format!("the prerendered report is stale ({what}); {again}"));
        }
    };
    compare("", Some(&own));
    compare(".tries", tries.as_ref());
}

fn approach(approaches: &Option<Json>, name: &str) -> Json {
    let list = approaches.as_ref().and_then(Json::as_array);
    list.and_then(|list| list.iter().find(|each| each["name"] == name)).cloned().unwrap_or_default()
}

/// Where two values differ, as a path, times left out.
fn stale(old: &Json, new: &Json) -> Option<String> {
    match (old, new) {
        // How time grows.
        (Json::Object(a), Json::Object(b))
            if a.get("measure") == b.get("measure") && b.get("measure").is_some_and(|it| it == "time") =>
        {
            None
        }
        (Json::Object(a), Json::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            keys.filter(|key| !TIMES.contains(&key.as_str())).find_map(|key| {
                let absent = Json::Null;
                let what = stale(a.get(key).unwrap_or(&absent), b.get(key).unwrap_or(&absent))?;
                Some(if what.is_empty() { key.clone() } else { format!("{key}.{what}") })
            })
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| stale(a, b).map(|what| format!("{}.{what}", at + 1)))
        }
        (a, b) => (!outerref_lab::same_result::equal(a, b)).then(String::new),
    }
    .map(|what| what.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_do_not_count_and_everything_else_does() {
        let old = json!({"totals": {"queries": 2, "dbMicros": 3.0}, "queries": [{"sql": "SELECT 1", "micros": 1}]});
        let mut new = old.clone();
        new["totals"]["dbMicros"] = json!(9);
        new["queries"][0]["micros"] = json!(7);
        assert_eq!(stale(&old, &new), None);
        new["queries"][0]["sql"] = json!("SELECT 2");
        assert_eq!(stale(&old, &new).as_deref(), Some("queries.1.sql"));
    }
}
