// Medians over rounds. A ratio is taken inside each round, where both were measured under the same load.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The median and the span of what each round gave; null when no round gave anything. */
export function over(rounds, value) {
  const values = rounds.map((round) => value(round)).filter(Number.isFinite);
  if (!values.length) return null;
  const round = (number) => Number(number.toPrecision(4));
  return { median: round(median(values)), min: round(Math.min(...values)), max: round(Math.max(...values)), rounds: values.length };
}
