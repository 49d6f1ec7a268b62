// Compares the engine with what Django 6.1.3 recorded on SQLite: for each snippet of corpus.json its result, and
// the text and parameters of every statement.
//
//   node tests/golden/run.mjs OUTERREF [--corpus FILE] [--only TEXT] [--show] [--accept]
//
//   --corpus FILE another corpus, of which nothing may differ
//   --only TEXT   the snippets whose id holds TEXT
//   --show        for each difference the expected and the actual answer
//   --accept      rewrite differences.txt from this run (reasons that are there stay)
//
// A snippet that differs has to be in differences.txt with a reason; one that is there and agrees fails the run too.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";

const HERE = dirname(fileURLToPath(import.meta.url));
const LIST = join(HERE, "differences.txt");
const MINUTES_FOR_A_GROUP = 5;
const execute = promisify(execFile);

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		corpus: { type: "string", default: join(HERE, "corpus.json") },
		only: { type: "string", default: "" },
		show: { type: "boolean" },
		accept: { type: "boolean" },
	},
});
if (positionals.length !== 1) {
	console.error(
		"usage: node tests/golden/run.mjs OUTERREF [--corpus FILE] [--only TEXT] [--show] [--accept]",
	);
	process.exit(2);
}
const outerref = resolve(positionals[0]);

/** Runs the snippets together, as approaches of one run; false when the command itself failed. */
async function runTogether(snippets) {
	const folder = await mkdtemp(join(tmpdir(), "outerref-golden-"));
	try {
		const files = [];
		for (const [index, snippet] of snippets.entries()) {
			files.push(join(folder, `snippet_${index}.py`));
			await writeFile(files[index], snippet.code);
		}
		const command = [
			"run",
			"--models",
			"bookshop",
			"--data",
			"bookshop/data.py",
			"--runs",
			"1",
			"--json",
			...files,
		];
		const limits = {
			cwd: HERE,
			maxBuffer: 1 << 28,
			timeout: MINUTES_FOR_A_GROUP * 60_000,
		};
		// A run in which an approach ends with an error may exit with another code than 0; its Report counts.
		const { stdout, stderr } = await execute(outerref, command, limits).catch(
			(error) => error,
		);
		const report = parse(stdout);
		if (!report) return { failure: lastLine(stderr) };
		if (report.setupError)
			return {
				failure: `${report.setupError.type}: ${report.setupError.message}`,
			};
		return { approaches: report.approaches };
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** One answer for each snippet. A group whose process died is run one by one: a crash costs one snippet. */
async function answers(snippets) {
	const together = await runTogether(snippets);
	if (together.approaches?.length === snippets.length)
		return together.approaches;
	const alone = [];
	for (const snippet of snippets) {
		const { approaches, failure } = await runTogether([snippet]);
		alone.push(
			approaches?.[0] ?? {
				error: { type: "Crash", message: failure },
				queries: [],
			},
		);
	}
	return alone;
}

function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function lastLine(text) {
	return (text ?? "").trim().split("\n").at(-1) || "no output";
}

/** Equal as JSON; numbers within one part in 10⁹, because a sum of floats depends on the order of the rows. */
function same(a, b) {
	if (typeof a === "number" && typeof b === "number")
		return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
	if (Array.isArray(a))
		return (
			Array.isArray(b) &&
			a.length === b.length &&
			a.every((item, index) => same(item, b[index]))
		);
	if (a !== null && typeof a === "object") {
		if (b === null || typeof b !== "object" || Array.isArray(b)) return false;
		const keys = Object.keys(a);
		return (
			keys.length === Object.keys(b).length &&
			keys.every((key) => key in b && same(a[key], b[key]))
		);
	}
	return a === b;
}

/** Django takes the parameters of some IN lists from a set, so their order is not part of the answer. */
function comparable({ sql, params }) {
	const sorted = [...(params ?? [])];
	for (const list of sql.matchAll(/IN \((%s(?:, %s)+)\)/g)) {
		const begin = sql.slice(0, list.index).split("%s").length - 1;
		const count = list[1].split("%s").length - 1;
		const part = sorted
			.slice(begin, begin + count)
			.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
		sorted.splice(begin, count, ...part);
	}
	return { sql, params: sorted };
}

/** What differs: some of "error", "result", "count" and "sql". */
function differences(expected, answer) {
	if (answer.error)
		return [
			`error ${answer.error.type}: ${answer.error.message.split("\n")[0]}`,
		];
	const found = [];
	if (!same(expected.result, answer.result)) found.push("result");
	if (expected.queries.length !== answer.queries.length) {
		found.push(
			`count ${answer.queries.length}, not ${expected.queries.length}`,
		);
	} else if (
		!same(expected.queries.map(comparable), answer.queries.map(comparable))
	) {
		found.push("sql");
	}
	return found;
}

function show(expected, answer) {
	console.log(`    expected ${JSON.stringify(expected.result)}`);
	console.log(`    actual   ${JSON.stringify(answer.result)}`);
	const count = Math.max(expected.queries.length, answer.queries.length);
	for (let index = 0; index < count; index += 1) {
		const [want, got] = [expected.queries[index], answer.queries[index]];
		if (want && got && same(comparable(want), comparable(got))) continue;
		console.log(
			`    expected ${want ? `${want.sql} ${JSON.stringify(want.params)}` : "no more"}`,
		);
		console.log(
			`    actual   ${got ? `${got.sql} ${JSON.stringify(got.params)}` : "no more"}`,
		);
	}
}

async function knownDifferences() {
	const text = await readFile(LIST, "utf8").catch(() => "");
	const lines = text
		.split("\n")
		.filter((line) => line.trim() && !line.startsWith("#"));
	return new Map(
		lines.map((line) => [
			line.split(": ")[0],
			line.split(": ").slice(1).join(": "),
		]),
	);
}

async function writeDifferences(found, known) {
	const lines = [...found].map(
		([id, kinds]) => `${id}: ${known.get(id) || kinds.join(", ")}`,
	);
	const head =
		"# Snippets whose answer is not yet Django's, each with its reason. tests/golden/run.mjs reads this.\n";
	await writeFile(LIST, head + lines.map((line) => `${line}\n`).join(""));
}

const corpus = JSON.parse(await readFile(options.corpus, "utf8")).filter(
	({ id }) => id.includes(options.only),
);
const own = options.corpus === join(HERE, "corpus.json");
const known = own ? await knownDifferences() : new Map();
const groups = new Map();
for (const snippet of corpus)
	groups.set(snippet.group, [...(groups.get(snippet.group) ?? []), snippet]);

const found = new Map();
const unexpected = [];
for (const [group, snippets] of groups) {
	let agree = 0;
	for (const [index, answer] of (await answers(snippets)).entries()) {
		const { id, expect } = snippets[index];
		const kinds = differences(expect, answer);
		if (kinds.length === 0) agree += 1;
		else found.set(id, kinds);
		if (kinds.length > 0 !== known.has(id)) unexpected.push(id);
		if (kinds.length > 0 && (options.show || !known.has(id))) {
			console.log(`  ${id}: ${kinds.join(", ")}`);
			if (options.show) show(expect, answer);
		}
		if (kinds.length === 0 && known.has(id))
			console.log(`  ${id}: agrees now; take it off differences.txt`);
	}
	console.log(`${group}: ${agree} of ${snippets.length} agree`);
}
if (options.accept && options.only === "" && own)
	await writeDifferences(found, known);
console.log(
	`golden: ${corpus.length - found.size} of ${corpus.length} agree with Django, ${found.size} do not`,
);
console.log(
	`${corpus.length - unexpected.length} passed, ${unexpected.length} failed`,
);
process.exit(unexpected.length > 0 && !options.accept ? 1 : 0);
