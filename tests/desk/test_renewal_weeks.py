"""The calendar of thirteen weeks, by the day of the decision and not by the day of the renewal."""

from datetime import date, timedelta
from decimal import Decimal

from django.test import Client

from retention.desk.renewals.weeks import NAMED, WEEKS, calendar, first_day_of_week
from retention.lib.clock import database_now
from retention.renewals.models import Renewal
from retention.team.models import Team, User

from .book import Book
from .test_renewal_board import make_account, make_renewal

WEEKS_PAGE = "/renewals/?layout=calendar"


def test_a_week_begins_on_monday_and_has_its_sunday() -> None:
    assert first_day_of_week(date(2026, 11, 22)) == date(2026, 11, 16)
    assert first_day_of_week(date(2026, 11, 23)) == date(2026, 11, 23)


def test_a_renewal_stands_in_the_week_of_its_decision_and_its_notice_in_its_own(
    lena: User, north: Team
) -> None:
    monday = first_day_of_week(database_now().date())
    row = make_renewal(make_account(1, lena, north), atr="1200")
    row.decision_on, row.act_by = monday + timedelta(days=20), monday + timedelta(days=20)
    row.notice_deadline = monday + timedelta(days=22)
    row.save()
    found = calendar(Renewal.objects.visible_to(lena), on=monday)
    assert len(found.weeks) == WEEKS
    assert [(week.worth.number, week.notices) for week in found.weeks[:5]] == [
        (0, 0), (0, 0), (1, 0), (0, 1), (0, 0),
    ]  # fmt: skip
    assert found.worth.amount == Decimal(1200)
    assert found.weeks[2].renewals == [row]


def test_the_first_and_the_last_day_are_inside_and_their_neighbours_are_not(lena: User, north: Team) -> None:
    monday = first_day_of_week(database_now().date())
    for number, day in enumerate((-1, 0, 7 * WEEKS - 1, 7 * WEEKS)):
        row = make_renewal(make_account(number, lena, north))
        row.decision_on = monday + timedelta(days=day)
        row.save()
    found = calendar(Renewal.objects.visible_to(lena), on=monday)
    assert found.worth.number == 2
    assert found.weeks[0].worth.number == found.weeks[-1].worth.number == 1
    assert found.late.number == 1


def test_a_full_week_names_its_largest_and_leads_to_the_rest(lena: User, north: Team, hers: Client) -> None:
    for number in range(NAMED + 2):
        make_renewal(make_account(number, lena, north), in_days=21, atr=str(1000 + number))
    html = hers.get(WEEKS_PAGE).content.decode()
    assert "Customer 05" in html and "Customer 00" not in html
    assert "2 more" in html
    day = first_day_of_week(database_now().date() + timedelta(days=21))
    link = f"/renewals/?decides_before={day + timedelta(days=7)}&amp;decides_from={day}"
    assert f'href="{link}"' in html
    rows = hers.get(link.replace("&amp;", "&")).content.decode()
    assert rows.count("<tr data-row") == NAMED + 2


def test_a_number_never_opens_more_than_the_filters_let_in(lena: User, north: Team, hers: Client) -> None:
    make_renewal(make_account(1, lena, north), in_days=21)
    before = database_now().date() + timedelta(days=23)
    html = hers.get(f"{WEEKS_PAGE}&decides_before={before}").content.decode()
    assert f"decides_before={before}&amp;decides_from=" in html


def test_the_notices_of_a_week_open_their_rows(book: Book, hers: Client) -> None:
    html = hers.get(WEEKS_PAGE).content.decode()
    deadline = book.renewal.notice_deadline
    assert deadline is not None
    start = first_day_of_week(deadline)
    link = f"/renewals/?notice_before={start + timedelta(days=7)}&amp;notice_from={start}"
    assert f'href="{link}"' in html
    assert "Vela Hotels" in hers.get(link.replace("&amp;", "&")).content.decode()


def test_nobody_else_sees_the_weeks(book: Book, his: Client) -> None:
    html = his.get(WEEKS_PAGE).content.decode()
    assert "Vela" not in html and "No renewal must be decided in the next 13 weeks." in html
