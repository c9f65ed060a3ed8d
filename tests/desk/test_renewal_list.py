"""What the filters of the renewal list mean, and that the layouts mean the same by them."""

from datetime import timedelta

import pytest
from django.test import Client

from retention.desk.renewals import answers
from retention.lib.clock import database_now
from retention.lib.periods import period_named, quarter_of
from retention.reminders.models import Notification
from retention.renewals.models import Renewal
from retention.team.models import Team, User

from .book import Book, signed_in
from .test_renewal_board import make_account, make_renewal


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2027Q1", "2027-01-01", "2027-03-31"),
        (" 2027q4 ", "2027-10-01", "2027-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2027", "2027-01-01", "2027-12-31"),
    ],
)
def test_a_period_is_a_year_a_quarter_or_a_month(text: str, first: str, last: str) -> None:
    period = period_named(text)
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert quarter_of(period.first).first <= period.first


@pytest.mark.parametrize(
    "text", ["", "2027Q5", "2027-13", "27Q1", "0000", "9999Q1", "２０２７", "2027Q1\x00"]
)
def test_anything_else_is_no_period(text: str) -> None:
    assert period_named(text) is None


def test_a_period_holds_what_renews_in_it_first_and_last_day_included(
    lena: User, north: Team, hers: Client
) -> None:
    for number, day in enumerate(("2026-12-31", "2027-01-01", "2027-03-31", "2027-04-01")):
        row = make_renewal(make_account(number, lena, north))
        Renewal.objects.filter(pk=row.pk).update(renewal_due_on=day, term_end="2026-12-01")
    html = hers.get("/renewals/?period=2027Q1").content.decode()
    assert [f"Customer 0{number}" in html for number in range(4)] == [False, True, True, False]


def test_a_period_that_cannot_be_read_says_how_to_write_it(book: Book, hers: Client) -> None:
    for layout in ("table", "board", "calendar"):
        html = hers.get(f"/renewals/?period=next+spring&layout={layout}").content.decode()
        assert "Write it like 2027Q1, 2027-01 or 2027." in html and "Vela Hotels" not in html


def test_what_needs_me_is_mine_and_told_or_due(
    lena: User, nico: User, north: Team, book: Book, hers: Client
) -> None:
    """Vela's rung was told to Lena and is not acknowledged."""
    due = make_renewal(make_account(1, lena, north), in_days=0)
    make_renewal(make_account(2, lena, north), in_days=5)
    make_renewal(make_account(3, nico, north), in_days=0)
    html = hers.get("/renewals/?needs_me=1").content.decode()
    assert "Vela Hotels" in html and due.account.name in html
    assert "Customer 02" not in html and "Customer 03" not in html
    Notification.objects.filter(user=lena).update(acknowledged_at=database_now())
    assert "Vela Hotels" not in hers.get("/renewals/?needs_me=1").content.decode()


def test_a_backup_owner_is_needed_where_there_is_no_owner(lena: User, north: Team, hers: Client) -> None:
    account = make_account(1, lena, north)
    make_renewal(account, in_days=-1)
    account.owner, account.backup_owner = None, lena
    account.save()
    assert "Customer 01" in hers.get("/renewals/?needs_me=1").content.decode()


def test_a_team_is_chosen_among_those_one_sees(book: Book, hers: Client, his: Client, north: Team) -> None:
    assert "Vela Hotels" in hers.get(f"/renewals/?team={north.pk}").content.decode()
    stranger = his.get(f"/renewals/?team={north.pk}").content.decode()
    assert "Vela Hotels" not in stranger and "North" not in stranger


def test_the_answer_of_the_table_counts_what_its_links_open(
    lena: User, north: Team, sol: User, hers: Client
) -> None:
    make_renewal(make_account(1, lena, north), in_days=80)
    make_renewal(make_account(2, lena, north), in_days=-4)
    make_renewal(make_account(3, lena, north), in_days=91)
    html = hers.get("/renewals/").content.decode()
    until = database_now().date() + timedelta(days=91)
    assert f'<a href="/renewals/?decides_before={until}">Two renewals</a> must be decided' in html
    rows = signed_in(sol).get(f"/renewals/?decides_before={until}").content.decode()
    assert rows.count("<tr data-row") == 2
    assert '<a href="/renewals/?late=1">One is past its day</a>' in html


def test_what_is_more_than_is_counted_says_so_and_what_is_late_is_still_right(
    lena: User, north: Team, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "COUNTED_TO", 4)
    late = [make_renewal(make_account(number, lena, north), in_days=number - 5) for number in range(4)]
    html = hers.get("/renewals/").content.decode()
    assert "More than three renewals</a> must be decided" in html
    assert "More than three are past their day</a>" in html
    Renewal.objects.filter(pk=late[0].pk).update(stage="auto_renewing")
    assert "Three are past their day</a>" in hers.get("/renewals/").content.decode()
    make_renewal(make_account(5, lena, north), in_days=5)
    Renewal.objects.filter(pk=late[1].pk).update(stage="verbal", decision_on=late[0].term_end)
    html = hers.get("/renewals/").content.decode()
    assert "More than three renewals</a> must be decided" in html
    assert "Two are past their day</a>" in html, "counted among the first ones, without another question"
