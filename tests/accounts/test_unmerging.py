"""A merger is taken back: every row is where it was (docs/methods.md, Mergers of customers)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import ForeignKey

from accounts.actions import (
    add_unit,
    attach_external_id,
    close_period,
    edit_account,
    enter_invoice,
    merge_accounts,
    unmerge_accounts,
)
from accounts.actions.unmerging import CannotPart
from accounts.ledger import rebuild_ledger
from accounts.models import DERIVED, Account, AccountMerger, Contract, OrgUnit
from accounts.periods import ClosedPeriod
from accounts.watching import left_out, watched
from contacts import derived
from contacts.actions import add_contact, log_touchpoint, make_promise
from contacts.models import Contact, JobMove, Promise, Touchpoint
from retention.cadence import rebuild as check_ins
from retention.cadence.models import CheckIn
from retention.lib.accepts import InputRefused
from retention.metrics.bridge import bridge
from retention.metrics.questions import ask
from retention.team.models import Team, User
from tests.accounts.contract_book import line, signed
from tests.accounts.test_mergers import on_map
from tests.desk.book import Book, make_book

pytestmark = pytest.mark.django_db
HISTORY = {
    "accounts.AccountMerger", "accounts.ArrMovement", "cadence.CheckIn", "contacts.AlikeAccounts",
    "health.BandState", "health.HealthSnapshot", "renewals.ForecastSnapshot",
}  # fmt: skip
WRITTEN = {"accounts.TimelineEvent", "contacts.AlikeAccounts"}
NOT_COMPARED = ("version", *DERIVED)


@pytest.fixture
def book(vela: Account, lena: User) -> Book:
    """An account with everything on it, on a map, in a group, with an id elsewhere."""
    made = make_book(vela, lena)
    on_map(made.contact, lena)
    add_unit(account=vela, by=lena, at=made.now, name="Kitchen")
    attach_external_id(record_type="account", record=vela, source="ERP", value="77", by=lena, at=made.now)
    enter_invoice(
        account=vela, number="R-1", issued_on=made.today, due_on=made.today, amount=Decimal(10),
        currency="EUR", by=lena, at=made.now,
    )  # fmt: skip
    return made


@pytest.fixture
def group(lena: User, north: Team, book: Book) -> Account:
    """The account that goes on: the same unit, and the same person in a seat of her own."""
    made = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")
    add_unit(account=made, by=lena, at=book.now, name="Kitchen")
    seat = add_contact(account=made, by=lena, at=book.now, name="Nobody", since=book.contact.since)
    Contact.objects.filter(pk=seat.pk).update(person=book.contact.person)
    helped = add_contact(account=book.account, by=lena, at=book.now, name="Hal Ped")
    Contact.objects.filter(pk=helped.pk).update(assistant=book.contact)
    Contact.objects.filter(pk=book.contact.pk).update(assistant=helped)
    signed(made, lena, line(5000), term_start=book.today - timedelta(days=700), term_end=None)
    Account.objects.create(name="Vela Spa", owner=lena, team=north, parent=book.account)
    return made


def merged(book: Book, group: Account, by: User, **more: Any) -> AccountMerger:
    day = book.today - timedelta(days=3)
    return merge_accounts(merged=book.account, survivor=group, on=day, by=by, at=book.now, **more)


def everything() -> dict[str, list[Any]]:
    """Every row of every watched table, without what only time and versions write."""
    rows = {}
    with connection.cursor() as cursor:
        for model, _lookups in watched():
            without = "".join(f" - '{name}'" for name in NOT_COMPARED)
            cursor.execute(f"SELECT to_jsonb(t){without} FROM {model._meta.db_table} t ORDER BY id")  # noqa: S608
            rows[model._meta.label] = [row[0] for row in cursor.fetchall()]
    return {label: found for label, found in rows.items() if label not in WRITTEN}


def test_every_table_with_a_key_to_an_account_is_watched_or_history() -> None:
    keyed = {
        model._meta.label
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model") and any(
            isinstance(field, ForeignKey) and field.related_model is Account
            for field in model._meta.concrete_fields
        )
    }  # fmt: skip
    assert left_out() == HISTORY
    assert keyed <= {model._meta.label for model, _lookups in watched()} | HISTORY


def test_taking_it_back_restores_every_row(book: Book, group: Account, lena: User) -> None:
    before = everything()
    merger = merged(book, group, lena, fields={"name": "Vela Hotels"})
    during = everything()
    assert JobMove.objects.exists()
    changed = {label for label, rows in before.items() if rows != during[label]}
    assert {"accounts.Contract", "contacts.Touchpoint", "contacts.Contact", "renewals.Renewal"} <= changed
    unmerge_accounts(merger=merger, by=lena, at=book.now + timedelta(hours=1))
    after = everything()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}


def test_what_is_derived_is_true_again_at_both_ends(book: Book, group: Account, lena: User) -> None:
    before = bridge(ask(lena, today=book.today, months=12))
    merger = merged(book, group, lena)
    unmerge_accounts(merger=merger, by=lena, at=book.now)
    for account, arr, stage in ((book.account, 41200, "live"), (group, 5000, "live")):
        account.refresh_from_db()
        assert (account.arr, account.stage) == (arr, stage)
    assert CheckIn.objects.get(contact=book.contact).account_id == book.account.pk
    assert derived.rebuild() == 0
    differing = {each.account_id for each in check_ins.differences(at=book.now)}
    assert not differing & {book.account.pk, group.pk}
    assert rebuild_ledger(on=book.today, write=False) == []
    after = bridge(ask(lena, today=book.today, months=12))
    assert [step.amount for step in after.steps] == [step.amount for step in before.steps]
    kinds = set(book.account.timeline.values_list("kind", flat=True))
    assert {"account_merged", "account_unmerged"} <= kinds


def test_what_came_since_goes_with_what_it_is_about_and_the_rest_stays(
    book: Book, group: Account, lena: User, north: Team
) -> None:
    merger = merged(book, group, lena)
    theirs = Contact.objects.exclude(account=group).filter(person=book.contact.person).first()
    assert theirs is not None
    new = add_contact(account=group, by=lena, at=book.now, name="Mia Kern")
    talk = log_touchpoint(
        account=group, contacts=[new], channel="call", happened_at=book.now, by=lena, at=book.now
    )
    contract = Contract.objects.get(pk=book.renewal.contract_id)
    follow_up = signed(
        group, lena, line(9), predecessor=contract, term_start=date(2030, 1, 1), term_end=None,
        at=book.now,
    )  # fmt: skip
    edit_account(account=group, changes={"city": "Oslo"}, by=lena, at=book.now, expected_version=None)
    unmerge_accounts(merger=merger, by=lena, at=book.now)
    for row, account in ((talk, group), (new, group), (follow_up, book.account)):
        row.refresh_from_db()
        assert row.account_id == account.pk
    group.refresh_from_db()
    assert group.city == "Oslo"


def test_a_promise_made_since_to_somebody_who_goes_back_goes_with_them(
    vela: Account, lena: User, north: Team, book: Book
) -> None:
    into = Account.objects.create(name="Vela Group", owner=lena, team=north, currency="EUR")
    merger = merged(book, into, lena)
    contact = Contact.objects.get(pk=book.contact.pk)
    word = make_promise(
        account=into, side="ours", user=lena, text="x", promised_on=book.today, due_on=book.today,
        contact=contact, by=lena, at=book.now,
    )  # fmt: skip
    talk = log_touchpoint(
        account=into, contacts=[contact], channel="call", happened_at=book.now, by=lena, at=book.now
    )
    unmerge_accounts(merger=merger, by=lena, at=book.now)
    assert Promise.objects.get(pk=word.pk).account == vela
    assert Touchpoint.objects.get(pk=talk.pk).account == vela


def test_it_is_taken_back_once_in_time_the_later_one_first_and_by_who_may(
    book: Book, group: Account, lena: User, nico: User, north: Team
) -> None:
    merger = merged(book, group, lena)
    with pytest.raises(PermissionDenied):
        unmerge_accounts(merger=merger, by=nico, at=book.now)
    with pytest.raises(CannotPart):
        unmerge_accounts(merger=merger, by=lena, at=book.now + timedelta(days=32))
    third = Account.objects.create(name="Third", owner=lena, team=north, currency="EUR")
    later = merge_accounts(merged=third, survivor=group, on=book.today, by=lena, at=book.now)
    with pytest.raises(CannotPart, match="later merger"):
        unmerge_accounts(merger=merger, by=lena, at=book.now)
    unmerge_accounts(merger=later, by=lena, at=book.now)
    unmerge_accounts(merger=merger, by=lena, at=book.now)
    with pytest.raises(CannotPart):
        unmerge_accounts(merger=merger, by=lena, at=book.now)
    again = merged(book, group, lena)
    assert AccountMerger.objects.standing().get() == again


def test_closed_months_need_the_reason_of_a_correction(
    book: Book, group: Account, lena: User, ada: User
) -> None:
    merger = merge_accounts(
        merged=book.account, survivor=group, on=book.today - timedelta(days=70), by=lena, at=book.now
    )
    close_period(through=book.today - timedelta(days=40), by=ada, at=book.now)
    with pytest.raises(ClosedPeriod):
        unmerge_accounts(merger=merger, by=lena, at=book.now)
    assert AccountMerger.objects.standing().count() == 1
    unmerge_accounts(merger=merger, by=lena, at=book.now, correction="Two customers after all")
    assert rebuild_ledger(on=book.today, write=False) == []


def test_a_name_taken_since_stands_in_the_way_and_nothing_moves(
    book: Book, group: Account, lena: User
) -> None:
    merger = merged(book, group, lena)
    add_unit(account=book.account, by=lena, at=book.now, name="Kitchen")
    with pytest.raises(CannotPart, match="name or number"):
        unmerge_accounts(merger=merger, by=lena, at=book.now)
    assert Contract.objects.filter(account=book.account).count() == 0
    assert OrgUnit.objects.filter(account=group).count() == 2


def test_values_are_chosen_field_by_field(book: Book, group: Account, lena: User) -> None:
    Account.objects.filter(pk=book.account.pk).update(phone="+49 30 1", city="Berlin", sector="Hotels")
    Account.objects.filter(pk=group.pk).update(city="Bonn")
    with pytest.raises(InputRefused) as refused:
        merged(book, group, lena, fields={"city": "Paris"})
    assert refused.value.field == "city"
    merger = merged(book, group, lena, fields={"name": "Vela Hotels", "city": "Bonn"})
    group.refresh_from_db()
    assert (group.name, group.city, group.phone, group.sector) == (
        "Vela Hotels",
        "Bonn",
        "+49 30 1",
        "Hotels",
    )
    unmerge_accounts(merger=merger, by=lena, at=book.now)
    group.refresh_from_db()
    assert (group.name, group.city, group.phone, group.sector) == ("Vela Group", "Bonn", "", "")
