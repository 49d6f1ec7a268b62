# fires at 2: The join to State.parks passes by the manager of Park
from django.db.models import Count
[state.n for state in State.objects.annotate(n=Count("parks"))]
# silent
from django.db.models import Count, OuterRef, Q, Subquery
[state.n for state in State.objects.annotate(n=Count("parks", filter=Q(parks__is_open=True)))]
mine = Park.objects.filter(state=OuterRef("pk")).order_by().values("state")
[state.n for state in State.objects.annotate(n=Subquery(mine.annotate(n=Count("pk")).values("n")))]
