"""What a sent report tells: added value that nobody had told yet is told by it."""

from datetime import date

from django.db.models import F

from plans.models import GoodwillEntry


def goodwill_told(entry_ids: list[int], contact_id: int | None, *, on: date) -> int:
    """These entries stood in a report that reached a contact; how many were told for the first time."""
    rows = GoodwillEntry._base_manager.filter(pk__in=entry_ids, told_on__isnull=True, given_on__lte=on)
    return rows.update(told_on=on, told_to=contact_id, version=F("version") + 1) if contact_id else 0
