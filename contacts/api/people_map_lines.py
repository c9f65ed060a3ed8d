"""`/api/v1/map-lines/`, `map-influences/`: who reports to whom, and who listens to whom."""

from typing import ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.external import SOURCE_PATTERN
from accounts.models import RecordType
from retention.lib.accepts import InputRefused
from retention.lib.api.schema import creates, reads, upserts

from ..actions.map_lines import end_influence_line, set_influence_line, set_manager
from ..models import Influences, ReportsTo
from .map_rows import MapViewSet
from .people_map_bodies import Ending, InfluenceRow, InfluenceWrite, ReportsRow, ReportsWrite


class ReportsViewSet(MapViewSet):
    """Who reports to whom."""

    model = ReportsTo
    record_type = RecordType.MAP_LINE
    columns: ClassVar = ReportsRow.Meta.fields[:-1]
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

    def make(self, request: Request) -> ReportsTo:
        """A line from the body. Raises InputRefused without a manager."""
        line = set_manager(**self.signed(ReportsWrite))
        if line is None:
            raise InputRefused("Say to whom they report.", field="manager")
        return line

    def change(self, request: Request, record: ReportsTo, version: int | None) -> ReportsTo:
        """Another manager of the same contact; with null the line ends."""
        said = self.signed(ReportsWrite)
        self.refuse_another(record, said, "contact")
        return self.follow(record, set_manager(**said) or record)

    @upserts(ReportsWrite, ReportsRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the line another system knows under this id, or change it."""
        return self.upsert(request, source, value)


class InfluenceViewSet(MapViewSet):
    """Who listens to whom."""

    model = Influences
    record_type = RecordType.MAP_LISTENS
    columns: ClassVar = InfluenceRow.Meta.fields[:-1]
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
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    def make(self, request: Request) -> Influences:
        """A line from the body."""
        return set_influence_line(**self.signed(InfluenceWrite))

    def change(self, request: Request, record: Influences, version: int | None) -> Influences:
        """The line between the same two people."""
        said = self.signed(InfluenceWrite)
        self.refuse_another(record, said, "contact", "on_contact")
        return self.follow(record, set_influence_line(**said))

    @upserts(InfluenceWrite, InfluenceRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Make the line another system knows under this id, or change it."""
        return self.upsert(request, source, value)

    @creates(Ending, InfluenceRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Say that they no longer listen."""
        return self.told(end_influence_line(line=self.record(pk), **self.signed(Ending)).pk)
