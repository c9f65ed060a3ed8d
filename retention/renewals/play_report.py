"""What plays kept, always beside the sentence that nothing is compared (docs/methods.md, Save plays)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accounts.arr import ZERO
from contacts.choices import StepState

from .choices import PlayCode, SaveOutcome
from .models import PlayRun, PlayStep
from .plays import NO_COMPARISON

FEWEST_FOR_A_SHARE = 30
"""Below that many finished runs no share is shown, only how many of how many."""


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


@dataclass(frozen=True, slots=True)
class Steps:
    """How far the steps of some runs came: done, of how many."""

    done: int = 0
    planned: int = 0


def running_by_play(runs: QuerySet[PlayRun]) -> dict[str, int]:
    """How many of these are not finished, by play."""
    active = runs.filter(finished_on__isnull=True).order_by().values_list("play")
    return dict(active.annotate(number=Count("id")))


def steps_by_play(runs: QuerySet[PlayRun], *, since: date, until: date) -> dict[str, Steps]:
    """The steps of runs that ended in these days and met a danger, by play."""
    ended = runs.filter(finished_on__gte=since, finished_on__lte=until).exclude(
        outcome=SaveOutcome.NOT_NEEDED
    )
    rows = PlayStep.objects.filter(run__in=ended.order_by()).order_by().values_list("run__play")
    done = Count("id", filter=Q(step__state=StepState.DONE))
    return {play: Steps(number, planned) for play, number, planned in rows.annotate(n=done, m=Count("id"))}


def steps_of_runs(runs: Collection[PlayRun]) -> dict[int, Steps]:
    """The same for single runs, by their id."""
    rows = PlayStep.objects.filter(run__in=runs).order_by().values_list("run_id")
    done = Count("id", filter=Q(step__state=StepState.DONE))
    return {run: Steps(number, planned) for run, number, planned in rows.annotate(n=done, m=Count("id"))}


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
