//! [`Query`]: a SELECT in resolved form: tables and how they are joined, conditions, annotations,
//! grouping, order. Mirrors `sql/query.py`, one idea a file.

mod aggregation;
mod alias;
mod annotate;
mod clone;
mod columns_in;
mod combine;
mod defer;
mod filter;
mod filtered_relation;
mod group_by;
mod join;
mod join_promoter;
mod lookup;
mod names;
mod ordering;
mod resolve;
mod select;
mod split_exclude;

pub use aggregation::Aggregation;
pub use combine::Combinator;
pub use defer::SelectMask;
pub use join::{Join, JoinType};
pub(crate) use names::split as split_name;
pub use names::{JoinInfo, NamesWithPath};

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use indexmap::IndexMap;

use crate::{
    Value,
    expression::{AliasSet, ResolvedExpression, WhereNode},
    schema::{FilteredRelation, ModelRef, OrderItem},
};

/// A table's name within a query.
pub type Alias = Rc<str>;

/// What `GROUP BY` is made from.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupBy {
    /// No grouping.
    None,
    /// By all selected fields of the model. Mirrors `True`.
    Selected,
    /// At least by these.
    By(Vec<ResolvedExpression>),
}

/// What `values()` selects, in the order asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Selected {
    /// A column of `select`, by its place.
    Column(usize),
    /// An annotation, by its name.
    Annotation(Rc<str>),
    /// A raw column of `extra(select=...)`.
    Extra(Rc<str>),
}

/// `select_related`.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum SelectRelated {
    /// Not at all.
    #[default]
    None,
    /// All non-null foreign keys, to a depth of 5.
    All,
    /// These, nested.
    Fields(RelatedTree),
}

/// Names of relations, nested.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RelatedTree(pub IndexMap<Rc<str>, RelatedTree>);

/// A query. Cloning it is cheap: trees are shared.
#[derive(Clone, Debug)]
pub struct Query {
    /// The model that rows are of.
    pub model: ModelRef,
    /// How often each alias is used.
    pub(crate) alias_refcount: IndexMap<Alias, i32>,
    /// The tables, in the order joined; the first is the base.
    pub(crate) alias_map: IndexMap<Alias, Join>,
    /// Whether columns are written with their table.
    pub(crate) alias_cols: bool,
    /// Aliases of queries around this one.
    pub(crate) external_aliases: BTreeSet<Alias>,
    /// Table name to its aliases.
    pub(crate) table_map: HashMap<Rc<str>, Vec<Alias>>,
    /// Multi-valued joins that the current `filter()` call may use again.
    pub(crate) used_aliases: AliasSet,
    /// The letter before the numbers of made aliases.
    pub(crate) alias_prefix: Rc<str>,
    /// Letters in use by this query and its subqueries.
    pub(crate) subq_aliases: RefCell<BTreeSet<Rc<str>>>,
    /// The conditions.
    pub where_: WhereNode,
    /// The annotations, by name.
    pub annotations: IndexMap<Rc<str>, ResolvedExpression>,
    /// Of them, those selected; `None` is all.
    pub(crate) annotation_select_mask: Option<BTreeSet<Rc<str>>>,
    /// `extra(select=...)`: SQL and its parameters.
    pub extra: IndexMap<Rc<str>, (Rc<str>, Vec<Value>)>,
    pub(crate) extra_select_mask: Option<BTreeSet<Rc<str>>>,
    /// `extra(tables=...)`.
    pub(crate) extra_tables: Vec<Rc<str>>,
    /// `extra(order_by=...)`.
    pub(crate) extra_order_by: Vec<OrderItem>,
    /// `FilteredRelation`s, by name.
    pub(crate) filtered_relations: IndexMap<Rc<str>, Rc<FilteredRelation>>,
    /// Columns selected by `values()` and subqueries.
    pub select: Vec<ResolvedExpression>,
    /// Their names.
    pub(crate) values_select: Vec<Rc<str>>,
    /// What `values()` selects; `None` when it was not called.
    pub(crate) selected: Option<IndexMap<Rc<str>, Selected>>,
    /// Whether the model's own columns are selected.
    pub default_cols: bool,
    /// Grouping.
    pub group_by: GroupBy,
    /// `order_by()`.
    pub order_by: Vec<OrderItem>,
    /// Whether `Meta.ordering` counts.
    pub default_ordering: bool,
    /// False after `reverse()`.
    pub standard_ordering: bool,
    /// The first row wanted, from 0.
    pub low_mark: u64,
    /// The row after the last one wanted.
    pub high_mark: Option<u64>,
    /// `distinct()`.
    pub distinct: bool,
    /// `distinct("field", ...)`.
    pub distinct_fields: Vec<Rc<str>>,
    /// `select_related()`.
    pub select_related: SelectRelated,
    /// `defer()` (true) or `only()` (false) of these names.
    pub(crate) deferred_loading: (BTreeSet<Rc<str>>, bool),
    /// `union()` and its kin.
    pub combinator: Option<Combinator>,
    /// `union(all=True)`.
    pub combinator_all: bool,
    /// The queries combined.
    pub combined_queries: Vec<Query>,
    /// Whether it stands within another query.
    pub subquery: bool,
    /// Whether `used_aliases` outlive the next call.
    pub(crate) filter_is_sticky: bool,
    /// `select_for_update()` and its options.
    pub select_for_update: Option<SelectForUpdate>,
    /// `explain()`: the prefix before SELECT.
    pub explain: Option<Rc<str>>,
    /// The joins made for the last lookup; `split_exclude` reads them.
    pub(crate) lookup_joins: Vec<Alias>,
    /// For the wrapping query of `aggregate()`: the query inside.
    pub inner_query: Option<Box<Query>>,
}

/// `select_for_update()`.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct SelectForUpdate {
    pub nowait: bool,
    pub skip_locked: bool,
    pub of: Vec<Rc<str>>,
    pub no_key: bool,
}

impl PartialEq for Query {
    /// Queries are compared by what they select, as Django compares `Query.identity`.
    fn eq(&self, other: &Self) -> bool {
        self.model == other.model
            && self.where_ == other.where_
            && self.annotations == other.annotations
            && self.select == other.select
            && self.values_select == other.values_select
            && self.alias_map.keys().eq(other.alias_map.keys())
            && self.group_by == other.group_by
            && (self.low_mark, self.high_mark) == (other.low_mark, other.high_mark)
            && self.distinct == other.distinct
            && self.combinator == other.combinator
            && self.combined_queries == other.combined_queries
    }
}
