"""The score in SQL is the score in Python, to the last digit."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from retention.health.assessing import shown_value
from retention.health.cards import FULL, STARTER_3, Card
from retention.health.explain import contributions, trend
from retention.health.scoring import Score, rounded, score
from retention.health.scoring_sql import line_sql, measures_sql, rounded_sql, scored_sql, trend_sql, value_sql
from tests.health.given_inputs import Given, as_json, caps_of, inputs_from_rows, readings, row

ALL = tuple(measure.code for measure in FULL.measures)
WORKED: dict[str, Given] = {
    "V1": ("known", Decimal(".86"), 0), "V2": ("known", Decimal(150), 0), "R1": ("known", Decimal(58), 0),
    "R2": ("known", Decimal(100), 0), "R3": ("not_applicable", None, 0), "R4": ("known", Decimal(".8"), 135),
    "E1": ("known", Decimal(".8"), 0), "E2": ("known", Decimal("1.5"), 0), "E3": ("known", Decimal(".3"), 0),
    "D1": ("missing", None, 0), "D2": ("missing", None, 0), "S1": ("known", Decimal(100), 0),
    "S2": ("known", Decimal("68.18"), 0), "C1": ("known", Decimal(22), 0), "C2": ("known", Decimal(1), 0),
    "C3": ("known", Decimal(".15"), 0), "C4": ("missing", None, 0),
}  # fmt: skip
"""The account of docs/methods.md, Health score: a mood of +0.8 is worth 70."""


def scored_in_sql(card: Card, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    statement = f"""
    WITH {inputs_from_rows(ALL)}, {scored_sql(card, ALL)}
    SELECT {rounded_sql("exact_score")} AS score, {rounded_sql("exact_coverage", 4)} AS coverage,
           {rounded_sql("exact_low")} AS low, {rounded_sql("exact_high")} AS high, is_known,
           {value_sql()} AS value, {measures_sql(card, ALL)} AS measures
    FROM scored ORDER BY account_id"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, {"rows": as_json(rows)})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]


def scored_in_python(result: Score) -> dict[str, Any]:
    return {
        "score": None if result.value is None else rounded(result.value),
        "coverage": rounded(result.coverage, 4),
        "low": None if result.low is None else rounded(result.low),
        "high": None if result.high is None else rounded(result.high),
        "is_known": result.confidence != "unknown",
        "value": shown_value(result),
    }


@pytest.mark.django_db
def test_the_worked_account_scores_the_same_in_the_database() -> None:
    (found,) = scored_in_sql(FULL, [row(1, WORKED)])
    assert {name: found[name] for name in ("score", "coverage", "low", "high", "value")} == {
        "score": Decimal("72.17"), "coverage": Decimal("0.8073"), "low": Decimal("58.26"),
        "high": Decimal("77.53"), "value": Decimal("72.17"),
    }  # fmt: skip


@pytest.mark.django_db
def test_an_exact_half_rounds_up_in_both() -> None:
    thirds = "1::numeric / 3 * 3 * 0.005"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {rounded_sql(thirds)}, {rounded_sql('-0.005', sign='-1.0')}")
        assert cursor.fetchone() == (Decimal("0.01"), Decimal("-0.01"))


@pytest.mark.django_db
def test_a_value_on_a_point_of_the_table_has_its_score() -> None:
    for measure in FULL.measures:
        for value, expected in measure.points:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {line_sql(str(float(value)), measure.points)}")
                assert Fraction(cursor.fetchone()[0]) == expected


def values(code: str) -> st.SearchStrategy[Decimal]:
    """Values around the table of a measure, with four places as the inputs have."""
    ends = [point for point, _ in FULL.measure(code).points]
    low, high = float(min(ends)) - 1, float(max(ends)) * 1.2 + 1
    return st.decimals(low, high, places=4)


def given_values() -> st.SearchStrategy[dict[str, Given]]:
    states = st.sampled_from(["known", "known", "known", "missing", "not_applicable"])
    return st.fixed_dictionaries({code: st.tuples(states, values(code), st.integers(0, 300)) for code in ALL})


CAPS = st.sets(st.sampled_from(["silence", "notice_received", "overdue"]))
ACCOUNTS = st.lists(st.tuples(given_values(), CAPS), min_size=1, max_size=8)


class SameEverywhere(TestCase):
    """Random accounts, several to an example."""

    @settings(max_examples=25, deadline=None)
    @given(accounts=ACCOUNTS, card=st.sampled_from([STARTER_3, FULL]))
    def test_random_accounts_score_the_same(self, accounts: list[Any], card: Card) -> None:
        rows = [row(number, known, caps) for number, (known, caps) in enumerate(accounts)]
        found = scored_in_sql(card, rows)
        for (known, caps), line in zip(accounts, found, strict=True):
            result = score(card, readings(known), caps_of(card, caps))
            measures = line.pop("measures")
            assert line == scored_in_python(result)
            assert kept_points(measures) == {
                part.code: (rounded(part.share, 4), rounded(part.points, 4)) for part in contributions(result)
            }

    @settings(max_examples=25, deadline=None)
    @given(before=given_values(), after=given_values(), card=st.sampled_from([STARTER_3, FULL]))
    def test_random_trends_are_the_same(self, before: Any, after: Any, card: Card) -> None:
        (then,) = scored_in_sql(card, [row(1, before)])
        statement = f"""
        WITH {inputs_from_rows(ALL)}, {scored_sql(card, ALL)}
        SELECT {trend_sql(card, now="s", before="o.measures")}
        FROM scored s, (SELECT %(before)s::jsonb AS measures) o"""  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, {"rows": as_json([row(1, after)]), "before": then["measures"]})
            found = cursor.fetchone()[0]
        expected = trend(score(card, readings(before)), score(card, readings(after)))
        assert found == (None if expected is None else rounded(expected.change))


def kept_points(measures: str) -> dict[str, tuple[Decimal, Decimal]]:
    kept = json.loads(measures, parse_float=Decimal, parse_int=Decimal)
    return {code: (item["share"], item["points"]) for code, item in kept.items() if "points" in item}
