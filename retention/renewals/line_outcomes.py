"""Writing what became of lines."""

from collections.abc import Iterable

from .line_results import Result
from .models import LineOutcome, Renewal


def keep_results(decided: Iterable[tuple[Renewal, Result]]) -> None:
    """One outcome per line that a renewal decided on; those that are kept already stay as they are."""
    rows = [
        LineOutcome(
            renewal=renewal,
            line_id=result.line_id,
            result=result.word,
            arr_before=result.before,
            arr_after=result.after,
        )
        for renewal, result in decided
    ]
    if rows:
        LineOutcome.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
