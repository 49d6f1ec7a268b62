//! What Django's documentation says of querysets over relations, said of the evaluator.

use super::{Answer, evaluate};
use crate::case::{
    Aggregate, AggregateFunction, Ask, Case, Cell, Expression, Field, Kind, Lookup, Model, Op, Order, Q, QuerySet, Rhs,
    Row, Schema,
};

/// Blogs; entries with a year and a headline, most of a blog.
fn case(ops: Vec<Op>, ask: Ask) -> Case {
    let field = |name: &str, kind, null| Field { name: name.into(), kind, null };
    let blog = Model { name: "Blog".into(), fields: vec![field("title", Kind::Text, false)] };
    let entry = Model {
        name: "Entry".into(),
        fields: vec![
            field("blog", Kind::ForeignKey(0), true),
            field("year", Kind::Integer, true),
            field("headline", Kind::Text, false),
        ],
    };
    let text = |text: &str| Cell::Text(text.into());
    let row = |cells: Vec<Cell>| Row { links: vec![Vec::new(); cells.len()], cells };
    let entries = [
        (Cell::Int(1), Cell::Int(2008), "Lennon"),
        (Cell::Int(1), Cell::Int(2009), "McCartney"),
        (Cell::Int(2), Cell::Int(2008), "McCartney"),
        (Cell::Null, Cell::Null, "Starr"),
    ];
    Case {
        schema: Schema { models: vec![blog, entry] },
        rows: vec![
            ["a", "b", "c"].map(|title| row(vec![text(title)])).to_vec(),
            entries.map(|(blog, year, headline)| row(vec![blog, year, text(headline)])).to_vec(),
        ],
        queryset: QuerySet { model: 0, ops },
        ask,
    }
}

fn of_entries(ops: Vec<Op>) -> Case {
    let mut case = case(ops, Ask::Rows);
    case.queryset.model = 1;
    case
}

fn lookup(name: &str, lookup: Lookup, value: i64) -> Q {
    Q::Lookup(name.into(), lookup, Rhs::Value(Cell::Int(value), Kind::Integer))
}

fn year(value: i64) -> Q {
    lookup("back_blog__year", Lookup::Exact, value)
}

fn headline(text: &str) -> Q {
    let value = Rhs::Value(Cell::Text(text.into()), Kind::Text);
    Q::Lookup("back_blog__headline".into(), Lookup::Exact, value)
}

fn count(name: &str) -> Expression {
    let argument = Some(Box::new(Expression::F(name.into())));
    Expression::Aggregate(Aggregate { function: AggregateFunction::Count, argument, distinct: false, filter: None })
}

/// The rows that are right, by one column of whole numbers.
fn gives(case: &Case, expected: &[i64]) -> bool {
    let rows: Vec<Vec<Cell>> = expected.iter().map(|value| vec![Cell::Int(*value)]).collect();
    match evaluate(case) {
        Ok(Answer::Rows(listing)) => listing.fits(&rows),
        other => panic!("{other:?}"),
    }
}

fn ids(mut ops: Vec<Op>) -> Vec<Op> {
    ops.push(Op::Values(vec!["id".into()], false));
    ops
}

#[test]
fn one_filter_is_about_one_row_and_two_may_be_about_two() {
    let both = Q::And(Box::new(year(2008)), Box::new(headline("McCartney")));
    assert!(gives(&case(ids(vec![Op::Filter(both)]), Ask::Rows), &[2]));
    let apart = vec![Op::Filter(year(2008)), Op::Filter(headline("McCartney"))];
    assert!(gives(&case(ids(apart), Ask::Rows), &[1, 2]));
}

#[test]
fn rows_are_as_many_as_were_joined() {
    assert!(gives(&case(ids(vec![Op::Filter(lookup("back_blog__year", Lookup::Gt, 0))]), Ask::Rows), &[1, 1, 2]));
}

#[test]
fn exclude_over_many_leaves_what_has_no_such_row() {
    assert!(gives(&case(ids(vec![Op::Exclude(year(2009))]), Ask::Rows), &[2, 3]));
    let both = Q::And(Box::new(year(2009)), Box::new(headline("Lennon")));
    // Not the same row: a blog with an entry of 2009 and one about Lennon is left out.
    assert!(gives(&case(ids(vec![Op::Exclude(both)]), Ask::Rows), &[2, 3]));
}

#[test]
fn exclude_keeps_null_where_the_column_itself_is_asked() {
    let of = |q| ids(vec![Op::Exclude(q)]);
    assert!(gives(&of_entries(of(lookup("year", Lookup::Exact, 2008))), &[2, 4]));
    let text = Rhs::Value(Cell::Text("a".into()), Kind::Text);
    assert!(gives(&of_entries(of(Q::Lookup("blog__title".into(), Lookup::Exact, text))), &[3, 4]));
}

#[test]
fn a_count_is_of_what_is_joined() {
    let counted = vec![Op::Annotate("n".into(), count("back_blog")), Op::Values(vec!["n".into()], false)];
    assert!(gives(&case(counted, Ask::Rows), &[2, 1, 0]));
    let filtered =
        vec![Op::Filter(year(2008)), Op::Annotate("n".into(), count("back_blog")), Op::Values(vec!["n".into()], false)];
    assert!(gives(&case(filtered, Ask::Rows), &[1, 1]));
    let after = vec![
        Op::Annotate("n".into(), count("back_blog")),
        Op::Filter(lookup("back_blog__year", Lookup::Gt, 0)),
        Op::Values(vec!["n".into()], false),
    ];
    assert!(gives(&case(after, Ask::Rows), &[4, 1]));
}

#[test]
fn values_group_and_order_by_groups_too() {
    let mut ops = vec![
        Op::Values(vec!["year".into()], false),
        Op::Annotate("n".into(), count("id")),
        Op::Values(vec!["n".into()], false),
    ];
    assert!(gives(&of_entries(ops.clone()), &[2, 1, 1]));
    ops.push(Op::OrderBy(vec![Order { name: "headline".into(), descending: false }]));
    assert!(gives(&of_entries(ops), &[1, 1, 1, 1]));
}

#[test]
fn a_condition_on_a_count_is_on_groups() {
    let ops = vec![
        Op::Annotate("n".into(), count("back_blog")),
        Op::Filter(lookup("n", Lookup::Gt, 1)),
        Op::Values(vec!["id".into()], false),
    ];
    assert!(gives(&case(ops, Ask::Rows), &[1]));
}

#[test]
fn a_query_within_reads_the_row_around() {
    let own = Q::Lookup("blog".into(), Lookup::Exact, Rhs::Expression(Expression::OuterRef("pk".into())));
    let inner = QuerySet { model: 1, ops: vec![Op::Filter(own)] };
    let exists = Q::Exists(Box::new(inner));
    assert!(gives(&case(ids(vec![Op::Filter(exists.clone())]), Ask::Rows), &[1, 2]));
    assert!(gives(&case(ids(vec![Op::Exclude(exists)]), Ask::Rows), &[3]));
}

#[test]
fn counts_and_aggregates_are_of_the_rows_there_are() {
    let asked = |ops, ask| match evaluate(&case(ops, ask)) {
        Ok(Answer::Cells(cells)) => cells,
        other => panic!("{other:?}"),
    };
    let joined = || vec![Op::Filter(lookup("back_blog__year", Lookup::Gt, 0))];
    assert_eq!(asked(joined(), Ask::Count), [Cell::Int(3)]);
    let mut distinct = joined();
    distinct.push(Op::Distinct);
    assert_eq!(asked(distinct, Ask::Count), [Cell::Int(2)]);
    assert_eq!(asked(vec![Op::Slice(1, Some(9))], Ask::Count), [Cell::Int(2)]);
    assert_eq!(asked(joined(), Ask::Aggregate(vec![("n".into(), count("id"))])), [Cell::Int(3)]);
}
