"""`/api/v1/duplicates/` and `/api/v1/people-mergers/`: people entered twice, merged, taken back."""

from typing import ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, CleanText, Nothing
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.merging import keep_apart, merge_people, unmerge_people
from ..models import AlikePeople, PersonMerger

PAIR = ("id", "first_id", "second_id", "score", "reasons", "state", "decided_at", "recorded_at")
MERGER = ("id", "kept_id", "gone_id", "by_id", "at", "undone_at", "undone_by_id")


class DuplicateRow(serializers.ModelSerializer[AlikePeople]):
    """A pair of people: how sure (0 to 100), and why."""

    first_id = serializers.IntegerField(read_only=True)
    second_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = AlikePeople
        fields = PAIR
        read_only_fields = fields


class PeopleMergerRow(serializers.ModelSerializer[PersonMerger]):
    """Two entries that became one; ``undone_at`` when they came apart again."""

    kept_id = serializers.IntegerField(read_only=True)
    gone_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)
    undone_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = PersonMerger
        fields = MERGER
        read_only_fields = fields


class MergeBody(Body):
    """Which of the two goes on, and whose value of what differs; gaps are filled."""

    kept = serializers.ChoiceField(choices=["first", "second"])
    name = CleanText(max_length=200, required=False)
    email = CleanText(max_length=254, required=False)
    phone = CleanText(max_length=40, required=False)
    language = CleanText(max_length=10, required=False)
    title = CleanText(max_length=160, required=False)


class DuplicateViewSet(ScopedViewSet):
    """Pairs of people of whom the caller sees both."""

    resource = "contacts"
    model = AlikePeople
    columns: ClassVar = PAIR
    serializer_class = DuplicateRow

    @reads(DuplicateRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of pairs, decided ones among them."""
        return super().list(request)

    @reads(DuplicateRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One pair."""
        return super().retrieve(request, pk)

    @creates(MergeBody, PeopleMergerRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def merge(self, request: Request, pk: str) -> Response:
        """Make the two one person."""
        pair: AlikePeople = self.record(pk)
        fields = self.said(MergeBody)
        ends = (pair.first, pair.second)
        kept, gone = ends if fields.pop("kept") == "first" else (pair.second, pair.first)
        merger = merge_people(kept=kept, gone=gone, fields=fields, by=self.caller, at=database_now())
        return Response(PeopleMergerRow(merger).data, status=status.HTTP_201_CREATED)

    @creates(Nothing, DuplicateRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def apart(self, request: Request, pk: str) -> Response:
        """Say that they are two people."""
        pair = self.record(pk)
        Nothing(data=request.data).is_valid(raise_exception=True)
        keep_apart(pair=pair, by=self.caller, at=database_now())
        return self.told(pair.pk)


class PeopleMergerViewSet(ScopedViewSet):
    """Mergers of people whom the caller sees."""

    resource = "contacts"
    model = PersonMerger
    columns: ClassVar = MERGER
    serializer_class = PeopleMergerRow

    @reads(PeopleMergerRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of mergers."""
        return super().list(request)

    @reads(PeopleMergerRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One merger."""
        return super().retrieve(request, pk)

    @creates(Nothing, PeopleMergerRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def undo(self, request: Request, pk: str) -> Response:
        """Take a merger back, within thirty days."""
        merger = self.record(pk)
        Nothing(data=request.data).is_valid(raise_exception=True)
        unmerge_people(merger=merger, by=self.caller, at=database_now())
        return self.told(merger.pk)
