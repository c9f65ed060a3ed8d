"""The forecast layout: sums with their rows, the change since Monday, and a lead's freeze."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from retention.renewals.actions import set_call
from retention.renewals.models import ForecastFreeze, ForecastMoment, ForecastSnapshot, Moment, Renewal
from retention.renewals.quarters import quarter_of
from retention.renewals.snapshots import Due, take
from retention.team.models import Team, User

from .book import BUDGET, Book, more_books, signed_in

pytestmark = pytest.mark.django_db


def path(book: Book, **more: str) -> str:
    name = quarter_of(book.renewal.renewal_due_on).name
    return (
        "/renewals/?layout=forecast&period="
        + name
        + "".join(f"&{key}={value}" for key, value in more.items())
    )


def called(book: Book, by: User, call: str = "commit", amount: int = 41200) -> None:
    set_call(
        renewal=book.renewal, call=call, note="", by=by, at=book.now, expected_version=None,
        forecast_arr=Decimal(amount),
    )  # fmt: skip


def test_the_quarter_adds_up_and_each_sum_leads_to_its_rows(book: Book, hers: Client, lena: User) -> None:
    called(book, lena)
    page = hers.get(path(book)).content.decode()
    assert "is up for renewal, the team calls" in page
    assert "€41.2k" in page
    name = quarter_of(book.renewal.renewal_due_on).name
    assert f"?period={name}&amp;call=commit" in page
    assert "Nothing was kept yet to compare with" in page
    assert 'aria-current="true">Forecast' in page


def test_what_moved_since_the_last_monday_is_shown(book: Book, hers: Client, lena: User) -> None:
    take(Due(Moment.WEEKLY, book.today - timedelta(days=3)), at=book.now)
    called(book, lena)
    page = hers.get(path(book)).content.decode()
    assert "Called up" in page and "+" in page
    assert ForecastSnapshot.objects.count() == 1


def test_past_quarters_are_judged_by_what_was_kept(book: Book, hers: Client, lena: User) -> None:
    called(book, lena)
    past = quarter_of(book.today).shifted(-1)
    Renewal.objects.update(renewal_due_on=past.last, term_end=past.last - timedelta(days=1))
    take(Due(Moment.BEFORE_60, past.last - timedelta(days=60), past), at=book.now)
    Renewal.objects.update(stage="renewed", closed_on=past.last, renewed_arr=Decimal(20600))
    page = hers.get(path(book)).content.decode()
    assert past.name in page and "50%" in page and "at least 95%" in page and "outside" in page


def test_strangers_sums_do_not_reach_a_reader(book: Book, his: Client, lena: User) -> None:
    called(book, lena)
    assert "Nothing renews in this quarter." in his.get(path(book)).content.decode()


@pytest.mark.parametrize("period", ["", "2027Q9", "9999Q4", "\x00", "💥", "2027Q1" * 50])
@pytest.mark.parametrize("team", ["", "0", "-1", "x", "9" * 30])
def test_nonsense_in_the_address_shows_this_quarter(hers: Client, period: str, team: str) -> None:
    answer = hers.get("/renewals/", {"layout": "forecast", "period": period, "team": team})
    assert answer.status_code == 200


def test_a_team_narrows_it_and_a_strangers_team_does_not(
    book: Book, lena: User, ada: User, north: Team, south: Team
) -> None:
    called(book, lena)
    hers = signed_in(ada)
    assert "is up for renewal" in hers.get(path(book, team=str(north.pk))).content.decode()
    assert "Nothing renews" in hers.get(path(book, team=str(south.pk))).content.decode()
    assert "is up for renewal" in signed_in(lena).get(path(book, team=str(south.pk))).content.decode()


def test_a_lead_freezes_with_a_comment_and_others_may_not(
    book: Book, lena: User, nadia: User, north: Team, hers: Client
) -> None:
    called(book, lena)
    name = quarter_of(book.renewal.renewal_due_on).name
    assert hers.get("/renewals/forecast/freeze/").status_code == 403
    leads = signed_in(nadia)
    assert "Freeze forecast" in leads.get(path(book)).content.decode()
    assert "Freeze forecast" not in hers.get(path(book)).content.decode()
    said = {"team": north.pk, "period": name, "note": "Two are sure <b>"}
    answer = leads.post(f"/renewals/forecast/freeze/?period={name}", said)
    assert answer.status_code == 302 and answer["Location"].endswith(name)
    assert ForecastFreeze.objects.get().note == "Two are sure <b>"
    page = leads.get(path(book)).content.decode()
    assert "Two are sure &lt;b&gt;" in page
    again = leads.post("/renewals/forecast/freeze/", said)
    assert again.status_code == 422 and "frozen already" in again.content.decode()
    wrong = leads.post("/renewals/forecast/freeze/", {**said, "period": "later"})
    assert wrong.status_code == 422 and "no quarter" in wrong.content.decode()


def test_the_page_asks_as_much_for_many_as_for_few(
    book: Book, hers: Client, lena: User, north: Team, django_assert_max_num_queries
) -> None:
    take(Due(Moment.WEEKLY, book.today - timedelta(days=3)), at=book.now)
    with django_assert_max_num_queries(BUDGET) as few:
        hers.get(path(book))
    more_books(8, lena, north)
    with django_assert_max_num_queries(len(few)):
        hers.get(path(book))
    assert ForecastMoment.objects.count() == 1


def test_what_was_signed_early_or_slipped_is_said_and_opens_its_rows(
    book: Book, hers: Client, his: Client
) -> None:
    assert "so far was decided in it" in hers.get(path(book)).content.decode()
    early = quarter_of(book.renewal.term_end).first - timedelta(days=1)
    Renewal.objects.update(stage="renewed", closed_on=early, renewed_arr=Decimal(41200))
    for asked in (path(book), f"/renewals/?layout=forecast&period={quarter_of(early).name}"):
        page = hers.get(asked).content.decode()
        link = re.search(r'<th scope="row">Pulled forward.*?href="([^"]+)"', page)
        assert link and "€41.2k" in page
        rows = hers.get(html.unescape(link[1])).content.decode()
        assert "Vela Hotels" in rows and "Pulled forward" in rows
        assert "Vela Hotels" not in his.get(html.unescape(link[1])).content.decode()
    file = "/renewals/export.csv?timing=pulled_forward"
    assert b"Pulled forward" in b"".join(hers.get(file).streaming_content)  # type: ignore[attr-defined]
    past = quarter_of(book.today).shifted(-1)
    days = {"renewal_due_on": past.last, "term_end": past.last - timedelta(days=1)}
    Renewal.objects.update(stage="engaged", closed_on=None, renewed_arr=None, **days)
    page = hers.get("/renewals/?layout=forecast").content.decode()
    assert "Slipped: due in an earlier quarter and still open" in page
    for layout in ("", "&layout=board"):
        assert "Slipped" in hers.get(f"/renewals/?timing=slipped&closed=false{layout}").content.decode()
    assert "No renewal matches" in hers.get("/renewals/?timing=pulled_forward").content.decode()
