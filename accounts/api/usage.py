"""`/api/v1/usage/`: what usage lines billed, month by month, a month by its first day."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import VisibleReference
from retention.lib.api.schema import reads, upserts
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import record_usage
from ..filters_usage import UsageFilter
from ..models import ContractLine, MonthUsage
from .contract_shapes import Reasoned

COLUMNS = ("id", "line_id", "month", "amount", "recorded_at")


class UsageRow(serializers.ModelSerializer[MonthUsage]):
    """What a line billed in the month that begins on ``month``, in its contract's currency."""

    line_id = serializers.IntegerField(read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    contract_id = serializers.IntegerField(read_only=True)
    currency = serializers.CharField(read_only=True)

    class Meta:
        model = MonthUsage
        fields = (*COLUMNS, "account_id", "contract_id", "currency")
        read_only_fields = fields


class UsageWrite(Reasoned):
    """Which line, which month (any day of it), and how much."""

    line_id = VisibleReference(ContractLine, source="line")
    month = serializers.DateField()
    amount = serializers.DecimalField(max_digits=16, decimal_places=2, min_value=0)


class UsageViewSet(ScopedViewSet):
    """Usage of the accounts the caller may see."""

    resource = "contracts"
    spelt: ClassVar = {"line": "line_id"}
    model = MonthUsage
    columns: ClassVar = COLUMNS
    filterset_class = UsageFilter
    serializer_class = UsageRow

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the contract, whose it is, and its currency."""
        of = {"contract_id": F("line__contract_id"), "account_id": F("line__contract__account_id")}
        found: QuerySet[Any] = super().columns_of(rows).annotate(**of, currency=F("line__contract__currency"))
        return found

    @reads(UsageRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of months."""
        return super().list(request)

    @reads(UsageRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One month of one line."""
        return super().retrieve(request, pk)

    @upserts(UsageWrite, UsageRow)
    def create(self, request: Request) -> Response:
        """Say what a line billed in a month: 201 at first, 200 afterwards; repeating changes nothing."""
        said, at = self.said(UsageWrite), database_now()
        first = said["month"].replace(day=1)
        known = self.get_queryset().filter(line=said["line"], month=first).exists()
        kept = record_usage(by=self.caller, at=at, **said)
        return self.told(kept.pk, status.HTTP_200_OK if known else status.HTTP_201_CREATED)
