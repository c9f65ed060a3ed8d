"""A new card is published beside the old one; what was kept stays readable by the card it was made with."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.models import Contact
from retention.health import inputs
from retention.health.actions import refresh_account, run_day
from retention.health.cards import FULL
from retention.health.facts import explain_account, explain_with_weeks
from retention.health.history import weekly_history
from retention.health.models import HealthSnapshot, Scorecard
from retention.health.published import current_card, definition_of
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contract
from tests.health.history import YEARS_AGO, book, give_notice, key_contact, known_since, rhythm, talk

YESTERDAY = days_ago(TODAY, 1)


@pytest.fixture
def rossi(vela: Account, lena: User) -> Contact:
    """A key contact called every fortnight; the account is known for years."""
    known_since(vela)
    contact = key_contact(vela)
    rhythm(vela, lena, days_ago(TODAY, 3), 14, 10, contact)
    book(vela, "1000", days_ago(TODAY, 900))
    return contact


def publish_full() -> None:
    Scorecard.objects.create(version=9, name="Full", definition=definition_of(FULL), published_at=NOON)


def test_the_newest_published_card_is_in_use_and_drafts_are_not(db: None) -> None:
    Scorecard.objects.create(version=10, name="Draft", definition={})
    assert current_card().version == 6
    publish_full()
    assert (current_card().version, current_card().card) == (9, FULL)


def test_without_a_published_card_the_starter_is_used(db: None) -> None:
    Scorecard.objects.all().delete()
    assert current_card().card.version == "starter-1"


def test_measures_without_records_are_missing_and_lower_coverage(
    vela: Account, rossi: Contact, lena: User
) -> None:
    publish_full()
    run_day(on=YESTERDAY, at=NOON)
    kept = HealthSnapshot.objects.get(account=vela)
    assert (kept.card_version, kept.band) == (9, "unknown")
    assert kept.coverage == round(Decimal(33) / Decimal(94), 4)
    assert kept.measures["V2"] == kept.measures["S1"] == {"state": "missing"}
    vela.refresh_from_db()
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    assert (fact.value, fact.uncapped) == (None, Decimal("61.36"))
    assert {item.words for item in fact.measures if item.code == "S1"} == {"Nothing was recorded"}


def test_scores_of_two_cards_are_never_compared(vela: Account, rossi: Contact, lena: User) -> None:
    run_day(on=days_ago(YESTERDAY, 28), at=NOON)
    publish_full()
    run_day(on=YESTERDAY, at=NOON)
    vela.refresh_from_db()
    assert vela.health_trend is None
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    assert fact.change is None
    old = explain_account(vela, reader=lena, at=NOON, on=days_ago(YESTERDAY, 28))
    assert old is not None
    assert (old.card, old.value) == ("starter-6", Decimal("61.36"))
    assert [point.card_version for point in weekly_history(vela, on=TODAY) if point.band] == [6, 9]
    with CaptureQueriesContext(connection) as captured:
        together, points = explain_with_weeks(vela, reader=lena, at=NOON, weeks=26)
    assert (together, [point.card_version for point in points if point.band]) == (fact, [6, 9])
    assert len([asked for asked in captured if "health_scorecard" in asked["sql"]]) == 1


def test_a_risk_that_only_a_cap_proves_is_shown_as_the_cap(vela: Account, lena: User) -> None:
    known_since(vela, NOON - timedelta(days=3))
    give_notice(make_contract(vela, recorded_at=YEARS_AGO), days_ago(TODAY, 2))
    assert refresh_account(account_id=vela.pk, at=NOON)
    vela.refresh_from_db()
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    assert (fact.value, fact.uncapped, fact.confidence) == (5, None, "unknown")
    HealthSnapshot.objects.create(
        account=vela, on=YESTERDAY, computed_at=NOON, card_version=1, coverage=0, band="at_risk",
        measures={}, caps=[{"code": "notice_received", "since": "2026-11-21", "row": 1}],
    )  # fmt: skip
    assert weekly_history(vela, on=TODAY)[-1].value == 5


def test_many_accounts_are_read_by_the_same_statement_unprepared(
    vela: Account, rossi: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_account(account_id=vela.pk, at=NOON)
    few = Account.objects.values().get(pk=vela.pk)
    Account.objects.filter(pk=vela.pk).update(health_score=None, health_band="unknown")
    monkeypatch.setattr(inputs, "FEW", 0)
    refresh_account(account_id=vela.pk, at=NOON)
    assert Account.objects.values().get(pk=vela.pk) == few


def test_silence_is_said_as_what_it_is(vela: Account, lena: User) -> None:
    known_since(vela)
    contact = key_contact(vela, since=days_ago(YESTERDAY, 100))

    def silence() -> str:
        fact = explain_account(vela, reader=lena, at=NOON)
        assert fact is not None
        return next(item.words for item in fact.measures if item.code == "E2")

    assert silence() == "No key contact ever spoken with, known for 100 days; every 14 expected"
    talk(vela, lena, NOON, contact)
    assert silence() == "A key contact was spoken with today; every 14 expected"
