"""Inputs of the scoring statements from plain values instead of records."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from retention.health.cards import Cap, Card
from retention.health.input_sql import CAPPED, MEASURED
from retention.health.scoring import Reading, measured, missing, not_applicable

Given = tuple[str, Decimal | None, int]
"""State, value, age."""

CAP_COLUMNS = "".join(f", {code}_since date, {code}_row bigint" for code in CAPPED)


def inputs_from_rows(codes: Iterable[str] = MEASURED) -> str:
    """The expression ``inputs`` over the parameter ``rows``."""
    columns = "".join(
        f", {c}_state text, {c}_part numeric, {c}_whole numeric, {c}_value numeric"
        f", {c}_age int, {c}_row bigint"
        for c in (code.lower() for code in codes)
    )
    return f"""inputs AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (account_id bigint{columns}{CAP_COLUMNS})
    )"""  # noqa: S608


def row(account_id: int, given: Mapping[str, Given], caps: Iterable[str] = ()) -> dict[str, Any]:
    """One row: given values by code; the rest is missing."""
    found: dict[str, Any] = {"account_id": account_id}
    for code, (state, value, age) in given.items():
        is_known = state == "known"
        found |= {f"{code.lower()}_state": state, f"{code.lower()}_age": age if is_known else 0}
        found |= {f"{code.lower()}_value": str(value) if is_known else None}
    return found | {f"{code}_since": "2026-11-01" for code in caps}


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """The parameter ``rows``."""
    return json.dumps(list(rows))


def readings(given: Mapping[str, Given]) -> dict[str, Reading]:
    """The same as pure readings."""
    return {code: _reading(*item) for code, item in given.items()}


def caps_of(card: Card, codes: Iterable[str]) -> list[Cap]:
    """The caps of these codes in the card's order."""
    wanted = set(codes)
    return [cap for cap in card.caps if cap.code in wanted]


def _reading(state: str, value: Decimal | None, age: int) -> Reading:
    if state == "known" and value is not None:
        return measured(value, age_days=age)
    return not_applicable() if state == "not_applicable" else missing()
