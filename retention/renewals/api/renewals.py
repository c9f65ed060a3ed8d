"""`/api/v1/renewals/`: what is to be decided by when; the owner's call, stages and outcomes."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body
from retention.lib.api.schema import VERSION, changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions import (
    close_renewal,
    join_renewals,
    move_stage,
    record_facts,
    reopen_renewal,
    set_call,
    split_renewal,
    void_renewal,
)
from ..filters import RenewalFilter
from ..gate_facts import missing_for
from ..models import LineOutcome, Renewal, RenewalStage, StageEvidence
from ..out_of_quarter import timing_of
from .bodies import (
    CallWrite,
    FactsWrite,
    JoinWrite,
    RenewalEndWrite,
    ReopenWrite,
    SplitWrite,
    StageWrite,
    VoidWrite,
    outcome_of,
)
from .plans import SPELT
from .rows import (
    COLUMNS,
    MOVE_COLUMNS,
    OUTCOME_COLUMNS,
    FactsRow,
    LineOutcomeRow,
    MissingRow,
    RenewalRow,
    StageChangeRow,
)

ASKED_STAGE = OpenApiParameter("stage", str, enum=RenewalStage.values, required=True)


class RenewalViewSet(ScopedViewSet):
    """Renewals of the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = SPELT | {
        name: f"{name}_id" for name in ("successor", "conversation", "verbal_by", "paper_to")
    }
    model = Renewal
    columns: ClassVar = COLUMNS
    filterset_class = RenewalFilter
    serializer_class = RenewalRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """How each lies to its own quarter, as of the caller's day."""
        on = local_day(database_now(), self.caller.time_zone)
        for row in rows:
            row["timing"] = "" if row["is_history"] else timing_of(
                stage=row["stage"], term_end=row["term_end"], due_on=row["renewal_due_on"],
                closed_on=row["closed_on"], on=on,
            )  # fmt: skip
        return rows

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
        fixed = {"renewal": renewal, "by": self.caller, "at": database_now(), "expected_version": version}
        return {**self.said(shape), **fixed}

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

    @creates(RenewalEndWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def close(self, request: Request, pk: str) -> Response:
        """Record the outcome, starting from the version you have read."""
        renewal = close_renewal(**outcome_of(self._asked(RenewalEndWrite, request, pk)))
        return Response(self.row(renewal.pk))

    @creates(ReopenWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def reopen(self, request: Request, pk: str) -> Response:
        """Take an outcome back with its reasons, starting from the version you have read."""
        renewal = reopen_renewal(**self._asked(ReopenWrite, request, pk))
        return Response(self.row(renewal.pk))

    @creates(VoidWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def void(self, request: Request, pk: str) -> Response:
        """Say that this never was a renewal, starting from the version you have read."""
        renewal = void_renewal(**self._asked(VoidWrite, request, pk))
        return Response(self.row(renewal.pk))

    @creates(JoinWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def join(self, request: Request, pk: str) -> Response:
        """Decide other renewals of the account together with this one; for leads of its team and admins."""
        renewal = join_renewals(**self._asked(JoinWrite, request, pk))
        return Response(self.row(renewal.pk))

    @creates(SplitWrite, RenewalRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def split(self, request: Request, pk: str) -> Response:
        """Decide a renewal by itself again that was joined to another one."""
        renewal = split_renewal(**self._asked(SplitWrite, request, pk))
        return Response(self.row(renewal.pk))

    @reads(LineOutcomeRow(many=True))
    @action(detail=True, filter_backends=(), pagination_class=None)
    def lines(self, request: Request, pk: str) -> Response:
        """What became of each line that was decided on; an empty list while the renewal is open."""
        found = LineOutcome.objects.visible_to(self.caller).filter(renewal=self.record(pk))
        return Response(list(found.order_by("line_id").values(*OUTCOME_COLUMNS)))

    @reads(StageChangeRow(many=True))
    @action(detail=True, url_path="changes", filter_backends=(), pagination_class=None)
    def moves(self, request: Request, pk: str) -> Response:
        """Every move through the pipeline so far, the first one first."""
        moves = self.record(pk).stage_changes.order_by("at", "id").values(*MOVE_COLUMNS)
        return Response(list(moves))

    @reads(FactsRow)
    @action(detail=True, filter_backends=(), pagination_class=None)
    def facts(self, request: Request, pk: str) -> Response:
        """What is known on the way to a decision; version 0 while nothing is."""
        known = StageEvidence.objects.visible_to(self.caller).filter(renewal=self.record(pk)).first()
        return Response(FactsRow(known or StageEvidence(version=0)).data)

    @changes(FactsWrite, FactsRow)
    @facts.mapping.patch  # type: ignore[untyped-decorator] # the framework's own
    def change_facts(self, request: Request, pk: str) -> Response:
        """Enter facts, starting from the version of the facts you have read."""
        asked = self._asked(FactsWrite, request, pk)
        fixed = {name: asked.pop(name) for name in ("renewal", "by", "at", "expected_version")}
        return Response(FactsRow(record_facts(changes=asked, **fixed)).data)

    @reads(MissingRow(many=True), parameters=[ASKED_STAGE])
    @action(detail=True, filter_backends=(), pagination_class=None)
    def missing(self, request: Request, pk: str) -> Response:
        """What is missing before this renewal may enter a stage; an empty list when nothing is."""
        renewal = self.record(pk)
        try:
            stage = serializers.ChoiceField(RenewalStage.choices).run_validation(
                request.query_params.get("stage", "")
            )
        except serializers.ValidationError as error:
            raise serializers.ValidationError({"stage": error.detail}) from error
        found = missing_for(renewal, stage, on=local_day(database_now(), self.caller.time_zone))
        return Response([MissingRow(one).data for one in found])
