"""`/api/v1/contract-lines/`: lines of contracts in force: added, changed from a day on, suspended."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.errors import DomainError

from ..actions import add_line, amend_line, resume_line, suspend_line
from ..filters import LineFilter
from ..lines import LineInput
from ..models import Contract, ContractLine, LineSuspension
from .contract_shapes import LINE_COLUMNS, LINE_WRITABLE, ContractLineWrite, LineRow, Reasoned


class NotSuspended(DomainError):
    """A line that runs cannot be resumed."""


class PlacedLineRow(LineRow):
    """A line with the contract it belongs to."""

    contract_id = serializers.IntegerField(read_only=True)

    class Meta(LineRow.Meta):
        fields = ("contract_id", *LINE_COLUMNS)
        read_only_fields = fields


class NewLine(ContractLineWrite):
    """A line that comes to a contract in force."""

    contract_id = VisibleReference(Contract, source="contract")
    correction = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta(ContractLineWrite.Meta):
        fields = ("contract_id", *LINE_WRITABLE, "correction")


class LineChange(ContractLineWrite):
    """What changes about a line, from which day on."""

    effective_on = serializers.DateField()
    correction = CleanText(max_length=200, required=False, allow_blank=True)

    class Meta(ContractLineWrite.Meta):
        fields = ("effective_on", *LINE_WRITABLE, "correction")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The day is always said, and the line's first day is that day. Raises ValidationError."""
        if "start_on" in attrs:
            raise serializers.ValidationError({"start_on": ["Say it as effective_on."]})
        if "effective_on" not in attrs:
            raise serializers.ValidationError({"effective_on": ["This field is required."]})
        if not set(attrs) - {"effective_on", "correction"}:
            raise serializers.ValidationError(["Say what changes from that day on."])
        return attrs


class Suspension(Reasoned):
    """From when to when a line carries no revenue; without an end it waits to be resumed."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    note = CleanText(max_length=200, required=False, allow_blank=True)


class Resumption(Reasoned):
    """The first day on which a suspended line runs again."""

    on = serializers.DateField()


class LineViewSet(ScopedViewSet):
    """Lines of contracts of the accounts the caller may see."""

    resource = "contracts"
    spelt: ClassVar = {
        **{name: f"{name}_id" for name in ("contract", "product", "org_unit")},
        **{f"lines.0.{name}": name for name in LINE_WRITABLE},
        **{f"lines.0.{name}": f"{name}_id" for name in ("product", "org_unit")},
    }
    model = ContractLine
    columns: ClassVar = ("contract_id", *LINE_COLUMNS)
    filterset_class = LineFilter
    serializer_class = PlacedLineRow

    @reads(PlacedLineRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of lines."""
        return super().list(request)

    @reads(PlacedLineRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One line."""
        return super().retrieve(request, pk)

    @creates(NewLine, PlacedLineRow)
    def create(self, request: Request) -> Response:
        """Add a line to a contract in force."""
        fields = self.said(NewLine)
        contract, correction = fields.pop("contract"), fields.pop("correction", "")
        at, line = database_now(), LineInput(**fields)
        added = add_line(contract=contract, line=line, by=self.caller, at=at, correction=correction)
        return self.told(added.pk, status.HTTP_201_CREATED)

    @creates(LineChange, PlacedLineRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def amendments(self, request: Request, pk: str) -> Response:
        """Change a line from a day on: it ends the day before, and the answer is the line that follows."""
        line, fields = self.record(pk), self.said(LineChange, partial=True)
        newer = amend_line(line=line, by=self.caller, at=database_now(), **fields)
        return self.told(newer.pk, status.HTTP_201_CREATED)

    @creates(Suspension, PlacedLineRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def suspend(self, request: Request, pk: str) -> Response:
        """Let a line carry no revenue for a time."""
        line, fields = self.record(pk), self.said(Suspension)
        suspend_line(line=line, by=self.caller, at=database_now(), **fields)
        return self.told(line.pk)

    @creates(Resumption, PlacedLineRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def resume(self, request: Request, pk: str) -> Response:
        """Bring a suspended line back from a day on; the answer is the line that follows."""
        line, fields = self.record(pk), self.said(Resumption)
        pause = LineSuspension.objects.visible_to(self.caller).filter(line=line).first()
        if pause is None:
            raise NotSuspended("This line is not suspended.")
        resumed = resume_line(suspension=pause, by=self.caller, at=database_now(), **fields)
        return self.told(resumed.pk, status.HTTP_201_CREATED)
