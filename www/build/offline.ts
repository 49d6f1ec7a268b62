import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Writes `sw.js` from `src/offline/service-worker.js` with the list of the build's files, so that the
 * page works offline after one visit. A new build has a new list and so a new service worker.
 */
export function offline(): Plugin {
  let source = '';
  return {
    name: 'outerref:offline',
    apply: 'build',
    buildStart() {
      source = readFileSync(resolve(import.meta.dirname, '../src/offline/service-worker.js'), 'utf8');
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        // Pictures for other sites are not shown on this one.
        const files = Object.keys(bundle).filter(
          (name) => !name.endsWith('.map') && name !== 'sw.js' && !name.startsWith('previews/'),
        );
        const hash = createHash('sha256');
        for (const name of files.sort()) {
          const item = bundle[name];
          hash.update(name).update(item?.type === 'asset' ? item.source : (item?.code ?? ''));
        }
        const list = JSON.stringify(['./', ...files]);
        this.emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: source
            .replace("'__FILES__'", () => list)
            .replace('__VERSION__', hash.digest('hex').slice(0, 16)),
        });
      },
    },
  };
}
