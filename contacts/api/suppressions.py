"""`/api/v1/suppressions/`: which contacts a campaign must leave out, and why."""

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import LifecycleStage
from retention.lib.api.schema import reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..choices import Channel
from ..filters import SuppressionFilter
from ..models import Contact, ObjectionPurpose
from ..objecting import who_objects
from ..reached import reached
from ..suppression import WORDS, reasons

COLUMNS = ("id", "account_id", "status", "paused_until", "channels_forbidden")


class SuppressionRow(serializers.Serializer[Any]):
    """One contact; ``suppressed`` with every reason, the strongest first."""

    id = serializers.IntegerField(help_text="The contact.")
    account_id = serializers.IntegerField()
    email = serializers.CharField(allow_blank=True)
    suppressed = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=sorted(WORDS.items())))
    why = serializers.CharField(allow_blank=True, help_text="The strongest reason in words.")


class SuppressionViewSet(ScopedViewSet):
    """People at the accounts the caller may see, for campaigns to leave out."""

    resource = "contacts"
    model = Contact
    columns: ClassVar = COLUMNS
    filterset_class = SuppressionFilter
    serializer_class = SuppressionRow

    def get_queryset(self) -> QuerySet[Contact]:
        """People, not empty roles."""
        return super().get_queryset().filter(is_placeholder=False)

    def columns_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the address of the person and the stage of the account."""
        return rows.values(*self.columns, email=F("person__email"), stage=F("account__stage"))

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say who is suppressed today, and why."""
        at = database_now()
        today = local_day(at, self.caller.time_zone)
        ids = [row["id"] for row in rows]
        against = who_objects(ids, purpose=ObjectionPurpose.MARKETING, channel=Channel.EMAIL, on=today)
        often = reached(ids, at=at)
        return [self._row(row, today, row["id"] in against, often[row["id"]].is_enough) for row in rows]

    def _row(self, row: dict[str, Any], today: Any, objected: bool, enough: bool) -> dict[str, Any]:
        found = reasons(
            is_customer=row["stage"] != LifecycleStage.FORMER,
            status=row["status"],
            paused_until=row["paused_until"],
            forbidden=row["channels_forbidden"],
            on=today,
            objected=objected,
            enough=enough,
        )
        return {
            "id": row["id"],
            "account_id": row["account_id"],
            "email": row["email"] or "",
            "suppressed": bool(found),
            "reasons": found,
            "why": WORDS[found[0]] if found else "",
        }

    @reads(SuppressionRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of people with their reasons; `?email=` asks for one address."""
        return super().list(request)

    @reads(SuppressionRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One contact."""
        return super().retrieve(request, pk)
