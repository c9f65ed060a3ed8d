"""The table as a file, and the review of losses."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Account
from contacts.actions import learn
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.metrics.questions import DEFINITION_VERSION
from retention.renewals.models import LossReason, Renewal, RenewalStage
from retention.team.models import Team, User

from .book import BUDGET, Book, signed_in
from .test_pages import queries
from .test_renewal_board import make_account, make_renewal, words_of


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    answer = client.get(f"/renewals/export.csv{query}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_holds_the_rows_of_the_filters_in_the_order_of_their_day(
    lena: User, north: Team, hers: Client
) -> None:
    for number in range(3):
        make_renewal(make_account(number, lena, north), in_days=30 - number, atr="1234.50")
    assert [row["Account"] for row in rows_of(hers)] == ["Customer 02", "Customer 01", "Customer 00"]
    until = database_now().date() + timedelta(days=29)
    (row,) = rows_of(hers, f"?decides_before={until}&layout=board")
    assert (row["Account"], row["Value a year"], row["Currency"]) == ("Customer 02", "1234.50", "EUR")
    assert rows_of(hers, "?period=nonsense") == []


def test_each_row_says_as_of_when_and_by_which_definition(lena: User, north: Team, hers: Client) -> None:
    make_renewal(make_account(1, lena, north, "CHF"), atr="70")
    (row,) = rows_of(hers)
    assert list(row)[:2] == ["Renewal", "Account"]
    assert list(row)[-3:] == ["As of", "Workspace currency", "Definition"]
    assert row["As of"] == local_day(database_now(), lena.time_zone).isoformat()
    assert (row["Currency"], row["Workspace currency"]) == ("CHF", "EUR")
    assert row["Definition"] == str(DEFINITION_VERSION)


def test_portions_end_between_renewals_of_one_day(
    lena: User, north: Team, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.desk.renewals.table_file.AT_ONCE", 2)
    for number in range(5):
        make_renewal(make_account(number, lena, north), in_days=30 if number else 40)
    found = [row["Account"] for row in rows_of(hers)]
    assert found == ["Customer 01", "Customer 02", "Customer 03", "Customer 04", "Customer 00"]


def test_nothing_in_the_file_is_taken_for_a_formula(lena: User, north: Team, hers: Client) -> None:
    account = make_account(1, lena, north)
    Account.objects.filter(pk=account.pk).update(name="=HYPERLINK(1)")
    make_renewal(account, call="commit", call_note="@SUM(A1)")
    (row,) = rows_of(hers)
    assert row["Account"] == "'=HYPERLINK(1)" and row["Why"] == "'@SUM(A1)"


def test_the_file_holds_nothing_that_the_reader_does_not_see(book: Book, his: Client, sol: User) -> None:
    assert rows_of(his) == []
    assert [row["Account"] for row in rows_of(signed_in(sol))] == ["Vela Hotels"]


def lose(row: Renewal, **reason: object) -> Renewal:
    """Close it as lost today, with a reason when one is given."""
    Renewal.objects.filter(pk=row.pk).update(
        stage=RenewalStage.LOST, closed_on=database_now().date(), renewed_arr=Decimal(0)
    )
    if reason:
        start = {"stated_reason": "Too dear"}
        if reason.get("root_cause"):
            start |= {"root_set_by": row.account.owner}  # type: ignore[dict-item]
        LossReason.objects.create(renewal=row, **start | reason)
    return row


def test_losses_are_summed_by_cause_and_those_without_a_word_are_asked_for(
    lena: User, north: Team, hers: Client
) -> None:
    judged = {"root_cause": "price_or_value_ratio", "sub_code": "budget_cut"}
    lose(make_renewal(make_account(1, lena, north), atr="5000"), **judged)
    lose(make_renewal(make_account(2, lena, north), atr="3000"), would_return="yes")
    lose(make_renewal(make_account(3, lena, north), atr="2000"))
    make_renewal(make_account(4, lena, north))
    said_first = {"topic": "exit", "by": lena, "at": database_now()}
    learn(account=Account.objects.get(name="Customer 03"), text="A missed week", **said_first)
    said = words_of(hers.get("/renewals/lost/").content.decode())
    assert "€10k was lost in three renewals in the last year. Two are still without a cause." in said
    assert "Price 1 €5k" in said and "Not known 2 €5k" in said
    assert "Of 3, 1 had told us before" in said and "A missed week" in said
    assert "budget cut" in said and "Customer 04" not in said
    shown = {show: hers.get(f"/renewals/lost/?show={show}").content.decode() for show in
             ("no_word", "no_cause", "win_back", "not_known", "x' OR 1")}  # fmt: skip
    assert "Customer 03" in shown["no_word"] and "Customer 02" not in shown["no_word"]
    assert "Customer 02" in shown["no_cause"] and "Customer 01" not in shown["no_cause"]
    assert "Customer 02" in shown["win_back"] and "Customer 03" not in shown["win_back"]
    assert "No loss matches" in shown["not_known"] and "Customer 01" in shown["x' OR 1"]


def test_losses_of_others_are_not_seen_and_thirty_cost_as_much_as_three(
    lena: User, north: Team, hers: Client, his: Client
) -> None:
    for number in range(3):
        lose(make_renewal(make_account(number, lena, north)), root_cause="")
    few = queries(hers, "/renewals/lost/")
    for number in range(3, 30):
        lose(make_renewal(make_account(number, lena, north)), root_cause="")
    assert queries(hers, "/renewals/lost/") <= min(few + 1, BUDGET)
    page = his.get("/renewals/lost/").content.decode()
    assert "Customer" not in page.split("<main", 1)[1] and "Nothing was lost" in page
