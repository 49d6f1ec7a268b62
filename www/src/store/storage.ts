/** What the browser keeps. Storage may be full, forbidden or hold anything: it never breaks the page. */

const PREFIX = 'outerref.';

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** Kept for this tab, so that two tabs do not overwrite each other, and for the next new tab. */
export function save(key: string, value: unknown): boolean {
  const text = JSON.stringify(value);
  const own = attempt(() => sessionStorage.setItem(PREFIX + key, text) === undefined);
  const shared = attempt(() => localStorage.setItem(PREFIX + key, text) === undefined);
  return own === true || shared === true;
}

export function load(key: string): unknown {
  const text =
    attempt(() => sessionStorage.getItem(PREFIX + key)) ?? attempt(() => localStorage.getItem(PREFIX + key));
  return text === null ? null : attempt(() => JSON.parse(text) as unknown);
}

export function forget(key: string): void {
  attempt(() => sessionStorage.removeItem(PREFIX + key));
  attempt(() => localStorage.removeItem(PREFIX + key));
}
