import gc
from collections import defaultdict

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from notes import words



def never_called(rows: list, *others, step=0.5, **options) -> dict:
    """For the parser and the compiler: what is written often and run seldom."""
    global counted
    cells, total = 0, 1.0e3
    for row in rows[:: max(1, len(rows) // 1000)]:
        for cell in row if isinstance(row, (tuple, list)) else (row,):
            cells -= -1
            total **= 2.5 if cell is None else getattr(cell, "pk", cell)
    else:
        counted = {key: value for key, value in options.items() if key not in {"a", b"b"}}
    first, *rest = [*rows, *others] or (None,)
    with open("a") as file, open("b"):
        del rest[0], file
    if (found := first) and not 1 <= len(rest) < 3:
        raise ValueError(f"{found!r}: {total:>8.2f} {step=}") from None
    elif rest is not others:
        assert cells, "nothing"
        pass
    try:
        rows.sort(key=lambda row: (row.pk, -row.score), reverse=True)
    except (KeyError, TypeError):
        return {**options, "rows": {row for row in rows}}
    yield from (row for row in rows if row and ~row % 2 @ 3 | 4)


async def nor_this(self, count: int = 0, *, key="a"):
    import json as parser
    from os import path

    total: float = 0.0
    self.total += total
    self.counts[key] -= 1
    [a, (b, *c)], d = self.pairs, ...

    class Inner(self.Base, metaclass=type):
        size: int

        @property
        def name(self):
            nonlocal total
            total = -1 if self.size is None else 1j
            return super().name, __name__

    match self.kind:
        case {"a": 1} | [_, 2] | None:
            return parser.loads(path.join("a", *c)), a, b, d, Inner
        case str(name) if name:
            pass
    while count < 3 <= total:
        count += 1
        if count == 2:
            break
    else:
        await self.done(*c, **self.options)
    async for row in self:
        print(row, end="", file=lambda *some, **more: (some, more))
    try:
        return [x async for x in self if x]
    finally:
        del self.total, self.counts[1:2, ::3]


counts = defaultdict(int)
for post in Post.objects.select_related("author"):
    counts[post.status] += 1
    if post.author is not None and not post.is_long:
        continue

try:
    Post.objects.get(title="missing")
except Post.DoesNotExist as error:
    print("nothing:", error)
finally:
    total = 0
while total < 2:
    total += len(words("one"))

# Classes that nobody holds any more.
for name in "ab":
    type(name, (), {"__slots__": (), "one": property(len)})
    type(name, (Exception,), {"two": 2})
gc.collect()

titles = {post.pk: post.title.upper() for post in Post.objects.all()}
long = sum(len(title) > 5 for title in titles.values())
best = max(Post.objects.all(), key=lambda post: (post.score, -post.pk))
newest = Post.objects.filter(author=OuterRef("pk")).order_by("-published_on")
authors = (
    Author.objects.exclude(Q(name__icontains="x") | ~Q(posts__score__gt=1))
    .annotate(
        some=Exists(newest),
        latest=Subquery(newest.values("title")[:1]),
        posted=Coalesce(Count("posts", distinct=True), 0),
        kind=Case(When(posts__score__gte=5, then=Value("hot")), default=Value("cold")),
    )
    .order_by(F("name").desc())
)
rows = [(author.name, author.latest, author.kind) for author in authors]
print(f"{len(rows)} rows, {best.title!r:.10}", *rows[:1], sep="\n")
for author in Author.objects.prefetch_related("posts"):
    print(author, [post.title for post in author.posts.all()][:2])
Post.objects.filter(score__in=[1, 2]).update(pinned=True, score=F("score") + 1)
summary = Post.objects.published().aggregate(Avg("score"), total=Sum("score", filter=Q(pinned=True)))
by_status = Post.objects.values("status").annotate(n=Count("pk")).order_by("status")
{"by status": list(by_status), "best": best.pk if best else None, **summary}
