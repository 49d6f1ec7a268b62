"""Generated data, the same on every machine: the shelves, books, authors, members and loans are made up."""
from datetime import date, timedelta

from library.models import Author, Book, Loan, Member, Shelf

SHELVES = ["Adventure", "Essays", "Gardens", "History", "Maps", "Poems", "Sea", "Stars"]
FIRST = "Ada Ben Cleo Dan Eve Finn Gia Hal Ina Jon".split()
LAST = "Arden Birk Cole Dorn Elms Frey Gant Holm".split()
WORDS = "Amber Blue Cold Dark Early First Green High Iron Last".split()
THINGS = "Bay Bridge Cloud Door Field Garden House Island Lamp Letter Map Moon Night Orchard River Road Stone Tower Tree Wind".split()
BOOKS, LOANS = 200, 12


def numbers(seed):
    """Park and Miller's generator: every value is between 1 and 2147483646."""
    while True:
        seed = seed * 48271 % 2147483647
        yield seed


def load(scale=40):
    """200 books, and `scale` members with 12 loans each; every seventh member has none."""
    number = numbers(42).__next__
    shelves = Shelf.objects.bulk_create([Shelf(name=name) for name in SHELVES])
    authors = Author.objects.bulk_create(
        [Author(name=f"{FIRST[n % 10]} {LAST[(n // 10 + n) % 8]}") for n in range(50)]
    )
    books = Book.objects.bulk_create([
        Book(
            title=f"The {WORDS[n % 10]} {THINGS[n // 10]}", year=1900 + number() % 125, copies=1 + number() % 4,
            shelf=None if n % 25 == 24 else shelves[number() % len(SHELVES)],
        )
        for n in range(BOOKS)
    ])
    writes = Book.authors.through
    writes.objects.bulk_create([
        writes(book=book, author=authors[(n * n + k * 17) % 50]) for n, book in enumerate(books) for k in range(1 + n % 3)
    ])
    members = Member.objects.bulk_create([
        Member(name=f"{FIRST[n % 10]} {LAST[n // 10 % 8]} {n + 1}", joined=date(2020, 1, 1) + timedelta(days=number() % 1800))
        for n in range(scale)
    ])
    loans = []
    for n, member in enumerate(members):
        for _ in range(0 if n % 7 == 6 else LOANS):
            lent = date(2025, 1, 1) + timedelta(days=number() % 365)
            returned = None if number() % 5 == 0 else lent + timedelta(days=1 + number() % 45)
            book = books[number() % BOOKS]
            loans.append(Loan(book=book, member=member, lent=lent, due=lent + timedelta(days=28), returned=returned))
    Loan.objects.bulk_create(loans)
