"""Hours, an assistant, interests and days that matter on the card, the brief, My day and in the API."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from contacts.models import Contact
from retention.cadence.models import CheckIn
from retention.desk.day.book import book_of
from retention.desk.day.sources import gather
from retention.team.models import User
from tests.desk.book import Book, signed_in
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
PERSONAL = ("Deep sea diving", "Silver wedding")


@pytest.fixture
def told(book: Book) -> Book:
    """Best on weekday mornings in Berlin, with an assistant, an interest and a day in five days."""
    helper, soon = make_contact(book.account, "Bo Lind"), book.today + timedelta(days=5)
    helper.person.phone = "+49 30 555 0101"  # type: ignore[union-attr] # a contact with a name
    helper.person.save()  # type: ignore[union-attr]
    Contact.objects.filter(pk=book.contact.pk).update(
        time_zone="Europe/Berlin", hours_days=["tue", "wed", "thu"], hours_from=time(9),
        hours_until=time(11), assistant=helper, interests=PERSONAL[0], preference_source="stated",
        important_dates=[{"label": PERSONAL[1], "month": soon.month, "day": soon.day, "year": None}],
    )  # fmt: skip
    return book


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_card_and_the_brief_say_when_and_through_whom(told: Book, hers: Client) -> None:
    for address in (f"/people/{told.contact.pk}/", f"/accounts/{told.account.pk}/brief/"):
        page = words(hers, address)
        for part in ("Tue–Thu 9–11, their time, now", "there", "Bo Lind", "+49 30 555 0101", *PERSONAL):
            assert part in page, (address, part)


def test_the_brief_says_what_comes_and_how_to_reach_them(told: Book, hers: Client) -> None:
    page = words(hers, f"/accounts/{told.account.pk}/brief/")
    assert f"Jonas Weller: {PERSONAL[1]} on {told.today + timedelta(days=5):%-d %b %Y}." in page
    assert "Reach Jonas Weller, best Tue–Thu 9–11, their time" in page


def test_an_assistant_who_left_is_not_named(told: Book, hers: Client) -> None:
    Contact.objects.filter(person__name="Bo Lind").update(status="departed", departed_on=told.today)
    for address in (f"/people/{told.contact.pk}/", f"/accounts/{told.account.pk}/brief/"):
        assert "+49 30 555 0101" not in words(hers, address)


def test_what_is_personal_is_for_the_account_team_everywhere(told: Book, nadia: User, ada: User) -> None:
    for user in (nadia, ada):
        for address in (
            f"/people/{told.contact.pk}/", f"/people/{told.contact.pk}/edit/",
            f"/accounts/{told.account.pk}/brief/", "/day/",
        ):  # fmt: skip
            page = words(signed_in(user), address)
            assert all(part not in page for part in PERSONAL), (user, address)
    assert all(item.kind != "personal-day-0" for item in day_of(nadia, told.today))


def day_of(user: User, today: date) -> list[Any]:
    return gather(user, book_of(user), today=today, days_ahead=7)


def test_my_day_suggests_the_day_until_somebody_spoke_with_them(told: Book, lena: User) -> None:
    (item,) = [one for one in day_of(lena, told.today) if one.kind == "personal-day-0"]
    assert (item.title, item.due_on) == (f"Jonas Weller: {PERSONAL[1]}", told.today + timedelta(days=5))
    Contact.objects.filter(pk=told.contact.pk).update(last_two_way_at=told.now + timedelta(days=5))
    assert not [one for one in day_of(lena, told.today + timedelta(days=6)) if "personal" in one.kind]


def test_a_check_in_on_my_day_says_when_they_are_best_reached(told: Book, lena: User) -> None:
    CheckIn.objects.filter(contact=told.contact).update(due_on=told.today, shown_on=told.today)
    (item,) = [one for one in day_of(lena, told.today) if one.kind == "check-in" and "Jonas" in one.title]
    assert item.reason.endswith("Best reached Tue–Thu 9–11, their time")


def test_the_form_keeps_them_and_shows_them_as_they_were_written(told: Book, hers: Client) -> None:
    address = f"/people/{told.contact.pk}/edit/"
    form = hers.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    said = {name: value for name, value in typed.items() if value not in (None, "", [])}
    written = {"hours_from": "10:00", "hours_until": "09:00", "important_dates": "14 June Birthday"}
    said |= {"hours_days": ["mon"], **written}
    refused = hers.post(address, said)
    assert "The end of the hours must be later" in refused.content.decode()
    assert hers.post(address, said | {"hours_until": "12:30"}).status_code == 302
    row = Contact.objects.get(pk=told.contact.pk)
    assert (row.hours_from, row.hours_until, row.hours_days) == (time(10), time(12, 30), ["mon"])
    assert row.important_dates == [{"label": "Birthday", "month": 6, "day": 14, "year": None}]
    assert hers.get(address).context["form"]["important_dates"].value() == "14 Jun Birthday"
