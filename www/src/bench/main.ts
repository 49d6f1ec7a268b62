/** The charts of the bench. Without them the page is whole: every figure stands in a table. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { significant } from '../reading/figures.ts';
import type { BenchResult, Span } from './result.ts';

interface Points {
  groups: string[];
  series: { name: string; values: (Span | null)[] }[];
}

const HEIGHT = 260;
const FONT = '12px system-ui';

const CHARTS: Record<string, (result: BenchResult) => Points> = {
  first: ({ first }) => ({
    groups: ['cold', 'warm', 'slow'],
    series: [
      { name: 'OuterRef', values: [first.outerref.cold, first.outerref.warm, first.outerref.slow] },
      { name: 'Pyodide, tuned', values: [first.tuned.cold, first.tuned.warm, first.tuned.slow] },
      { name: 'Pyodide, wheels', values: [first.wheel.cold, first.wheel.warm, first.wheel.slow] },
    ],
  }),
  workloads: ({ workloads }) => ({
    groups: workloads.map(({ name }) => name.split('_')[0]?.toUpperCase() ?? name),
    series: [
      { name: 'OuterRef', values: workloads.map(({ millis }) => millis.outerref) },
      { name: 'Pyodide', values: workloads.map(({ millis }) => millis.pyodide) },
      { name: 'CPython', values: workloads.map(({ millis }) => millis.cpython) },
      { name: 'OuterRef, native', values: workloads.map(({ millis }) => millis.outerrefNative) },
    ],
  }),
};

/** Medians as points on a logarithmic axis; who is who differs in place within the group as well as in colour. */
function draw(host: HTMLElement, { groups, series }: Points): void {
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colours = ['--link', '--warn', '--ok', '--ink-2'].map(colour);
  const axis = {
    stroke: colour('--ink-2'),
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { stroke: colour('--rule'), width: 1 },
    font: FONT,
  };
  // One place for each series of each group, side by side.
  const width = series.length + 1;
  const places = groups.flatMap((_, group) => series.map((_, at) => group * width + at));
  const columns = series.map(({ values }, mine) =>
    groups.flatMap((_, group) =>
      series.map((_, at) => (at === mine ? (values[group]?.median ?? null) : null)),
    ),
  );
  new uPlot(
    {
      width: Math.max(240, host.clientWidth),
      height: HEIGHT,
      cursor: { show: false },
      legend: { live: false },
      scales: { x: { time: false, range: (_, min, max) => [min - 1, max + 1] }, y: { distr: 3 } },
      axes: [
        {
          ...axis,
          splits: () => groups.map((_, group) => group * width + (series.length - 1) / 2),
          values: () => groups,
          grid: { show: false },
        },
        {
          ...axis,
          size: 56,
          label: 'ms',
          labelFont: FONT,
          values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : significant(tick))),
        },
      ],
      series: [
        {},
        ...series.map(({ name }, index) => ({
          label: name,
          stroke: colours[index] ?? axis.stroke,
          width: 0,
          paths: () => null,
          points: { show: true, size: 8, fill: colours[index] ?? axis.stroke },
        })),
      ],
    },
    [places, ...columns],
    host,
  );
}

const hosts = document.querySelectorAll<HTMLElement>('[data-chart]');
if (hosts.length) {
  const answer = await fetch('./bench.json');
  const result = (await answer.json()) as BenchResult;
  for (const host of hosts) {
    const points = CHARTS[host.dataset.chart ?? '']?.(result);
    if (points) draw(host, points);
  }
}
