"""The lead's page: bands, what got worse and whether anybody acts, by manager, and how much is known."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.models import NextStep
from retention.health.actions import refresh_account, run_day
from retention.health.team_facts import team_health_facts
from retention.team.models import Team, User
from retention.team.visibility import keep_reach
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contract
from tests.health.history import YEARS_AGO, book, give_notice, key_contact, known_since, rhythm


@pytest.fixture
def vela(vela: Account, lena: User) -> Account:
    """Healthy a week ago and yesterday, worth 1,000."""
    Account.objects.filter(pk=vela.pk).update(arr_base=1000, next_decision_on=TODAY + timedelta(days=40))
    contact = key_contact(known_since(vela))
    rhythm(vela, lena, days_ago(TODAY, 3), 14, 10, contact)
    book(vela, "1000", days_ago(TODAY, 900))
    for back in (8, 1):
        run_day(on=days_ago(TODAY, back), at=NOON)
    return vela


@pytest.fixture
def quiet(lena: User, north: Team) -> Account:
    """Nothing is known about it, worth 500."""
    return Account.objects.create(
        name="Quiet Co", owner=lena, team=north, currency="EUR", arr_base=500, customer_since=TODAY
    )


def lose(account: Account) -> None:
    give_notice(make_contract(account, recorded_at=YEARS_AGO), TODAY)
    refresh_account(account_id=account.pk, at=NOON)


def test_bands_count_accounts_and_money_and_unknown_is_a_band_of_its_own(
    vela: Account, quiet: Account, orchard: Account, nadia: User
) -> None:
    facts = team_health_facts(nadia, at=NOON)
    assert [(line.band, line.accounts, line.arr) for line in facts.bands] == [
        ("healthy", 0, 0), ("watch", 1, 1000), ("at_risk", 0, 0), ("unknown", 1, 500),
    ]  # fmt: skip
    assert (facts.accounts, facts.with_score, facts.arr) == (2, 1, 1500)
    assert facts.live_words == "13 of 17 measures live"
    assert facts.closed_on == days_ago(TODAY, 1)


def test_coverage_counts_accounts_without_a_score_as_what_they_are(
    vela: Account, quiet: Account, nadia: User
) -> None:
    vela.refresh_from_db()
    facts = team_health_facts(nadia, at=NOON)
    assert vela.health_coverage is not None
    assert facts.coverage == round(vela.health_coverage / 2, 4)


def test_what_got_worse_says_why_and_whether_anybody_acts(
    vela: Account, quiet: Account, nadia: User, lena: User
) -> None:
    lose(vela)
    facts = team_health_facts(nadia, at=NOON)
    (change,) = facts.changes
    assert (change.moved.name, change.moved.band_before, change.moved.band) == (
        "Vela Hotels",
        "watch",
        "at_risk",
    )
    assert change.moved.owner_name == "Lena Voss"
    assert change.reasons[0] == "Written notice received on the open renewal"
    assert change.value_before is not None
    assert (change.moved.value, facts.worse, facts.worse_arr) == (5, 1, 1000)
    assert (facts.at_risk_arr, facts.at_risk_arr_before) == (1000, 0)
    assert facts.unanswered == (change,)
    NextStep.objects.create(account=vela, owner=lena, text="Call their board", due_on=TODAY)
    (answered,) = team_health_facts(nadia, at=NOON).changes
    assert (answered.next_step, answered.next_step_on, answered.is_unanswered) == (
        "Call their board",
        TODAY,
        False,
    )


def test_managers_are_listed_with_their_risk_first(
    vela: Account, quiet: Account, orchard: Account, ada: User
) -> None:
    Account.objects.filter(pk=orchard.pk).update(arr_base=9000)
    lose(vela)
    lines = team_health_facts(ada, at=NOON).owners
    assert [(line.name, line.accounts, line.bands, line.at_risk_arr) for line in lines] == [
        ("Lena Voss", 2, (0, 0, 1, 1), Decimal(1000)), ("Nico Brand", 1, (0, 0, 0, 1), Decimal(0)),
    ]  # fmt: skip


def test_near_decisions_with_a_score_are_dots(vela: Account, quiet: Account, nadia: User) -> None:
    Account.objects.filter(pk=quiet.pk).update(next_decision_on=TODAY)
    (dot,) = team_health_facts(nadia, at=NOON).dots
    assert (dot.name, dot.days, dot.arr, dot.band) == ("Vela Hotels", 40, 1000, "watch")


def test_nobody_sees_what_is_not_theirs(vela: Account, nico: User) -> None:
    lose(vela)
    facts = team_health_facts(nico, at=NOON)
    assert (facts.accounts, facts.changes, facts.dots, facts.coverage) == (0, (), (), None)


def test_eight_queries_however_many_accounts(vela: Account, north: Team, lena: User, nadia: User) -> None:
    lose(vela)
    for number in range(25):
        Account.objects.create(name=f"A{number}", owner=lena, team=north, currency="EUR")
    keep_reach(nadia)
    with CaptureQueriesContext(connection) as captured:
        team_health_facts(nadia, at=NOON)
    assert len(captured) == 8
