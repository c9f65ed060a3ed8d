"""Two entries become one person, and come apart again: nothing is lost either way."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.actions.external_ids import attach_external_id
from accounts.models import Account, ExternalId, TimelineEvent
from contacts.actions import add_contact, add_step, edit_contact, log_touchpoint, make_promise
from contacts.actions.erasure import erase_person
from contacts.actions.map import assign_role, rate_contact, set_tie
from contacts.actions.merging import CannotTakeBack, NotMergeable, keep_apart, merge_people, unmerge_people
from contacts.alike_rows import refresh_alike
from contacts.models import AlikePeople, Contact, NextStep, Person, Promise, Standing, Tie, Touchpoint
from retention.cadence.rebuild import rebuild
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

A_DAY = timedelta(days=1)


@pytest.fixture
def twice(vela: Account, lena: User) -> tuple[Contact, Contact]:
    """Ana, entered twice at Vela, with everything that can hang on either."""
    first = add_contact(
        account=vela,
        name="Ana Ruiz",
        email="ana@vela.test",
        title="Buyer",
        by=lena,
        at=NOON,
        channels_preferred=["call"],
        since=TODAY - 9 * A_DAY,
    )
    second = add_contact(
        account=vela,
        name="Ana María Ruiz",
        phone="+34 555 012 345",
        by=lena,
        at=NOON,
        is_key=True,
        channels_forbidden=["call"],
        since=TODAY - 9 * A_DAY,
    )
    for contact in (first, second):
        _history(contact, lena)
    both = log_touchpoint(
        account=vela,
        contacts=[first, second],
        channel="meeting",
        happened_at=NOON - A_DAY,
        by=lena,
        at=NOON,
        text="With both entries",
    )
    assert both.contact_links.count() == 2
    return first, second


def _history(contact: Contact, lena: User) -> None:
    account = contact.account
    log_touchpoint(
        account=account,
        contacts=[contact],
        channel="meeting",
        happened_at=NOON - 2 * A_DAY,
        by=lena,
        at=NOON,
        text=f"Said to {contact.pk}",
    )
    make_promise(
        account=account,
        side="ours",
        user=lena,
        text="x",
        promised_on=TODAY,
        due_on=TODAY,
        contact=contact,
        by=lena,
        at=NOON,
    )
    add_step(account=account, owner=lena, text="x", due_on=TODAY, contact=contact, by=lena, at=NOON)
    rate_contact(contact=contact, influence=4, by=lena, at=NOON)
    assign_role(contact=contact, role="champion", by=lena, at=NOON)
    set_tie(contact=contact, user=lena, level=2, by=lena, at=NOON)
    attach_external_id(
        record_type="contact", record=contact, source="crm", value=str(contact.pk), by=lena, at=NOON
    )


def whole(*tables: str) -> dict[str, Any]:
    """Every row of these tables, without what time and versions write."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM {table} t ORDER BY id")  # noqa: S608
            rows[table] = [row[0] for row in cursor.fetchall()]
    return rows


EVERYTHING = (
    "contacts_person",
    "contacts_contact",
    "contacts_touchpointcontact",
    "contacts_touchpoint",
    "contacts_promise",
    "contacts_nextstep",
    "contacts_standing",
    "contacts_roleonmap",
    "contacts_tie",
    "accounts_externalid",
)


def merged(twice: tuple[Contact, Contact], by: User, **more: Any) -> Any:
    first, second = twice
    assert first.person is not None and second.person is not None
    return merge_people(kept=first.person, gone=second.person, by=by, at=NOON, **more)


def test_everything_of_both_is_one_persons_and_nothing_is_lost(
    twice: tuple[Contact, Contact], vela: Account, lena: User
) -> None:
    first, second = twice
    merger = merged(twice, lena)
    seat = Contact.objects.get(account=vela)
    assert seat == first and seat.person == first.person
    assert Touchpoint.objects.filter(contacts=seat).count() == 3
    assert Promise.objects.filter(contact=seat).count() == NextStep.objects.filter(contact=seat).count() == 2
    assert (Standing.objects.get(contact=seat).influence, Tie.objects.get(contact=seat).level) == (4, 2)
    assert ExternalId.objects.filter(record_type="contact", record_id=seat.pk).count() == 2
    assert (seat.channels_forbidden, seat.channels_preferred, seat.is_key, seat.title) == (
        ["call"],
        [],
        True,
        "Buyer",
    )
    person = Person.objects.get(seats=seat)
    assert (person.name, person.phone) == ("Ana Ruiz", "+34 555 012 345")
    assert TimelineEvent.objects.get(kind="people_merged").text == "Merged two entries of Ana Ruiz"
    assert not TimelineEvent.objects.filter(subject_type="contact", subject_id=second.pk).exists()
    assert rebuild([vela.pk], at=NOON) == 0
    assert merger.gone.seats.count() == 0


def test_hours_assistant_interests_and_days_go_along_and_come_back(
    twice: tuple[Contact, Contact], vela: Account, lena: User
) -> None:
    first, second = twice
    bo, day = make_contact(vela, "Bo Lind"), {"label": "Fair", "month": 5, "day": 2, "year": None}
    theirs = {"hours_from": time(9), "hours_until": time(11), "hours_days": ["tue"], "assistant": bo}
    theirs |= {"interests": "Sailing", "important_dates": [day]}
    edit_contact(contact=second, changes=theirs, by=lena, at=NOON, expected_version=None)
    Contact.objects.filter(pk=first.pk).update(assistant=second)
    Contact.objects.filter(pk=bo.pk).update(assistant=second)
    before = whole("contacts_contact")
    merger = merged(twice, lena)
    seat = Contact.objects.get(pk=first.pk)
    assert {name: getattr(seat, name) for name in theirs} == theirs
    assert Contact.objects.get(pk=bo.pk).assistant == seat
    unmerge_people(merger=merger, by=lena, at=NOON + A_DAY)
    assert whole("contacts_contact") == before


def test_taking_it_back_restores_every_row(twice: tuple[Contact, Contact], lena: User, vela: Account) -> None:
    before = whole(*EVERYTHING)
    merger = merged(twice, lena, fields={"name": "Ana María Ruiz"})
    assert whole(*EVERYTHING) != before
    unmerge_people(merger=merger, by=lena, at=NOON + 30 * A_DAY)
    assert whole(*EVERYTHING) == before
    assert rebuild([vela.pk], at=NOON + 30 * A_DAY) == 0
    assert TimelineEvent.objects.filter(kind="people_unmerged").count() == 2


def test_what_was_changed_since_stays_when_it_is_taken_back(
    twice: tuple[Contact, Contact], lena: User
) -> None:
    merger = merged(twice, lena)
    seat = Contact.objects.get(person=merger.kept)
    edit_contact(contact=seat, changes={"phone": "+34 900 000 000"}, by=lena, at=NOON, expected_version=None)
    log_touchpoint(
        account=seat.account, contacts=[seat], channel="meeting", happened_at=NOON, by=lena, at=NOON
    )
    unmerge_people(merger=merger, by=lena, at=NOON)
    merger.kept.refresh_from_db()
    assert merger.kept.phone == "+34 900 000 000"
    assert Touchpoint.objects.filter(contacts=seat).count() == 3


def test_seats_at_other_accounts_keep_their_history(
    twice: tuple[Contact, Contact], orchard: Account, ada: User, nico: User
) -> None:
    elsewhere = add_contact(account=orchard, name="Ana Ruiz", by=nico, at=NOON)
    log_touchpoint(account=orchard, contacts=[elsewhere], channel="call", happened_at=NOON, by=nico, at=NOON)
    first = twice[0]
    assert first.person is not None and elsewhere.person is not None
    merge_people(kept=first.person, gone=elsewhere.person, by=ada, at=NOON)
    elsewhere.refresh_from_db()
    assert (elsewhere.person_id, elsewhere.account_id) == (first.person_id, orchard.pk)
    assert elsewhere.touchpoint_links.count() == 1


def test_who_may_not_change_both_accounts_merges_nothing(
    twice: tuple[Contact, Contact], orchard: Account, lena: User, nico: User, sol: User
) -> None:
    elsewhere = add_contact(account=orchard, name="Ana Ruiz", by=nico, at=NOON)
    assert twice[0].person is not None and elsewhere.person is not None
    for somebody in (lena, nico, sol):
        with pytest.raises(PermissionDenied):
            merge_people(kept=twice[0].person, gone=elsewhere.person, by=somebody, at=NOON)
    assert Person.objects.get(pk=elsewhere.person_id or 0).seats.count() == 1


def test_a_value_that_neither_has_is_refused(twice: tuple[Contact, Contact], lena: User) -> None:
    with pytest.raises(InputRefused) as refused:
        merged(twice, lena, fields={"email": "else@vela.test"})
    assert refused.value.field == "email"
    assert Contact.objects.count() == 2


def test_a_merger_is_taken_back_once_in_time_and_the_later_one_first(
    twice: tuple[Contact, Contact], vela: Account, lena: User
) -> None:
    merger = merged(twice, lena)
    with pytest.raises(CannotTakeBack):
        unmerge_people(merger=merger, by=lena, at=NOON + 31 * A_DAY)
    third = add_contact(account=vela, name="A. Ruiz", by=lena, at=NOON)
    assert third.person is not None
    later = merge_people(kept=third.person, gone=merger.kept, by=lena, at=NOON)
    with pytest.raises(CannotTakeBack):
        unmerge_people(merger=merger, by=lena, at=NOON)
    unmerge_people(merger=later, by=lena, at=NOON)
    unmerge_people(merger=merger, by=lena, at=NOON)
    with pytest.raises(CannotTakeBack):
        unmerge_people(merger=merger, by=lena, at=NOON)


def test_erasing_somebody_merged_erases_both_entries_and_the_copy_in_the_merger(
    twice: tuple[Contact, Contact], lena: User, ada: User
) -> None:
    merger = merged(twice, lena)
    erase_person(person=merger.kept, reason="asked", by=ada, at=NOON)
    merger.refresh_from_db()
    assert (merger.before, merger.removed) == ({}, [])
    assert Person.objects.filter(erased_at__isnull=False).count() == 2
    with pytest.raises(CannotTakeBack):
        unmerge_people(merger=merger, by=lena, at=NOON)
    with pytest.raises(NotMergeable):
        merge_people(kept=merger.kept, gone=merger.gone, by=ada, at=NOON)


def test_two_who_are_two_are_not_offered_again(
    twice: tuple[Contact, Contact], lena: User, nico: User
) -> None:
    pair = AlikePeople.objects.get()
    with pytest.raises(PermissionDenied):
        keep_apart(pair=pair, by=nico, at=NOON)
    keep_apart(pair=pair, by=lena, at=NOON)
    refresh_alike()
    assert AlikePeople.objects.get().state == "apart"
    assert not AlikePeople.objects.open().exists()


def test_a_role_that_somebody_said_counts_more_than_a_guess_and_the_title_is_chosen(
    vela: Account, lena: User
) -> None:
    guessed = make_contact(
        vela, "Ana Ruiz", title="Managing director", buying_role="economic_buyer", role_is_guessed=True
    )
    said = make_contact(vela, "Ana  Ruiz", title="Chief executive", buying_role="champion")
    assert guessed.person and said.person
    act: dict[str, Any] = {"kept": guessed.person, "gone": said.person, "by": lena, "at": NOON}
    with pytest.raises(InputRefused, match="what one of the two has") as refused:
        merge_people(**act, fields={"title": "Boss"})
    assert refused.value.field == "title"
    merger = merge_people(**act, fields={"title": "Chief executive"})
    one = Contact.objects.get(account=vela)
    assert (one.pk, one.title, one.buying_role, one.role_is_guessed) == (
        guessed.pk, "Chief executive", "champion", False,
    )  # fmt: skip
    unmerge_people(merger=merger, by=lena, at=NOON)
    one.refresh_from_db()
    assert (one.title, one.buying_role, one.role_is_guessed) == ("Managing director", "economic_buyer", True)
    assert Contact.objects.get(pk=said.pk).title == "Chief executive"
    kept = merge_people(**(act | {"kept": said.person, "gone": guessed.person})).kept
    assert Contact.objects.get(person=kept).buying_role == "champion", "a guess never wins over what was said"
