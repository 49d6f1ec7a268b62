from datetime import date, timedelta

from django.db import transaction

from models import Author, Post


def numbers(seed=7):
    """The same on every machine."""
    while True:
        seed ^= (seed << 13) & 0xFFFF_FFFF
        seed ^= seed >> 17
        yield seed


def first_key(post):
    return post.pk


def last_key(post):
    return post.pk


def same(post):
    return post


KEYS = [lambda post: post.pk, lambda post: post.pk]


def load():
    number = numbers()
    with transaction.atomic():
        authors = Author.objects.bulk_create([Author(name=name) for name in ("ann", "bob")])
        Post.objects.bulk_create(
            [
                Post(
                    title=f"Post {n:03}-{chr(65 + next(number) % 26)}",
                    author=authors[n % 2],
                    status="PB" if n % 3 else "DR",
                    score=int(next(number) / 100) // 3 % 7,
                    published_on=date(2026, 1, 1) + timedelta(days=n),
                )
                for n in range(20)
            ]
        )
    first = Post.objects.create(title="The first", body="x" * 200)
    first.pinned = True
    first.save()
