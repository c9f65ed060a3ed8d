"""Customers that became one in the period: said on the report, since they count as one throughout."""

from dataclasses import dataclass
from datetime import date

from accounts.models import AccountMerger

from .questions import Question

MOST = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """One account that became part of another."""

    name: str
    survivor_id: int
    survivor: str
    on: date


def mergers_in(question: Question, *, limit: int = MOST) -> list[Merged]:
    """The latest mergers of the period into accounts the reader sees; at most *limit*."""
    rows = AccountMerger.objects.visible_to(question.reader).standing()
    rows = rows.filter(on__gt=question.start, on__lte=question.end)
    found = rows.select_related("merged", "survivor").order_by("-on", "-id")[:limit]
    return [Merged(row.merged.name, row.survivor_id, row.survivor.name, row.on) for row in found]
