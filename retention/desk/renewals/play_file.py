"""What save plays did, and their runs, as rows for a file."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from retention.renewals.models import PlayRun
from retention.renewals.play_report import Steps, steps_of_runs
from retention.renewals.plays import NO_COMPARISON

from ..figures.files import Cells, portions
from .play_page import PlayLine

NONE = Steps()


def plays(lines: Iterable[PlayLine]) -> Iterator[Cells]:
    """One row per play; sums are of the runs that ended, in the workspace's currency."""
    yield (
        "play", "running", "ended", "steps done", "steps planned", "kept something", "share", "at stake",
        "at stake, no rate", "kept a year", "kept, no rate", "offered", "offered, no rate",
    )  # fmt: skip
    for line in lines:
        sums = (line.at_stake, line.kept, line.offered)
        amounts = (cell for worth in sums for cell in (worth.amount, worth.beside))
        counts = (line.running, line.finished, line.steps.done, line.steps.planned, line.saved)
        yield line.label, *counts, line.share, *amounts
    yield ()
    yield (NO_COMPARISON,)


def runs(shown: QuerySet[PlayRun]) -> Iterator[Cells]:
    """The runs themselves in the order of their ids, each in its own currency."""
    yield (
        "run", "account", "name", "renewal", "play", "against", "why", "started", "steps done",
        "steps planned", "ended", "how it ended", "at stake", "kept a year", "offered", "currency", "note",
    )  # fmt: skip
    for found in portions(shown):
        steps = steps_of_runs(found)
        yield from (_run(run, steps.get(run.pk, NONE)) for run in found)


def _run(run: PlayRun, steps: Steps) -> Cells:
    about = (run.pk, run.account_id, run.account.name, run.renewal_id, run.get_play_display())
    why = (run.get_root_cause_display(), run.trigger, run.started_on, steps.done, steps.planned)
    ended = (run.finished_on, run.get_outcome_display() if run.outcome else "")
    return *about, *why, *ended, run.arr_at_stake, run.saved_arr, run.offer_cost, run.currency, run.note
