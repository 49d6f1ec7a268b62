# fires at 2: Groups by all 3 columns of geo_state
from django.db.models import Count
[state.n for state in State.objects.annotate(n=Count("cities"))]
# silent
from django.db.models import Count, OuterRef, Subquery
mine = City.objects.filter(state=OuterRef("pk")).order_by().values("state")
[state.n for state in State.objects.annotate(n=Subquery(mine.annotate(n=Count("pk")).values("n")))]
