"""`/api/v1/walks/`, `/walk-steps/`, `/handoffs/`: where contracts stand, who holds what, handing on."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Contract
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, Reference, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import accept_handoff, give_step, hand_on, return_handoff, start_walk, stop_walk
from ..choices import Party
from ..facts import every_process
from ..filters import HandoffFilter, WalkFilter, WalkStepFilter
from ..models import ContractWalk, Handoff, WalkStep

WALK_COLUMNS = (
    "id", "contract_id", "version_id", "started_on", "started_by_id", "state", "ended_on", "end_note",
    "recorded_at",
)  # fmt: skip
STEP_COLUMNS = (
    "id", "walk_id", "party", "expected_days", "owner_user_id", "owner_contact_id", "partner",
    "partner_person", "entered_on", "due_on", "left_on", "accepted_by_id", "accepted_on",
)  # fmt: skip
HANDOFF_COLUMNS = (
    "id", "walk_id", "from_step_id", "to_step_id", "handed_on", "handed_by_id", "due_on", "note", "missing",
    "state", "settled_on", "settled_by_id", "answer", "recorded_at",
)  # fmt: skip


class WalkRow(serializers.ModelSerializer[ContractWalk]):
    """A contract walking one version of a process."""

    contract_id = serializers.IntegerField(read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    version_id = serializers.IntegerField(read_only=True)
    process_id = serializers.IntegerField(read_only=True)
    started_by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = ContractWalk
        fields = (*WALK_COLUMNS, "account_id", "process_id")
        read_only_fields = fields


class WalkWrite(Body):
    """Which contract walks which process; without ``on`` from today."""

    contract_id = VisibleReference(Contract, source="contract")
    process_id = Reference(lambda user: every_process(), source="process")
    on = serializers.DateField(required=False)


class WalkStop(Body):
    """Why it ends before its last step."""

    why = CleanText(max_length=300)
    on = serializers.DateField(required=False)


class WalkViewSet(ScopedViewSet):
    """Walks of the contracts the caller may see."""

    resource = "walks"
    spelt: ClassVar = {"contract": "contract_id", "process": "process_id"}
    model = ContractWalk
    columns: ClassVar = WALK_COLUMNS
    filterset_class = WalkFilter
    serializer_class = WalkRow

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the account and the process."""
        more = {"account_id": F("contract__account_id"), "process_id": F("version__process_id")}
        return rows.values(*self.columns, **more)

    @reads(WalkRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of walks; ended ones with `state`."""
        return super().list(request)

    @reads(WalkRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One walk."""
        return super().retrieve(request, pk)

    @creates(WalkWrite, WalkRow)
    def create(self, request: Request) -> Response:
        """Let a contract walk the newest version of a process."""
        made = start_walk(by=self.caller, at=database_now(), **self.said(WalkWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(WalkStop, WalkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def stop(self, request: Request, pk: str) -> Response:
        """End it before its last step."""
        row = self.record(pk)
        stop_walk(walk=row, by=self.caller, at=database_now(), **self.said(WalkStop))
        return self.told(row.pk)


class WalkStepRow(serializers.ModelSerializer[WalkStep]):
    """One step of a walk: who holds it, entered and left."""

    walk_id = serializers.IntegerField(read_only=True)
    position = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    function = serializers.CharField(read_only=True)
    owner_user_id = serializers.IntegerField(read_only=True, allow_null=True)
    owner_contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    accepted_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    needs_acceptance = serializers.BooleanField(read_only=True)

    class Meta:
        model = WalkStep
        fields = (*STEP_COLUMNS, "position", "name", "function", "needs_acceptance")
        read_only_fields = fields


class HolderWrite(Body):
    """In-house a colleague, at the customer a contact, at a partner its name and who there."""

    party = serializers.ChoiceField(choices=Party.choices, required=False)
    owner_user_id = Reference(
        lambda user: people_at_work(), source="owner_user", required=False, allow_null=True
    )
    owner_contact_id = VisibleReference(Contact, source="owner_contact", required=False, allow_null=True)
    partner = CleanText(max_length=160, required=False, allow_blank=True)
    partner_person = CleanText(max_length=160, required=False, allow_blank=True)
    expected_days = serializers.IntegerField(required=False, min_value=1, max_value=730)


class HandOnWrite(Body):
    """What the next holder should know, and what is missing; without ``on``, today.

    A step that needs acceptance is left with who at the customer accepted it, and on which day.
    """

    on = serializers.DateField(required=False)
    note = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)
    missing = CleanText(max_length=500, required=False, allow_blank=True, many_lines=True)
    accepted_by_id = VisibleReference(Contact, source="accepted_by", required=False, allow_null=True)
    accepted_on = serializers.DateField(required=False, allow_null=True)


class WalkStepViewSet(ScopedViewSet):
    """Steps of the walks the caller may see."""

    resource = "walks"
    spelt: ClassVar = {
        "owner_user": "owner_user_id",
        "owner_contact": "owner_contact_id",
        "accepted_by": "accepted_by_id",
    }
    model = WalkStep
    columns: ClassVar = STEP_COLUMNS
    filterset_class = WalkStepFilter
    serializer_class = WalkStepRow

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what the process says of the step."""
        said = ("position", "name", "function", "needs_acceptance")
        more = {name: F(f"step__{name}") for name in said}
        return rows.values(*self.columns, **more)

    @reads(WalkStepRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of steps."""
        return super().list(request)

    @reads(WalkStepRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One step."""
        return super().retrieve(request, pk)

    @creates(HolderWrite, WalkStepRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def give(self, request: Request, pk: str) -> Response:
        """Say who holds it."""
        row = self.record(pk)
        give_step(step=row, by=self.caller, at=database_now(), **self.said(HolderWrite))
        return self.told(row.pk)

    @creates(HandOnWrite, WalkStepRow, status=200)
    @action(detail=True, methods=["post"], url_path="hand-on", filter_backends=(), pagination_class=None)
    def hand_on(self, request: Request, pk: str) -> Response:
        """Leave it and hand the contract to the holder of the next step."""
        row = self.record(pk)
        hand_on(step=row, by=self.caller, at=database_now(), **self.said(HandOnWrite))
        return self.told(row.pk)


class HandoffRow(serializers.ModelSerializer[Handoff]):
    """A contract given from one step to the next."""

    walk_id = serializers.IntegerField(read_only=True)
    from_step_id = serializers.IntegerField(read_only=True)
    to_step_id = serializers.IntegerField(read_only=True)
    handed_by_id = serializers.IntegerField(read_only=True)
    settled_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Handoff
        fields = HANDOFF_COLUMNS
        read_only_fields = fields


class AcceptWrite(Body):
    """Without a day, today."""

    on = serializers.DateField(required=False)


class HandoffReturnWrite(Body):
    """Why it cannot be taken."""

    answer = CleanText(max_length=500, many_lines=True)


class HandoffViewSet(ScopedViewSet):
    """Hand-offs of the walks the caller may see."""

    resource = "walks"
    model = Handoff
    columns: ClassVar = HANDOFF_COLUMNS
    filterset_class = HandoffFilter
    serializer_class = HandoffRow

    @reads(HandoffRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of hand-offs that wait; settled ones with `state`."""
        return super().list(request)

    @reads(HandoffRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One hand-off."""
        return super().retrieve(request, pk)

    @creates(AcceptWrite, HandoffRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def accept(self, request: Request, pk: str) -> Response:
        """Take it: only its receiver can."""
        row = self.record(pk)
        accept_handoff(handoff=row, by=self.caller, at=database_now(), **self.said(AcceptWrite))
        return self.told(row.pk)

    @creates(HandoffReturnWrite, HandoffRow, status=200)
    @action(detail=True, methods=["post"], url_path="return", filter_backends=(), pagination_class=None)
    def give_back(self, request: Request, pk: str) -> Response:
        """Give it back: the step before goes on."""
        row = self.record(pk)
        return_handoff(handoff=row, by=self.caller, at=database_now(), **self.said(HandoffReturnWrite))
        return self.told(row.pk)
