"""What owners' calls would still need to stand on firm ground, for the weekly review."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from retention.renewals.calls import MOST_LIKELY, still_open
from retention.renewals.caps import caps_of
from retention.renewals.models import Renewal


def open_calls(rows: Sequence[Renewal]) -> dict[int, str]:
    """By renewal, what its call lacks, in words; those that lack nothing are left out.

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
        if lacks:
            found[row.pk] = lacks
    return found
