//! # n_plus_one
//! ## What it does
//! Finds a loop over rows that asks the database once more for each row, following a relation.
//!
//! ## Why is this bad?
//! The number of queries grows with the data: 51 states make 52 queries, 6,000 make 6,001. Each is a round trip to
//! the database, which costs far more than the work in it once the database is another machine.
//!
//! ## Example
//! ```python
//! for state in State.objects.all():
//!     print(state.name, state.cities.exists())
//! ```
//!
//! ## What to do
//! Ask for everything in the query that the loop goes over:
//! ```python
//! for state in State.objects.annotate(has_cities=Exists(City.objects.filter(state=OuterRef("pk")))):
//!     print(state.name, state.has_cities)
//! ```
//! A single related object comes with `select_related()`, many come with `prefetch_related()`, a number of them with
//! `annotate(Count(...))`, a yes or no with `annotate(Exists(...))`.

use super::{
    Context, Draft, Rule, counted,
    loops::{Asks, Loop, Relation, loops},
};
use crate::{recorder::QueryRecord, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "n_plus_one", severity: Severity::High, source: include_str!("n_plus_one.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    loops(context)
        .into_iter()
        .filter_map(|Loop { members, asks, relation }| {
            let relation = relation?;
            let count = members.len() as u64;
            let rows = relation.fetched_by.and_then(|index| context.query(index)).map_or(count, |query| query.rows);
            let (suggestion, rewrite) = cure(asks, &relation, context.query(members[0]));
            Some(Draft {
                title: format!("{}, one for each row, follow {}", counted(count, "query", "queries"), relation.name),
                explanation: format!(
                    "A loop over {} asks again on each turn. With ten times the rows it makes ten times the queries.",
                    counted(rows, "row", "rows")
                ),
                suggestion,
                rewrite: Some(rewrite),
                relation: Some(relation.name),
                queries: members,
                ..Draft::default()
            })
        })
        .collect()
}

/// Calls that end a chain: what comes before them says which rows are meant.
const ENDS: [&str; 9] = ["all", "count", "exists", "aggregate", "first", "last", "get", "earliest", "latest"];

/// What to do in words and in code.
fn cure(asks: Asks, relation: &Relation, query: Option<&QueryRecord>) -> (String, String) {
    let attribute = relation.attribute.as_deref().unwrap_or("related");
    let mut mine = match &relation.back {
        Some((model, key)) => format!("{model}.objects.filter({key}=OuterRef(\"pk\"))"),
        None => "Related.objects.filter(parent=OuterRef(\"pk\"))".into(),
    };
    let narrowing = relation.calls.iter().filter(|(name, _)| !ENDS.contains(&name.as_str()));
    let narrowed: String = narrowing.map(|(name, arguments)| format!(".{name}({arguments})")).collect();
    mine.push_str(&narrowed);
    let key = relation.back.as_ref().map_or("parent", |(_, key)| key);
    let grouped = |name: &str, aggregate: &str| {
        format!(
            ".annotate({name}=Subquery({mine}.order_by().values(\"{key}\").annotate({name}={aggregate})\
             .values(\"{name}\")))"
        )
    };
    let (suggestion, rewrite) = match asks {
        Asks::Existence => (
            "Let one query answer for all rows: annotate(Exists(...)) with an OuterRef.",
            format!(".annotate(found=Exists({mine}))"),
        ),
        Asks::Number if relation.attribute.is_some() && narrowed.is_empty() => (
            "Let one query count for all rows: annotate(Count(...)), or a Subquery that counts.",
            format!(".annotate({attribute}_count=Count(\"{attribute}\"))"),
        ),
        Asks::Number => {
            ("Let one query count for all rows: a Subquery that groups by the key.", grouped("n", "Count(\"pk\")"))
        }
        Asks::Aggregate => {
            let typed = relation.calls.last().filter(|(name, _)| name == "aggregate").map(|(_, text)| text.as_str());
            // Of `value=Max("population")` the expression, if there is just one.
            let (name, aggregate) = match typed.filter(|text| *text != "…" && text.matches('(').count() == 1) {
                Some(text) => text.split_once('=').filter(|(name, _)| !name.contains('(')).unwrap_or(("value", text)),
                None => ("value", "Sum(\"field\")"),
            };
            (
                "Let one query compute it for all rows: a Subquery that groups by the key.",
                grouped(name.trim(), aggregate.trim()),
            )
        }
        Asks::OneRow if relation.many => (
            "Let one query find it for all rows: annotate(Subquery(...)) with [:1] and an OuterRef.",
            format!(".annotate(value=Subquery({mine}.values(\"{}\")[:1]))", read_column(query).unwrap_or("field")),
        ),
        _ if relation.many && !narrowed.is_empty() => (
            "Fetch the related rows of all at once: prefetch_related() with a Prefetch, two queries in all.",
            match &relation.back {
                Some((model, _)) => format!(
                    ".prefetch_related(Prefetch(\"{attribute}\", queryset={model}.objects{narrowed}, \
                     to_attr=\"chosen\"))"
                ),
                None => format!(".prefetch_related(\"{attribute}\")"),
            },
        ),
        _ if relation.many => (
            "Fetch the related rows of all at once: prefetch_related(), which makes two queries in all.",
            format!(".prefetch_related(\"{attribute}\")"),
        ),
        _ if relation.deferred => (
            "Fetch the column with the row: take it out of defer(), or name it in only().",
            format!(".only(\"{attribute}\")"),
        ),
        _ => (
            "Fetch the related object with the row: select_related(), which makes one query in all.",
            format!(".select_related(\"{attribute}\")"),
        ),
    };
    (suggestion.into(), rewrite)
}

/// The only column that was read, if there is just one.
fn read_column(query: Option<&QueryRecord>) -> Option<&str> {
    let query = query?;
    let mut read = query.used.by_column().into_iter().zip(&query.columns).filter(|(times, _)| *times > 0);
    let (_, name) = read.next()?;
    read.next().is_none().then_some(name.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::{
        events::Event,
        recorder::QueryRecord,
        testing::{recording, select},
    };

    const EXISTS: &str = "SELECT %s AS \"a\" FROM \"geo_city\" WHERE (\"geo_city\".\"state_id\" = %s) LIMIT 1";

    fn states_then(sql: &str, turns: i64) -> Vec<QueryRecord> {
        let states = select("SELECT * FROM geo_state").at("main", 1).fetched(51, &["id", "name"], 51, &[0]).done();
        let each = (0..turns).map(|id| select(sql).params([1, id]).at("main", 2).done());
        std::iter::once(states).chain(each).collect()
    }

    #[test]
    fn fires_for_a_question_asked_of_each_row() {
        let finding = &found("n_plus_one", &recording(states_then(EXISTS, 51)))[0];
        assert_eq!(finding.title, "51 queries, one for each row, follow geo_city.state_id");
        assert_eq!((finding.line, finding.queries.len()), (Some(2), 51));
        assert_eq!(
            finding.rewrite.as_deref(),
            Some(".annotate(found=Exists(City.objects.filter(state=OuterRef(\"pk\"))))")
        );
    }

    #[test]
    fn proposes_what_fits_the_relation() {
        let forward = "SELECT * FROM \"geo_state\" WHERE \"geo_state\".\"id\" = %s LIMIT 21";
        let cities = select("SELECT * FROM geo_city").fetched(51, &["id"], 0, &[]).done();
        let each =
            (0..9).map(|id| select(forward).params([id]).fetched(1, &["id", "name"], 0, &[]).at("main", 2).done());
        let mut run = recording(std::iter::once(cities).chain(each).collect());
        assert_eq!(found("n_plus_one", &run)[0].relation.as_deref(), Some("City.state"), "by the foreign key");
        run.events.extend((1..=9).map(|query| Event::RelatedAccess {
            query,
            relation: "City.home".into(),
            instance_query: 0,
            many: false,
            back: None,
            calls: Vec::new(),
        }));
        let finding = &found("n_plus_one", &run)[0];
        assert_eq!(finding.relation.as_deref(), Some("City.home"), "as it was told");
        assert_eq!(finding.rewrite.as_deref(), Some(".select_related(\"home\")"));
    }

    #[test]
    fn proposes_what_the_calls_in_the_loop_ask_for() {
        let rewrite = |sql: &str, calls: &[(&str, &str)]| {
            let mut run = recording(states_then(sql, 9));
            run.events.extend((1..=9).map(|query| Event::RelatedAccess {
                query,
                relation: "State.cities".into(),
                instance_query: 0,
                many: true,
                back: Some(("City".into(), "state".into())),
                calls: calls.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            }));
            found("n_plus_one", &run)[0].rewrite.clone().expect("has one")
        };
        assert_eq!(
            rewrite(EXISTS, &[("filter", "area__gt=150"), ("exists", "")]),
            ".annotate(found=Exists(City.objects.filter(state=OuterRef(\"pk\")).filter(area__gt=150)))"
        );
        let counts = "SELECT COUNT(*) AS \"__count\" FROM \"geo_city\" WHERE \"geo_city\".\"state_id\" = %s AND %s";
        assert_eq!(rewrite(counts, &[("count", "")]), ".annotate(cities_count=Count(\"cities\"))");
        let largest =
            "SELECT MAX(\"geo_city\".\"population\") FROM \"geo_city\" WHERE \"geo_city\".\"state_id\" = %s + %s";
        assert_eq!(
            rewrite(largest, &[("aggregate", "top=Max(\"population\")")]),
            ".annotate(top=Subquery(City.objects.filter(state=OuterRef(\"pk\")).order_by().values(\"state\")\
             .annotate(top=Max(\"population\")).values(\"top\")))"
        );
    }

    #[test]
    fn fires_when_all_rows_refer_to_the_same_one_and_is_then_the_only_one_to_speak() {
        let cities = select("SELECT * FROM geo_city").fetched(3, &["id"], 0, &[]).done();
        let forward = "SELECT * FROM \"geo_state\" WHERE \"geo_state\".\"id\" = %s LIMIT 21";
        let each = (0..3).map(|_| select(forward).params([1]).at("main", 2).done());
        let run = recording(std::iter::once(cities).chain(each).collect());
        assert_eq!(found("n_plus_one", &run).len(), 1);
        assert!(found("duplicate_query", &run).is_empty());
    }

    #[test]
    fn is_silent_for_two_queries_and_for_loops_that_follow_no_relation() {
        assert!(found("n_plus_one", &recording(states_then(EXISTS, 2))).is_empty());
        let by_name = "SELECT * FROM \"geo_city\" WHERE \"geo_city\".\"name\" = %s";
        assert!(found("n_plus_one", &recording(states_then(by_name, 51))).is_empty());
    }
}
