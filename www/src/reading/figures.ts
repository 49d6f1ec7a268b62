/** Figures as the page writes them: three significant digits at most, the unit apart, counts whole. */

/** U+202F: a narrow space that never breaks, between a figure and its unit. */
const GAP = '\u202f';

export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Three significant digits, never in scientific notation: 0.412, 41.2, 412, 4,120. */
export function significant(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return count(Number(value.toPrecision(3)));
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** A duration in the unit that keeps it readable. */
export function duration(micros: number): string {
  if (micros <= 0) return `0${GAP}ms`;
  if (micros < 999.5) return `${significant(micros)}${GAP}µs`;
  if (micros < 999_500) return `${significant(micros / 1000)}${GAP}ms`;
  return `${significant(micros / 1_000_000)}${GAP}s`;
}

/** One measurement: what is below the clock's smallest step is said to be below it, not to be nothing. */
export function measured(micros: number, clockMicros: number): string {
  return micros < clockMicros ? `<${duration(clockMicros)}` : duration(micros);
}

/** A duration in milliseconds, for a column whose header says "ms": always three digits, so that they align. */
export function millis(micros: number): string {
  const value = micros / 1000;
  if (value === 0 || value >= 999.5) return significant(value);
  return value.toLocaleString('en-US', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
}

export function bytes(value: number): string {
  if (value < 1000) return `${count(value)}${GAP}B`;
  if (value < 999_500) return `${significant(value / 1000)}${GAP}kB`;
  return `${significant(value / 1_000_000)}${GAP}MB`;
}

export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (100 * part) / whole;
  if (share > 0 && share < 1) return `<1${GAP}%`;
  // 99.9 % is not all of it.
  return `${share < 100 ? Math.min(99, Math.round(share)) : 100}${GAP}%`;
}

/** How many times as large: `17×`, `1.4×`. */
export function times(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  return `${ratio >= 10 ? significant(Math.round(ratio)) : Number(ratio.toPrecision(2)).toLocaleString('en-US')}×`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** A median in milliseconds and its spread to the same decimal: `43.8` and `1.8`. */
export function millisWithSpread(micros: number, spreadMicros: number): [string, string] {
  const text = millis(micros);
  const decimals = text.split('.')[1]?.length ?? 0;
  return [text, (spreadMicros / 1000).toFixed(decimals)];
}
