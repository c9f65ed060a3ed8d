"""Absences: who enters them, who stands in meanwhile, and for how long."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Account
from retention.lib import facts
from retention.lib.accepts import InputRefused
from retention.lib.clock import database_now
from retention.team.actions.absences import (
    AbsenceOverlaps,
    CannotStandIn,
    cancel_absence,
    change_absence,
    set_absence,
)
from retention.team.announced import CalendarChanged
from retention.team.calendars import acting_for, acting_for_all
from retention.team.models import Absence, Team, User
from retention.team.roles import Role
from tests.cast import join, person

Open = Callable[..., Client]
DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return database_now().date()


@pytest.fixture
def mara(south: Team) -> User:
    """An account manager elsewhere."""
    return join(person("mara@keel.test", "Mara Okoye", Role.ACCOUNT_MANAGER), south)


def away(who: User, first: date, last: date, delegate: User | None = None, by: User | None = None) -> Absence:
    return set_absence(
        person=who, starts_on=first, ends_on=last, delegate=delegate, by=by or who, at=database_now()
    )


def sees(user: User, account: Account) -> bool:
    return account in Account.objects.visible_to(User.objects.get(pk=user.pk))


def test_a_delegate_sees_and_edits_during_the_absence_and_not_a_day_longer(
    lena: User, vela: Account, mara: User, db: None, today: date
) -> None:
    assert not sees(mara, vela)
    absence = away(lena, today, today, mara)
    assert sees(mara, vela)
    assert vela in Account.objects.editable_by(mara)
    for first in (today + DAY, today - DAY):
        Absence.objects.filter(pk=absence.pk).update(starts_on=first, ends_on=first)
        assert not sees(mara, vela)


def test_the_absence_begins_and_ends_with_the_absent_persons_own_day(
    lena: User, vela: Account, mara: User, today: date
) -> None:
    for zone, local in (("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)):
        User.objects.filter(pk=lena.pk).update(time_zone=zone)
        there = (database_now() + timedelta(hours=local)).date()
        absence = away(lena, there, there, mara)
        assert sees(mara, vela)
        cancel_absence(absence=absence, by=lena, at=database_now())
        assert not sees(mara, vela)


def test_who_acts_for_whom(lena: User, nico: User, nadia: User, mara: User, today: date) -> None:
    away(lena, today, today + DAY, mara)
    away(nadia, today, today, nico)
    assert acting_for(lena, on=today) == mara
    assert acting_for(lena, on=today + 2 * DAY) == lena
    away(mara, today + DAY, today + 5 * DAY)
    assert acting_for(lena, on=today + DAY) == lena, "a delegate who is away does not act"
    User.objects.filter(pk=nico.pk).update(is_active=False)
    assert acting_for_all([lena, nadia], on=today) == {lena.pk: mara, nadia.pk: nadia}


@pytest.mark.parametrize(
    ("first", "last"),
    [(0, -1), (0, 731), (None, 0), (0, None)],
    ids=["backwards", "too long", "no start", "no end"],
)
def test_days_that_make_no_sense_are_refused(
    lena: User, today: date, first: int | None, last: int | None
) -> None:
    days = [None if shift is None else today + shift * DAY for shift in (first, last)]
    with pytest.raises(InputRefused):
        away(lena, *days)  # type: ignore[arg-type]
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(5, 9), (0, 5), (9, 20), (0, 20), (6, 7)])
def test_nobody_is_away_twice_on_one_day(lena: User, today: date, first: int, last: int) -> None:
    away(lena, today + 5 * DAY, today + 9 * DAY)
    with pytest.raises(AbsenceOverlaps):
        away(lena, today + first * DAY, today + last * DAY)
    away(lena, today + 10 * DAY, today + 11 * DAY)


def test_a_delegate_must_be_there_and_able(lena: User, sol: User, mara: User, today: date) -> None:
    away(mara, today, today)
    for delegate in (lena, sol, mara):
        with pytest.raises(CannotStandIn):
            away(lena, today, today + DAY, delegate)


@pytest.mark.parametrize(
    ("who", "may"), [("lena", True), ("nadia", True), ("ada", True), ("nico", False), ("sol", False)]
)
def test_they_their_lead_and_admins_enter_an_absence(
    who: str, may: bool, lena: User, today: date, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    if may:
        absence = away(lena, today, today, by=by)
        cancel_absence(absence=absence, by=by, at=database_now())
        return
    with pytest.raises(PermissionDenied):
        away(lena, today, today, by=by)


def test_changing_announces_only_the_days_that_changed(
    lena: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[CalendarChanged] = []
    monkeypatch.setitem(facts._listeners, CalendarChanged, [facts.Listener(99, "test", heard.append)])
    absence = away(lena, today, today + 2 * DAY)
    change_absence(
        absence=absence, starts_on=today + DAY, ends_on=today + 3 * DAY, delegate=None, reason="", by=lena,
        at=database_now(), expected_version=1,
    )  # fmt: skip
    assert heard[-1].days == {today, today + 3 * DAY}
    assert heard[-1].user_id == lena.pk


def test_entering_changing_and_cancelling_in_the_browser(
    lena: User, mara: User, browser: Open, today: date
) -> None:
    client = browser(lena)
    said = {
        "starts_on": today.isoformat(),
        "ends_on": (today + DAY).isoformat(),
        "delegate": mara.pk,
        "reason": "Sea",
    }
    assert client.post("/settings/absence/", said).status_code == 302
    absence = Absence.objects.get()
    assert (absence.delegate, absence.note) == (mara, "Sea")
    assert "Mara Okoye" in client.get("/settings/absence/").content.decode()
    stale = client.post(f"/absences/{absence.pk}/edit/", {**said, "version": 9})
    assert stale.status_code == 409
    changed = client.post(f"/absences/{absence.pk}/edit/", {**said, "delegate": "", "version": 1})
    assert changed.status_code == 302
    absence.refresh_from_db()
    assert absence.delegate is None
    assert client.post(f"/absences/{absence.pk}/cancel/").status_code == 302
    assert not Absence.objects.exists()


@pytest.mark.parametrize("day", ["31/02/2027", "soon", "0000-01-01", "9999-12-31", "2027-01-01\x00", ""])
def test_a_day_that_is_none_is_named(lena: User, browser: Open, day: str) -> None:
    answer = browser(lena).post("/settings/absence/", {"starts_on": day, "ends_on": "2027-01-02"})
    assert answer.status_code == 422
    assert 'href="#id_starts_on"' in answer.content.decode()
    assert not Absence.objects.exists()


def test_a_lead_enters_absences_of_the_own_team_only(
    nadia: User, lena: User, nico: User, browser: Open, today: date
) -> None:
    client = browser(nadia)
    page = client.get("/people-admin/absences/").content.decode()
    assert "Lena Voss" in page
    said = {"starts_on": today.isoformat(), "ends_on": today.isoformat(), "delegate": "", "reason": ""}
    assert client.post("/people-admin/absences/", {**said, "person": nico.pk}).status_code == 422
    assert client.post("/people-admin/absences/", {**said, "person": lena.pk}).status_code == 302
    assert Absence.objects.get().user == lena


def test_absences_of_others_are_404_and_403_for_who_stands_in(
    lena: User, nico: User, mara: User, sol: User, browser: Open, today: date
) -> None:
    absence = away(lena, today, today, mara)
    for person_in, status in ((nico, 404), (sol, 404), (mara, 403)):
        for page in ("edit", "cancel"):
            answer = browser(person_in).post(f"/absences/{absence.pk}/{page}/", {})
            assert answer.status_code == status
    assert Absence.objects.exists()
    assert browser(nico).get("/absences/999999/edit/").status_code == 404


@pytest.mark.parametrize("who", ["lena", "sol"])
def test_others_are_told_that_the_list_is_for_leads(
    who: str, browser: Open, request: pytest.FixtureRequest
) -> None:
    answer = browser(request.getfixturevalue(who)).get("/people-admin/absences/")
    assert answer.status_code == 403
    assert "Only a team lead or an admin may open this page." in answer.content.decode()
