declare const __ENGINE_BYTES__: number;

/** What wasm-bindgen makes of `crate/web`. */
declare module '#engine' {
  export default function init(options: {
    module_or_path: WebAssembly.Module | string | URL;
  }): Promise<unknown>;
  export class Engine {
    constructor();
    /** Runs a RunRequest (JSON) and gives a Report (JSON). */
    run(request: string, onProgress: (stage: string, done: number, total: number) => void): string;
    version(): string;
    free(): void;
  }
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
}

declare module '*.css' {}

declare module '*.css?inline' {
  const text: string;
  export default text;
}
