"""The small parts that stand on every row of a list, drawn in Python: templates would cost more than it."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import floor

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from accounts.choices import HealthBand
from retention.desk import formats
from retention.desk.navigation import page_of

register = template.Library()
BANDS = frozenset(HealthBand.values)


@lru_cache(maxsize=1)
def sprite() -> str:
    """The address of the icons."""
    return static("img/icons.svg")


@register.simple_tag
def record_url(name: str, pk: int) -> SafeString:
    """{% record_url "account" row.pk %}: what {% url %} says of one record, looked up once for all rows."""
    return SafeString(page_of(name, pk))


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
def deadline(value: date | None, reason: str = "", today: date | None = None) -> SafeString:
    """The same for a day by which something is to be done, painted late when it is past."""
    if not value:
        return missing(reason or gettext("no date"))
    today = today or formats.reader_today()
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
