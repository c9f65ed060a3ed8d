"""`/api/v1/colleagues/`: our people by name; every caller sees all of them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.schema import reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.models import User

from ..colleague_filters import ColleagueFilter
from ..colleagues import colleagues, told


class ColleagueRow(serializers.Serializer[Any]):
    """One of our people. ``stand_in_id`` acts for them today; ``backup_ids`` stand behind them most often."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    title = serializers.CharField()
    country = serializers.CharField()
    time_zone = serializers.CharField()
    functions = serializers.ListField(child=serializers.CharField())
    team_ids = serializers.ListField(child=serializers.IntegerField())
    lead_ids = serializers.ListField(child=serializers.IntegerField())
    backup_ids = serializers.ListField(child=serializers.IntegerField())
    stand_in_id = serializers.IntegerField(allow_null=True)


class ColleagueViewSet(ScopedViewSet):
    """Who works here."""

    resource = "walks"
    model = User
    columns: ClassVar = ("id", "name", "title", "country", "time_zone")
    filterset_class = ColleagueFilter
    serializer_class = ColleagueRow

    def get_queryset(self) -> QuerySet[User]:
        """Everybody who works here: colleagues are no secret to each other."""
        return User.objects.none() if getattr(self, "swagger_fake_view", False) else User.objects.active()

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What each does and who leads them, for the page at once."""
        today = local_day(database_now(), self.caller.time_zone)
        found = told(colleagues().in_bulk([row["id"] for row in rows]).values(), on=today)
        more = {who.person.pk: who for who in found}
        return [row | _said(more[row["id"]]) for row in rows if row["id"] in more]

    @reads(ColleagueRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of colleagues."""
        return super().list(request)

    @reads(ColleagueRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return super().retrieve(request, pk)


def _said(who: Any) -> dict[str, Any]:
    return {
        "functions": list(who.functions),
        "team_ids": [team.pk for team in who.teams],
        "lead_ids": [lead.pk for lead in who.leads],
        "backup_ids": [person.pk for person in who.backups],
        "stand_in_id": who.stand_in.pk if who.stand_in else None,
    }
