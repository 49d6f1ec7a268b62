/**
 * The engine's code that few runs reach, in a file of its own (tools/bindgen). It is fetched when the first
 * result is there; a run that needs it before waits for it.
 */
export class SecondHalf {
  #url: string;
  #integrity: string;
  #module: WebAssembly.Module | null = null;
  #asked: Promise<void> | null = null;

  constructor(url: string, integrity: string) {
    this.#url = url;
    this.#integrity = integrity;
  }

  /** Fetches it in the background. A failure is no error: `now` tries again when it is needed. */
  soon(): Promise<void> {
    const options: RequestInit = { credentials: 'same-origin', integrity: this.#integrity };
    this.#asked ??= WebAssembly.compileStreaming(fetch(this.#url, options)).then(
      (module) => {
        this.#module ??= module;
      },
      () => {
        this.#asked = null;
      },
    );
    return this.#asked;
  }

  /** The module, at once. Only a worker may wait so. */
  now(): WebAssembly.Module {
    this.#module ??= new WebAssembly.Module(this.#fetchNow());
    return this.#module;
  }

  #fetchNow(): ArrayBuffer {
    const request = new XMLHttpRequest();
    request.open('GET', this.#url, false);
    request.responseType = 'arraybuffer';
    request.send();
    if (request.status !== 200) {
      throw new Error(
        `A part of the engine could not be had (HTTP ${request.status}). Is the connection there?`,
      );
    }
    return request.response as ArrayBuffer;
  }
}
