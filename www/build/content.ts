import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Copies a folder of Markdown and Python into the site as it is: packs and lessons are read by the page. */
export function content(folders: Record<string, string>): Plugin {
  return {
    name: 'outerref:content',
    apply: 'build',
    generateBundle() {
      for (const [target, folder] of Object.entries(folders)) {
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(md|py)$/.test(entry.name)) continue;
          const path = join(entry.parentPath, entry.name);
          const name = relative(folder, path).split(sep).join('/');
          this.emitFile({ type: 'asset', fileName: `${target}/${name}`, source: readFileSync(path) });
        }
      }
    },
  };
}
