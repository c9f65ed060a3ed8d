"""`/api/v1/targets/`: what is to be kept and grown by quarter; set in pairs, read with what came of them."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body, Reference
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.leading import people_led_by
from retention.team.visibility import teams_led_by

from ..actions import TargetInput, set_targets
from ..filters import TargetFilter
from ..models import Target
from ..reading import attained_by_row

COLUMNS = (
    "id",
    "version",
    "quarter",
    "owner_id",
    "team_id",
    "kind",
    "fraction",
    "amount",
    "currency",
    "recorded_at",
)
MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 2, "allow_null": True}


class TargetRow(serializers.ModelSerializer[Target]):
    """A target beside what came of it so far, in the workspace's currency at plan rates."""

    owner_id = serializers.IntegerField(read_only=True, allow_null=True)
    team_id = serializers.IntegerField(read_only=True, allow_null=True)
    opening = serializers.DecimalField(read_only=True, **MONEY)
    reached = serializers.DecimalField(read_only=True, **MONEY)
    goal = serializers.DecimalField(read_only=True, **MONEY)
    unpriced_accounts = serializers.IntegerField(read_only=True)

    class Meta:
        model = Target
        fields = (*COLUMNS, "opening", "reached", "goal", "unpriced_accounts")
        read_only_fields = fields


class GoalWrite(Body):
    """A share of one, or an amount in a currency."""

    fraction = serializers.DecimalField(max_digits=6, decimal_places=4, required=False, allow_null=True)
    amount = serializers.DecimalField(max_digits=16, decimal_places=2, required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)


class TargetsWrite(Body):
    """Both halves for one person or one team; ``version`` is that of both when they were read."""

    quarter = serializers.DateField()
    owner_id = Reference(people_led_by, source="owner", required=False, allow_null=True)
    team_id = Reference(teams_led_by, source="team", required=False, allow_null=True)
    retention = GoalWrite()
    growth = GoalWrite()
    version = serializers.IntegerField(required=False, allow_null=True, min_value=1)


class TargetViewSet(ScopedViewSet):
    """Targets the caller may see: their own, their teams', and those of whom they lead."""

    resource = "targets"
    spelt: ClassVar = {"owner": "owner_id", "team": "team_id"}
    model = Target
    columns: ClassVar = COLUMNS
    filterset_class = TargetFilter
    serializer_class = TargetRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say what came of each; one statement for every quarter on the page."""
        reached = attained_by_row(rows, today=local_day(database_now(), self.caller.time_zone))
        return [{**row, **reached[row["id"]]} for row in rows]

    @reads(TargetRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of targets."""
        return super().list(request)

    @reads(TargetRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One target."""
        return super().retrieve(request, pk)

    @creates(TargetsWrite, TargetRow(many=True))
    def create(self, request: Request) -> Response:
        """Set what is to be kept and what is to be grown, or change both."""
        said = self.said(TargetsWrite)
        made = set_targets(
            quarter=said["quarter"],
            owner=said.get("owner"),
            team=said.get("team"),
            retention=TargetInput(**said["retention"]),
            growth=TargetInput(**said["growth"]),
            expected_version=said.get("version"),
            by=self.caller,
            at=database_now(),
        )
        return Response([self.row(row.pk) for row in made], status=status.HTTP_201_CREATED)
