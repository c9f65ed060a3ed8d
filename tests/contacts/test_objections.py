"""Objections are obeyed from the moment they are written down until they are lifted, and never forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actions import merge_accounts
from accounts.models import Account, TimelineEvent
from contacts.actions import edit_contact, log_touchpoint
from contacts.actions.objections import (
    LiftedAlready,
    NobodyObjects,
    ObjectedAlready,
    lift_objection,
    record_objection,
)
from contacts.actions.surveys import NotToBeAsked, ask_contact
from contacts.models import Contact, Objection
from contacts.objecting import who_objects
from contacts.participants import ChannelForbidden
from retention.cadence.models import CheckIn
from retention.cadence.rebuild import rebuild
from retention.lib.accepts import InputRefused
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz", is_key=True, channels_preferred=["email", "call"])


def allow(row: Objection, by: User, **said: object) -> Objection:
    return lift_objection(objection=row, by=by, at=NOON, **{"why": "She wrote so", "on": TODAY, **said})  # type: ignore[arg-type]


def test_a_channel_is_closed_for_everything_until_it_is_lifted(ana: Contact, lena: User) -> None:
    row = record_objection(contact=ana, channel="email", came_by="email", by=lena, at=NOON)
    ana.refresh_from_db()
    assert (ana.channels_forbidden, ana.channels_preferred) == (["email"], ["call"])
    with pytest.raises(ChannelForbidden):
        log_touchpoint(
            account=ana.account, contacts=[ana], channel="email", direction="outbound", outcome="bulk",
            purpose="learn", happened_at=NOON, by=lena, at=NOON,
        )  # fmt: skip
    with pytest.raises(NotToBeAsked):
        ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    with pytest.raises(InputRefused, match="Lift the objection"):
        edit_contact(contact=ana, changes={"channels_forbidden": []}, by=lena, at=NOON, expected_version=None)
    allow(row, lena)
    ana.refresh_from_db()
    assert ana.channels_forbidden == []
    assert ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    assert list(TimelineEvent.objects.filter(subject_type="objection").values_list("kind", flat=True)) == [
        "contact_objected", "contact_objection_lifted",
    ]  # fmt: skip


def test_surveys_and_campaigns_are_closed_apart(ana: Contact, lena: User) -> None:
    record_objection(contact=ana, purpose="survey", by=lena, at=NOON, since=TODAY - DAY)
    ana.refresh_from_db()
    assert ana.channels_forbidden == []
    with pytest.raises(NotToBeAsked, match="objected to surveys on 22 Nov 2026"):
        ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    asked = {"channel": "email", "on": TODAY}
    assert who_objects([ana.pk], purpose="marketing", **asked) == set()  # type: ignore[arg-type]
    record_objection(contact=ana, purpose="marketing", channel="email", by=lena, at=NOON)
    assert who_objects([ana.pk], purpose="marketing", **asked) == {ana.pk}  # type: ignore[arg-type]
    assert who_objects([ana.pk], purpose="marketing", channel="email", on=TODAY - DAY) == set()


def test_who_wants_nothing_from_us_has_no_check_in(ana: Contact, lena: User) -> None:
    rebuild(account_ids=[ana.account_id], at=NOON)
    assert CheckIn.objects.filter(contact=ana).exists()
    row = record_objection(contact=ana, by=lena, at=NOON)
    assert not CheckIn.objects.filter(contact=ana).exists()
    assert rebuild(account_ids=[ana.account_id], at=NOON) == 0
    other = record_objection(contact=ana, channel="call", by=lena, at=NOON)
    allow(row, lena)
    ana.refresh_from_db()
    assert ana.channels_forbidden == ["call"] and CheckIn.objects.filter(contact=ana).exists()
    allow(other, lena)
    with pytest.raises(LiftedAlready):
        allow(other, lena)


def test_it_is_written_down_by_whoever_sees_them_and_lifted_by_who_looks_after_them(
    ana: Contact, lena: User, sol: User, nico: User
) -> None:
    with pytest.raises(PermissionDenied):
        record_objection(contact=ana, by=nico, at=NOON)
    row = record_objection(contact=ana, channel="call", by=sol, at=NOON)
    with pytest.raises(PermissionDenied):
        allow(row, sol)
    for said in ({"on": TODAY + DAY}, {"on": TODAY - DAY}, {"why": ""}):
        with pytest.raises(InputRefused):
            allow(row, lena, **said)
    with pytest.raises(ObjectedAlready):
        record_objection(contact=ana, channel="call", by=sol, at=NOON)
    with pytest.raises(InputRefused):
        record_objection(contact=ana, since=TODAY + DAY, by=sol, at=NOON)
    with pytest.raises(NobodyObjects):
        empty = Contact.objects.create(account=ana.account, is_placeholder=True, since=TODAY)
        record_objection(contact=empty, by=sol, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(lifted_on=TODAY)
    assert Objection.objects.count() == 1


def test_it_survives_that_two_customers_become_one(ana: Contact, lena: User, ada: User) -> None:
    vela = ana.account
    group = Account.objects.create(name="Vela Group", owner=lena, team_id=vela.team_id, currency="EUR")
    there = Contact.objects.create(account=group, person=ana.person, since=TODAY)
    row = record_objection(contact=ana, channel="email", by=lena, at=NOON)
    merge_accounts(merged=vela, survivor=group, on=TODAY - DAY, by=ada, at=NOON)
    row.refresh_from_db()
    there.refresh_from_db()
    assert (row.contact, there.channels_forbidden) == (there, ["email"])


def test_the_page_keeps_the_history_and_says_what_stands(ana: Contact, lena: User) -> None:
    hers = Client()
    hers.force_login(lena)
    path = f"/people/{ana.pk}/objections/new/"
    said = {
        "channel": "call",
        "purpose": "any",
        "since": "2026-01-31",
        "came_by": "letter",
        "note": "By post",
    }
    assert hers.post(path, {**said, "since": "2199-01-01"}).status_code == 422
    assert hers.post(path, said).status_code == 302
    row = Objection.objects.get()
    page = hers.get(f"/people/{ana.pk}/").content.decode()
    assert "By letter" in page and "By post" in page and f"/objections/{row.pk}/lift/" in page
    for why, status in (("", 422), ("On the phone", 302)):
        lifted = hers.post(f"/objections/{row.pk}/lift/", {"why": why, "on": "2026-02-01"})
        assert lifted.status_code == status
    page = hers.get(f"/people/{ana.pk}/").content.decode()
    assert "Allowed again" in page and "On the phone" in page and f"/objections/{row.pk}/lift/" not in page
