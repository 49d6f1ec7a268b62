//! # duplicate_query
//! ## What it does
//! Finds queries that ran twice or more with the same values, while nothing was written in between.
//!
//! ## Why is this bad?
//! The database does the same work again and gives the same answer.
//!
//! ## Example
//! ```python
//! total = City.objects.count()
//! share = City.objects.filter(population__gt=100_000).count() / City.objects.count()
//! ```
//!
//! ## What to do
//! Keep the first answer in a variable. A queryset keeps its rows once it was iterated, but each call of `all()`,
//! `filter()` or a related manager makes a new queryset:
//! ```python
//! total = City.objects.count()
//! share = City.objects.filter(population__gt=100_000).count() / total
//! ```

use super::{Context, Draft, Rule, loops::loops};
use crate::{events::Event, report::Severity};

pub(super) const RULE: Rule =
    Rule { code: "duplicate_query", severity: Severity::Medium, source: include_str!("duplicate_query.rs"), check };

fn check(context: &Context<'_>) -> Vec<Draft> {
    let evaluated_again = |index: &u32| {
        context
            .recording
            .events
            .iter()
            .any(|event| matches!(event, Event::EvaluatedAgain { query, .. } if query == index))
    };
    // `n_plus_one` says more about many rows that refer to the same one.
    let looped: Vec<u32> =
        loops(context).into_iter().filter(|found| found.relation.is_some()).flat_map(|found| found.members).collect();
    let mut found = Vec::new();
    for (_, members) in context.groups.of_kind(true) {
        let reads = members.first().and_then(|index| context.query(*index)).is_some_and(|query| query.is_select());
        // `evaluated_twice` says more about those.
        let runs = unbroken(context, members);
        let said = runs.iter().skip(1).all(evaluated_again) || runs.iter().all(|index| looped.contains(index));
        if !reads || runs.len() < 2 || said {
            continue;
        }
        let micros: f64 = runs.iter().skip(1).filter_map(|index| context.query(*index)).map(|query| query.micros).sum();
        found.push(Draft {
            title: format!("The same query ran {} times", runs.len()),
            explanation: format!(
                "All but the first gave what was known already. They took {:.1} ms in the database.",
                micros / 1000.0
            ),
            suggestion: "Keep the first answer in a variable and use it again.".into(),
            severity: (runs.len() > 9).then_some(Severity::High),
            queries: runs,
            ..Draft::default()
        });
    }
    found
}

/// The longest run of these statements that no write interrupts.
fn unbroken(context: &Context<'_>, members: &[u32]) -> Vec<u32> {
    let mut longest: Vec<u32> = Vec::new();
    let mut run: Vec<u32> = Vec::new();
    for index in members {
        let written = run.last().is_some_and(|last| {
            context.recording.queries[*last as usize..*index as usize].iter().any(|query| !query.is_select())
        });
        if written {
            run.clear();
        }
        run.push(*index);
        if run.len() > longest.len() {
            longest.clone_from(&run);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{recording, select};

    #[test]
    fn fires_for_the_same_question_asked_twice() {
        let queries =
            vec![select("SELECT COUNT(*) FROM a").at("main", 1).done(), select("SELECT COUNT(*) FROM a").done()];
        let finding = &found("duplicate_query", &recording(queries))[0];
        assert_eq!((finding.title.as_str(), &finding.queries[..]), ("The same query ran 2 times", &[0, 1][..]));
    }

    #[test]
    fn is_silent_after_a_write_and_for_writes() {
        let count = || select("SELECT COUNT(*) FROM a").done();
        let write = || select("UPDATE a SET b = 1").done();
        assert!(found("duplicate_query", &recording(vec![count(), write(), count()])).is_empty());
        assert!(found("duplicate_query", &recording(vec![write(), write()])).is_empty());
    }
}
