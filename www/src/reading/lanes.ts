import type { Approach } from '../engine/types.ts';
import { type TimeModel, transferMicros } from './modelled.ts';

/** A trip to the database on the trace's time axis, in microseconds since the approach began. */
export interface Trip {
  start: number;
  /** Measured part. */
  micros: number;
  /** Modelled part, after it: the round trip and the transfer. */
  added: number;
}

export interface Lane {
  name: string;
  trips: Trip[];
  /** When the approach ended. */
  end: number;
}

/** The lane of an approach: measured as it was, or with the modelled trips put between. */
export function laneOf(approach: Approach, model: TimeModel | null): Lane {
  let shift = 0;
  let last = 0;
  const trips = approach.queries.map((query) => {
    const added = model ? model.roundTripMicros + transferMicros(query.bytes, model) : 0;
    const trip = { start: query.startMicros + shift, micros: query.micros, added };
    shift += added;
    last = Math.max(last, trip.start + trip.micros + added);
    return trip;
  });
  const measured = approach.totals.dbMicros + approach.totals.pythonMicros;
  return { name: approach.name, trips, end: Math.max(last, measured + shift) };
}

/** The trip at a moment, or the nearest within `reach` microseconds; -1 if there is none. */
export function tripAt(lane: Lane, moment: number, reach: number): number {
  let low = 0;
  let high = lane.trips.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lane.trips[middle]?.start ?? 0) <= moment) low = middle;
    else high = middle - 1;
  }
  let best = -1;
  let bestDistance = reach;
  for (const index of [low, low + 1]) {
    const trip = lane.trips[index];
    if (!trip) continue;
    const end = trip.start + trip.micros + trip.added;
    const distance = moment < trip.start ? trip.start - moment : Math.max(0, moment - end);
    if (distance <= bestDistance) {
      bestDistance = distance;
      best = index;
    }
  }
  return best;
}

/** Round moments for the axis: at most `most`, at 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number, most: number): number[] {
  const rough = (to - from) / Math.max(1, most);
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? power * 10;
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to + step * 1e-9; at += step) found.push(at);
  return found;
}
