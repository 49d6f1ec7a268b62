import type { Workbench } from './workbench.ts';

/** A page of a model's rows, as a workbench of one approach: the engine that runs code shows data too. */
export function browsing(workbench: Workbench, model: string, from: number, rows: number): Workbench {
  const source = `list(${model}.objects.order_by("pk").values()[${from}:${from + rows}])`;
  return { ...workbench, approaches: [{ id: 'a1', name: model, source }] };
}
