import { describe, expect, it } from 'vitest';
import { withImportsMoved } from './imports.ts';

const move = (from: string, to: string) => ({ from, to });

describe('imports of a renamed file', () => {
  it.each([
    ['from shop.models import City', 'from store.tables import City'],
    [
      'from shop.models import (\n    City,\n    State as S,\n)',
      'from store.tables import (\n    City,\n    State as S,\n)',
    ],
    ['from shop.models import *', 'from store.tables import *'],
    ['if True:\n    from shop.models import City', 'if True:\n    from store.tables import City'],
    ['import shop.models\nshop.models.City.objects', 'import store.tables\nstore.tables.City.objects'],
    ['import os, shop.models as m\nm.City', 'import os, store.tables as m\nm.City'],
    ['from shop import models\nmodels.City', 'from store import tables as models\nmodels.City'],
    ['from shop import models as m', 'from store import tables as m'],
    ['from shop import admin, models', 'from store import tables as models\nfrom shop import admin'],
    [
      'def f():\n  from shop import models, admin',
      'def f():\n  from store import tables as models\n  from shop import admin',
    ],
    [
      'x = 1; from shop import models, admin',
      'x = 1; from store import tables as models; from shop import admin',
    ],
    [
      'from shop.models_old import City\nfrom models import x',
      'from shop.models_old import City\nfrom models import x',
    ],
    [
      '"from shop.models import City"  # import shop.models',
      '"from shop.models import City"  # import shop.models',
    ],
  ])('%j become %j', (before, after) => {
    expect(withImportsMoved(before, 'data.py', move('shop/models.py', 'store/tables.py'))).toBe(after);
  });

  it.each([
    ['import helpers\nhelpers.go()', 'import tools as helpers\nhelpers.go()'],
    ['import helpers as h', 'import tools as h'],
    ['from helpers import go', 'from tools import go'],
  ])('of the topmost folder: %j become %j', (before, after) => {
    expect(withImportsMoved(before, 'data.py', move('helpers.py', 'tools.py'))).toBe(after);
  });

  it.each([
    ['from .models import City', 'from .tables import City', 'shop/tables.py'],
    ['from . import models', 'from . import tables as models', 'shop/tables.py'],
    ['from .models import City', 'from store.models import City', 'store/models.py'],
    ['from . import models, x', 'from store import models\nfrom . import x', 'store/models.py'],
    ['from . import models', 'import models', 'models.py'],
    ['from ..other import x', 'from ..other import x', 'shop/tables.py'],
  ])('from the same folder: %j become %j', (before, after, to) => {
    expect(withImportsMoved(before, 'shop/views.py', move('shop/models.py', to))).toBe(after);
  });

  it('of the file itself stay what they were in another folder', () => {
    const text = 'from .helpers import x\nfrom . import admin\nfrom django.db import models';
    expect(withImportsMoved(text, 'shop/models.py', move('shop/models.py', 'shop/tables.py'))).toBe(text);
    expect(withImportsMoved(text, 'shop/models.py', move('shop/models.py', 'store/models.py'))).toBe(
      'from shop.helpers import x\nfrom shop import admin\nfrom django.db import models',
    );
  });

  it.each([
    'import helpers\nhelpers.go()',
    'from a import helpers',
    'import a.helpers\na.helpers.go()',
    'from a.helpers import x',
  ])('come back with the old name: %j', (text) => {
    for (const [from, to] of [
      ['helpers.py', 'b/tools.py'],
      ['a/helpers.py', 'tools/x.py'],
    ] as const) {
      const there = withImportsMoved(text, 'data.py', move(from, to));
      expect(withImportsMoved(there, 'data.py', move(to, from))).toBe(text);
    }
  });
});
