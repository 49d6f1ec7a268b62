//! A CSV file as a table. Nothing is lost silently: what was repaired is counted.

use std::collections::HashSet;

use outerref_orm::Value;

use super::csv_types::{column_type, typed};
use crate::connection::{Connection, DatabaseError, ErrorClass, quote_name};

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The table that was made.
    pub table: String,
    /// Its columns with their types.
    pub columns: Vec<(String, &'static str)>,
    /// Rows imported.
    pub rows: u64,
    /// Rows with fewer cells than the header, filled up, or with more, cut.
    pub ragged: u64,
    /// Whether the bytes were not UTF-8 and were read as Windows-1252.
    pub decoded: bool,
    /// Whether the file ends within a quoted cell.
    pub unclosed: bool,
}

impl Imported {
    /// What was repaired, in words.
    pub fn notes(&self, file: &str) -> Vec<String> {
        let mut notes = Vec::new();
        match self.ragged {
            0 => {}
            1 => notes.push(format!("{file}: 1 row has not as many cells as the header; it was filled up or cut.")),
            rows => {
                notes.push(format!(
                    "{file}: {rows} rows have not as many cells as the header; they were filled up or cut."
                ));
            }
        }
        if self.decoded {
            notes.push(format!("{file} is not UTF-8; it was read as Windows-1252."));
        }
        if self.unclosed {
            notes.push(format!("{file} has a quote that is not closed: everything after it is one cell."));
        }
        notes
    }
}

/// Makes a table of this name from a file's bytes. The first row names the columns; types are those that every cell
/// fits. An error leaves the database as it was.
pub fn import_csv(connection: &Connection, table: &str, bytes: &[u8]) -> Result<Imported, DatabaseError> {
    let (text, decoded) = decode(bytes);
    let (mut rows, unclosed) = parse(&text, delimiter(&text));
    drop(text);
    rows.retain(|row| !(row.len() == 1 && row[0].is_empty()));
    if rows.is_empty() {
        return Err(DatabaseError::new(ErrorClass::DataError, "the file has no rows"));
    }
    let header = rows.remove(0);
    let names = column_names(&header);
    let ragged = rows.iter().filter(|row| row.len() != names.len()).count() as u64;
    rows.iter_mut().for_each(|row| row.resize(names.len(), String::new()));
    let types: Vec<_> =
        (0..names.len()).map(|column| column_type(rows.iter().map(|row| row[column].as_str()))).collect();
    let key_column = names.iter().position(|name| name.eq_ignore_ascii_case("id"));
    let is_key = |column: usize| {
        let mut seen = HashSet::new();
        types[column] == "bigint"
            && rows.iter().all(|row| row[column].trim().parse::<i64>().is_ok_and(|id| seen.insert(id)))
    };
    let key_column = key_column.map(|column| (column, is_key(column)));
    let declared = names.iter().enumerate().map(|(column, name)| {
        let name = quote_name(name);
        if key_column == Some((column, true)) {
            return format!("{name} integer NOT NULL PRIMARY KEY");
        }
        let full = rows.iter().all(|row| !row[column].trim().is_empty());
        format!("{name} {}{}", types[column], if full { " NOT NULL" } else { "" })
    });
    let declared: Vec<_> = declared.collect();
    connection.execute_script("SAVEPOINT outerref_import")?;
    let key = if key_column.is_some() { "" } else { "\"id\" integer NOT NULL PRIMARY KEY, " };
    let made = connection
        .execute_script(&format!("CREATE TABLE {} ({key}{})", quote_name(table), declared.join(", ")))
        .and_then(|()| {
            let columns: Vec<_> = names.iter().map(|name| quote_name(name)).collect();
            let sql = format!(
                "INSERT INTO {} ({}) VALUES ({})",
                quote_name(table),
                columns.join(", "),
                vec!["%s"; names.len()].join(", ")
            );
            let values: Vec<Vec<Value>> =
                rows.iter().map(|row| row.iter().zip(&types).map(|(cell, kind)| typed(cell, kind)).collect()).collect();
            connection.execute_many(&sql, &values)
        });
    let undo = if made.is_err() { "ROLLBACK TO outerref_import; " } else { "" };
    connection.execute_script(&format!("{undo}RELEASE outerref_import"))?;
    let rows = made?.changed;
    Ok(Imported {
        table: table.into(),
        columns: names.into_iter().zip(types).collect(),
        rows,
        ragged,
        decoded,
        unclosed,
    })
}

/// The text, and whether it had to be read as Windows-1252.
fn decode(bytes: &[u8]) -> (String, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return (String::from_utf16_lossy(&units), false);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return (String::from_utf16_lossy(&units), false);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).collect(), true),
    }
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte) - 0x80],
        _ => byte as char,
    }
}

/// The delimiter that the first line has most of.
fn delimiter(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    [',', ';', '\t', '|'].into_iter().max_by_key(|sign| (line.matches(*sign).count(), *sign == ',')).unwrap_or(',')
}

/// The rows of RFC 4180, leniently: a quote within a cell that did not begin with one is a quote. And whether a quote
/// is still open at the end.
fn parse(text: &str, delimiter: char) -> (Vec<Vec<String>>, bool) {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted && characters.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign if sign == delimiter && !quoted => row.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    (rows, quoted)
}

/// The header's names; empty and repeated ones get a number. Where a percent sign would be read as part of a statement's
/// placeholders, as Django reads it in a column's name too, it is replaced.
fn column_names(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let name = name.trim().replace('"', "");
        let name = if name.contains("%s") || name.contains("%%") { name.replace('%', "_") } else { name };
        let mut name = if name.is_empty() { format!("column_{}", place + 1) } else { name };
        while names.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            name.push_str("_2");
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use outerref_orm::Statement;

    use super::*;
    use crate::clock::stopped;

    fn import(bytes: &[u8]) -> (Connection, Result<Imported, DatabaseError>) {
        let connection = Connection::open_in_memory(stopped).expect("opens");
        let imported = import_csv(&connection, "data", bytes);
        (connection, imported)
    }

    fn cells(connection: &Connection, sql: &str) -> Vec<Value> {
        connection.execute_verbatim(sql).expect("reads").cells
    }

    #[test]
    fn a_percent_sign_stays_where_it_is_no_placeholder() {
        let (connection, imported) = import(b"% change,cla%ss,100%%\n1,2,3\n");
        let names: Vec<_> = imported.expect("imports").columns.into_iter().map(|column| column.0).collect();
        assert_eq!(names, ["% change", "cla_ss", "100__"]);
        let columns = names.iter().map(|name| quote_name(name)).collect::<Vec<_>>().join(", ");
        let read = connection.execute(&Statement::new(format!("SELECT {columns} FROM data"), Vec::new()));
        assert_eq!(read.expect("reads").cells, [Value::Int(1), Value::Int(2), Value::Int(3)]);
    }

    #[test]
    fn types_fit_every_cell_and_codes_stay_text() {
        let (connection, imported) = import(b"name,population,area,zip\n\"A, \"\"b\"\"\",12,1.5,01234\nC,,2,99999\n");
        let imported = imported.expect("imports");
        let types: Vec<_> = imported.columns.iter().map(|column| column.1).collect();
        assert_eq!(types, ["varchar(255)", "bigint", "real", "varchar(255)"]);
        assert_eq!(
            cells(&connection, "SELECT name, population, area, zip FROM data ORDER BY id"),
            [
                "A, \"b\"".into(),
                Value::Int(12),
                Value::Float(1.5),
                "01234".into(),
                "C".into(),
                Value::Null,
                Value::Float(2.0),
                "99999".into(),
            ]
        );
    }

    #[test]
    fn ragged_rows_and_other_encodings_are_repaired_and_told() {
        let (connection, imported) = import(b"a;b\r\ncaf\xe9;1\r\nx\r\ny;2;3");
        let imported = imported.expect("imports");
        assert_eq!((imported.rows, imported.ragged, imported.decoded), (3, 2, true));
        assert_eq!(cells(&connection, "SELECT a FROM data ORDER BY id LIMIT 1"), [Value::from("café")]);
        let (_, imported) = import("\u{feff}é,é,\nx,y,z".as_bytes());
        let names: Vec<_> = imported.expect("imports").columns.into_iter().map(|column| column.0).collect();
        assert_eq!(names, ["é", "é_2", "column_3"]);
    }

    #[test]
    fn what_cannot_be_imported_leaves_nothing() {
        import(b"").1.expect_err("is empty");
        import(b"\n\n").1.expect_err("is empty");
        let connection = Connection::open_in_memory(stopped).expect("opens");
        connection.execute_script("CREATE TABLE data (x)").expect("creates");
        import_csv(&connection, "data", b"a\n1\n").expect_err("is there already");
        assert!(connection.is_autocommit());
    }
}
