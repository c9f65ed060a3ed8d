"""`/api/v1/account-duplicates/`: accounts entered twice, merged field by field, or said to be two."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import merge_accounts
from accounts.actions.mergers import OF_ACCOUNT
from accounts.api.mergers import MergerRow, told_merger
from retention.lib.api.fields import Body, CleanText, Nothing
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.same_account import keep_accounts_apart
from ..models import AlikeAccounts

PAIR = ("id", "first_id", "second_id", "score", "reasons", "state", "decided_at", "recorded_at")
ENDS = ("first", "second")


class AccountDuplicateRow(serializers.ModelSerializer[AlikeAccounts]):
    """A pair of accounts: how sure (0 to 100), and why."""

    first_id = serializers.IntegerField(read_only=True)
    second_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = AlikeAccounts
        fields = PAIR
        read_only_fields = fields


class MergeAccountsBody(Body):
    """Which of the two goes on, from which day, and of which the values that differ are; gaps are filled."""

    kept = serializers.ChoiceField(choices=ENDS)
    on = serializers.DateField()
    name = serializers.ChoiceField(choices=ENDS, required=False)
    tier = serializers.ChoiceField(choices=ENDS, required=False)
    sector = serializers.ChoiceField(choices=ENDS, required=False)
    country = serializers.ChoiceField(choices=ENDS, required=False)
    city = serializers.ChoiceField(choices=ENDS, required=False)
    time_zone = serializers.ChoiceField(choices=ENDS, required=False)
    phone = serializers.ChoiceField(choices=ENDS, required=False)
    website = serializers.ChoiceField(choices=ENDS, required=False)
    customer_since = serializers.ChoiceField(choices=ENDS, required=False)
    first_value_on = serializers.ChoiceField(choices=ENDS, required=False)
    definition_of_win = serializers.ChoiceField(choices=ENDS, required=False)
    note = CleanText(max_length=200, required=False, allow_blank=True, default="")
    correction = CleanText(max_length=200, required=False, allow_blank=True, default="")


class AccountDuplicateViewSet(ScopedViewSet):
    """Pairs of accounts of which the caller sees both."""

    resource = "accounts"
    spelt: ClassVar = {"survivor": "kept"}
    model = AlikeAccounts
    columns: ClassVar = PAIR
    serializer_class = AccountDuplicateRow

    @reads(AccountDuplicateRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of pairs, decided ones among them."""
        return super().list(request)

    @reads(AccountDuplicateRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One pair."""
        return super().retrieve(request, pk)

    @creates(MergeAccountsBody, MergerRow)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def merge(self, request: Request, pk: str) -> Response:
        """Make the two one customer: an account merger, which can be taken back."""
        pair: AlikeAccounts = self.record(pk)
        said: dict[str, Any] = self.said(MergeAccountsBody)
        ends = {"first": pair.first, "second": pair.second}
        kept = ends[said["kept"]]
        gone = pair.second if kept is pair.first else pair.first
        fields = {name: getattr(ends[said[name]], name) for name in OF_ACCOUNT if name in said}
        more = {name: said[name] for name in ("on", "note", "correction")}
        merger = merge_accounts(
            merged=gone, survivor=kept, fields=fields, by=self.caller, at=database_now(), **more
        )
        return Response(told_merger(merger), status=status.HTTP_201_CREATED)

    @creates(Nothing, AccountDuplicateRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def apart(self, request: Request, pk: str) -> Response:
        """Say that they are two customers."""
        pair = self.record(pk)
        Nothing(data=request.data).is_valid(raise_exception=True)
        keep_accounts_apart(pair=pair, by=self.caller, at=database_now())
        return self.told(pair.pk)
