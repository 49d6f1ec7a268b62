# fires at 2: The annotation parks_count was never read
from django.db.models import Count
[state.name for state in State.objects.annotate(parks_count=Count("parks"))]
# silent
from django.db.models import Count
[(state.name, state.parks_count) for state in State.objects.annotate(parks_count=Count("parks"))]
# silent
from django.db.models import Count
State.objects.annotate(parks_count=Count("parks"))
