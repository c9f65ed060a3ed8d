"""`/api/v1/closed-periods/`: through which day the books are closed."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import close_period
from ..models import PeriodClose
from ..periods import every_closing

COLUMNS = ("id", "through", "closed_by_id", "recorded_at")


class ClosedPeriodRow(serializers.ModelSerializer[PeriodClose]):
    """Everything through this day is closed: it changes by corrections alone."""

    closed_by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = PeriodClose
        fields = COLUMNS
        read_only_fields = fields


class ClosedPeriodWrite(Body):
    """The last day to close; it has to be over."""

    through = serializers.DateField()


class ClosedPeriodViewSet(ScopedViewSet):
    """Closed periods: known to everybody who signs in, closed by admins; nothing opens them again."""

    resource = "closed_periods"
    model = PeriodClose
    columns: ClassVar = COLUMNS
    serializer_class = ClosedPeriodRow

    def get_queryset(self) -> QuerySet[Any]:
        """All of them: they belong to nobody's account."""
        return every_closing()

    @reads(ClosedPeriodRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of closed periods."""
        return super().list(request)

    @reads(ClosedPeriodRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One closed period."""
        return super().retrieve(request, pk)

    @creates(ClosedPeriodWrite, ClosedPeriodRow)
    def create(self, request: Request) -> Response:
        """Close the books through a day."""
        closed = close_period(by=self.caller, at=database_now(), **self.said(ClosedPeriodWrite))
        return self.told(closed.pk, status.HTTP_201_CREATED)
