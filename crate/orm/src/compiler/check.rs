//! Whether values meet a condition, asked of the database. Mirrors `Q.check`.

use std::rc::Rc;

use super::{
    Compiler,
    sql::{column, param, template},
    where_clause, writer,
};
use crate::{
    Result, Statement,
    dialect::Dialect,
    expression::{Expression, Q, ResolveContext},
    query::Query,
};

/// The statement that gives a row if these values meet the condition. `query` is of no table: every
/// name is one of the values'.
///
/// # Errors
///
/// `FieldError` for a name without a value; `EmptyResultSet` and `FullResultSet` when no database need be asked.
pub fn compile_check(
    query: &mut Query,
    values: Vec<(Rc<str>, Expression)>,
    q: &Q,
    dialect: &Dialect,
) -> Result<Statement> {
    for (name, value) in values {
        let value = value.resolve(query, &mut ResolveContext::annotation())?;
        query.annotations.insert(name, value);
    }
    let node = query.build_where(q)?;
    let condition = where_clause::compile(&node, &mut Compiler::new(dialect))?;
    let sql = template("SELECT {} AS {} WHERE {}", [param(1.into()), column(None, "_check"), condition]);
    Ok(writer::expression(&sql, dialect))
}

#[cfg(test)]
mod tests {
    use super::compile_check;
    use crate::{
        dialect::Dialect,
        expression::{Expression, Q},
        query::Query,
        schema::ModelBuilder,
    };

    #[test]
    fn values_stand_in_the_place_of_columns() {
        let model = ModelBuilder {
            app_label: String::new(),
            object_name: String::new(),
            db_table: String::new(),
            module: String::new(),
            proxy_for: None,
            unmanaged: true,
            auto_created: false,
        };
        let mut query = Query::new(&model.build());
        let values = vec![("price".into(), Expression::value(3))];
        let q = Q::new("price__gt", 0);
        let statement = compile_check(&mut query, values, &q, &Dialect::sqlite()).expect("compiles");
        assert_eq!(statement.sql, "SELECT %s AS \"_check\" WHERE %s > %s");
        assert_eq!(statement.params, [1.into(), 3.into(), 0.into()]);
    }
}
