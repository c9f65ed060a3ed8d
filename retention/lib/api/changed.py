"""``updated_since``: what a script asks for that keeps another system in step.

A row is new or changed when its audit table has an entry since then; what only Keel derives is no change.
"""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from ..zones import day_bounds, to_instant

NAME = "updated_since"
MEANING = (
    "Only rows entered or changed since this time (ISO 8601; a day counts from its midnight, a time without "
    "a zone in yours). Ask again from a minute before the last time you asked: a row may be told twice, none "
    "is lost."
)
UNREADABLE = "Write a time such as 2026-11-20T14:30:00Z, or a day such as 2026-11-20."


class ChangedSince(BaseFilterBackend):
    """Rows of an audited table that were entered or changed since a time."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """The rows asked for. Raises ValidationError naming ``updated_since``."""
        said = request.query_params.get(NAME)
        if said is None or not knows_changes(view):
            return queryset
        entries = audit_of(view.model)._base_manager.filter(pgh_created_at__gte=_moment(said, request.user))
        return queryset.filter(pk__in=entries.values("pgh_obj_id"))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """How the description tells of it."""
        if not knows_changes(view):
            return []
        kind = {"type": "string", "maxLength": 40}
        return [{"name": NAME, "required": False, "in": "query", "description": MEANING, "schema": kind}]


def knows_changes(view: Any) -> bool:
    """True for the list of an audited table."""
    return getattr(view, "action", None) == "list" and audit_of(getattr(view, "model", None)) is not None


def audit_of(model: type[Model] | None) -> Any:
    """The model of a table's audit rows, or None."""
    if model is None:
        return None
    try:
        return model._meta.get_field("audit_row").related_model
    except FieldDoesNotExist:
        return None


def _moment(said: str, user: Any) -> datetime:
    """The time meant; a plus that the address made a space of is one again."""
    try:
        day = parse_date(said)
        if day is not None:
            return day_bounds(day, user.time_zone)[0]
        moment = parse_datetime(said.replace(" ", "+") if "T" in said else said)
        if moment is not None and moment.tzinfo is None:
            return to_instant(moment.date(), moment.time(), user.time_zone)
        if moment is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValidationError({NAME: [UNREADABLE]})
