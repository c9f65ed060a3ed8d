"""Filters and tags that every template has without {% load %}: how facts are written, and the small parts.

`money`, `day`, `moment`, `since`, `due`, `delta`, `number`, `percent` write values (retention.desk.formats);
`icon`, `glyph`, `health_badge`, `avatar`, `field` and the chart tags render templates/components/.
A missing value is an em dash with a spoken reason, never zero.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from retention.desk import formats
from retention.desk.templatetags import keel_parts, keel_rows, keel_work
from retention.desk.templatetags.keel_rows import missing, sprite

register = template.Library()
register.tags.update(keel_parts.register.tags)
register.filters.update(keel_parts.register.filters)
register.tags.update(keel_rows.register.tags)
register.tags.update(keel_work.register.tags)
register.filters.update(keel_work.register.filters)


@register.simple_tag
def money(
    amount: Decimal | int | None, currency: str, form: str = "long", reason: str = "", bare: bool = False
) -> str:
    """{% money account.arr account.currency form="short" %}: €184,000 or €184k, or a dash with a reason.

    ``bare`` where the figures of the whole cell are even already (class ``num``).
    """
    if amount is None or amount == "":
        return missing(reason or gettext("no amount"))
    text = escape(formats.money_text(amount, currency, form))
    return text if bare else SafeString(f'<span class="num">{text}</span>')


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


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """A line icon of static/img/icons.svg. Give ``label`` only where no word stands beside it."""
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="i{}" {}><use href="{}#i-{}"></use></svg>',
        f" {css}" if css else "", role, sprite(), name,
    )  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=64)
def glyph(state: str) -> SafeString:
    """The shape of a health state; always beside its word."""
    return format_html(
        '<svg class="glyph is-{0}" aria-hidden="true"><use href="{1}#g-{0}"></use></svg>',
        state, sprite(),
    )  # fmt: skip


@register.simple_tag
def delta(
    change: int | float | Decimal | None,
    period: str = "",
    worse: str = "down",
    unit: str = "",
    reason: str = "",
) -> SafeString:
    """▼ 9 or ▲ 2 with its period, coloured by which direction is worse ("down", "up" or "none")."""
    if change is None:
        return missing(reason or gettext("no earlier value"))
    shown = f"{formats.number_text(change if change > 0 else -change)}{unit}"
    tail = f" {period}" if period else ""
    if not round(change):
        return format_html('<span class="delta delta-same">{}{}</span>', gettext("no change"), tail)
    went = "down" if change < 0 else "up"
    kind = "same" if worse == "none" else "worse" if went == worse else "better"
    spoken = gettext("down") if went == "down" else gettext("up")
    return format_html(
        '<span class="delta delta-{}"><span aria-hidden="true">{}</span><span class="vh">{}</span> {}</span>',
        kind, "▼" if went == "down" else "▲", spoken, f"{shown}{tail}",
    )  # fmt: skip


@register.filter
def dict_get(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a mapping under a key held in a variable."""
    return mapping.get(key)
