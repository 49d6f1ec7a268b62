//! [`QuerySet`].

use std::rc::Rc;

use crate::{
    Error, Result, Statement,
    compiler::{CompiledSelect, SelectCompiler},
    dialect::Dialect,
    expression::{Connective, Expression, Q},
    query::{Aggregation, Combinator, GroupBy, Query, SelectRelated},
    schema::{FieldKind, ModelRef, OrderItem},
};

/// Rows of a model, described but not fetched. Each method gives a new one.
#[derive(Clone, Debug)]
pub struct QuerySet {
    /// The query built so far.
    pub query: Query,
    /// Whether `values()` or `values_list()` was called.
    pub has_values: bool,
    sticky: bool,
}

impl QuerySet {
    /// All rows: `Model.objects.all()`.
    pub fn new(model: &ModelRef) -> Self {
        Self::of(Query::new(model))
    }

    /// Over a query.
    pub fn of(query: Query) -> Self {
        Self { query, has_values: false, sticky: false }
    }

    /// A copy that is ready for the next operation.
    pub fn chain(&self) -> Self {
        let mut query = self.query.chain();
        if self.sticky {
            query.next_is_sticky();
        }
        Self { query, has_values: self.has_values, sticky: false }
    }

    /// Lets the next operation use the joins of this one again.
    pub fn next_is_sticky(&mut self) {
        self.sticky = true;
    }

    /// Refuses what is not done to the rows of a set operator.
    pub fn not_combined(&self, operation: &str) -> Result<()> {
        match self.query.combinator {
            Some(combinator) => Err(Error::NotSupported(format!(
                "Calling QuerySet.{operation}() after {}() is not supported.",
                combinator.name()
            ))),
            None => Ok(()),
        }
    }

    /// `filter(q)`.
    pub fn filter(&self, q: Q) -> Result<Self> {
        self.filter_or_exclude(q, false)
    }

    /// `exclude(q)`.
    pub fn exclude(&self, q: Q) -> Result<Self> {
        self.filter_or_exclude(q, true)
    }

    fn filter_or_exclude(&self, q: Q, negate: bool) -> Result<Self> {
        self.not_combined(if negate { "exclude" } else { "filter" })?;
        if !q.is_empty() && self.query.is_sliced() {
            return Err(Error::Type("Cannot filter a query once a slice has been taken.".into()));
        }
        let mut clone = self.chain();
        // `exclude(a, b)` negates the whole, as `~Q(a, b)` does.
        let q = if negate { !q } else { q };
        clone.query.add_q(&q)?;
        Ok(clone)
    }

    /// `annotate(**annotations)`.
    pub fn annotate(&self, annotations: Vec<(Rc<str>, Expression)>) -> Result<Self> {
        self.not_combined("annotate")?;
        self.add_annotations(annotations, true)
    }

    /// `alias(**annotations)`.
    pub fn alias(&self, annotations: Vec<(Rc<str>, Expression)>) -> Result<Self> {
        self.not_combined("alias")?;
        self.add_annotations(annotations, false)
    }

    fn add_annotations(&self, annotations: Vec<(Rc<str>, Expression)>, select: bool) -> Result<Self> {
        let mut clone = self.chain();
        let names = if clone.has_values { Vec::new() } else { self.query.model.lookup_names() };
        let mut added = Vec::new();
        for (alias, expression) in annotations {
            if names.contains(&alias) {
                return Err(Error::Value(format!("The annotation '{alias}' conflicts with a field on the model.")));
            }
            clone.query.add_annotation(&expression, &alias, select)?;
            added.push(alias);
        }
        clone.group_for_aggregates(&added)?;
        Ok(clone)
    }

    /// Groups once an aggregate is among the new annotations.
    pub fn group_for_aggregates(&mut self, added: &[Rc<str>]) -> Result<()> {
        for alias in added {
            let Some(annotation) = self.query.annotations.get(alias) else { continue };
            if !annotation.contains_aggregate() {
                continue;
            }
            if self.query.group_by == GroupBy::None || self.has_values {
                if self.has_values {
                    self.query.set_group_by(true)?;
                } else {
                    self.query.group_by = GroupBy::Selected;
                }
                break;
            }
        }
        Ok(())
    }

    /// `annotate(alias=FilteredRelation(relation, condition=q))`.
    pub fn filtered_relation(&self, alias: &Rc<str>, relation: &str, condition: &Q) -> Result<Self> {
        let mut clone = self.chain();
        clone.query.add_filtered_relation(relation, condition, alias)?;
        Ok(clone)
    }

    /// `values(*fields, **expressions)`: the expressions are annotated first.
    pub fn values(&self, fields: &[Rc<str>], expressions: Vec<(Rc<str>, Expression)>) -> Result<Self> {
        let mut names: Vec<Rc<str>> = fields.to_vec();
        let mut clone = self.chain();
        if !expressions.is_empty() {
            names.extend(expressions.iter().map(|(name, _)| name.clone()));
            clone = clone.annotate(expressions)?;
        }
        clone.has_values = true;
        clone.query.set_values(&names)?;
        Ok(clone)
    }

    /// `order_by(*ordering)`.
    pub fn order_by(&self, ordering: Vec<OrderItem>) -> Result<Self> {
        if self.query.is_sliced() {
            return Err(Error::Type("Cannot reorder a query once a slice has been taken.".into()));
        }
        let mut clone = self.chain();
        clone.query.clear_ordering(true, false);
        clone.query.add_ordering(ordering)?;
        Ok(clone)
    }

    /// `order_by("name", "-other")`.
    pub fn order_by_names(&self, names: &[&str]) -> Result<Self> {
        self.order_by(names.iter().map(|name| OrderItem::Name(Rc::from(*name))).collect())
    }

    /// `reverse()`.
    pub fn reverse(&self) -> Result<Self> {
        if self.query.is_sliced() {
            return Err(Error::Type("Cannot reverse a query once a slice has been taken.".into()));
        }
        let mut clone = self.chain();
        clone.query.standard_ordering = !clone.query.standard_ordering;
        Ok(clone)
    }

    /// `distinct(*fields)`.
    pub fn distinct(&self, fields: Vec<Rc<str>>) -> Result<Self> {
        self.not_combined("distinct")?;
        if self.query.is_sliced() {
            return Err(Error::Type("Cannot create distinct fields once a slice has been taken.".into()));
        }
        let mut clone = self.chain();
        clone.query.add_distinct_fields(fields);
        Ok(clone)
    }

    /// `[low:high]`.
    pub fn slice(&self, low: u64, high: Option<u64>) -> Self {
        let mut clone = self.chain();
        clone.query.set_limits(low, high);
        clone
    }

    /// `none()`.
    pub fn none(&self) -> Self {
        let mut clone = self.chain();
        clone.query.set_empty();
        clone
    }

    /// `select_related(*fields)`; no fields means all that are not null.
    pub fn select_related(&self, fields: &[Rc<str>]) -> Result<Self> {
        self.not_combined("select_related")?;
        if self.has_values {
            return Err(Error::Type("Cannot call select_related() after .values() or .values_list()".into()));
        }
        let mut clone = self.chain();
        if fields.is_empty() {
            clone.query.select_related = SelectRelated::All;
        } else {
            clone.query.add_select_related(fields);
        }
        Ok(clone)
    }

    /// `select_related(None)`.
    pub fn clear_select_related(&self) -> Self {
        let mut clone = self.chain();
        clone.query.select_related = SelectRelated::None;
        clone
    }

    /// `defer(*fields)`.
    pub fn defer(&self, fields: &[Rc<str>]) -> Result<Self> {
        self.not_combined("defer")?;
        if self.has_values {
            return Err(Error::Type("Cannot call defer() after .values() or .values_list()".into()));
        }
        let mut clone = self.chain();
        clone.query.add_deferred_loading(fields);
        Ok(clone)
    }

    /// `only(*fields)`.
    pub fn only(&self, fields: &[Rc<str>]) -> Result<Self> {
        self.not_combined("only")?;
        if self.has_values {
            return Err(Error::Type("Cannot call only() after .values() or .values_list()".into()));
        }
        let mut clone = self.chain();
        clone.query.add_immediate_loading(fields);
        Ok(clone)
    }

    /// `union(*others)`, `intersection`, `difference`.
    pub fn combinator(&self, combinator: Combinator, all: bool, others: &[Self]) -> Self {
        let mut clone = self.chain();
        clone.query.clear_ordering(true, true);
        clone.query.default_ordering = true;
        clone.query.clear_limits();
        let others = others.iter().map(|other| {
            let mut query = other.query.clone();
            query.clear_ordering(false, false);
            query
        });
        clone.query.combined_queries = std::iter::once(self.query.clone()).chain(others).collect();
        clone.query.combinator = Some(combinator);
        clone.query.combinator_all = all;
        clone
    }

    /// `self & other`, `|`, `^`.
    pub fn combine(&self, other: &Self, connector: Connective) -> Result<Self> {
        let mut clone = self.chain();
        clone.query.combine(&other.query, connector)?;
        Ok(clone)
    }

    /// The query of `aggregate(**expressions)`.
    pub fn aggregate(&self, expressions: &[(Rc<str>, Expression)]) -> Result<Aggregation> {
        if !self.query.distinct_fields.is_empty() {
            return Err(Error::NotImplemented("aggregate() + distinct(fields) not implemented.".into()));
        }
        self.query.get_aggregation(expressions)
    }

    /// The query of `count()`.
    pub fn count(&self) -> Result<Aggregation> {
        let count = crate::expression::functions::count_star();
        self.query.get_aggregation(&[("__count".into(), count)])
    }

    /// The query of `exists()`.
    pub fn exists(&self) -> Result<Query> {
        self.query.exists(true)
    }

    /// Whether the rows come in a known order. Mirrors `ordered`.
    pub fn is_ordered(&self) -> bool {
        let query = &self.query;
        query.is_empty()
            || query.has_ordering()
            || (query.default_ordering && !query.model.ordering.borrow().is_empty() && query.group_by == GroupBy::None)
    }

    /// The name that `latest()` and `earliest()` of a key go by; the primary key.
    pub fn pk_kind(&self) -> Option<FieldKind> {
        self.query.model.pk().map(|pk| pk.value_kind())
    }

    /// The statement that fetches the rows, and how to read them.
    pub fn compile(&self, dialect: &Dialect) -> Result<CompiledSelect> {
        SelectCompiler::new(&self.query, dialect, true).compile()
    }

    /// The statement alone.
    pub fn statement(&self, dialect: &Dialect) -> Result<Statement> {
        Ok(self.compile(dialect)?.statement)
    }
}
