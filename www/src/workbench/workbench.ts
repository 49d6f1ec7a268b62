import type { Dialect, Import, SourceFile } from '../engine/types.ts';
import type { Lesson } from '../lessons/parse.ts';

/** What a person works on: the files, the approaches and how to run them. Plain data; what is saved and shared. */
export interface Workbench {
  title: string;
  /** The lesson it started from. */
  lesson: string | null;
  files: SourceFile[];
  modelsModule: string;
  dataFile: string | null;
  /** The name of imported data that the tables begin with; the data itself stays in this browser. */
  imported?: string | null;
  approaches: ApproachTab[];
  scale: number | null;
  /** The scales at which growth is measured; none means that the page chooses. */
  scales: number[];
  dialect: Dialect;
}

export interface ApproachTab {
  /** Stays when the approach is renamed. */
  id: string;
  name: string;
  source: string;
}

/** `file:models.py` or `approach:a1`. */
export type TabId = `file:${string}` | `approach:${string}`;

export const fileTab = (path: string): TabId => `file:${path}`;
export const approachTab = (id: string): TabId => `approach:${id}`;

export function fromLesson(lesson: Lesson): Workbench {
  return {
    title: lesson.title,
    lesson: lesson.slug,
    files: lesson.files.map((file) => ({ ...file })),
    modelsModule: lesson.modelsModule,
    dataFile: lesson.dataFile,
    approaches: lesson.approaches.map(({ name, source }, index) => ({ id: `a${index + 1}`, name, source })),
    scale: lesson.scale,
    scales: lesson.scales,
    dialect: 'sqlite',
  };
}

export function emptyWorkbench(): Workbench {
  return {
    title: 'Untitled',
    lesson: null,
    files: [
      {
        path: 'models.py',
        text: 'from django.db import models\n\n\nclass Book(models.Model):\n    title = models.CharField(max_length=200)\n',
      },
      {
        path: 'data.py',
        text: 'from models import Book\n\n\ndef load():\n    Book.objects.create(title="Emma")\n',
      },
    ],
    modelsModule: 'models',
    dataFile: 'data.py',
    approaches: [{ id: 'a1', name: 'First', source: 'Book.objects.all()' }],
    scale: null,
    scales: [],
    dialect: 'sqlite',
  };
}

/** The text behind a tab, or nothing if the tab is gone. */
export function textOf(workbench: Workbench, tab: TabId): string | undefined {
  if (tab.startsWith('file:')) return workbench.files.find((file) => fileTab(file.path) === tab)?.text;
  return workbench.approaches.find((each) => approachTab(each.id) === tab)?.source;
}

/** The name by which a Report speaks of a tab: the file's path or the approach's name. */
export function nameOf(workbench: Workbench, tab: TabId): string | undefined {
  if (tab.startsWith('file:')) return tab.slice('file:'.length);
  return workbench.approaches.find((each) => approachTab(each.id) === tab)?.name;
}

/** The tab that a Report means by a name. Files come first, as the engine forbids an approach of that name. */
export function tabNamed(workbench: Workbench, name: string): TabId | undefined {
  if (workbench.files.some((file) => file.path === name)) return fileTab(name);
  const approach = workbench.approaches.find((each) => each.name === name);
  return approach && approachTab(approach.id);
}

export function allTabs(workbench: Workbench): TabId[] {
  return [
    ...workbench.files.map((file) => fileTab(file.path)),
    ...workbench.approaches.map((each) => approachTab(each.id)),
  ];
}

export function withText(workbench: Workbench, tab: TabId, text: string): Workbench {
  return {
    ...workbench,
    files: workbench.files.map((file) => (fileTab(file.path) === tab ? { ...file, text } : file)),
    approaches: workbench.approaches.map((each) =>
      approachTab(each.id) === tab ? { ...each, source: text } : each,
    ),
  };
}

export function freshId(workbench: Workbench): string {
  const used = new Set(workbench.approaches.map((each) => each.id));
  let number = workbench.approaches.length + 1;
  while (used.has(`a${number}`)) number++;
  return `a${number}`;
}

/** `name`, or `name 2`, `name 3`... so that no two approaches share a name. */
export function freeName(workbench: Workbench, name: string, except?: string): string {
  const used = new Set(workbench.approaches.filter((each) => each.id !== except).map((each) => each.name));
  for (const file of workbench.files) used.add(file.path);
  if (!used.has(name)) return name;
  let number = 2;
  while (used.has(`${name} ${number}`)) number++;
  return `${name} ${number}`;
}

/** A workbench on imported data: its models, and an approach that reads some rows. */
export function fromImport({ name, models, tables }: Import): Workbench {
  const largest = [...tables].filter((each) => each.model !== null).sort((a, b) => b.rows - a.rows)[0];
  const source = largest ? `list(${largest.model}.objects.all()[:20])\n` : '# No model fits this file.\n';
  return {
    title: name,
    lesson: null,
    files: [{ path: 'models.py', text: models }],
    modelsModule: 'models',
    dataFile: null,
    imported: name,
    approaches: [{ id: 'a1', name: 'First', source }],
    scale: null,
    scales: [],
    dialect: 'sqlite',
  };
}

/** Whether two workbenches have the same models and data, whatever their approaches are. */
export function sameSetup(a: Workbench, b: Workbench): boolean {
  return (
    a.modelsModule === b.modelsModule &&
    a.dataFile === b.dataFile &&
    (a.imported ?? null) === (b.imported ?? null) &&
    a.scale === b.scale &&
    a.files.length === b.files.length &&
    a.files.every((file, index) => file.path === b.files[index]?.path && file.text === b.files[index].text)
  );
}
