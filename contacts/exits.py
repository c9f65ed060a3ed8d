"""What customers had said would make them leave, beside why they left (docs/methods.md, Losses)."""

from django.db.models import OuterRef, QuerySet

from retention.team.visibility import Reader

from .knowledge.words import FactOutcome, Topic
from .models import KnownFact


def said_before(reader: Reader, *, account: str, before: str) -> QuerySet[KnownFact]:
    """For a subquery: the newest answer given at an account up to a day, both columns of the outer row."""
    rows: QuerySet[KnownFact] = KnownFact.objects.visible_to(reader).current()
    rows = rows.filter(topic=Topic.EXIT, outcome=FactOutcome.ANSWERED)
    return rows.filter(account=OuterRef(account), said_on__lte=OuterRef(before)).order_by("-said_on", "-id")
