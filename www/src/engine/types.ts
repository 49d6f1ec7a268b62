// Generated from crate/lab/src/report by its test. Do not edit.

/**
 * What one run of several approaches told.
 */
export type Report = {
/**
 * The version of this format. Readers refuse a newer one.
 */
version: number,
/**
 * One entry for each way of writing the same thing, in the order given.
 */
approaches: Array<Approach>,
/**
 * Whether all approaches that ended without error gave equal results. `None` with fewer than two.
 */
sameResult: boolean | null,
/**
 * Where the results part, if they do.
 */
difference: Difference | null,
/**
 * The dialect in which the SQL is shown. SQLite executes.
 */
dialect: Dialect,
/**
 * The scale that the data was loaded at, if the data has one.
 */
scale: number | null,
/**
 * An error in the models or the data, which keeps every approach from running.
 */
setupError: RunError | null,
/**
 * What loading the models and the data printed.
 */
setupStdout: string,
/**
 * Tables and how many rows each holds before an approach runs.
 */
tables: Array<TableSize>,
/**
 * The smallest step of the clock that timed the run, in microseconds.
 */
clockMicros: number, };

/**
 * A table and its number of rows.
 */
export type TableSize = {
/**
 * The table's name in SQL.
 */
table: string,
/**
 * The model's label, as `shop.Book`.
 */
model: string,
/**
 * How many rows it holds.
 */
rows: number, };

/**
 * One way of writing it: what it gave and what it cost.
 */
export type Approach = {
/**
 * The name that the person gave it.
 */
name: string,
/**
 * The result as JSON, if it can be said in JSON; otherwise `null`.
 */
result: unknown,
/**
 * `repr()` of the result, cut to a readable length. `None` when there is no result.
 */
resultRepr: string | null,
/**
 * The result as a table, if it is a list of rows, of dictionaries or of model instances.
 */
resultTable: ResultTable | null,
/**
 * What the code printed, cut at the output budget.
 */
stdout: string,
/**
 * How many characters of output the budget cut off.
 */
stdoutCut: number,
/**
 * Why the approach ended early, if it did.
 */
error: RunError | null,
/**
 * Every statement, in order, as Django hands it to the cursor. Transaction control is not listed.
 */
queries: Array<Query>,
/**
 * Sums over `queries`.
 */
totals: Totals,
/**
 * Measured time over repeated runs.
 */
timing: Timing,
/**
 * Statements that have the same shape or are wholly the same.
 */
groups: Array<Group>,
/**
 * What the run shows about the code, worst first.
 */
findings: Array<Finding>,
/**
 * How the cost grows with the data, when it was measured.
 */
growth: Growth | null, };

/**
 * A result as rows and columns, every cell as text.
 */
export type ResultTable = {
/**
 * The headings.
 */
columns: Array<string>,
/**
 * The first rows; a missing value is `null`.
 */
rows: Array<Array<string | null>>,
/**
 * How many rows the whole result has.
 */
totalRows: number, };

/**
 * An exception, or a budget that was reached.
 */
export type RunError = {
/**
 * The exception's class, as `FieldError`, or `BudgetExceeded`.
 */
type: string,
/**
 * Its message.
 */
message: string,
/**
 * The file in which the last frame of the person's own code lies.
 */
file: string | null,
/**
 * The line in that file, from 1.
 */
line: number | null,
/**
 * The column, from 1, for a syntax error.
 */
column: number | null,
/**
 * The frames of the person's own code, outermost first.
 */
frames: Array<TracebackFrame>,
/**
 * The traceback as Python prints it.
 */
traceback: string,
/**
 * What would be right, when that can be said.
 */
hint: string | null, };

/**
 * One frame of the person's code.
 */
export type TracebackFrame = {
/**
 * The file, as `models.py`, or the approach's name.
 */
file: string,
/**
 * The line, from 1.
 */
line: number,
/**
 * The function, or `<module>`.
 */
function: string, };

/**
 * Sums over an approach's queries. All times are of one run, the last.
 */
export type Totals = {
/**
 * How many statements.
 */
queries: number,
/**
 * Rows fetched.
 */
rowsFetched: number,
/**
 * Columns fetched, summed over statements.
 */
columnsFetched: number,
/**
 * Cells fetched: rows times columns of each statement.
 */
cellsFetched: number,
/**
 * Of them, those that the code read.
 */
cellsUsed: number,
/**
 * Bytes of the cells fetched, text and blobs by length, numbers at 8.
 */
bytes: number,
/**
 * Model instances made.
 */
instances: number,
/**
 * Microseconds in the database.
 */
dbMicros: number,
/**
 * Microseconds elsewhere.
 */
pythonMicros: number,
/**
 * Modelled: microseconds that the same statements and instances would take Django 6.1 on CPython.
 */
djangoMicros?: number, };

/**
 * Measured wall time over repeated, interleaved runs after a warm-up.
 */
export type Timing = {
/**
 * How many runs were timed.
 */
runs: number,
/**
 * The median, in microseconds.
 */
medianMicros: number,
/**
 * Half the distance between the quartiles, in microseconds: the number after the ±.
 */
spreadMicros: number,
/**
 * The fastest run.
 */
minMicros: number,
/**
 * The slowest run.
 */
maxMicros: number,
/**
 * The median of the time in the database.
 */
dbMedianMicros: number, };

/**
 * Statements that repeat.
 */
export type Group = {
/**
 * What `similarGroup` or `duplicateGroup` of a query refers to.
 */
id: number,
/**
 * Whether the statements are wholly the same, parameters too; otherwise only in shape.
 */
duplicate: boolean,
/**
 * The SQL of its first statement, with placeholders.
 */
sql: string,
/**
 * How many statements.
 */
count: number,
/**
 * Time of all of them, in microseconds.
 */
micros: number,
/**
 * The lines that they come from, each with its count.
 */
lines: Array<[TracebackFrame, number]>, };

/**
 * Where two results part.
 */
export type Difference = {
/**
 * The two approaches' names.
 */
between: [string, string],
/**
 * One sentence: "51 rows against 48".
 */
message: string, };

/**
 * How much a finding matters.
 */
export type Severity = "high" | "medium" | "low";

/**
 * Something that the run shows about the code.
 */
export type Finding = {
/**
 * Which finding, as `n_plus_one`.
 */
code: string,
/**
 * How much it matters.
 */
severity: Severity,
/**
 * Where: file and line.
 */
file: string | null,
/**
 * The line, from 1.
 */
line: number | null,
/**
 * One sentence: what was seen.
 */
title: string,
/**
 * What it costs and why.
 */
explanation: string,
/**
 * What to do, in words.
 */
suggestion: string,
/**
 * The relation it is about, as `state.cities`.
 */
relation: string | null,
/**
 * Code that would do better.
 */
rewrite: string | null,
/**
 * The queries that it speaks of, by index.
 */
queries: Array<number>, };

/**
 * Growth of an approach's cost with the data, from runs at several scales.
 */
export type Growth = {
/**
 * The scales run.
 */
scales: number[],
/**
 * Statements at each scale.
 */
queries: number[],
/**
 * Rows fetched at each scale.
 */
rows: number[],
/**
 * Median time at each scale, in microseconds.
 */
micros: Array<number>,
/**
 * In words: "constant", "grows with State".
 */
verdict: string, };

/**
 * One statement that was run.
 */
export type Query = {
/**
 * The SQL with `%s` placeholders, as Django hands it to the cursor.
 */
sql: string,
/**
 * The parameters as JSON.
 */
params: unknown[],
/**
 * What kind of statement.
 */
kind: QueryKind,
/**
 * Rows fetched, or changed by a write.
 */
rows: number,
/**
 * Columns of each row fetched.
 */
columns: number,
/**
 * Cells that the code read.
 */
cellsUsed: number,
/**
 * Bytes of the cells fetched.
 */
bytes: number,
/**
 * Microseconds since the approach began.
 */
startMicros: number,
/**
 * Microseconds it took.
 */
micros: number,
/**
 * The line of the person's code that caused it, innermost, from 1.
 */
line: number | null,
/**
 * The file of that line: `models.py`, or the approach's name.
 */
file: string | null,
/**
 * All frames of the person's code, outermost first.
 */
stack: Array<TracebackFrame>,
/**
 * The group of statements of the same shape, if there are others.
 */
similarGroup: number | null,
/**
 * The group of statements that are wholly the same, if there are others.
 */
duplicateGroup: number | null,
/**
 * How SQLite goes about it, when asked for.
 */
plan: Array<PlanNode> | null, };

/**
 * What a statement does.
 */
export type QueryKind = "select" | "insert" | "update" | "delete" | "other";

/**
 * A step of a query plan.
 */
export type PlanNode = {
/**
 * SQLite's own words.
 */
detail: string,
/**
 * In plain words.
 */
words: string,
/**
 * The steps within this one.
 */
children: Array<PlanNode>, };

/**
 * A run: the models, the data, and the approaches to compare.
 */
export type RunRequest = {
/**
 * Python files, importable by the code. The models are those of `modelsModule`.
 */
files: Array<SourceFile>,
/**
 * The module or package that holds the models: `models`, or `shop` for `shop/models.py`.
 */
modelsModule: string,
/**
 * The file that fills the tables, if any: its top level, or its `load()` or `load(scale)`.
 */
dataFile: string | null,
/**
 * What to compare.
 */
approaches: Array<ApproachSource>,
/**
 * Given to `load(scale)`.
 */
scale: number | null,
/**
 * The dialect in which to show the SQL.
 */
dialect: Dialect,
/**
 * How often to run for the timing.
 */
repeat: Repeat,
/**
 * Where to stop.
 */
budget: Budget, };

/**
 * A Python file.
 */
export type SourceFile = {
/**
 * Its path, as `models.py` or `shop/models.py`.
 */
path: string,
/**
 * Its text.
 */
text: string, };

/**
 * One way of writing it.
 */
export type ApproachSource = {
/**
 * The name shown.
 */
name: string,
/**
 * Its code.
 */
source: string, };

/**
 * A database whose SQL can be shown.
 */
export type Dialect = "sqlite" | "postgresql" | "mysql";

/**
 * How often to repeat an approach for its timing.
 */
export type Repeat = {
/**
 * Untimed runs first.
 */
warmUp: number,
/**
 * At most so many timed runs of each approach.
 */
maxRuns: number,
/**
 * Enough, when an approach has been timed for so long in all, in microseconds.
 */
enoughMicros: number, };

/**
 * Limits on one run of an approach. Reaching one ends it with a message and a partial report.
 */
export type Budget = {
/**
 * Wall time, in microseconds.
 */
micros: number,
/**
 * Statements.
 */
queries: number,
/**
 * Characters printed.
 */
output: number,
/**
 * Rows of a result that are shown.
 */
rowsShown: number,
/**
 * Rows that one statement may fetch.
 */
rowsFetched: number, };
