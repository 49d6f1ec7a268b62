import datetime
from decimal import Decimal
from library.models import Author, Book

a1 = Author.objects.create(name="Ann", alias="a", age=30, code="ab")
a2 = Author.objects.create(name="Bob", age=40, code="cd")
a3 = Author.objects.create(name="Cid", alias="cc", age=3)
for i in range(6):
    Book.objects.create(title=f"T{i}", author=[a1, a2, a3][i % 3], price=Decimal(f"{i}.50"), pages=100 * i, published=datetime.date(2020 + i, 1 + i, 3), data={"k": {"n": i}, "t": str(i)})
