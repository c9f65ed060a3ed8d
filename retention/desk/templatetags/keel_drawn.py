"""Parts of templates/components/ that stand many times on a page, drawn in Python; registered by keel.py.

An included template costs about 0.1 ms a row; what is drawn here costs a tenth of it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from retention.desk import formats
from retention.desk.navigation import Item, Section

from .keel_rows import delta as delta_of
from .keel_rows import glyph as glyph_of
from .keel_rows import health_badge
from .keel_rows import icon as icon_of
from .keel_rows import money as money_of

register = template.Library()
TAG = ("text", "state", "icon", "glyph")
NOTHING = SafeString("")
HERE = SafeString(' aria-current="page"')


@register.simple_tag
@lru_cache(maxsize=512)
def nav_links(sections: tuple[Section, ...]) -> SafeString:
    """The side navigation: the same for everybody who may go to the same places from the same page."""
    parts = []
    for section in sections:
        title = format_html("<h2>{}</h2>", section.title) if section.title else NOTHING
        parts += [title, *(_nav_link(item) for item in section.items)]
    return SafeString("\n".join(parts))


def _nav_link(item: Item) -> SafeString:
    key = format_html(' data-go="{}"', item.key) if item.key else NOTHING
    words = (item.url, key, HERE if item.current else NOTHING, icon_of(item.icon), item.label)
    return format_html('<a href="{}"{}{}>{}<span class="lb">{}</span></a>', *words)


@register.simple_tag
def tab_links(items: list[Item]) -> SafeString:
    """Places of the bottom bar, or of what stands under More."""
    return _tab_links(tuple(items))


@lru_cache(maxsize=512)
def _tab_links(items: tuple[Item, ...]) -> SafeString:
    rows = ((item.url, HERE if item.current else NOTHING, icon_of(item.icon), item.label) for item in items)
    return format_html_join("", '<a href="{}"{}>{}{}</a>', rows)


@register.simple_tag
def tag(text: object, state: str = "", icon: str = "", glyph: str = "") -> SafeString:
    """{% tag "Key" icon="key" %}: a word in a box; ``state`` paints it, ``glyph`` is the shape of a state."""
    painted = f" is-{state}" if state else ""
    shapes = (icon_of(icon) if icon else NOTHING, glyph_of(glyph) if glyph else NOTHING)
    return format_html('<span class="tag{}">{}{}{}</span>', painted, *shapes, text)


@register.simple_tag
def timeline_entry(entry: Any) -> SafeString:
    """A line of a timeline; the parts of an entry are those of retention.desk.account.entries.Entry."""
    said = _of(entry, "body")
    quote = format_html('<blockquote dir="auto">{}</blockquote>', said) if said else NOTHING
    tags = [tag(*(one.get(name, "") for name in TAG)) for one in _of(entry, "tags") or ()]
    foot = format_html('<div class="ft">{}</div>', SafeString("".join(tags))) if tags else NOTHING
    return format_html(
        '<li{}{}><span class="ic">{}</span><div><div class="hd"><h3>{}</h3>'
        '<span class="when num">{}</span></div>{}{}</div></li>',
        format_html(' id="{}"', _of(entry, "id")) if _of(entry, "id") else NOTHING,
        SafeString(' class="system"') if _of(entry, "system") else NOTHING,
        icon_of(_of(entry, "icon") or "note"), _of(entry, "title"), _when(entry), quote, foot,
    )  # fmt: skip


def _when(entry: Any) -> str:
    at, words = _of(entry, "at"), _of(entry, "when")
    if at:
        stamp = timezone.localtime(at).isoformat()
        words = format_html('<time datetime="{}">{}</time>', stamp, words or formats.moment_text(at))
    url = _of(entry, "url")
    return format_html('<a href="{}">{}</a>', url, words) if url else format_html("{}", words)


def _of(part: Any, name: str) -> Any:
    """As a template reads it: what is not there is nothing."""
    return part.get(name, "") if isinstance(part, Mapping) else getattr(part, name, "")


@register.simple_tag(takes_context=True)
def queue_row(context: template.Context, row: Any) -> SafeString:
    """A row of the queue; its parts are those of retention.desk.day.items.DayItem."""
    title, url = row.title, row.url
    return format_html(
        '<li id="{}" data-row>{}<div><h3><a href="{}" data-row-link>{}</a></h3><p class="why">{}{}</p></div>'
        '<div class="stake">{}<span class="muted">{}</span></div><div class="buttons">{}{}</div></li>',
        row.id, _ring(context, row), url, title, _whose(row),
        truncatechars(_of(row, "short_reason") or row.reason, 160),
        health_badge(row.state, row.score), _stake(row), _act(row), _snooze(row),
    )  # fmt: skip


def _ring(context: template.Context, row: Any) -> SafeString:
    """The form behind the ring in front, as components/done_ring.html draws it."""
    if not row.done_url:
        return SafeString('<span class="no-ring"></span>')
    return format_html(
        '<form class="inline" method="post" action="{0}" hx-post="{0}" hx-target="closest li" '
        'hx-swap="outerHTML" hx-disabled-elt="find button">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{1}">'
        '<button class="done" type="submit" data-done aria-label="Mark done: {2}">{3}</button></form>',
        row.done_url, context.get("csrf_token", ""), row.title, icon_of("check"),
    )  # fmt: skip


def _whose(row: Any) -> SafeString:
    if not row.account:
        return NOTHING
    return format_html('<a class="account" href="{}">{}</a> · ', row.account_url, row.account)


def _stake(row: Any) -> SafeString:
    parts = [] if row.amount is None else [money_of(row.amount, row.currency)]
    if row.change:
        parts.append(delta_of(row.change) + SafeString('<span class="vh"> in 30 days</span>'))
    return SafeString(" · ".join(parts))


def _act(row: Any) -> SafeString:
    if not row.action_url:
        return NOTHING
    return format_html(
        '<a class="btn btn-small" href="{}" data-dialog data-log>{}<span class="vh">, {}</span></a>',
        row.action_url, row.action_text, row.account,
    )  # fmt: skip


def _snooze(row: Any) -> SafeString:
    if not row.snooze_url:
        return NOTHING
    return format_html(
        '<a class="btn btn-small btn-quiet btn-icon" href="{}" data-dialog data-snooze '
        'aria-label="Snooze: {}">{}</a>',
        row.snooze_url, row.title, icon_of("clock"),
    )  # fmt: skip
