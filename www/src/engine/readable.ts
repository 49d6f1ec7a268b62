import type { Report } from './types.ts';

/** The newest format of a Report that this page reads. */
const NEWEST = 1;

/** Whether a Report from elsewhere is one that this page can read. */
export function isReadable(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false;
  const { version, approaches } = value as Partial<Report>;
  return typeof version === 'number' && version <= NEWEST && Array.isArray(approaches);
}
