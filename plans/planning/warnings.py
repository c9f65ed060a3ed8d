"""What to look at again in a plan: said beside it, never a reason to refuse it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .completeness import Completeness
from .quarters import LEAST_MONTHS, empty_ahead, last_day
from .sections import SECTION


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What the warnings ask of an action that is not dropped."""

    due_on: date | None
    is_open: bool
    serves_them: bool
    serves_us: bool


def warnings(
    *,
    tier: str,
    period_start: date,
    horizon_end: date,
    on: date,
    actions: Collection[ActionFacts],
    full: Completeness,
) -> list[str]:
    """In words, the most telling first (docs/methods.md, Account plan)."""
    found = []
    if full.missing:
        names = ", ".join(SECTION[key].title.lower() for key in full.missing)
        found.append(f"Still empty: {names}.")
    said = [row for row in actions if row.serves_them or row.serves_us]
    if said and not any(row.serves_them for row in said):
        found.append(
            "Every action that says whom it serves serves us alone. What does the customer have of it?"
        )
    if tier == "A":
        days = [row.due_on for row in actions if row.due_on is not None]
        empty = empty_ahead(period_start, days, on=on)
        if empty:
            words = ", ".join(f"Q{number}" for number in empty)
            found.append(f"No action in {words} of the plan; a strategic account needs one in each of four.")
        if horizon_end < last_day(on, LEAST_MONTHS):
            found.append("The plan looks less than twelve months ahead.")
    return found
