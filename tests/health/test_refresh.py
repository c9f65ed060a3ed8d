"""One touchpoint moves the score in its own transaction; what is undone there is undone here."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.announced import AccountChanged, HealthBandChanged, NoticeReceived, RecordsImported
from accounts.models import Account, Contract, TimelineEvent
from contacts.actions.people import edit_contact
from contacts.actions.touchpoints import correct_touchpoint, log_touchpoint, withdraw_touchpoint
from contacts.models import Contact
from retention.health.actions import refresh_account, refresh_accounts, run_day
from retention.lib import facts
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contact, make_contract
from tests.health.history import YEARS_AGO, book, give_notice, key_contact, known_since, rhythm, talk

COLUMNS = ("health_band", "health_score", "health_coverage", "health_trend", "health_since")


@pytest.fixture
def vela(vela: Account) -> Account:
    """Tier A, known for years."""
    return known_since(vela)


@pytest.fixture
def rossi(vela: Account, lena: User) -> Contact:
    """A key contact who was called every fortnight and is silent for 35 days."""
    contact = key_contact(vela)
    rhythm(vela, lena, days_ago(TODAY, 35), 14, 6, contact)
    book(vela, "1000", days_ago(TODAY, 900))
    return contact


def health_of(account: Account) -> dict:
    return Account.objects.values(*COLUMNS).get(pk=account.pk)


def announce(fact: facts.Fact) -> None:
    with transaction.atomic():
        facts.announce(fact)


def test_a_touchpoint_moves_the_score_in_the_same_transaction(
    vela: Account, rossi: Contact, lena: User
) -> None:
    refresh_account(account_id=vela.pk, at=NOON)
    before = health_of(vela)
    with transaction.atomic():
        log_touchpoint(
            account=vela, contacts=[rossi], channel="call", happened_at=NOON, by=lena, at=NOON, mood=2
        )
        inside = health_of(vela)
        assert inside["health_score"] > before["health_score"]
        assert inside["health_coverage"] > before["health_coverage"]
        transaction.set_rollback(True)
    assert health_of(vela) == before


def test_correcting_and_withdrawing_move_it_back(vela: Account, rossi: Contact, lena: User) -> None:
    refresh_account(account_id=vela.pk, at=NOON)
    before = health_of(vela)
    logged = log_touchpoint(
        account=vela, contacts=[rossi], channel="call", happened_at=NOON, by=lena, at=NOON, mood=2
    )
    good = health_of(vela)["health_score"]
    corrected = correct_touchpoint(touchpoint=logged, changes={"mood": -2}, by=lena, at=NOON)
    assert health_of(vela)["health_score"] < good
    withdraw_touchpoint(touchpoint=corrected, by=lena, at=NOON)
    assert health_of(vela) == before


def test_an_account_nobody_knows_anything_about_is_unknown_and_never_green(vela: Account) -> None:
    known_since(vela, NOON - timedelta(days=3))
    refresh_account(account_id=vela.pk, at=NOON)
    assert health_of(vela) == {
        "health_band": "unknown", "health_score": None, "health_coverage": Decimal("0.0000"),
        "health_trend": None, "health_since": health_of(vela)["health_since"],
    }  # fmt: skip


def test_one_good_mood_alone_is_too_little_to_be_green(vela: Account, lena: User) -> None:
    known_since(vela, NOON - timedelta(days=3))
    talk(vela, lena, days_ago(TODAY, 1), mood=2)
    refresh_account(account_id=vela.pk, at=NOON)
    row = health_of(vela)
    assert (row["health_band"], row["health_score"]) == ("unknown", None)
    assert 0 < row["health_coverage"] < Decimal("0.4")


def test_written_notice_is_at_risk_even_when_nothing_else_is_known(vela: Account, lena: User) -> None:
    known_since(vela, NOON - timedelta(days=3))
    contract = give_notice(make_contract(vela), TODAY)
    received = NoticeReceived(contract_id=contract.pk, account_id=vela.pk, by_id=lena.pk, at=NOON)
    announce(received)
    row = health_of(vela)
    assert (row["health_band"], row["health_score"]) == ("at_risk", 5)
    Contract.objects.filter(pk=contract.pk).update(notice_received_on=None)
    announce(received)
    assert health_of(vela)["health_band"] == "unknown"


def test_silence_of_every_key_contact_holds_the_score_at_sixty(
    vela: Account, rossi: Contact, lena: User
) -> None:
    for ago in (60, 50, 40):
        talk(vela, lena, days_ago(TODAY, ago), rossi, mood=2)
    talk(vela, lena, days_ago(TODAY, 29), rossi, mood=2)
    rhythm(vela, lena, days_ago(TODAY, 1), 7, 12, make_contact(vela, "Not Key"))
    refresh_account(account_id=vela.pk, at=NOON)
    assert health_of(vela)["health_score"] <= 60


def test_who_is_key_decides_at_once(vela: Account, rossi: Contact, lena: User) -> None:
    refresh_account(account_id=vela.pk, at=NOON)
    before = health_of(vela)
    edit_contact(contact=rossi, changes={"is_key": False}, by=lena, at=NOON, expected_version=1)
    assert health_of(vela)["health_coverage"] < before["health_coverage"]


def test_a_former_customer_loses_the_score_and_a_lower_tier_expects_less(
    vela: Account, rossi: Contact, lena: User
) -> None:
    Contact.objects.filter(pk=rossi.pk).update(buying_role="decision_maker")
    for role in ("economic_buyer", "champion"):
        make_contact(vela, "Max Thorn", buying_role=role)
    refresh_account(account_id=vela.pk, at=NOON)
    tier_a = health_of(vela)["health_score"]
    Account.objects.filter(pk=vela.pk).update(tier="C")
    changed = AccountChanged(account_id=vela.pk, fields=frozenset({"tier"}), by_id=lena.pk, at=NOON)
    announce(changed)
    assert health_of(vela)["health_score"] > tier_a
    Account.objects.filter(pk=vela.pk).update(stage="former")
    announce(AccountChanged(account_id=vela.pk, fields=frozenset({"stage"}), by_id=lena.pk, at=NOON))
    assert (health_of(vela)["health_band"], health_of(vela)["health_score"]) == ("unknown", None)


def test_an_import_refreshes_its_accounts_set_based(orchard: Account, nico: User) -> None:
    def queries(count: int) -> int:
        ids = [Account.objects.create(name=f"A{n}", currency="EUR").pk for n in range(count)]
        for account_id in ids:
            talk(Account(pk=account_id, currency="EUR"), nico, days_ago(TODAY, 1), mood=2)
        with CaptureQueriesContext(connection) as captured:
            refresh_accounts(account_ids=ids, at=NOON)
        return len(captured)

    assert queries(25) == queries(2)
    announce(RecordsImported(account_ids=(orchard.pk,), by_id=nico.pk, at=NOON))
    assert Account.objects.get(pk=orchard.pk).health_on == TODAY


def test_a_second_refresh_finds_nothing_to_change(vela: Account, rossi: Contact) -> None:
    refresh_account(account_id=vela.pk, at=NOON)
    row = Account.objects.values().get(pk=vela.pk)
    assert not refresh_account(account_id=vela.pk, at=NOON + timedelta(hours=3))
    assert Account.objects.values().get(pk=vela.pk) == row


def test_a_changed_band_is_told_once_with_its_reason(
    vela: Account, rossi: Contact, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rhythm(vela, lena, days_ago(TODAY, 8), 9, 3, rossi)
    run_day(on=days_ago(TODAY, 1), at=NOON)
    assert health_of(vela)["health_band"] == "watch"
    assert not TimelineEvent.objects.filter(account=vela, kind="health_changed").exists()
    told: list[HealthBandChanged] = []
    monkeypatch.setattr("retention.health.telling.announce", told.append)
    give_notice(make_contract(vela, recorded_at=YEARS_AGO), TODAY)
    assert refresh_account(account_id=vela.pk, at=NOON)
    assert not refresh_account(account_id=vela.pk, at=NOON)
    (event,) = TimelineEvent.objects.filter(account=vela, kind="health_changed")
    assert event.text.endswith("→ 5, now At risk. Written notice received on the open renewal.")
    assert event.actor.is_machine
    assert [fact.account_ids for fact in told] == [(vela.pk,)]


def test_a_refresh_costs_few_queries(vela: Account, rossi: Contact) -> None:
    refresh_account(account_id=vela.pk, at=NOON)
    with CaptureQueriesContext(connection) as captured:
        refresh_account(account_id=vela.pk, at=NOON)
    statements = [query for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 4
