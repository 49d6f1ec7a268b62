import { expect, it } from 'vitest';
import { laidOut } from './python-layout.ts';

it('a short line stays as it is', () => {
  expect(laidOut('.annotate(n=Count("cities"))')).toBe('.annotate(n=Count("cities"))');
});

it('brackets open from the outside in, and a chain is a call a line', () => {
  expect(
    laidOut(
      '.annotate(value=Subquery(City.objects.filter(state=OuterRef("pk")).order_by("-population", "pk").values("name")[:1]))',
    ),
  ).toBe(`.annotate(
    value=Subquery(
        City.objects.filter(state=OuterRef("pk"))
        .order_by("-population", "pk")
        .values("name")[:1]
    )
)`);
});

it('a chain may begin with its dot', () => {
  expect(laidOut('.filter(area__gt=150).order_by("name")', 30)).toBe(
    '.filter(area__gt=150)\n.order_by("name")',
  );
});

it('several arguments have a line each', () => {
  expect(laidOut('x = f(first="a, b(", second=[1, 2, 3], third=g(4))', 30)).toBe(`x = f(
    first="a, b(",
    second=[1, 2, 3],
    third=g(4),
)`);
});

it('the indent of a line stays, and lines are broken one by one', () => {
  expect(laidOut('for x in y:\n    print(aaaaaaaaaa, bbbbbbbbbb)', 24)).toBe(
    'for x in y:\n    print(\n        aaaaaaaaaa,\n        bbbbbbbbbb,\n    )',
  );
});

it.each(['"a long text with nothing to break in it"', 'f(', ')', '"', 'name_that_is_longer_than_the_line'])(
  'what cannot be broken stays: %s',
  (code) => {
    expect(laidOut(code, 10)).toBe(code);
  },
);
