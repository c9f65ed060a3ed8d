"""Working days: public holidays as the package knows them, closures, days off, and absences."""

from collections.abc import Callable
from datetime import date
from typing import Any

import holidays as package
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from accounts.models import Account
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.team.actions.holidays import (
    NotAClosure,
    add_closure,
    ensure_holidays,
    remove_closure,
    years_around,
)
from retention.team.calendars import Calendars, calendar_of
from retention.team.models import Absence, Holiday, User
from retention.team.places import places_in_use
from tests.factories import make_contact

YEARS = [2026, 2027]
CHRISTMAS, COLUMBUS = date(2026, 12, 25), date(2026, 10, 12)


def load(machine: User, *places: tuple[str, str]) -> int:
    return ensure_holidays(places=places, years=YEARS, by=machine, at=database_now())


@pytest.mark.parametrize(
    ("country", "region"), [("DE", ""), ("DE", "BY"), ("US", "CA"), ("GB", "SCT"), ("JP", "")]
)
def test_a_place_has_exactly_the_holidays_of_the_package(machine: User, country: str, region: str) -> None:
    load(machine, ("DE", ""), ("US", ""), ("GB", ""), (country, region))
    expected = set(package.country_holidays(country, subdiv=region or None, years=YEARS))
    assert Calendars().of_place(country, region).holidays == expected


def test_a_region_that_does_not_keep_a_national_holiday_works_on_it(machine: User) -> None:
    load(machine, ("US", ""), ("US", "CA"))
    assert not Calendars().of_place("US").is_business_day(COLUMBUS)
    assert Calendars().of_place("US", "CA").is_business_day(COLUMBUS)


def test_a_region_not_loaded_has_the_holidays_of_its_country(machine: User) -> None:
    load(machine, ("DE", ""))
    assert Calendars().of_place("DE", "BY").holidays == Calendars().of_place("DE").holidays


def test_loading_again_changes_nothing_and_repairs_what_was_changed(machine: User) -> None:
    assert load(machine, ("DE", "")) > 10
    assert load(machine, ("DE", "")) == 0
    Holiday.objects.filter(on=CHRISTMAS).delete()
    Holiday.objects.create(country="DE", on=date(2026, 7, 7), name="Nonsense")
    assert load(machine, ("DE", "")) == 2
    assert not Holiday.objects.filter(name="Nonsense").exists()


def test_unknown_places_are_left_out(machine: User) -> None:
    assert load(machine, ("XX", ""), ("DE", "ZZ"), ("", "")) == 0


def test_a_closure_is_everybodys_day_off_also_without_a_country(ada: User, lena: User, machine: User) -> None:
    load(machine, ("DE", "BY"))
    day = date(2026, 12, 24)
    closure = add_closure(on=day, name="Christmas Eve", by=ada, at=database_now())
    for place in (("", ""), ("DE", ""), ("DE", "BY"), ("FR", "")):
        assert not Calendars().of_place(*place).is_business_day(day)
    assert not calendar_of(lena).is_business_day(day)
    with pytest.raises(InputRefused, match="closed on that day already"):
        add_closure(on=day, name="Again", by=ada, at=database_now())
    remove_closure(closure=closure, by=ada, at=database_now())
    assert calendar_of(lena).is_business_day(day)


def test_only_admins_close_the_company_and_nobody_removes_a_public_holiday(
    ada: User, lena: User, machine: User
) -> None:
    load(machine, ("DE", ""))
    with pytest.raises(PermissionDenied):
        add_closure(on=CHRISTMAS, name="x", by=lena, at=database_now())
    with pytest.raises(NotAClosure):
        remove_closure(closure=Holiday.objects.get(on=CHRISTMAS, country="DE"), by=ada, at=database_now())


def test_days_off_and_absences_count_where_they_should(lena: User) -> None:
    lena.weekend = [4, 5]
    friday, sunday, monday = date(2026, 11, 27), date(2026, 11, 29), date(2026, 11, 30)
    Absence.objects.create(user=lena, starts_on=monday, ends_on=monday)
    calendars = Calendars()
    assert [calendars.of(lena).is_business_day(day) for day in (friday, sunday, monday)] == [
        False,
        True,
        True,
    ]
    assert [calendars.at_work(lena).is_business_day(day) for day in (sunday, monday)] == [True, False]


def test_calendars_of_many_people_cost_one_query_a_place_and_one_for_absences(
    lena: User, nico: User, nadia: User, sol: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    people = [lena, nico, nadia, sol]
    for user, country in zip(people, ("DE", "DE", "FR", "FR"), strict=True):
        user.country = country
    with django_assert_num_queries(3):
        calendars = Calendars()
        calendars.load_absences(people)
        for user in people * 2:
            calendars.at_work(user)


def test_places_in_use_are_those_of_people_accounts_and_contacts(lena: User, vela: Account) -> None:
    User.objects.filter(pk=lena.pk).update(country="DE", subdivision="BY")
    Account.objects.filter(pk=vela.pk).update(country="ES")
    make_contact(vela, country="US", subdivision="CA")
    assert places_in_use() == {("DE", ""), ("DE", "BY"), ("ES", ""), ("US", ""), ("US", "CA")}


def test_the_command_loads_what_is_in_use_and_names_what_it_does_not_know(
    lena: User, machine: User, capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.filter(pk=lena.pk).update(country="DE")
    call_command("load_holidays")
    assert "Holidays of 1 places" in capsys.readouterr().out
    loaded = set(Holiday.objects.values_list("on__year", flat=True))
    assert loaded == set(years_around(database_now().date()))
    with pytest.raises(Exception, match="No holidays are known for “XX”"):
        call_command("load_holidays", "XX")


def test_the_page_shows_a_country_and_adds_and_removes_a_closure(
    ada: User, machine: User, browser: Callable[..., Client]
) -> None:
    office = browser(ada)
    assert "No country yet" in office.get("/people-admin/holidays/").content.decode()
    load(machine, ("DE", ""), ("DE", "BY"))
    page = office.get("/people-admin/holidays/?place=DE-BY&year=2027").content.decode()
    assert "Epiphany" in page
    assert office.get("/people-admin/holidays/?place=%00&year=xx").status_code == 200
    answer = office.post("/people-admin/holidays/", {"on": "2027-12-24", "name": "Christmas Eve"})
    assert answer.status_code == 302
    closure = Holiday.objects.get(country="")
    assert office.post(f"/people-admin/holidays/{closure.pk}/remove/").status_code == 302
    assert not Holiday.objects.filter(country="").exists()
    refused = office.post("/people-admin/holidays/", {"on": "tomorrow", "name": ""})
    assert refused.status_code == 422
    public = Holiday.objects.filter(country="DE").earliest("on")
    assert office.post(f"/people-admin/holidays/{public.pk}/remove/").status_code == 302
    assert Holiday.objects.filter(pk=public.pk).exists()
    assert "Nothing had changed" in office.post("/people-admin/holidays/load/", follow=True).content.decode()
