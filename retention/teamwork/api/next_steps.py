"""`/api/v1/next-steps/`: what is to be done next, and what each step supports; written elsewhere."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.models import NextStep
from retention.lib.api.schema import reads
from retention.lib.api.views import ScopedViewSet

from ..step_filters import SupportFilter
from ..supports import Supports, supports_of, with_link

COLUMNS = (
    "id", "account_id", "contact_id", "owner_id", "text", "due_on", "snoozed_until", "origin", "state",
    "settled_at", "settled_by_id", "recorded_at",
)  # fmt: skip


class NextStepRow(serializers.ModelSerializer[NextStep]):
    """A next step; ``is_linked`` when recorded links lead from it to an aim or a renewal."""

    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    owner_id = serializers.IntegerField(read_only=True)
    settled_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    is_linked = serializers.BooleanField(read_only=True)

    class Meta:
        model = NextStep
        fields = (*COLUMNS, "is_linked")
        read_only_fields = fields


class SupportsRow(serializers.Serializer[Any]):
    """The way from a step to the renewal, null or empty where a link is missing."""

    plan_id = serializers.IntegerField(allow_null=True)
    plan_action_id = serializers.IntegerField(allow_null=True, help_text="The deliverable.")
    plan_risk_id = serializers.IntegerField(allow_null=True)
    kpi_id = serializers.IntegerField(allow_null=True)
    lesson_id = serializers.IntegerField(allow_null=True)
    contract_id = serializers.IntegerField(allow_null=True)
    key_result_ids = serializers.ListField(child=serializers.IntegerField())
    objective_id = serializers.IntegerField(allow_null=True)
    target_ids = serializers.ListField(child=serializers.IntegerField(), help_text="ROI targets.")
    renewal_id = serializers.IntegerField(allow_null=True)
    renewal_is_named = serializers.BooleanField(help_text="Else it is the one they decide next.")


class NextStepTold(NextStepRow):
    """One step with what it supports; null when it is unlinked."""

    supports = SupportsRow(allow_null=True, read_only=True)

    class Meta:
        model = NextStep
        fields = (*COLUMNS, "is_linked", "supports")
        read_only_fields = fields


class NextStepViewSet(ScopedViewSet):
    """Next steps at the accounts the caller may see; the open ones unless a state is asked for."""

    resource = "plans"
    model = NextStep
    columns: ClassVar = COLUMNS
    filterset_class = SupportFilter
    serializer_class = NextStepRow

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Also whether each is linked."""
        told: QuerySet[Any] = with_link(rows).values(*self.columns, "is_linked")
        return told

    @reads(NextStepRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of next steps."""
        return super().list(request)

    @reads(NextStepTold)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One step, and the way from it to the renewal."""
        found = supports_of(self.record(pk), self.caller)
        return Response(self.row(int(pk)) | {"supports": _said(found) if found.is_linked else None})


def _said(found: Supports) -> dict[str, Any]:
    one = {
        "plan": found.plan, "plan_action": found.action, "plan_risk": found.risk, "kpi": found.kpi,
        "lesson": found.lesson, "contract": found.contract, "objective": found.objective,
        "renewal": found.renewal,
    }  # fmt: skip
    return {f"{name}_id": row.pk if row else None for name, row in one.items()} | {
        "key_result_ids": [row.pk for row in found.results],
        "target_ids": [row.pk for row in found.targets],
        "renewal_is_named": found.is_named,
    }
