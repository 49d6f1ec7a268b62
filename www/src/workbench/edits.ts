/** Changes to the list of approaches. Each gives a new workbench and never alters the old one. */
import { type ApproachTab, freeName, freshId, type Workbench } from './workbench.ts';

const NEW_SOURCE = '# All models are imported. The last expression is the result.\n';

export interface Added {
  workbench: Workbench;
  id: string;
}

export function addApproach(workbench: Workbench, name = 'New', source = NEW_SOURCE): Added {
  const id = freshId(workbench);
  const added: ApproachTab = { id, name: freeName(workbench, name), source };
  return { workbench: { ...workbench, approaches: [...workbench.approaches, added] }, id };
}

export function duplicateApproach(workbench: Workbench, id: string): Added {
  const index = workbench.approaches.findIndex((each) => each.id === id);
  const original = workbench.approaches[index];
  if (!original) return { workbench, id };
  const copy = { id: freshId(workbench), name: freeName(workbench, original.name), source: original.source };
  return {
    workbench: { ...workbench, approaches: workbench.approaches.toSpliced(index + 1, 0, copy) },
    id: copy.id,
  };
}

export function renameApproach(workbench: Workbench, id: string, name: string): Workbench {
  const wanted = name.trim().slice(0, 60);
  if (!wanted) return workbench;
  const free = freeName(workbench, wanted, id);
  const approaches = workbench.approaches.map((each) => (each.id === id ? { ...each, name: free } : each));
  return { ...workbench, approaches };
}

export function removeApproach(workbench: Workbench, id: string): Workbench {
  return { ...workbench, approaches: workbench.approaches.filter((each) => each.id !== id) };
}

export function insertApproach(workbench: Workbench, approach: ApproachTab, index: number): Workbench {
  const used = workbench.approaches.some((each) => each.id === approach.id);
  const back = {
    ...approach,
    id: used ? freshId(workbench) : approach.id,
    name: freeName(workbench, approach.name),
  };
  return { ...workbench, approaches: workbench.approaches.toSpliced(index, 0, back) };
}

export function moveApproach(workbench: Workbench, id: string, by: number): Workbench {
  const from = workbench.approaches.findIndex((each) => each.id === id);
  const moved = workbench.approaches[from];
  if (!moved) return workbench;
  const to = Math.max(0, Math.min(workbench.approaches.length - 1, from + by));
  return { ...workbench, approaches: workbench.approaches.toSpliced(from, 1).toSpliced(to, 0, moved) };
}
