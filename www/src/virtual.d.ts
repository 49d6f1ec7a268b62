/** The module's file, and the SHA-256 of its second half if it is divided. */
declare const __ENGINE__: { bytes: number; integrity: string };
declare const __COLD_INTEGRITY__: string;

/** What wasm-bindgen makes of `crate/web`. */
declare module '#engine' {
  export default function init(options: {
    module_or_path: WebAssembly.Module | string | URL;
  }): Promise<{ memory: WebAssembly.Memory }>;
  /** `source` gives the second half of a divided module when code of it is called. */
  export function provideCold(source: () => WebAssembly.Module): void;
  export class Engine {
    constructor();
    /** Runs a RunRequest (JSON) and gives a Report (JSON). */
    run(request: string, onProgress: (stage: string, done: number, total: number) => void): string;
    /** Gives an Answer (JSON) to an Ask (JSON). */
    ask(request: string, onProgress: (stage: string, done: number, total: number) => void): string;
    /** Imports a file, or one more table into an import; gives an Answer (JSON). */
    importFile(name: string, bytes: Uint8Array, into?: string): string;
    /** The data as a `.sqlite3` file. */
    exportDatabase(): Uint8Array<ArrayBuffer>;
    version(): string;
    free(): void;
  }
}

declare module '#engine-cold' {
  /** Where the second half of a divided module lies; null when it is one. */
  const url: string | null;
  export default url;
}

declare module '#engine-wasm' {
  const url: string;
  export default url;
}

declare module 'virtual:lessons' {
  export const lessons: {
    slug: string;
    title: string;
    summary: string;
    /** What its approaches took when the site was built; empty where that was not measured. */
    queries: number[];
    /** Whether `prerendered/<slug>.json` lies beside the page. */
    prerendered: boolean;
    load: () => Promise<{ default: import('./lessons/parse.ts').Lesson }>;
  }[];
  export const datasets: {
    name: string;
    summary: string;
    load: () => Promise<{ default: import('../build/lessons.ts').Dataset }>;
  }[];
}

declare module '*.css' {}

declare module '*.css?inline' {
  const text: string;
  export default text;
}
