// Generated from crate/lab/src/report and crate/lab/src/service by a test. Do not edit.

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
growth: Growth | null,
/**
 * The article's three questions, answered. Empty in a Report of an earlier version.
 */
checklist?: Array<ChecklistItem>, };

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
 * One of the article's questions about code that uses models.
 */
export type Question = "constantQueries" | "onlyNeededData" | "noLoopOverModels";

/**
 * What is answered.
 */
export type Verdict = "yes" | "partly" | "no" | "open";

/**
 * The answer to one of the questions.
 */
export type ChecklistItem = {
/**
 * Which question.
 */
question: Question,
/**
 * The question in words.
 */
text: string,
/**
 * The answer.
 */
verdict: Verdict,
/**
 * What was seen.
 */
because: string,
/**
 * The findings that are the reason for a "no", by index.
 */
findings: Array<number>, };

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
 * In words: "constant", "grows linearly with State".
 */
verdict: string,
/**
 * How statements, rows and time each grow, with the fit that decided.
 */
table?: Array<GrowthRow>, };

/**
 * How one measure grows.
 */
export type GrowthRow = {
/**
 * What was measured.
 */
measure: GrowthMeasure,
/**
 * How it grows.
 */
class: GrowthClass,
/**
 * In words, with the model whose number of rows it follows.
 */
words: string,
/**
 * For each unit of the scale so much more, if it grows linearly.
 */
slope: number | null,
/**
 * The power of the scale that it follows, if it is another than 0 or 1.
 */
exponent: number | null,
/**
 * The share of the variation that the fit explains, from 0 to 1.
 */
rSquared: number, };

/**
 * What growth is measured of.
 */
export type GrowthMeasure = "queries" | "rows" | "time";

/**
 * How something grows with the data.
 */
export type GrowthClass = "constant" | "linear" | "lessThanLinear" | "worseThanLinear" | "unclear";

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
 * How often `cursor.executemany()` ran it; `params` are then those of the first time.
 */
times?: number,
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
plan: Array<PlanNode> | null,
/**
 * Which call of the code gave which part of the SQL; told once for statements of one shape from one line.
 */
clauses?: Array<ClauseSpan>, };

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
 * A call on a queryset and the parts of the SQL that came with it.
 */
export type ClauseSpan = {
/**
 * The call, as `filter`; `[]` for a slice; what the chain begins with, as `City.objects`, for the first.
 */
call: string,
/**
 * Where it stands.
 */
source: SourceSpan,
/**
 * The parts, each from a UTF-16 unit of `sql` to the one after its last.
 */
sql: Array<[number, number]>, };

/**
 * A part of a person's code. Lines and columns count from 1, columns in UTF-16 units; the end is behind the last.
 */
export type SourceSpan = {
/**
 * The file: `models.py`, or the approach's name.
 */
file: string,
/**
 * The line that it begins in.
 */
line: number,
/**
 * The column that it begins at.
 */
column: number,
/**
 * The line that it ends in.
 */
endLine: number,
/**
 * The column behind its end.
 */
endColumn: number, };

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
 * The name of imported data to begin with. Models that are not managed find their tables there; the data file,
 * if there is one as well, adds to it.
 */
imported?: string,
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
budget: Budget,
/**
 * Also run at other scales, to see what grows.
 */
growth?: GrowthRequest, };

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
 * At which scales growth is measured.
 */
export type GrowthRequest = {
/**
 * The scales; if there are none, an eighth, a quarter, a half and the whole of the run's own.
 */
scales: number[], };

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

/**
 * What is asked of the engine besides a run.
 */
export type Ask = { "kind": "prepare" } & PrepareRequest | { "kind": "complete" } & CompleteRequest | { "kind": "schema" } | { "kind": "ddl" } & DdlRequest | { "kind": "browse" } & BrowseRequest | { "kind": "whatIf" } & WhatIfRequest | { "kind": "subquery" } & SubqueryRequest | { "kind": "imports" } | { "kind": "forget" } & ForgetRequest | { "kind": "script" } & ScriptRequest | { "kind": "repl" } & ReplRequest;

/**
 * What the engine answers.
 */
export type Answer = { "kind": "prepare" } & Prepared | { "kind": "complete" } & Completions | { "kind": "schema" } & SchemaModels | { "kind": "ddl" } & DdlTables | { "kind": "browse" } & BrowsePage | { "kind": "whatIf" } & WhatIfAnswer | { "kind": "subquery" } & SubqueryAnswer | { "kind": "imports" } & Imports | { "kind": "forget" } & Imports | { "kind": "script" } & ScriptFiles | { "kind": "repl" } & ReplAnswer | { "kind": "import" } & Import | { "kind": "failed" } & ServiceError;

/**
 * Why something could not be done.
 */
export type ServiceError = {
/**
 * For the page to decide by.
 */
code: ErrorCode,
/**
 * For a person to read: one or two sentences.
 */
message: string, };

/**
 * Kinds of failure.
 */
export type ErrorCode = "notPrepared" | "badRequest" | "notFound" | "badFile" | "tooLarge" | "database";

/**
 * The models and the data to get ready. Its approaches are not run.
 */
export type PrepareRequest = {
/**
 * As for a run.
 */
run: RunRequest, };

/**
 * The models are imported and the data is loaded, or an error kept them from it.
 */
export type Prepared = {
/**
 * Tables and how many rows each holds.
 */
tables: Array<TableSize>,
/**
 * What loading printed.
 */
stdout: string,
/**
 * The error in the models or the data.
 */
error: RunError | null, };

/**
 * A place in a source that is being typed. It needs no earlier run, and the code need not be whole.
 */
export type CompleteRequest = {
/**
 * The Python files as they are typed, as in a run.
 */
files: Array<SourceFile>,
/**
 * The module or package that holds the models, as in a run.
 */
modelsModule: string,
/**
 * The path of the file in which the cursor is, or the approach's name.
 */
file: string,
/**
 * The whole text of it.
 */
source: string,
/**
 * The cursor: UTF-16 units from the beginning, as editors count.
 */
position: number, };

/**
 * What may stand there.
 */
export type Completions = {
/**
 * Where the text begins that a completion replaces, in UTF-16 units.
 */
from: number,
/**
 * Where it ends.
 */
to: number,
/**
 * The completions that begin with that text or contain it, best first.
 */
items: Array<Completion>,
/**
 * The call whose arguments the cursor is in.
 */
call: CallHint | null, };

/**
 * One of them.
 */
export type Completion = {
/**
 * What is shown and inserted.
 */
label: string,
/**
 * What it is.
 */
kind: CompletionKind,
/**
 * A few words beside it: a field's class, where a relation leads, the model that a method belongs to.
 */
detail: string,
/**
 * What a call of it takes, as `(*args, **kwargs)`.
 */
signature: string | null,
/**
 * One short sentence.
 */
documentation: string,
/**
 * What to insert, when that is not the label.
 */
insert: string | null, };

/**
 * What a completion is.
 */
export type CompletionKind = "field" | "relation" | "annotation" | "lookup" | "transform" | "method" | "property" | "argument" | "model" | "function" | "class" | "module" | "variable" | "keyword";

/**
 * A call that is being written.
 */
export type CallHint = {
/**
 * The call, as `annotate(*args, **kwargs)`.
 */
label: string,
/**
 * One short sentence.
 */
documentation: string,
/**
 * Its parameters.
 */
parameters: Array<CallParameter>,
/**
 * Which of them the cursor is at.
 */
active: number | null, };

/**
 * A parameter of a call.
 */
export type CallParameter = {
/**
 * As it is written in the label.
 */
label: string,
/**
 * Where it begins in the label, in UTF-16 units.
 */
from: number,
/**
 * Where it ends.
 */
to: number, };

/**
 * The models last imported.
 */
export type SchemaModels = {
/**
 * By label.
 */
models: Array<SchemaModel>, };

/**
 * A model.
 */
export type SchemaModel = {
/**
 * Its label, as `shop.Book`.
 */
label: string,
/**
 * Its class's name.
 */
name: string,
/**
 * Its table.
 */
table: string,
/**
 * How many rows the table holds; none if there is no such table.
 */
rows: number | null,
/**
 * Whether its table is made by the run. An imported one is not.
 */
managed: boolean,
/**
 * The label of the model that it is a proxy for.
 */
proxyFor: string | null,
/**
 * The labels of the models that it inherits from, each with a table of its own.
 */
parents: Array<string>,
/**
 * Made by Django for a many-to-many relation.
 */
autoCreated: boolean,
/**
 * Its fields, in the order of their definition.
 */
fields: Array<SchemaField>,
/**
 * Relations of other models to this one.
 */
reverse: Array<SchemaRelation>,
/**
 * The indexes of its table.
 */
indexes: Array<SchemaIndex>, };

/**
 * A field.
 */
export type SchemaField = {
/**
 * Its name.
 */
name: string,
/**
 * Its column; none for a relation without one.
 */
column: string | null,
/**
 * Its class, as `CharField`.
 */
kind: string,
/**
 * The type of its column on SQLite.
 */
dbType: string | null,
/**
 * Whether it may be `NULL`.
 */
null: boolean,
/**
 * Whether it is the primary key.
 */
primaryKey: boolean,
/**
 * Whether no two rows may have the same value.
 */
unique: boolean,
/**
 * Whether an index begins with its column.
 */
indexed: boolean,
/**
 * The model that it leads to.
 */
relation: SchemaRelation | null, };

/**
 * A relation, seen from one side.
 */
export type SchemaRelation = {
/**
 * What kind.
 */
kind: RelationKind,
/**
 * The label of the model at the other end.
 */
to: string,
/**
 * Its name in a lookup, as `cities__name`.
 */
queryName: string | null,
/**
 * The attribute of an instance, as `state.cities`; none if it is hidden (`related_name="+"`).
 */
accessor: string | null,
/**
 * The label of the model between, of a many-to-many relation.
 */
through: string | null, };

/**
 * A kind of relation.
 */
export type RelationKind = "manyToOne" | "oneToOne" | "manyToMany" | "oneToMany";

/**
 * An index of a table.
 */
export type SchemaIndex = {
/**
 * Its name in the database.
 */
name: string,
/**
 * Its columns; an expression is empty.
 */
columns: Array<string>,
/**
 * Whether it is unique.
 */
unique: boolean, };

/**
 * Which tables' statements.
 */
export type DdlRequest = {
/**
 * One table; none for all.
 */
table: string | null,
/**
 * In which dialect.
 */
dialect: Dialect, };

/**
 * The statements that make tables.
 */
export type DdlTables = {
/**
 * By table.
 */
tables: Array<TableDdl>, };

/**
 * The statements that make a table.
 */
export type TableDdl = {
/**
 * The table.
 */
table: string,
/**
 * The label of its model; none for a table that no model speaks of.
 */
model: string | null,
/**
 * CREATE TABLE, then its indexes.
 */
statements: Array<string>, };

/**
 * A page of a table's rows.
 */
export type BrowseRequest = {
/**
 * The table's name.
 */
table: string,
/**
 * Which rows: those with a cell that contains this text, or for which a comparison holds: `population > 5000`,
 * `name = Salem`, `state_id is null`. Empty for all.
 */
filter: string,
/**
 * In which order; otherwise by primary key.
 */
order: BrowseOrder | null,
/**
 * How many rows to pass over.
 */
offset: number,
/**
 * How many rows to show; at most [`MOST_PAGE_ROWS`].
 */
limit: number, };

/**
 * An order of rows.
 */
export type BrowseOrder = {
/**
 * The column.
 */
column: string,
/**
 * Largest first.
 */
descending: boolean, };

/**
 * Rows of a table.
 */
export type BrowsePage = {
/**
 * The table.
 */
table: string,
/**
 * Its columns.
 */
columns: Array<BrowseColumn>,
/**
 * The rows; every cell as text, a missing value as `null`.
 */
rows: Array<Array<string | null>>,
/**
 * How many rows the filter lets through.
 */
matching: number,
/**
 * How many rows the table has.
 */
total: number, };

/**
 * A column of a table.
 */
export type BrowseColumn = {
/**
 * Its name.
 */
name: string,
/**
 * Its type, as declared.
 */
declared: string,
/**
 * Whether it is the primary key, or part of it.
 */
primaryKey: boolean,
/**
 * The table that it refers to.
 */
references: string | null,
/**
 * Whether its values are numbers: set at the right.
 */
numeric: boolean, };

/**
 * A statement, and an index to try it with.
 */
export type WhatIfRequest = {
/**
 * The SQL of a [`Query`](crate::report::Query).
 */
sql: string,
/**
 * Its parameters.
 */
params: unknown[],
/**
 * The table to index.
 */
table: string,
/**
 * The columns of the index.
 */
columns: Array<string>, };

/**
 * The statement without the index and with it.
 */
export type WhatIfAnswer = {
/**
 * Without it.
 */
before: WhatIfSide,
/**
 * With it.
 */
with: WhatIfSide,
/**
 * Microseconds that making the index took.
 */
buildMicros: number,
/**
 * The statement that makes the index.
 */
createIndex: string,
/**
 * The same for a model's `Meta`.
 */
meta: string,
/**
 * Whether the plan with the index uses it.
 */
used: boolean, };

/**
 * A statement's plan and time.
 */
export type WhatIfSide = {
/**
 * The plan.
 */
plan: Array<PlanNode>,
/**
 * The time of one run, in microseconds.
 */
micros: number,
/**
 * Between how many runs the clock was read: it is wrong by at most a tick divided by them.
 */
runs: number, };

/**
 * Which subquery of a statement, and which row of the query around it.
 */
export type SubqueryRequest = {
/**
 * The SQL of a [`Query`](crate::report::Query).
 */
sql: string,
/**
 * Its parameters.
 */
params: unknown[],
/**
 * Which of its subqueries, from 0, in the order of their text.
 */
subquery: number,
/**
 * Which row of the table around it, from 0.
 */
row: number, };

/**
 * A subquery by itself.
 */
export type SubqueryAnswer = {
/**
 * How many subqueries the statement has.
 */
count: number,
/**
 * Where the subquery stands in the statement's SQL: UTF-16 units, begin and end.
 */
span: [number, number],
/**
 * The subquery, with a placeholder for each column of the outer row.
 */
sql: string,
/**
 * Its parameters.
 */
params: unknown[],
/**
 * The columns of the outer row and their values: what `OuterRef` stood for.
 */
bound: Array<BoundColumn>,
/**
 * What it gave.
 */
result: ResultTable,
/**
 * How SQLite goes about it.
 */
plan: Array<PlanNode>,
/**
 * The time of one run, in microseconds.
 */
micros: number,
/**
 * Between how many runs the clock was read: it is wrong by at most a tick divided by them.
 */
runs: number, };

/**
 * A column of the outer row.
 */
export type BoundColumn = {
/**
 * As the SQL names it, as `"geo_state"."id"`.
 */
column: string,
/**
 * Its value as JSON.
 */
value: unknown, };

/**
 * A file's data, kept for runs. A [`RunRequest`](crate::report::RunRequest) takes it by its name.
 */
export type Import = {
/**
 * What `imported` of a run names it by.
 */
name: string,
/**
 * What the file was.
 */
source: ImportKind,
/**
 * Its size in bytes, as it is kept.
 */
bytes: number,
/**
 * Its tables.
 */
tables: Array<ImportedTable>,
/**
 * A `models.py` that fits it.
 */
models: string,
/**
 * What a person should know: what was repaired, what was left out.
 */
notes: Array<string>, };

/**
 * What a file was.
 */
export type ImportKind = "sqlite" | "csv";

/**
 * A table that was imported.
 */
export type ImportedTable = {
/**
 * Its name.
 */
table: string,
/**
 * The model for it; none for a table of Django's own.
 */
model: string | null,
/**
 * How many rows.
 */
rows: number,
/**
 * How many columns.
 */
columns: number, };

/**
 * What was imported.
 */
export type Imports = {
/**
 * In the order of import.
 */
imports: Array<Import>, };

/**
 * An import to let go of.
 */
export type ForgetRequest = {
/**
 * Its name.
 */
name: string, };

/**
 * A run to be written as a Django project.
 */
export type ScriptRequest = {
/**
 * The run.
 */
run: RunRequest,
/**
 * How many queries each approach took, where that is known: what the test asserts.
 */
queries: Array<number | null>, };

/**
 * A Django project as text.
 */
export type ScriptFiles = {
/**
 * Its files. The first says how to use it.
 */
files: Array<SourceFile>,
/**
 * Whether it reads the exported database, to be saved beside it as `data.sqlite3`.
 */
needsDatabase: boolean, };

/**
 * A line of Python, or several. Names that it sets stay until the next run.
 */
export type ReplRequest = {
/**
 * The text.
 */
line: string, };

/**
 * What it gave. What it wrote stays in the database until the next run.
 */
export type ReplAnswer = {
/**
 * What it printed.
 */
stdout: string,
/**
 * `repr()` of its value, unless that is `None`.
 */
repr: string | null,
/**
 * Its value as a table, if it is one.
 */
table: ResultTable | null,
/**
 * The statements that it caused.
 */
queries: Array<ReplQuery>,
/**
 * Wall time in microseconds.
 */
micros: number,
/**
 * What it raised.
 */
error: RunError | null, };

/**
 * A statement that the line caused.
 */
export type ReplQuery = {
/**
 * The SQL with `%s` placeholders.
 */
sql: string,
/**
 * The parameters as JSON.
 */
params: unknown[],
/**
 * Rows fetched, or changed by a write.
 */
rows: number,
/**
 * Microseconds it took.
 */
micros: number, };

/** The largest file that can be imported, in bytes. */
export const MOST_IMPORT_BYTES = 200000000;

/** The most rows that `browse` shows at once. */
export const MOST_PAGE_ROWS = 1000;
