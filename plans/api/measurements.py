"""`/api/v1/measurements/`: what was measured of targets; upsert by the id of another system."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.external import SOURCE_PATTERN, ByExternalId
from accounts.models import RecordType
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.clock import database_now

from ..actions.measurements import correct_measurement, measure, void_measurement
from ..filters import MeasurementFilter
from ..models import Measurement
from .acting import GoalViewSet
from .bodies import MEASUREMENT_COLUMNS, MeasurementChange, MeasurementRow, MeasurementWrite, Reason


class MeasurementViewSet(ByExternalId, GoalViewSet):
    """Measurements at the accounts the caller may see; ``id`` stays the same through corrections."""

    resource = "goals"
    record_type = RecordType.MEASUREMENT
    model = Measurement
    columns: ClassVar = MEASUREMENT_COLUMNS
    filterset_class = MeasurementFilter
    serializer_class = MeasurementRow

    def get_queryset(self) -> QuerySet[Any]:
        """What stands, with what was declared void."""
        return super().get_queryset().filter(is_current=True)

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The id is that of the first row."""
        return super().complete([{**row, "id": row.pop("thread")} for row in rows])

    def found(self, pk: int) -> QuerySet[Any]:
        """The measurement of that id, as it stands."""
        return self.get_queryset().filter(Q(thread=pk) | Q(pk=pk))

    def row(self, pk: int) -> dict[str, Any]:
        """One measurement as it is now. Raises Http404 when it is not visible."""
        return self.complete([get_object_or_404(self.columns_of(self.found(pk)))])[0]

    def record(self, pk: str) -> Any:
        """The measurement itself. Raises Http404 when it is not visible."""
        return get_object_or_404(self.found(int(pk)).select_related("target"))

    def told(self, pk: int, status: int = 200) -> Response:
        """The answer after a change."""
        return super().told(Measurement.objects.visible_to(self.caller).get(pk=pk).thread, status)

    @reads(MeasurementRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of measurements."""
        return super().list(request)

    @reads(MeasurementRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One measurement."""
        return super().retrieve(request, pk)

    def make(self, request: Request) -> Measurement:
        """Enter the measurement that the body describes."""
        return measure(by=self.caller, at=database_now(), **self.said(MeasurementWrite))

    def change(self, request: Request, record: Measurement, version: int | None) -> Measurement:
        """Correct what the body names; the target may be repeated, not changed."""
        body = request.data
        if isinstance(body, dict) and body.get("target_id") == record.target_id:
            body = {name: value for name, value in body.items() if name != "target_id"}
        shape = MeasurementChange(record, data=body, partial=True, context={"request": request})
        shape.is_valid(raise_exception=True)
        fields, at = dict(shape.validated_data), database_now()
        return correct_measurement(
            measurement=record, changes=fields, by=self.caller, at=at, expected_version=version
        )

    @creates(MeasurementWrite, MeasurementRow)
    def create(self, request: Request) -> Response:
        """Enter what a metric was on a day, and how we know."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @changes(MeasurementChange, MeasurementRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what was really measured; what stood before is kept."""
        return self.told(self.change(request, self.record(pk), seen_version(request)).pk)

    @upserts(MeasurementWrite, MeasurementRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Enter the measurement another system knows under this id, or correct it."""
        return self.upsert(request, source, value)

    @creates(Reason, MeasurementRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def void(self, request: Request, pk: str) -> Response:
        """It was entered by mistake."""
        return self.does(void_measurement, "measurement", pk, Reason, days=())
