"""Closing days: once, in order, each as of its own end, whatever is recorded later."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, TimelineEvent
from contacts.models import Contact, Touchpoint
from retention.health.actions import (
    DayNotOver,
    backfill_demo,
    close_due_days,
    refresh_account,
    run_day,
)
from retention.health.inputs import inputs_of
from retention.health.models import BandState, ClosedDay, HealthSnapshot, Scorecard
from retention.health.moments import closed_day
from retention.team.models import User
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
    """A key contact called every fortnight."""
    contact = key_contact(vela)
    rhythm(vela, lena, days_ago(TODAY, 3), 14, 10, contact)
    book(vela, "1000", days_ago(TODAY, 900))
    return contact


def kept(account: Account) -> list[dict]:
    rows = HealthSnapshot.objects.filter(account=account).order_by("on")
    return list(rows.values("on", "score", "coverage", "band", "measures", "caps"))


def test_a_closed_day_keeps_inputs_contributions_and_version(vela: Account, rossi: Contact) -> None:
    assert run_day(on=YESTERDAY, at=NOON) == 1
    snapshot = HealthSnapshot.objects.get(account=vela, on=YESTERDAY)
    assert (snapshot.card_version, snapshot.score, snapshot.band) == (6, Decimal("61.36"), "watch")
    assert snapshot.measures["E1"] == {
        "of": [6, 6], "score": 100.0, "share": 0.1818, "value": 1.0, "points": 9.0909
    }  # fmt: skip
    assert snapshot.measures["E3"]["of"] == [7, 7]
    assert snapshot.measures["R4"] == {"state": "missing"}
    assert sum(item.get("points", 0) for item in snapshot.measures.values()) == pytest.approx(11.36, abs=0.01)
    assert not snapshot.is_reconstructed


def test_running_a_day_twice_changes_nothing(vela: Account, rossi: Contact) -> None:
    run_day(on=YESTERDAY, at=NOON)
    before = kept(vela), BandState.objects.values().get(), Account.objects.values().get(pk=vela.pk)
    assert run_day(on=YESTERDAY, at=NOON + timedelta(hours=1)) == 0
    assert (kept(vela), BandState.objects.values().get(), Account.objects.values().get(pk=vela.pk)) == before
    assert ClosedDay.objects.get().accounts == 1


def test_a_snapshot_is_never_changed(vela: Account, rossi: Contact) -> None:
    run_day(on=YESTERDAY, at=NOON)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        HealthSnapshot.objects.filter(account=vela).update(score=100)


def test_the_day_that_is_not_over_cannot_be_closed(vela: Account) -> None:
    with pytest.raises(DayNotOver):
        run_day(on=TODAY, at=NOON)


def test_the_tick_catches_up_missed_days_each_as_of_its_own_end(
    vela: Account, rossi: Contact, lena: User
) -> None:
    close_due_days(NOON - timedelta(days=4))
    talk(vela, lena, days_ago(TODAY, 2), rossi, mood=-2)
    assert close_due_days(NOON) == 4
    assert close_due_days(NOON) == 0
    moods = {row["on"]: row["measures"]["R4"].get("value") for row in kept(vela)}
    assert moods == {
        days_ago(TODAY, 5): None, days_ago(TODAY, 4): None, days_ago(TODAY, 3): None,
        days_ago(TODAY, 2): -2, YESTERDAY: -2,
    }  # fmt: skip
    assert ClosedDay.objects.filter(closed_at__isnull=False).count() == 5


def test_the_tick_does_a_bounded_piece_and_goes_on_next_time(vela: Account, orchard: Account) -> None:
    known_since(orchard)
    assert close_due_days(NOON, 1) == 1
    assert ClosedDay.objects.get().closed_at is None
    assert close_due_days(NOON, 1) == 1
    assert close_due_days(NOON, 1) == 0
    assert ClosedDay.objects.get().closed_at == NOON
    assert HealthSnapshot.objects.count() == 2


def test_batches_cover_every_account_and_leave_former_ones_out(vela: Account, orchard: Account) -> None:
    known_since(orchard)
    gone = known_since(Account.objects.create(name="Gone", currency="EUR", stage="former"))
    assert run_day(on=YESTERDAY, at=NOON, batch=1) == 2
    assert not HealthSnapshot.objects.filter(account=gone).exists()


@pytest.mark.parametrize("what", ["logged", "corrected", "withdrawn"])
def test_what_is_recorded_later_changes_no_closed_day(
    vela: Account, rossi: Contact, lena: User, what: str
) -> None:
    as_of = closed_day(YESTERDAY)
    before = inputs_of([vela.pk], as_of)
    last = Touchpoint.objects.order_by("-happened_at").first()
    assert last is not None
    if what == "withdrawn":
        Touchpoint.objects.filter(pk=last.pk).update(is_current=False, withdrawn_at=NOON)
    else:
        talk(
            vela, lena, days_ago(TODAY, 2), rossi, mood=-2, recorded_at=NOON,
            supersedes=last if what == "corrected" else None,
        )  # fmt: skip
        Touchpoint.objects.filter(pk=last.pk).update(is_current=what == "logged")
    key_contact(vela, "Too Late", recorded_at=NOON)
    book(vela, "-900", days_ago(TODAY, 30), recorded_at=NOON)
    assert inputs_of([vela.pk], closed_day(YESTERDAY)) == before
    assert inputs_of([vela.pk], closed_day(TODAY)) != before


def test_notice_counts_from_when_it_was_known(vela: Account) -> None:
    give_notice(make_contract(vela, end=date(2199, 12, 31), recorded_at=YEARS_AGO), days_ago(TODAY, 400))
    (then,) = inputs_of([vela.pk], closed_day(days_ago(TODAY, 399))).values()
    assert then["notice_received_since"] is None, "the day it was received nobody had entered it"
    (later,) = inputs_of([vela.pk], closed_day(date(2199, 1, 1))).values()
    assert later["notice_received_since"] == days_ago(TODAY, 400)


def test_what_happened_since_midnight_stays_in_the_row_when_the_day_is_closed_late(
    vela: Account, rossi: Contact, lena: User
) -> None:
    talk(vela, lena, NOON, rossi, mood=-2)
    refresh_account(account_id=vela.pk, at=NOON)
    fresh = Account.objects.get(pk=vela.pk)
    run_day(on=YESTERDAY, at=NOON)
    late = Account.objects.get(pk=vela.pk)
    assert (late.health_score, late.health_on) == (fresh.health_score, TODAY)
    assert HealthSnapshot.objects.get(account=vela).score != late.health_score


def test_without_news_the_row_is_what_was_kept(vela: Account, rossi: Contact) -> None:
    run_day(on=YESTERDAY, at=NOON)
    closed = Account.objects.get(pk=vela.pk)
    refresh_account(account_id=vela.pk, at=NOON)
    live = Account.objects.get(pk=vela.pk)
    assert (live.health_score, live.health_band) == (closed.health_score, closed.health_band)
    assert HealthSnapshot.objects.get(account=vela).capped_score == live.health_score


def test_the_trend_compares_with_four_weeks_ago(vela: Account, rossi: Contact, lena: User) -> None:
    talk(vela, lena, days_ago(TODAY, 40), mood=2)
    run_day(on=days_ago(TODAY, 29), at=NOON)
    talk(vela, lena, days_ago(TODAY, 5), mood=-2)
    run_day(on=YESTERDAY, at=NOON)
    trend = Account.objects.get(pk=vela.pk).health_trend
    assert trend is not None
    assert trend == round(Decimal(-100) * 3 / 36, 2)


def test_sample_history_is_marked_as_reconstructed(vela: Account, rossi: Contact, lena: User) -> None:
    Touchpoint.objects.update(recorded_at=NOON)
    known_since(vela, NOON)
    assert backfill_demo(account_ids=[vela.pk], days=30, at=NOON) == 30
    rows = HealthSnapshot.objects.filter(account=vela)
    assert set(rows.values_list("is_reconstructed", flat=True)) == {True}
    assert rows.filter(band="healthy").exists()
    assert Account.objects.get(pk=vela.pk).health_band == "healthy"
    assert backfill_demo(account_ids=[vela.pk], days=30, at=NOON) == 0


def test_sample_history_tells_its_band_changes_on_their_day(
    vela: Account, rossi: Contact, lena: User
) -> None:
    Touchpoint.objects.filter(happened_at__gt=noon(days_ago(TODAY, 60))).delete()
    talk(vela, lena, days_ago(TODAY, 8), rossi, mood=2)
    backfill_demo(account_ids=[vela.pk], days=90, at=NOON)
    changes = TimelineEvent.objects.filter(account=vela, kind="health_changed").order_by("at")
    bands = list(HealthSnapshot.objects.filter(account=vela).order_by("on").values_list("band", flat=True))
    assert len(changes) == sum(before != after for before, after in pairwise(bands)) > 0
    assert all(change.at < NOON for change in changes)
    assert "now At risk" in changes[0].text


def test_imported_history_has_no_past(vela: Account, rossi: Contact) -> None:
    Touchpoint.objects.update(recorded_at=NOON)
    known_since(vela, NOON)
    assert run_day(on=YESTERDAY, at=NOON) == 0


def test_a_day_costs_a_fixed_number_of_queries(vela: Account, north: object) -> None:
    def queries(on: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            run_day(on=days_ago(TODAY, on), at=NOON)
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    run_day(on=days_ago(TODAY, 4), at=NOON)
    one = queries(3)
    for number in range(20):
        known_since(Account.objects.create(name=f"A{number}", currency="EUR"))
    assert queries(2) <= one <= 16


def test_snapshots_go_with_their_account(vela: Account) -> None:
    run_day(on=YESTERDAY, at=NOON)
    Account.objects.filter(pk=vela.pk).delete()
    assert not HealthSnapshot.objects.exists()


def test_the_published_starters_are_the_cards_in_the_code(db: None) -> None:
    from retention.health.cards import STARTERS
    from retention.health.published import card_from, cards_of, current_card, definition_of

    for version, card in enumerate(STARTERS, start=1):
        row = Scorecard.objects.get(version=version)
        assert row.definition == definition_of(card)
        assert card_from(row.definition) == card
    assert current_card().card.live == "13 of 17 measures live"
    with pytest.raises(Scorecard.DoesNotExist):
        cards_of([1, 7])
    assert noon(TODAY) == NOON
