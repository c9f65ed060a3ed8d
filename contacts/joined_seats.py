"""What two seats of one person have between them when they become one."""

from typing import Any

from .models import Contact
from .personal_days import both


def of_both(old: Contact, into: Contact) -> dict[str, Any]:
    """Assistant, hours and days that matter, by column.

    Days of the week and hours go together: those of the seat that stays, or of the other where it has none.
    """
    said = into if into.hours_days or into.hours_from else old
    hours = {name: getattr(said, name) for name in ("hours_from", "hours_until", "hours_days")}
    days = both(into.important_dates, old.important_dates)
    return {"assistant_id": _assistant(old, into), "important_dates": days, **hours}


def _assistant(old: Contact, into: Contact) -> int | None:
    """Who assists one of them, unless it is the other: nobody assists themselves."""
    themselves = (old.pk, into.pk)
    known = (into.assistant_id, old.assistant_id)
    return next((number for number in known if number is not None and number not in themselves), None)
