"""Renewal rates by the day they were due (docs/methods.md, Renewal rates)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Account, Contract
from retention.metrics.metric import LeftOut
from retention.metrics.renewed import RATES, renewal_rates
from retention.renewals.models import Renewal
from retention.team.models import Team, User

from ..factories import make_contract
from .books import LONG_AGO, account, year

pytestmark = pytest.mark.django_db
TERM_END = date(2025, 6, 30)


def due(
    of: Account, atr: int, stage: str, signed_after: int | None = None, renewed: int = 0, **more: object
) -> Renewal:
    """A renewal of 30 June 2025, closed with this stage; its successor signed so many days later."""
    contract = make_contract(of, start=LONG_AGO, end=TERM_END, arr=Decimal(atr), state="ended")
    successor = None
    if signed_after is not None:
        start = TERM_END + timedelta(days=1)
        successor = make_contract(
            of, start=start, end=None, arr=Decimal(renewed), state="active",
            signed_on=TERM_END + timedelta(days=signed_after),
        )  # fmt: skip
    is_open = stage in ("scheduled", "engaged")
    more.setdefault("closed_on", None if is_open else TERM_END)
    return Renewal.objects.create(
        account=of, contract=contract, term_end=TERM_END, renewal_due_on=TERM_END + timedelta(days=1),
        decision_on=TERM_END, anchor_kind="act_by", atr=atr, currency="EUR", stage=stage,
        successor=successor, **more,
    )  # fmt: skip


def five_due(owner: User, team: Team) -> Account:
    """The vector: 100 → 110 and 100 → 80 on time, 50 lost, 200 → 200 twenty days late, 30 still open."""
    one = account(owner, team)
    due(one, 100, "renewed_expanded", -10, 110)
    due(one, 100, "renewed_partial", 0, 80)
    due(one, 50, "lost")
    due(one, 200, "renewed", 20, 200)
    due(one, 30, "engaged")
    return one


def test_five_renewals_have_the_rates_of_the_vector(lena: User, north: Team) -> None:
    five_due(lena, north)
    found = {code: each.value for code, each in renewal_rates(year(lena)).items()}
    assert found["atr"] == 480
    assert found["renewal_count_resolved"] == Decimal("0.75")
    assert found["renewal_count_strict"] == Decimal("0.6")
    assert found["renewal_on_time"] == Decimal("0.4")
    assert found["renewal_late"] == Decimal("0.2")
    assert found["renewal_active"] == 1
    by_value = {
        "renewal_gross_resolved": "0.8444", "renewal_gross_strict": "0.7917",
        "renewal_net_resolved": "0.8667", "renewal_net_strict": "0.8125",
    }  # fmt: skip
    assert {code: f"{found[code]:.4f}" for code in by_value} == by_value


def test_renewing_by_itself_is_on_time_and_no_decision(lena: User, north: Team) -> None:
    due(account(lena, north), 100, "auto_renewed")
    found = renewal_rates(year(lena))
    assert (found["renewal_on_time"].value, found["renewal_active"].value) == (1, 0)
    assert found["renewal_net_strict"].value == 1


def test_a_signature_after_ninety_days_is_a_new_start_and_no_renewal(lena: User, north: Team) -> None:
    due(account(lena, north), 100, "renewed", 91, 100)
    found = renewal_rates(year(lena))
    assert (found["renewal_count_resolved"].value, found["renewal_late"].value) == (0, 0)


def test_void_ones_are_left_out_and_counted(lena: User, north: Team) -> None:
    one = account(lena, north)
    due(one, 100, "renewed", 0, 100)
    due(one, 100, "void", void_reason="duplicate")
    found = renewal_rates(year(lena))["renewal_count_strict"]
    assert (found.value, found.n, found.excluded) == (1, 1, (LeftOut("void or merged", 1),))


def test_an_outcome_nobody_knows_is_open_for_ninety_days_and_lost_then(lena: User, north: Team) -> None:
    due(account(lena, north), 100, "unresolved", is_history=True)
    assert renewal_rates(year(lena))["renewal_count_resolved"].value == 0
    early = year(lena)
    early = type(early)(lena, early.start, TERM_END + timedelta(days=20))
    assert renewal_rates(early)["renewal_count_resolved"].value is None
    assert renewal_rates(early)["renewal_count_strict"].value == 0


def test_a_past_day_does_not_know_what_was_closed_later(lena: User, north: Team) -> None:
    due(account(lena, north), 100, "renewed", 0, 100, closed_on=date(2026, 3, 1))
    assert renewal_rates(year(lena))["renewal_count_resolved"].n == 0


def test_one_contract_that_follows_two_ends_is_shared_between_them(lena: User, north: Team) -> None:
    one = account(lena, north)
    first = due(one, 100, "renewed", 0, 90)
    second = due(one, 50, "renewed")
    Renewal.objects.filter(pk=second.pk).update(successor=first.successor)
    assert Contract.objects.get(pk=first.successor_id).lines.count() == 1
    assert renewal_rates(year(lena))["renewal_net_strict"].numerator == 90


def test_rows_add_up_and_only_to_who_may_see_them(lena: User, nico: User, north: Team) -> None:
    five_due(lena, north)
    found = renewal_rates(year(lena))
    assert all(len(metric.rows()) == metric.n for metric in found.values())
    for code in (
        "renewal_gross_resolved",
        "renewal_gross_strict",
        "renewal_net_resolved",
        "renewal_net_strict",
    ):
        rows = found[code].rows()
        assert sum(row.before for row in rows) == found[code].denominator
        assert sum(row.after for row in rows) == found[code].numerator
    page = renewal_rates(year(lena))["atr"].rows(limit=2)
    rest = renewal_rates(year(lena))["atr"].rows(page[-1].place)
    assert len({row.pk for row in [*page, *rest]}) == 5
    assert {each.n for each in renewal_rates(year(nico)).values()} == {0}
    assert set(renewal_rates(year(nico))) == set(RATES)
