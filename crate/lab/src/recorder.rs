//! [`Recorder`]: runs statements and remembers each: what was asked, from which line, what came, how long it took,
//! and which of the fetched cells the code then read.

use outerref_orm::{Rows, Statement, Value};

use crate::{
    clock::Clock,
    connection::{Connection, DatabaseError, ErrorClass, cell_bytes},
    events::Event,
    report::{ClauseSpan, QueryKind, TracebackFrame},
    sql_text,
};

/// Everything that one run of an approach did to the database, and what it did with the answers.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The statements, in order. Transaction control is not among them.
    pub queries: Vec<QueryRecord>,
    /// What the code did, as the Python layer told it.
    pub events: Vec<Event>,
    /// Model instances made.
    pub instances: u64,
    /// Microseconds from the beginning to the end of the run.
    pub micros: f64,
}

/// One statement that was run.
#[derive(Clone, Debug)]
pub struct QueryRecord {
    /// The SQL with `%s` placeholders.
    pub sql: String,
    /// The parameters; of `executemany` those of the first run.
    pub params: Vec<Value>,
    /// How often `executemany` ran it.
    pub times: Option<u64>,
    /// The same for the database whose SQL is to be shown, if that is another one.
    pub written: Option<Statement>,
    /// What kind of statement.
    pub kind: QueryKind,
    /// Rows fetched, or changed by a write.
    pub rows: u64,
    /// The names of the columns fetched.
    pub columns: Vec<String>,
    /// Bytes of the cells fetched.
    pub bytes: u64,
    /// When it began, in microseconds since the run began.
    pub start_micros: f64,
    /// How long it took, in microseconds.
    pub micros: f64,
    /// Frames of the person's code, outermost first.
    pub stack: Vec<TracebackFrame>,
    /// Which cells the code read.
    pub used: UsedCells,
    /// Which call gave which part of it, if that was told.
    pub clauses: Vec<ClauseSpan>,
    /// Whether its rows are the result that is shown, so that every column of them is looked at.
    pub shown: bool,
    /// Whether the database refused it.
    pub failed: bool,
}

impl QueryRecord {
    /// Cells fetched.
    pub fn cells(&self) -> u64 {
        if self.columns.is_empty() { 0 } else { self.rows * self.columns.len() as u64 }
    }

    /// The innermost line of the person's code.
    pub fn frame(&self) -> Option<&TracebackFrame> {
        self.stack.last()
    }

    /// Whether it fetched rows.
    pub fn is_select(&self) -> bool {
        self.kind == QueryKind::Select
    }
}

/// The cells of one answer that were read: one bit each, made when the first is read.
#[derive(Clone, Debug, Default)]
pub struct UsedCells {
    columns: usize,
    rows: usize,
    bits: Vec<u64>,
    count: u64,
}

impl UsedCells {
    /// None read yet of so many rows and columns.
    pub fn new(rows: usize, columns: usize) -> Self {
        Self { columns, rows, bits: Vec::new(), count: 0 }
    }

    /// Notes that a cell was read. A cell outside the answer is ignored.
    #[inline]
    pub fn mark(&mut self, row: usize, column: usize) {
        if row >= self.rows || column >= self.columns {
            return;
        }
        if self.bits.is_empty() {
            self.bits = vec![0; (self.rows * self.columns).div_ceil(64)];
        }
        let cell = row * self.columns + column;
        let bit = 1 << (cell % 64);
        self.count += u64::from(self.bits[cell / 64] & bit == 0);
        self.bits[cell / 64] |= bit;
    }

    /// Notes that a whole row was read, as when `values_list` hands it out as a tuple.
    pub fn mark_row(&mut self, row: usize) {
        (0..self.columns).for_each(|column| self.mark(row, column));
    }

    /// Notes that all was read.
    pub fn mark_all(&mut self) {
        (0..self.rows).for_each(|row| self.mark_row(row));
    }

    /// How many cells were read.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether a cell was read.
    pub fn is_used(&self, row: usize, column: usize) -> bool {
        let cell = row * self.columns + column;
        row < self.rows
            && column < self.columns
            && self.bits.get(cell / 64).is_some_and(|bits| bits & (1 << (cell % 64)) != 0)
    }

    /// How many rows had any cell read.
    pub fn rows_used(&self) -> u64 {
        if self.count == 0 {
            return 0;
        }
        (0..self.rows).filter(|row| (0..self.columns).any(|column| self.is_used(*row, column))).count() as u64
    }

    /// For each column, how many of its cells were read.
    pub fn by_column(&self) -> Vec<u64> {
        (0..self.columns).map(|column| (0..self.rows).filter(|row| self.is_used(*row, column)).count() as u64).collect()
    }
}

/// Runs statements on a connection and keeps the recording of one run.
#[derive(Debug)]
pub struct Recorder {
    clock: Clock,
    began: f64,
    queries_limit: u32,
    recording: Recording,
}

impl Recorder {
    /// Begins a run now. `queries_limit` is the budget of statements.
    pub fn begin(clock: Clock, queries_limit: u32) -> Self {
        Self { clock, began: clock(), queries_limit, recording: Recording::default() }
    }

    /// Runs a statement with parameters. `stack` are the frames of the person's code, outermost first.
    ///
    /// Gives the statement's index, for [`Recorder::mark_used`], with the rows; transaction control has none.
    pub fn execute(
        &mut self,
        connection: &Connection,
        statement: &Statement,
        stack: Vec<TracebackFrame>,
    ) -> Result<(Option<u32>, Rows), DatabaseError> {
        self.record(&statement.sql, &statement.params, stack, || connection.execute(statement))
    }

    /// Runs a statement as it stands, without parameters.
    pub fn execute_verbatim(
        &mut self,
        connection: &Connection,
        sql: &str,
        stack: Vec<TracebackFrame>,
    ) -> Result<(Option<u32>, Rows), DatabaseError> {
        self.record(sql, &[], stack, || connection.execute_verbatim(sql))
    }

    fn record(
        &mut self,
        sql: &str,
        params: &[Value],
        stack: Vec<TracebackFrame>,
        run: impl FnOnce() -> Result<Rows, DatabaseError>,
    ) -> Result<(Option<u32>, Rows), DatabaseError> {
        if sql_text::is_transaction_control(sql) {
            return run().map(|rows| (None, rows));
        }
        let index = u32::try_from(self.recording.queries.len()).unwrap_or(u32::MAX);
        if index >= self.queries_limit {
            return Err(DatabaseError::new(
                ErrorClass::BudgetExceeded,
                format!("The run made more than {} queries.", self.queries_limit),
            ));
        }
        let start = (self.clock)();
        let answer = run();
        let micros = (self.clock)() - start;
        let kind = sql_text::kind(sql);
        let mut query = QueryRecord {
            sql: sql.to_owned(),
            params: params.to_vec(),
            times: None,
            written: None,
            kind,
            rows: 0,
            columns: Vec::new(),
            bytes: 0,
            start_micros: start - self.began,
            micros,
            stack,
            used: UsedCells::default(),
            clauses: Vec::new(),
            shown: false,
            failed: answer.is_err(),
        };
        if let Ok(rows) = &answer {
            query.rows = if rows.columns.is_empty() { rows.changed } else { rows.len() as u64 };
            query.columns.clone_from(&rows.columns);
            query.bytes = rows.cells.iter().map(cell_bytes).sum();
            query.used = UsedCells::new(rows.len(), rows.columns.len());
        }
        self.recording.queries.push(query);
        answer.map(|rows| (Some(index), rows))
    }

    /// Notes that the code read a cell. Cheap enough for every attribute access.
    #[inline]
    pub fn mark_used(&mut self, query: u32, row: usize, column: usize) {
        if let Some(query) = self.recording.queries.get_mut(query as usize) {
            query.used.mark(row, column);
        }
    }

    /// Notes that the code read a whole row.
    pub fn mark_row_used(&mut self, query: u32, row: usize) {
        if let Some(query) = self.recording.queries.get_mut(query as usize) {
            query.used.mark_row(row);
        }
    }

    /// Notes that the code read all that a statement fetched, as `count()` and `exists()` do.
    pub fn mark_all_used(&mut self, query: u32) {
        if let Some(query) = self.recording.queries.get_mut(query as usize) {
            query.used.mark_all();
        }
    }

    /// Notes that model instances were made.
    pub fn count_instances(&mut self, instances: u64) {
        self.recording.instances += instances;
    }

    /// Notes something that the code did.
    pub fn event(&mut self, event: Event) {
        self.recording.events.push(event);
    }

    /// How many statements there are so far.
    pub fn len(&self) -> usize {
        self.recording.queries.len()
    }

    /// Whether there is no statement so far.
    pub fn is_empty(&self) -> bool {
        self.recording.queries.is_empty()
    }

    /// The statements so far, for `connection.queries` and `assertNumQueries`.
    pub fn queries(&self) -> &[QueryRecord] {
        &self.recording.queries
    }

    /// Ends the run now.
    pub fn finish(mut self) -> Recording {
        self.recording.micros = (self.clock)() - self.began;
        self.recording
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::stopped;

    fn connection() -> Connection {
        let connection = Connection::open_in_memory(stopped).expect("opens");
        connection.execute_script("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'é'), (2, NULL)").expect("fills");
        connection
    }

    #[test]
    fn records_shape_and_bytes_and_skips_transaction_control() {
        let connection = connection();
        let mut recorder = Recorder::begin(stopped, 10);
        for sql in ["BEGIN", "SELECT a, b FROM t", "UPDATE t SET a = 3", "COMMIT"] {
            recorder.execute_verbatim(&connection, sql, Vec::new()).expect("runs");
        }
        let recording = recorder.finish();
        let [select, update] = &recording.queries[..] else { panic!("two statements") };
        assert_eq!((select.rows, select.columns.len(), select.bytes, select.cells()), (2, 2, 8 + 2 + 8, 4));
        assert_eq!((update.kind, update.rows, update.cells()), (QueryKind::Update, 2, 0));
    }

    #[test]
    fn counts_each_cell_that_is_read_once() {
        let connection = connection();
        let mut recorder = Recorder::begin(stopped, 10);
        let (query, _) = recorder.execute_verbatim(&connection, "SELECT a, b FROM t", Vec::new()).expect("runs");
        let query = query.expect("is listed");
        for (row, column) in [(0, 1), (0, 1), (1, 1), (9, 0), (0, 9)] {
            recorder.mark_used(query, row, column);
        }
        let used = &recorder.queries()[0].used;
        assert_eq!((used.count(), used.rows_used(), used.by_column()), (2, 2, vec![0, 2]));
        recorder.mark_all_used(query);
        assert_eq!(recorder.queries()[0].used.count(), 4);
    }

    #[test]
    fn budget_of_queries_ends_the_run() {
        let connection = connection();
        let mut recorder = Recorder::begin(stopped, 1);
        recorder.execute_verbatim(&connection, "SELECT 1", Vec::new()).expect("runs");
        let error = recorder.execute_verbatim(&connection, "SELECT 1", Vec::new()).expect_err("is over the budget");
        assert_eq!(error.class, ErrorClass::BudgetExceeded);
        assert_eq!(recorder.len(), 1);
    }

    #[test]
    fn refused_statements_are_listed_too() {
        let connection = connection();
        let mut recorder = Recorder::begin(stopped, 9);
        recorder.execute_verbatim(&connection, "SELECT c FROM t", Vec::new()).expect_err("no such column");
        assert!(recorder.queries()[0].failed);
    }
}
