"""What customers say of staying or leaving: before they left, and now (docs/methods.md, Losses)."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from retention.team.visibility import Reader

from .knowledge.words import FactOutcome, Topic
from .models import KnownFact


def said_before(reader: Reader, *, account: str, before: str) -> QuerySet[KnownFact]:
    """For a subquery: the newest answer given at an account up to a day, both columns of the outer row."""
    rows: QuerySet[KnownFact] = KnownFact.objects.visible_to(reader).current()
    rows = rows.filter(topic=Topic.EXIT, outcome=FactOutcome.ANSWERED)
    return rows.filter(account=OuterRef(account), said_on__lte=OuterRef(before)).order_by("-said_on", "-id")


def said_of_staying(*, account: str) -> QuerySet[KnownFact]:
    """For a subquery: what each person at an account last said of staying or leaving, while it is fresh.

    Whoever uses it tells nobody who said so: that is for the account team alone.
    """
    rows = KnownFact.objects.current().filter(topic=Topic.INTENT, outcome=FactOutcome.ANSWERED)
    later = Q(said_on__gt=OuterRef("said_on")) | Q(said_on=OuterRef("said_on"), pk__gt=OuterRef("pk"))
    newer = rows.filter(later, contact=OuterRef("contact"))
    fresh = rows.filter(account=OuterRef(account), fresh_until__gte=TruncDate(Now()))
    return fresh.filter(~Exists(newer))


def accounts_gone_stale(*, on: date, days: int = 7) -> set[int]:
    """Accounts where a word on staying or leaving ceased to be fresh within the last days."""
    rows = KnownFact.objects.current().filter(topic=Topic.INTENT, fresh_until__lt=on)
    return set(rows.filter(fresh_until__gte=on - timedelta(days=days)).values_list("account_id", flat=True))
