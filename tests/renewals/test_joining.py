"""Several ends of an account decided as one renewal, and taken apart again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import end_contract, record_notice
from accounts.lines import LineInput
from accounts.models import Account, Contract, FxRate, Product, TimelineEvent
from retention.metrics.committed import committed_of
from retention.renewals.actions import (
    JoinRefused,
    close_renewal,
    join_renewals,
    move_stage,
    reopen_renewal,
    split_renewal,
    void_renewal,
)
from retention.renewals.integrity import find_broken
from retention.renewals.models import LineOutcome, Renewal
from retention.renewals.rebuild import rebuild
from retention.renewals.stages import MoveRefused
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed

END, LATER = date(2027, 6, 30), date(2027, 9, 30)


@pytest.fixture
def goods() -> list[Product]:
    return [Product.objects.create(code=code, name=code) for code in ("P1", "P2", "P3")]


def line(product: Product, amount: int, **fields: object) -> LineInput:
    return LineInput(recurring_amount=Decimal(amount), product=product, **fields)  # type: ignore[arg-type]


@pytest.fixture
def three(vela: Account, signed: Signed, goods: list[Product]) -> list[Renewal]:
    """Two contracts, one of them with an add-on that ends earlier: three ends."""
    signed(vela, END, lines=[line(goods[0], 12000)], reference="A")
    signed(vela, LATER, lines=[line(goods[1], 6000), line(goods[2], 500, end_on=date(2027, 3, 31))],
           reference="B")  # fmt: skip
    return list(Renewal.objects.open().order_by("-atr"))


@pytest.fixture
def joined(three: list[Renewal], nadia: User) -> Renewal:
    """The largest decides all three."""
    return join_renewals(renewal=three[0], others=three[1:], reason="One talk", by=nadia, at=NOON)


def holds() -> None:
    """Nothing is wrong, and deriving again changes nothing."""
    assert find_broken() == []
    assert rebuild(at=NOON) == 0


def test_one_renewal_holds_the_amounts_and_the_earliest_day(joined: Renewal, vela: Account) -> None:
    assert joined.atr == Decimal(18500)
    assert joined.decision_on == min(Renewal.objects.values_list("decision_on", flat=True))
    assert list(Renewal.objects.open()) == [joined]
    parts = joined.parts.order_by("-atr")
    assert [(p.stage, p.void_reason, p.atr, p.close_note) for p in parts] == [
        ("void", "merged", Decimal(6000), "One talk"),
        ("void", "merged", Decimal(500), "One talk"),
    ]
    vela.refresh_from_db()
    assert vela.next_decision_on == joined.decision_on
    story = TimelineEvent.objects.get(kind="renewals_joined").text
    assert story == "Renewal of A: decides B, B too: One talk"
    holds()


def test_what_changes_on_a_part_changes_what_is_decided(joined: Renewal, lena: User) -> None:
    part = joined.parts.get(atr=6000)
    part.contract.lines.filter(arr=6000).update(recurring_amount=9000, arr=9000)
    assert rebuild(at=NOON) > 0
    joined.refresh_from_db()
    assert joined.atr == Decimal(21500)
    holds()


def test_taken_apart_it_stands_where_it_stood(three: list[Renewal], nadia: User, lena: User) -> None:
    move_stage(renewal=three[1], stage="preparing", reason="", by=lena, at=NOON, expected_version=None)
    whole = join_renewals(renewal=three[0], others=three[1:], reason="One talk", by=nadia, at=NOON)
    part = split_renewal(renewal=three[1], reason="Two talks", by=nadia, at=NOON + timedelta(hours=1))
    whole.refresh_from_db()
    assert (part.stage, part.joined_to, part.closed_on, part.void_reason) == ("preparing", None, None, "")
    assert (part.atr, whole.atr) == (Decimal(6000), Decimal(12500))
    holds()
    with pytest.raises(JoinRefused, match="not decided together"):
        split_renewal(renewal=part, reason="Again", by=nadia, at=NOON)


def test_a_notice_takes_its_part_out(joined: Renewal, lena: User) -> None:
    part = joined.parts.get(atr=6000)
    record_notice(contract=part.contract, received_on=TODAY, by=lena, at=NOON)
    part.refresh_from_db()
    joined.refresh_from_db()
    assert (part.stage, part.joined_to_id) == ("notice_received", None)
    assert joined.atr == Decimal(12000), "the add-on stands on the same contract"
    holds()


def test_a_notice_for_the_one_that_decides_frees_all(joined: Renewal, lena: User) -> None:
    record_notice(contract=joined.contract, received_on=TODAY, by=lena, at=NOON)
    joined.refresh_from_db()
    assert (joined.stage, joined.atr) == ("notice_received", Decimal(12000))
    assert Renewal.objects.open().count() == 3
    holds()


def test_one_paper_for_two_renews_both(
    joined: Renewal, vela: Account, signed: Signed, goods: list[Product], ada: User
) -> None:
    """B ends with A, and stays with it; the paper takes over P1 and P2. P3 is not in it and stands alone."""
    end_contract(contract=Contract.objects.get(reference="B"), last_day=END, by=ada, at=NOON)
    assert joined.parts.get(atr=6000).term_end == END
    holds()
    signed(vela, date(2028, 6, 30), term_start=date(2027, 7, 1), predecessor=joined.contract, reference="C",
           signed_on=TODAY, lines=[line(goods[0], 12000), line(goods[1], 7000)])  # fmt: skip
    joined.refresh_from_db()
    amounts = (Decimal(18000), Decimal(19000))
    assert (joined.stage, joined.atr, joined.renewed_arr) == ("renewed_expanded", *amounts)
    results = LineOutcome.objects.filter(renewal=joined).order_by("-arr_before")
    assert [(one.result, one.arr_after) for one in results] == [("renewed", 12000), ("expanded", 7000)]
    assert [part.atr for part in joined.parts.all()] == [Decimal(6000)]
    assert Renewal.objects.get(atr=500).joined_to is None
    holds()


def test_a_follower_of_its_own_takes_a_part_out(
    joined: Renewal, vela: Account, signed: Signed, goods: list[Product]
) -> None:
    part = joined.parts.get(atr=6000)
    signed(vela, date(2028, 9, 30), term_start=date(2027, 10, 1), predecessor=part.contract, reference="C",
           signed_on=TODAY, lines=[line(goods[1], 6000)])  # fmt: skip
    part.refresh_from_db()
    joined.refresh_from_db()
    assert part.joined_to_id is None and part.stage.startswith("renewed")
    assert joined.atr == Decimal(12000) and not joined.is_closed
    holds()


def test_lost_together_every_line_is_dropped_and_may_be_taken_back(joined: Renewal, nadia: User) -> None:
    reason = {
        "stated_reason": "They close the site", "root_cause": "customer_business_change",
        "sub_code": "site_closed", "evidence": "Their letter", "controllable": "external",
        "is_regrettable": True,
    }  # fmt: skip
    closed = close_renewal(renewal=joined, stage="lost", on=TODAY, note="", reason=reason, by=nadia, at=NOON)
    assert closed.renewed_arr == 0
    assert committed_of(closed.account_id, on=date(2026, 12, 1))["EUR"].leaving == Decimal(18500)
    assert sorted(LineOutcome.objects.values_list("arr_before", "result")) == [
        (Decimal(500), "dropped"), (Decimal(6000), "dropped"), (Decimal(12000), "dropped"),
    ]  # fmt: skip
    with pytest.raises(MoveRefused, match="open that one again"):
        split_renewal(renewal=joined.parts.all()[0], reason="x", by=nadia, at=NOON)
    holds()
    again = reopen_renewal(renewal=closed, reason="They stay", by=nadia, at=NOON)
    assert again.atr == Decimal(18500)
    holds()


def test_who_looks_after_the_account_does_not_join(three: list[Renewal], lena: User, ada: User) -> None:
    with pytest.raises(PermissionDenied):
        join_renewals(renewal=three[0], others=three[1:], reason="One talk", by=lena, at=NOON)
    whole = join_renewals(renewal=three[0], others=three[1:], reason="One talk", by=ada, at=NOON)
    assert whole.parts.count() == 2


def test_what_does_not_belong_together_is_refused(
    three: list[Renewal], signed: Signed, ada: User, vela: Account
) -> None:
    FxRate.objects.create(currency="CHF", on=TODAY, rate=Decimal("1.05"), source="t")
    signed(vela, END, reference="F", currency="CHF")
    foreign = Renewal.objects.get(currency="CHF")
    pine = Account.objects.create(name="Pine", owner=vela.owner, team=vela.team, tier="B", currency="EUR")
    signed(pine, END, reference="O")
    elsewhere = Renewal.objects.get(account=pine)

    def join(*others: Renewal, reason: str = "x", row: Renewal = three[0]) -> Renewal:
        return join_renewals(renewal=row, others=others, reason=reason, by=ada, at=NOON)

    for others, words in (
        ((), "at least one"), ((three[0],), "at least one"), ((foreign,), "another currency"),
        ((elsewhere,), "same account"),
    ):  # fmt: skip
        with pytest.raises(JoinRefused, match=words):
            join(*others)
    join(three[1])
    with pytest.raises(JoinRefused, match="is closed"):
        join(three[1], row=three[2])
    with pytest.raises(JoinRefused, match="decides others"):
        join(three[0], row=three[2])
    with pytest.raises(MoveRefused, match="take them apart first"):
        void_renewal(renewal=three[0], reason="duplicate", note="", by=ada, at=NOON)
    with pytest.raises(MoveRefused, match="take it apart there"):
        reopen_renewal(renewal=three[1], reason="x", by=ada, at=NOON)


def test_the_database_knows_no_joined_renewal_that_is_open(three: list[Renewal]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.filter(pk=three[1].pk).update(joined_to=three[0])


def test_the_nightly_check_finds_a_part_whose_other_cannot_decide_it(joined: Renewal) -> None:
    Renewal.objects.filter(pk=joined.pk).update(stage="void", void_reason="duplicate", closed_on=TODAY)
    assert {one.code for one in find_broken()} == {"joined_wrongly"}
