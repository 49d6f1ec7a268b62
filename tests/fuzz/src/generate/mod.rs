//! Cases made from arbitrary bytes: the same bytes give the same case.

mod ask;
mod column;
mod condition;
mod expression;
mod queryset;
mod rows;
mod schema;
mod scope;

use arbitrary::{Result, Unstructured};

use crate::case::Case;

/// A case from bytes.
///
/// # Errors
///
/// When there are too few.
pub fn case(u: &mut Unstructured<'_>) -> Result<Case> {
    let counts = rows::counts(u)?;
    let schema = schema::schema(u, &counts)?;
    let rows = rows::rows(u, &schema, &counts)?;
    let (queryset, scope) = queryset::whole(u, &schema)?;
    let ask = ask::ask(u, &schema, &queryset, &scope)?;
    Ok(Case { schema, rows, queryset, ask })
}
