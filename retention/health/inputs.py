"""Reading what the measures of accounts are made of, and turning one account's row into readings."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from retention.lib.months import add_months
from retention.lib.prepared import rows_of

from .cards import Card
from .contact_sql import HORIZON_DAYS
from .input_sql import INPUTS, MEASURED
from .moments import FOREVER, AsOf, end_of
from .offered import sponsored
from .rhythm import FEWEST_SLOTS, FIRST_CONTACT_DAYS, LEVELS, WINDOW_DAYS
from .scoring import Reading, measured, missing, not_applicable

FEWEST_TRIES = 3
REPLY_DAYS = 14
"""How long a try waits for its answer before it counts as unanswered."""

FEW = 100
"""Up to so many accounts one plan, by index, is the right one."""
TYPES = {
    "ids": "bigint[]",
    "replaced": "bigint[]",
    "on": "date",
    "last_day": "date",
    "slots_from": "date",
    "tries_after": "date",
    "year_ago": "date",
    "trend_from": "date",
    "until": "timestamptz",
    "known_by": "timestamptz",
    "heard_until": "timestamptz",
    "horizon": "timestamptz",
    "is_reconstructed": "boolean",
    "base_currency": "text",
    "first_contact_days": "int",
    "fewest_slots": "int",
    "fewest_tries": "int",
    "reply_days": "int",
    "card_version": "int",
    "computed_at": "timestamptz",
    "writes_rows": "boolean",
}
"""SQL types of what the statements ask for."""

Row = Mapping[str, Any]


def inputs_sql() -> str:
    """The expressions up to ``inputs``, with the service levels and what other layers offer written in."""
    levels = ", ".join(
        f"('{level.tier}', {level.interval_days}, {level.early_days}, {level.grace_days})" for level in LEVELS
    )
    return INPUTS.replace("{levels}", levels).replace("{sponsored}", sponsored())


@lru_cache(maxsize=1)
def _statement() -> str:
    return f"WITH {inputs_sql()} SELECT * FROM inputs"  # noqa: S608 - numbers of ours


def parameters(account_ids: Collection[int], as_of: AsOf) -> dict[str, Any]:
    """What the statement asks for: these accounts, as of that moment."""
    return {
        "ids": list(account_ids),
        "on": as_of.on,
        "until": as_of.until,
        "known_by": as_of.known_by or FOREVER,
        "heard_until": end_of(as_of.on),
        "replaced": list(as_of.replaced_since),
        "is_reconstructed": as_of.is_reconstructed,
        "horizon": as_of.until - timedelta(days=HORIZON_DAYS),
        "last_day": as_of.last_day,
        "slots_from": as_of.on - timedelta(days=WINDOW_DAYS - 1),
        "tries_after": as_of.on - timedelta(days=WINDOW_DAYS),
        "year_ago": add_months(as_of.last_day, -12),
        "first_contact_days": FIRST_CONTACT_DAYS,
        "fewest_slots": FEWEST_SLOTS,
        "fewest_tries": FEWEST_TRIES,
        "reply_days": REPLY_DAYS,
        "base_currency": settings.KEEL_BASE_CURRENCY,
    }


def inputs_of(account_ids: Collection[int], as_of: AsOf) -> dict[int, Row]:
    """The row of ``inputs`` of each account that was known then, by account id."""
    if not account_ids:
        return {}
    rows = rows_read(_statement(), account_ids, parameters(account_ids, as_of))
    return {row["account_id"]: row for row in rows}


def rows_read(statement: str, account_ids: Collection[int], values: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a statement over ``inputs``: planned once per connection for a few accounts, anew for many."""
    if len(account_ids) <= FEW:
        return rows_of(statement, TYPES, values)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def readings_of(row: Row, card: Card) -> dict[str, Reading]:
    """The readings that a row of ``inputs`` means for a card; measures without records are missing."""
    return {
        item.code: _reading(row, item.code.lower()) if item.code in MEASURED else missing()
        for item in card.measures
    }


def _reading(row: Row, code: str) -> Reading:
    state = row[f"{code}_state"]
    if state == "known":
        return measured(row[f"{code}_value"], age_days=row[f"{code}_age"])
    return missing() if state == "missing" else not_applicable()
