//! [`ImportedFile`]: a file that somebody brought becomes data for runs. It is read into a database of its own, so a
//! file that cannot be read leaves everything as it was.

use std::collections::HashSet;

use outerref_orm::{Statement, Value};

use super::{import_csv, inspect};
use crate::{
    clock::Clock,
    connection::{Connection, DatabaseError, quote_name},
    service::{ErrorCode, Import, ImportKind, ImportedTable, MOST_IMPORT_BYTES, ServiceError},
    snapshot::Snapshot,
};

/// At most so many bytes of CSV: while it is read, its cells take several times as much.
const MOST_CSV_BYTES: usize = 60_000_000;

/// What the names of CSV files end with, or nothing.
const CSV_EXTENSIONS: [&str; 7] = ["csv", "tsv", "tab", "txt", "psv", "dat", ""];

/// What a file is known by, and what it then is.
const OTHERS: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "is a compressed archive or a spreadsheet: unpack it, or save the sheet as CSV"),
    (b"\x1f\x8b", "is compressed: unpack it first"),
    (b"BZh", "is compressed: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is a spreadsheet: save it as CSV"),
    (b"%PDF", "is a PDF"),
];

/// A file's data, ready for runs.
#[derive(Clone, Debug)]
pub struct ImportedFile {
    /// What is told of it.
    pub about: Import,
    /// Its contents.
    pub snapshot: Snapshot,
}

/// Reads a file. A CSV file becomes one more table of `into`, if that is given.
pub fn import_file(
    name: &str,
    bytes: Vec<u8>,
    into: Option<&ImportedFile>,
    clock: Clock,
) -> Result<ImportedFile, ServiceError> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    let bad = |message: &str| ServiceError::new(ErrorCode::BadFile, format!("{name} {message}."));
    if bytes.is_empty() {
        return Err(bad("is empty"));
    }
    let is_sqlite = bytes.starts_with(b"SQLite format 3\0");
    let most = if is_sqlite { MOST_IMPORT_BYTES as usize } else { MOST_CSV_BYTES };
    if bytes.len() > most {
        let message = format!(
            "{name} has {} MB. At most {} MB can be imported.",
            (bytes.len() + 500_000) / 1_000_000,
            most / 1_000_000
        );
        return Err(ServiceError::new(ErrorCode::TooLarge, message));
    }
    let finished = |name: &str, kind, scratch, notes| {
        let finished = finish(name, kind, scratch, notes).map_err(|error| bad(&told(&error)))?;
        finished.ok_or_else(|| bad("has no tables"))
    };
    let mut scratch = Connection::open_in_memory(clock)?;
    let mut notes = Vec::new();
    if is_sqlite {
        if into.is_some() {
            return Err(bad("is a database: import it by itself"));
        }
        read_sqlite(bytes, &mut scratch, &mut notes).map_err(|message| bad(&message))?;
        return finished(name, ImportKind::Sqlite, scratch, notes);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(bad(what));
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    if ["sqlite3", "sqlite", "db", "db3"].contains(&extension.as_str()) {
        return Err(bad("is not a SQLite database"));
    }
    if !CSV_EXTENSIONS.contains(&extension.as_str()) || !looks_like_text(&bytes) {
        return Err(bad("is neither a SQLite database nor a CSV file"));
    }
    let table = table_name(name);
    if let Some(into) = into {
        into.snapshot.restore(&mut scratch)?;
        notes.clone_from(&into.about.notes);
        scratch.execute_script(&format!("DROP TABLE IF EXISTS {}", quote_name(&table)))?;
    }
    let imported = import_csv(&scratch, &table, &bytes).map_err(|error| bad(&told(&error)))?;
    drop(bytes);
    notes.extend(imported.notes(name));
    let kind = into.map_or(ImportKind::Csv, |into| into.about.source);
    finished(into.map_or(name, |into| &into.about.name), kind, scratch, notes)
}

/// Restores a database file and looks whether it is whole.
fn read_sqlite(bytes: Vec<u8>, scratch: &mut Connection, notes: &mut Vec<String>) -> Result<(), String> {
    let header = |at: usize, length: usize| {
        bytes.get(at..at + length).unwrap_or_default().iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let page = if header(16, 2) == 1 { 65_536 } else { header(16, 2) };
    let expected = page * header(28, 4);
    // The page count is only kept when the change counter says so (bytes 24 and 92).
    if bytes.len() < expected && header(24, 4) == header(92, 4) {
        return Err(format!("is cut short: {} of {expected} bytes are there", bytes.len()));
    }
    if header(18, 1) == 2 {
        notes.push(
            "The file uses a write-ahead log. What was still in its -wal file, and not in the file itself, is not here: \
             run PRAGMA wal_checkpoint on it first if rows are missing."
                .into(),
        );
    }
    let snapshot = Snapshot::from_file(bytes).map_err(|error| told(&error))?;
    // Names that are no UTF-8 have no place in Python either: reading them all says so.
    let restored = snapshot
        .restore(scratch)
        .and_then(|()| scratch.execute_verbatim("SELECT name, tbl_name, sql FROM sqlite_master"))
        .and_then(|_| scratch.execute_verbatim("PRAGMA quick_check(1)"));
    let found = restored.map_err(|error| told(&error))?;
    match found.cells.first().map(Value::display) {
        Some(word) if word == "ok" => Ok(()),
        Some(problem) => Err(format!("is damaged: {}", problem.trim_end_matches('.'))),
        None => Ok(()),
    }
}

/// What is told, the models, and the database as bytes; nothing if there is no table.
fn finish(
    name: &str,
    source: ImportKind,
    mut scratch: Connection,
    mut notes: Vec<String>,
) -> Result<Option<ImportedFile>, DatabaseError> {
    let count = |kind: &str| {
        let sql = format!("SELECT COUNT(*) FROM sqlite_master WHERE {kind}");
        let rows = scratch.execute_verbatim(&sql)?;
        Ok::<_, DatabaseError>(rows.cells.first().and_then(Value::as_int).unwrap_or(0))
    };
    let views = count("type = 'view'")?;
    if views > 0 {
        notes.push(format!("{views} {} no model; SQL can read {}.", has(views, "view"), it(views)));
    }
    let shadows = names(&scratch, "SELECT name FROM pragma_table_list WHERE type = 'shadow'")?;
    let mut readable = Vec::new();
    for table in scratch.tables()?.into_iter().filter(|table| !shadows.contains(table)) {
        let computed = "SELECT name FROM pragma_table_xinfo(%s) WHERE hidden IN (2, 3)";
        let computed = scratch.execute(&Statement::new(computed, vec![Value::text(&table)]))?;
        for column in &computed.cells {
            notes.push(format!("{table}.{} is computed by the database; the model leaves it out.", column.display()));
        }
        match scratch.count_rows(&table) {
            Ok(rows) => readable.push((table, rows)),
            Err(error) => notes.push(format!("The table {table} cannot be read here and has no model: {error}.")),
        }
    }
    if readable.is_empty() {
        return Ok(None);
    }
    let tables: Vec<String> = readable.iter().map(|(table, _)| table.clone()).collect();
    let inspected = inspect::inspect(&scratch, &tables)?;
    notes.extend(inspected.notes);
    let own: HashSet<&str> = inspected.models.keys().map(String::as_str).collect();
    let left_out = tables.iter().filter(|table| !own.contains(table.as_str())).count() as i64;
    if left_out > 0 {
        notes.push(format!("{left_out} {} of Django's own {} no model.", s(left_out, "table"), have(left_out)));
    }
    let mut unique = HashSet::new();
    notes.retain(|note| unique.insert(note.clone()));
    let mut imported = Vec::new();
    for (table, rows) in readable {
        imported.push(ImportedTable {
            model: inspected.models.get(&table).cloned(),
            rows,
            columns: u32::try_from(scratch.columns(&table)?.len()).unwrap_or(u32::MAX),
            table,
        });
    }
    let snapshot = Snapshot::take(&mut scratch)?;
    let bytes = snapshot.bytes().len() as u64;
    let name = name.to_owned();
    let about = Import { name, source, bytes, tables: imported, models: inspected.source, notes };
    Ok(Some(ImportedFile { about, snapshot }))
}

fn names(connection: &Connection, sql: &str) -> Result<Vec<String>, DatabaseError> {
    Ok(connection.execute_verbatim(sql)?.cells.iter().map(Value::display).collect())
}

fn s(count: i64, word: &str) -> String {
    if count == 1 { word.into() } else { format!("{word}s") }
}

fn have(count: i64) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

fn has(count: i64, word: &str) -> String {
    format!("{} {}", s(count, word), have(count))
}

fn it(count: i64) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// The database's words as the end of a sentence that begins with the file's name.
fn told(error: &DatabaseError) -> String {
    match error.message.as_str() {
        "file is not a database" => "is not a SQLite database, or is encrypted".into(),
        message => format!("cannot be read: {message}"),
    }
}

/// Whether it can be rows of text: UTF-16 says so at its beginning, other texts have no zero bytes.
fn looks_like_text(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || !bytes.iter().take(65_536).any(|byte| *byte == 0)
}

/// `My cities (2024).csv` as `my_cities_2024`.
fn table_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<String> = stem
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    match words.join("_") {
        name if name.is_empty() => "data".into(),
        name if name.starts_with("sqlite_") => format!("csv_{name}"),
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::stopped, testing::geo};

    fn file(name: &str, bytes: &[u8]) -> Result<ImportedFile, ServiceError> {
        import_file(name, bytes.to_vec(), None, stopped)
    }

    fn database(sql: &str) -> Vec<u8> {
        let mut connection = Connection::open_in_memory(stopped).expect("opens");
        connection.execute_script(sql).expect("creates");
        Snapshot::take(&mut connection).expect("is taken").bytes().to_vec()
    }

    #[test]
    fn a_database_becomes_tables_and_models() {
        let mut connection = geo();
        let bytes = Snapshot::take(&mut connection).expect("is taken").bytes().to_vec();
        let imported = file("C:\\data\\geo.sqlite3", &bytes).expect("is imported");
        assert_eq!(imported.about.name, "geo.sqlite3");
        let tables: Vec<_> = imported
            .about
            .tables
            .iter()
            .map(|table| (table.table.as_str(), table.model.as_deref(), table.rows))
            .collect();
        assert_eq!(tables, [("geo_city", Some("GeoCity"), 510), ("geo_state", Some("GeoState"), 51)]);
        assert!(imported.about.models.contains("models.ForeignKey(\"GeoState\""), "{}", imported.about.models);
        assert_eq!(imported.about.notes, [""; 0]);
    }

    #[test]
    fn what_a_person_should_know_is_noted() {
        let mut bytes = database(
            "CREATE TABLE a (x, y AS (x * 2)); CREATE VIEW v AS SELECT 1; CREATE TABLE django_migrations (id integer PRIMARY KEY);",
        );
        (bytes[18], bytes[19]) = (2, 2);
        let notes = file("a.db", &bytes).expect("is imported").about.notes.join("\n");
        for expected in [
            "write-ahead log",
            "a.y is computed by the database",
            "1 view has no model",
            "1 table of Django's own has no model",
        ] {
            assert!(notes.contains(expected), "{notes}");
        }
    }

    #[test]
    fn what_is_no_data_is_refused_in_words() {
        let whole = database("CREATE TABLE a (x); INSERT INTO a VALUES (zeroblob(20000))");
        let mut damaged = whole.clone();
        damaged[4096..8192].fill(0xaa);
        let mut not_utf8 = database("CREATE TABLE a (x integer)");
        let at = not_utf8.windows(7).position(|part| part == b"integer").expect("keeps its SQL");
        not_utf8[at] = 0x80;
        let mut encrypted = whole.clone();
        encrypted[16..100].fill(0x5c);
        for (name, bytes, expected) in [
            ("a.csv", &b""[..], "a.csv is empty."),
            ("a.db", b"x,y\n1,2\n", "a.db is not a SQLite database."),
            ("a.xlsx", b"PK\x03\x04....", "a.xlsx is a compressed archive or a spreadsheet"),
            ("a.py", b"a = 1", "a.py is neither a SQLite database nor a CSV file."),
            ("a.bin", b"ab\0cd", "a.bin is neither a SQLite database nor a CSV file."),
            ("a.csv", b"\n\n\n", "a.csv cannot be read: the file has no rows."),
            ("a.db", &whole[..8192], "a.db is cut short: 8192 of"),
            ("a.db", &whole[..50], "a.db is"),
            ("a.db", &damaged, "a.db"),
            ("a.db", &encrypted, "a.db"),
            ("a.db", &not_utf8, "a.db cannot be read: Could not decode to UTF-8 column 'sql'"),
            ("a.db", &database("CREATE TABLE a (x); DROP TABLE a"), "a.db has no tables."),
        ] {
            let error = file(name, bytes).expect_err(expected);
            assert!(error.message.starts_with(expected), "{} is not {expected}", error.message);
            assert_eq!(error.code, ErrorCode::BadFile);
        }
        let mut large = whole;
        large.resize(300_000_000, 0);
        let error = import_file("l.db", large, None, stopped).expect_err("is too large");
        assert_eq!(error.message, "l.db has 300 MB. At most 200 MB can be imported.");
    }

    #[test]
    fn csv_files_share_an_import_and_are_related() {
        let states = file("states.csv", b"id,name\n1,Oregon\n2,Texas\n").expect("is imported");
        let cities = b"name,state_id,founded,capital\nSalem,1,1842-06-18,true\nAustin,2,1839-12-27,true\n".to_vec();
        let both = import_file("cities.csv", cities.clone(), Some(&states), stopped).expect("is imported");
        assert_eq!((both.about.name.as_str(), both.about.tables.len()), ("states.csv", 2));
        for expected in [
            "state = models.ForeignKey(\"States\", models.DO_NOTHING, db_constraint=False)",
            "founded = models.DateField()",
            "capital = models.BooleanField()",
        ] {
            assert!(both.about.models.contains(expected), "{expected} is not in\n{}", both.about.models);
        }
        let again = import_file("cities.csv", cities, Some(&both), stopped).expect("takes its place");
        assert_eq!(again.about.tables.len(), 2);
    }

    #[test]
    fn odd_csv_files_are_repaired_and_it_is_told() {
        let imported = file("2024 Städte!.csv", b"a;b\ncaf\xe9;1\nx\n").expect("is imported").about;
        assert_eq!(imported.tables[0].table, "2024_städte");
        let notes = imported.notes.join("\n");
        assert!(
            notes.contains("1 row has not as many cells as the header") && notes.contains("Windows-1252"),
            "{notes}"
        );
        let open = file("a.csv", b"a,b\n1,\"2\n3,4\n").expect("is imported").about;
        assert!(open.notes[0].contains("a quote that is not closed"), "{:?}", open.notes);
    }
}
