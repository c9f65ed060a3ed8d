"""What we do as measures: executive pairs (R3), hours beyond the contract (C3), close ties."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account
from contacts.models import Contact
from plans.models import ServiceAllowance, TimeEntry
from retention.health.facts import explain_account
from retention.health.inputs import inputs_of
from retention.health.moments import AsOf, live, reconstructed
from retention.team.models import User
from retention.teamwork.actions.pairs import end_pair, pair_executives
from retention.teamwork.models import ExecutivePairing
from tests.cast import NOON, TODAY
from tests.factories import days_ago, make_contact, make_contract
from tests.health.history import key_contact, known_since, noon, talk

pytestmark = pytest.mark.django_db
ON = days_ago(TODAY, 1)


@pytest.fixture
def vela(vela: Account) -> Account:
    """Tier A, known for years."""
    return known_since(vela)


def row_of(account: Account, as_of: AsOf | None = None) -> dict[str, Any]:
    return dict(inputs_of([account.pk], as_of or reconstructed(ON))[account.pk])


def pair_of(contact: Contact, user: User, interval: int = 90, since: int = 400) -> ExecutivePairing:
    return ExecutivePairing.objects.create(
        account=contact.account, user=user, contact=contact, interval_days=interval,
        starts_on=days_ago(ON, since), due_on=TODAY, talk_on=TODAY,
    )  # fmt: skip


def test_a_pair_counts_days_since_both_talked_against_its_interval(
    vela: Account, lena: User, nadia: User
) -> None:
    assert row_of(vela)["r3_state"] == "not_applicable"
    sponsor = key_contact(vela)
    pair_of(sponsor, nadia)
    talk(vela, lena, days_ago(ON, 5), sponsor)  # not a talk of the pair: she was not there
    assert (row_of(vela)["r3_part"], row_of(vela)["r3_row"]) == (400, None)
    said = talk(vela, nadia, days_ago(ON, 100), sponsor)
    row = row_of(vela)
    assert (row["r3_state"], row["r3_value"], row["r3_row"]) == ("known", Decimal("1.1111"), said.pk)
    joined = talk(vela, lena, days_ago(ON, 45), sponsor)
    joined.colleagues.add(nadia)
    assert row_of(vela)["r3_value"] == Decimal("0.5000")
    other = make_contact(vela, "Max Thorn", since=days_ago(ON, 900))
    pair_of(other, lena, interval=30, since=60)
    assert row_of(vela)["r3_value"] == 2, "the pair that is silent for longest counts"


def test_a_pair_that_ended_or_sleeps_is_not_measured(vela: Account, nadia: User) -> None:
    pair = pair_of(key_contact(vela), nadia)
    Account.objects.filter(pk=vela.pk).update(stage="dormant")
    assert row_of(vela)["r3_state"] == "not_applicable"
    Account.objects.filter(pk=vela.pk).update(stage="live")
    assert row_of(vela)["r3_state"] == "known"
    ExecutivePairing.objects.filter(pk=pair.pk).update(ends_on=ON, end_reason="Moved on")
    assert row_of(vela)["r3_state"] == "not_applicable"


def test_a_closed_day_knows_neither_later_pairs_nor_later_talks(
    vela: Account, lena: User, nadia: User
) -> None:
    sponsor = key_contact(vela)
    pair_of(sponsor, nadia)
    now = timezone.now()
    after = AsOf(ON, noon(ON), now + timedelta(hours=1))
    assert row_of(vela, after)["r3_part"] == 400
    assert row_of(vela, AsOf(ON, noon(ON), now - timedelta(hours=1)))["r3_state"] == "not_applicable"
    late = talk(vela, nadia, days_ago(ON, 3), sponsor, recorded_at=now + timedelta(hours=2))
    assert row_of(vela, after)["r3_part"] == 400
    assert row_of(vela)["r3_row"] == late.pk


def test_a_pair_moves_the_score_at_once_and_gives_its_reason(vela: Account, lena: User, nadia: User) -> None:
    sponsor = key_contact(vela)
    pair = pair_executives(account=vela, user=nadia, contact=sponsor, by=lena, at=NOON)
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    said = {each.code: each.words for each in fact.measures}
    assert said["R3"] == "The executives have not talked, a pair for 0 days; every 90 agreed"
    vela.refresh_from_db()
    before = vela.health_coverage
    end_pair(pair=pair, reason="Moved on", by=lena, at=NOON)
    vela.refresh_from_db()
    assert vela.health_coverage != before


@pytest.fixture
def hours(vela: Account, lena: User) -> ServiceAllowance:
    """60 hours a month, of which 65, 78 and 72 were delivered in the last three full months."""
    allowance = ServiceAllowance.objects.create(
        account=vela, contract=make_contract(vela), minutes=3600, currency="EUR", starts_on=date(2025, 1, 1),
        by=lena,
    )  # fmt: skip
    for month, amount in ((7, 110), (8, 65), (9, 78), (10, 72)):
        for day in range(1, 6):
            entry(vela, lena, date(2026, month, day), amount * 60 // 5)
    return allowance


def entry(account: Account, by: User, day: date, minutes: int, **more: Any) -> TimeEntry:
    return TimeEntry.objects.create(
        account=account,
        user=by,
        by=by,
        worked_on=day,
        minutes=minutes,
        text="x",
        recorded_at=noon(day),
        **more,
    )


def test_hours_beyond_are_those_of_three_full_months(
    vela: Account, lena: User, hours: ServiceAllowance
) -> None:
    row = row_of(vela)
    assert (row["c3_value"], row["c3_part"], row["c3_whole"]) == (Decimal("0.1944"), 215 * 60, 180 * 60)
    assert row["c3_age"] == (ON - date(2026, 10, 5)).days
    entry(vela, lena, days_ago(ON, 1), 60)
    entry(vela, lena, date(2026, 10, 9), 600, kind="internal")
    entry(vela, lena, date(2026, 10, 9), 600, withdrawn_on=days_ago(ON, 1))
    talk(vela, lena, date(2026, 10, 9), key_contact(vela), minutes=60)
    row = row_of(vela)
    assert (row["c3_part"], row["c3_age"]) == (216 * 60, 1), (
        "only delivery counts, and this month is not over"
    )


def test_without_hours_there_is_nothing_to_say(vela: Account, lena: User) -> None:
    assert row_of(vela)["c3_state"] == "not_applicable"
    allowance = ServiceAllowance.objects.create(
        account=vela, contract=make_contract(vela), minutes=60, currency="EUR", by=lena,
        starts_on=TODAY.replace(day=1),
    )  # fmt: skip
    entry(vela, lena, days_ago(ON, 1), 30)
    assert row_of(vela)["c3_state"] == "missing", "no full month is over"
    ServiceAllowance.objects.filter(pk=allowance.pk).update(starts_on=date(2026, 9, 1))
    assert row_of(vela)["c3_value"] == 0
    TimeEntry.objects.all().delete()
    assert row_of(vela)["c3_state"] == "missing", "nobody wrote hours down"


def test_hours_are_read_as_they_were_known(vela: Account, lena: User, hours: ServiceAllowance) -> None:
    now = timezone.now()
    known = AsOf(ON, noon(ON), now + timedelta(hours=1))
    TimeEntry.objects.create(
        account=vela, user=lena, by=lena, worked_on=date(2026, 10, 20), minutes=600, text="x",
        recorded_at=now + timedelta(hours=2),
    )  # fmt: skip
    assert (row_of(vela, known)["c3_part"], row_of(vela)["c3_part"]) == (215 * 60, 225 * 60)


def near(account: Account, days: int) -> None:
    Account.objects.filter(pk=account.pk).update(next_decision_on=ON + timedelta(days=days))


def close_to(account: Account, name: str, by: User) -> Contact:
    contact = key_contact(account, name)
    for days in range(1, 40, 3):
        talk(account, by, days_ago(ON, days), contact, channel="meeting")
    return contact


def test_fewer_than_two_close_ties_cap_before_a_decision(vela: Account, lena: User) -> None:
    near(vela, 180)
    row = row_of(vela)
    assert (row["few_ties_since"], row["few_ties_row"]) == (ON, None)
    one = close_to(vela, "Ana Ruiz", lena)
    key_contact(vela, "Max Thorn")
    near(vela, 100)
    row = row_of(vela)
    assert (row["few_ties_since"], row["few_ties_row"]) == (days_ago(ON, 80), one.pk)
    near(vela, 181)
    assert row_of(vela)["few_ties_since"] is None
    near(vela, 100)
    close_to(vela, "Ben Okafor", lena)
    assert row_of(vela)["few_ties_since"] is None


def test_the_cap_holds_down_the_score_and_names_whom_we_know_best(vela: Account, lena: User) -> None:
    one = close_to(vela, "Ana Ruiz", lena)
    near(vela, 100)
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    cap = next(each for each in fact.caps if each.code == "few_ties")
    assert (cap.at_most, cap.evidence) == (65, ("contact", one.pk))
    assert cap.text.startswith("Less than 180 days to the decision")


@pytest.mark.parametrize(
    "change",
    [{"tier": "D"}, {"stage": "dormant"}, {"stage": "former"}, {"next_decision_on": None},
     {"recorded_at": noon(days_ago(ON, 59))}],
)  # fmt: skip
def test_it_holds_only_where_ties_are_asked_for_and_could_have_grown(
    vela: Account, change: dict[str, Any]
) -> None:
    near(vela, 30)
    assert row_of(vela)["few_ties_since"] is not None
    Account.objects.filter(pk=vela.pk).update(**change)
    assert row_of(vela, live(datetime.combine(TODAY, NOON.timetz())))["few_ties_since"] is None
