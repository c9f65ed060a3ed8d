"""`/api/v1/save-plays/`: what is done where a customer may leave: started, its steps done, how it ended."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import F
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from contacts.actions import reopen_step, settle_step
from contacts.choices import StepState
from retention.lib.api.fields import Body, CleanText, VisibleReference
from retention.lib.api.schema import VERSION, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.filtering import DayFilter, IdFilter

from ..actions import finish_play, start_play
from ..choices import PlayCode, RootCause, SaveOutcome
from ..models import PlayRun, PlayStep, Renewal
from ..models.plays import PlayRunQuerySet

COLUMNS = (
    "id", "version", "account_id", "renewal_id", "play", "play_version", "root_cause", "trigger",
    "started_on", "started_by_id", "currency", "arr_at_stake", "offer_cost", "saved_arr", "outcome",
    "finished_on", "note", "recorded_at",
)  # fmt: skip
STEP = {"text": F("step__text"), "due_on": F("step__due_on"), "state": F("step__state"),
        "owner_id": F("step__owner_id")}  # fmt: skip


class NoSuchStep(DomainError):
    """The play has no step in that place."""


class PlayStepRow(serializers.Serializer[Any]):
    """One step of a play; it is a next step of the account, due on business days from the start."""

    position = serializers.IntegerField()
    step_id = serializers.IntegerField()
    text = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(StepState.choices)
    owner_id = serializers.IntegerField()


class PlayRow(serializers.ModelSerializer[PlayRun]):
    """A save play; amounts a year in ``currency``, ``outcome`` empty while it runs."""

    account_id = serializers.IntegerField(read_only=True)
    renewal_id = serializers.IntegerField(read_only=True, allow_null=True)
    started_by_id = serializers.IntegerField(read_only=True)
    steps = PlayStepRow(many=True, read_only=True)

    class Meta:
        model = PlayRun
        fields = (*COLUMNS, "steps")
        read_only_fields = fields


class PlayWrite(Body):
    """Which play, where, against which cause; without a cause it is the play's own."""

    account_id = VisibleReference(Account, source="account")
    renewal_id = VisibleReference(Renewal, source="renewal", required=False, allow_null=True)
    play = serializers.ChoiceField(PlayCode.choices)
    root_cause = serializers.ChoiceField(RootCause.choices, required=False, allow_blank=True)
    trigger = CleanText(max_length=300, required=False, allow_blank=True)


class PlayEndWrite(Body):
    """How it ended, what was offered a year and what was kept; keeping something needs its amount."""

    outcome = serializers.ChoiceField(SaveOutcome.choices)
    offer_cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    saved_arr = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    note = CleanText(max_length=500, required=False, allow_blank=True)


class StepWrite(Body):
    """Which step, and whether it is done, dropped, or open again."""

    position = serializers.IntegerField(min_value=1, max_value=100)
    state = serializers.ChoiceField(StepState.choices)


class PlayFilter(django_filters.FilterSet):
    """Which plays a list shows."""

    account = IdFilter(field_name="account_id", label="Account")
    renewal = IdFilter(field_name="renewal_id", label="Renewal")
    play = django_filters.MultipleChoiceFilter(choices=PlayCode.choices, label="Play")
    outcome = django_filters.MultipleChoiceFilter(choices=SaveOutcome.choices, label="Outcome")
    active = django_filters.BooleanFilter(method="is_running", label="Running")
    finished_from = DayFilter(field_name="finished_on", lookup_expr="gte", label="Finished from")
    finished_to = DayFilter(field_name="finished_on", lookup_expr="lte", label="Finished to")

    class Meta:
        model = PlayRun
        fields: ClassVar[list[str]] = []

    def is_running(self, rows: PlayRunQuerySet, name: str, value: bool) -> PlayRunQuerySet:
        """Not finished yet, or finished."""
        return rows.active() if value else rows.filter(finished_on__isnull=False)


class PlayViewSet(ScopedViewSet):
    """Save plays at the accounts the caller may see."""

    resource = "renewals"
    spelt: ClassVar = {"account": "account_id", "renewal": "renewal_id"}
    model = PlayRun
    columns: ClassVar = COLUMNS
    filterset_class = PlayFilter
    serializer_class = PlayRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """With their steps, in one query for the page."""
        steps = PlayStep.objects.visible_to(self.caller).filter(run__in=[row["id"] for row in rows])
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        told: Iterable[Any] = steps.order_by("position").values("run_id", "position", "step_id", **STEP)
        for step in told:
            found[step.pop("run_id")].append(step)
        return [{**row, "steps": found[row["id"]]} for row in rows]

    @reads(PlayRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of save plays."""
        return super().list(request)

    @reads(PlayRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One save play."""
        return super().retrieve(request, pk)

    @creates(PlayWrite, PlayRow)
    def create(self, request: Request) -> Response:
        """Start a save play; its steps become next steps from today."""
        run = start_play(**self.said(PlayWrite), by=self.caller, at=database_now())
        return self.told(run.pk, status.HTTP_201_CREATED)

    @creates(PlayEndWrite, PlayRow, status=200, more_parameters=[VERSION])
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def finish(self, request: Request, pk: str) -> Response:
        """Say how it ended, starting from the version you have read; open steps of it are dropped."""
        run, version = self.record(pk), seen_version(request)
        said = self.said(PlayEndWrite)
        finish_play(run=run, **said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(run.pk)

    @creates(StepWrite, PlayRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def steps(self, request: Request, pk: str) -> Response:
        """Say that a step is done or dropped, or open it again."""
        run, said = self.record(pk), self.said(StepWrite)
        steps = PlayStep.objects.visible_to(self.caller).select_related("step")
        found = steps.filter(run=run, position=said["position"]).first()
        if found is None:
            raise NoSuchStep("This play has no step in that place.", field="position")
        if said["state"] == StepState.OPEN:
            reopen_step(step=found.step, by=self.caller, at=database_now())
        else:
            settle_step(step=found.step, state=said["state"], by=self.caller, at=database_now())
        return self.told(run.pk)
