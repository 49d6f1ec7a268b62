//! Names that Django makes for indexes and constraints.

use md5::{Digest, Md5};

use crate::{
    dialect::{Dialect, Vendor},
    schema::{Index, ModelRef},
};

/// The first hexadecimal digits of the MD5 of all parts. Mirrors `names_digest`.
pub fn names_digest<'a>(parts: impl IntoIterator<Item = &'a str>, length: usize) -> String {
    let mut digest = Md5::new();
    for part in parts {
        digest.update(part.as_bytes());
    }
    let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..length.min(hex.len())].to_owned()
}

/// A name for an index or constraint over columns. Mirrors `_create_index_name`.
pub(super) fn constraint_name(table: &str, columns: &[String], suffix: &str, dialect: &Dialect) -> String {
    let names = std::iter::once(table).chain(columns.iter().map(String::as_str));
    let mut end = format!("{}{suffix}", names_digest(names, 8));
    let most = match dialect.vendor {
        Vendor::Sqlite => 200,
        Vendor::Postgresql => 63,
        Vendor::Mysql => 64,
    };
    let columns = columns.join("_");
    let whole = format!("{table}_{columns}_{end}");
    if whole.chars().count() <= most {
        return whole;
    }
    let cut = |text: &str, length: usize| text.chars().take(length).collect::<String>();
    if end.chars().count() > most / 3 {
        end = cut(&end, most / 3);
    }
    let other = (most - end.chars().count()) / 2 - 1;
    let name = format!("{}_{}_{end}", cut(table, other), cut(&columns, other));
    if name.starts_with(|first: char| first == '_' || first.is_ascii_digit()) {
        let shorter = cut(&name, name.chars().count() - 1);
        return format!("D{shorter}");
    }
    name
}

/// The index's own name, or the one that Django gives it. Mirrors `Index.set_name_with_model`.
pub fn index_name(index: &Index, model: &ModelRef) -> String {
    if !index.name.is_empty() {
        return index.name.to_string();
    }
    let table = model.table();
    let columns: Vec<(String, bool)> = index
        .columns
        .iter()
        .filter_map(|column| Some((model.field(&column.field)?.column().to_string(), column.descending)))
        .collect();
    let ordered: Vec<String> = columns
        .iter()
        .map(|(column, descending)| if *descending { format!("-{column}") } else { column.clone() })
        .collect();
    let parts = std::iter::once(&*table).chain(ordered.iter().map(String::as_str)).chain(["idx"]);
    let digest = names_digest(parts, 6);
    let cut = |text: &str, length: usize| text.chars().take(length).collect::<String>();
    let first = columns.first().map_or("", |(column, _)| column);
    let name = format!("{}_{}_{digest}_idx", cut(&table, 11), cut(first, 7));
    if name.starts_with(|first: char| first == '_' || first.is_ascii_digit()) {
        return format!("D{}", name.chars().skip(1).collect::<String>());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_digest_of_their_parts() {
        let name = |table: &str, columns: &[&str], suffix: &str, vendor| {
            let columns: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
            constraint_name(table, &columns, suffix, &Dialect::new(vendor))
        };
        assert_eq!(name("bookshop_author", &["home_id"], "", Vendor::Sqlite), "bookshop_author_home_id_a298067c");
        assert_eq!(
            name("bookshop_stock", &["store_id", "book_id"], "_uniq", Vendor::Sqlite),
            "bookshop_stock_store_id_book_id_8d1d2b9f_uniq"
        );
        let long =
            name("bookshop_book_authors_of_many_kinds", &["from_city_id", "to_city_id"], "_uniq", Vendor::Postgresql);
        assert!(long.len() <= 63, "{long}");
    }
}
