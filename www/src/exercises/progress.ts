/** What the browser keeps of the exercises: code, attempts, hints taken. It can be taken to another machine as a file. */
import { load, save } from '../store/storage.ts';

export interface Kept {
  code: string | null;
  attempts: number;
  solved: boolean;
  hints: number;
  solutionSeen: boolean;
}

export interface Progress {
  version: 1;
  exercises: Record<string, Kept>;
}

const KEY = 'progress';
const NOTHING: Kept = { code: null, attempts: 0, solved: false, hints: 0, solutionSeen: false };

export function readProgress(value: unknown): Progress {
  const exercises: Record<string, Kept> = {};
  if (isRecord(value) && isRecord(value.exercises)) {
    for (const [key, entry] of Object.entries(value.exercises)) {
      if (!isRecord(entry) || !/^[\w/-]{1,200}$/.test(key)) continue;
      exercises[key] = {
        code: typeof entry.code === 'string' ? entry.code.slice(0, 200_000) : null,
        attempts: whole(entry.attempts),
        solved: entry.solved === true,
        hints: whole(entry.hints),
        solutionSeen: entry.solutionSeen === true,
      };
    }
  }
  return { version: 1, exercises };
}

export function loadProgress(): Progress {
  return readProgress(load(KEY));
}

export function recordOf(progress: Progress, key: string): Kept {
  return progress.exercises[key] ?? NOTHING;
}

/** Changes what is kept of one exercise. `lost` is called where the browser keeps nothing. */
export function keep(
  progress: Progress,
  key: string,
  change: Partial<Kept>,
  lost: () => void = () => {},
): Progress {
  const next: Progress = {
    version: 1,
    exercises: { ...progress.exercises, [key]: { ...recordOf(progress, key), ...change } },
  };
  if (!save(KEY, next)) lost();
  return next;
}

/** Two progresses as one: what was solved anywhere is solved, and the code of the one that got further stays. */
export function merge(mine: Progress, theirs: Progress): Progress {
  const exercises = { ...mine.exercises };
  for (const [key, other] of Object.entries(theirs.exercises)) {
    const own = exercises[key];
    const further =
      !own || (other.solved && !own.solved) || (other.solved === own.solved && other.attempts > own.attempts);
    exercises[key] = {
      ...(further ? other : own),
      solved: other.solved || (own?.solved ?? false),
      hints: Math.max(other.hints, own?.hints ?? 0),
      solutionSeen: other.solutionSeen || (own?.solutionSeen ?? false),
    };
  }
  const next: Progress = { version: 1, exercises };
  save(KEY, next);
  return next;
}

function whole(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
