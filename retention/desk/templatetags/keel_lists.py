"""Whole rows of the long lists, drawn in Python: fifty rows of eight cells are most of such a page."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from accounts.models import Account
from retention.desk import formats
from retention.desk.account.health_panel import HealthPanel
from retention.desk.charts.shapes import Glyph
from retention.health.explained import MeasureFact

from .keel_drawn import tag
from .keel_rows import dated, deadline, delta, health_badge, missing, money, record_url

register = template.Library()


@register.simple_tag
def account_row(row: Account) -> SafeString:
    """A row of the list of accounts, of an account with its owner."""
    today = formats.reader_today()
    place = f", {escape(row.city)}" if row.city else ""
    trend = f" {delta(row.health_trend)}" if row.health_trend else ""
    worth = money(row.arr or None, row.currency, "short", "no recurring revenue")
    owner = escape(row.owner.name) if row.owner else tag("Nobody", "watch")
    return SafeString(
        f'<tr data-row><th scope="row"><a class="link" data-row-link href="{record_url("account", row.pk)}">'
        f'{escape(row.name)}</a> <span class="muted">Tier {escape(row.tier)}{place}</span></th>'
        f'<td data-l="Health">{health_badge(row.health_band, row.health_score)}{trend}</td>'
        f'<td class="r num" data-l="Yearly revenue">{worth}</td>'
        f"{_day('To be decided', deadline(row.next_decision_on, 'no renewal ahead', today))}"
        f"{_day('Last contact', dated(row.last_two_way_at, 'never spoken to'))}"
        f"{_day('Next check-in', deadline(row.next_check_in_on, 'none planned', today))}"
        f"{_day('Next step', deadline(row.next_step_on, 'no next step', today))}"
        f'<td data-l="Owner">{owner}</td></tr>'
    )


def _day(heading: str, cell: str) -> str:
    return f'<td class="r num" data-l="{heading}">{cell}</td>'


PAGE_OF_MEASURE = {
    "C4": ("account_knowledge", "#competitor"), "R1": ("account_map", ""), "R2": ("account_map", ""),
    "V1": ("account_value", ""), "V2": ("account_value", ""),
}  # fmt: skip
"""Where the parts of a score that are not one record or a stretch of time are kept."""


@register.simple_tag
def measure_row(row: MeasureFact, health: HealthPanel) -> SafeString:
    """One part of a score with what it is made of, in the panel of an account's health."""
    account_id = health.fact.account_id if health.fact else 0
    url = _where_from(row, account_id, health.contracts_url)
    words = f'<a class="link" href="{escape(url)}">{escape(row.words)}</a>' if url else escape(row.words)
    state = f" · {escape(row.state_words)}" if row.state != "live" else ""
    score = missing(row.state_words) if row.score is None else formats.number_text(row.score)
    counts = row.points is not None
    share = f"{formats.number_text(row.share)}%" if counts else missing("not counted")
    points = formats.number_text(row.points, 1) if row.points is not None else missing("not counted")
    return SafeString(
        f'<tr><th scope="row">{escape(row.label)}<small class="muted">{words}{state}'
        f'{" · fading" if row.fading else ""}</small></th><td class="r num">{score}</td>'
        f'<td class="r num">{share}</td><td class="r num">{points}</td></tr>'
    )


def _where_from(row: MeasureFact, account_id: int, contracts_url: str) -> str:
    """The page that shows what a part of a score is made of; nothing where there is none."""
    kind, pk = row.evidence or ("", 0)
    if kind == "touchpoint":
        return record_url("touchpoint", pk)
    if kind == "invoice":
        return record_url("account_invoices", account_id)
    if kind == "contract":
        return contracts_url
    if kind == "survey":
        return f"{reverse('surveys')}?account={account_id}"
    if row.code in PAGE_OF_MEASURE:
        name, place = PAGE_OF_MEASURE[row.code]
        return f"{record_url(name, account_id)}{place}"
    if row.window is None:
        return ""
    since, until = row.window
    return f"{reverse('touchpoints')}?account={account_id}&since={since:%Y-%m-%d}&until={until:%Y-%m-%d}"


@register.simple_tag
def table_rows(rows: Iterable[Iterable[str]]) -> SafeString:
    """The body of a chart's table."""
    lines = ("".join(f"<td>{conditional_escape(cell)}</td>" for cell in row) for row in rows)
    return SafeString("".join(f"<tr>{line}</tr>" for line in lines))


@register.simple_tag
def chart_points(glyphs: Iterable[Glyph]) -> SafeString:
    """The shapes of a scatter, each with its name."""
    return SafeString(
        "".join(
            f'<path d="{escape(mark.path)}" class="point fill-state is-{escape(mark.state)}">'
            f"<title>{escape(mark.title)}</title></path>"
            for mark in glyphs
        )
    )
