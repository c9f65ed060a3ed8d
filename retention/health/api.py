"""`/api/v1/health/`: every account's health, and why it is what it is."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import HealthBand
from accounts.filters import AccountFilter
from accounts.models import Account
from retention.lib.api.schema import reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from .explained import HealthFact
from .facts import explain_account


def _number(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=9, decimal_places=4, **options)


class HealthRow(serializers.Serializer[Any]):
    """An account's health; ``score`` is null while too little is known, ``trend`` the change in 28 days."""

    account_id = serializers.IntegerField()
    band = serializers.ChoiceField(HealthBand.choices)
    score = _number(allow_null=True)
    coverage = _number(allow_null=True)
    on = serializers.DateField(allow_null=True)
    trend = _number(allow_null=True)


class EvidenceRow(serializers.Serializer[Any]):
    """The record behind a number."""

    kind = serializers.ChoiceField(
        ["touchpoint", "contract", "invoice", "value", "survey", "knowledge", "contact"]
    )
    id = serializers.IntegerField()


class MeasureRow(serializers.Serializer[Any]):
    """One measure: its share of the weight in percent, and the points it adds to 50."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field of that name
    state = serializers.CharField()
    words = serializers.CharField()
    score = _number(allow_null=True)
    share = _number()
    points = _number(allow_null=True)
    fading = serializers.BooleanField()
    evidence = EvidenceRow(allow_null=True)


class CapRow(serializers.Serializer[Any]):
    """A cap that holds."""

    code = serializers.CharField()
    at_most = _number()
    text = serializers.CharField()
    since = serializers.DateField()
    evidence = EvidenceRow(allow_null=True)


class HealthReasons(HealthRow):
    """Health with its reasons."""

    since = serializers.DateField(allow_null=True)
    uncapped = _number(allow_null=True)
    low = _number(allow_null=True)
    high = _number(allow_null=True)
    confidence = serializers.CharField()
    card = serializers.CharField()
    sentence = serializers.CharField()
    measures = MeasureRow(many=True)
    caps = CapRow(many=True)


class HealthViewSet(ScopedViewSet):
    """Health of the accounts the caller may see, by account id; it is derived and cannot be written."""

    resource = "health"
    model = Account
    columns: ClassVar = ()
    filterset_class = AccountFilter
    serializer_class = HealthRow

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The account's derived columns under their short names."""
        return rows.values(
            "id",
            account_id=F("id"),
            band=F("health_band"),
            score=F("health_score"),
            coverage=F("health_coverage"),
            on=F("health_on"),
            trend=F("health_trend"),
        )

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The account's id under one name only."""
        return [{name: row[name] for name in row if name != "id"} for row in rows]

    @reads(HealthRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of accounts with their health."""
        return super().list(request)

    @reads(HealthReasons)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One account's health as it is now, with every reason."""
        account = self.record(pk)
        fact = explain_account(account, reader=request.user, at=database_now())
        if fact is None:
            raise Http404
        return Response({**_told(fact), "trend": account.health_trend})


def _told(fact: HealthFact) -> dict[str, Any]:
    """The fact in the names of the API, without words that are made for pages."""
    said = asdict(fact)
    for part in (*said["measures"], *said["caps"]):
        evidence = part["evidence"]
        part["evidence"] = {"kind": evidence[0], "id": evidence[1]} if evidence else None
        for page_only in ("state_words", "window"):
            part.pop(page_only, None)
    names = ("account_id", "band", "coverage", "on", "since", "uncapped", "low", "high", "confidence")
    more = ("card", "sentence", "measures", "caps")
    return {"score": said["value"], **{name: said[name] for name in (*names, *more)}}
