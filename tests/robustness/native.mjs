// The command refuses what typed code asks of the world in the words of sandbox.txt, and leaves no file behind.
//
//   node tests/robustness/native.mjs OUTERREF

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HERE = import.meta.dirname;
const outerref = resolve(process.argv[2] ?? '');
const folder = mkdtempSync(join(tmpdir(), 'outerref-sandbox-'));
try {
  copyFileSync(join(HERE, 'sandbox.py'), join(folder, 'sandbox.py'));
  writeFileSync(join(folder, 'shop.py'), '');
  const before = readdirSync(folder);
  const output = execFileSync(
    outerref,
    ['run', '--json', '--runs', '1', '--models', 'shop.py', 'sandbox.py'],
    { cwd: folder },
  );
  const [{ stdout, error }] = JSON.parse(output).approaches;
  const expected = readFileSync(join(HERE, 'sandbox.txt'), 'utf8').split('\n');
  const answers = stdout.split('\n');
  const differences = expected.flatMap((line, index) =>
    line === answers[index] ? [] : [`- ${line}\n+ ${answers[index] ?? ''}`],
  );
  if (error) differences.push(`${error.type}: ${error.message}`);
  const made = readdirSync(folder).filter((name) => !before.includes(name));
  if (made.length > 0) differences.push(`made ${made.join(', ')}`);
  for (const difference of differences) console.error(difference);
  console.log(`sandbox: ${expected.length - 1} attempts, ${differences.length} not refused as expected`);
  process.exitCode = differences.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
