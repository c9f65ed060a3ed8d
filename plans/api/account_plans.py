"""`/api/v1/plans/`: account plans, their short fields, moves, reviews and versions."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Nothing
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..actions.drafting import copy_plan, edit_plan, start_plan
from ..actions.growing import set_growth
from ..actions.moving import move_plan, review_plan, sign_plan
from ..actions.texts import write_section
from ..fullness import fullness_of
from ..group import group_of
from ..models import AccountPlan, PlanEdition
from ..plan_facts import plan_facts
from ..plan_filters import PlanFilter, PlanPartFilter
from ..planning.sections import SECTION_OF
from .group_bodies import GroupPlans, group_told
from .plan_bodies import (
    COLUMNS,
    AccountPlanEdit,
    AccountPlanWrite,
    FieldWrite,
    GrowthWrite,
    MoveWrite,
    PlanRow,
    PlanWhole,
    ReviewWrite,
    spelled_out,
)

EDITION = ("id", "plan_id", "number", "made_on", "by_id", "reason", "said", "inside", "recorded_at")


class PlanViewSet(ScopedViewSet):
    """Account plans at the accounts the caller may see."""

    resource = "plans"
    spelt: ClassVar = {"account": "account_id", "owner": "owner_id", "team_template": "team_template_id"}
    model = AccountPlan
    columns: ClassVar = COLUMNS
    filterset_class = PlanFilter
    serializer_class = PlanRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say how much is filled and whether it is stale; four queries a page."""
        today = local_day(database_now(), self.caller.time_zone)
        plans = AccountPlan.objects.visible_to(self.caller).in_bulk([row["id"] for row in rows])
        full = fullness_of(list(plans.values()))
        for row in rows:
            found = full[row["id"]]
            row["sections_filled"], row["sections_required"] = found.filled, found.required
            row["missing_sections"] = list(found.missing)
            row["is_stale"] = plans[row["id"]].is_stale(on=today)
        return rows

    def whole(self, pk: int, code: int = 200) -> Response:
        """The answer with everything of one plan."""
        plan = AccountPlan.objects.visible_to(self.caller).select_related("account", "owner").get(pk=pk)
        facts = plan_facts(plan, on=local_day(database_now(), self.caller.time_zone))
        return Response(self.row(pk) | spelled_out(facts), status=code)

    @reads(PlanRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of plans; what is over only with `state`."""
        return super().list(request)

    @reads(PlanWhole)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One plan with its short fields, progress and growth."""
        return self.whole(self.record(pk).pk)

    @creates(AccountPlanWrite, PlanWhole)
    def create(self, request: Request) -> Response:
        """Begin a plan."""
        made = start_plan(by=self.caller, at=database_now(), **self.said(AccountPlanWrite))
        return self.whole(made.pk, status.HTTP_201_CREATED)

    @changes(AccountPlanEdit, PlanWhole)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change title, owner or days of a draft, starting from the version you have read."""
        plan, version = self.record(pk), seen_version(request)
        said = self.said(AccountPlanEdit)
        edit_plan(plan=plan, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.whole(plan.pk)

    @creates(MoveWrite, PlanWhole, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def move(self, request: Request, pk: str) -> Response:
        """Submit, return, approve, start, doubt, recover, amend, close or set aside."""
        plan = self.record(pk)
        move_plan(plan=plan, by=self.caller, at=database_now(), **self.said(MoveWrite))
        return self.whole(plan.pk)

    @reads(GroupPlans)
    @action(detail=True, filter_backends=(), pagination_class=None)
    def group(self, request: Request, pk: str) -> Response:
        """The accounts below the plan's account that you see, each with its plan, and their sums."""
        return Response(group_told(group_of(self.record(pk).account, self.caller)))

    @creates(Nothing, PlanWhole, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def sign(self, request: Request, pk: str) -> Response:
        """The account's executive sponsor signs an approved plan."""
        plan = self.record(pk)
        self.said(Nothing)
        sign_plan(plan=plan, by=self.caller, at=database_now())
        return self.whole(plan.pk)

    @creates(ReviewWrite, PlanWhole, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def review(self, request: Request, pk: str) -> Response:
        """Say that the plan was looked at."""
        plan = self.record(pk)
        review_plan(plan=plan, by=self.caller, at=database_now(), **self.said(ReviewWrite))
        return self.whole(plan.pk)

    @creates(Nothing, PlanWhole)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def copy(self, request: Request, pk: str) -> Response:
        """Begin next year's plan with what still holds."""
        plan = self.record(pk)
        self.said(Nothing)
        made = copy_plan(plan=plan, by=self.caller, at=database_now())
        return self.whole(made.pk, status.HTTP_201_CREATED)

    @creates(FieldWrite, PlanWhole, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def write(self, request: Request, pk: str) -> Response:
        """Write one short field of a draft; what is not named stays."""
        plan, said = self.record(pk), self.said(FieldWrite)
        key = said.pop("field")
        section = SECTION_OF[key]
        try:
            write_section(plan=plan, section=section, said={key: said}, by=self.caller, at=database_now())
        except DomainError as error:
            error.field = "text" if error.field == key else error.field.removeprefix(f"{key}_")
            raise
        return self.whole(plan.pk)

    @creates(GrowthWrite, PlanWhole, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def growth(self, request: Request, pk: str) -> Response:
        """Say where a draft starts from and what is wanted."""
        plan, said = self.record(pk), self.said(GrowthWrite)
        set_growth(plan=plan, changes=said, by=self.caller, at=database_now())
        return self.whole(plan.pk)


class EditionRow(serializers.ModelSerializer[PlanEdition]):
    """A version: ``said`` is what may be shown to the customer, ``inside`` what never is."""

    plan_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = PlanEdition
        fields = EDITION
        read_only_fields = fields


class EditionViewSet(ScopedViewSet):
    """Versions of plans, kept at approval and at the end."""

    resource = "plans"
    model = PlanEdition
    columns: ClassVar = EDITION
    filterset_class = PlanPartFilter
    serializer_class = EditionRow

    @reads(EditionRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of versions."""
        return super().list(request)

    @reads(EditionRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One version."""
        return super().retrieve(request, pk)
