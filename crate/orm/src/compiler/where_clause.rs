//! `WHERE` and `HAVING`: conditions as SQL, and which of them belongs to which clause. Mirrors
//! `WhereNode.as_sql` and `split_having_qualify`.

use super::{Compiler, Sql, shorthand, sql};
use crate::{
    Error, Result, Value,
    expression::{Case, Connective, Connector, Node, ResolvedExpression, When, WhereNode},
    lookup::{self, BuiltinLookup, LookupClass, Rhs},
};

/// The SQL of combined conditions. `EmptyResultSet` when no row can meet them, `FullResultSet` when all do.
pub fn compile(node: &WhereNode, compiler: &mut Compiler<'_>) -> Result<Sql> {
    if node.connector == Connective::Xor && !compiler.dialect.features.supports_logical_xor {
        return compile(&without_xor(node)?, compiler);
    }
    let count = node.children.len();
    let (mut full_needed, mut empty_needed) = if node.connector == Connective::And { (count, 1) } else { (1, count) };
    let mut pieces = Vec::with_capacity(count);
    for child in &node.children {
        match compiler.compile(child) {
            Ok(piece) => pieces.push(piece),
            Err(Error::EmptyResultSet) => empty_needed -= 1,
            Err(Error::FullResultSet) => full_needed -= 1,
            Err(error) => return Err(error),
        }
        if empty_needed == 0 {
            return Err(if node.negated { Error::FullResultSet } else { Error::EmptyResultSet });
        }
        if full_needed == 0 {
            return Err(if node.negated { Error::EmptyResultSet } else { Error::FullResultSet });
        }
    }
    let several = pieces.len() > 1;
    if pieces.is_empty() {
        return Err(Error::FullResultSet);
    }
    let joined = sql::join(
        pieces,
        match node.connector {
            Connective::And => " AND ",
            Connective::Or => " OR ",
            Connective::Xor => " XOR ",
        },
    );
    Ok(if node.negated {
        sql::template("NOT ({})", [joined])
    } else if several || node.resolved {
        sql::parentheses(joined)
    } else {
        joined
    })
}

/// Conditions that are text already, combined as [`compile`] combines them.
pub fn join_conditions(pieces: &[String], connector: &str, negated: bool, resolved: bool) -> String {
    let joined = pieces.join(&format!(" {connector} "));
    match (negated, pieces.len() > 1 || resolved) {
        (true, _) => format!("NOT ({joined})"),
        (false, true) => format!("({joined})"),
        (false, false) => joined,
    }
}

/// `a XOR b XOR c` as `(a OR b OR c) AND 1 = MOD(a + b + c, 2)`, for databases without XOR.
fn without_xor(node: &WhereNode) -> Result<WhereNode> {
    let any = WhereNode::new(node.children.clone(), Connective::Or);
    let integer = |value: i64| ResolvedExpression::value(Value::Int(value), None);
    let mut sum: Option<ResolvedExpression> = None;
    for child in &node.children {
        let case: ResolvedExpression = Node::Case(Case {
            whens: vec![When { condition: child.clone(), then: integer(1) }],
            default: Some(integer(0)),
            output_field: None,
            template: None,
        })
        .into();
        sum = Some(match sum {
            None => case,
            Some(lhs) => Node::Combined { lhs, connector: Connector::Add, rhs: case, output_field: None }.into(),
        });
    }
    let Some(mut sum) = sum else { return Err(Error::FullResultSet) };
    if node.children.len() > 2 {
        sum = shorthand::modulo(sum, integer(2));
    }
    let odd = lookup::build(LookupClass::Lookup(BuiltinLookup::Exact), integer(1), Rhs::Expression(sum))?;
    Ok(WhereNode {
        children: vec![any.into(), Node::Lookup(odd).into()],
        connector: Connective::And,
        negated: node.negated,
        resolved: false,
    })
}

/// The conditions for `WHERE`, for `HAVING`, and those over windows, which need a query around.
pub type SplitConditions = (Option<WhereNode>, Option<WhereNode>, Option<WhereNode>);

/// Which condition belongs to which clause. Mirrors `split_having_qualify`.
pub fn split_having_qualify(node: &WhereNode, negated: bool, must_group_by: bool) -> Result<SplitConditions> {
    let aggregate = node.children.iter().any(ResolvedExpression::contains_aggregate);
    let window = node.children.iter().any(ResolvedExpression::contains_over_clause);
    if !aggregate && !window {
        return Ok((Some(node.clone()), None, None));
    }
    let in_negated = negated ^ node.negated;
    let must_remain_connected = match node.connector {
        Connective::And => in_negated,
        Connective::Or => !in_negated,
        Connective::Xor => true,
    };
    if must_remain_connected && aggregate && !window {
        return Ok((None, Some(node.clone()), None));
    }
    let (mut where_, mut having, mut qualify) = (Vec::new(), Vec::new(), Vec::new());
    for child in &node.children {
        if let Node::Where(inner) = child.node() {
            let (in_where, in_having, in_qualify) = split_having_qualify(inner, in_negated, must_group_by)?;
            where_.extend(in_where.map(ResolvedExpression::from));
            having.extend(in_having.map(ResolvedExpression::from));
            qualify.extend(in_qualify.map(ResolvedExpression::from));
        } else if child.contains_over_clause() {
            qualify.push(child.clone());
        } else if child.contains_aggregate() {
            having.push(child.clone());
        } else {
            where_.push(child.clone());
        }
    }
    if must_remain_connected && !qualify.is_empty() {
        if where_.is_empty() || !must_group_by {
            return Ok((None, None, Some(node.clone())));
        }
        return Err(Error::NotImplemented(
            "Heterogeneous disjunctive predicates against window functions are not implemented when performing \
             conditional aggregation."
                .into(),
        ));
    }
    let part = |children: Vec<ResolvedExpression>| {
        (!children.is_empty()).then(|| WhereNode {
            children,
            connector: node.connector,
            negated: node.negated,
            resolved: false,
        })
    };
    Ok((part(where_), part(having), part(qualify)))
}
