"""Won deals whose topic says "N-Year" or "N-Month": contracts of that term; open ones are passed on. Pure."""

import re
from datetime import timedelta

from accounts.arr import arr_from_total
from retention.lib import accepts
from retention.lib.months import add_months

from ..refusals import RowRejected
from ..values import amount_of, currency_of, day_of, folded_name, shifted_day
from .draft import Cells, Draft, Reading, digest_of
from .openings import OPEN, draft_ended, draft_opening, opening_key

TERM = re.compile(r"\b(\d{1,2})[- ](year|month)s?\b", re.I)
LONGEST_TERM = 120
WON = "won"
WITHOUT_TERM = "A won deal without a term (“2-Year …”): nothing to renew."
_line = accepts.text("The topic", 200)


def draft_contract(cells: Cells, reading: Reading) -> Draft:
    """A contract over its whole term, from the day the deal was won; the revenue is that of the whole term.

    A deal that is still open is an opening (white space) instead, one that was lost or won without a term the
    end of one. Raises RowNotUsed for an open deal without a product, RowRejected for broken ones.
    """
    topic = cells["topic"]
    if cells["status"].lower() == OPEN:
        return draft_opening(cells, reading)
    if cells["status"].lower() != WON:
        return draft_ended(cells, "lost", f"The deal is {cells['status'].lower() or 'not closed'}.")
    months = _months(topic)
    if months is None:
        return draft_ended(cells, "won", WITHOUT_TERM)
    start = shifted_day(day_of(cells["closed"], reading.order, cells.column("closed")), reading.shift)
    total = amount_of(cells["amount"], cells.column("amount"))
    if start is None or total is None:
        missing = cells.column("closed") if start is None else cells.column("amount")
        raise RowRejected(f"{missing} is missing.")
    if start > reading.today:
        raise RowRejected(f"{cells.column('closed')}: {start:%-d %b %Y} lies in the future.")
    end = add_months(start, months) - timedelta(days=1)
    entered = shifted_day(day_of(cells["created"], reading.order, cells.column("created")), reading.shift)
    values = {
        "product": _line(topic.rpartition("|")[2].strip(), "topic"),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "months": months,
        "total": str(total),
        "arr": str(arr_from_total(total, start, end)),
        "currency": currency_of(cells["currency"], reading.currency),
        "entered": entered.isoformat() if entered else None,
        "opening": opening_key(cells),
    }
    key = digest_of("contract", folded_name(cells["account"]), topic, cells["created"], cells["closed"])
    return Draft(key=key, values=values, account=cells["account"], flags=cells.flags)


def _months(topic: str) -> int | None:
    """The term in months, as the topic says it; None when it says none."""
    term = TERM.search(topic)
    if term is None:
        return None
    months = int(term.group(1)) * (12 if term.group(2).lower() == "year" else 1)
    if not 1 <= months <= LONGEST_TERM:
        raise RowRejected(f"A term of {months} months is not from 1 to {LONGEST_TERM}.")
    return months
