"""`/api/v1/map-roles/`, `map-ratings/`, `map-ties/`: what people are on the map."""

from typing import ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.external import SOURCE_PATTERN
from accounts.models import RecordType
from retention.lib.api.schema import creates, reads, upserts

from ..actions.map import assign_role, end_role, rate_contact, set_tie
from ..models import RoleOnMap, Standing, Tie
from ..people_map.filters import OnMapFilter
from .map_rows import MapViewSet
from .people_map_bodies import Ending, RatingRow, RatingWrite, RoleRow, RoleWrite, TieRow, TieWrite


class RoleViewSet(MapViewSet):
    """Roles in decisions."""

    model = RoleOnMap
    record_type = RecordType.MAP_ROLE
    columns: ClassVar = RoleRow.Meta.fields[:-1]
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
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    def make(self, request: Request) -> RoleOnMap:
        """A role from the body."""
        return assign_role(**self.signed(RoleWrite))

    def change(self, request: Request, record: RoleOnMap, version: int | None) -> RoleOnMap:
        """The same part, confirmed or unsure, or another part in its place."""
        said = self.signed(RoleWrite)
        place = (said["contact"], said.get("org_unit"), said.get("scope"), said["role"])
        if place != (record.contact, record.org_unit, record.scope, record.role):
            end_role(role=record, by=said["by"], at=said["at"], on=said.get("on"))
        return self.follow(record, assign_role(**said))

    @upserts(RoleWrite, RoleRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the role another system knows under this id, or change it; repeating changes nothing."""
        return self.upsert(request, source, value)

    @creates(Ending, RoleRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Say that the contact no longer plays this part."""
        return self.told(end_role(role=self.record(pk), **self.signed(Ending)).pk)


class RatingViewSet(MapViewSet):
    """Influence, attitude, and by what somebody decides."""

    model = Standing
    record_type = RecordType.MAP_RATING
    columns: ClassVar = RatingRow.Meta.fields[:-1]
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
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    def make(self, request: Request) -> Standing:
        """A rating from the body."""
        return rate_contact(**self.signed(RatingWrite))

    def change(self, request: Request, record: Standing, version: int | None) -> Standing:
        """The rating of the same contact on the same map."""
        said = self.signed(RatingWrite)
        self.refuse_another(record, said, "contact", "org_unit", "scope")
        return self.follow(record, rate_contact(**said))

    @upserts(RatingWrite, RatingRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the rating another system knows under this id, or change it."""
        return self.upsert(request, source, value)


class TieViewSet(MapViewSet):
    """What each of ours is to each of theirs."""

    model = Tie
    record_type = RecordType.MAP_TIE
    columns: ClassVar = TieRow.Meta.fields[:-1]
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
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    def make(self, request: Request) -> Tie:
        """A tie from the body."""
        return set_tie(**self.signed(TieWrite))

    def change(self, request: Request, record: Tie, version: int | None) -> Tie:
        """The tie of the same two people."""
        said = self.signed(TieWrite)
        self.refuse_another(record, said, "contact", "user")
        return self.follow(record, set_tie(**said))

    @upserts(TieWrite, TieRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the tie another system knows under this id, or change it."""
        return self.upsert(request, source, value)
