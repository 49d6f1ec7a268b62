/** Reading a workbench that comes from outside: storage, a link, a file. Nothing in it is trusted. */
import type { Dialect, SourceFile } from '../engine/types.ts';
import type { ApproachTab, Workbench } from './workbench.ts';

const DIALECTS: readonly Dialect[] = ['sqlite', 'postgresql', 'mysql'];
const MOST = { tabs: 50, name: 60, text: 2_000_000 };

/** A valid workbench, or nothing. Names are cut and made unique; unknown fields are dropped. */
export function readWorkbench(value: unknown): Workbench | null {
  if (!isRecord(value)) return null;
  const files = readList(value.files, readFile);
  const approaches = readList(value.approaches, readApproach);
  if (!files || !approaches) return null;
  return {
    title: readName(value.title, 'Untitled'),
    lesson: typeof value.lesson === 'string' ? value.lesson.slice(0, 100) : null,
    files: uniqueBy(files, (file) => file.path),
    modelsModule: readName(value.modelsModule, 'models'),
    dataFile: typeof value.dataFile === 'string' ? value.dataFile : null,
    ...(typeof value.imported === 'string' ? { imported: readName(value.imported, 'data') } : {}),
    approaches: uniqueBy(
      uniqueBy(approaches, (each) => each.id),
      (each) => each.name,
    ),
    scale: readScale(value.scale),
    scales: Array.isArray(value.scales)
      ? value.scales
          .slice(0, 8)
          .map(readScale)
          .filter((each) => each !== null)
      : [],
    dialect: DIALECTS.find((dialect) => dialect === value.dialect) ?? 'sqlite',
  };
}

function readFile(value: unknown): SourceFile | null {
  if (!isRecord(value) || typeof value.path !== 'string' || !isText(value.text)) return null;
  return /^[\w-]+(\/[\w-]+){0,5}\.py$/.test(value.path) ? { path: value.path, text: value.text } : null;
}

function readApproach(value: unknown): ApproachTab | null {
  if (!isRecord(value) || !isText(value.source)) return null;
  const id = typeof value.id === 'string' && /^\w{1,20}$/.test(value.id) ? value.id : null;
  return id === null ? null : { id, name: readName(value.name, 'Approach'), source: value.source };
}

function readList<T>(value: unknown, read: (item: unknown) => T | null): T[] | null {
  if (!Array.isArray(value) || value.length > MOST.tabs) return null;
  const items = value.map(read);
  return items.every((item) => item !== null) ? (items as T[]) : null;
}

function readScale(value: unknown): number | null {
  const whole = typeof value === 'number' ? Math.round(value) : 0;
  return whole >= 1 && whole <= 1e6 ? whole : null;
}

/** Control and bidirectional characters could make a name look like another. */
function readName(value: unknown, fallback: string): string {
  if (typeof value !== 'string') return fallback;
  const clean = value
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, MOST.name)
    .trimEnd();
  return clean || fallback;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST.text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function uniqueBy<T>(items: T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
