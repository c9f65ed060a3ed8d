"""`/api/v1/break-options/`: days on which a customer may leave a running contract."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, RecordBody, VisibleReference
from retention.lib.api.schema import creates, reads, removes
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import add_break_option, remove_break_option
from ..filters import BreakFilter
from ..models import BreakOption, Contract

WRITABLE = ("on", "notice_value", "notice_unit", "notice_counted_from", "note")
COLUMNS = ("id", "contract_id", *WRITABLE, "recorded_at")


class BreakRow(serializers.ModelSerializer[BreakOption]):
    """A right to leave: ``on`` is the last day of service when it is used."""

    contract_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = BreakOption
        fields = COLUMNS
        read_only_fields = fields


class BreakWrite(RecordBody):
    """On which day they may leave, and how long before they have to say so."""

    contract_id = VisibleReference(Contract, source="contract")
    note = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta:
        model = BreakOption
        fields = ("contract_id", *WRITABLE)
        validators: ClassVar[list[Any]] = []


class BreakViewSet(ScopedViewSet):
    """Break options of contracts of the accounts the caller may see."""

    resource = "contracts"
    spelt: ClassVar = {"contract": "contract_id"}
    model = BreakOption
    columns: ClassVar = COLUMNS
    filterset_class = BreakFilter
    serializer_class = BreakRow

    @reads(BreakRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of break options."""
        return super().list(request)

    @reads(BreakRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One break option."""
        return super().retrieve(request, pk)

    @creates(BreakWrite, BreakRow)
    def create(self, request: Request) -> Response:
        """Enter a day on which they may leave; a renewal of its own opens for the decision."""
        option = add_break_option(by=self.caller, at=database_now(), **self.said(BreakWrite))
        return self.told(option.pk, status.HTTP_201_CREATED)

    @removes()
    def destroy(self, request: Request, pk: str) -> Response:
        """The right to leave is gone: waived, or entered by mistake."""
        remove_break_option(option=self.record(pk), by=self.caller, at=database_now())
        return Response(status=status.HTTP_204_NO_CONTENT)
