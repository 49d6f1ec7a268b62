//! Hand-made recordings for the tests of what reads recordings.

use outerref_orm::Value;

use crate::{
    connection::Connection,
    recorder::{QueryRecord, Recorder, Recording, UsedCells},
    report::TracebackFrame,
    sql_text,
};

pub(crate) fn frame(file: &str, line: u32) -> TracebackFrame {
    TracebackFrame { file: file.into(), line, function: "<module>".into() }
}

/// A statement that ran.
pub(crate) struct Made(QueryRecord);

pub(crate) fn select(sql: &str) -> Made {
    Made(QueryRecord {
        sql: sql.into(),
        params: Vec::new(),
        times: None,
        written: None,
        kind: sql_text::kind(sql),
        rows: 1,
        columns: vec!["id".into()],
        bytes: 8,
        start_micros: 0.0,
        micros: 10.0,
        stack: Vec::new(),
        used: UsedCells::default(),
        clauses: Vec::new(),
        shown: false,
        failed: false,
    })
}

impl Made {
    pub(crate) fn params<V: Into<Value>>(mut self, params: impl IntoIterator<Item = V>) -> Self {
        self.0.params = params.into_iter().map(Into::into).collect();
        self
    }

    pub(crate) fn at(mut self, file: &str, line: u32) -> Self {
        self.0.stack.push(frame(file, line));
        self
    }

    /// Rows fetched, of these columns; `used` are the columns read in the first `used_rows` rows.
    pub(crate) fn fetched(mut self, rows: usize, columns: &[&str], used_rows: usize, used: &[usize]) -> Self {
        self.0.rows = rows as u64;
        self.0.columns = columns.iter().map(|name| (*name).to_owned()).collect();
        self.0.bytes = (rows * columns.len() * 8) as u64;
        self.0.used = UsedCells::new(rows, columns.len());
        for row in 0..used_rows {
            used.iter().for_each(|column| self.0.used.mark(row, *column));
        }
        self
    }

    pub(crate) fn done(self) -> QueryRecord {
        self.0
    }
}

/// A recording of these statements.
pub(crate) fn recording(queries: Vec<QueryRecord>) -> Recording {
    Recording { queries, micros: 1000.0, ..Recording::default() }
}

/// A database with 51 states and ten cities each, as the course has them.
pub(crate) fn geo() -> Connection {
    let connection = Connection::open_in_memory(crate::clock::stopped).expect("opens");
    connection
        .execute_script(
            "CREATE TABLE geo_state (id integer PRIMARY KEY, name varchar(255) NOT NULL);
             CREATE TABLE geo_city (id integer PRIMARY KEY, name varchar(255) NOT NULL, state_id bigint NOT NULL
               REFERENCES geo_state (id) DEFERRABLE INITIALLY DEFERRED, population integer NOT NULL, area real
               NOT NULL);
             WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 51)
               INSERT INTO geo_state SELECT i, 'State ' || i FROM n;
             WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 509)
               INSERT INTO geo_city SELECT i + 1, 'City ' || i, i % 51 + 1, i * 37 % 1000, 1.5 FROM n;
             CREATE INDEX geo_city_state_id ON geo_city (state_id);",
        )
        .expect("fills");
    connection
}

/// A recording of statements that really ran, each at its own line.
pub(crate) fn ran(connection: &Connection, statements: &[&str]) -> Recording {
    let mut recorder = Recorder::begin(crate::clock::stopped, 10_000);
    for (line, sql) in (1..).zip(statements) {
        recorder.execute_verbatim(connection, sql, vec![frame("main", line)]).expect("runs");
    }
    recorder.finish()
}
