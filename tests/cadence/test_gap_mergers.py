"""Gaps that became check-ins go with their people through mergers of accounts and people, and come back."""

from datetime import date, timedelta

import pytest

from accounts.actions import merge_accounts, unmerge_accounts
from accounts.models import Account
from contacts.actions.map import assign_role
from contacts.actions.merging import merge_people, unmerge_people
from contacts.models import Contact
from retention.cadence.actions import plan_gap_check_in
from retention.cadence.gaps_standing import standing_gaps
from retention.cadence.models import CheckIn, GapCheckIn
from retention.cadence.rebuild import differences
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .diary import call, due

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
FLAG = "champion_unvalidated"


def champion(account: Account, name: str, by: User) -> Contact:
    """Somebody only assumed to speak for us, spoken to last week."""
    contact = make_contact(account, name, buying_role="champion", is_key=True)
    assign_role(contact=contact, role="champion", by=by, at=NOON)
    call(by, contact, on=date(2026, 11, 20))
    return contact


def plan(contact: Contact, by: User) -> GapCheckIn:
    return plan_gap_check_in(account=contact.account, flag=FLAG, contact=contact, by=by, at=NOON)


def standing(account: Account) -> list[int | None]:
    return [row.contact_id for row in standing_gaps(account.pk, at=LATER)]


def test_a_gap_goes_with_its_contact_to_the_surviving_account_and_returns(
    vela: Account, orchard: Account, ada: User
) -> None:
    ana = champion(vela, "Ana Lund", ada)
    gap = plan(ana, ada)
    merger = merge_accounts(merged=vela, survivor=orchard, on=TODAY, by=ada, at=NOON)
    ana.refresh_from_db()
    assert ana.account == orchard and standing(orchard) == [ana.pk] and standing(vela) == []
    assert (due(ana).gap, due(ana).due_on) == (gap, TODAY)
    assert differences(at=LATER) == []
    unmerge_accounts(merger=merger, by=ada, at=LATER)
    ana.refresh_from_db()
    assert ana.account == vela and standing(vela) == [ana.pk] and standing(orchard) == []
    assert (due(ana).gap, due(ana).account) == (gap, vela)
    assert differences(at=LATER) == []


def test_a_gap_that_the_surviving_map_does_not_show_is_over_until_they_part(
    vela: Account, orchard: Account, ada: User, machine: User
) -> None:
    ana = champion(vela, "Ana Lund", ada)
    gap = plan_gap_check_in(account=vela, flag="single_thread", contact=ana, by=ada, at=NOON)
    for name in ("Bo Reim", "Cleo Marsh", "Dag Moen"):
        call(ada, champion(orchard, name, ada), on=date(2026, 11, 19))
    merger = merge_accounts(merged=vela, survivor=orchard, on=TODAY, by=ada, at=NOON)
    gap.refresh_from_db()
    assert (gap.taken_back_by, standing(orchard)) == (machine, [])
    assert due(ana, orchard).gap is None
    unmerge_accounts(merger=merger, by=ada, at=LATER)
    gap.refresh_from_db()
    assert gap.taken_back_at is None and standing(vela) == [ana.pk]
    assert due(ana, vela).gap == gap
    assert differences(at=LATER) == []


def test_two_entries_with_the_same_gap_are_called_once_and_twice_again(vela: Account, lena: User) -> None:
    first, second = champion(vela, "Ana Lund", lena), champion(vela, "Ana M. Lund", lena)
    assert first.person is not None and second.person is not None
    gaps = [plan(first, lena), plan(second, lena)]
    merger = merge_people(kept=first.person, gone=second.person, by=lena, at=LATER)
    assert standing(vela) == [first.pk] and CheckIn.objects.filter(contact__isnull=False).count() == 1
    assert due(first).gap == gaps[0]
    assert differences(at=LATER) == []
    unmerge_people(merger=merger, by=lena, at=LATER)
    assert standing(vela) == [first.pk, second.pk]
    assert [due(contact).gap for contact in (first, second)] == gaps
    assert differences(at=LATER) == []


def test_what_a_merger_of_people_closed_is_open_again_when_they_are_two(
    vela: Account, lena: User, machine: User
) -> None:
    sure, unsure = make_contact(vela, "Ana Lund", is_key=True), champion(vela, "Ana M. Lund", lena)
    assign_role(
        contact=sure, role="champion", certainty="confirmed", verified_on=TODAY, evidence="Spoke for us",
        by=lena, at=NOON,
    )  # fmt: skip
    assert sure.person is not None and unsure.person is not None
    gap = plan(unsure, lena)
    merger = merge_people(kept=sure.person, gone=unsure.person, by=lena, at=LATER)
    gap.refresh_from_db()
    assert (gap.contact, gap.taken_back_by, standing(vela)) == (sure, machine, [])
    unmerge_people(merger=merger, by=lena, at=LATER + timedelta(hours=1))
    gap.refresh_from_db()
    assert gap.contact == unsure and gap.taken_back_at is None
    assert due(unsure).gap == gap
    assert differences(at=LATER + timedelta(hours=1)) == []
