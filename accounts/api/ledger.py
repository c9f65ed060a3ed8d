"""`/api/v1/movements/` and `/api/v1/rates/`: the ledger of yearly revenue, and what currencies are worth."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, RecordBody
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import add_rate
from ..filters import MovementFilter, RateFilter
from ..fx import base_currency, known_rates
from ..models import ArrMovement, FxRate

MOVEMENT = (
    "id",
    "account_id",
    "line_id",
    "effective_on",
    "kind",
    "subkind",
    "amount",
    "currency",
    "corrects_id",
    "meant_kind",
    "note",
    "recorded_at",
)
RATE = ("id", "currency", "on", "rate", "source", "recorded_at")


class MovementRow(serializers.ModelSerializer[ArrMovement]):
    """One change of an account's yearly revenue; ``amount`` is signed, in ``currency``.

    A correction says why in ``note`` and what it corrects in ``corrects_id``; ``meant_kind`` is the kind it
    would have had in an open month.
    """

    account_id = serializers.IntegerField(read_only=True)
    line_id = serializers.IntegerField(read_only=True, allow_null=True)
    corrects_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = ArrMovement
        fields = MOVEMENT
        read_only_fields = fields


class MovementViewSet(ScopedViewSet):
    """The ledger of the accounts the caller may see: it is only ever added to, by changes of contracts."""

    resource = "movements"
    model = ArrMovement
    columns: ClassVar = MOVEMENT
    filterset_class = MovementFilter
    serializer_class = MovementRow

    @reads(MovementRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of movements; new ones come at the end."""
        return super().list(request)

    @reads(MovementRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One movement."""
        return super().retrieve(request, pk)


class RateRow(serializers.ModelSerializer[FxRate]):
    """What one unit of a currency is worth in ``base``, the company's currency, from a day on."""

    base = serializers.CharField(read_only=True)

    class Meta:
        model = FxRate
        fields = (*RATE, "base")
        read_only_fields = fields


class RateWrite(RecordBody):
    """A rate of a day; one that is known already is replaced."""

    source = CleanText(max_length=60, required=False, allow_blank=True)  # type: ignore[assignment] # a field of that name

    class Meta:
        model = FxRate
        fields = ("currency", "on", "rate", "source")
        validators: ClassVar[list[Any]] = []


class RateViewSet(ScopedViewSet):
    """Exchange rates: known to everybody who signs in, entered by admins."""

    resource = "rates"
    model = FxRate
    columns: ClassVar = RATE
    filterset_class = RateFilter
    serializer_class = RateRow

    def get_queryset(self) -> QuerySet[Any]:
        """All rates: they belong to nobody's account."""
        return known_rates()

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say in which currency the rate is."""
        return [{**row, "base": base_currency()} for row in rows]

    @reads(RateRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of rates."""
        return super().list(request)

    @reads(RateRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One rate."""
        return super().retrieve(request, pk)

    @creates(RateWrite, RateRow)
    def create(self, request: Request) -> Response:
        """Add a rate, or replace that of the same day; amounts in the company's currency follow."""
        rate = add_rate(by=self.caller, at=database_now(), **self.said(RateWrite))
        return self.told(rate.pk, status.HTTP_201_CREATED)
