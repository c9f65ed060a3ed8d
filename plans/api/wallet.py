"""`/api/v1/spend-estimates/`, `/api/v1/wallet-shares/`: what customers spend, and how much of it is ours."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.filters import AccountFilter
from accounts.fx import base_currency, latest_rates
from accounts.models import Account
from retention.lib.api.fields import Body, CleanText, Nothing, VisibleReference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.wallet import MOST_SUPPLIERS, estimate_spend, withdraw_estimate
from ..models import SpendEstimate
from ..planning.wallet import Confidence, SpendSource
from ..room_filters import SpendFilter
from ..room_grid import revenue_of
from ..wallets import ours_of, wallets_of

SPEND = (
    "id", "version", "account_id", "family", "covers", "amount", "currency", "rank", "suppliers", "source",
    "confidence", "said_on", "note", "is_current", "withdrawn_on", "recorded_at",
)  # fmt: skip
MONEY: dict[str, Any] = {"max_digits": 24, "decimal_places": 2, "allow_null": True, "read_only": True}
SHARE: dict[str, Any] = {"max_digits": 16, "decimal_places": 4, "allow_null": True, "read_only": True}


class SpendRow(serializers.ModelSerializer[SpendEstimate]):
    """What they spend a year; ``ours`` is our revenue of today in the same currency, ``share`` ours of it.

    Both are null where they are not known. Without an amount ``share_by_rank`` is our share as they see it.
    """

    account_id = serializers.IntegerField(read_only=True)
    ours = serializers.DecimalField(**MONEY)
    share = serializers.DecimalField(**SHARE)
    share_by_rank = serializers.DecimalField(**SHARE)

    class Meta:
        model = SpendEstimate
        fields = (*SPEND, "ours", "share", "share_by_rank")
        read_only_fields = fields


class SpendWrite(Body):
    """An amount, or our rank among suppliers; a family of our products, empty for everything."""

    account_id = VisibleReference(Account, source="account")
    family = CleanText(max_length=120, required=False, allow_blank=True)
    covers = CleanText(max_length=200, required=False, allow_blank=True)
    amount = serializers.DecimalField(max_digits=16, decimal_places=2, required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    rank = serializers.DecimalField(max_digits=4, decimal_places=1, required=False, allow_null=True)
    suppliers = serializers.IntegerField(
        min_value=1, max_value=MOST_SUPPLIERS, required=False, allow_null=True
    )
    source = serializers.ChoiceField(SpendSource.choices)  # type: ignore[assignment] # a field of the body
    confidence = serializers.ChoiceField(Confidence.choices, required=False)
    said_on = serializers.DateField()
    note = CleanText(max_length=300, required=False, allow_blank=True)


class SpendViewSet(ScopedViewSet):
    """What customers spend, at the accounts the caller may see."""

    resource = "white_space"
    spelt: ClassVar = {"account": "account_id"}
    model = SpendEstimate
    columns: ClassVar = SPEND
    filterset_class = SpendFilter
    serializer_class = SpendRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say how much of each is ours today; two queries for the page."""
        today = local_day(database_now(), self.caller.time_zone)
        revenue, rates = revenue_of({row["account_id"] for row in rows}, on=today), latest_rates(today)
        for row in rows:
            ours = ours_of(row["family"], revenue[row["account_id"]], rates, row["currency"])
            shares = _shares(row, ours)
            row |= {"ours": None if ours is None else round(ours, 2), **shares}
        return rows

    @reads(SpendRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of estimates, those that no longer stand as well."""
        return super().list(request)

    @reads(SpendRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One estimate."""
        return super().retrieve(request, pk)

    @creates(SpendWrite, SpendRow)
    def create(self, request: Request) -> Response:
        """Write down what they spend; it takes the place of what stood of that family."""
        made = estimate_spend(by=self.caller, at=database_now(), **self.said(SpendWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(Nothing, SpendRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back: the one before it stands again."""
        row = self.record(pk)
        self.said(Nothing)
        withdraw_estimate(estimate=row, by=self.caller, at=database_now())
        return self.told(row.pk)


def _shares(row: dict[str, Any], ours: Any) -> dict[str, Any]:
    if row["amount"] is None:
        seen = SpendEstimate(rank=row["rank"], suppliers=row["suppliers"]).perceived
        return {"share": None, "share_by_rank": seen}
    return {"share": None if ours is None else round(ours / row["amount"], 4), "share_by_rank": None}


class WalletShareRow(serializers.Serializer[Any]):
    """How much of what a customer spends is ours; null where nobody knows what they spend."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    currency = serializers.CharField(read_only=True, help_text="The workspace's.")
    ours = serializers.DecimalField(**MONEY)
    spend = serializers.DecimalField(**MONEY)
    share = serializers.DecimalField(**SHARE)
    coverage = serializers.DecimalField(**SHARE, help_text="The part of their revenue with an estimate.")


class WalletShareViewSet(ScopedViewSet):
    """Share of wallet by account, for those the caller may see."""

    resource = "white_space"
    model = Account
    columns: ClassVar = ("id", "name")
    filterset_class = AccountFilter
    serializer_class = WalletShareRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say each one's share; three queries for the page."""
        today = local_day(database_now(), self.caller.time_zone)
        found = wallets_of([row["id"] for row in rows], on=today)
        return [{**row, "currency": base_currency(), **_told(found[row["id"]])} for row in rows]

    @reads(WalletShareRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of accounts with our share of what they spend."""
        return super().list(request)

    @reads(WalletShareRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One account's share."""
        return super().retrieve(request, pk)


def _told(found: Any) -> dict[str, Any]:
    names = ("share", "coverage")
    shares = {name: None if (v := getattr(found, name)) is None else round(v, 4) for name in names}
    return {"ours": found.ours, "spend": found.spend, **shares}
