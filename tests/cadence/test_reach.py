"""The channel proposed for the next try: what they prefer and was not tried, never what they objected to."""

from datetime import timedelta

from django.test import Client

from accounts.models import Account
from contacts.actions import add_contact, log_touchpoint
from contacts.choices import Channel
from contacts.models import Contact
from retention.cadence.reach import suggested_channels
from retention.team.models import User
from tests.cast import NOON
from tests.desk.book import signed_in

EVERY_WAY = [way.value for way in Channel if way != Channel.NOTE]


def person(account: Account, by: User, name: str, **wishes: list[str]) -> Contact:
    return add_contact(account=account, name=name, by=by, at=NOON, **wishes)


def test_an_objection_is_absolute_and_a_wish_comes_first(vela: Account, lena: User) -> None:
    plain = person(vela, lena, "Bo Lind")
    no_calls = person(vela, lena, "Ana Ruiz", channels_forbidden=["call"])
    writes = person(vela, lena, "Per Holm", channels_preferred=["chat"], channels_forbidden=["email"])
    nothing = person(vela, lena, "Siri Moe", channels_forbidden=EVERY_WAY)
    ways = {plain.pk: "call", no_calls.pk: "email", writes.pk: "chat", nothing.pk: None}
    assert suggested_channels(list(ways)) == ways


def test_what_was_tried_without_an_answer_comes_last_until_they_answer(vela: Account, lena: User) -> None:
    ana = person(vela, lena, "Ana Ruiz", channels_forbidden=["video"])
    for hours, outcome in ((5, "connected"), (4, "no_answer")):
        log_touchpoint(
            account=vela,
            contacts=[ana],
            channel="call",
            outcome=outcome,
            by=lena,
            at=NOON,
            happened_at=NOON - timedelta(hours=hours),
        )
    assert suggested_channels([ana.pk]) == {ana.pk: "email"}
    log_touchpoint(
        account=vela, contacts=[ana], channel="email", outcome="replied", happened_at=NOON, by=lena, at=NOON
    )
    assert suggested_channels([ana.pk]) == {ana.pk: "call"}


def test_the_form_and_the_contact_never_propose_a_channel_they_objected_to(vela: Account, lena: User) -> None:
    ana = person(vela, lena, "Ana Ruiz", channels_forbidden=["call"])
    browser = signed_in(lena)
    form = browser.get(f"/touchpoints/new/?account={vela.pk}&contact={ana.pk}").content.decode()
    chosen = [part for part in form.split("<input") if 'name="channel"' in part and "checked" in part]
    chosen += [part for part in form.split("<option") if "selected" in part and 'value="email"' in part]
    assert len(chosen) == 1 and 'value="email"' in chosen[0]
    assert "<dt>Use next</dt><dd>Email</dd>" in browser.get(f"/people/{ana.pk}/").content.decode()


def test_the_api_says_by_which_channel(vela: Account, lena: User) -> None:
    ana = person(vela, lena, "Ana Ruiz", channels_forbidden=["call"])
    Contact.objects.filter(pk=ana.pk).update(is_key=True)
    add_contact(account=vela, name="Bo Lind", is_key=True, by=lena, at=NOON)
    client: Client = signed_in(lena)
    rows = client.get("/api/v1/check-ins/").json()["results"]
    said = {row["contact_id"]: row["suggested_channel"] for row in rows}
    assert said[ana.pk] == "email" and said[None] is None
