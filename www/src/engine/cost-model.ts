// Generated from crate/lab/src/cost_model.rs by its test. Do not edit.

/** Microseconds that Django on CPython takes for each character of a statement. */
export const DJANGO_PER_CHARACTER = 3;
/** Microseconds that it takes to make an instance. */
export const DJANGO_PER_INSTANCE = 7;
/** Microseconds more for an instance that a prefetch hands out. */
export const DJANGO_PER_PREFETCHED = 6.8;

/** Ways to a database: microseconds of a round trip, and bytes a second. */
export const NETWORKS = [
  { name: 'same host', roundTripMicros: 50, bandwidth: 1000000000 },
  { name: 'same zone', roundTripMicros: 500, bandwidth: 125000000 },
  { name: 'cross-zone', roundTripMicros: 1000, bandwidth: 125000000 },
  { name: 'cross-region', roundTripMicros: 60000, bandwidth: 12500000 },
] as const;
