"""`/api/v1/whitespace-plays/`, `/api/v1/recommendations/`: who works on winning what; what to do next."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.filters import AccountFilter
from accounts.models import Account
from plans.actions.room_plays import edit_room_play, end_room_play, make_opportunity, next_room_step
from plans.models import WhitespaceCell, WhitespacePlay
from plans.planning.room_words import ENDED_STAGES, RUNNING_STAGES
from plans.room_filters import RoomPlayFilter
from retention.health.facts import explain_account
from retention.lib.api.fields import Body, CleanText, Nothing, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.expansion import start_expansion
from ..advising import advice_for, with_advice
from ..recommending import Advice

PLAY = (
    "id", "version", "cell_id", "account_id", "owner_id", "step_id", "reason", "target_on", "stage",
    "opportunity_id", "ended_on", "ended_note", "allowed_by_id", "allowed_reason", "recorded_at",
)  # fmt: skip
RUNNING = [(each.value, each.label) for each in RUNNING_STAGES]
ENDED = [(each.value, each.label) for each in ENDED_STAGES]


def _id(*, empty: bool = False) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, allow_null=empty)


class RoomPlayRow(serializers.ModelSerializer[WhitespacePlay]):
    """A play; ``step_id`` is its next step, ``opportunity_id`` the map of people of its decision."""

    cell_id, account_id, owner_id, step_id = _id(), _id(), _id(), _id()
    opportunity_id, allowed_by_id = _id(empty=True), _id(empty=True)

    class Meta:
        model = WhitespacePlay
        fields = PLAY
        read_only_fields = fields


class RoomPlayWrite(Body):
    """A play with its first step; ``allowed_reason`` is a lead's, where the customer is not well."""

    cell_id = VisibleReference(WhitespaceCell, source="cell")
    owner_id = Reference(lambda user: people_at_work(), source="owner")
    reason = CleanText(max_length=500)
    target_on = serializers.DateField()
    step = CleanText(max_length=300)
    step_on = serializers.DateField()
    allowed_reason = CleanText(max_length=300, required=False, allow_blank=True)


class RoomPlayEdit(Body):
    """How far, whose, why, until when."""

    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)
    reason = CleanText(max_length=500, required=False)
    target_on = serializers.DateField(required=False)
    stage = serializers.ChoiceField(RUNNING, required=False)


class RoomStepWrite(Body):
    """What is next."""

    step = CleanText(max_length=300)
    step_on = serializers.DateField()


class RoomPlayEnd(Body):
    """How it ended; what was not won says what came of it."""

    stage = serializers.ChoiceField(ENDED)
    note = CleanText(max_length=500, required=False, allow_blank=True)


class RoomPlayViewSet(ScopedViewSet):
    """White-space plays at the accounts the caller may see."""

    resource = "white_space"
    spelt: ClassVar = {name: f"{name}_id" for name in ("cell", "owner")}
    model = WhitespacePlay
    columns: ClassVar = PLAY
    filterset_class = RoomPlayFilter
    serializer_class = RoomPlayRow

    @reads(RoomPlayRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of plays."""
        return super().list(request)

    @reads(RoomPlayRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One play."""
        return super().retrieve(request, pk)

    @creates(RoomPlayWrite, RoomPlayRow)
    def create(self, request: Request) -> Response:
        """Set out to win a cell; 409 while the customer is at risk, unless a lead says why."""
        made = start_expansion(by=self.caller, at=database_now(), **self.said(RoomPlayWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(RoomPlayEdit, RoomPlayRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change it, starting from the version you have read."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(RoomPlayEdit)
        edit_room_play(play=row, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(row.pk)

    @creates(RoomStepWrite, RoomPlayRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def step(self, request: Request, pk: str) -> Response:
        """Say what is next; the former step counts as done."""
        row = self.record(pk)
        next_room_step(play=row, by=self.caller, at=database_now(), **self.said(RoomStepWrite))
        return self.told(row.pk)

    @creates(Nothing, RoomPlayRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def opportunity(self, request: Request, pk: str) -> Response:
        """Give it a map of people of its own."""
        row = self.record(pk)
        self.said(Nothing)
        make_opportunity(play=row, by=self.caller, at=database_now())
        return self.told(row.pk)

    @creates(RoomPlayEnd, RoomPlayRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Won, lost or stopped."""
        row = self.record(pk)
        end_room_play(play=row, by=self.caller, at=database_now(), **self.said(RoomPlayEnd))
        return self.told(row.pk)


class RecommendationRow(serializers.Serializer[Any]):
    """What to do with a customer next."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    health_band = serializers.CharField(read_only=True)
    advice = serializers.ChoiceField(Advice.choices, read_only=True)


class RecommendationWhole(RecommendationRow):
    """The same with its three strongest reasons, what is missing, and why no play may begin."""

    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)
    missing = serializers.ListField(child=serializers.CharField(), read_only=True)
    cell_id = serializers.IntegerField(read_only=True, allow_null=True)
    blocked = serializers.CharField(read_only=True)


class RecommendationViewSet(ScopedViewSet):
    """Expand or recover, for the accounts the caller may see."""

    resource = "white_space"
    model = Account
    columns: ClassVar = ("id", "name", "health_band", "advice")
    filterset_class = AccountFilter
    serializer_class = RecommendationRow

    def get_queryset(self) -> Any:
        """Accounts with what to do with each."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return with_advice(rows, on=local_day(database_now(), self.caller.time_zone))

    @reads(RecommendationRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of accounts with what to do with each."""
        return super().list(request)

    @reads(RecommendationWhole)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One account's, with its reasons."""
        row, at = self.record(pk), database_now()
        advised = advice_for(row, self.caller, explain_account(row, reader=self.caller, at=at),
                             on=local_day(at, self.caller.time_zone))  # fmt: skip
        found = advised.recommendation
        more = {"reasons": found.reasons, "missing": found.missing, "blocked": advised.blocked,
                "cell_id": advised.cell.pk if advised.cell else None}  # fmt: skip
        return Response(self.row(row.pk) | more)
