//! Models for tables that are there already, written as Django's `inspectdb` writes them.

use std::collections::{HashMap, HashSet};

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use crate::{
    connection::{Connection, DatabaseError},
    introspection::{Column, ForeignKey},
};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Attributes that a model needs for itself.
const RESERVED: [&str; 10] = [
    "pk",
    "objects",
    "check",
    "clean",
    "full_clean",
    "save",
    "delete",
    "refresh_from_db",
    "validate_unique",
    "adelete",
];

/// The attribute, and the column, of a row's number.
const ROW_ID: &str = "rowid";

/// What an inspection gives.
pub(super) struct Inspected {
    /// The text of a `models.py`.
    pub(super) source: String,
    /// The model's name of each table that has one.
    pub(super) models: HashMap<String, String>,
    /// What was decided that a person may see otherwise.
    pub(super) notes: Vec<String>,
}

/// The text of a `models.py` for all tables. Tables of Django's own (`django_*`, `auth_*`) are left out.
pub fn models_source(connection: &Connection) -> Result<String, DatabaseError> {
    Ok(inspect(connection, &connection.tables()?)?.source)
}

/// Models for these tables.
pub(super) fn inspect(connection: &Connection, tables: &[String]) -> Result<Inspected, DatabaseError> {
    let tables: Vec<_> =
        tables.iter().filter(|table| !table.starts_with("django_") && !table.starts_with("auth_")).collect();
    let mut names = HashMap::new();
    let mut taken = HashSet::new();
    for table in &tables {
        let mut name = model_name(table);
        while !taken.insert(name.clone()) {
            name.push('2');
        }
        names.insert(table.as_str(), name);
    }
    let mut source = String::from("from django.db import models\n");
    let mut notes = Vec::new();
    for table in &tables {
        source.push_str("\n\n");
        source.push_str(&model(connection, table, &names, &mut notes)?);
    }
    let models = names.into_iter().map(|(table, name)| (table.to_owned(), name)).collect();
    Ok(Inspected { source, models, notes })
}

/// The foreign keys of a table; and those that were not declared but are meant: `state_id`, where a table `state` or
/// `states` has one whole number as its key. Only those to tables that have a model.
fn keys_of(
    connection: &Connection,
    table: &str,
    columns: &[Column],
    names: &HashMap<&str, String>,
    notes: &mut Vec<String>,
) -> Result<Vec<(ForeignKey, bool)>, DatabaseError> {
    let declared = connection.foreign_keys(table)?;
    if !declared.is_empty() {
        let known = declared.into_iter().filter(|key| names.contains_key(key.table.as_str()));
        return Ok(known.map(|key| (key, true)).collect());
    }
    let mut keys = Vec::new();
    for column in columns.iter().filter(|column| column.primary_key == 0) {
        let lower = column.name.to_lowercase();
        let Some(stem) = lower.strip_suffix("_id").filter(|stem| !stem.is_empty()) else { continue };
        if !column.declared.to_ascii_lowercase().contains("int") {
            continue;
        }
        let meant = [
            stem.to_owned(),
            format!("{stem}s"),
            format!("{stem}es"),
            stem.strip_suffix('y').map_or_else(String::new, |start| format!("{start}ies")),
        ];
        let found = if stem == "parent" { Some(table) } else { None };
        let other = found.or_else(|| {
            let mut tables: Vec<&str> = names.keys().copied().collect();
            tables.sort_unstable();
            tables.into_iter().find(|name| meant.contains(&name.to_lowercase()))
        });
        let Some(other) = other else { continue };
        let whole = |column: &Column| column.declared.to_ascii_lowercase().contains("int");
        let its_key: Vec<_> = connection.columns(other)?.into_iter().filter(|column| column.primary_key > 0).collect();
        let [its_key] = its_key.as_slice() else { continue };
        if whole(its_key) {
            notes.push(format!("{table}.{} is taken for a reference to {other}.", column.name));
            let key = ForeignKey { column: column.name.clone(), table: other.to_owned(), to: its_key.name.clone() };
            keys.push((key, false));
        }
    }
    Ok(keys)
}

/// `geo_city` as `GeoCity`.
fn model_name(table: &str) -> String {
    let table: String = table.nfkc().collect();
    let words = table.split(|character: char| character == '_' || !is_xid_continue(character));
    let name: String = words
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut characters = word.chars();
            characters
                .next()
                .map(|first| first.to_uppercase().chain(characters).collect::<String>())
                .unwrap_or_default()
        })
        .collect();
    match name.chars().next() {
        Some(first) if is_xid_start(first) && !KEYWORDS.contains(&name.as_str()) => name,
        _ => format!("Table{name}"),
    }
}

/// A text as Python's identifiers are spelled, in small letters and without two underscores in a row. It may be empty
/// or begin with a digit.
fn spelled(text: &str) -> String {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let mut name: String =
        lower.nfkc().map(|character| if is_xid_continue(character) { character } else { '_' }).collect();
    while name.contains("__") {
        name = name.replace("__", "_");
    }
    name
}

/// A text as Python's source has it.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '\\' | '"' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if character.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// The attribute's name, and whether it differs from the column's.
fn attribute_name(column: &str, is_relation: bool, taken: &mut HashSet<String>) -> (String, bool) {
    let base = if is_relation { column.strip_suffix("_id").unwrap_or(column) } else { column };
    let mut name = spelled(base).trim_end_matches('_').to_owned();
    if name.starts_with('_') {
        name = format!("field{name}");
    }
    match name.chars().next() {
        None => name.push_str("field"),
        Some(first) if !is_xid_start(first) => name = format!("number_{name}"),
        Some(_) => {}
    }
    if KEYWORDS.contains(&name.as_str()) || RESERVED.contains(&name.as_str()) {
        name.push_str("_field");
    }
    let column_of = |name: &str| if is_relation { format!("{name}_id") } else { name.to_owned() };
    while taken.contains(&name) || taken.contains(&column_of(&name)) {
        name.push_str("_0");
    }
    let column_of_name = column_of(&name);
    taken.insert(name.clone());
    taken.insert(column_of_name.clone());
    (name, column_of_name != column)
}

/// The attribute of each column, and whether its name differs from the column's.
fn attributes(columns: &[Column], keys: &[(ForeignKey, bool)]) -> Vec<(String, bool)> {
    let mut taken = HashSet::new();
    if columns.iter().all(|column| column.primary_key == 0) {
        taken.insert(ROW_ID.to_owned());
    }
    let is_relation = |column: &Column| keys.iter().any(|(key, _)| key.column == column.name);
    columns.iter().map(|column| attribute_name(&column.name, is_relation(column), &mut taken)).collect()
}

fn model(
    connection: &Connection,
    table: &str,
    names: &HashMap<&str, String>,
    notes: &mut Vec<String>,
) -> Result<String, DatabaseError> {
    let columns = connection.columns(table)?;
    let keys = keys_of(connection, table, &columns, names, notes)?;
    let attributes = attributes(&columns, &keys);
    let indexes = connection.indexes(table)?;
    let primary: Vec<_> = columns.iter().filter(|column| column.primary_key > 0).collect();
    let mut out = format!("class {}(models.Model):\n", names[table]);
    let mut body = String::new();
    for (column, (name, renamed)) in columns.iter().zip(&attributes) {
        let key = keys.iter().find(|(key, _)| key.column == column.name);
        let unique = indexes.iter().any(|index| index.unique && index.columns == [column.name.clone()]);
        let sole_key = column.primary_key == 1 && primary.len() == 1;
        let mut options = Vec::new();
        let field = match key {
            Some((key, declared)) => {
                let to =
                    if key.table == table { "\"self\"".into() } else { format!("\"{}\"", names[key.table.as_str()]) };
                let one = unique || sole_key;
                let related =
                    keys.iter().filter(|(other, _)| other.table == key.table).count() > 1 || key.table == table;
                options.push(to);
                options.push("models.DO_NOTHING".into());
                if let Some(field) = to_field(connection, key, names)? {
                    options.push(format!("to_field={}", literal(&field)));
                }
                if !declared {
                    options.push("db_constraint=False".into());
                }
                if related {
                    options.push(format!("related_name={}", literal(&spelled(&format!("{table}_{name}_set")))));
                }
                if one { "OneToOneField" } else { "ForeignKey" }
            }
            None => field_type(column, sole_key, &mut options),
        };
        if *renamed {
            options.push(format!("db_column={}", literal(&column.name)));
        }
        if sole_key {
            options.push("primary_key=True".into());
        } else if unique && key.is_none() {
            options.push("unique=True".into());
        }
        if !column.not_null && !sole_key {
            options.push("blank=True".into());
            options.push("null=True".into());
        }
        body.push_str(&format!("    {name} = models.{field}({})\n", options.join(", ")));
    }
    if primary.len() > 1 {
        let both = columns.iter().zip(&attributes);
        let keys = both.filter(|(column, _)| column.primary_key > 0).map(|(_, (name, _))| literal(name));
        out.push_str(&format!("    pk = models.CompositePrimaryKey({})\n", keys.collect::<Vec<_>>().join(", ")));
    } else if primary.is_empty() {
        // Every table of SQLite has a row id, unless it says otherwise; a column may hide it by its name.
        let hidden = |name: &str| columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
        let column = [ROW_ID, "_rowid_", "oid"].into_iter().find(|name| !hidden(name)).unwrap_or(ROW_ID);
        let db_column = if column == ROW_ID { String::new() } else { format!(", db_column=\"{column}\"") };
        out.push_str(&format!("    {ROW_ID} = models.BigAutoField(primary_key=True{db_column})\n"));
    }
    out.push_str(&body);
    let shown = literal(table);
    out.push_str(&format!("\n    class Meta:\n        managed = False\n        db_table = {shown}\n"));
    Ok(out)
}

/// The attribute that a foreign key refers to, if that is not the primary key.
fn to_field(
    connection: &Connection,
    key: &ForeignKey,
    names: &HashMap<&str, String>,
) -> Result<Option<String>, DatabaseError> {
    let columns = connection.columns(&key.table)?;
    let keys = keys_of(connection, &key.table, &columns, names, &mut Vec::new())?;
    let named = attributes(&columns, &keys);
    let mut both = columns.iter().zip(named);
    let target = both.find(|(column, _)| column.name.eq_ignore_ascii_case(&key.to) && column.primary_key == 0);
    Ok(target.map(|(_, (name, _))| name))
}

fn whole(number: &str) -> Option<u32> {
    number.trim().parse().ok()
}

/// The field for a declared type (`data_types_reverse` of Django's SQLite introspection).
fn field_type(column: &Column, sole_key: bool, options: &mut Vec<String>) -> &'static str {
    let declared = column.declared.to_ascii_lowercase();
    let (base, inner) = declared
        .split_once('(')
        .map_or((declared.as_str(), None), |(base, rest)| (base.trim(), rest.split(')').next()));
    match base.trim() {
        "integer" if sole_key => "AutoField",
        "bool" | "boolean" => "BooleanField",
        "smallint" => "SmallIntegerField",
        "smallint unsigned" => "PositiveSmallIntegerField",
        "integer unsigned" => "PositiveIntegerField",
        "bigint unsigned" => "PositiveBigIntegerField",
        "bigint" => "BigIntegerField",
        "integer" | "int" | "mediumint" | "tinyint" => "IntegerField",
        "decimal" | "numeric" => {
            let given = inner.and_then(|inner| inner.split_once(','));
            let given = given.and_then(|(digits, places)| Some((whole(digits)?, whole(places)?)));
            let (digits, places) = given.unwrap_or((10, 5));
            options.push(format!("max_digits={digits}, decimal_places={places}"));
            "DecimalField"
        }
        "real" | "float" | "double" | "double precision" => "FloatField",
        "char" | "varchar" | "nvarchar" | "character" | "character varying" => match inner.and_then(whole) {
            Some(length) => {
                options.push(format!("max_length={length}"));
                "CharField"
            }
            None => "TextField",
        },
        "blob" => "BinaryField",
        "date" => "DateField",
        "datetime" | "timestamp" => "DateTimeField",
        "time" => "TimeField",
        _ => "TextField",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::stopped;

    fn models(sql: &str) -> String {
        let connection = Connection::open_in_memory(stopped).expect("opens");
        connection.execute_script(sql).expect("creates");
        models_source(&connection).expect("writes")
    }

    #[test]
    fn fields_follow_the_declared_types() {
        let source = models(
            "CREATE TABLE geo_city (id integer PRIMARY KEY AUTOINCREMENT, name varchar(80) NOT NULL UNIQUE, area real,
               price decimal(8, 2) NOT NULL, state_id bigint NOT NULL REFERENCES geo_state (id));
             CREATE TABLE geo_state (id integer PRIMARY KEY);",
        );
        assert_eq!(
            source,
            "from django.db import models\n\n\n\
             class GeoCity(models.Model):\n    \
                 id = models.AutoField(primary_key=True)\n    \
                 name = models.CharField(max_length=80, unique=True)\n    \
                 area = models.FloatField(blank=True, null=True)\n    \
                 price = models.DecimalField(max_digits=8, decimal_places=2)\n    \
                 state = models.ForeignKey(\"GeoState\", models.DO_NOTHING)\n\n    \
                 class Meta:\n        managed = False\n        db_table = \"geo_city\"\n\n\n\
             class GeoState(models.Model):\n    \
                 id = models.AutoField(primary_key=True)\n\n    \
                 class Meta:\n        managed = False\n        db_table = \"geo_state\"\n"
        );
    }

    #[test]
    fn odd_names_and_keys_become_valid_models() {
        let source = models(
            "CREATE TABLE \"2 odd-names\" (\"class\" text, \"a b\" text, \"_x\" text, \"9\" int, A text,
            parent_id integer
               REFERENCES \"2 odd-names\" (rowid));
             CREATE TABLE coded (id integer PRIMARY KEY, code text UNIQUE, objects int, stadtö_id int);
             CREATE TABLE uses (code text REFERENCES coded (code));
             CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b));
             CREATE TABLE ring_a (id integer PRIMARY KEY, b_id integer REFERENCES ring_b (id));
             CREATE TABLE ring_b (id integer PRIMARY KEY, a_id integer REFERENCES ring_a (id));
             CREATE TABLE odder (b integer REFERENCES ring_b (id), b_id int, \"c\n\"\"\" text, \"c²\" decimal(8), ﬁ text,
               rowid text);",
        );
        for expected in [
            "class Table2OddNames(models.Model):",
            "rowid = models.BigAutoField(primary_key=True)",
            "class_field = models.TextField(db_column=\"class\", blank=True, null=True)",
            "a_b = models.TextField(db_column=\"a b\"",
            "field_x = models.TextField(db_column=\"_x\"",
            "number_9 = models.IntegerField(db_column=\"9\"",
            "parent = models.ForeignKey(\"self\", models.DO_NOTHING, related_name=",
            "objects_field = models.IntegerField(db_column=\"objects\"",
            "code = models.ForeignKey(\"Coded\", models.DO_NOTHING, to_field=\"code\", db_column=\"code\"",
            "pk = models.CompositePrimaryKey(\"a\", \"b\")",
            "b = models.ForeignKey(\"RingB\", models.DO_NOTHING, blank=True, null=True)",
            "b = models.ForeignKey(\"RingB\", models.DO_NOTHING, db_column=\"b\", blank",
            "b_id_0 = models.IntegerField(db_column=\"b_id\"",
            "c = models.TextField(db_column=\"c\\n\\\"\"",
            "c2 = models.DecimalField(max_digits=10, decimal_places=5, db_column=\"c²\"",
            "fi = models.TextField(db_column=\"ﬁ\"",
            "rowid = models.BigAutoField(primary_key=True, db_column=\"_rowid_\")",
            "rowid_0 = models.TextField(db_column=\"rowid\"",
        ] {
            assert!(source.contains(expected), "{expected} is not in\n{source}");
        }
    }
}
