"""`/api/v1/account-mergers/`: two customers that became one."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import CleanText, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import merge_accounts, unmerge_accounts
from ..filters import MergerFilter
from ..models import Account, AccountMerger
from .contract_shapes import Reasoned

COLUMNS = (
    "id",
    "merged_id",
    "survivor_id",
    "on",
    "merged_by_id",
    "note",
    "recorded_at",
    "undone_at",
    "undone_by_id",
)


class MergerRow(serializers.ModelSerializer[AccountMerger]):
    """From ``on`` the contracts of ``merged_id`` are those of ``survivor_id``."""

    merged_id = serializers.IntegerField(read_only=True)
    survivor_id = serializers.IntegerField(read_only=True)
    merged_by_id = serializers.IntegerField(read_only=True)
    undone_by_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = AccountMerger
        fields = COLUMNS
        read_only_fields = fields


class MergerWrite(Reasoned):
    """Which account goes on, which became part of it, and on which day."""

    merged_id = VisibleReference(Account, source="merged")
    survivor_id = VisibleReference(Account, source="survivor")
    on = serializers.DateField()
    note = CleanText(max_length=200, required=False, allow_blank=True, default="")


def told_merger(merger: AccountMerger) -> Any:
    """A merger as the API tells it."""
    return MergerRow(merger).data


class MergerViewSet(ScopedViewSet):
    """Mergers into accounts the caller may see."""

    resource = "accounts"
    spelt: ClassVar = {"merged": "merged_id", "survivor": "survivor_id"}
    model = AccountMerger
    columns: ClassVar = COLUMNS
    filterset_class = MergerFilter
    serializer_class = MergerRow

    @reads(MergerRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of mergers."""
        return super().list(request)

    @reads(MergerRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One merger."""
        return super().retrieve(request, pk)

    @creates(MergerWrite, MergerRow)
    def create(self, request: Request) -> Response:
        """Let one account go on with the contracts of another: no loss there, nothing new here."""
        said = self.said(MergerWrite)
        merger = merge_accounts(by=self.caller, at=database_now(), **said)
        return self.told(merger.pk, status.HTTP_201_CREATED)

    @creates(Reasoned, MergerRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def undo(self, request: Request, pk: str) -> Response:
        """Take a merger back, within thirty days; closed months need the reason as ``correction``."""
        merger, said = self.record(pk), self.said(Reasoned)
        unmerge_accounts(merger=merger, by=self.caller, at=database_now(), **said)
        return self.told(merger.pk)
