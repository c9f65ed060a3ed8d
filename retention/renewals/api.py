"""`/api/v1/renewals/`: what is to be decided by when; the owner's call, stages and outcomes."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Contract
from retention.lib.api.fields import Body, CleanText, VisibleReference
from retention.lib.api.schema import VERSION, changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from .actions import close_renewal, move_stage, set_call
from .filters import RenewalFilter
from .models import CLOSED_STAGES, ForecastCategory, Renewal, RenewalStage

COLUMNS = (
    "id",
    "version",
    "account_id",
    "contract_id",
    "term_end",
    "renewal_due_on",
    "notice_deadline",
    "act_by",
    "decision_on",
    "anchor_kind",
    "atr",
    "currency",
    "stage",
    "call",
    "call_note",
    "call_at",
    "call_by_id",
    "notice_received_on",
    "closed_on",
    "close_note",
    "void_reason",
    "successor_id",
    "recorded_at",
)
OPEN_STAGES = [stage for stage in RenewalStage.choices if stage[0] not in CLOSED_STAGES]
OUTCOMES = [stage for stage in RenewalStage.choices if stage[0] in CLOSED_STAGES]


class RenewalRow(serializers.ModelSerializer[Renewal]):
    """A renewal as it is read; ``atr`` is the annual revenue that is decided on, in ``currency``."""

    account_id = serializers.IntegerField(read_only=True)
    contract_id = serializers.IntegerField(read_only=True)
    call_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    successor_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Renewal
        fields = COLUMNS
        read_only_fields = fields


class CallWrite(Body):
    """The owner's judgement; an empty call takes it back."""

    call = serializers.ChoiceField(ForecastCategory.choices, allow_blank=True)
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")


class StageWrite(Body):
    """The stage to move to, and why when it goes back."""

    stage = serializers.ChoiceField(OPEN_STAGES)
    reason = CleanText(max_length=300, required=False, allow_blank=True, default="")


class OutcomeWrite(Body):
    """How it ended, on which day, and the contract that follows where there is one."""

    stage = serializers.ChoiceField(OUTCOMES)
    on = serializers.DateField()
    note = CleanText(max_length=500, required=False, allow_blank=True, default="")
    successor_id = VisibleReference(Contract, source="successor", required=False, allow_null=True)


class RenewalViewSet(ScopedViewSet):
    """Renewals of the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = {"successor": "successor_id"}
    model = Renewal
    columns: ClassVar = COLUMNS
    filterset_class = RenewalFilter
    serializer_class = RenewalRow

    @reads(RenewalRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of renewals; closed ones only when asked for."""
        return super().list(request)

    @reads(RenewalRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One renewal."""
        return super().retrieve(request, pk)

    def _asked(self, shape: type[Body], request: Request, pk: str) -> dict[str, Any]:
        """What every action on a renewal takes: the record, the version seen, and the body's fields."""
        renewal, version = self.record(pk), seen_version(request)
        body = shape(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        fixed = {"renewal": renewal, "by": self.caller, "at": database_now(), "expected_version": version}
        return {**body.validated_data, **fixed}

    @changes(CallWrite, RenewalRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say how this renewal will go, starting from the version you have read."""
        renewal = set_call(**self._asked(CallWrite, request, pk))
        return Response(self.row(renewal.pk))

    @creates(StageWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def stage(self, request: Request, pk: str) -> Response:
        """Move an open renewal to another open stage, starting from the version you have read."""
        renewal = move_stage(**self._asked(StageWrite, request, pk))
        return Response(self.row(renewal.pk))

    @creates(OutcomeWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def close(self, request: Request, pk: str) -> Response:
        """Record the outcome, starting from the version you have read."""
        renewal = close_renewal(**self._asked(OutcomeWrite, request, pk))
        return Response(self.row(renewal.pk))
