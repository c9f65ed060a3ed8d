"""The estimate on every open renewal: true after every change, apart from the owner's call."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.actions import edit_account
from accounts.models import Account
from contacts.actions import add_contact, edit_contact, learn, mark_departed
from contacts.models import KnownFact
from retention.renewals.actions import close_renewal, move_stage, record_facts, set_call
from retention.renewals.estimates import refresh_all
from retention.renewals.models import Renewal, StageChange, StageRate
from retention.renewals.models.querysets import DISAGREEING
from retention.renewals.rates import count_rates, refresh_monthly
from retention.renewals.rebuild import rebuild
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed
from .known import know_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """Open, scheduled, in tier A."""
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def now(renewal: Renewal) -> Decimal | None:
    return Renewal.objects.values_list("estimate", flat=True).get(pk=renewal.pk)


def test_a_new_renewal_has_an_estimate_with_the_number_of_cases_behind_it(renewal: Renewal) -> None:
    assert (renewal.estimate, renewal.estimate_n, renewal.stuck_on) == (Decimal("0.8000"), 0, None)
    assert renewal.stage_since is not None


def test_stage_and_signs_change_it_and_a_rebuild_finds_nothing(
    renewal: Renewal, lena: User, vela: Account
) -> None:
    know_everything(renewal, lena)
    row = move_stage(renewal=renewal, stage="verbal", reason="", by=lena, at=NOON, expected_version=None)
    assert (row.estimate, row.stage_since) == (Decimal("0.9500"), TODAY)
    record_facts(renewal=row, changes={"objects_to_price": True}, by=lena, at=NOON)
    assert now(row) == Decimal("0.9194")
    champion = add_contact(account=vela, name="Ann Cole", buying_role="champion", by=lena, at=NOON)
    assert now(row) == Decimal("0.9194")
    mark_departed(contact=champion, on=TODAY, by=lena, at=NOON)
    assert now(row) == Decimal("0.8507")
    other = add_contact(account=vela, name="Ben Cole", by=lena, at=NOON)
    edit_contact(contact=other, changes={"buying_role": "champion"}, by=lena, at=NOON, expected_version=None)
    assert now(row) == Decimal("0.9194")
    assert refresh_all() == 0
    assert rebuild(at=NOON) == 0


def test_who_says_they_leave_lowers_it_while_the_word_is_fresh(
    renewal: Renewal, lena: User, vela: Account
) -> None:
    """4 x .4 = 1.6: p = .6154; unsure 3.2: .7619; an old word says nothing, the newest of a person counts."""
    ann, ben = (add_contact(account=vela, name=name, by=lena, at=NOON) for name in ("Ann Cole", "Ben Cole"))
    said: dict[str, Any] = {"account": vela, "topic": "intent", "by": lena, "at": NOON}
    old = TODAY - timedelta(days=130)
    learn(**said, contact=ann, value="leave", said_on=old)
    assert now(renewal) == Decimal("0.8000")
    learn(**said, contact=ann, value="leave", said_on=TODAY - timedelta(days=20))
    assert now(renewal) == Decimal("0.6154")
    learn(**said, contact=ben, value="unsure")
    learn(**said, contact=ann, value="stay", said_on=TODAY - timedelta(days=10))
    assert now(renewal) == Decimal("0.7619")
    assert refresh_all() == 0
    KnownFact.objects.filter(contact=ben).update(said_on=old, fresh_until=TODAY - timedelta(days=3))
    count_rates(TODAY)
    assert refresh_monthly(NOON) == 1
    assert now(renewal) == Decimal("0.8000")


def test_another_band_changes_it_with_the_band(renewal: Renewal, vela: Account, machine: User) -> None:
    from accounts.announced import HealthBandChanged
    from retention.lib.facts import announce

    Account.objects.filter(pk=vela.pk).update(health_band="at_risk")
    announce(HealthBandChanged(account_ids=(vela.pk,), by_id=machine.pk, at=NOON))
    assert now(renewal) == Decimal("0.5833")


def test_the_estimate_makes_no_call_and_a_call_no_estimate(renewal: Renewal, lena: User) -> None:
    row = set_call(renewal=renewal, call="commit", note="", by=lena, at=NOON, expected_version=None)
    assert row.estimate == Decimal("0.8000")
    assert row.version == renewal.version + 1
    Renewal.objects.update(estimate=Decimal("0.1"))
    refresh_all()
    assert Renewal.objects.get().call == "commit"


@pytest.mark.parametrize(
    ("call", "estimate", "disagrees"),
    [("commit", "0.6999", True), ("commit", "0.7000", False), ("pipeline", "0.9001", True),
     ("pipeline", "0.9000", False), ("most_likely", "0.1000", False), ("", "0.1000", False)],
)  # fmt: skip
def test_call_and_estimate_disagree_beyond_their_bounds(
    renewal: Renewal, call: str, estimate: str, disagrees: bool
) -> None:
    Renewal.objects.update(call=call, estimate=Decimal(estimate))
    assert Renewal.objects.open().filter(DISAGREEING).exists() is disagrees
    Renewal.objects.update(stage="lost", closed_on=TODAY)
    assert not Renewal.objects.open().filter(DISAGREEING).exists()


def test_own_experience_is_counted_by_tier_and_stage(
    vela: Account, orchard: Account, lena: User, nico: User, signed: Signed
) -> None:
    ends = [date(2027, 6, 30) + timedelta(days=n) for n in range(4)]
    for number, end in enumerate(ends):
        signed(vela, end, reference=f"V-{number}")
    rows = list(Renewal.objects.order_by("term_end"))
    for row in rows[:3]:
        move_stage(renewal=row, stage="preparing", reason="", by=lena, at=NOON + timedelta(days=10),
                   expected_version=None)  # fmt: skip
    for row, stage in zip(rows[:3], ("renewed", "lost", "unresolved"), strict=True):
        StageChange.objects.create(renewal=row, before="preparing", after=stage, by=lena,
                                   at=NOON + timedelta(days=30))  # fmt: skip
        Renewal.objects.filter(pk=row.pk).update(stage=stage, closed_on=TODAY, recorded_at=NOON)
    count_rates(TODAY)
    preparing = StageRate.objects.get(segment="A", stage="preparing")
    assert (preparing.renewed, preparing.resolved) == (1, 2), "an unknown outcome says nothing"
    assert (preparing.stays, preparing.median_days) == (3, Decimal(20))
    scheduled = StageRate.objects.get(segment="A", stage="scheduled")
    assert (scheduled.renewed, scheduled.resolved, scheduled.median_days) == (1, 2, Decimal(10))
    assert StageRate.objects.get(segment="B", stage="preparing").resolved == 0
    refresh_all()
    open_one = Renewal.objects.get(pk=rows[3].pk)
    assert (open_one.estimate, open_one.estimate_n) == (Decimal("0.7500"), 2)


def test_experience_is_counted_once_a_month(renewal: Renewal) -> None:
    refresh_monthly(NOON)
    StageRate.objects.filter(segment="A", stage="scheduled").update(renewed=0, resolved=10, stays=5,
                                                                    median_days=Decimal(4))  # fmt: skip
    assert refresh_monthly(NOON + timedelta(days=6)) == 0
    assert refresh_all() == 1
    row = Renewal.objects.get()
    assert (row.estimate, row.estimate_n) == (Decimal("0.4000"), 10)
    assert row.stuck_on == row.stage_since + timedelta(days=7)
    assert list(Renewal.objects.stuck(on=row.stuck_on)) == [row]
    assert not Renewal.objects.stuck(on=row.stuck_on - timedelta(days=1)).exists()
    assert refresh_monthly(NOON + timedelta(days=8)) == 1
    assert now(row) == Decimal("0.8000")


def test_another_tier_has_other_experience(renewal: Renewal, lena: User, vela: Account, ada: User) -> None:
    refresh_monthly(NOON)
    StageRate.objects.filter(segment="C", stage="scheduled").update(renewed=5, resolved=10)
    edit_account(account=vela, changes={"tier": "C"}, by=ada, at=NOON, expected_version=None)
    assert now(renewal) == Decimal("0.6500")


def test_what_is_closed_keeps_the_estimate_it_ended_with(renewal: Renewal, lena: User) -> None:
    row = close_renewal(renewal=renewal, stage="renewed", on=TODAY, note="", by=lena, at=NOON)
    Account.objects.update(health_band="at_risk")
    assert refresh_all() == 0
    assert row.estimate == Decimal("0.8000")
