import type { Finding } from '../engine/types.ts';

/**
 * The source of an approach in which a finding's rewrite can be tried. A rewrite that is whole stands by
 * itself; a piece of one (`.annotate(...)`) is put as a comment above the line that it is about.
 */
export function rewritten(source: string, finding: Finding, file: string): string {
  const { rewrite, line } = finding;
  if (rewrite === null) return source;
  if (!rewrite.startsWith('.')) return rewrite.endsWith('\n') ? rewrite : `${rewrite}\n`;
  const lines = source.split('\n');
  const at = finding.file === file && line !== null ? Math.max(0, Math.min(line - 1, lines.length)) : 0;
  const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
  const note = rewrite.split('\n').map((each) => `${indent}# Try: ${each}`);
  return lines.toSpliced(at, 0, ...note).join('\n');
}
