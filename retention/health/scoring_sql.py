"""The score of many accounts in SQL, generated from a scorecard (docs/methods.md, Health score).

Says in SQL what ``scoring`` says in Python, to the last digit: tests hold one to the other for random inputs.
Numeric division keeps thirty digits, and rounding adds less than any real difference, so that an exact half
rounds up as it does with fractions.
"""

# ruff: noqa: S608 - the expressions are made of a card's numbers and of names of ours

from collections.abc import Collection, Iterable
from fractions import Fraction
from itertools import pairwise

from .cards import Card, Measure, Points
from .input_sql import CAPPED, MEASURED
from .scoring import AT_RISK_BELOW, COVERAGE_FLOOR

PRECISE = "1.000000000000000000000000000000"
TINY = "0.00000000000000000001"


def number(value: Fraction) -> str:
    """The number as exact SQL: thirds and the like as a division of whole numbers."""
    whole = f"{value.numerator}::numeric"
    return whole if value.denominator == 1 else f"({whole} * {PRECISE} / {value.denominator})"


def rounded_sql(expression: str, places: int = 2, *, sign: str = "") -> str:
    """Rounded half away from zero, as ``scoring.rounded`` does.

    *sign* is an expression with the sign of the number where it can be negative: the number itself may be
    long, and PostgreSQL would compute it twice.
    """
    tiny = f"sign({sign}) * {TINY}" if sign else TINY
    return f"round({expression} + {tiny}, {places})"


def line_sql(value: str, points: Points) -> str:
    """``scoring.interpolate``: the score on the line between the two nearest points, flat beyond the ends."""
    (first, lowest), (_, highest) = points[0], points[-1]
    branches = [f"WHEN {value} <= {number(first)} THEN {number(lowest)}"]
    for (left, low), (right, high) in pairwise(points):
        slope = f"{number(high - low)} * ({value} - {number(left)}) * {PRECISE} / {number(right - left)}"
        branches.append(f"WHEN {value} <= {number(right)} THEN {number(low)} + {slope}")
    return f"CASE {' '.join(branches)} ELSE {number(highest)} END"


def availability_sql(age: str, measure: Measure) -> str:
    """``scoring.availability``: 1 while fresh, 0 once stale, fading in between."""
    fresh, stale = measure.fresh_days, measure.stale_days
    if fresh is None or stale is None:
        return "1"
    fading = f"({stale} - {age}) * {PRECISE} / {stale - fresh}"
    return f"CASE WHEN {age} <= {fresh} THEN 1 WHEN {age} >= {stale} THEN 0 ELSE {fading} END"


def scored_sql(card: Card, read: Collection[str] = MEASURED) -> str:
    """Expressions from ``inputs`` to ``scored``: score, coverage, bounds, the strictest cap, per account.

    *read* are the measures that ``inputs`` has columns for; the card's others are missing.
    """
    return f"""
weighed AS MATERIALIZED (
    SELECT i.*, {", ".join(_weighed(measure, read) for measure in card.measures)},
           {_lowest_cap(card)} AS lowest_cap
    FROM inputs i
),
summed AS MATERIALIZED (
    SELECT w.*, {_sum(f"{code}_weight" for code in _codes(card))} AS total,
           {_sum(f"{code}_use" for code in _codes(card))} AS used,
           {_sum(f"{code}_use * COALESCE({code}_score, 0)" for code in _codes(card))} AS gained
    FROM weighed w
),
scored AS MATERIALIZED (
    SELECT s.*, {", ".join(_share(code) for code in _codes(card))},
           used > 0 AND used + {TINY} >= total * {number(COVERAGE_FLOOR)} AS is_known,
           CASE WHEN used > 0 THEN gained * {PRECISE} / used END AS exact_score,
           CASE WHEN total > 0 THEN used * {PRECISE} / total ELSE 0 END AS exact_coverage,
           CASE WHEN used > 0 THEN gained * {PRECISE} / total END AS exact_low,
           CASE WHEN used > 0 THEN (gained + 100 * (total - used)) * {PRECISE} / total END AS exact_high
    FROM summed s
)"""


def value_sql() -> str:
    """``Score.band_value`` of a row of ``scored``, rounded: what lists show and bands are judged on."""
    capped = rounded_sql("LEAST(exact_score, lowest_cap)")
    proof = f"CASE WHEN lowest_cap < {number(AT_RISK_BELOW)} THEN lowest_cap END"
    return f"CASE WHEN is_known THEN {capped} ELSE {proof} END"


def measures_sql(card: Card, read: Collection[str] = MEASURED) -> str:
    """The measures of a row of ``scored`` as the snapshot keeps them."""
    return f"jsonb_build_object({', '.join(_kept(measure, read) for measure in card.measures)})"


def caps_sql(card: Card) -> str:
    """The caps that hold in a row of ``scored`` as the snapshot keeps them, in the card's order."""
    parts = [
        f"CASE WHEN {cap.code}_since IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_strip_nulls("
        f"jsonb_build_object('code', '{cap.code}', 'since', {cap.code}_since, 'row', {cap.code}_row))) END"
        for cap in card.caps
        if cap.code in CAPPED
    ]
    return " || ".join(parts) or "'[]'::jsonb"


def trend_sql(card: Card, *, now: str, before: str) -> str:
    """``explain.trend`` between a row of ``scored`` and the measures kept in an earlier snapshot."""
    both = {
        measure.code: f"({now}.{measure.code.lower()}_use > 0 AND {before} ? '{measure.code}'"
        f" AND NOT {before}->'{measure.code}' ? 'state')"
        for measure in card.measures
    }
    weight = _sum(
        f"CASE WHEN {both[item.code]} THEN {number(item.weight)} ELSE 0 END" for item in card.measures
    )
    moved = _sum(
        f"CASE WHEN {both[item.code]} THEN {number(item.weight)} * ({now}.{item.code.lower()}_score - "
        f"{line_sql(_kept_value(before, item), item.points)}) ELSE 0 END"
        for item in card.measures
    )
    change = f"(({moved}) * {PRECISE} / NULLIF({weight}, 0))"
    return f"(SELECT {rounded_sql('x', sign='x')} FROM (SELECT {change} AS x OFFSET 0) c)"


def _kept_value(before: str, measure: Measure) -> str:
    return f"({before}->'{measure.code}'->>'value')::numeric"


def _codes(card: Card) -> list[str]:
    return [measure.code.lower() for measure in card.measures]


def _share(code: str) -> str:
    return f"CASE WHEN {code}_use > 0 THEN {code}_use * {PRECISE} / used END AS {code}_share"


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts) or "0"


def _weighed(measure: Measure, read: Collection[str]) -> str:
    code, weight = measure.code.lower(), number(measure.weight)
    if measure.code not in read:
        return f"{weight} AS {code}_weight, 0::numeric AS {code}_use, NULL::numeric AS {code}_score"
    share = availability_sql(f"{code}_age", measure)
    points = line_sql(f"{code}_value", measure.points)
    return (
        f"CASE WHEN {code}_state = 'not_applicable' THEN 0 ELSE {weight} END AS {code}_weight, "
        f"CASE WHEN {code}_state = 'known' THEN {weight} * ({share}) ELSE 0 END AS {code}_use, "
        f"CASE WHEN {code}_state = 'known' THEN {points} END AS {code}_score"
    )


def _lowest_cap(card: Card) -> str:
    held = [
        f"CASE WHEN {cap.code}_since IS NOT NULL THEN {number(cap.at_most)} END"
        for cap in card.caps
        if cap.code in CAPPED
    ]
    return f"LEAST({', '.join(held)})" if held else "NULL::numeric"


def _kept(measure: Measure, read: Collection[str]) -> str:
    code = measure.code.lower()
    if measure.code not in read:
        return f"""'{measure.code}', '{{"state": "missing"}}'::jsonb"""
    points = rounded_sql(f"{code}_share * ({code}_score - 50)", 4, sign=f"{code}_score - 50")
    return (
        f"'{measure.code}', jsonb_strip_nulls(jsonb_build_object('state', CASE WHEN {code}_use > 0 THEN NULL "
        f"WHEN {code}_state = 'known' THEN 'stale' ELSE {code}_state END, 'value', {code}_value, 'of', "
        f"CASE WHEN {code}_whole IS NOT NULL THEN jsonb_build_array({code}_part, {code}_whole) END, "
        f"'age', NULLIF({code}_age, 0), 'row', {code}_row, 'score', {rounded_sql(f'{code}_score')}, "
        f"'share', {rounded_sql(f'{code}_share', 4)}, 'points', {points}))"
    )
