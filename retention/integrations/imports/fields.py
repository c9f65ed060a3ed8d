"""Columns mapped by hand: the fields of each kind in words, and what is wrong with a mapping. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from .columns import BY_NAME, NOT_USED, Kind
from .refusals import RowRejected
from .values import amount_of, day_of

MAPPABLE = tuple(kind for kind in BY_NAME.values() if kind.name not in NOT_USED)
LABELS = {
    "account": "Account's name", "account_id": "Account's id in the other system", "amount": "Amount",
    "attendees": "Who was invited", "city": "City", "closed": "Day it was won",
    "closes": "Day it should close", "code": "Product code", "contact": "Primary contact", "copy": "In copy",
    "country": "Country", "created": "Day it was entered", "currency": "Currency",
    "direction": "Direction (incoming or outgoing)", "dispute": "Why it is disputed",
    "disputed": "Disputed since", "due": "Due on", "email": "E-mail address", "end": "Planned end",
    "ended": "Real end", "estimate": "Estimated amount", "family": "Product family",
    "first_name": "First name", "first_value": "First value on",
    "from": "From", "id": "Id in the other system", "language": "Language",
    "last_name": "Last name", "issued": "Day of the invoice", "location": "Place", "manager": "Reports to",
    "minutes": "Minutes", "mobile": "Mobile phone", "modified": "Changed at", "name": "Name",
    "number": "Number", "online": "Held online", "organizer": "Organizer", "owner": "Owner",
    "paid_amount": "Amount paid", "paid_on": "Paid on", "parent": "Part of (name)",
    "parent_id": "Part of (id in the other system)", "phone": "Phone", "product": "Product",
    "reason": "Status reason", "regarding": "Regarding (account or deal)", "role": "Buying role",
    "sector": "Sector", "sent": "Sent at", "since": "Customer since", "start": "Planned start",
    "started": "Real start", "status": "Status", "step": "Next step", "structure": "Product structure",
    "stage": "Sales stage",
    "subject": "Subject", "text": "Text", "tier": "Tier", "time_zone": "Time zone", "title": "Title",
    "to": "To", "topic": "What was sold", "website": "Website",
}  # fmt: skip
DAYS = (
    "closed", "closes", "created", "disputed", "due", "end", "ended", "first_value", "issued", "modified",
    "paid_on",
    "sent", "since", "start", "started",
)  # fmt: skip


def label_of(field: str) -> str:
    """A field in the words of the page."""
    return LABELS.get(field, field.replace("_", " ").capitalize())


def wrong_with(
    kind: Kind, chosen: Mapping[int, str], columns: Sequence[str], samples: Mapping[int, Sequence[str]]
) -> dict[int | None, str]:
    """What is wrong with a mapping (field by place of the column), by place; None is the whole file."""
    wrong: dict[int | None, str] = {}
    first: dict[str, int] = {}
    for place, field in sorted(chosen.items()):
        if field not in kind.words:
            wrong[place] = f"{kind.label} have no field of that name."
        elif field in first:
            other = columns[first[field]]
            wrong[place] = f"{label_of(field)} is chosen for “{other}” already. Choose one column for it."
        else:
            first[field] = place
            if (said := _unlike(field, samples.get(place, ()))) is not None:
                wrong[place] = said
    missing = [group for group in kind.needs if not any(field in first for field in group)]
    if missing:
        wanted = "; ".join(" or ".join(label_of(field) for field in group) for group in missing)
        wrong[None] = f"{kind.label} need a column for: {wanted}."
    return wrong


def _unlike(field: str, cells: Sequence[str]) -> str | None:
    """Why none of these cells can be what the field wants; None when one can, or none is filled."""
    tests: dict[str, tuple[str, Callable[[str], bool]]] = dict.fromkeys(DAYS, ("days", _is_day))
    tests |= dict.fromkeys(("amount", "estimate"), ("amounts", _is_amount))
    tests |= {"email": ("e-mail addresses", lambda cell: "@" in cell)}
    if field not in tests or not cells:
        return None
    what, reads = tests[field]
    if any(reads(cell) for cell in cells):
        return None
    shown = ", ".join(f"“{cell[:30]}”" for cell in list(dict.fromkeys(cells))[:3])
    return f"{label_of(field)} wants {what}; this column holds {shown}."


def _is_day(cell: str) -> bool:
    return any(_reads(partial(day_of, cell, order, "")) for order in ("month_first", "day_first"))


def _is_amount(cell: str) -> bool:
    return _reads(partial(amount_of, cell, ""))


def _reads(read: Callable[[], object]) -> bool:
    try:
        return read() is not None
    except RowRejected:
        return False
