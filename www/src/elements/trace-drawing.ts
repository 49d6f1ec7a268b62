/** Draws the lanes of the trace on a canvas. Widths below a pixel become shades, so nothing is lost or overdrawn. */
import type { Lane } from '../reading/lanes.ts';
import type { View } from '../reading/zoom.ts';

export const LANE_HEIGHT = 36;
export const AXIS_HEIGHT = 20;
const BAR_HEIGHT = 24;
const BAND_HEIGHT = 6;
/** A trip is never fainter than this. */
const FAINTEST = 0.7;

export interface Colours {
  trip: string;
  python: string;
  ink: string;
  quiet: string;
  rule: string;
}

export interface Drawing {
  lanes: readonly Lane[];
  view: View;
  ticks: readonly number[];
  tickText: (micros: number) => string;
  /** Trips to mark, by lane. */
  marked: ReadonlyMap<number, ReadonlySet<number>>;
  /** How much of the lanes to show, 0 to 1: the one thing that moves after a run. */
  progress: number;
  colours: Colours;
}

export function draw(canvas: HTMLCanvasElement, width: number, drawing: Drawing): void {
  const { lanes } = drawing;
  const scale = globalThis.devicePixelRatio || 1;
  const height = lanes.length * LANE_HEIGHT + AXIS_HEIGHT;
  const pixels = { width: Math.round(width * scale), height: Math.round(height * scale) };
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  const context = canvas.getContext('2d');
  if (!context || width <= 0) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, pixels.width, pixels.height);
  const hatch = hatching(context, drawing.colours.trip, scale);
  lanes.forEach((lane, index) => {
    drawLane(context, lane, index, pixels.width, scale, hatch, drawing);
  });
  drawAxis(context, width, scale, drawing);
}

function drawLane(
  context: CanvasRenderingContext2D,
  lane: Lane,
  index: number,
  width: number,
  scale: number,
  hatch: CanvasPattern | null,
  { view, colours, marked, progress }: Drawing,
): void {
  const perPixel = (view.to - view.from) / width;
  const x = (micros: number) => (micros - view.from) / perPixel;
  const limit = x(view.from + (view.to - view.from) * progress);
  const top = index * LANE_HEIGHT * scale;
  const middle = top + (LANE_HEIGHT * scale) / 2;
  const bar = BAR_HEIGHT * scale;

  const end = Math.min(x(lane.end), limit, width);
  context.fillStyle = colours.python;
  context.fillRect(
    Math.max(0, x(0)),
    middle - (BAND_HEIGHT * scale) / 2,
    end - Math.max(0, x(0)),
    BAND_HEIGHT * scale,
  );

  const measured = new Float32Array(width + 1);
  const added = new Float32Array(width + 1);
  for (const trip of lane.trips) {
    const from = x(trip.start);
    if (from > Math.min(width, limit)) break;
    const between = x(trip.start + trip.micros);
    cover(measured, from, Math.max(between, from + 0.5));
    if (trip.added > 0) cover(added, between, x(trip.start + trip.micros + trip.added));
  }
  for (let column = 0; column < Math.min(width, limit); column++) {
    const solid = measured[column] ?? 0;
    const hatched = added[column] ?? 0;
    if (hatched > 0 || solid > 0) context.clearRect(column, middle - bar / 2, 1, bar);
    if (hatched > 0) {
      context.globalAlpha = Math.min(1, Math.max(FAINTEST, hatched));
      context.fillStyle = hatch ?? colours.trip;
      context.fillRect(column, middle - bar / 2, 1, bar);
    }
    if (solid > 0) {
      context.globalAlpha = Math.min(1, Math.max(hatched > 0 ? 0 : FAINTEST, solid));
      context.fillStyle = colours.trip;
      context.fillRect(column, middle - bar / 2, 1, bar);
    }
  }
  context.globalAlpha = 1;

  context.fillStyle = colours.ink;
  for (const tripIndex of marked.get(index) ?? []) {
    const trip = lane.trips[tripIndex];
    if (!trip) continue;
    const from = x(trip.start);
    const size = Math.max(2 * scale, x(trip.start + trip.micros + trip.added) - from);
    context.fillRect(from, middle - bar / 2 - 3 * scale, size, 2 * scale);
    context.fillRect(from, middle + bar / 2 + scale, size, 2 * scale);
  }
}

/** Adds the share of each pixel column that lies between two places. */
function cover(columns: Float32Array, from: number, to: number): void {
  const first = Math.max(0, Math.floor(from));
  const last = Math.min(columns.length - 1, Math.floor(to));
  for (let column = first; column <= last; column++) {
    const share = Math.min(to, column + 1) - Math.max(from, column);
    if (share > 0) columns[column] = (columns[column] ?? 0) + share;
  }
}

function hatching(context: CanvasRenderingContext2D, colour: string, scale: number): CanvasPattern | null {
  const size = Math.round(6 * scale);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6 * scale;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}

function drawAxis(context: CanvasRenderingContext2D, width: number, scale: number, drawing: Drawing): void {
  const { view, ticks, tickText, colours, lanes } = drawing;
  const top = lanes.length * LANE_HEIGHT;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = colours.rule;
  context.fillRect(0, top, width, 1);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'top';
  for (const tick of ticks) {
    const x = (width * (tick - view.from)) / (view.to - view.from);
    context.fillStyle = colours.rule;
    context.fillRect(Math.min(x, width - 1), top, 1, 5);
    context.fillStyle = colours.quiet;
    const text = tickText(tick);
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.max(0, Math.min(x - half, width - 2 * half)), top + 6);
  }
}
