# features: aget(); acreate(); abulk_create(); abulk_update(); acount(); ain_bulk(); aiterator(); alatest(); aearliest()
# features: afirst(); alast(); aaggregate(); aexists(); acontains(); aupdate(); adelete(); aexplain(); asave()
# features: arefresh_from_db(); aget_or_create(); aupdate_or_create(); aadd(); aremove(); aclear(); aset(); async for
import asyncio

from django.db.models import Sum

from models import Author, Book


async def main():
    ann = await Author.objects.acreate(name="Ann")
    books = [Book(title=title, pages=pages, writer=ann, editor=ann) for title, pages in [("A", 10), ("B", 20)]]
    await Book.objects.abulk_create(books)
    first, second = [book async for book in Book.objects.order_by("title")]
    assert (first.title, second.title) == ("A", "B")
    assert await Book.objects.acount() == 2
    assert await Book.objects.aget(title="A") == first
    assert await Book.objects.order_by("title").afirst() == first
    assert await Book.objects.order_by("title").alast() == second
    assert await Book.objects.aearliest("pages") == first
    assert await Book.objects.alatest("pages") == second
    assert await Book.objects.ain_bulk([first.pk]) == {first.pk: first}
    assert await Book.objects.aaggregate(pages=Sum("pages")) == {"pages": 30}
    assert await Book.objects.filter(pages=10).aexists()
    assert await Book.objects.acontains(first)
    assert [book.title async for book in Book.objects.order_by("-title").aiterator()] == ["B", "A"]
    assert await Book.objects.filter(title="A").aupdate(pages=11) == 1
    await first.arefresh_from_db()
    assert first.pages == 11
    first.pages, second.pages = 1, 2
    assert await Book.objects.abulk_update([first, second], ["pages"]) == 2
    first.title = "C"
    await first.asave()
    assert (await Book.objects.aget_or_create(title="C"))[1] is False
    assert (await Book.objects.aupdate_or_create(title="C", defaults={"pages": 5}))[0].pages == 5
    assert "SCAN" in await Book.objects.aexplain()
    await first.friends.aadd(ann)
    assert await first.friends.acount() == 1
    await first.friends.aremove(ann)
    await first.friends.aset([ann])
    assert await first.friends.aexists()
    await first.friends.aclear()
    assert not await first.friends.aexists()
    await first.adelete()
    assert (await Book.objects.all().adelete())[0] == 1


asyncio.run(main())
