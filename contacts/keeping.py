"""How many promises of ours were kept by their day (docs/methods.md, Promises)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from .choices import PromiseState, Side
from .models import PromiseQuerySet

WINDOW_DAYS = 90
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Keeping:
    """Promises of ours: open now, late among them, decided in 90 days, and kept in time among those."""

    open: int
    late: int
    in_time: int
    decided: int

    @property
    def share(self) -> float | None:
        """Kept by their day, 0 to 1; None while fewer than five are decided."""
        return self.in_time / self.decided if self.decided >= FEWEST else None


def keeping_of(promises: PromiseQuerySet, *, on: date) -> Keeping:
    """Count these promises, in one query.

    Decided are those kept or broken in the 90 days up to *on*, and those late now: leaving them open does not
    make them better. Withdrawn ones are left out.
    """
    is_open = Q(state=PromiseState.OPEN)
    late = is_open & Q(due_on__lt=on)
    ended = Q(settled_on__gt=on - timedelta(days=WINDOW_DAYS), settled_on__lte=on)
    kept, broken = ended & Q(state=PromiseState.KEPT), ended & Q(state=PromiseState.BROKEN)
    counts = promises.filter(side=Side.OURS).aggregate(
        open=Count("pk", filter=is_open),
        late=Count("pk", filter=late),
        in_time=Count("pk", filter=kept & Q(settled_on__lte=F("due_on"))),
        decided=Count("pk", filter=kept | broken | late),
    )
    return Keeping(**counts)
