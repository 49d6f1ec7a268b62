import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { EditorView, GutterMarker, gutter, hoverTooltip } from '@codemirror/view';
import { count, duration, plural } from '../reading/figures.ts';
import { heat, type LineCost } from '../reading/lines.ts';
import { brief } from '../reading/sql.ts';

/** Tells the editor what each line of the shown file cost. */
export const setCosts = StateEffect.define<ReadonlyMap<number, LineCost>>();

class CostMarker extends GutterMarker {
  constructor(readonly cost: LineCost) {
    super();
  }

  override eq(other: CostMarker): boolean {
    return other.cost === this.cost;
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = `or-cost or-heat-${heat(this.cost.total)}`;
    mark.textContent = count(this.cost.total);
    mark.title = describe(this.cost).join('\n');
    return mark;
  }
}

/** The marks move with the text while it is edited, until the next run. */
const marks = StateField.define<RangeSet<CostMarker>>({
  create: () => RangeSet.empty,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setCosts)) continue;
      const { doc } = transaction.state;
      const ranges = [...effect.value.values()]
        .filter((cost) => cost.line >= 1 && cost.line <= doc.lines)
        .sort((a, b) => a.line - b.line)
        .map((cost) => new CostMarker(cost).range(doc.line(cost.line).from));
      next = RangeSet.of(ranges);
    }
    return next;
  },
});

/** More groups than these are counted, not listed. */
const MOST_SHAPES = 4;
const LONGEST = 72;

/** What a line caused, in lines: the sum, where several approaches share it each one's part, and the groups. */
export function describe({ total, micros, by, shapes }: LineCost): string[] {
  const lines = [`${plural(total, 'query', 'queries')}, ${duration(micros)} in the database`];
  if (by.length > 1)
    lines.push(by.map(({ name, queries }) => `${name}: ${count(queries.length)}`).join(', '));
  const groups = [...shapes].sort(([, a], [, b]) => b - a);
  for (const [sql, times] of groups.slice(0, MOST_SHAPES)) {
    const text = brief(sql);
    lines.push(`${count(times)}× ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`);
  }
  if (groups.length > MOST_SHAPES) lines.push(`and ${plural(groups.length - MOST_SHAPES, 'more group')}`);
  return lines;
}

function costAt(view: EditorView, position: number): LineCost | null {
  const line = view.state.doc.lineAt(position);
  let found: LineCost | null = null;
  view.state.field(marks).between(line.from, line.from, (_, __, marker) => {
    found = marker.cost;
  });
  return found;
}

/** The line under the pointer, told once for each line that it comes to. */
function pointing(onPoint: (cost: LineCost | null) => void) {
  let last: LineCost | null = null;
  const tell = (cost: LineCost | null) => {
    if (cost === last) return;
    last = cost;
    onPoint(cost);
  };
  return EditorView.domEventHandlers({
    mousemove: (event, view) => {
      const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
      tell(position === null ? null : costAt(view, position));
    },
    mouseleave: () => tell(null),
  });
}

/** The gutter that counts the queries of each line. `onPoint` hears of the line under the pointer. */
export function costGutter(onPoint: (cost: LineCost | null) => void) {
  return [
    marks,
    gutter({
      class: 'or-costs',
      markers: (view) => view.state.field(marks),
      initialSpacer: () => new CostMarker({ line: 0, total: 100, micros: 0, by: [], shapes: new Map() }),
      domEventHandlers: {
        mousemove: (view, line) => {
          onPoint(costAt(view, line.from));
          return false;
        },
        mouseleave: () => {
          onPoint(null);
          return false;
        },
      },
    }),
    pointing(onPoint),
    hoverTooltip((view, position) => {
      const cost = costAt(view, position);
      const line = view.state.doc.lineAt(position);
      // Only over the beginning of the line, so that it does not cover the code that is read.
      const indent = line.text.length - line.text.trimStart().length;
      if (!cost || position > line.from + indent + 1) return null;
      return {
        pos: line.from,
        above: true,
        create: () => {
          const dom = document.createElement('div');
          dom.className = 'or-cost-tip';
          for (const [index, text] of describe(cost).entries()) {
            const line = document.createElement(index === 0 ? 'strong' : 'div');
            line.textContent = text;
            dom.append(line);
          }
          return { dom };
        },
      };
    }),
    EditorView.theme({
      '.or-costs': { minWidth: '40px' },
      '.or-costs .cm-gutterElement': {
        display: 'flex',
        justifyContent: 'flex-end',
        alignItems: 'center',
        padding: '0 4px 0 8px',
      },
      '.or-cost': {
        padding: '0 4px',
        borderRadius: '3px',
        fontSize: 'var(--small)',
        lineHeight: '16px',
        fontVariantNumeric: 'tabular-nums',
        cursor: 'default',
      },
      '.or-heat-1': { color: 'var(--trip)' },
      '.or-heat-2': {
        color: 'var(--trip)',
        backgroundColor: 'color-mix(in srgb, var(--trip) 8%, var(--panel))',
      },
      '.or-heat-3': {
        color: 'var(--trip)',
        backgroundColor: 'color-mix(in srgb, var(--trip) 14%, var(--panel))',
      },
      '.or-heat-4': { color: 'var(--panel)', backgroundColor: 'var(--trip)' },
      '.or-heat-5': { color: 'var(--panel)', backgroundColor: 'var(--trip)', fontWeight: '600' },
      '.or-cost-tip': { padding: '4px 8px', font: 'var(--text)/20px var(--words)' },
      '.or-cost-tip div': { font: 'var(--small)/18px var(--mono)', color: 'var(--ink-2)' },
    }),
  ];
}
