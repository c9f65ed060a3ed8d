"""What the page of the price policy lists: company-wide, for admins."""

from django.db.models import QuerySet

from .models import ApproverSeat, IndexValue


def index_values() -> QuerySet[IndexValue]:
    """The newest values of all indexes."""
    return IndexValue.objects.select_related("by").order_by("-on", "name")[:100]


def seats() -> QuerySet[ApproverSeat]:
    """Who decides for which level."""
    return ApproverSeat.objects.select_related("user").order_by("level", "user__name")[:200]


def seat_of(pk: int) -> QuerySet[ApproverSeat]:
    """One of them."""
    return ApproverSeat.objects.select_related("user").filter(pk=pk)
