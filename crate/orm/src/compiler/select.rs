//! A whole SELECT. Mirrors `SQLCompiler.as_sql`, `get_combinator_sql` and `get_qualify_sql`.

use std::rc::Rc;

use indexmap::IndexMap;
use sea_query::{Condition, Expr, Order, SelectStatement, SubQueryStatement};

use super::{
    Compiler, Sql, from_clause::from_clause, order_by_clause::OrderByItem, select_clause::SelectItem, shorthand,
    split_having_qualify, sql, where_clause, writer,
};
use crate::{
    Error, Result, Statement,
    dialect::{Dialect, Vendor},
    expression::{ResolvedExpression, WhereNode},
    query::{Combinator, Query},
    schema::{ModelField, ModelRef},
};

/// How columns of a row make up an instance, and those linked to it. Mirrors `klass_info`.
#[derive(Clone, Debug)]
pub struct KlassInfo {
    /// The model.
    pub model: ModelRef,
    /// The places of its columns.
    pub select_fields: Vec<usize>,
    /// The field or reverse relation that led here; `None` for the query's own model.
    pub field: Option<ModelField>,
    /// Whether it was reached backwards.
    pub reverse: bool,
    /// Whether it is a child of the model that it was reached from, in multi-table inheritance.
    pub from_parent: bool,
    /// For a `FilteredRelation`: its name, and whether it is one step long.
    pub filtered_relation: Option<(Rc<str>, bool)>,
    /// Those linked to it.
    pub related: Vec<KlassInfo>,
}

impl KlassInfo {
    pub(super) fn root(model: &ModelRef, select_fields: Vec<usize>) -> Self {
        Self {
            model: model.clone(),
            select_fields,
            field: None,
            reverse: false,
            from_parent: false,
            filtered_relation: None,
            related: Vec::new(),
        }
    }

    pub(super) fn related(model: &ModelRef, field: ModelField, reverse: bool, select_fields: Vec<usize>) -> Self {
        Self { field: Some(field), reverse, ..Self::root(model, select_fields) }
    }

    /// A child's instance takes its parent's columns too. Mirrors `get_select_from_parent`.
    pub(super) fn take_fields_from_parent(&mut self) {
        let own = self.select_fields.clone();
        for info in &mut self.related {
            if info.from_parent {
                info.select_fields.splice(0..0, own.iter().copied());
            }
            info.take_fields_from_parent();
        }
    }
}

/// A column of the result.
#[derive(Clone, Debug)]
pub struct OutputColumn {
    /// What it holds.
    pub expression: ResolvedExpression,
    /// Its name, if it has one.
    pub alias: Option<Rc<str>>,
}

/// A SELECT ready to run, and how to read its rows.
#[derive(Clone, Debug)]
pub struct CompiledSelect {
    /// The statement.
    pub statement: Statement,
    /// The columns, in order. Columns added for `ORDER BY` alone are not among them.
    pub columns: Vec<OutputColumn>,
    /// How rows make instances.
    pub klass_info: Option<KlassInfo>,
    /// The place of each named column.
    pub annotations: IndexMap<Rc<str>, usize>,
}

/// What the rows of a statement are: see [`CompiledSelect`].
struct Output {
    columns: Vec<OutputColumn>,
    klass_info: Option<KlassInfo>,
    annotations: IndexMap<Rc<str>, usize>,
}

/// Compiles one query.
pub struct SelectCompiler<'a> {
    pub(super) query: Query,
    pub(super) dialect: &'a Dialect,
    pub(super) select: Vec<SelectItem>,
    pub(super) meta_ordering: bool,
    pub(super) having: Option<WhereNode>,
    elide_empty: bool,
}

/// A query's SQL, without parentheses around it.
pub fn compile_query(query: &Query, dialect: &Dialect, elide_empty: bool) -> Result<Sql> {
    let mut compiler = SelectCompiler::new(query, dialect, elide_empty);
    compiler.as_sql(true, false)
}

impl<'a> SelectCompiler<'a> {
    /// For this query. With `elide_empty`, a query that can match no row is `EmptyResultSet`.
    pub fn new(query: &Query, dialect: &'a Dialect, elide_empty: bool) -> Self {
        Self { query: query.clone(), dialect, select: Vec::new(), meta_ordering: false, having: None, elide_empty }
    }

    /// The statement and how to read its rows.
    pub fn compile(mut self) -> Result<CompiledSelect> {
        let (sql, output) = self.as_sql_with_output(true, false)?;
        Ok(CompiledSelect {
            statement: writer::expression(&sql, self.dialect),
            columns: output.columns,
            klass_info: output.klass_info,
            annotations: output.annotations,
        })
    }

    /// The terms of `GROUP BY`. Mirrors the last part of what `pre_sql_setup` returns.
    pub fn group_by(mut self) -> Result<Vec<Statement>> {
        if self.query.alias_refcount.values().all(|count| *count == 0) {
            self.query.get_initial_alias()?;
        }
        self.select = self.get_select(false)?.items;
        let order_by = self.get_order_by()?;
        self.having = split_having_qualify(&self.query.where_, false, true)?.1;
        self.select.extend(self.extra_select(&order_by));
        let terms = self.get_group_by(&order_by)?;
        Ok(terms.iter().map(|term| writer::expression(term, self.dialect)).collect())
    }

    fn as_sql(&mut self, with_limits: bool, with_col_aliases: bool) -> Result<Sql> {
        Ok(self.as_sql_with_output(with_limits, with_col_aliases)?.0)
    }

    fn as_sql_with_output(&mut self, with_limits: bool, with_col_aliases: bool) -> Result<(Sql, Output)> {
        if self.query.inner_query.is_some() {
            return self.aggregate_sql();
        }
        if self.query.alias_refcount.values().all(|count| *count == 0) {
            self.query.get_initial_alias()?;
        }
        let combinator = self.query.combinator;
        let list = self.get_select(with_col_aliases || combinator.is_some())?;
        let output =
            Output { columns: columns(&list.items), klass_info: list.klass_info, annotations: list.annotations };
        self.select = list.items;
        let order_by = self.get_order_by()?;
        let grouped = self.query.group_by != crate::query::GroupBy::None;
        let (where_, having, qualify) = split_having_qualify(&self.query.where_, false, grouped)?;
        self.having.clone_from(&having);
        let extra_select = self.extra_select(&order_by);
        let outer = if self.query.subquery && !extra_select.is_empty() { Some(self.outer_columns()?) } else { None };
        self.select.extend(extra_select);
        let group_by = self.get_group_by(&order_by)?;
        let sliced = with_limits && self.query.is_sliced();
        let sql = if let Some(combinator) = combinator {
            let compound = self.combinator_sql(combinator)?;
            self.finish_compound(compound, &order_by, sliced)
        } else if let Some(qualify) = qualify {
            let wrapped = self.qualify_sql(where_, having, &qualify, &order_by)?;
            self.with_limits_text(wrapped, sliced)
        } else {
            self.simple_sql(where_, group_by, order_by, sliced)?
        };
        let sql = match &self.query.explain {
            Some(prefix) => sql::template("{} {}", [sql::text(prefix.to_string()), sql]),
            None => sql,
        };
        // Within another query, columns that only the order needs are left out again.
        Ok(match outer {
            Some(outer) => (sql::template("SELECT {} FROM ({}) subquery", [outer, sql]), output),
            None => (sql, output),
        })
    }

    fn simple_sql(
        &mut self,
        where_: Option<WhereNode>,
        group_by: Vec<Sql>,
        order_by: Vec<OrderByItem>,
        sliced: bool,
    ) -> Result<Sql> {
        let mut select = SelectStatement::new();
        let mut compiler = Compiler::new(self.dialect);
        let distinct_on = self.distinct_on()?;
        if self.query.distinct && distinct_on.is_empty() {
            select.distinct();
        }
        for (place, item) in std::mem::take(&mut self.select).into_iter().enumerate() {
            let mut expression = item.sql;
            if place == 0 && !distinct_on.is_empty() {
                let on = sql::join(distinct_on.clone(), ", ");
                expression = sql::template("DISTINCT ON ({}) {}", [on, expression]);
            }
            match &item.alias {
                Some(alias) => select.expr_as(expression, sql::identifier(alias)),
                None => select.expr(expression),
            };
        }
        from_clause(&mut self.query, &mut select, &mut compiler)?;
        if let Some(node) = where_ {
            match where_clause::compile(&node, &mut compiler) {
                Ok(condition) => {
                    select.cond_where(Condition::all().add(condition));
                }
                Err(Error::FullResultSet) => {}
                Err(Error::EmptyResultSet) if !self.elide_empty => {
                    select.cond_where(Condition::all().add(sql::text("0 = 1")));
                }
                Err(error) => return Err(error),
            }
        }
        let (grouped, ordered) = (!group_by.is_empty(), !order_by.is_empty());
        select.add_group_by(group_by);
        if let Some(node) = &self.having {
            match where_clause::compile(node, &mut compiler) {
                Ok(condition) => {
                    select.cond_having(Condition::all().add(condition));
                }
                Err(Error::FullResultSet) => {}
                Err(error) => return Err(error),
            }
        }
        if !grouped || !self.meta_ordering {
            for item in order_by {
                select.order_by_expr(item.sql, Order::Asc);
            }
            // MySQL would sort by what it groups by. Mirrors `force_no_ordering`.
            if !ordered && grouped && self.dialect.vendor == Vendor::Mysql {
                select.order_by_expr(sql::text("NULL"), Order::Asc);
            }
        }
        if sliced {
            match (self.query.high_mark, self.dialect.vendor) {
                (Some(high), _) => {
                    select.limit(high.saturating_sub(self.query.low_mark));
                }
                // Without an end, an offset needs a limit that is none: -1, or the largest number.
                (None, Vendor::Sqlite | Vendor::Mysql) => {
                    select.limit(u64::MAX);
                }
                (None, Vendor::Postgresql) => {}
            }
            if self.query.low_mark > 0 {
                select.offset(self.query.low_mark);
            }
        }
        let sql = bare(select);
        Ok(match &self.query.select_for_update {
            Some(options) if self.dialect.features.has_select_for_update => {
                let mut suffix = if options.no_key { " FOR NO KEY UPDATE" } else { " FOR UPDATE" }.to_owned();
                if options.nowait {
                    suffix.push_str(" NOWAIT");
                } else if options.skip_locked {
                    suffix.push_str(" SKIP LOCKED");
                }
                sql::concat([sql, sql::text(suffix)])
            }
            _ => sql,
        })
    }

    /// `DISTINCT ON` of PostgreSQL. Mirrors `get_distinct`.
    fn distinct_on(&mut self) -> Result<Vec<Sql>> {
        if self.query.distinct_fields.is_empty() {
            return Ok(Vec::new());
        }
        if !self.dialect.features.can_distinct_on_fields {
            return Err(Error::NotSupported("DISTINCT ON fields is not supported by this database backend".into()));
        }
        let model = self.query.model.clone();
        let mut pieces = Vec::new();
        for name in self.query.distinct_fields.clone() {
            if self.query.annotation_select(&name).is_some() {
                pieces.push(sql::text(shorthand::quote_name(self.dialect, &name)));
                continue;
            }
            let alias = self.query.get_initial_alias()?;
            let info = self.query.setup_joins(&crate::query::split_name(&name), &model, &alias, None, true)?;
            let (targets, alias, _) = self.query.trim_joins(&info.targets, &info.joins, &info.path);
            for target in &targets {
                let column = self.query.transformed_col(&info, target, &alias)?;
                pieces.push(Compiler::new(self.dialect).compile(&column)?);
            }
        }
        Ok(pieces)
    }

    /// What `DISTINCT` needs selected for the order. Mirrors `get_extra_select`.
    fn extra_select(&self, order_by: &[OrderByItem]) -> Vec<SelectItem> {
        if !self.query.distinct || !self.query.distinct_fields.is_empty() {
            return Vec::new();
        }
        order_by
            .iter()
            .filter(|item| !item.is_ref && !self.select.iter().any(|selected| selected.sql == item.bare))
            .map(|item| SelectItem { expression: item.expression.clone(), sql: item.bare.clone(), alias: None })
            .collect()
    }

    /// The selected columns, as a query around this one names them.
    fn outer_columns(&self) -> Result<Sql> {
        let mut compiler = Compiler::new(self.dialect);
        let mut pieces = Vec::new();
        for item in &self.select {
            pieces.push(match (&item.alias, item.expression.node()) {
                (Some(alias), _) => sql::column(Some("subquery"), alias),
                (None, crate::expression::Node::Col { alias: Some(alias), .. }) => {
                    let map = std::iter::once((alias.clone(), Rc::from("subquery"))).collect();
                    compiler.compile(&item.expression.relabeled_clone(&map))?
                }
                _ => item.sql.clone(),
            });
        }
        Ok(sql::join(pieces, ", "))
    }

    /// `aggregate()` over a query: `SELECT COUNT(*) FROM (...) subquery`.
    fn aggregate_sql(&mut self) -> Result<(Sql, Output)> {
        let Some(inner) = self.query.inner_query.take() else { return Err(Error::EmptyResultSet) };
        let mut compiler = Compiler::new(self.dialect);
        let mut items = Vec::new();
        let mut annotations = IndexMap::new();
        for (name, annotation) in self.query.annotation_selects() {
            annotations.insert(name.clone(), items.len());
            items.push(SelectItem {
                expression: annotation.clone(),
                sql: compiler.compile(annotation)?,
                alias: Some(name.clone()),
            });
        }
        let inner = SelectCompiler::new(&inner, self.dialect, self.elide_empty).as_sql(true, true)?;
        let output = Output { columns: columns(&items), klass_info: None, annotations };
        let selected = sql::join(items.into_iter().map(|item| item.sql), ", ");
        Ok((sql::template("SELECT {} FROM ({}) subquery", [selected, inner]), output))
    }

    /// `UNION` and its kin. Mirrors `get_combinator_sql`.
    fn combinator_sql(&mut self, combinator: Combinator) -> Result<Sql> {
        let features = &self.dialect.features;
        let supported = match combinator {
            Combinator::Union => true,
            Combinator::Intersection => features.supports_select_intersection,
            Combinator::Difference => features.supports_select_difference,
        };
        if !supported {
            return Err(Error::NotSupported(format!(
                "{} is not supported on this database backend.",
                combinator.name()
            )));
        }
        if !features.supports_slicing_ordering_in_compound {
            for query in &self.query.combined_queries {
                if query.is_sliced() {
                    return Err(Error::DatabaseError(
                        "LIMIT/OFFSET not allowed in subqueries of compound statements.".into(),
                    ));
                }
                let mut part = SelectCompiler::new(query, self.dialect, self.elide_empty);
                if !part.get_order_by()?.is_empty() {
                    return Err(Error::DatabaseError(
                        "ORDER BY not allowed in subqueries of compound statements.".into(),
                    ));
                }
            }
        }
        let mut parts = Vec::new();
        let mut empty = None;
        for query in &self.query.combined_queries {
            match self.combinator_part(query, self.elide_empty) {
                Ok(part) => parts.push(part),
                Err(Error::EmptyResultSet)
                    if combinator == Combinator::Union
                        || (combinator == Combinator::Difference && !parts.is_empty()) =>
                {
                    empty = Some(query);
                }
                Err(error) => return Err(error),
            }
        }
        if parts.is_empty() {
            return Err(Error::EmptyResultSet);
        }
        if let (1, Combinator::Union, true, Some(query)) = (parts.len(), combinator, self.query.is_sliced(), empty) {
            parts.push(self.combinator_part(query, false)?);
        }
        if !self.query.subquery && features.supports_slicing_ordering_in_compound {
            parts = parts.into_iter().map(sql::parentheses).collect();
        }
        Ok(sql::join(
            parts,
            match (combinator, self.query.combinator_all) {
                (Combinator::Union, true) => " UNION ALL ",
                (Combinator::Union, false) => " UNION ",
                (Combinator::Intersection, _) => " INTERSECT ",
                (Combinator::Difference, _) => " EXCEPT ",
            },
        ))
    }

    fn combinator_part(&self, query: &Query, elide_empty: bool) -> Result<Sql> {
        let features = &self.dialect.features;
        let mut query = query.clone();
        if let Some(names) = self.query.selected_names()
            && query.selected.is_none()
        {
            query.set_values(&names)?;
        }
        let part = SelectCompiler::new(&query, self.dialect, elide_empty).as_sql(true, true)?;
        Ok(if query.combinator.is_some() {
            if !features.supports_parentheses_in_compound {
                sql::template("SELECT * FROM ({})", [part])
            } else if self.query.subquery || !features.supports_slicing_ordering_in_compound {
                sql::parentheses(part)
            } else {
                part
            }
        } else if self.query.subquery && features.supports_slicing_ordering_in_compound {
            sql::parentheses(part)
        } else {
            part
        })
    }

    fn finish_compound(&self, compound: Sql, order_by: &[OrderByItem], sliced: bool) -> Sql {
        let mut sql = compound;
        if !order_by.is_empty() {
            let ordering = sql::join(order_by.iter().map(|item| item.sql.clone()), ", ");
            sql = sql::template("{} ORDER BY {}", [sql, ordering]);
        }
        self.with_limits_text(sql, sliced)
    }

    fn with_limits_text(&self, sql: Sql, sliced: bool) -> Sql {
        if !sliced {
            return sql;
        }
        let mut suffix = String::new();
        match (self.query.high_mark, self.dialect.vendor) {
            (Some(high), _) => suffix.push_str(&format!(" LIMIT {}", high.saturating_sub(self.query.low_mark))),
            (None, Vendor::Sqlite) => suffix.push_str(" LIMIT -1"),
            (None, Vendor::Mysql) => suffix.push_str(" LIMIT 18446744073709551615"),
            (None, Vendor::Postgresql) => {}
        }
        if self.query.low_mark > 0 {
            suffix.push_str(&format!(" OFFSET {}", self.query.low_mark));
        }
        sql::concat([sql, sql::text(suffix)])
    }

    /// Conditions over windows: a query around. Mirrors `get_qualify_sql`.
    fn qualify_sql(
        &mut self,
        where_: Option<WhereNode>,
        having: Option<WhereNode>,
        qualify: &WhereNode,
        order_by: &[OrderByItem],
    ) -> Result<Sql> {
        use crate::expression::{Connective, Node};
        let mut inner = self.query.clone();
        inner.subquery = true;
        inner.where_ =
            WhereNode::new(where_.into_iter().chain(having).map(ResolvedExpression::from).collect(), Connective::And);
        let named = SelectCompiler::new(&self.query, self.dialect, self.elide_empty).named_select()?;
        let mut replacements: Vec<(ResolvedExpression, Rc<str>)> = Vec::new();
        let mut added: Vec<Rc<str>> = Vec::new();
        let mut todo: Vec<ResolvedExpression> = leaves(qualify);
        let collect = |todo: &mut Vec<ResolvedExpression>,
                       inner: &mut Query,
                       replacements: &mut Vec<(ResolvedExpression, Rc<str>)>,
                       added: &mut Vec<Rc<str>>| {
            while let Some(expression) = todo.pop() {
                if replacements.iter().any(|(known, _)| *known == expression) {
                    continue;
                }
                if let Some((_, alias)) = named.iter().find(|(known, _)| *known == expression) {
                    replacements.push((expression, alias.clone()));
                    continue;
                }
                match expression.node() {
                    Node::Lookup(_) => todo.extend(expression.children().into_iter().cloned()),
                    Node::Ref(name, _) | Node::PositionRef(_, Some(name), _) => {
                        if !named.iter().any(|(_, alias)| alias == name) {
                            todo.extend(expression.children().into_iter().cloned());
                        }
                    }
                    _ => {
                        let alias: Rc<str> = format!("qual{}", added.len()).into();
                        added.push(alias.clone());
                        inner.add_resolved_annotation(expression.clone(), &alias, true);
                        replacements.push((expression, alias));
                    }
                }
            }
        };
        collect(&mut todo, &mut inner, &mut replacements, &mut added);
        let mut orders = Vec::new();
        for item in order_by {
            let mut todo: Vec<_> = item.expression.children().into_iter().cloned().collect();
            collect(&mut todo, &mut inner, &mut replacements, &mut added);
            orders.push(item.expression.clone());
        }
        let repoint = |node: &ResolvedExpression| {
            let (source, alias) = replacements.iter().find(|(known, _)| known == node)?;
            Some(Node::Ref(alias.clone(), source.clone()).into())
        };
        let condition = ResolvedExpression::from(qualify.clone()).replace_expressions(&repoint);
        let inner_sql = SelectCompiler::new(&inner, self.dialect, self.elide_empty).as_sql(false, true)?;
        let mut compiler = Compiler::new(self.dialect);
        let condition = compiler.compile(&condition)?;
        let quoted = |name: &str| sql::text(shorthand::quote_name(self.dialect, name));
        let mut sql = sql::template("SELECT * FROM ( {} ) {} WHERE {}", [inner_sql, quoted("qualify"), condition]);
        if !added.is_empty() {
            let columns = sql::join(named.iter().map(|(_, alias)| quoted(alias)), ", ");
            sql = sql::template("SELECT {} FROM ( {} ) {}", [columns, sql, quoted("qualify_mask")]);
        }
        if !orders.is_empty() {
            let mut pieces = Vec::new();
            for order in orders {
                pieces.push(compiler.compile(&order.replace_expressions(&repoint))?);
            }
            sql = sql::template("{} ORDER BY {}", [sql, sql::join(pieces, ", ")]);
        }
        Ok(sql)
    }

    /// The select list with a name for each column.
    fn named_select(mut self) -> Result<Vec<(ResolvedExpression, Rc<str>)>> {
        if self.query.alias_refcount.values().all(|count| *count == 0) {
            self.query.get_initial_alias()?;
        }
        let list = self.get_select(true)?;
        Ok(list.items.into_iter().filter_map(|item| Some((item.expression, item.alias?))).collect())
    }
}

fn columns(items: &[SelectItem]) -> Vec<OutputColumn> {
    items.iter().map(|item| OutputColumn { expression: item.expression.clone(), alias: item.alias.clone() }).collect()
}

fn leaves(node: &WhereNode) -> Vec<ResolvedExpression> {
    node.children
        .iter()
        .flat_map(|child| match child.node() {
            crate::expression::Node::Where(inner) => leaves(inner),
            _ => vec![child.clone()],
        })
        .collect()
}

/// A SELECT as a piece of SQL, without parentheses.
fn bare(select: SelectStatement) -> Sql {
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}
