"""Erasing a person: nothing of them is left anywhere, what happened stays, and others keep what is theirs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, TimelineEvent
from contacts.actions import edit_contact, log_touchpoint, make_promise
from contacts.actions.erasure import AlreadyErased, erase_person
from contacts.erasing.progress import nobody_watches
from contacts.erasing.proof import look_again
from contacts.erasing.traces import traces_of
from contacts.models import Contact, DataRequest, Person, Promise, Touchpoint
from contacts.seats import PersonErased
from retention.cadence.rebuild import rebuild
from retention.lib.clock import database_now
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from . import traces

PLACES = {
    "accounts_timelineevent",
    "contacts_person",
    "contacts_personevent",
    "contacts_contact",
    "contacts_contactevent",
    "contacts_touchpoint",
    "contacts_touchpointevent",
    "contacts_promise",
    "contacts_promiseevent",
    "contacts_nextstep",
    "contacts_nextstepevent",
    "contacts_standing",
    "contacts_roleonmap",
    "contacts_influences",
    "cadence_deferral",
    "cadence_deferralevent",
    "integrations_importrow",
    "reminders_delivery",
    "reminders_notification",
    "accounts_account",
    "accounts_accountevent",
    "accounts_externalid",
}


@pytest.fixture
def erased(
    ada: User,
    lena: User,
    orchard: Account,
    tmp_path: Path,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> tuple[Contact, DataRequest, dict[str, Any]]:
    """A person who left traces everywhere, erased; with what was found before, and counted before."""
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    contact = traces.imported(ada)
    Account.objects.filter(pk=contact.account_id).update(owner=lena, tier="A")
    traces.leave_traces(contact, orchard, ada=ada, lena=lena, mails=tmp_path / "mail")
    before = {"found": traces.found(tmp_path), "talks": Touchpoint.objects.count(), "folder": tmp_path}
    with django_capture_on_commit_callbacks(execute=True):
        done = erase_person(person=_person(contact), reason="asked", by=ada, at=database_now())
    return contact, done, before


def test_nothing_of_an_erased_person_is_left_in_any_table_or_file(erased: Any) -> None:
    contact, done, before = erased
    assert set(before["found"]) >= PLACES
    assert len({word for words in before["found"].values() for word in words}) > 20
    assert traces.found(before["folder"]) == {}
    assert Touchpoint.objects.count() == before["talks"]
    assert done.counts["still_named"] == 0
    assert done.counts["columns_searched"] > len(before["found"])
    assert [path.name for path in (before["folder"] / "mail").iterdir()] != []
    contact.refresh_from_db()
    assert (contact.person.name, contact.status, contact.personal_note) == ("Erased person", "departed", "")
    assert contact.touchpoint_links.exists()
    told = TimelineEvent.objects.filter(kind="person_erased").get()
    assert told.text == "The data of a person were erased"
    assert done.counts["files"] == 1
    assert all(isinstance(number, int) for number in done.counts.values())
    assert rebuild([contact.account_id], at=database_now()) == 0


def test_who_was_there_too_keeps_their_name_and_the_notes(ada: User, lena: User, vela: Account) -> None:
    marta, tom = make_contact(vela, "Marta Ruiz"), make_contact(vela, "Tom Ruiz")
    talk = _talk(vela, [marta, tom], lena, "Marta and Tom Ruiz agreed; Ruiz signs")
    alone = _talk(vela, [tom], lena, "Tom says that marta ruiz is ill, ask Marta")
    erase_person(person=_person(marta), reason="asked", by=ada, at=NOON)
    assert _text(talk) == "(erased) and Tom Ruiz agreed; Ruiz signs"
    assert _text(alone) == "Tom says that (erased) is ill, ask (erased)"
    assert Person.objects.get(pk=_person(tom).pk).name == "Tom Ruiz"


def test_the_notes_of_shared_conversations_go_when_that_is_asked(
    ada: User, lena: User, vela: Account
) -> None:
    marta, tom = make_contact(vela, "Marta Ruiz"), make_contact(vela, "Tom Lund")
    talk = _talk(vela, [marta, tom], lena, "Something said by her")
    erase_person(person=_person(marta), reason="asked", clear_shared=True, by=ada, at=NOON)
    assert _text(talk) == "(erased)"


def test_a_namesake_elsewhere_keeps_what_is_said_of_them(
    ada: User, lena: User, vela: Account, orchard: Account, nico: User
) -> None:
    marta, other = make_contact(vela, "Marta Ruiz"), make_contact(orchard, "Marta Ruiz")
    there = _talk(orchard, [other], nico, "Marta Ruiz is in favour")
    here = _talk(vela, [], lena, "Marta Ruiz called the desk")
    erase_person(person=_person(marta), reason="asked", by=ada, at=NOON)
    assert _text(there) == "Marta Ruiz is in favour"
    assert _text(here) == "(erased) called the desk"


def test_our_people_and_plain_words_are_not_taken_for_the_person(
    ada: User, lena: User, vela: Account
) -> None:
    erased_one = make_contact(vela, "Will Lena Brook")
    talk = _talk(vela, [], lena, "Lena will call on the brook, Will too")
    erase_person(person=_person(erased_one), reason="asked", by=ada, at=NOON)
    assert _text(talk) == "Lena will call on the brook, (erased) too"


@pytest.mark.parametrize("who", ["lena", "nadia", "sol", "nico"])
def test_only_who_runs_the_workspace_erases(who: str, request: pytest.FixtureRequest, vela: Account) -> None:
    contact = make_contact(vela, "Marta Ruiz")
    with pytest.raises(PermissionDenied):
        erase_person(person=_person(contact), reason="asked", by=request.getfixturevalue(who), at=NOON)
    assert Person.objects.get(pk=_person(contact).pk).name == "Marta Ruiz"


def test_an_erased_person_cannot_be_filled_again(ada: User, vela: Account) -> None:
    contact = make_contact(vela, "Marta Ruiz")
    erase_person(person=_person(contact), reason="asked", by=ada, at=NOON)
    with pytest.raises(PersonErased):
        edit_contact(contact=contact, changes={"name": "Marta"}, by=ada, at=NOON, expected_version=None)
    with pytest.raises(IntegrityError, match="person_erased_is_nobody"), transaction.atomic():
        Person.objects.filter(pk=contact.person_id or 0).update(name="Marta")


def test_nobody_is_erased_twice(ada: User, vela: Account) -> None:
    contact = make_contact(vela, "Marta Ruiz")
    erase_person(person=_person(contact), reason="asked", by=ada, at=NOON)
    with pytest.raises(AlreadyErased):
        erase_person(person=_person(contact), reason="asked", by=ada, at=NOON)
    assert DataRequest.objects.count() == 1


def test_a_promise_made_to_somebody_else_is_untouched(ada: User, lena: User, vela: Account) -> None:
    marta, tom = make_contact(vela, "Marta Ruiz"), make_contact(vela, "Tom Lund")
    for contact in (marta, tom):
        make_promise(
            account=vela,
            side="ours",
            user=lena,
            text="Send the quota note",
            promised_on=TODAY,
            due_on=TODAY,
            contact=contact,
            by=lena,
            at=NOON,
        )
    erase_person(person=_person(marta), reason="asked", by=ada, at=NOON)
    assert [row.text for row in Promise.objects.order_by("id")] == ["(erased)", "Send the quota note"]


def _person(contact: Contact) -> Person:
    assert contact.person is not None
    return contact.person


def _talk(account: Account, contacts: list[Contact], by: User, text: str) -> Touchpoint:
    return log_touchpoint(
        account=account,
        contacts=contacts,
        channel="call",
        happened_at=NOON - timedelta(days=1),
        text=text,
        by=by,
        at=NOON,
    )


def _text(talk: Touchpoint) -> str:
    return Touchpoint.objects.get(pk=talk.pk).text


def test_a_text_that_was_left_is_told_by_the_second_search(vela: Account, lena: User, ada: User) -> None:
    contact = make_contact(vela, "Marta Winterfeld", email="marta@winterfeld.test")
    found = traces_of(_person(contact))
    erase_person(person=_person(contact), reason="asked", by=ada, at=database_now())
    assert look_again(found, nobody_watches)["still_named"] == 0
    Account.objects.filter(pk=vela.pk).update(definition_of_win="As Marta Winterfeld asked")
    assert look_again(found, nobody_watches)["still_named"] >= 1
