"""Contacts: adding, editing, filling an empty role, leaving, pausing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, OrgUnit, TimelineEvent
from contacts.actions import (
    add_contact,
    edit_contact,
    fill_placeholder,
    mark_departed,
    pause_contact,
    resume_contact,
)
from contacts.map_rows import RoleTaken
from contacts.models import Contact, Person
from contacts.seats import AlreadyThere, NotAPlaceholder
from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.fixture
def rossi(vela: Account) -> Contact:
    """Somebody at Vela."""
    return make_contact(vela, "Nadia Rossi", title="Buyer")


def edit(contact: Contact, by: User, **changes: Any) -> Contact:
    """Edit from the version at hand."""
    return edit_contact(contact=contact, changes=changes, by=by, at=NOON, expected_version=contact.version)


def test_a_contact_is_added_with_its_person_and_known_since_today(vela: Account, lena: User) -> None:
    contact = add_contact(
        account=vela, by=lena, at=NOON, name=" Ana  Ruiz ", email="Ana@Vela.example", buying_role="champion"
    )
    assert (contact.name, contact.person and contact.person.email) == ("Ana Ruiz", "ana@vela.example")
    assert (contact.since, contact.buying_role) == (TODAY, "champion")
    assert TimelineEvent.objects.get().text == "Added Ana Ruiz"


def test_a_viewer_who_sees_the_account_and_another_team_may_not_add(
    vela: Account, sol: User, nico: User
) -> None:
    for outsider in (sol, nico):
        with pytest.raises(PermissionDenied):
            add_contact(account=vela, by=outsider, at=NOON, name="Ana Ruiz")
    assert not Person.objects.exists()


def test_a_placeholder_has_no_person_until_somebody_fills_it(vela: Account, lena: User) -> None:
    role = add_contact(account=vela, by=lena, at=NOON, is_placeholder=True, buying_role="legal")
    assert (role.person, role.name) == (None, "Legal (nobody known yet)")
    with pytest.raises(NotAPlaceholder):
        edit(role, lena, name="Ana Ruiz")
    filled = fill_placeholder(contact=role, name="Ana Ruiz", by=lena, at=NOON)
    assert (filled.name, filled.is_placeholder) == ("Ana Ruiz", False)
    with pytest.raises(NotAPlaceholder):
        fill_placeholder(contact=filled, name="Ben", by=lena, at=NOON)


def test_a_person_keeps_one_seat_per_account_and_may_have_seats_elsewhere(
    vela: Account, orchard: Account, rossi: Contact, lena: User, ada: User
) -> None:
    with pytest.raises(AlreadyThere):
        add_contact(account=vela, by=lena, at=NOON, person=rossi.person)
    second = add_contact(account=orchard, by=ada, at=NOON, person=rossi.person)
    assert second.person == rossi.person


def test_a_person_whom_the_user_does_not_see_does_not_exist_for_them(
    vela: Account, orchard: Account, lena: User
) -> None:
    stranger = make_contact(orchard, "Secret Person")
    with pytest.raises(InputRefused) as refused:
        add_contact(account=vela, by=lena, at=NOON, person=stranger.person)
    assert "Secret" not in refused.value.message


def test_an_edit_saves_what_changed_on_seat_and_person_and_raises_the_version(
    rossi: Contact, lena: User
) -> None:
    edited = edit(rossi, lena, title="Head of buying", email="n@vela.example", is_key=False)
    assert (edited.title, edited.person and edited.person.email) == ("Head of buying", "n@vela.example")
    assert edited.version == 2
    assert TimelineEvent.objects.get().text == "Changed Nadia Rossi: email, title"


def test_an_edit_that_changes_nothing_leaves_no_trace(rossi: Contact, lena: User) -> None:
    assert edit(rossi, lena, title="Buyer").version == 1
    assert not TimelineEvent.objects.exists()


def test_a_stale_edit_is_refused_and_overwrites_nothing(rossi: Contact, lena: User, nadia: User) -> None:
    seen_before = Contact.objects.get(pk=rossi.pk)
    edit(rossi, nadia, title="Head of buying")
    with pytest.raises(StaleVersion) as refused:
        edit(seen_before, lena, title="Assistant")
    rossi.refresh_from_db()
    assert (refused.value.expected, refused.value.current) == (1, 2)
    assert rossi.title == "Head of buying"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "a\x00"}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"buying_role": "boss"}, "buying_role"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"country": "XX"}, "country"),
        ({"preferred_interval_days": 0}, "preferred_interval_days"),
        ({"preferred_interval_days": 731}, "preferred_interval_days"),
        ({"channels_preferred": ["fax"]}, "channels_preferred"),
        ({"channels_preferred": ["call"], "channels_forbidden": ["call"]}, "channels_forbidden"),
        ({"status": "departed"}, "departed_on"),
        ({"status": "departed", "departed_on": TODAY + timedelta(days=1)}, "departed_on"),
        ({"departed_on": TODAY}, "status"),
        ({"since": None}, "since"),
        ({"last_two_way_at": NOON}, "last_two_way_at"),
        ({"account": 7}, "account"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_by_field_and_changes_nothing(
    rossi: Contact, lena: User, changes: dict[str, Any], field: str
) -> None:
    before = Contact.objects.filter(pk=rossi.pk).values().get()
    with pytest.raises(DomainError) as refused:
        edit(rossi, lena, **changes)
    assert refused.value.field == field
    assert Contact.objects.filter(pk=rossi.pk).values().get() == before
    assert not TimelineEvent.objects.exists()


def test_a_unit_of_another_account_is_refused(orchard: Account, rossi: Contact, lena: User) -> None:
    theirs = OrgUnit.objects.create(account=orchard, name="Secret unit")
    with pytest.raises(InputRefused) as refused:
        edit(rossi, lena, org_unit=theirs)
    assert "Secret" not in refused.value.message


def test_leaving_is_dated_and_coming_back_clears_the_day(rossi: Contact, lena: User) -> None:
    gone = mark_departed(contact=rossi, on=TODAY, by=lena, at=NOON)
    assert (gone.status, gone.departed_on) == ("departed", TODAY)
    back = edit(gone, lena, status="active")
    assert (back.status, back.departed_on) == ("active", None)


def test_nobody_leaves_in_the_future(rossi: Contact, lena: User) -> None:
    with pytest.raises(InputRefused):
        mark_departed(contact=rossi, on=TODAY + timedelta(days=1), by=lena, at=NOON)
    rossi.refresh_from_db()
    assert rossi.status == "active"


def test_a_pause_has_a_later_day_and_a_reason_and_can_be_ended(rossi: Contact, lena: User) -> None:
    until = TODAY + timedelta(days=30)
    for day, reason in ((TODAY, "Busy"), (until, " ")):
        with pytest.raises(InputRefused):
            pause_contact(contact=rossi, until=day, reason=reason, by=lena, at=NOON)
    paused = pause_contact(contact=rossi, until=until, reason="Busy season", by=lena, at=NOON)
    assert (paused.paused_until, paused.pause_reason) == (until, "Busy season")
    assert resume_contact(contact=paused, by=lena, at=NOON).paused_until is None


def test_only_known_fields_can_be_changed(rossi: Contact, lena: User) -> None:
    with pytest.raises(NotEditable):
        edit(rossi, lena, version=9)


def test_nobody_left_before_they_were_known_unless_they_are_known_since_earlier(
    vela: Account, lena: User, rossi: Contact
) -> None:
    before = rossi.since - timedelta(days=1)
    for refused in (
        lambda: mark_departed(contact=rossi, on=before, by=lena, at=NOON),
        lambda: edit(rossi, lena, status="departed", departed_on=before),
    ):
        with pytest.raises(InputRefused, match="We know them there since 5 January 2026") as raised:
            refused()
        assert raised.value.field == "departed_on"
    rossi.refresh_from_db()
    assert (rossi.status, rossi.departed_on) == ("active", None)
    left = edit(rossi, lena, status="departed", departed_on=before, since=before)
    assert (left.since, left.departed_on) == (before, before)
    with pytest.raises(InputRefused, match="they cannot have left before"):
        edit(left, lena, since=TODAY)
    told = add_contact(account=vela, by=lena, at=NOON, name="Ana Ruiz", status="departed", departed_on=before)
    assert told.since == before, "somebody of whom we hear once they left is known since then"


def test_a_card_names_no_second_economic_buyer_and_a_guess_holds_no_role(
    vela: Account, lena: User, rossi: Contact
) -> None:
    make_contact(
        vela, "Liam Bondar", title="Managing director", buying_role="economic_buyer", role_is_guessed=True
    )
    edit(rossi, lena, buying_role="economic_buyer")
    ana = make_contact(vela, "Ana Ruiz")
    with pytest.raises(RoleTaken, match="Nadia Rossi is the economic buyer already") as refused:
        edit(ana, lena, buying_role="economic_buyer")
    assert refused.value.field == "buying_role"
    with pytest.raises(RoleTaken):
        add_contact(account=vela, by=lena, at=NOON, name="Bo Lind", buying_role="economic_buyer")
    ana.refresh_from_db()
    assert ana.buying_role == "unknown" and not Person.objects.filter(name="Bo Lind").exists()
    mark_departed(contact=rossi, on=TODAY, by=lena, at=NOON)
    assert edit(ana, lena, buying_role="economic_buyer").buying_role == "economic_buyer"
