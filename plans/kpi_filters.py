"""What filters of lists of KPIs and their readings mean."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet

from contacts.filters import people_for
from retention.lib.clock import database_now
from retention.lib.filtering import DayFilter, IdFilter, PersonFilter, YesFilter
from retention.lib.zones import local_day

from .choices import Frequency
from .kpi_results import last_spans
from .models import Kpi, KpiReading
from .models.kpis import KpiQuerySet, KpiReadingQuerySet


class KpiFilter(django_filters.FilterSet):
    """Which KPIs a list shows; those measured no more only when asked for."""

    account = IdFilter(field_name="account_id", label="Account")
    owner = PersonFilter(queryset=people_for, label="Owner", empty_label="Anybody")
    frequency = django_filters.ChoiceFilter(choices=Frequency.choices, label="How often")
    agreed = YesFilter(method="is_agreed", label="Agreed")
    lacking = YesFilter(method="lacks", label="Last reading missing")
    ended = YesFilter(method="has_ended", label="Ended")

    class Meta:
        model = Kpi
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: KpiQuerySet) -> QuerySet[Kpi]:
        """What was asked for; ended ones are left out unless asked for."""
        rows: KpiQuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("ended") else rows.current()

    def is_agreed(self, rows: KpiQuerySet, name: str, value: Any) -> QuerySet[Kpi]:
        """The customer agreed to it."""
        return rows.agreed()

    def lacks(self, rows: KpiQuerySet, name: str, value: Any) -> QuerySet[Kpi]:
        """The period that ended last in the reader's zone has no reading."""
        found = Q(pk__in=[])
        today = local_day(database_now(), self.request.user.time_zone)
        for frequency, span in last_spans(today).items():
            found |= Q(pk__in=rows.model.objects.lacking(frequency, span.first).order_by().values("pk"))
        return rows.filter(found)

    def has_ended(self, rows: KpiQuerySet, name: str, value: Any) -> QuerySet[Kpi]:
        """Measured no more."""
        return rows.filter(ended_on__isnull=False)


class ReadingFilter(django_filters.FilterSet):
    """Which readings a list shows; only what stands."""

    account = IdFilter(field_name="kpi__account_id", label="Account")
    kpi = IdFilter(field_name="kpi_id", label="KPI")
    since = DayFilter(field_name="period_on", lookup_expr="gte", label="Periods since")
    until = DayFilter(field_name="period_on", lookup_expr="lte", label="Periods until")
    untold = YesFilter(method="is_untold", label="Not told yet")

    class Meta:
        model = KpiReading
        fields: ClassVar[list[str]] = []

    def is_untold(self, rows: KpiReadingQuerySet, name: str, value: Any) -> QuerySet[KpiReading]:
        """No report has told the customer."""
        return rows.filter(communicated_on__isnull=True, is_void=False)
