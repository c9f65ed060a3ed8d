"""`/api/v1/operation-metrics/`, `driver-links/`, `operation-readings/`, `scorecards/<account>/`."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import Account
from retention.lib.api.fields import Nothing
from retention.lib.api.schema import changes, creates, reads, removes
from retention.lib.api.versions import seen_version
from retention.lib.clock import database_now
from retention.lib.zones import local_day

from ..actions.operations import (
    add_metric,
    edit_metric,
    explain_driver,
    judge_link,
    part_link,
    put_metric_aside,
    take_metric_up,
)
from ..actions.readings import correct_reading, enter_reading, void_reading
from ..models import DriverLink, OperationMetric, OperationReading
from ..operation_filters import DriverLinkFilter, OperationFilter, ReadingFilter
from ..scorecard import ScorecardRow, scorecard_of
from .acting import GoalViewSet
from .bodies import Reason
from .operation_bodies import (
    LINK_COLUMNS,
    METRIC_COLUMNS,
    READING_COLUMNS,
    DriverLinkJudgement,
    DriverLinkRow,
    DriverLinkWrite,
    OperationalScorecard,
    OperationChange,
    OperationReadingChange,
    OperationReadingRow,
    OperationReadingWrite,
    OperationRow,
    OperationWrite,
)


class OperationViewSet(GoalViewSet):
    """Figures of our work at the accounts the caller may see."""

    resource = "operations"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "metric", "driver")}
    model = OperationMetric
    columns: ClassVar = METRIC_COLUMNS
    filterset_class = OperationFilter
    serializer_class = OperationRow

    @reads(OperationRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of figures."""
        return super().list(request)

    @reads(OperationRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One figure."""
        return super().retrieve(request, pk)

    @creates(OperationWrite, OperationRow)
    def create(self, request: Request) -> Response:
        """Name a figure of our work."""
        made = add_metric(by=self.caller, at=database_now(), **self.said(OperationWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(OperationChange, OperationRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what a figure says."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(OperationChange, instance=row, partial=True)
        edit_metric(metric=row, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(row.pk)

    @creates(Nothing, OperationRow, status=200)
    @action(detail=True, methods=["post"], url_path="put-aside", filter_backends=(), pagination_class=None)
    def put_aside(self, request: Request, pk: str) -> Response:
        """Look at it no longer."""
        return self.does(put_metric_aside, "metric", pk, Nothing, days=())

    @creates(Nothing, OperationRow, status=200)
    @action(detail=True, methods=["post"], url_path="take-up", filter_backends=(), pagination_class=None)
    def take_up(self, request: Request, pk: str) -> Response:
        """Look at it again."""
        return self.does(take_metric_up, "metric", pk, Nothing, days=())


class DriverLinkViewSet(GoalViewSet):
    """Which figure explains which reason to stay."""

    resource = "operations"
    spelt: ClassVar = OperationViewSet.spelt
    model = DriverLink
    columns: ClassVar = LINK_COLUMNS
    filterset_class = DriverLinkFilter
    serializer_class = DriverLinkRow

    @reads(DriverLinkRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of links."""
        return super().list(request)

    @reads(DriverLinkRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One link."""
        return super().retrieve(request, pk)

    @creates(DriverLinkWrite, DriverLinkRow)
    def create(self, request: Request) -> Response:
        """Say which reason to stay a figure explains."""
        made = explain_driver(by=self.caller, at=database_now(), **self.said(DriverLinkWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(DriverLinkJudgement, DriverLinkRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def judge(self, request: Request, pk: str) -> Response:
        """Say anew how sure it is."""
        return self.does(judge_link, "link", pk, DriverLinkJudgement, days=())

    @removes()
    def destroy(self, request: Request, pk: str) -> Response:
        """The figure does not explain it."""
        part_link(link=self.record(pk), by=self.caller, at=database_now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class OperationReadingViewSet(GoalViewSet):
    """Readings at the accounts the caller may see; ``id`` stays the same through corrections."""

    resource = "operations"
    spelt: ClassVar = OperationViewSet.spelt
    model = OperationReading
    columns: ClassVar = READING_COLUMNS
    filterset_class = ReadingFilter
    serializer_class = OperationReadingRow

    def get_queryset(self) -> QuerySet[Any]:
        """What stands, with what was declared void."""
        return super().get_queryset().filter(is_current=True)

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The id is that of the first row."""
        return [{**row, "id": row.pop("thread")} for row in rows]

    def found(self, pk: int) -> QuerySet[Any]:
        """The reading of that id, as it stands."""
        return self.get_queryset().filter(Q(thread=pk) | Q(pk=pk))

    def row(self, pk: int) -> dict[str, Any]:
        """One reading as it is now. Raises Http404 when it is not visible."""
        return self.complete([get_object_or_404(self.columns_of(self.found(pk)))])[0]

    def record(self, pk: str) -> Any:
        """The reading itself. Raises Http404 when it is not visible."""
        return get_object_or_404(self.found(int(pk)).select_related("metric"))

    def told(self, pk: int, status: int = 200) -> Response:
        """The answer after a change."""
        return super().told(OperationReading.objects.visible_to(self.caller).get(pk=pk).thread, status)

    @reads(OperationReadingRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of readings."""
        return super().list(request)

    @reads(OperationReadingRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One reading."""
        return super().retrieve(request, pk)

    @creates(OperationReadingWrite, OperationReadingRow)
    def create(self, request: Request) -> Response:
        """Enter or push what a figure was on a day; another value of the same day corrects it."""
        made = enter_reading(by=self.caller, at=database_now(), **self.said(OperationReadingWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(OperationReadingChange, OperationReadingRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what it really was; what stood before is kept."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(OperationReadingChange, instance=row, partial=True)
        made = correct_reading(
            reading=row, changes=said, by=self.caller, at=database_now(), expected_version=version
        )
        return self.told(made.pk)

    @creates(Reason, OperationReadingRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def void(self, request: Request, pk: str) -> Response:
        """It was entered by mistake."""
        return self.does(void_reading, "reading", pk, Reason, days=())


class ScorecardViewSet(GenericViewSet[Any]):
    """Operational scorecards of the accounts the caller may see."""

    resource = "operations"
    serializer_class = OperationalScorecard
    lookup_value_regex = r"\d{1,18}"
    queryset = Account.objects.none()

    @reads(OperationalScorecard)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Target, actual and trend of every figure today, and the reasons to stay without one."""
        user: Any = request.user
        account = get_object_or_404(Account.objects.visible_to(user), pk=int(pk))
        card = scorecard_of(account, local_day(database_now(), user.time_zone))
        said = {
            "account_id": card.account_id,
            "on": card.on,
            "rows": [_told(row) for row in card.rows],
            "unmapped": card.unmapped,
        }
        return Response(OperationalScorecard(said).data)


def _told(row: ScorecardRow) -> dict[str, Any]:
    names = (
        "metric_id", "name", "unit", "target", "actual", "actual_on", "known_at", "change", "trend", "state",
        "is_late",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"explains": [e.driver for e in row.explains]}
