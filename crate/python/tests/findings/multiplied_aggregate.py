# fires at 2: is multiplied by
from django.db.models import Count
[state.a + state.b for state in State.objects.annotate(a=Count("cities"), b=Count("parks"))]
# silent
from django.db.models import Count
counts = State.objects.annotate(a=Count("cities", distinct=True), b=Count("parks", distinct=True))
[state.a + state.b for state in counts]
