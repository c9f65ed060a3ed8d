"""`/api/v1/executive-pairs/`: one of ours and one of theirs, their talks, and where a pair is missing."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.models import Contact
from retention.lib.api.fields import Body, CleanText, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.leading import people_led_by

from ..actions.pairs import edit_pair, end_pair, hand_over_pair, pair_executives
from ..actions.talks import follow_up_talk, limit_sponsor, plan_talk
from ..filters import PairFilter
from ..gaps import without_pair
from ..models import ExecutivePairing, PairTalk, SponsorLimit
from ..rhythm import LONGEST, SHORTEST

COLUMNS = (
    "id", "version", "account_id", "user_id", "contact_id", "interval_days", "topics", "starts_on", "ends_on",
    "end_reason", "former_id", "planned_on", "last_talk_on", "due_on", "talk_on", "recorded_at",
)  # fmt: skip
TALK_COLUMNS = ("id", "touchpoint_id", "held_on", "follow_up_by", "followed_up_on", "follow_up")
MOST_TALKS = 20


class PairTalkRow(serializers.ModelSerializer[PairTalk]):
    """A talk they held, and what followed from it."""

    touchpoint_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = PairTalk
        fields = TALK_COLUMNS
        read_only_fields = fields


class PairRow(serializers.ModelSerializer[ExecutivePairing]):
    """A pair as it is read, with its latest talks."""

    account_id = serializers.IntegerField(read_only=True)
    user_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    former_id = serializers.IntegerField(read_only=True, allow_null=True)
    talks = PairTalkRow(many=True, read_only=True)

    class Meta:
        model = ExecutivePairing
        fields = (*COLUMNS, "talks")
        read_only_fields = fields


class PairWrite(Body):
    """Who of ours and of theirs; without ``interval_days`` the tier's rule counts."""

    account_id = VisibleReference(Account, source="account")
    user_id = Reference(lambda user: people_at_work(), source="user")
    contact_id = VisibleReference(Contact, source="contact")
    interval_days = serializers.IntegerField(min_value=SHORTEST, max_value=LONGEST, required=False)
    topics = CleanText(max_length=500, many_lines=True, required=False, allow_blank=True)
    planned_on = serializers.DateField(required=False, allow_null=True)
    starts_on = serializers.DateField(required=False)


class PairChange(Body):
    """How often they talk, and about what."""

    interval_days = serializers.IntegerField(min_value=SHORTEST, max_value=LONGEST, required=False)
    topics = CleanText(max_length=500, many_lines=True, required=False, allow_blank=True)


class TalkPlanWrite(Body):
    """The day agreed for the next talk; null takes it back."""

    on = serializers.DateField(allow_null=True)


class PairHandOverWrite(Body):
    """Who of ours takes over."""

    to_id = Reference(lambda user: people_at_work(), source="to")
    reason = CleanText(max_length=300, required=False, allow_blank=True)


class PairEndWrite(Body):
    """Why they are no pair any more."""

    reason = CleanText(max_length=300)


class FollowUpWrite(Body):
    """What follows from a talk of this pair."""

    talk_id = VisibleReference(PairTalk, source="talk")
    text = CleanText(max_length=500, many_lines=True)


class PairLimitWrite(Body):
    """How many pairs one of ours may keep."""

    user_id = Reference(people_led_by, source="user")
    pairs = serializers.IntegerField(min_value=1, max_value=100)


class PairLimitRow(serializers.ModelSerializer[SponsorLimit]):
    """How many pairs somebody may keep."""

    user_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = SponsorLimit
        fields = ("user_id", "pairs")
        read_only_fields = fields


class PairMissingRow(serializers.Serializer[Any]):
    """A customer of the top tier without an executive sponsor."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    tier = serializers.CharField(read_only=True)
    owner_id = serializers.IntegerField(read_only=True, allow_null=True)


class PairViewSet(ScopedViewSet):
    """Executive pairs at the accounts the caller may see."""

    resource = "executive_pairs"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "user", "contact", "to", "talk")}
    model = ExecutivePairing
    columns: ClassVar = COLUMNS
    filterset_class = PairFilter
    serializer_class = PairRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the latest talks, in one query for the page."""
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row["talks"] = []
        talks = PairTalk.objects.visible_to(self.request.user).filter(pairing__in=list(by_id))
        for talk in talks.order_by("-held_on", "-id").values("pairing_id", *TALK_COLUMNS):
            kept = by_id[talk.pop("pairing_id")]["talks"]
            if len(kept) < MOST_TALKS:
                kept.append(talk)
        return rows

    @reads(PairRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of pairs; ended ones only with `ended=1`."""
        return super().list(request)

    @reads(PairRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One pair."""
        return super().retrieve(request, pk)

    @creates(PairWrite, PairRow)
    def create(self, request: Request) -> Response:
        """Bring one of ours and one of theirs together."""
        made = pair_executives(by=self.caller, at=database_now(), **self.said(PairWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(PairChange, PairRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change how often they talk or about what, starting from the version you have read."""
        pair, version = self.record(pk), seen_version(request)
        said = self.said(PairChange)
        edit_pair(pair=pair, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(pair.pk)

    @creates(TalkPlanWrite, PairRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def plan(self, request: Request, pk: str) -> Response:
        """Write down the day agreed for the next talk."""
        pair = self.record(pk)
        plan_talk(pair=pair, by=self.caller, at=database_now(), **self.said(TalkPlanWrite))
        return self.told(pair.pk)

    @creates(PairHandOverWrite, PairRow, status=200)
    @action(detail=True, methods=["post"], url_path="hand-over", filter_backends=(), pagination_class=None)
    def hand_over(self, request: Request, pk: str) -> Response:
        """Let another of ours take over; answers with the new pair."""
        made = hand_over_pair(
            pair=self.record(pk), by=self.caller, at=database_now(), **self.said(PairHandOverWrite)
        )
        return self.told(made.pk)

    @creates(PairEndWrite, PairRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Say that they are no pair any more, and why."""
        pair = end_pair(pair=self.record(pk), by=self.caller, at=database_now(), **self.said(PairEndWrite))
        return self.told(pair.pk)

    @creates(FollowUpWrite, PairRow, status=200)
    @action(detail=True, methods=["post"], url_path="follow-up", filter_backends=(), pagination_class=None)
    def follow_up(self, request: Request, pk: str) -> Response:
        """Say what follows from one of their talks."""
        pair, said = self.record(pk), self.said(FollowUpWrite)
        if said["talk"].pairing_id != pair.pk:
            raise serializers.ValidationError({"talk_id": ["That is a talk of another pair."]})
        follow_up_talk(by=self.caller, at=database_now(), **said)
        return self.told(pair.pk)

    @creates(PairLimitWrite, PairLimitRow, status=200)
    @action(detail=False, methods=["post"], filter_backends=(), pagination_class=None)
    def limits(self, request: Request) -> Response:
        """Say how many pairs one of ours may keep; for leads and admins."""
        row = limit_sponsor(by=self.caller, at=database_now(), **self.said(PairLimitWrite))
        return Response({"user_id": row.user_id, "pairs": row.pairs})

    @reads(PairMissingRow(many=True))
    @action(detail=False, filterset_class=None)
    def missing(self, request: Request) -> Response:
        """Customers of the top tier without an executive sponsor."""
        accounts = without_pair(Account.objects.visible_to(request.user))
        page = self.paginate_queryset(accounts.values("id", "name", "tier", "owner_id"))
        return self.get_paginated_response(list(page or []))
