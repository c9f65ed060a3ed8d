"""`/api/v1/promises/`: what either side was told, by when, and how it ended."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib.api.fields import Body, CleanText, Nothing, RecordBody, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.promises import edit_promise, make_promise, reopen_promise, settle_promise
from ..choices import PromiseState
from ..filters import PromiseFilter
from ..models import Contact, Promise

SAID = ("account_id", "side", "user_id", "contact_id", "text", "wording", "promised_on", "due_on")
COLUMNS = (
    "id", "version", *SAID, "touchpoint_id", "state", "settled_on", "settled_note", "released_by_id",
    "recorded_at",
)  # fmt: skip
ENDINGS = [choice for choice in PromiseState.choices if choice[0] != PromiseState.OPEN]


class PromiseRow(serializers.ModelSerializer[Promise]):
    """A promise as it is read; ``is_late`` is computed for the reader's day, never stored."""

    account_id = serializers.IntegerField(read_only=True)
    user_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True, allow_null=True)
    touchpoint_id = serializers.IntegerField(read_only=True, allow_null=True)
    released_by_id = serializers.IntegerField(read_only=True, allow_null=True)
    is_late = serializers.BooleanField(read_only=True)

    class Meta:
        model = Promise
        fields = (*COLUMNS, "is_late")
        read_only_fields = fields


class PromiseWrite(RecordBody):
    """Who promised what to whom, by when; ``user_id`` keeps it (ours) or follows it up (theirs)."""

    account_id = VisibleReference(Account, source="account")
    contact_id = VisibleReference(Contact, source="contact", required=False, allow_null=True)
    user_id = Reference(lambda user: people_at_work(), source="user", required=False)
    text = CleanText(max_length=500)

    class Meta:
        model = Promise
        fields = SAID


class PromiseEdit(Body):
    """Another day, or somebody else who keeps it; what was said stays."""

    due_on = serializers.DateField(required=False)
    user_id = Reference(lambda user: people_at_work(), source="user", required=False)


class PromiseEnding(Body):
    """How it ended. Withdrawing one of ours needs who of theirs agreed, and in ``note`` how."""

    state = serializers.ChoiceField(choices=ENDINGS)
    on = serializers.DateField(required=False)
    note = CleanText(max_length=300, required=False, allow_blank=True)
    released_by_id = VisibleReference(Contact, source="released_by", required=False, allow_null=True)


class PromiseViewSet(ScopedViewSet):
    """Promises at the accounts the caller may see."""

    resource = "promises"
    spelt: ClassVar = {
        name: f"{name}_id" for name in ("account", "contact", "user", "released_by", "touchpoint")
    }
    model = Promise
    columns: ClassVar = COLUMNS
    filterset_class = PromiseFilter
    serializer_class = PromiseRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say which are late today."""
        today = local_day(database_now(), self.caller.time_zone)
        for row in rows:
            row["is_late"] = row["state"] == PromiseState.OPEN and row["due_on"] < today
        return rows

    @reads(PromiseRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of promises."""
        return super().list(request)

    @reads(PromiseRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One promise."""
        return super().retrieve(request, pk)

    @creates(PromiseWrite, PromiseRow)
    def create(self, request: Request) -> Response:
        """Write down what somebody was told; without ``user_id`` the caller keeps it."""
        said = {"user": self.caller} | self.said(PromiseWrite)
        made = make_promise(by=self.caller, at=database_now(), **said)
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(PromiseEdit, PromiseRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Agree another day or another keeper, starting from the version you have read."""
        promise, version = self.record(pk), seen_version(request)
        edit_promise(
            promise=promise, changes=self.said(PromiseEdit), by=self.caller, at=database_now(),
            expected_version=version,
        )  # fmt: skip
        return self.told(promise.pk)

    @creates(PromiseEnding, PromiseRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def settle(self, request: Request, pk: str) -> Response:
        """Say how an open promise ended; without a day, today."""
        promise, at = self.record(pk), database_now()
        ending = {"on": local_day(at, self.caller.time_zone)} | self.said(PromiseEnding)
        settle_promise(promise=promise, by=self.caller, at=at, **ending)
        return self.told(promise.pk)

    @creates(Nothing, PromiseRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def reopen(self, request: Request, pk: str) -> Response:
        """Take the settling back."""
        promise = self.record(pk)
        Nothing(data=request.data).is_valid(raise_exception=True)
        reopen_promise(promise=promise, by=self.caller, at=database_now())
        return self.told(promise.pk)
