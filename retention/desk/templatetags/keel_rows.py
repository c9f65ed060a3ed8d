"""The small parts that stand on every row of a list, drawn in Python: templates would cost more than it."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import floor

from django import template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from accounts.choices import HealthBand
from retention.desk import formats

register = template.Library()
BANDS = frozenset(HealthBand.values)
SOME_ID = 7_000_000_007


@lru_cache(maxsize=1)
def sprite() -> str:
    """The address of the icons."""
    return static("img/icons.svg")


@lru_cache(maxsize=256)
def _page(name: str) -> str:
    """The address of a record's page with its id left open. Raises NoReverseMatch."""
    head, found, tail = reverse(name, args=[SOME_ID]).partition(str(SOME_ID))
    if not found:
        raise NoReverseMatch(f"“{name}” does not hold an id")
    return f"{head.replace('%', '%%')}%d{tail.replace('%', '%%')}"


@register.simple_tag
def record_url(name: str, pk: int) -> SafeString:
    """{% record_url "account" row.pk %}: what {% url %} says of one record, looked up once for all rows."""
    return SafeString(_page(name) % pk)


@register.simple_tag
def missing(reason: str = "") -> SafeString:
    """The mark of a value that is not there; ``reason`` is read aloud and defaults to "not known"."""
    return format_html(
        '<span class="muted" aria-hidden="true">—</span><span class="vh">{}</span>',
        reason or gettext("not known"),
    )


@register.simple_tag
def dated(value: date | None, reason: str = "") -> str:
    """{% dated account.last_two_way_at "never spoken to" %}: 20 Oct, or a dash with a reason."""
    return formats.day_text(value) if value else missing(reason or gettext("no date"))


@register.simple_tag
def deadline(value: date | None, reason: str = "") -> SafeString:
    """The same for a day by which something is to be done, painted late when it is past."""
    if not value:
        return missing(reason or gettext("no date"))
    today = formats.reader_today()
    late = ' class="late"' if value < today else ""
    return SafeString(f"<span{late}>{formats.day_text(value, today)}</span>")


@register.simple_tag
def health_badge(
    state: str | None, score: float | Decimal | None = None, href: str = "", note: str = ""
) -> SafeString:
    """Shape, word and score of a health state. An unknown state says "No score" and never shows a number.

    The score is cut, not rounded: 39.8 must not read as the 40 it did not reach. ``note`` is spoken only.
    """
    known = str(state) if state in BANDS else HealthBand.UNKNOWN.value
    shown = None if score is None or known == HealthBand.UNKNOWN else floor(score)
    inside = _inside(known, shown, get_language())
    if note:
        inside += format_html('<span class="vh">, {}</span>', note)
    if href:
        return format_html('<a class="badge is-{}" href="{}">{}</a>', known, href, inside)
    return format_html('<span class="badge is-{}">{}</span>', known, inside)


@lru_cache(maxsize=1024)
def _inside(state: str, score: int | None, language: str | None) -> SafeString:
    """Shape, word and number: the same few on every list."""
    number = "" if score is None else format_html(' <b class="num">{}</b>', formats.number_text(score))
    shape = '<svg aria-hidden="true"><use href="{}#g-{}"></use></svg>{}{}'
    return format_html(shape, sprite(), state, HealthBand(state).label, number)


@register.simple_tag
def avatar(name: object, large: bool = False, silent: bool = False) -> SafeString:
    """Initials in a circle; ``silent`` when the name stands beside it."""
    words = str(name or "")
    spoken = format_html('role="img" aria-label="{0}" title="{0}"', words)
    return format_html(
        '<span class="avatar{}" {}>{}</span>',
        " avatar-large" if large else "",
        SafeString('aria-hidden="true"') if silent or not words else spoken,
        formats.initials_of(words),
    )
