"""`/api/v1/assessments/`: the two views on a renewal; the system's only once the owner has spoken."""

from typing import Any, ClassVar

import django_filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText
from retention.lib.api.schema import VERSION, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.filtering import IdFilter

from ..actions.assessing import decide_assessment, give_assessment
from ..models import Assessment, AssessmentState, SystemView, View
from .plans import SPELT, PlanWrite

COLUMNS = (
    "id", "version", "renewal_id", "which", "due_on", "state", "view", "reason", "by_id", "at", "final",
    "decided_by_id", "decided_at", "decision_reason",
)  # fmt: skip


class SystemRow(serializers.ModelSerializer[SystemView]):
    """What the figures said on the day it was asked for."""

    class Meta:
        model = SystemView
        fields = ("view", "band", "caps", "probability")
        read_only_fields = fields


class AssessmentRow(serializers.ModelSerializer[Assessment]):
    """An assessment; ``view`` is the owner's, ``final`` what counts, ``system`` null before it."""

    renewal_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True, allow_null=True)
    decided_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    system = SystemRow(read_only=True, allow_null=True)

    class Meta:
        model = Assessment
        fields = (*COLUMNS, "system")
        read_only_fields = fields


class ViewWrite(Body):
    """How the renewal is seen, and why; at risk comes with a plan unless one stands."""

    view = serializers.ChoiceField(View.choices)
    reason = CleanText(max_length=500)
    plan = PlanWrite(required=False)


class AssessmentFilter(django_filters.FilterSet):
    """Which assessments a list shows."""

    renewal = IdFilter(field_name="renewal_id", label="Renewal")
    state = django_filters.ChoiceFilter(choices=AssessmentState.choices, label="State")

    class Meta:
        model = Assessment
        fields: ClassVar[list[str]] = []


class AssessmentViewSet(ScopedViewSet):
    """Assessments of renewals of the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = SPELT
    model = Assessment
    columns: ClassVar = COLUMNS
    filterset_class = AssessmentFilter
    serializer_class = AssessmentRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """With the system's view where it may be told."""
        told = SystemView.objects.visible_to(self.caller).filter(assessment__in=[row["id"] for row in rows])
        views = {view.assessment_id: SystemRow(view).data for view in told}
        return [{**row, "system": views.get(row["id"])} for row in rows]

    @reads(AssessmentRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of assessments."""
        return super().list(request)

    @reads(AssessmentRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One assessment."""
        return super().retrieve(request, pk)

    def _asked(self, request: Request, pk: str) -> dict[str, Any]:
        record, version = self.record(pk), seen_version(request)
        fixed = {"by": self.caller, "at": database_now(), "expected_version": version}
        return {**self.said(ViewWrite), **fixed, "renewal": record.renewal}

    @creates(ViewWrite, AssessmentRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def give(self, request: Request, pk: str) -> Response:
        """Say how the owner sees the renewal, starting from the version you have read."""
        return Response(self.row(give_assessment(**self._asked(request, pk)).pk))

    @creates(ViewWrite, AssessmentRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def decide(self, request: Request, pk: str) -> Response:
        """Decide, as the lead, between the owner's view and the system's."""
        return Response(self.row(decide_assessment(**self._asked(request, pk)).pk))
