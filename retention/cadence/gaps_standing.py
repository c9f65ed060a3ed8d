"""Which gaps of the map are worked on as check-ins, as of an instant."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from .gaps import Gap, standing
from .history import EMPTY, contact_histories
from .models import Deferral, DeferralKind, GapCheckIn


def gaps_by_contact(account_ids: Collection[int]) -> dict[int, tuple[Gap, ...]]:
    """Every gap that nobody took back, by contact id; one statement."""
    found: dict[int, list[Gap]] = defaultdict(list)
    rows = GapCheckIn.objects.not_taken_back().filter(account_id__in=list(account_ids))
    for row in rows.order_by("id"):
        found[row.contact_id].append(Gap(row.pk, row.reason, row.due_on, row.at))
    return {contact_id: tuple(gaps) for contact_id, gaps in found.items()}


def standing_gaps(account_id: int, *, at: datetime) -> list[GapCheckIn]:
    """The gaps of an account that are worked on: not taken back, not answered by a talk or a skip since."""
    asked = gaps_by_contact([account_id])
    if not asked:
        return []
    histories = contact_histories([account_id], at=at)
    skips = Deferral.objects.filter(
        account=account_id, contact__in=asked, kind=DeferralKind.SKIP, undone_at__isnull=True
    )
    skipped = dict(skips.order_by("at", "id").values_list("contact_id", "at"))
    ids = [
        gap.id
        for contact_id, gaps in asked.items()
        for gap in standing(
            gaps,
            last_two_way_at=histories.get(contact_id, EMPTY).last_two_way_at,
            skipped_at=skipped.get(contact_id),
        )
    ]
    return list(GapCheckIn.objects.filter(pk__in=ids).select_related("contact__person").order_by("id"))
