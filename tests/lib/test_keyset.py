"""Keyset pages: every row once, in order, in both directions, whatever is missing or equal."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from retention.lib.keyset import BY_ID, COUNT_LIMIT, SALT, Page, Sort, keyset_page
from tests.cast import NOON

SORTS = {
    "name": Sort("name_key", "Name"),
    "arr": Sort("arr_base", "ARR", Decimal, descending=True),
    "renewal": Sort("next_decision_on", "Decision", date.fromisoformat, nullable=True),
    "quiet": Sort(
        "last_two_way_at", "Last spoken", type(NOON).fromisoformat, nullable=True, nulls_first=True,
        empty_first=True,
    ),
    "newest": BY_ID,
}  # fmt: skip


@pytest.fixture
def accounts(db: None) -> None:
    """Thirteen accounts with equal names, equal amounts and missing dates."""
    for number in range(13):
        Account.objects.create(
            name=f"Name {number % 4}",
            arr_base=number % 3,
            next_decision_on=date(2026, 1, 1) + timedelta(days=number % 5) if number % 2 else None,
            last_two_way_at=NOON - timedelta(days=number % 3) if number % 4 else None,
        )


def page(wanted: str, cursor: str = "", size: int = 4) -> Page[Account]:
    """A page of all accounts."""
    return keyset_page(Account.objects.all(), sorts=SORTS, wanted=wanted, cursor=cursor, size=size)


def walk(wanted: str) -> list[Page[Account]]:
    """Every page from the first to the last."""
    pages = [page(wanted)]
    while pages[-1].next_cursor:
        pages.append(page(wanted, pages[-1].next_cursor))
    return pages


@pytest.mark.parametrize("wanted", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_walking_forth_shows_every_row_once_and_walking_back_shows_the_same_pages(
    accounts: None, wanted: str
) -> None:
    pages = walk(wanted)
    assert sorted(row.pk for one in pages for row in one.rows) == sorted(
        Account.objects.values_list("pk", flat=True)
    )
    for earlier, later in pairwise(pages):
        back = page(wanted, later.previous_cursor)
        assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
        assert back.next_cursor
    assert (pages[0].previous_cursor, pages[-1].next_cursor) == ("", "")
    assert page(wanted, pages[1].previous_cursor).previous_cursor == ""


@pytest.mark.parametrize(
    ("wanted", "ends_with_missing"),
    [("renewal", True), ("-renewal", True), ("quiet", False), ("-quiet", False)],
)
def test_rows_without_a_value_stand_together_at_their_end(
    accounts: None, wanted: str, ends_with_missing: bool
) -> None:
    column = SORTS[wanted.removeprefix("-")].column
    values = [getattr(row, column) for one in walk(wanted) for row in one.rows]
    missing = [value is None for value in values]
    assert missing == sorted(missing, reverse=not ends_with_missing)
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=wanted.startswith("-"))


def test_a_row_added_meanwhile_neither_repeats_nor_hides_another(accounts: None) -> None:
    first = page("name")
    Account.objects.create(name="Aaa, before everything")
    rest = page("name", first.next_cursor, size=50)
    seen = [row.pk for row in [*first.rows, *rest.rows]]
    assert len(seen) == len(set(seen)) == 13


def test_a_cursor_that_is_not_ours_or_of_another_sort_means_the_first_page(accounts: None) -> None:
    first = [row.pk for row in page("name").rows]
    bad = signing.dumps({"s": "name", "v": "a"}, salt=SALT)
    forged = signing.dumps({"s": "name", "v": "z", "i": 1, "b": False}, salt="another")
    other = page("arr").next_cursor
    wrong = signing.dumps({"s": "renewal", "v": "no day", "i": 1, "b": False}, salt=SALT)
    for cursor in ("rubbish", bad, forged, other, "\x00", "é" * 300):
        assert [row.pk for row in page("name", cursor).rows] == first
    assert page("renewal", wrong).previous_cursor == ""


def test_a_sort_that_is_not_offered_means_the_first_one(accounts: None) -> None:
    for wanted in ("password", "-", "name_key", "owner__email"):
        assert page(wanted).sort == "name"


def test_the_first_page_says_how_many_there_are_and_counts_no_further_than_a_thousand(db: None) -> None:
    assert page("name").count_note == "0"
    Account.objects.bulk_create(Account(name=f"N{number}") for number in range(COUNT_LIMIT + 5))
    with CaptureQueriesContext(connection) as queries:
        first = page("name")
    assert first.count_note == "More than 1,000"
    assert "LIMIT 1001" in queries.captured_queries[-1]["sql"]
    assert page("name", first.next_cursor).count_note == ""


def test_a_deep_page_reads_its_index_from_the_cursor_on(db: None) -> None:
    Account.objects.bulk_create(Account(name=f"N{number}", arr_base=number // 7) for number in range(3000))
    cursor = page("arr", size=1500).next_cursor
    with connection.cursor() as sql:
        sql.execute("ANALYZE accounts_account")
        with CaptureQueriesContext(connection) as queries:
            page("arr", cursor)
        sql.execute(f"EXPLAIN {queries.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in sql.fetchall())
    assert "account_by_arr" in plan
    assert "Index Cond: (arr_base <=" in plan
    assert "Sort" not in plan
