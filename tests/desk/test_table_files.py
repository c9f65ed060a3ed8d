"""Every table behind a figure as a file: what it is about, only what the reader sees, nothing a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account
from contacts.models import NextStep
from retention.desk.figures.files import AT_ONCE, by_key
from retention.growth.actions import TargetInput, enter_lost_deal, set_targets
from retention.growth.quarters import quarter_of
from retention.health.band_changes import SHOWN, WEEK_DAYS
from retention.health.models import HealthSnapshot
from retention.health.moments import live
from retention.health.partitions import ensure_partitions
from retention.lib.clock import database_now
from retention.team.models import Team, User

from .test_renewal_board import make_account, make_renewal
from .test_renewal_files import lose

FILES = (
    "/renewals/forecast/file/?table=sums", "/renewals/forecast/file/?table=change",
    "/renewals/forecast/file/?table=frozen", "/renewals/forecast/file/?table=out",
    "/renewals/forecast/file/?table=accuracy",
    "/renewals/forecast/file/?table=calls", "/renewals/forecast/file/?table=kept",
    "/renewals/totals/file/?table=board", "/renewals/totals/file/", "/renewals/lost/file/",
    "/renewals/lost/file/?table=groups", "/renewals/plays/file/", "/renewals/plays/file/?table=runs",
    "/team/health/file/?table=bands", "/team/health/file/?table=managers",
    "/team/health/file/?table=decisions", "/team/health/file/?table=changes",
    "/team/health/file/?table=advice",
    "/team/targets/file/", "/lost-deals/file/", "/team/economics/file/",
    "/team/drivers/file/", "/team/retention/file/?table=bridge",
)  # fmt: skip


def lines_of(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], path
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def worsen(account: Account, today: date) -> None:
    """At risk now, healthy when the week began."""
    began = live(database_now()).on - timedelta(days=WEEK_DAYS)
    ensure_partitions(began)
    HealthSnapshot.objects.create(
        account=account, on=began, computed_at=database_now(), card_version=1, coverage=1, band="healthy",
        score=80, capped_score=80, measures={},
    )  # fmt: skip
    Account.objects.filter(pk=account.pk).update(
        health_band="at_risk", health_score=30, health_since=today - timedelta(days=2), arr_base=500
    )


@pytest.fixture
def company(lena: User, north: Team, ada: User) -> Iterator[None]:
    """A lost deal, a loss, a target and a renewal with names that a spreadsheet would compute."""
    at = database_now()
    account = make_account(1, lena, north)
    Account.objects.filter(pk=account.pk).update(name="=canary()")
    make_renewal(account)
    worsen(account, at.date())
    lose(make_renewal(make_account(2, lena, north)), stated_reason="@canary")
    enter_lost_deal(by=lena, at=at, prospect="+canary", lost_on=at.date())
    set_targets(
        quarter=quarter_of(at.date()), owner=lena, team=None, retention=TargetInput(fraction=Decimal("0.9")),
        growth=TargetInput(amount=Decimal(10), currency="EUR"), by=ada, at=at,
    )  # fmt: skip
    yield


@pytest.mark.parametrize("path", FILES)
def test_a_file_says_what_it_is_about_and_holds_no_formula(company: None, hers: Client, path: str) -> None:
    lines = lines_of(hers, path)
    about = {line[0]: line[1] for line in lines if len(line) > 1}
    assert {"currency", "definition"} <= set(about) and ("as of" in about or "last day" in about), path
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], path


def test_others_find_nothing_of_it_in_theirs(company: None, his: Client, hers: Client) -> None:
    seen = [str(lines_of(hers, path)) for path in FILES]
    assert sum("canary" in text for text in seen) >= 2
    for path in FILES:
        assert "canary" not in str(lines_of(his, path)), path
    assert hers.get("/renewals/forecast/file/?table=x").status_code == 404
    assert hers.get("/team/health/file/").status_code == 404


def test_losses_by_cause_say_what_no_rate_turns_into_ours(
    lena: User, north: Team, hers: Client, his: Client
) -> None:
    lose(make_renewal(make_account(1, lena, north), atr="5000"), root_cause="price_or_value_ratio",
         sub_code="budget_cut")  # fmt: skip
    lose(make_renewal(make_account(2, lena, north, "CHF"), atr="70"))
    file = "/renewals/lost/file/?table=groups"
    assert f'href="{file}"' in hers.get("/renewals/lost/").content.decode()
    rows = lines_of(hers, file)[5:]
    assert [row[:2] for row in rows[1:]] == [["Price", "1"], ["Not known", "1"]]
    assert float(rows[1][2]) == 5000 and rows[2][3] == "CHF 70.00"
    assert len(lines_of(his, file)) == 6


def test_what_changed_this_week_is_taken_away_whole(
    lena: User, north: Team, hers: Client, his: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.health.band_changes.AT_ONCE", 2)
    today = database_now().date()
    for number in range(SHOWN + 1):
        worsen(make_account(number, lena, north), today)
    first = Account.objects.get(name="Customer 00")
    NextStep.objects.create(account=first, owner=lena, text="=call()", due_on=today)
    page = hers.get("/team/health/").content.decode()
    assert "file/?table=changes" in page and "file/?table=bands" in page
    rows = lines_of(hers, "/team/health/file/?table=changes")[4:]
    found = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["name"] for row in found] == [f"Customer {number:02d}" for number in range(SHOWN + 1)]
    assert (found[0]["health a week ago"], found[0]["score a week ago"]) == ("healthy", "80.00")
    assert (found[0]["health"], found[0]["worse"], found[0]["yearly revenue"]) == ("at_risk", "yes", "500.00")
    assert (found[0]["next step"], found[0]["due on"]) == ("'=call()", today.isoformat())
    assert found[1]["next step"] == ""
    assert len(lines_of(his, "/team/health/file/?table=changes")) == 5
    assert "file/?table=changes" not in his.get("/team/health/").content.decode()


def test_rows_come_in_portions_and_each_once(lena: User, north: Team) -> None:
    Account.objects.bulk_create(
        Account(name=f"Customer {number}", owner=lena, team=north) for number in range(AT_ONCE + 5)
    )
    found = [row.pk for row in by_key(Account.objects.visible_to(lena).order_by("-name"))]
    assert found == sorted(found) and len(set(found)) == AT_ONCE + 5


def test_totals_of_the_pipeline_say_what_no_rate_turns_into_ours(
    lena: User, north: Team, hers: Client
) -> None:
    """A lane with nothing but such amounts is unknown, not 0."""
    make_renewal(make_account(1, lena, north), atr="5000")
    make_renewal(make_account(2, lena, north, "CHF"), atr="70")
    make_renewal(make_account(3, lena, north, "CHF"), atr="8", stage="engaged")
    file = "/renewals/totals/file/"
    lanes = lines_of(hers, f"{file}?table=board")[4:]
    assert [row[:4] for row in lanes[1:]] == [
        ["scheduled", "2", "5000.00", "CHF 70.00"], ["engaged", "1", "", "CHF 8.00"],
    ]  # fmt: skip
    weeks = lines_of(hers, file)[4:]
    found = next(row for row in weeks[1:] if row[2] == "3")
    assert weeks[0][3:5] == ["worth", "no rate"] and found[3:5] == ["5000.00", "CHF 78.00"]
