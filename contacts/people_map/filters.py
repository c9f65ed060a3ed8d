"""What the filters of the map's rows mean: whose, on which map, and as on a day."""

from datetime import date

import django_filters
from django.db.models import QuerySet

from retention.lib.filtering import DayFilter, IdFilter

from ..models.map import MapQuerySet, MapRecord


class MapFilter(django_filters.FilterSet):
    """Which rows of the map; those that hold until somebody changes them unless ``on`` names a day."""

    account = IdFilter(field_name="account_id", label="Account")
    contact = IdFilter(field_name="contact_id", label="Contact")
    on = DayFilter(method="as_on", label="As on")
    is_current = django_filters.BooleanFilter(field_name="ends_on", lookup_expr="isnull", label="Holds")

    def as_on(self, rows: MapQuerySet[MapRecord], name: str, value: date) -> QuerySet[MapRecord]:
        """What held on that day."""
        return rows.as_on(value)


class OnMapFilter(MapFilter):
    """Rows that stand on the map of the whole account, of a unit, or of a decision."""

    org_unit = IdFilter(field_name="org_unit_id", label="Unit")
    scope = IdFilter(field_name="scope_id", label="Decision")
