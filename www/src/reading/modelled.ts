import type { Approach } from '../engine/types.ts';

/**
 * What the same run would cost with a database some way off:
 * `measured + queries × round trip + bytes / bandwidth`. Always shown as "modelled", never mixed
 * with what was measured.
 */
export interface TimeModel {
  roundTripMicros: number;
  bitsPerSecond: number;
}

export interface Preset extends TimeModel {
  name: string;
}

/** Typical figures, in view beside the slider. */
export const PRESETS: readonly Preset[] = [
  { name: 'same host', roundTripMicros: 50, bitsPerSecond: 10e9 },
  { name: 'same zone', roundTripMicros: 500, bitsPerSecond: 5e9 },
  { name: 'cross-zone', roundTripMicros: 1000, bitsPerSecond: 1e9 },
  { name: 'cross-region', roundTripMicros: 60_000, bitsPerSecond: 0.2e9 },
];

export const ROUND_TRIP_RANGE = { min: 50, max: 100_000 };

/** Microseconds that bytes take on the wire. */
export function transferMicros(bytes: number, model: TimeModel): number {
  return (bytes * 8 * 1e6) / model.bitsPerSecond;
}

/** Microseconds that the trips of an approach would add to what was measured. */
export function addedMicros(approach: Approach, model: TimeModel): number {
  return approach.totals.queries * model.roundTripMicros + transferMicros(approach.totals.bytes, model);
}

export function modelledMicros(approach: Approach, model: TimeModel): number {
  return approach.timing.medianMicros + addedMicros(approach, model);
}

/** A slider's position, 0 to 1000, for a round trip: logarithmic. */
export function sliderOf(roundTripMicros: number): number {
  const { min, max } = ROUND_TRIP_RANGE;
  return Math.round((1000 * Math.log(roundTripMicros / min)) / Math.log(max / min));
}

/** The round trip at a slider's position, rounded to two digits so that it can be said. */
export function roundTripAt(position: number): number {
  const { min, max } = ROUND_TRIP_RANGE;
  return Number((min * (max / min) ** (position / 1000)).toPrecision(2));
}
