/** The growth chart, in a file of its own because the chart library is loaded only when it is looked at. */
import uPlot from 'uplot';
import { significant } from '../reading/figures.ts';

export interface ChartData {
  series: { name: string; scales: number[]; values: number[] }[];
  unit: string;
  colours: { ink: string; grid: string };
  /** In turn; they differ in dash as well as in colour. */
  lines: { colour: string; dash: number[] }[];
}

export interface Chart {
  resize: (width: number) => void;
  destroy: () => void;
}

const HEIGHT = 220;
/** Nothing has no place on a logarithmic axis. */
const LEAST = 0.001;

export function drawChart(host: HTMLElement, { series, unit, colours, lines }: ChartData): Chart {
  const axis = {
    stroke: colours.ink,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1 },
  };
  const scales = series[0]?.scales ?? [];
  const powers = (_: uPlot, ticks: number[]) =>
    ticks.map((each) => (Number.isInteger(Math.log10(each)) ? each : null));
  const values = (_: uPlot, ticks: (number | null)[]) =>
    ticks.map((each) => (each === null ? '' : significant(each)));
  const chart = new uPlot(
    {
      width: Math.max(240, host.clientWidth),
      height: HEIGHT,
      cursor: { drag: { x: false, y: false } },
      legend: { show: false },
      scales: {
        x: { time: false, distr: 3, range: (_, min, max) => [min / 1.2, max * 1.2] },
        y: { distr: 3 },
      },
      axes: [
        {
          ...axis,
          values,
          splits: () => scales,
          filter: (_, ticks) => ticks,
          label: 'scale',
          labelSize: 20,
          size: 32,
          font: '12px system-ui',
          labelFont: '12px system-ui',
        },
        {
          ...axis,
          values,
          filter: powers,
          grid: { ...axis.grid, filter: powers },
          label: unit,
          labelSize: 20,
          size: 56,
          font: '12px system-ui',
          labelFont: '12px system-ui',
        },
      ],
      series: [
        { label: 'scale' },
        ...series.map(({ name }, index) => ({
          label: name,
          stroke: lines[index % lines.length]?.colour ?? colours.ink,
          width: 2,
          dash: lines[index % lines.length]?.dash ?? [],
          points: { show: true, size: 7 },
        })),
      ],
    },
    [scales, ...series.map((each) => each.values.map((value) => Math.max(value, LEAST)))],
    host,
  );
  return {
    resize: (width) => width > 0 && chart.setSize({ width: Math.max(240, width), height: HEIGHT }),
    destroy: () => chart.destroy(),
  };
}
