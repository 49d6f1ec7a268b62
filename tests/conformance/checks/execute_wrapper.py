# features: connection.execute_wrapper()
from django.db import connection

from models import Author

seen = []


def note(execute, sql, params, many, context):
    seen.append(sql)
    return execute(sql, params, many, context)


with connection.execute_wrapper(note):
    Author.objects.count()
assert len(seen) == 1 and seen[0].startswith("SELECT COUNT(*)")
