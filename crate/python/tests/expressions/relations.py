"""Related instances, fetched one by one and together. Expectations are what Django 6.1.3 answers."""

from copy import copy

from library.models import *
from django.db import connection
from django.db.models import *
from django.test.utils import CaptureQueriesContext


def check(name, value, expected):
    assert value == expected, f"{name}: {value!r} is not {expected!r}"


def refusal(action):
    try:
        return str(action())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def counted(action):
    with CaptureQueriesContext(connection) as queries:
        result = action()
    return result, len(queries)


ann, bob, cid = Author.objects.order_by("name")
Profile.objects.create(author=ann, text="of Ann")
Profile.objects.create(author=cid, text="of Cid")
shelf = Shelf.objects.create(room="a")
other = Shelf.objects.create(room="b")
place = Place.objects.create(shelf=shelf, number=1)

check(
    "prefetched forwards",
    counted(lambda: [(b.title, b.author.name) for b in Book.objects.order_by("title").prefetch_related("author")]),
    ([("T0", "Ann"), ("T1", "Bob"), ("T2", "Cid"), ("T3", "Ann"), ("T4", "Bob"), ("T5", "Cid")], 2),
)
check(
    "prefetched in reverse; each row knows its author",
    counted(
        lambda: [
            [(b.title, b.author is a) for b in a.books.all()]
            for a in Author.objects.order_by("name").prefetch_related("books")
        ]
    ),
    ([[("T0", True), ("T3", True)], [("T1", True), ("T4", True)], [("T2", True), ("T5", True)]], 2),
)
check(
    "prefetched to an attribute, filtered",
    counted(
        lambda: [
            [b.title for b in a.long]
            for a in Author.objects.order_by("name").prefetch_related(
                Prefetch("books", Book.objects.filter(pages__gte=300), to_attr="long")
            )
        ]
    ),
    ([["T3"], ["T4"], ["T5"]], 2),
)
check(
    "one to one, both ways",
    counted(
        lambda: (
            [p.author.name for p in Profile.objects.order_by("pk").prefetch_related("author")],
            [getattr(a, "profile", None) and a.profile.text for a in Author.objects.order_by("name").prefetch_related("profile")],
        )
    ),
    ((["Ann", "Cid"], ["of Ann", None, "of Cid"]), 4),
)
check(
    "select_related over a relation that leads nowhere",
    counted(lambda: [hasattr(a, "profile") for a in Author.objects.order_by("name").select_related("profile")]),
    ([True, False, True], 1),
)
book = Book.objects.get(title="T0")
check("a related instance is fetched once", counted(lambda: (book.author.name, book.author is book.author)), (("Ann", True), 1))
twin = copy(book)
twin.author = bob
check("a copy has relations of its own", (book.author.name, twin.author.name), ("Ann", "Bob"))
book.author_id = cid.pk
check("another key, another instance", counted(lambda: book.author.name), ("Cid", 1))
book._state.fields_cache = {}
check("what is forgotten is fetched again", counted(lambda: book.author.name), ("Cid", 1))
check("on the class it is the descriptor", type(Book.author).__name__, "ForwardManyToOneDescriptor")
check("a missing one", refusal(lambda: bob.profile), "RelatedObjectDoesNotExist: Author has no profile.")
check("an unset one", refusal(lambda: Book().author), "RelatedObjectDoesNotExist: Book has no author.")
fetched = list(Book.objects.order_by("title")[:2])
prefetch_related_objects(fetched, "author")
check("instances given by hand", counted(lambda: [b.author.name for b in fetched]), (["Ann", "Bob"], 0))
check("what has no place for them is left alone", prefetch_related_objects([1], "author"), None)

check("by a key of two columns", list(Shelf.objects.filter(places=(shelf.pk, 1))), [shelf])
check("by an instance of such a key", list(Shelf.objects.filter(places=place)), [shelf])
check("by several", list(Shelf.objects.filter(places__in=[place, (other.pk, 1)])), [shelf])
check("without", list(Shelf.objects.exclude(places=place)), [other])
check(
    "too short a key",
    refusal(lambda: Shelf.objects.filter(places=(1,))),
    "ValueError: 'exact' lookup of 'places' must have 2 elements",
)

for value in [(1,), (1, 2), [1], {1}, frozenset({1})]:
    check("no number", refusal(lambda: Book.objects.filter(pages=value)), f"TypeError: Field 'pages' expected a number but got {value!r}.")
check("a tuple as a key", list(Book.objects.filter(author=(ann.pk, 7)).values_list("title", flat=True)), ["T0", "T3"])

with_order = Author._meta.ordering
Author._meta.ordering = ("-name",)
check("an ordering set later", [a.name for a in Author.objects.all()], ["Cid", "Bob", "Ann"])
Author._meta.ordering = with_order
check("and taken back", "ORDER BY" in str(Author.objects.all().query), False)
