"""Deals that are still open: white space in play, with what the deal says of it. Pure."""

from retention.lib import accepts

from ..refusals import RowNotUsed
from ..values import amount_of, currency_of, day_of, folded_name, shifted_day
from .draft import Cells, Draft, Reading, digest_of

OPEN = "open"
_name = accepts.text("The topic", 280, required=True)
_product = accepts.text("The product", 200)
_step = accepts.text("The next step", 300)


def draft_opening(cells: Cells, reading: Reading) -> Draft:
    """What they may buy, until when, for how much, and who works on it; all dates shifted as the others.

    The product stands after the last bar of the topic, else in a column of its own. Raises RowNotUsed when
    neither says one, RowRejected for a day or an amount that is none.
    """
    topic = cells["topic"]
    product = topic.rpartition("|")[2].strip() if "|" in topic else cells["product"]
    if not product:
        raise RowNotUsed("The deal is open and says no product: it has no place in white space.")
    closes = shifted_day(day_of(cells["closes"], reading.order, cells.column("closes")), reading.shift)
    estimate = amount_of(cells["estimate"], cells.column("estimate"))
    values = {
        "is_opening": True,
        "name": _name(topic, "topic"),
        "product": _product(product, "product"),
        "closes": closes.isoformat() if closes else "",
        "potential": str(estimate) if estimate else None,
        "deals": 1,
        "currency": currency_of(cells["currency"], reading.currency),
        "owner": cells["owner"],
        "step": cells.if_sound("step", _step),
        "stage_said": cells["stage"],
        "stage": reading.choices.stage_of(cells["stage"]),
    }
    return Draft(key=opening_key(cells), values=values, account=cells["account"], flags=cells.flags)


def draft_ended(cells: Cells, ended: str, why: str) -> Draft:
    """A deal that is no longer open: it matters only where its play still runs (*ended* "won" or "lost")."""
    values = {"is_opening": True, "ended": ended, "why": why}
    return Draft(key=opening_key(cells), values=values, account=cells["account"], flags=cells.flags)


def opening_key(cells: Cells) -> str:
    """By what a deal is known while it is open, and afterwards."""
    return digest_of("opening", folded_name(cells["account"]), cells["topic"], cells["created"])
