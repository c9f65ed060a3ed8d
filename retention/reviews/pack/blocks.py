"""What a section consists of: plain data that page, PDF and API show alike. Pure.

A block is ``{kind, …}``: ``pairs`` (rows of label and value), ``table`` (head, rows, ends: columns of
figures), ``lines`` (texts), ``targets`` (see ``goals.py``). What is not known is None and shown as a dash.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from retention.lib.written import day_words, figures, whole_money

Block = dict[str, Any]
Cell = str | None


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]], ends: Sequence[int] = ()) -> list[Block]:
    """A small table without columns of which no row knows anything; nothing without rows."""
    kept = [list(row) for row in rows]
    known = [at for at in range(len(head)) if at == 0 or any(row[at] for row in kept)]
    if not kept:
        return []
    said = [[row[at] for at in known] for row in kept]
    right = [place for place, at in enumerate(known) if at in ends]
    return [{"kind": "table", "head": [head[at] for at in known], "rows": said, "ends": right}]


def pairs(*rows: tuple[str, Cell]) -> list[Block]:
    """Labels and values side by side."""
    return [{"kind": "pairs", "rows": [list(row) for row in rows]}] if rows else []


def lines(title: str, texts: Iterable[str]) -> list[Block]:
    """A short list under a heading of its own; nothing without texts."""
    kept = list(texts)
    return [{"kind": "lines", "title": title, "rows": kept}] if kept else []


def day(value: date | None) -> Cell:
    """3 Nov 2026."""
    return day_words(value) if value else None


def money(amount: Decimal | None, currency: str) -> Cell:
    """€18,400, whole units."""
    if amount is None or not currency:
        return None
    return whole_money(amount, currency)


def figure(value: Decimal | None, unit: str = "") -> Cell:
    """12.5 hours, without zeros that say nothing."""
    if value is None:
        return None
    whole = value == value.to_integral_value()
    text = f"{value:,.0f}" if whole else f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{figures(text)} {unit}".strip()


def hours(minutes: int) -> str:
    """7.5 hours."""
    return f"{figures(f'{minutes / 60:,.1f}')} hours"
