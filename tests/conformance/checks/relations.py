# features: PROTECT; SET_DEFAULT; DO_NOTHING
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from models import Author, Book

ann, bob, cid = [Author.objects.create(name=name) for name in ("Ann", "Bob", "Cid")]
book = Book.objects.create(title="A", writer=ann, editor=bob, reader=cid)

try:
    ann.delete()
except ProtectedError as error:
    assert error.protected_objects == {book}
else:
    raise AssertionError("PROTECT")

bob.delete()
book.refresh_from_db()
assert book.editor.name == "unknown"

try:
    with transaction.atomic():
        cid.delete()
        Author.objects.exists()
except IntegrityError:
    pass
else:
    book.reader = None
    book.save()
