"""Figures through the API: taken apart, as of any day, of what the caller may see."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retention.metrics.definitions import DEFINITIONS
from retention.team.models import Team, User
from tests.metrics.books import FIRST, LAST, from_to, rate, six_customers

from .conftest import Script, Scripts, fields_at_fault

PERIOD = {"as_of": str(LAST), "start": str(FIRST)}


@pytest.fixture
def reading(script: Scripts, lena: User, north: Team) -> Script:
    """Lena's script, over the six customers of docs/methods.md."""
    six_customers(lena, north)
    return script(lena)


def test_a_figure_tells_both_sides_of_its_fraction_and_how_it_was_made(reading: Script) -> None:
    told = reading.get("metrics/grr/", **PERIOD).json()
    assert (told["value"], told["numerator"], told["denominator"], told["n"]) == (
        "0.724138",
        "420.00",
        "580.00",
        5,
    )
    assert (told["kind"], told["unit"], told["currency"]) == ("share", "money", "EUR")
    assert (told["start"], told["as_of"], told["known_at"]) == (str(FIRST), str(LAST), None)
    assert told["definition_version"] and told["means"] and "first day" in told["currency_mode"]
    logo = reading.get("metrics/logo/", **PERIOD).json()
    assert (logo["unit"], logo["numerator"], logo["denominator"]) == ("number", "3.00", "5.00")


def test_all_figures_come_in_few_statements_and_agree_with_each_by_itself(reading: Script) -> None:
    with CaptureQueriesContext(connection) as caught:
        every = reading.get("metrics/", **PERIOD).json()
    assert len(caught) <= 12
    assert {each["code"] for each in every} >= {*DEFINITIONS, "bridge_churn"}
    for each in every:
        assert reading.get(f"metrics/{each['code']}/", **PERIOD).json() == each
    nothing = next(each for each in every if each["code"] == "renewal_active")
    assert (nothing["value"], nothing["denominator"]) == (None, "0.00")


def test_the_bridge_adds_up(reading: Script) -> None:
    every = {each["code"]: each for each in reading.get("metrics/", **PERIOD).json()}
    steps = [Decimal(each["value"]) for code, each in every.items() if code.startswith("bridge_")]
    assert Decimal(every["bridge_new"]["denominator"]) + sum(steps) == Decimal("100") + 260 + 120 + 90 + 70


def test_the_rows_behind_a_figure_add_up_page_by_page(reading: Script) -> None:
    rows: list[dict[str, Any]] = []
    page = reading.get("metrics/grr/rows/", **PERIOD, limit=2).json()
    rows += page["results"]
    while page["next"]:
        page = reading.client.get(page["next"]).json()
        rows += page["results"]
    assert len(rows) == len({row["id"] for row in rows}) == 5
    assert sum(Decimal(row["before"]) for row in rows) == 580
    assert sum(Decimal(row["after"]) for row in rows) == 420


def test_amounts_are_told_in_another_currency_at_the_first_days_rate(reading: Script) -> None:
    assert fields_at_fault(reading.get("metrics/grr/", **PERIOD, currency="USD")) == ["currency"]
    rate("USD", FIRST, "0.80")
    told = reading.get("metrics/grr/", **PERIOD, currency="usd").json()
    assert (told["currency"], told["denominator"], told["value"]) == ("USD", "725.00", "0.724138")
    rows = reading.get("metrics/grr/rows/", **PERIOD, currency="USD").json()
    assert (rows["currency"], sum(Decimal(row["before"]) for row in rows["results"])) == ("USD", 725)
    assert reading.get("metrics/logo/", **PERIOD, currency="USD").json()["denominator"] == "5.00"


def test_a_segment_is_what_the_customers_were(reading: Script, lena: User, north: Team) -> None:
    from_to(1000, 1000, owner=lena, team=north, tier="A", country="DE")
    told = reading.get("metrics/grr/", **PERIOD, segment=["tier:A", "country:DE"]).json()
    assert (told["denominator"], told["n"], told["segment"]) == ("1000.00", 1, ["tier:A", "country:DE"])


def test_everybody_gets_the_figures_of_what_they_see(
    reading: Script, script: Scripts, nico: User, nadia: User, south: Team
) -> None:
    from_to(70, 70, owner=nico, team=south)
    theirs, leads = (script(who).get("metrics/grr/", **PERIOD).json() for who in (nico, nadia))
    assert (theirs["denominator"], leads["denominator"]) == ("70.00", "580.00")
    pages = [script(who).get("metrics/grr/rows/", **PERIOD).json()["results"] for who in (nico, nadia)]
    assert not {row["account_id"] for row in pages[0]} & {row["account_id"] for row in pages[1]}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"as_of": "soon"}, "as_of"),
        ({"as_of": "2199-01-01"}, "as_of"),
        ({"as_of": "0001-01-01"}, "as_of"),
        ({"start": "2026-01-02", "as_of": "2026-01-01"}, "start"),
        ({"months": "0"}, "months"),
        ({"months": "10" * 200}, "months"),
        ({"known_at": "\x00"}, "known_at"),
        ({"segment": "tier"}, "segment"),
        ({"segment": "tier:Z"}, "segment"),
        ({"segment": "owner:1"}, "segment"),
        ({"segment": "team:1 or 1=1"}, "segment"),
        ({"currency": "XXQ"}, "currency"),
        ({"curency": "EUR"}, "curency"),
    ],
)
def test_a_question_that_cannot_be_is_refused_by_name(
    asked: dict[str, str], field: str, script: Scripts, lena: User
) -> None:
    for path in ("metrics/", "metrics/grr/", "metrics/grr/rows/"):
        answer = script(lena).get(path, **asked)
        assert answer.status_code == 400, answer.content
        named = {name.split(".")[0] for name in fields_at_fault(answer)}
        assert named == {field}


def test_what_is_no_figure_or_no_cursor_is_told(script: Scripts, lena: User) -> None:
    running = script(lena)
    assert running.get("metrics/happiness/").status_code == 404
    assert fields_at_fault(running.get("metrics/grr/rows/", cursor="1;drop:2")) == ["cursor"]
    assert fields_at_fault(running.get("metrics/grr/rows/", limit="501")) == ["limit"]
    assert running.post("metrics/", {}).status_code == 405
    assert script(lena, "accounts:read").get("metrics/").status_code == 403


def test_a_family_can_be_counted_as_one_customer(reading: Script) -> None:
    told = reading.get("metrics/logo/", customer="family", **PERIOD).json()
    assert (told["customer"], told["denominator"]) == ("family", "5.00")
    assert reading.get("metrics/logo/", **PERIOD).json()["customer"] == "account"
    assert fields_at_fault(reading.get("metrics/logo/", customer="planet", **PERIOD)) == ["customer"]
