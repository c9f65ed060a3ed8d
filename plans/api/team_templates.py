"""`/api/v1/plan-templates/`: plans to begin with that teams keep."""

from typing import ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText, Nothing, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.team_templates import edit_template, save_template, withdraw_template
from ..models import AccountPlan, TeamPlanTemplate
from ..plan_filters import TeamPlanTemplateFilter
from ..planning.outline import LONGEST

COLUMNS = (
    "id", "version", "team_id", "name", "note", "outline", "prompts", "by_id", "withdrawn_on", "recorded_at",
)  # fmt: skip


class TeamPlanTemplateRow(serializers.ModelSerializer[TeamPlanTemplate]):
    """A plan to begin with. ``outline`` and ``prompts`` are lines, as a person writes them."""

    team_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = TeamPlanTemplate
        fields = COLUMNS
        read_only_fields = fields


class TeamPlanTemplateEdit(Body):
    """What of a template may be changed."""

    name = CleanText(max_length=80, required=False)
    note = CleanText(max_length=300, required=False, allow_blank=True)
    outline = CleanText(max_length=LONGEST, required=False, many_lines=True)
    prompts = CleanText(max_length=LONGEST, required=False, allow_blank=True, many_lines=True)


class TeamPlanTemplateWrite(TeamPlanTemplateEdit):
    """A plan to keep as a template of its account's team; without ``outline`` what the plan is made of."""

    plan_id = VisibleReference(AccountPlan, source="plan")
    name = CleanText(max_length=80)


class TeamPlanTemplateViewSet(ScopedViewSet):
    """Templates of the teams whose figures the caller sees; a lead changes them."""

    resource = "plans"
    spelt: ClassVar = {"plan": "plan_id"}
    model = TeamPlanTemplate
    columns: ClassVar = COLUMNS
    filterset_class = TeamPlanTemplateFilter
    serializer_class = TeamPlanTemplateRow

    @reads(TeamPlanTemplateRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of templates; withdrawn ones only with `withdrawn=1`."""
        return super().list(request)

    @reads(TeamPlanTemplateRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One template."""
        return super().retrieve(request, pk)

    @creates(TeamPlanTemplateWrite, TeamPlanTemplateRow)
    def create(self, request: Request) -> Response:
        """Keep a plan as a template; for a lead of the account's team."""
        made = save_template(by=self.caller, at=database_now(), **self.said(TeamPlanTemplateWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(TeamPlanTemplateEdit, TeamPlanTemplateRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a template, starting from the version you have read."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(TeamPlanTemplateEdit)
        edit_template(template=row, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(row.pk)

    @creates(Nothing, TeamPlanTemplateRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """No plan begins with it any more."""
        row = self.record(pk)
        self.said(Nothing)
        withdraw_template(template=row, by=self.caller, at=database_now())
        return self.told(row.pk)
