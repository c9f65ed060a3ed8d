"""Rows of accounts and products. Pure."""

from accounts.actions.accounts import ACCOUNT_CHECKS
from accounts.choices import Tier
from retention.lib import accepts

from ..choosing import BY_ARR
from ..refusals import RowNotUsed, RowRejected
from ..values import country_of, currency_of, day_of, folded_name, shifted_day
from .draft import Cells, Draft, Reading

RETIRED = ("retired", "inactive", "discontinued", "no", "false")
_PLAIN = (("phone", 40), ("city", 120), ("sector", 80))


def draft_account(cells: Cells, reading: Reading) -> Draft:
    """An account; its key is the source's id or, without one, its name. Raises RowRejected, DomainError."""
    name = cells.accepted("name", ACCOUNT_CHECKS["name"], 200)
    if not name:
        raise RowRejected(f"{cells.column('name')}: the name is missing.")
    values = {"name": name, "owner": cells["owner"], "contact": cells["contact"]}
    for field, longest in _PLAIN:
        text = cells[field]
        values[field] = (
            text if _is_short_and_plain(text, longest) else cells.if_sound(field, ACCOUNT_CHECKS[field])
        )
    values["website"] = cells.if_sound("website", accepts.web_address)
    values["time_zone"] = cells.if_sound("time_zone", accepts.time_zone)
    values["country"] = cells.if_sound("country", lambda text, _: country_of(text)) or reading.choices.country
    values["currency"] = currency_of(cells["currency"], reading.currency)
    tier = cells["tier"][:1].upper()
    values["tier"] = tier if tier in Tier.values else _default_tier(reading)
    since = shifted_day(day_of(cells["since"], reading.order, cells.column("since")), reading.shift)
    values["customer_since"] = since.isoformat() if since else None
    value_on = day_of(cells["first_value"], reading.order, cells.column("first_value"))
    reached = shifted_day(value_on, reading.shift)
    if reached and reached > reading.today:
        cells.flags.append(f"left out: {cells.column('first_value')}")
        reached = None
    values["first_value_on"] = reached.isoformat() if reached else None
    values["parent"], values["parent_id"] = cells["parent"], cells["parent_id"]
    return Draft(key=(cells["id"] or folded_name(name))[:200], values=values, flags=cells.flags)


def _default_tier(reading: Reading) -> str:
    """Empty when it follows from the contracts of the same import."""
    if reading.choices.tier != BY_ARR:
        return reading.choices.tier
    return "" if reading.has_contracts else Tier.C.value


def _is_short_and_plain(text: str, longest: int) -> bool:
    return len(text) <= longest and text.isascii() and text.isprintable() and "  " not in text


def draft_product(cells: Cells, reading: Reading) -> Draft:
    """A product by its code. Raises RowRejected, RowNotUsed for a family."""
    if "family" in cells["structure"].lower():
        raise RowNotUsed("A product family: its products carry its name.")
    name, code = cells["name"], cells["code"]
    if not name or not code:
        raise RowRejected("A product needs a name and a code.")
    values = {
        "name": accepts.text("The name", 200)(name, "name"),
        "code": accepts.text("The code", 80)(code, "code"),
        "family": accepts.text("The family", 120)(cells["family"].split("\\")[-1], "family"),
        "is_retired": cells["status"].lower() in RETIRED,
    }
    return Draft(key=values["code"], values=values, flags=cells.flags)
