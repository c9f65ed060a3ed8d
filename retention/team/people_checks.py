"""What a person's fields accept; form, API, import and command refuse the same input alike."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from retention.lib import accepts
from retention.lib.accepts import Check, InputRefused

from .holiday_sources import subdivisions_of
from .models import Density, Theme
from .roles import Role


def _time(label: str) -> Check:
    def check(value: Any, field: str) -> time:
        if not isinstance(value, time) or value.tzinfo is not None:
            raise InputRefused(f"{label} is not a time of day such as 09:00.", field=field)
        return value

    return check


def _role(value: Any, field: str) -> str:
    kept = accepts.one_of("The role", Role)(value, field)
    if kept == Role.SYSTEM:
        raise InputRefused("Nobody can be the system user.", field=field)
    return str(kept)


def _zone(value: Any, field: str) -> str:
    kept = accepts.time_zone(value, field)
    if not kept:
        raise InputRefused("The time zone is missing.", field=field)
    return kept


def _weekend(value: Any, field: str) -> list[int]:
    days = sorted({*(value or ())})
    if any(isinstance(day, bool) or not isinstance(day, int) or not 0 <= day <= 6 for day in days):
        raise InputRefused("Days off are days of the week, Monday 0 to Sunday 6.", field=field)
    if len(days) > 6:
        raise InputRefused("At least one day of the week must be worked.", field=field)
    return days


def _email(value: Any, field: str) -> str:
    kept = accepts.email(value, field)
    if not kept:
        raise InputRefused("The e-mail address is missing.", field=field)
    return kept


PROFILE: Mapping[str, Check] = {
    "name": accepts.text("The name", 120, required=True),
    "title": accepts.text("The title", 120),
    "time_zone": _zone,
    "country": accepts.country,
    "subdivision": accepts.text("The region", 8),
    "work_starts": _time("The start of work"),
    "work_ends": _time("The end of work"),
    "weekend": _weekend,
    "theme": accepts.one_of("The theme", Theme),
    "density": accepts.one_of("The density", Density),
    "single_keys": accepts.flag,
}
"""What people change about themselves."""

BY_ADMIN: Mapping[str, Check] = {
    **PROFILE,
    "email": _email,
    "role": _role,
    "sees_everything": accepts.flag,
}
"""What an admin changes about others."""


def refuse_what_does_not_fit(person: Any, changes: Mapping[str, Any]) -> None:
    """Raise InputRefused for fields that contradict each other after the change."""
    starts = changes.get("work_starts", person.work_starts)
    ends = changes.get("work_ends", person.work_ends)
    if ends <= starts:
        raise InputRefused("Work must end after it starts.", field="work_ends")
    country = changes.get("country", person.country)
    region = changes.get("subdivision", person.subdivision)
    if region and region not in subdivisions_of(country):
        raise InputRefused(f"“{region}” is not a region of that country.", field="subdivision")
    role = changes.get("role", person.role)
    if changes.get("sees_everything", person.sees_everything) and role != Role.VIEWER:
        raise InputRefused("Only viewers can be set to see everything.", field="sees_everything")
