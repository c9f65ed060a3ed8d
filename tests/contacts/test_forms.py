"""Forms of touchpoints, people, steps and promises: clean data for actions, plain words for writers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account
from contacts.actions import edit_contact, log_touchpoint
from contacts.choices import Outcome
from contacts.forms import (
    ContactForm,
    PromiseForm,
    QuickLogForm,
    SettlePromiseForm,
    SnoozeForm,
    StepForm,
    likely_outcome,
)
from contacts.models import Contact, Promise, Touchpoint
from retention.lib.errors import StaleVersion
from retention.team.models import User
from tests.cast import NOON
from tests.factories import make_contact


@pytest.fixture
def rossi(vela: Account) -> Contact:
    """Somebody at Vela."""
    return make_contact(vela, "Nadia Rossi")


def said(**more: Any) -> dict[str, Any]:
    """A quick log as a browser posts it."""
    return {"channel": "call", "happened_at": "2026-11-20T14:30", "text": "Prices", **more}


def test_five_fields_are_enough_to_log_a_call(vela: Account, rossi: Contact, lena: User) -> None:
    form = QuickLogForm(said(contacts=[rossi.pk], mood="1"), user=lena, account=vela)
    with timezone.override("Europe/Berlin"):
        assert form.is_valid(), form.errors
    touchpoint = log_touchpoint(by=lena, at=NOON, **form.log_fields())
    assert touchpoint.happened_at == datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
    assert (touchpoint.outcome, touchpoint.mood, touchpoint.is_qualifying) == ("connected", 1, True)
    assert list(touchpoint.contacts.all()) == [rossi]


@pytest.mark.parametrize("who", ["Vela Hotels", " vela  hotels ", "Nadia Rossi", "nadia rossi"])
def test_who_is_an_account_or_somebody_there_by_name(
    vela: Account, rossi: Contact, lena: User, who: str
) -> None:
    form = QuickLogForm(said(who=who), user=lena)
    assert form.is_valid(), form.errors
    assert form.log_fields()["account"] == vela
    assert form.log_fields()["contacts"] == ([rossi] if "rossi" in who.lower() else [])


def test_who_finds_neither_somebody_elses_account_nor_their_people(orchard: Account, lena: User) -> None:
    make_contact(orchard, "Secret Person")
    for who in ("Orchard & Vine", "Secret Person", str(orchard.pk), "\x00", ""):
        form = QuickLogForm(said(who=who), user=lena)
        assert not form.is_valid()
        assert list(form.errors) == ["who"]


def test_a_name_that_two_accounts_carry_is_a_question_not_a_guess(vela: Account, lena: User) -> None:
    Account.objects.create(name="Vela Hotels", owner=lena)
    assert not QuickLogForm(said(who="Vela Hotels"), user=lena).is_valid()


def test_a_contact_of_another_account_cannot_be_chosen(vela: Account, orchard: Account, lena: User) -> None:
    stranger = make_contact(orchard, "Secret Person")
    form = QuickLogForm(said(contacts=[stranger.pk]), user=lena, account=vela)
    assert not form.is_valid()
    assert list(form.errors) == ["contacts"]
    assert "Secret" not in str(form.errors)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "a\x00b"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"channel": "fax"}, "channel"),
        ({"happened_at": "yesterday"}, "happened_at"),
        ({"happened_at": "0001-01-01T00:00"}, "happened_at"),
        ({"happened_at": ""}, "happened_at"),
        ({"mood": "9"}, "mood"),
        ({"minutes": "-3"}, "minutes"),
        ({"contacts": ["99999999999999999999"]}, "contacts"),
        ({"contacts": ["x'; --"]}, "contacts"),
        ({"next_text": "Send the offer"}, "next_due"),
        ({"next_due": "2026-12-01"}, "next_text"),
        ({"next_text": "Send", "next_due": "31/02/2027"}, "next_due"),
    ],
)
def test_a_log_that_cannot_be_names_its_field_and_keeps_what_was_typed(
    vela: Account, lena: User, more: dict[str, Any], field: str
) -> None:
    form = QuickLogForm(said(**more), user=lena, account=vela)
    assert not form.is_valid()
    assert field in form.errors
    assert "Prices" in str(form["text"]) or "text" in more
    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize(
    ("channel", "direction", "outcome"),
    [
        ("call", "outbound", Outcome.CONNECTED),
        ("email", "outbound", Outcome.NO_ANSWER),
        ("email", "inbound", Outcome.REPLIED),
        ("note", "outbound", Outcome.INTERNAL),
    ],
)
def test_what_usually_came_of_a_channel_is_filled_in(channel: str, direction: str, outcome: Outcome) -> None:
    assert likely_outcome(channel, direction) == outcome


def test_somebody_is_spoken_to_or_in_copy_not_both(vela: Account, rossi: Contact, lena: User) -> None:
    form = QuickLogForm(said(contacts=[rossi.pk], in_copy=[rossi.pk]), user=lena, account=vela)
    assert not form.is_valid()
    assert "Nadia Rossi" in form.errors["in_copy"][0]


def test_a_next_step_takes_the_day_as_people_write_it(vela: Account, lena: User) -> None:
    for written in ("2026-12-24", "24/12/2026", "24.12.2026"):
        form = QuickLogForm(said(next_text="Send", next_due=written), user=lena, account=vela)
        assert form.is_valid(), form.errors
        assert form.log_fields()["next_step"] == ("Send", date(2026, 12, 24), None)


def posted(form: ContactForm) -> dict[str, Any]:
    """What a browser would send back for an opened form."""
    found = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in found.items() if value not in (None, False)}


def test_a_contact_form_hands_over_only_what_changed(vela: Account, rossi: Contact, lena: User) -> None:
    opened = posted(ContactForm(user=lena, account=vela, contact=rossi))
    form = ContactForm({**opened, "title": "Buyer", "version": "1"}, user=lena, account=vela, contact=rossi)
    assert form.is_valid(), form.errors
    assert form.changes() == {"title": "Buyer"}
    edit_contact(
        contact=rossi, changes=form.changes(), by=lena, at=NOON, expected_version=form.expected_version
    )
    rossi.refresh_from_db()
    assert rossi.title == "Buyer"


def test_after_a_stale_save_both_versions_are_shown_and_the_next_save_may_pass(
    vela: Account, rossi: Contact, lena: User
) -> None:
    opened = posted(ContactForm(user=lena, account=vela, contact=rossi))
    edit_contact(contact=rossi, changes={"title": "Head"}, by=lena, at=NOON, expected_version=1)
    form = ContactForm({**opened, "title": "Buyer", "version": "1"}, user=lena, account=vela, contact=rossi)
    assert form.is_valid(), form.errors
    with pytest.raises(StaleVersion) as refused:
        edit_contact(
            contact=rossi, changes=form.changes(), by=lena, at=NOON, expected_version=form.expected_version
        )
    rossi.refresh_from_db()
    form.refuse(refused.value)
    form.take_version(refused.value)
    both = form.conflicts({"title": rossi.title, "phone": ""})
    assert [(one.label, one.theirs, one.typed) for one in both] == [("Title", "Head", "Buyer")]
    assert 'value="2"' in str(form["version"])
    assert "Somebody changed this" in form.non_field_errors()[0]
    assert "Buyer" in str(form["title"])


def test_the_personal_note_is_offered_to_the_account_team_only(
    vela: Account, rossi: Contact, lena: User, nadia: User
) -> None:
    assert "personal_note" in ContactForm(user=lena, account=vela, contact=rossi).fields
    assert "personal_note" not in ContactForm(user=nadia, account=vela, contact=rossi).fields


def test_a_person_needs_a_name_and_a_placeholder_has_none(vela: Account, lena: User) -> None:
    base = {"buying_role": "legal", "status": "active", "preference_source": "default"}
    nameless = ContactForm(base, user=lena, account=vela)
    assert not nameless.is_valid()
    assert nameless.errors == {"name": ["The name is missing."]}
    empty = ContactForm({**base, "is_placeholder": "on", "name": "x"}, user=lena, account=vela)
    assert empty.is_valid(), empty.errors
    assert "name" not in empty.fields_said()


def test_a_step_goes_to_somebody_of_ours_on_a_day(vela: Account, lena: User, machine: User) -> None:
    good = StepForm({"text": "Call", "due_on": "1/12/2026", "owner": lena.pk}, user=lena, account=vela)
    assert good.is_valid(), good.errors
    bad = StepForm({"text": "", "due_on": "soon", "owner": machine.pk}, user=lena, account=vela)
    assert not bad.is_valid()
    assert bad.errors["text"] == ["The next step is missing."]
    assert bad.errors["due_on"] == ["“soon” is not a day. Write it like 2027-01-31 or 31/01/2027."]
    assert bad.errors["owner"] == ["Choose “Who” from the list."]


def test_a_snooze_says_until_when_and_why() -> None:
    assert SnoozeForm({"until": "2026-12-01", "reason": "They are away"}).is_valid()
    assert set(SnoozeForm({"until": "", "reason": " "}).errors) == {"until", "reason"}


def test_a_promise_is_not_due_before_it_was_made(vela: Account, lena: User) -> None:
    data = {"side": "ours", "wording": "ours", "text": "Prices", "promised_on": "2026-11-20", "user": lena.pk}
    assert PromiseForm({**data, "due_on": "2026-11-20"}, user=lena, account=vela).is_valid()
    late = PromiseForm({**data, "due_on": "2026-11-19"}, user=lena, account=vela)
    assert list(late.errors) == ["due_on"]


def test_a_promise_cannot_be_settled_as_open(vela: Account, lena: User) -> None:
    today = (NOON - timedelta(days=1)).date().isoformat()
    made = Promise(account=vela, side="ours")
    assert SettlePromiseForm({"state": "kept", "on": today}, user=lena, promise=made).is_valid()
    bad = SettlePromiseForm({"state": "open", "on": today}, user=lena, promise=made)
    assert list(bad.errors) == ["state"]
    theirs = SettlePromiseForm(user=lena, promise=Promise(account=vela, side="theirs"))
    assert "released_by" not in theirs.fields, "we release them from theirs ourselves"
