import { describe, expect, it } from 'vitest';
import { workbench } from '../../test/make.ts';
import * as edits from './edits.ts';
import * as fileEdits from './file-edits.ts';
import { readWorkbench } from './saved.ts';
import { fromFragment, toFragment } from './share.ts';
import { tabNamed, type Workbench } from './workbench.ts';

const names = (bench: ReturnType<typeof workbench>) => bench.approaches.map((each) => each.name);

describe('edits', () => {
  const start = workbench({ A: '1', B: '2', C: '3' });

  it('never give two approaches one name', () => {
    expect(names(edits.addApproach(start, 'A').workbench)).toEqual(['A', 'B', 'C', 'A 2']);
    expect(names(edits.renameApproach(start, 'a2', 'A'))).toEqual(['A', 'A 2', 'C']);
    expect(names(edits.renameApproach(start, 'a2', '  '))).toEqual(['A', 'B', 'C']);
    expect(names(edits.renameApproach(start, 'a2', 'models.py'))).toEqual(['A', 'models.py 2', 'C']);
  });

  it('put a copy after its original', () => {
    expect(names(edits.duplicateApproach(start, 'a1').workbench)).toEqual(['A', 'A 2', 'B', 'C']);
  });

  it('move within the ends', () => {
    expect(names(edits.moveApproach(start, 'a1', 1))).toEqual(['B', 'A', 'C']);
    expect(names(edits.moveApproach(start, 'a3', 5))).toEqual(['A', 'B', 'C']);
  });

  it('put a removed approach back in its place', () => {
    const [, removed] = start.approaches;
    const without = edits.removeApproach(start, 'a2');
    expect(names(without)).toEqual(['A', 'C']);
    if (removed) expect(names(edits.insertApproach(without, removed, 1))).toEqual(['A', 'B', 'C']);
  });

  it('leave the old workbench as it was', () => {
    expect(names(start)).toEqual(['A', 'B', 'C']);
  });
});

describe('a link', () => {
  it('opens what was shared', async () => {
    const bench = workbench({ Löop: 'print("✓ <b>")\n'.repeat(200) });
    const fragment = await toFragment(bench);
    expect(fragment.length).toBeLessThan(600);
    expect(await fromFragment(`#${fragment}`)).toEqual(bench);
  });

  it('of the first format stays readable', async () => {
    const kept =
      'w1.LY7BCsIwEER_pYxHg5CDl3yAFxE_QHpYmtUGtklstqCU_rvE5jY7w7zZFRpUGA5XzgoD4VJShIuLiMEzCBe4x4pMOsJhSp6lnPIXBsofhcOh201svWn5LfnlD22JgSelS6jeDqac50TD2OjBw4EsDCJNtXiPDIOSlnmop-2Onf0PlIEq5WybrP3ewAcSHuo7ORV9zVzegu0H';
    expect(await fromFragment(kept)).toMatchObject({
      title: 'Kept',
      files: [{ path: 'models.py', text: '# models' }],
      approaches: [{ name: 'One', source: '1 + 1' }],
      scale: 51,
      dialect: 'postgresql',
    });
  });

  it('that is no workbench is left alone, and one of a later version or damaged says so', async () => {
    expect(await fromFragment('#section')).toBeNull();
    await expect(fromFragment('#w9.abc')).rejects.toThrow('newer version');
    await expect(fromFragment('#w1.!!!')).rejects.toThrow('damaged');
  });

  it('that unfolds to a huge text is refused', async () => {
    const bench = workbench({ Big: 'x'.repeat(6_000_000) });
    await expect(fromFragment(await toFragment(bench))).rejects.toThrow('more than this page takes');
  });
});

describe('a workbench from outside', () => {
  const good = workbench({ A: '1' });

  it('is read as it was written', () => {
    expect(readWorkbench(JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['files that are not files', { ...good, files: [{ path: 'a.py' }] }],
    ['a path that leaves the folder', { ...good, files: [{ path: '../a.py', text: '' }] }],
    ['an approach without code', { ...good, approaches: [{ id: 'a1', name: 'A' }] }],
    ['a thousand tabs', { ...good, approaches: Array(1000).fill(good.approaches[0]) }],
  ])('is refused where it is %s', (_, value) => {
    expect(readWorkbench(value)).toBeNull();
  });

  it('loses invisible characters of a name, and what it does not know', () => {
    const read = readWorkbench({
      ...good,
      approaches: [{ id: 'a1', name: 'A\u202eB', source: '' }],
      evil: 1,
    });
    expect(read?.approaches[0]?.name).toBe('AB');
    expect(read).not.toHaveProperty('evil');
  });
});

describe('names of tabs', () => {
  it('are those by which a report speaks of them', () => {
    const bench = workbench({ Loop: '' });
    expect([tabNamed(bench, 'models.py'), tabNamed(bench, 'Loop'), tabNamed(bench, 'x')]).toEqual([
      'file:models.py',
      'approach:a1',
      undefined,
    ]);
  });
});

describe('files', () => {
  const models = workbench({ Loop: '1' });
  const start: Workbench = {
    ...models,
    files: [...models.files, { path: 'data.py', text: 'def load():\n    pass\n' }],
    dataFile: 'data.py',
  };
  const paths = (bench: Workbench) => bench.files.map((file) => file.path);

  it('are added under a name of their own', () => {
    const once = fileEdits.addFile(start);
    const twice = fileEdits.addFile(once.workbench);
    expect([once.path, twice.path]).toEqual(['helpers.py', 'helpers_2.py']);
    expect(paths(twice.workbench)).toEqual(['models.py', 'data.py', 'helpers.py', 'helpers_2.py']);
  });

  it('stay the models and the data under another name', () => {
    const renamed = fileEdits.renameFile(start, 'models.py', 'shop/models.py');
    expect(renamed.modelsModule).toBe('shop');
    expect(fileEdits.modelsPath(renamed)).toBe('shop/models.py');
    expect(fileEdits.renameFile(start, 'models.py', 'shop/tables.py').modelsModule).toBe('shop.tables');
    expect(fileEdits.renameFile(start, 'data.py', 'rows.py')).toMatchObject({
      dataFile: 'rows.py',
      modelsModule: 'models',
    });
  });

  it('are imported under their new name, in the files and in the approaches', () => {
    const importing: Workbench = {
      ...workbench({ Loop: 'from models import City\nCity', Other: 'City' }),
      files: [
        { path: 'models.py', text: '' },
        { path: 'data.py', text: 'import models\nmodels.City' },
      ],
    };
    const renamed = fileEdits.renameFile(importing, 'models.py', 'shop/models.py');
    expect(renamed.files[1]?.text).toBe('import shop.models as models\nmodels.City');
    expect(renamed.approaches.map((each) => each.source)).toEqual([
      'from shop.models import City\nCity',
      'City',
    ]);
    expect(fileEdits.importersChanged(importing, renamed)).toEqual(['data.py', 'Loop']);
    expect(fileEdits.renameFile(renamed, 'shop/models.py', 'models.py')).toEqual(importing);
  });

  it.each([
    ['rows', 'rows.py'],
    [' shop/rows.py ', 'shop/rows.py'],
    ['data.py', 'data.py'],
    ['models.py', null],
    ['Loop.py', 'Loop.py'],
    ['../rows.py', null],
    ['/rows.py', null],
    ['1st.py', null],
    ['two words.py', null],
    ['', null],
  ])('called %j are %j', (typed, path) => {
    expect(fileEdits.freePath(start, typed, 'data.py')).toBe(path);
  });

  it('that are removed come back as what they were', () => {
    const [, data] = start.files;
    const left = fileEdits.removeFile(start, 'data.py');
    expect(left).toMatchObject({ dataFile: null });
    expect(paths(left)).toEqual(['models.py']);
    if (data) expect(fileEdits.insertFile(left, data, { at: 1, data: true })).toEqual(start);
  });
});
