//! A page of a table's rows: filtered by text or by a comparison, in an order, with counts.

use outerref_orm::{Statement, Value};

use crate::{
    connection::{Connection, DatabaseError, quote_name},
    introspection::{Column, Index},
    service::{BrowseColumn, BrowsePage, BrowseRequest, ErrorCode, MOST_PAGE_ROWS, ServiceError},
};

/// Characters of a cell that are shown.
const LONGEST_CELL: usize = 500;

/// The operators of a comparison; a longer one comes before the one that it begins with.
const OPERATORS: [&str; 7] = ["<>", "!=", "<=", ">=", "=", "<", ">"];

/// The rows that a request asks for.
pub fn browse(connection: &Connection, request: &BrowseRequest) -> Result<BrowsePage, ServiceError> {
    let table = &request.table;
    let columns = connection.columns(table)?;
    if columns.is_empty() {
        return Err(ServiceError::new(ErrorCode::NotFound, format!("There is no table {table}.")));
    }
    let (condition, params) = condition(&request.filter, &columns);
    let order = order(request, &columns)?;
    let source = quoted(table);
    let count = |sql: String, params: &[Value]| -> Result<u64, DatabaseError> {
        let rows = connection.execute(&Statement::new(sql, params.to_vec()))?;
        Ok(rows.cells.first().and_then(Value::as_int).and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    };
    let total = count(format!("SELECT COUNT(*) FROM {source}"), &[])?;
    let matching = match condition.as_str() {
        "" => total,
        _ => count(format!("SELECT COUNT(*) FROM {source}{condition}"), &params)?,
    };
    let names: Vec<_> = columns.iter().map(|column| quoted(&column.name)).collect();
    let limit = request.limit.min(MOST_PAGE_ROWS);
    let sql = format!(
        "SELECT {} FROM {source}{condition}{order} LIMIT {limit} OFFSET {}",
        names.join(", "),
        request.offset.min(i64::MAX.unsigned_abs())
    );
    let rows = connection.execute(&Statement::new(sql, params))?;
    let keys = connection.foreign_keys(table)?;
    let references = |name: &str| keys.iter().find(|key| key.column == name).map(|key| key.table.clone());
    Ok(BrowsePage {
        table: table.clone(),
        columns: columns
            .iter()
            .map(|column| BrowseColumn {
                name: column.name.clone(),
                declared: column.declared.clone(),
                primary_key: column.primary_key > 0,
                references: references(&column.name),
                numeric: is_numeric(&column.declared),
            })
            .collect(),
        rows: rows.iter().map(|row| row.iter().map(shown).collect()).collect(),
        matching,
        total,
    })
}

/// A cell as text.
pub(crate) fn shown(cell: &Value) -> Option<String> {
    match cell {
        Value::Null => None,
        Value::Bytes(bytes) => Some(format!("<{} bytes>", bytes.len())),
        other => {
            let text = other.display();
            match text.char_indices().nth(LONGEST_CELL) {
                Some((end, _)) => Some(format!("{}…", &text[..end])),
                None => Some(text),
            }
        }
    }
}

/// A name for a statement with placeholders.
fn quoted(name: &str) -> String {
    quote_name(name).replace('%', "%%")
}

/// Whether values of a declared type are numbers (SQLite's own rule, and Django's decimals).
pub(crate) fn is_numeric(declared: &str) -> bool {
    let declared = declared.to_ascii_lowercase();
    ["int", "real", "floa", "doub", "decimal", "numeric"].iter().any(|part| declared.contains(part))
}

/// ` WHERE ...` and its parameters.
fn condition(filter: &str, columns: &[Column]) -> (String, Vec<Value>) {
    let filter = filter.trim();
    if filter.is_empty() {
        return (String::new(), Vec::new());
    }
    if let Some((sql, params)) = comparison(filter, columns) {
        return (format!(" WHERE {sql}"), params);
    }
    let pattern = format!("%{}%", filter.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let any: Vec<_> =
        columns.iter().map(|column| format!("CAST({} AS TEXT) LIKE %s ESCAPE '\\'", quoted(&column.name))).collect();
    (format!(" WHERE ({})", any.join(" OR ")), vec![Value::text(pattern); columns.len()])
}

/// `column = value`, `column is null`.
fn comparison(filter: &str, columns: &[Column]) -> Option<(String, Vec<Value>)> {
    let column = columns
        .iter()
        .filter(|column| {
            filter.get(..column.name.len()).is_some_and(|start| start.eq_ignore_ascii_case(&column.name))
                && !filter[column.name.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
        })
        .max_by_key(|column| column.name.len())?;
    let rest = filter[column.name.len()..].trim();
    let name = quoted(&column.name);
    match rest.to_ascii_lowercase().as_str() {
        "is null" => return Some((format!("{name} IS NULL"), Vec::new())),
        "is not null" => return Some((format!("{name} IS NOT NULL"), Vec::new())),
        _ => {}
    }
    let (operator, value) =
        OPERATORS.iter().find_map(|operator| Some((*operator, rest.strip_prefix(operator)?.trim())))?;
    let unquoted = ['"', '\''].iter().find_map(|sign| value.strip_prefix(*sign)?.strip_suffix(*sign));
    let value = match unquoted {
        Some(text) => Value::text(text),
        None if !is_numeric(&column.declared) && !column.declared.eq_ignore_ascii_case("bool") => Value::text(value),
        None => match (value.parse(), value.parse()) {
            (Ok(whole), _) => Value::Int(whole),
            (_, Ok(real)) => Value::Float(real),
            _ => Value::text(value),
        },
    };
    Some((format!("{name} {operator} %s"), vec![value]))
}

/// ` ORDER BY ...`.
fn order(request: &BrowseRequest, columns: &[Column]) -> Result<String, ServiceError> {
    let mut keys: Vec<&Column> = columns.iter().filter(|column| column.primary_key > 0).collect();
    keys.sort_by_key(|column| column.primary_key);
    let mut terms = Vec::new();
    if let Some(order) = &request.order {
        if columns.iter().all(|column| column.name != order.column) {
            let message = format!("There is no column {} in {}.", order.column, request.table);
            return Err(ServiceError::new(ErrorCode::BadRequest, message));
        }
        terms.push(format!("{}{}", quoted(&order.column), if order.descending { " DESC" } else { "" }));
    }
    // The key makes pages follow each other without a gap.
    terms.extend(keys.iter().map(|column| quoted(&column.name)));
    Ok(if terms.is_empty() { String::new() } else { format!(" ORDER BY {}", terms.join(", ")) })
}

/// The index's columns as a person writes them in `Meta.indexes`.
pub(crate) fn meta_index(columns: &[String]) -> String {
    let names: Vec<_> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    format!("indexes = [models.Index(fields=[{}])]", names.join(", "))
}

/// Whether an index begins with a column.
pub(crate) fn begins_with(index: &Index, column: &str) -> bool {
    index.columns.first().is_some_and(|first| first == column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{service::BrowseOrder, testing::geo};

    fn request(filter: &str) -> BrowseRequest {
        BrowseRequest { table: "geo_city".into(), filter: filter.into(), order: None, offset: 0, limit: 3 }
    }

    #[track_caller]
    fn matching(filter: &str, expected: u64) {
        let page = browse(&geo(), &request(filter)).expect("browses");
        assert_eq!((page.matching, page.total), (expected, 510), "{filter}");
    }

    #[test]
    fn pages_follow_the_order() {
        let order = Some(BrowseOrder { column: "id".into(), descending: true });
        let page = browse(&geo(), &BrowseRequest { order, offset: 2, ..request("") }).expect("browses");
        assert_eq!(
            page.rows.iter().map(|row| row[0].as_deref()).collect::<Vec<_>>(),
            [Some("508"), Some("507"), Some("506")]
        );
        assert!(page.columns[0].primary_key && page.columns[0].numeric);
        let state = page.columns.iter().find(|column| column.name == "state_id").expect("is a column");
        assert_eq!(state.references.as_deref(), Some("geo_state"));
    }

    #[test]
    fn a_filter_is_text_or_a_comparison() {
        matching("", 510);
        matching("city 509", 1);
        matching("%", 0);
        matching("'; DROP TABLE geo_city; --", 0);
        matching("id <= 7", 7);
        matching("id = 7", 1);
        matching("name = 'City 7'", 1);
        matching("name is null", 0);
        matching("name is not null", 510);
        matching("id > x", 0);
    }

    #[test]
    fn what_is_not_there_is_refused() {
        let unknown = BrowseRequest { table: "nothing".into(), ..request("") };
        assert_eq!(browse(&geo(), &unknown).expect_err("is refused").code, ErrorCode::NotFound);
        let order = Some(BrowseOrder { column: "nothing".into(), descending: false });
        let unknown = BrowseRequest { order, ..request("") };
        assert_eq!(browse(&geo(), &unknown).expect_err("is refused").code, ErrorCode::BadRequest);
        let beyond = BrowseRequest { offset: u64::MAX, ..request("") };
        assert_eq!(browse(&geo(), &beyond).expect("is empty").rows.len(), 0);
    }
}
