"""The retention page: figures that can be taken apart, by whoever may see their accounts."""

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client

from accounts.models import Account, AccountMerger
from retention.desk.views.retention import read_place
from retention.lib.clock import database_now
from retention.metrics.positions import FLOWS
from retention.team.models import Team, User

from ..factories import make_contract
from ..metrics.books import account, move, steps
from .book import BUDGET, signed_in

pytestmark = pytest.mark.django_db
AS_OF = "as_of=2026-01-01&months=12"


@pytest.fixture
def company(lena: User, north: Team) -> dict[str, Account]:
    """Three customers of North: one kept, one smaller, one gone; and one that came."""
    old = date(2024, 3, 1)
    made = {name: account(lena, north, name=name, tier="A") for name in ("Kept", "Smaller", "Gone", "Came")}
    steps(made["Kept"], (old, 100_000))
    steps(made["Smaller"], (old, 50_000), (date(2025, 6, 1), 30_000))
    steps(made["Gone"], (old, 50_000), (date(2025, 7, 1), 0))
    steps(made["Came"], (date(2025, 8, 1), 20_000))
    return made


def words(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def test_the_answer_says_what_was_kept_and_who_left(hers: Client, company: dict[str, Account]) -> None:
    page = hers.get(f"/team/retention/?{AS_OF}")
    assert page.status_code == 200
    said = words(page)
    assert "65.0% was kept, 65.0% with growth" in said.replace(" ,", ",")
    assert "One customer left; €70,000 is gone" in said
    for text in (
        "Gross kept",
        "€130k of €200k",
        "Under 50 customers",
        "Grown",
        "2024 Q1",
        "Your" if 0 else "Left",
    ):
        assert text in said


def test_older_quarters_are_behind_a_link(hers: Client, lena: User, north: Team) -> None:
    for quarter in range(14):
        came = date(2022 + quarter // 4, 1 + quarter % 4 * 3, 5)
        steps(account(lena, north, name=f"Customer {quarter}", tier="A"), (came, 1000))
    html = hers.get(f"/team/retention/?{AS_OF}&by=team").content.decode()
    assert "2025 Q2" in html and "2022 Q3" in html and "2022 Q2" not in html
    link = re.search(r'href="([^"]+)">Earlier quarters', html)
    assert link is not None and "as_of=2026-01-01" in link[1] and "by=team" in link[1]
    everything = hers.get(link[1].replace("&amp;", "&")).content.decode()
    assert all(f"{2022 + quarter // 4} Q{1 + quarter % 4}" in everything for quarter in range(14))
    assert "Earlier quarters" not in everything


def test_an_empty_installation_says_so_in_place_of_zeros(hers: Client) -> None:
    said = words(hers.get("/team/retention/"))
    assert "Nobody you see was a customer on" in said
    assert "0.0%" not in said and "NaN" not in said


def test_a_stranger_sees_other_figures(his: Client, company: dict[str, Account]) -> None:
    assert "Nobody you see was a customer on" in words(his.get(f"/team/retention/?{AS_OF}"))
    assert "No rows" in words(his.get(f"/team/retention/rows/?what=grr&{AS_OF}"))


@pytest.mark.parametrize(
    "what",
    ["grr", "nrr", "logo", "product_grr", "churn_rate", "atr", "renewal_net_strict", "bridge.churn",
     "bridge.fx", "cohort.2024-01-01.12", "stays", "exposure.all.all", "exposure.at_risk.3",
     "cause.none", "way.churn."],
)  # fmt: skip
def test_every_figure_opens_its_rows_and_a_file(hers: Client, company: dict[str, Account], what: str) -> None:
    assert hers.get(f"/team/retention/rows/?what={what}&{AS_OF}").status_code == 200
    file = hers.get(f"/team/retention/file/?what={what}&{AS_OF}")
    assert file.status_code == 200 and file["Content-Type"].startswith("text/csv")
    assert b"first day,2025-01-01" in b"".join(file)  # type: ignore[call-overload]


def test_rows_behind_gross_name_the_greatest_loss_first(hers: Client, company: dict[str, Account]) -> None:
    rows = hers.get(f"/team/retention/rows/?what=grr&{AS_OF}").context["rows"]
    assert [(row.name, row.before - row.after) for row in rows] == [
        ("Gone", 50_000), ("Smaller", 20_000), ("Kept", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "what", ["", "nonsense", "bridge.x", "cohort.x.y", "exposure.a.b", "grr\x00", "way.new." + "x" * 90]
)
def test_a_figure_that_does_not_exist_is_not_found(hers: Client, what: str) -> None:
    assert hers.get("/team/retention/rows/", {"what": what}).status_code == 404
    assert hers.get("/team/retention/file/", {"what": what}).status_code == 404


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("as_of=2090-01-01", "not in the future"),
        ("as_of=yesterday", "is not a day"),
        ("months=7", "valid choice"),
        ("tier=Z", "valid choice"),
        ("team=9999999", "valid choice"),
        ("sector=%00", "divided"),
        ("by=mood&after=x", "Retention"),
    ],
)
def test_what_cannot_be_read_is_said_and_answered_for_the_last_year(
    hers: Client, query: str, said: str
) -> None:
    page = hers.get(f"/team/retention/?{query}")
    assert page.status_code == 200
    assert said in words(page)


def test_tables_download_with_how_they_were_asked_for(hers: Client, company: dict[str, Account]) -> None:
    for table in ("figures", "bridge", "parts", "cohorts", "survival", "losses", "exposure", "concentration"):
        file = hers.get(f"/team/retention/file/?table={table}&{AS_OF}&tier=A")
        rows = list(csv.reader(StringIO(b"".join(file).decode())))  # type: ignore[call-overload]
        assert ["last day", "2026-01-01"] in rows and ["tier", "A"] in rows, table
        assert len(rows) > 6, table
    bridge = {row[0]: row[1] for row in csv.reader(StringIO(_text(hers, "bridge"))) if len(row) == 2}
    moved = sum(float(bridge[step]) for step in (*FLOWS, "transfers", "fx"))
    assert float(bridge["opening"]) + moved == float(bridge["closing"])


def _text(client: Client, table: str) -> str:
    file = client.get(f"/team/retention/file/?table={table}&{AS_OF}")
    return b"".join(file).decode()  # type: ignore[call-overload]


def test_a_name_that_looks_like_a_formula_is_harmless_in_a_file(
    hers: Client, lena: User, north: Team
) -> None:
    steps(account(lena, north, name="=1+1"), (date(2024, 3, 1), 100))
    file = hers.get(f"/team/retention/file/?what=grr&{AS_OF}")
    assert b"'=1+1" in b"".join(file)  # type: ignore[call-overload]


def test_the_base_at_risk_adds_up_to_all_revenue(hers: Client, lena: User, north: Team) -> None:
    today = database_now().date()
    for place, days in enumerate((-5, 20, 100, 200, 500, None)):
        one = account(
            lena, north, arr_base=1000 * (place + 1), health_band="at_risk" if place % 2 else "healthy"
        )
        if days is not None:
            Account.objects.filter(pk=one.pk).update(next_decision_on=today + timedelta(days=days))
    page = hers.get("/team/retention/").context
    found = page["page"].exposure
    assert found.total == 21_000
    assert sum(row.sum for row in page["exposure"]) == 21_000
    assert [found.sum_of(span=span) for span in ("late", "3", "6", "12", "later", "none")] == [
        1000, 2000, 3000, 4000, 5000, 6000,
    ]  # fmt: skip
    rows = hers.get("/team/retention/rows/?what=exposure.at_risk.all").context["rows"]
    assert [row.before for row in rows] == [6000, 4000, 2000]


def test_shares_of_fifty_thirty_twenty_have_the_index_of_the_vector(
    hers: Client, lena: User, north: Team
) -> None:
    for share in (50, 30, 20):
        steps(account(lena, north, name=f"Share {share}"), (date(2024, 3, 1), share))
    found = hers.get(f"/team/retention/?{AS_OF}").context["page"].concentration
    assert (f"{found.index:.2f}", found.top(1), found.top(5)) == ("0.38", 0.5, 1)
    assert [each.name for each in found.alarming] == ["Share 50", "Share 30"]


def test_losses_by_how_they_went_add_up_to_the_bridge(hers: Client, company: dict[str, Account]) -> None:
    move(company["Kept"], date(2025, 9, 1), "contraction", -5_000, subkind="downgrade")
    page = hers.get(f"/team/retention/?{AS_OF}").context["page"]
    assert sum(loss.arr for loss in page.ways) == -(page.bridge["churn"] + page.bridge["contraction"])


def test_rows_page_by_key(hers: Client, lena: User, north: Team) -> None:
    for place in range(60):
        steps(account(lena, north), (date(2024, 3, 1), 100), (date(2025, 3, 1), 100 - place % 7))
    first = hers.get(f"/team/retention/rows/?what=grr&{AS_OF}").context
    second = hers.get(first["pager"].next_url).context
    ids = [row.pk for row in [*first["rows"], *second["rows"]]]
    assert len(ids) == len(set(ids)) == 60
    assert not second["pager"].next_url and second["pager"].previous_url


@pytest.mark.parametrize("text", ["", "~", "x~1", "NaN~1", "1e99~1", "1~x", "1~99999999999999999999", "1~-4"])
def test_a_place_that_is_none_is_the_first_page(text: str) -> None:
    assert read_place(text) is None


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_keeps_its_budget_however_many_accounts(
    nadia: User, lena: User, north: Team, number: int, django_assert_max_num_queries: object
) -> None:
    for place in range(number):
        one = account(lena, north, tier="ABCD"[place % 4], sector=f"S{place % 3}")
        make_contract(one, start=date(2024, 3, 1), end=None, state="active")
        steps(one, (date(2024, 3, 1), 100 + place))
    browser = signed_in(nadia)
    with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
        assert browser.get(f"/team/retention/?{AS_OF}").status_code == 200


def test_the_report_says_who_counts_as_one_customer_and_who_merged(
    hers: Client, company: dict[str, Account], lena: User
) -> None:
    Account.objects.filter(name="Gone").update(parent=company["Kept"])
    page = hers.get(f"/team/retention/?{AS_OF}&customer=family")
    said = words(page)
    assert "each account family is one customer" in said
    assert "No customers left" in said
    assert "customer=family" in page.content.decode()
    assert "customers,family" in hers.get(
        f"/team/retention/file/?{AS_OF}&customer=family&table=figures"
    ).getvalue().decode()  # fmt: skip
    AccountMerger.objects.create(
        merged=company["Gone"], survivor=company["Kept"], on=date(2025, 7, 1), merged_by=lena
    )
    assert "Gone became part of Kept on 1 Jul" in words(hers.get(f"/team/retention/?{AS_OF}"))


def test_the_page_says_whether_parts_stay_differently_long(hers: Client, lena: User, north: Team) -> None:
    for tier, left_on in (("A", date(2025, 6, 1)), ("B", date(2024, 6, 1))):
        for _ in range(10):
            steps(account(lena, north, tier=tier), (date(2024, 3, 1), 100), (left_on, 0))
    said = words(hers.get(f"/team/retention/?{AS_OF}&by=tier"))
    assert "Stays of A, B differ more than by chance (log-rank, p below 0.001)." in said
    assert "Parts are compared once" in words(hers.get(f"/team/retention/?{AS_OF}&by=sector"))
