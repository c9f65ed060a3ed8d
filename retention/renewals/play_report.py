"""What plays kept, always beside the sentence that nothing is compared (docs/methods.md, Save plays)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accounts.arr import ZERO

from .choices import PlayCode, SaveOutcome
from .models import PlayRun
from .plays import NO_COMPARISON


@dataclass(frozen=True, slots=True)
class PlayRow:
    """Finished runs of one play, in one currency; amounts a year."""

    play: str
    label: str
    currency: str
    finished: int
    saved: int
    arr_at_stake: Decimal
    saved_arr: Decimal
    offer_cost: Decimal
    comparison: str = NO_COMPARISON


def play_rows(runs: QuerySet[PlayRun], *, since: date, until: date) -> list[PlayRow]:
    """Runs that ended in these days, by play and currency; *runs* is what the reader may see.

    Runs that met no danger do not count.
    """
    ended = runs.filter(finished_on__gte=since, finished_on__lte=until)
    counted = ended.exclude(outcome=SaveOutcome.NOT_NEEDED).values("play", "currency")
    kept = Q(outcome__in=(SaveOutcome.SAVED, SaveOutcome.REDUCED))
    rows = counted.annotate(
        finished=Count("id"),
        saved=Count("id", filter=kept),
        at_stake=Sum("arr_at_stake"),
        kept=Sum("saved_arr"),
        offered=Sum("offer_cost"),
    ).order_by("play", "currency")
    return [
        PlayRow(
            row["play"],
            str(PlayCode(row["play"]).label),
            row["currency"],
            row["finished"],
            row["saved"],
            row["at_stake"],
            row["kept"] or ZERO,
            row["offered"] or ZERO,
        )
        for row in rows
    ]
