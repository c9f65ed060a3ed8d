"""What owners' calls would still need to stand on firm ground, for the weekly review."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from retention.renewals.calls import MOST_LIKELY, still_open
from retention.renewals.caps import caps_of
from retention.renewals.models import Renewal, RenewalStage


def is_stuck(row: Renewal, *, on: date) -> bool:
    """Open, somebody has to decide, and longer in its stage than is usual."""
    decided = row.is_closed or row.stage == RenewalStage.AUTO_RENEWING
    return not decided and row.stuck_on is not None and row.stuck_on <= on


def open_calls(rows: Sequence[Renewal], *, on: date) -> dict[int, str]:
    """By renewal, what its call lacks and whether it stands still, in words; the others are left out.

    While the owner is asked for their own view, the caps of the score stay out of it.
    """
    told = [row for row in rows if not row.is_closed and not getattr(row, "is_blind", False)]
    caps = caps_of({row.account_id for row in told if row.call == MOST_LIKELY})
    found = {}
    for row in rows:
        if row.is_closed:
            continue
        held = caps.get(row.account_id, ()) if row in told else ()
        lacks = still_open(row.call, stage=row.stage, caps=held) if row.call else _("No call yet.")
        said = [lacks, _("Longer in its stage than usual.")] if is_stuck(row, on=on) else [lacks]
        if any(said):
            found[row.pk] = " ".join(filter(None, said))
    return found
