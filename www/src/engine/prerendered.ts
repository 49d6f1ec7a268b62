import { isReadable } from './readable.ts';
import type { Report } from './types.ts';

/** The Report that was made of a lesson when the site was built. */
export async function prerenderedReport(slug: string): Promise<Report | null> {
  try {
    const response = await fetch(new URL(`./prerendered/${slug}.json`, document.baseURI));
    const found: unknown = response.ok ? await response.json() : null;
    return isReadable(found) ? found : null;
  } catch {
    return null;
  }
}
