import type { Finding } from '../engine/types.ts';

/** Findings that say the same of several places: said once, with the places. */
export interface FindingGroup {
  first: Finding;
  places: Finding[];
  /** The statements of all places. */
  queries: number[];
  /** What would be better, where that is the same at each place. */
  suggestion: string | null;
}

export function groupsOfFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { code, severity, title, explanation } = finding;
    const key = JSON.stringify([code, severity, title, explanation]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((places) => {
    const [first] = places;
    if (!first) return [];
    const queries = [...new Set(places.flatMap((each) => each.queries))];
    const alike = places.every((each) => each.suggestion === first.suggestion);
    return [{ first, places, queries, suggestion: alike ? first.suggestion : null }];
  });
}
