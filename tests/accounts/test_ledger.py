"""The ledger in the database: always the sum of the lines, only ever added to, and moved by the calendar."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db.models import Sum

from accounts.actions import activate_contract, amend_line, end_contract, record_notice
from accounts.announced import RecordsImported
from accounts.arr import arr_on
from accounts.changes import apply_due_changes
from accounts.ledger import lines_of, rebuild_ledger
from accounts.lines import LinesOverlap
from accounts.models import Account, ArrMovement, Contract
from contacts.models import Contact
from retention.lib import facts
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact, make_contract

END = date(2027, 1, 31)


def booked(account: Account, day: date) -> Decimal:
    """What the movements up to a day add up to."""
    total: Decimal | None = account.movements.filter(effective_on__lte=day).aggregate(s=Sum("amount"))["s"]
    return total or Decimal(0)


@pytest.mark.parametrize("seed", range(4))
def test_movements_add_up_to_the_lines_on_any_day_whatever_happened(
    vela: Account, lena: User, seed: int
) -> None:
    chance = Random(seed)
    for number in range(6):
        start = TODAY - timedelta(days=chance.randint(0, 500))
        end = start + timedelta(days=chance.randint(30, 400))
        draft = make_contract(
            vela, start=start, end=end, arr=Decimal(chance.randint(1, 9) * 1000), reference=f"R{number}"
        )
        contract = activate_contract(contract=draft, by=lena, at=NOON)
        if contract.state == "active" and chance.random() < 0.7:
            line = contract.lines.get()
            day = line.start_on + timedelta(days=chance.randint(0, 25))
            amend_line(line=line, effective_on=day, by=lena, at=NOON, recurring_amount=Decimal(500))
        if contract.state == "active" and chance.random() < 0.4:
            end_contract(contract=contract, last_day=start + timedelta(days=29), by=lena, at=NOON)
    for later in (0, 40, 300):
        apply_due_changes(at=NOON + timedelta(days=later))
        assert rebuild_ledger(on=TODAY + timedelta(days=later)) == []
        lines = lines_of([vela.pk])[vela.pk]
        for _ in range(12):
            day = TODAY + timedelta(days=later - chance.randint(0, 700))
            assert booked(vela, day) == arr_on(lines, day)


def test_a_rebuild_says_what_was_missing_adds_it_once_and_then_finds_nothing(vela: Account) -> None:
    make_contract(vela, state="active")
    assert rebuild_ledger([vela.pk], on=TODAY, write=False)[0].entry.amount == 12000
    assert not ArrMovement.objects.exists()
    assert len(rebuild_ledger([vela.pk], on=TODAY)) == 1
    assert rebuild_ledger(on=TODAY) == []
    vela.refresh_from_db()
    assert (vela.arr, vela.version) == (12000, 1)


def test_a_wrong_movement_is_corrected_by_a_row_that_points_at_it(vela: Account) -> None:
    contract = make_contract(vela, state="active")
    rebuild_ledger(on=TODAY)
    contract.lines.update(recurring_amount=9000, arr=9000)
    rebuild_ledger(on=TODAY)
    wrong, correction = vela.movements.order_by("id")
    assert (wrong.kind, wrong.amount) == ("new", 12000)
    assert (correction.kind, correction.amount, correction.corrects) == ("correction", -3000, wrong)


def test_a_term_that_is_over_is_churn_on_the_day_after(vela: Account, lena: User) -> None:
    contract = activate_contract(contract=make_contract(vela), by=lena, at=NOON)
    assert apply_due_changes(at=NOON) == 0
    day = END + timedelta(days=1)
    assert apply_due_changes(at=NOON.replace(year=2027, month=2, day=1)) == 1
    contract.refresh_from_db()
    vela.refresh_from_db()
    assert (contract.state, vela.arr, vela.changes_on, vela.next_term_end) == ("ended", 0, None, None)
    assert list(vela.movements.order_by("id").values_list("effective_on", "kind"))[1:] == [(day, "churn")]
    assert apply_due_changes(at=NOON.replace(year=2027, month=3)) == 0


def test_a_ticker_that_was_off_for_weeks_books_the_same_days(vela: Account, lena: User) -> None:
    activate_contract(contract=make_contract(vela), by=lena, at=NOON)
    apply_due_changes(at=NOON.replace(year=2027, month=6))
    assert vela.movements.order_by("id").last().effective_on == END + timedelta(days=1)


def test_a_contract_that_renews_by_itself_rolls_over_and_loses_nothing(vela: Account, lena: User) -> None:
    contract = activate_contract(contract=make_contract(vela, auto_renew=True), by=lena, at=NOON)
    apply_due_changes(at=NOON.replace(year=2027, month=2, day=1))
    contract.refresh_from_db()
    vela.refresh_from_db()
    assert (contract.state, contract.term_end) == ("active", date(2028, 1, 31))
    assert (vela.arr, vela.next_term_end) == (12000, date(2028, 1, 31))
    assert vela.movements.count() == 1


def test_notice_keeps_it_from_rolling_over(vela: Account, lena: User) -> None:
    contract = activate_contract(contract=make_contract(vela, auto_renew=True), by=lena, at=NOON)
    record_notice(contract=contract, received_on=TODAY, by=lena, at=NOON)
    apply_due_changes(at=NOON.replace(year=2027, month=2, day=1))
    contract.refresh_from_db()
    assert (contract.state, contract.term_end) == ("ended", END)


def test_a_successor_keeps_it_from_rolling_over_and_is_the_next_term(vela: Account, lena: User) -> None:
    old = activate_contract(contract=make_contract(vela, auto_renew=True), by=lena, at=NOON)
    draft = make_contract(vela, start=END + timedelta(days=1), end=date(2028, 1, 31), predecessor=old)
    activate_contract(contract=draft, by=lena, at=NOON)
    vela.refresh_from_db()
    assert vela.next_term_end == date(2028, 1, 31)
    apply_due_changes(at=NOON.replace(year=2027, month=2, day=1))
    old.refresh_from_db()
    vela.refresh_from_db()
    assert (old.state, vela.arr) == ("ended", 12000)
    assert [row.kind for row in vela.movements.order_by("id")] == ["new", "swap"]


def test_a_renewal_signed_late_turns_the_churn_into_a_transfer(vela: Account, lena: User) -> None:
    activate_contract(contract=make_contract(vela), by=lena, at=NOON)
    apply_due_changes(at=NOON.replace(year=2027, month=2, day=1))
    late = make_contract(vela, start=END + timedelta(days=15), end=None, arr=Decimal(13000))
    activate_contract(contract=late, by=lena, at=NOON.replace(year=2027, month=3, day=1))
    standing: dict[str, Decimal] = {}
    for row in vela.movements.select_related("corrects").order_by("id"):
        kind = (row.corrects or row).kind
        standing[kind] = standing.get(kind, Decimal(0)) + row.amount
    assert standing == {
        "new": 12000, "churn": 0, "transfer_out": -12000, "transfer_in": 12000, "expansion": 1000,
    }  # fmt: skip


def test_one_account_that_cannot_be_done_does_not_stop_the_others(
    vela: Account, orchard: Account, lena: User, nico: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for account, owner in ((vela, lena), (orchard, nico)):
        activate_contract(contract=make_contract(account), by=owner, at=NOON)
    bad = Contract.objects.get(account=vela)

    def fail_for_vela(*, contract: Contract, **_: object) -> None:
        if contract == bad:
            raise LinesOverlap("made to fail")
        Contract.objects.filter(pk=contract.pk).update(state="ended")

    monkeypatch.setattr("accounts.changes.close_term", fail_for_vela)
    assert apply_due_changes(at=NOON.replace(year=2027, month=2, day=1)) == 1
    bad.refresh_from_db()
    orchard.refresh_from_db()
    assert (bad.state, orchard.arr) == ("active", 0)


def test_imported_records_are_booked_and_dated_in_the_same_transaction(vela: Account, ada: User) -> None:
    make_contract(vela, state="active")
    rossi: Contact = make_contact(vela)
    touchpoint = vela.touchpoints.create(happened_at=NOON, channel="call", is_qualifying=True, logged_by=ada)
    touchpoint.contact_links.create(contact=rossi)
    facts.announce(RecordsImported(account_ids=(vela.pk,), by_id=ada.pk, at=NOON))
    vela.refresh_from_db()
    rossi.refresh_from_db()
    assert (vela.arr, vela.last_two_way_at, rossi.last_two_way_at) == (12000, NOON, NOON)


def test_a_rebuild_of_many_accounts_takes_no_more_queries_than_of_one(
    vela: Account, orchard: Account, django_assert_max_num_queries: object
) -> None:
    for account in (vela, orchard):
        for _ in range(3):
            make_contract(account, state="active")
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        rebuild_ledger(on=TODAY)
