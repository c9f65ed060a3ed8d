"""`/api/v1/map-roles/`, `map-ratings/`, `map-ties/`, `map-lines/`, `map-influences/`: the map of people."""

from typing import Any, ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.field_policy import redact

from ..actions.map import assign_role, end_role, rate_contact, set_tie
from ..actions.map_lines import end_influence_line, set_influence_line, set_manager
from ..models import Influences, ReportsTo, RoleOnMap, Standing, Tie
from ..people_map.filters import MapFilter, OnMapFilter
from .people_map_bodies import (
    Ending,
    InfluenceRow,
    InfluenceWrite,
    RatingRow,
    RatingWrite,
    ReportsRow,
    ReportsWrite,
    RoleRow,
    RoleWrite,
    TieRow,
    TieWrite,
)


class MapViewSet(ScopedViewSet):
    """Dated rows of the map at accounts the caller sees; what is changed begins a new row."""

    resource = "people_map"
    filterset_class: ClassVar = MapFilter
    spelt: ClassVar = {
        name: f"{name}_id" for name in ("contact", "org_unit", "scope", "user", "manager", "on_contact")
    }

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Hide what only the account team may read."""
        redact(self.request.user, self.model, rows)
        return rows

    def signed(self, shape: type[Body]) -> dict[str, Any]:
        """What the body says, with who says it and when."""
        return {**self.said(shape), "by": self.caller, "at": database_now()}


class RoleViewSet(MapViewSet):
    """Roles in decisions."""

    model = RoleOnMap
    columns: ClassVar = RoleRow.Meta.fields
    filterset_class = OnMapFilter
    serializer_class = RoleRow

    @reads(RoleRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of roles."""
        return super().list(request)

    @reads(RoleRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One role."""
        return super().retrieve(request, pk)

    @creates(RoleWrite, RoleRow)
    def create(self, request: Request) -> Response:
        """Give a contact a role, or confirm it again."""
        return self.told(assign_role(**self.signed(RoleWrite)).pk, status.HTTP_201_CREATED)

    @creates(Ending, RoleRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Say that the contact no longer plays this part."""
        return self.told(end_role(role=self.record(pk), **self.signed(Ending)).pk)


class RatingViewSet(MapViewSet):
    """Influence, attitude, and by what somebody decides."""

    model = Standing
    columns: ClassVar = RatingRow.Meta.fields
    filterset_class = OnMapFilter
    serializer_class = RatingRow

    @reads(RatingRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of ratings."""
        return super().list(request)

    @reads(RatingRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One rating."""
        return super().retrieve(request, pk)

    @creates(RatingWrite, RatingRow)
    def create(self, request: Request) -> Response:
        """Rate a contact; what the body does not name stays as it was."""
        return self.told(rate_contact(**self.signed(RatingWrite)).pk, status.HTTP_201_CREATED)


class TieViewSet(MapViewSet):
    """What each of ours is to each of theirs."""

    model = Tie
    columns: ClassVar = TieRow.Meta.fields
    serializer_class = TieRow

    @reads(TieRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of ties."""
        return super().list(request)

    @reads(TieRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One tie."""
        return super().retrieve(request, pk)

    @creates(TieWrite, TieRow)
    def create(self, request: Request) -> Response:
        """Set the level now, or the level wished for."""
        return self.told(set_tie(**self.signed(TieWrite)).pk, status.HTTP_201_CREATED)


class ReportsViewSet(MapViewSet):
    """Who reports to whom."""

    model = ReportsTo
    columns: ClassVar = ReportsRow.Meta.fields
    serializer_class = ReportsRow

    @reads(ReportsRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of formal lines."""
        return super().list(request)

    @reads(ReportsRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One formal line."""
        return super().retrieve(request, pk)

    @creates(ReportsWrite, ReportsRow)
    def create(self, request: Request) -> Response:
        """Say to whom a contact reports; with null the line ends and the answer is empty."""
        line = set_manager(**self.signed(ReportsWrite))
        return Response(status=204) if line is None else self.told(line.pk, status.HTTP_201_CREATED)


class InfluenceViewSet(MapViewSet):
    """Who listens to whom."""

    model = Influences
    columns: ClassVar = InfluenceRow.Meta.fields
    serializer_class = InfluenceRow

    @reads(InfluenceRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of informal lines."""
        return super().list(request)

    @reads(InfluenceRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One informal line."""
        return super().retrieve(request, pk)

    @creates(InfluenceWrite, InfluenceRow)
    def create(self, request: Request) -> Response:
        """Say who listens to a contact."""
        line = set_influence_line(**self.signed(InfluenceWrite))
        return self.told(line.pk, status.HTTP_201_CREATED)

    @creates(Ending, InfluenceRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Say that they no longer listen."""
        return self.told(end_influence_line(line=self.record(pk), **self.signed(Ending)).pk)
