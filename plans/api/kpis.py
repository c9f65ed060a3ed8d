"""`/api/v1/kpis/` and `/api/v1/kpi-readings/`: what is measured of our work, and what it was per period."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib.api.fields import Body, CleanText, Nothing, RecordBody, Reference, VisibleReference
from retention.lib.api.schema import changes, creates, reads
from retention.lib.api.versions import seen_version
from retention.lib.clock import database_now

from ..actions.kpi_readings import close_reading, correct_reading, read_kpi, void_reading
from ..actions.kpis import add_kpi, agree_kpi, edit_kpi, end_kpi
from ..kpi_filters import KpiFilter, ReadingFilter
from ..kpi_results import verdict
from ..models import Kpi, KpiReading
from .acting import GoalViewSet
from .bodies import PersonAndDay, Reason, a_figure, an_id

KPI_SAID = (
    "name", "measure", "unit", "direction", "target", "frequency", "starts_on", "deliverable", "is_shared",
)  # fmt: skip
KPI_COLUMNS = (
    "id", "version", "account_id", *KPI_SAID, "owner_id", "agreed_with_id", "agreed_on", "ended_on",
    "recorded_at",
)  # fmt: skip
READING_COLUMNS = (
    "id", "thread", "version", "kpi_id", "period_on", "actual", "target", "evidence", "link", "reason",
    "closed_on", "communicated_on", "is_void", "recorded_at", "kpi__direction",
)  # fmt: skip


class KpiRow(serializers.ModelSerializer[Kpi]):
    """A KPI as it stands."""

    account_id = an_id()
    owner_id = an_id()
    agreed_with_id = an_id(null=True)

    class Meta:
        model = Kpi
        fields = KPI_COLUMNS
        read_only_fields = fields


class KpiChange(RecordBody):
    """What of a KPI may be edited; once agreed, only owner, deliverable and whether it is shared."""

    name = CleanText(max_length=200)
    measure = CleanText(max_length=500, many_lines=True, required=False, allow_blank=True)
    unit = CleanText(max_length=40)
    target = a_figure()
    starts_on = serializers.DateField(required=False)
    deliverable = CleanText(max_length=200, required=False, allow_blank=True)
    owner_id = Reference(lambda user: people_at_work(), source="owner", required=False)

    class Meta:
        model = Kpi
        fields: tuple[str, ...] = (*KPI_SAID, "owner_id")
        validators: ClassVar[list[Any]] = []


class KpiWrite(KpiChange):
    """What of our work is measured, in the customer's words."""

    account_id = VisibleReference(Account, source="account")

    class Meta(KpiChange.Meta):
        fields = ("account_id", *KPI_SAID, "owner_id")


class ReadingRow(serializers.ModelSerializer[KpiReading]):
    """What a KPI was in a period; ``result`` is met, missed, or unknown once it was taken back."""

    kpi_id = an_id()
    result = serializers.CharField(read_only=True)

    class Meta:
        model = KpiReading
        fields = (*[name for name in READING_COLUMNS if name not in ("thread", "kpi__direction")], "result")
        read_only_fields = fields


class ReadingChange(Body):
    """What it really was; a closed period wants a reason."""

    actual = a_figure(required=False)
    evidence = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    link = CleanText(max_length=200, required=False, allow_blank=True)
    reason = CleanText(max_length=500, required=False, allow_blank=True)


class ReadingWrite(Body):
    """What a KPI was in the period that holds a day, and how we know."""

    kpi_id = VisibleReference(Kpi, source="kpi")
    period_on = serializers.DateField()
    actual = a_figure()
    evidence = CleanText(max_length=1000, many_lines=True, required=False, allow_blank=True)
    link = CleanText(max_length=200, required=False, allow_blank=True)


class KpiViewSet(GoalViewSet):
    """KPIs of the accounts the caller may see."""

    resource = "kpis"
    spelt: ClassVar = {"account": "account_id", "contact": "contact_id", "owner": "owner_id"}
    model = Kpi
    columns: ClassVar = KPI_COLUMNS
    filterset_class = KpiFilter
    serializer_class = KpiRow

    @reads(KpiRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of KPIs; ended ones with `ended=1`, those without their last reading with `lacking=1`."""
        return super().list(request)

    @reads(KpiRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One KPI."""
        return super().retrieve(request, pk)

    @creates(KpiWrite, KpiRow)
    def create(self, request: Request) -> Response:
        """Write down what is measured; nobody has agreed to it yet."""
        made = add_kpi(by=self.caller, at=database_now(), **self.said(KpiWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(KpiChange, KpiRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit a KPI, starting from the version you have read."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(KpiChange, partial=True)
        edit_kpi(kpi=row, changes=said, by=self.caller, at=database_now(), expected_version=version)
        return self.told(row.pk)

    @creates(KpiWrite, KpiRow, status=200)
    @action(detail=False, methods=["put"], url_path="by-name", filter_backends=(), pagination_class=None)
    def by_name(self, request: Request) -> Response:
        """Write down the KPI of that name at the account, or edit it: sending it twice changes nothing."""
        said, at = self.said(KpiWrite), database_now()
        account = said.pop("account")
        rows = Kpi.objects.visible_to(self.caller).current()
        row = rows.filter(account=account, name__iexact=said["name"]).first()
        if row is None:
            return self.told(add_kpi(account=account, by=self.caller, at=at, **said).pk)
        said.pop("name")
        edit_kpi(kpi=row, changes=said, by=self.caller, at=at)
        return self.told(row.pk)

    @creates(PersonAndDay, KpiRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def agree(self, request: Request, pk: str) -> Response:
        """A contact agreed to it; from now on it keeps what it says."""
        return self.does(agree_kpi, "kpi", pk, PersonAndDay)

    @creates(Nothing, KpiRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """It is measured no more."""
        return self.does(end_kpi, "kpi", pk, Nothing, days=())


class KpiReadingViewSet(GoalViewSet):
    """Readings at the accounts the caller may see; ``id`` stays the same through corrections."""

    resource = "kpis"
    spelt: ClassVar = {"kpi": "kpi_id"}
    model = KpiReading
    columns: ClassVar = READING_COLUMNS
    filterset_class = ReadingFilter
    serializer_class = ReadingRow

    def get_queryset(self) -> QuerySet[Any]:
        """What stands, with what was taken back."""
        return super().get_queryset().filter(is_current=True)

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The id is that of the first row; how it came out is said."""
        done = []
        for row in rows:
            actual = None if row["is_void"] else row["actual"]
            result = verdict(actual, row["target"], row.pop("kpi__direction"))
            done.append({**row, "id": row.pop("thread"), "result": result})
        return done

    def found(self, pk: int) -> QuerySet[Any]:
        """The reading of that id, as it stands."""
        return self.get_queryset().filter(Q(thread=pk) | Q(pk=pk))

    def row(self, pk: int) -> dict[str, Any]:
        """One reading as it is now. Raises Http404 when it is not visible."""
        return self.complete([get_object_or_404(self.columns_of(self.found(pk)))])[0]

    def record(self, pk: str) -> Any:
        """The reading itself. Raises Http404 when it is not visible."""
        return get_object_or_404(self.found(int(pk)).select_related("kpi"))

    def told(self, pk: int, status: int = 200) -> Response:
        """The answer after a change."""
        return super().told(KpiReading.objects.visible_to(self.caller).get(pk=pk).thread, status)

    @reads(ReadingRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of readings."""
        return super().list(request)

    @reads(ReadingRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One reading."""
        return super().retrieve(request, pk)

    @creates(ReadingWrite, ReadingRow)
    def create(self, request: Request) -> Response:
        """Enter what a KPI was in a period that is over."""
        made = read_kpi(by=self.caller, at=database_now(), **self.said(ReadingWrite))
        return self.told(made.pk, status.HTTP_201_CREATED)

    @changes(ReadingChange, ReadingRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what it really was; what stood before is kept, and a closed period wants a reason."""
        row, version = self.record(pk), seen_version(request)
        said = self.said(ReadingChange, partial=True)
        reason = said.pop("reason", "")
        made = correct_reading(
            reading=row, changes=said, reason=reason, by=self.caller, at=database_now(),
            expected_version=version,
        )  # fmt: skip
        return self.told(made.pk)

    @creates(Reason, ReadingRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def void(self, request: Request, pk: str) -> Response:
        """It was entered by mistake."""
        return self.does(void_reading, "reading", pk, Reason, days=())

    @creates(Nothing, ReadingRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def close(self, request: Request, pk: str) -> Response:
        """Close the period: from now on its figure is restated with a reason only."""
        return self.does(close_reading, "reading", pk, Nothing, days=())
