/** Loads a pack from a folder of this site. An exercise that is broken does not keep the others from loading. */
import type { SourceFile } from '../engine/types.ts';
import { type Exercise, type Pack, PackError, parseExercise, parsePack } from './parse.ts';

export interface LoadedPack {
  pack: Pack;
  exercises: Map<string, Exercise>;
  /** What is wrong, by exercise. */
  broken: Map<string, string>;
}

/** Gives the text of a file of the pack, by its path. */
export type ReadFile = (path: string) => Promise<string>;

export function fromSite(folder: URL): ReadFile {
  return async (path) => {
    const response = await fetch(new URL(path, folder));
    if (!response.ok) throw new PackError(`${path} could not be had (HTTP ${response.status}).`);
    return response.text();
  };
}

/** What the course's lessons share, which packs may use too. */
export const COURSE: ReadFile = (path) => fromSite(new URL('./lessons/', document.baseURI))(path);

/** A folder of the learner's own disk. Nothing of it leaves the browser. */
export function fromFolder(files: readonly File[]): ReadFile {
  const pathOf = (file: File) => file.webkitRelativePath || file.name;
  const [pack] = files
    .map(pathOf)
    .filter((path) => /(^|\/)pack\.md$/.test(path))
    .sort((a, b) => a.length - b.length);
  const top = pack?.slice(0, -'pack.md'.length) ?? '';
  const byPath = new Map(files.map((file) => [pathOf(file), file]));
  return async (path) => {
    const file = byPath.get(top + path);
    if (!file)
      throw new PackError(path === 'pack.md' ? 'No pack.md lies in that folder.' : `There is no ${path}.`);
    return file.text();
  };
}

export async function loadPack(read: ReadFile, course: ReadFile): Promise<LoadedPack> {
  const pack = parsePack(await read('pack.md'));
  const exercises = new Map<string, Exercise>();
  const broken = new Map<string, string>();
  const shared = new Map<string, Promise<SourceFile[]>>();
  await Promise.all(
    pack.exercises.map(async (key) => {
      try {
        const exercise = parseExercise(key, await read(`${key}.md`));
        if (exercise.sharedName !== null) {
          const name = exercise.sharedName;
          const files = shared.get(name) ?? sharedFiles(pack, name, exercise, read, course);
          shared.set(name, files);
          const own = new Set(exercise.files.map((file) => file.path));
          exercise.files.unshift(...(await files).filter((file) => !own.has(file.path)));
        }
        exercises.set(key, exercise);
      } catch (error) {
        broken.set(key, error instanceof Error ? error.message : String(error));
      }
    }),
  );
  return { pack, exercises, broken };
}

/** The pack's own shared files, or the course's of that name: its models and its data. */
async function sharedFiles(
  pack: Pack,
  name: string,
  { modelsModule }: Exercise,
  read: ReadFile,
  course: ReadFile,
): Promise<SourceFile[]> {
  const prefix = `_shared/${name}/`;
  const own = pack.shared
    .map((path) => (path.startsWith('_shared/') ? path : `_shared/${path}`))
    .filter((path) => path.startsWith(prefix));
  const paths = own.length > 0 ? own : [`${prefix}${modelsModule}/models.py`, `${prefix}data.py`];
  const from = own.length > 0 ? read : course;
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(prefix.length), text: await from(path) })),
  );
}
