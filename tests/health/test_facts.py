"""Why a score is what it is: reasons that add up, three kinds of absence, and nothing that is private."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.models import Contact
from retention.health.actions import refresh_account, run_day
from retention.health.explained import HealthFact, MeasureFact
from retention.health.facts import explain_account, explain_with_weeks
from retention.health.history import weekly_history
from retention.team.models import User
from retention.team.visibility import keep_reach
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contract
from tests.health.history import YEARS_AGO, book, give_notice, key_contact, known_since, noon, rhythm, talk

YESTERDAY = days_ago(TODAY, 1)


@pytest.fixture
def vela(vela: Account) -> Account:
    """Tier A, known for years."""
    return known_since(vela)


@pytest.fixture
def rossi(vela: Account, lena: User) -> Contact:
    """A key contact called every fortnight until 21 days ago."""
    contact = key_contact(vela)
    rhythm(vela, lena, days_ago(YESTERDAY, 21), 14, 10, contact)
    book(vela, "1000", days_ago(TODAY, 900))
    return contact


def explain(account: Account, reader: User, **more: object) -> HealthFact:
    refresh_account(account_id=account.pk, at=NOON)
    account.refresh_from_db()
    fact = explain_account(account, reader=reader, at=NOON, **more)
    assert fact is not None
    return fact


def measure(fact: HealthFact, code: str) -> MeasureFact:
    return {item.code: item for item in fact.measures}[code]


def test_the_points_add_up_to_the_score_above_neutral(vela: Account, rossi: Contact, lena: User) -> None:
    fact = explain(vela, lena)
    assert fact.uncapped is not None
    assert sum(item.points or 0 for item in fact.measures) == round(fact.uncapped - 50, 1)
    assert sum(item.share for item in fact.measures) == pytest.approx(100, abs=Decimal("0.2"))
    assert fact.value == vela.health_score


def test_every_measure_says_its_value_in_words(vela: Account, rossi: Contact, lena: User) -> None:
    talk(vela, lena, days_ago(YESTERDAY, 30), mood=1)
    fact = explain(vela, lena)
    assert {item.code: item.words for item in fact.measures} == {
        "V1": "No target was agreed in the first 90 days, or since",
        "V2": "No contact has confirmed any value",
        "R1": "The map of people is not half made, or they are known for less than 60 days",
        "R2": "The map of people is not half made, and nobody is marked as champion",
        "E1": "6 of 7 check-ins kept in 90 days",
        "E2": "21 days since a key contact was spoken with; every 14 expected",
        "E3": "6 of 6 tries answered in 90 days",
        "R3": "No pair of executives, or dormant by agreement",
        "R4": "Good, 30 days ago",
        "C3": "No hours are included in a contract, or no longer a customer",
        "C1": "No invoice is recorded",
        "C2": "The same as a year ago",
        "C4": "Nobody was asked how near competitors are",
    }
    assert fact.live_words == "13 of 17 measures live"


def test_three_kinds_of_absence_have_three_words(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="D", customer_since=days_ago(TODAY, 80))
    talk(vela, lena, days_ago(TODAY, 300), mood=1)
    fact = explain(vela, lena)
    assert {item.code: item.state_words for item in fact.measures} == {
        "V1": "Not applicable", "V2": "Not applicable", "R1": "Not applicable",
        "E1": "Missing", "E2": "Not applicable", "E3": "Missing", "R4": "Stale", "C1": "Missing",
        "C2": "Not applicable", "R2": "Not applicable", "C4": "Missing",
        "R3": "Not applicable", "C3": "Not applicable",
    }  # fmt: skip
    assert (fact.value, fact.confidence_words) == (None, "Too little is known")
    assert fact.sentence == "No score: 0% of what it is made of is known, 40% is needed."
    assert all(item.points is None for item in fact.measures)


def test_a_fading_mood_says_so(vela: Account, rossi: Contact, lena: User) -> None:
    talk(vela, lena, days_ago(YESTERDAY, 135), mood=1)
    fact = explain(vela, lena)
    assert measure(fact, "R4").fading
    assert measure(fact, "R4").state == "live"


def test_a_cap_has_its_text_its_day_and_its_evidence(vela: Account, rossi: Contact, lena: User) -> None:
    contract = give_notice(make_contract(vela, recorded_at=YEARS_AGO), YESTERDAY)
    fact = explain(vela, lena)
    (cap,) = fact.caps
    assert (cap.code, cap.at_most, cap.since) == ("notice_received", 5, YESTERDAY)
    assert cap.evidence == ("contract", contract.pk)
    assert (fact.value, fact.band_words) == (5, "At risk")
    assert "Written notice received on the open renewal: at most 5." in fact.sentence


def test_evidence_is_named_only_to_those_who_may_open_it(
    vela: Account, rossi: Contact, lena: User, nadia: User
) -> None:
    private = talk(vela, lena, days_ago(YESTERDAY, 3), rossi, is_private=True)
    assert measure(explain(vela, lena), "E2").evidence == ("touchpoint", private.pk)
    seen_by_lead = measure(explain(vela, nadia), "E2")
    assert seen_by_lead.evidence is None
    assert seen_by_lead.words == "3 days since a key contact was spoken with; every 14 expected"


def test_a_change_is_compared_with_four_weeks_ago_and_adds_up(
    vela: Account, rossi: Contact, lena: User
) -> None:
    talk(vela, lena, days_ago(YESTERDAY, 60), mood=2)
    run_day(on=days_ago(YESTERDAY, 28), at=NOON)
    talk(vela, lena, days_ago(YESTERDAY, 2), mood=-2)
    fact = explain(vela, lena)
    assert fact.change is not None
    assert (fact.change.arrow, fact.change.since) == ("down", days_ago(YESTERDAY, 28))
    assert sum(points for _, points in fact.change.parts) == fact.change.total
    assert fact.change.parts[0][0] == "Latest mood"
    assert f"in 28 days). Mostly: latest mood ({fact.change.parts[0][1]}".replace("-", "−") in fact.sentence
    assert fact.change.points == round(vela.health_trend or 0, 1)


def test_without_a_snapshot_four_weeks_ago_there_is_no_trend(
    vela: Account, rossi: Contact, lena: User
) -> None:
    fact = explain(vela, lena)
    assert fact.change is None
    assert vela.health_trend is None


def test_what_would_raise_the_score_most_is_named_with_its_points(
    vela: Account, rossi: Contact, lena: User
) -> None:
    fact = explain(vela, lena)
    assert fact.rise is not None
    assert fact.rise[0] == "Silence against the interval"
    assert fact.sentence.endswith(f"(+{fact.rise[1]}).")


def test_a_past_day_is_explained_from_what_was_kept(vela: Account, rossi: Contact, lena: User) -> None:
    run_day(on=YESTERDAY, at=NOON)
    talk(vela, lena, NOON, rossi, mood=-2)
    refresh_account(account_id=vela.pk, at=NOON)
    fact = explain(vela, lena, on=YESTERDAY)
    assert (fact.is_live, fact.on, fact.band) == (False, YESTERDAY, "watch")
    assert measure(fact, "R4").state == "missing"
    assert measure(fact, "E2").words.startswith("21 days")
    assert explain_account(vela, reader=lena, at=NOON, on=days_ago(TODAY, 50)) is None


def test_an_explanation_costs_at_most_five_queries(vela: Account, rossi: Contact, lena: User) -> None:
    explain(vela, lena)
    keep_reach(lena)
    with CaptureQueriesContext(connection) as captured:
        explain_account(vela, reader=lena, at=NOON)
    assert len(captured) <= 5


@pytest.mark.parametrize("newest", [0, 2], ids=["kept last night", "kept two nights before"])
def test_an_explanation_with_its_weeks_says_what_both_say_alone_in_fewer_queries(
    newest: int, vela: Account, rossi: Contact, lena: User
) -> None:
    for days in (28 + 14 + newest, 28, 21 + newest, newest):
        run_day(on=YESTERDAY - timedelta(days=days), at=NOON)
    talk(vela, lena, NOON, rossi, mood=-2)
    alone = explain(vela, lena)
    points = weekly_history(vela, on=alone.on, weeks=26)
    keep_reach(lena)
    with CaptureQueriesContext(connection) as captured:
        fact, together = explain_with_weeks(vela, reader=lena, at=NOON, weeks=26)
    assert alone.change is not None and points[-1].on == YESTERDAY - timedelta(days=newest)
    assert len([point for point in points if point.band]) >= 3
    assert (fact, together) == (alone, points)
    assert len(captured) <= 5 + bool(newest)


def test_history_is_a_point_a_week_with_gaps_where_nothing_was_kept(
    vela: Account, rossi: Contact, lena: User
) -> None:
    for weeks in (3, 1, 0):
        run_day(on=YESTERDAY - timedelta(weeks=weeks), at=NOON)
    with CaptureQueriesContext(connection) as captured:
        points = weekly_history(vela, on=TODAY)
    assert len(captured) <= 3
    assert len(points) == 53
    assert points[-1].on == YESTERDAY
    assert [point.band for point in points[-4:]] == ["watch", None, "watch", "watch"]
    assert points[-1].value is not None
    assert points[0].value is None


def test_history_hides_a_score_that_was_hidden_and_shows_what_proved_a_risk(vela: Account) -> None:
    known_since(vela, noon(days_ago(TODAY, 3)))
    run_day(on=days_ago(TODAY, 2), at=NOON)
    assert weekly_history(vela, on=days_ago(TODAY, 2))[-1].value is None
    assert weekly_history(vela, on=days_ago(TODAY, 2))[-1].band == "unknown"
