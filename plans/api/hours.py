"""`/api/v1/allowances/`, `time-entries/`, `service-months/`, `over-services/`: hours month by month."""

from typing import ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Nothing
from retention.lib.api.schema import creates, reads
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions.hours import end_allowance, log_time, restore_time, set_allowance, withdraw_time
from ..actions.over_service import decide_over_service
from ..hour_filters import AllowanceFilter, MonthFilter, OverServiceFilter, TimeFilter
from ..models import OverService, ServiceAllowance, ServiceMonth, TimeEntry
from .hour_shapes import (
    ALLOWANCE,
    DECISION,
    MONTH,
    TIME,
    AllowanceEnd,
    AllowanceRow,
    AllowanceWrite,
    MonthRow,
    OverServiceRow,
    OverServiceWrite,
    TimeRow,
    TimeWrite,
)


class HoursViewSet(ScopedViewSet):
    """Hours at the accounts the caller may see."""

    resource = "hours"
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "contract", "step", "user")}


class AllowanceViewSet(HoursViewSet):
    """What contracts include."""

    model = ServiceAllowance
    columns: ClassVar = ALLOWANCE
    filterset_class = AllowanceFilter
    serializer_class = AllowanceRow

    @reads(AllowanceRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of allowances."""
        return super().list(request)

    @reads(AllowanceRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One allowance."""
        return super().retrieve(request, pk)

    @creates(AllowanceWrite, AllowanceRow)
    def create(self, request: Request) -> Response:
        """Say what a contract includes from a month on."""
        made = set_allowance(by=self.caller, at=database_now(), **self.said(AllowanceWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(AllowanceEnd, AllowanceRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """Let it end with a month."""
        row = self.record(pk)
        end_allowance(allowance=row, by=self.caller, at=database_now(), **self.said(AllowanceEnd))
        return self.told(row.pk)


class TimeViewSet(HoursViewSet):
    """What was worked."""

    model = TimeEntry
    columns: ClassVar = TIME
    filterset_class = TimeFilter
    serializer_class = TimeRow

    @reads(TimeRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of time entries, those taken back with `withdrawn_on`."""
        return super().list(request)

    @reads(TimeRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One time entry."""
        return super().retrieve(request, pk)

    @creates(TimeWrite, TimeRow)
    def create(self, request: Request) -> Response:
        """Enter time that was worked."""
        made = log_time(by=self.caller, at=database_now(), **self.said(TimeWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @creates(Nothing, TimeRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back: it was entered by mistake."""
        row = self.record(pk)
        self.said(Nothing)
        withdraw_time(entry=row, by=self.caller, at=database_now())
        return self.told(row.pk)

    @creates(Nothing, TimeRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def restore(self, request: Request, pk: str) -> Response:
        """Undo taking it back."""
        row = self.record(pk)
        self.said(Nothing)
        restore_time(entry=row, by=self.caller, at=database_now())
        return self.told(row.pk)


class MonthViewSet(HoursViewSet):
    """Months of accounts with an allowance; they follow from touchpoints, time entries and allowances."""

    model = ServiceMonth
    columns: ClassVar = MONTH
    filterset_class = MonthFilter
    serializer_class = MonthRow

    @reads(MonthRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of months."""
        return super().list(request)

    @reads(MonthRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One month of one account."""
        return super().retrieve(request, pk)


class OverServiceViewSet(HoursViewSet):
    """What became of hours beyond those included."""

    model = OverService
    columns: ClassVar = DECISION
    filterset_class = OverServiceFilter
    serializer_class = OverServiceRow

    @reads(OverServiceRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of decisions."""
        return super().list(request)

    @reads(OverServiceRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One decision."""
        return super().retrieve(request, pk)

    @creates(OverServiceWrite, OverServiceRow)
    def create(self, request: Request) -> Response:
        """Give, bill or swap a month's hours beyond the allowance."""
        made = decide_over_service(by=self.caller, at=database_now(), **self.said(OverServiceWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)
