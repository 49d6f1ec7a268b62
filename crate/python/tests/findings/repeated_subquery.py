# fires at 4: The same subquery stands
from django.db.models import Exists, OuterRef
large = Exists(City.objects.filter(state=OuterRef("pk"), population__gt=990))
states = State.objects.annotate(large=large).filter(large=True).order_by("large")
[state.large for state in states]
# silent
from django.db.models import Exists, OuterRef
large = Exists(City.objects.filter(state=OuterRef("pk"), population__gt=990))
[state.name for state in State.objects.filter(large)]
