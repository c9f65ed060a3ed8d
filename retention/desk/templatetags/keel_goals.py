"""Figures of targets, and what a change moves, in words."""

from decimal import Decimal

from django import template

from plans.actions.changes import moved as said_moved
from plans.models import ChangeRecord
from retention.desk import formats

register = template.Library()


@register.filter
def figure(value: Decimal | None) -> str:
    """A figure of a metric without zeros that say nothing: 98.5, 1,200, −3."""
    return "—" if value is None else formats.figure_text(value)


@register.filter
def moved(row: ChangeRecord) -> str:
    """From what to what."""
    return said_moved(row)
