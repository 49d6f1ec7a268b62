import type { Query, Report } from '../engine/types.ts';

/** What one line of one file caused. */
export interface LineCost {
  line: number;
  total: number;
  micros: number;
  /** By approach: which of its queries. */
  by: { approach: number; name: string; queries: number[] }[];
  /** How often each statement was asked, by its SQL. */
  shapes: Map<string, number>;
}

/**
 * The queries that each line of a file caused, directly or through what it called. A file such as
 * `models.py` is shared, so its lines sum over the approaches; an approach's own lines are its own.
 */
export function lineCosts(report: Report, file: string): Map<number, LineCost> {
  const costs = new Map<number, LineCost>();
  report.approaches.forEach((approach, approachIndex) => {
    approach.queries.forEach((query, queryIndex) => {
      for (const line of linesIn(query, file)) {
        const cost: LineCost = costs.get(line) ?? { line, total: 0, micros: 0, by: [], shapes: new Map() };
        costs.set(line, cost);
        cost.total++;
        cost.micros += query.micros;
        cost.shapes.set(query.sql, (cost.shapes.get(query.sql) ?? 0) + 1);
        let own = cost.by.find((each) => each.approach === approachIndex);
        if (!own) {
          own = { approach: approachIndex, name: approach.name, queries: [] };
          cost.by.push(own);
        }
        own.queries.push(queryIndex);
      }
    });
  });
  return costs;
}

/** The lines of a file that a query passed through; a line that calls itself counts once. */
export function linesIn(query: Query, file: string): Set<number> {
  const lines = new Set<number>();
  if (query.file === file && query.line !== null) lines.add(query.line);
  for (const frame of query.stack) if (frame.file === file) lines.add(frame.line);
  return lines;
}

/** How red a line is, 1 to 5: by order of magnitude, so that 1, 10, 100 and 1,000 differ. */
export function heat(queries: number): number {
  return Math.min(5, 1 + Math.floor(Math.log10(Math.max(1, queries)) * 1.5));
}
