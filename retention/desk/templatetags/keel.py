"""Filters and tags that every template has without {% load %}: how facts are written, and the small parts.

`money`, `day`, `moment`, `since`, `due`, `delta`, `number`, `percent` write values (retention.desk.formats);
`icon`, `glyph`, `health_badge`, `avatar`, `field` and the chart tags render templates/components/.
A missing value is an em dash with a spoken reason, never zero.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext

from retention.desk import formats
from retention.desk.templatetags import keel_drawn, keel_lists, keel_parts, keel_rows, keel_urls, keel_work
from retention.desk.templatetags.keel_rows import missing

register = template.Library()
register.tags.update(keel_parts.register.tags)
register.filters.update(keel_parts.register.filters)
register.tags.update(keel_rows.register.tags)
register.tags.update(keel_drawn.register.tags)
register.tags.update(keel_urls.register.tags)
register.tags.update(keel_lists.register.tags)
register.tags.update(keel_work.register.tags)
register.filters.update(keel_work.register.filters)


@register.filter
def day(value: date | None, today: date | None = None) -> str:
    """20 Oct, or 20 Oct 2025 when the year is not the reader's."""
    return formats.day_text(value, today) if value else missing(gettext("no date"))


@register.filter
def weekday(value: date | None, today: date | None = None) -> str:
    """Fri 27 Nov."""
    return formats.weekday_text(value, today) if value else missing(gettext("no date"))


@register.filter
def long_day(value: date | None, today: date | None = None) -> str:
    """20 October, or 31 January 2027: for sentences and titles."""
    return formats.long_day_text(value, today) if value else missing(gettext("no date"))


@register.filter
def full_day(value: date | None) -> str:
    """20 October 2026, whatever the year is."""
    return formats.full_day_text(value) if value else missing(gettext("no date"))


@register.filter
def moment(value: datetime | None, today: date | None = None) -> str:
    """today 09:40, yesterday 17:05, or Tue 20 Oct, 14:10 on the reader's clock."""
    return formats.moment_text(value, today) if value else missing(gettext("no time"))


@register.filter
def clock(value: datetime | None) -> str:
    """14:10 on the reader's clock."""
    return formats.clock_text(value) if value else missing(gettext("no time"))


@register.filter
def since(value: date | None, today: date | None = None) -> str:
    """34 days ago, today, in 69 days."""
    return formats.since_text(value, today) if value else missing(gettext("never"))


@register.filter
def due(value: date | None, today: date | None = None) -> str:
    """20 days late, due today, due in 3 days."""
    return formats.due_text(value, today) if value else missing(gettext("not due"))


@register.filter
def is_past(value: date | None, today: date | None = None) -> bool:
    """True for a day before the reader's today."""
    return bool(value) and value < (today or formats.reader_today())  # type: ignore[operator]


@register.filter
def number(value: int | float | Decimal | None, digits: int = 0) -> str:
    """1,234."""
    return missing() if value is None or value == "" else formats.number_text(value, digits)


@register.filter
def hours(value: int | None) -> str:
    """150 is 2.5 h."""
    return missing() if value is None else formats.hours_text(value)


@register.filter
def percent(value: float | Decimal | None, digits: int = 0) -> str:
    """0.84 is 84%."""
    return missing() if value is None or value == "" else formats.percent_text(value, digits)


@register.filter
def initials(value: object) -> str:
    """PR for Priya Raman."""
    return formats.initials_of(str(value or ""))


@register.filter
def dict_get(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a mapping under a key held in a variable."""
    return mapping.get(key)
