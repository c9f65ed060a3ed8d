"""Renewals signed before the quarter they are due in, or not decided in it."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Account, FxRate
from retention.renewals.models import Renewal
from retention.renewals.out_of_quarter import (
    out_of_quarter,
    pulled_forward,
    slipped,
    timing_of,
    timing_of_row,
)
from retention.renewals.quarters import Quarter
from tests.factories import make_contract

TODAY = date(2026, 11, 23)
THIS = Quarter(date(2026, 10, 1))

CASES = [
    ("signed a quarter early", "renewed", date(2026, 9, 20), "pulled_forward"),
    ("signed in the last days of its term", "renewed", date(2026, 12, 15), ""),
    ("signed in its quarter", "renewed_partial", date(2027, 1, 20), ""),
    ("signed after its quarter", "renewed", date(2027, 4, 2), "slipped"),
    ("lost after its quarter", "lost", date(2027, 4, 2), "slipped"),
    ("lost long before", "lost", date(2026, 3, 2), ""),
    ("open before its quarter ends", "engaged", None, ""),
    ("void", "void", date(2026, 3, 2), ""),
]


@pytest.mark.parametrize(("what", "stage", "closed_on", "said"), CASES)
def test_timing_is_said_by_quarter(what: str, stage: str, closed_on: date | None, said: str) -> None:
    """The term ends on 31 December: it is due in January, and a signature in December is no early one."""
    days = {"term_end": date(2026, 12, 31), "due_on": date(2027, 1, 1), "closed_on": closed_on}
    assert timing_of(stage=stage, on=TODAY, **days) == said, what


def test_an_open_one_slips_when_its_quarter_is_over() -> None:
    days = {"term_end": date(2026, 9, 30), "due_on": date(2026, 10, 1), "closed_on": None}
    assert timing_of(stage="engaged", on=date(2026, 12, 31), **days) == ""
    assert timing_of(stage="engaged", on=date(2027, 1, 1), **days) == "slipped"


def renewal(account: Account, end: date, *, stage: str = "engaged", **fields: object) -> Renewal:
    due = end.replace(day=1, month=end.month % 12 + 1, year=end.year + end.month // 12)
    start = {"currency": account.currency, "anchor_kind": "internal_lead", "atr": Decimal(100)}
    return Renewal.objects.create(
        account=account, contract=make_contract(account), term_end=end, renewal_due_on=due, decision_on=end,
        stage=stage, **start | fields,
    )  # fmt: skip


@pytest.fixture
def early_and_late(vela: Account) -> dict[str, Renewal]:
    """One of each, around the last quarter of 2026."""
    return {
        "pulled_out": renewal(vela, date(2026, 11, 30), stage="renewed", closed_on=date(2026, 9, 1),
                              renewed_arr=Decimal(120)),
        "pulled_in": renewal(vela, date(2027, 3, 31), stage="renewed", closed_on=date(2026, 11, 2)),
        "slipped_in": renewal(vela, date(2026, 7, 31), stage="lost", closed_on=date(2026, 10, 9)),
        "slipped_open": renewal(vela, date(2026, 7, 31), atr=Decimal(70), currency="CHF"),
        "in its own": renewal(vela, date(2026, 11, 30), stage="renewed", closed_on=date(2026, 11, 20)),
        "history": renewal(vela, date(2026, 7, 31), stage="renewed", closed_on=date(2026, 10, 9),
                           is_history=True),
    }  # fmt: skip


def test_each_kind_is_counted_once_and_opens_its_rows(early_and_late: dict[str, Renewal]) -> None:
    FxRate.objects.create(currency="USD", on=TODAY, rate=Decimal("0.9"), source="t")
    lines = {line.code: line for line in out_of_quarter(Renewal.objects.all(), THIS, on=TODAY)}
    assert {code: (line.n, line.amount) for code, line in lines.items()} == {
        "pulled_out": (1, Decimal(120)),
        "pulled_in": (1, Decimal(100)),
        "slipped_in": (1, Decimal(100)),
        "slipped_open": (1, Decimal(0)),
    }
    assert lines["slipped_open"].without_rate == 1
    (next_one,) = out_of_quarter(Renewal.objects.all(), THIS.shifted(2), on=TODAY)
    assert (next_one.code, next_one.n) == ("pulled_out", 1), "it counts in its own quarter, and says so there"


def test_rows_and_words_say_the_same(early_and_late: dict[str, Renewal]) -> None:
    for name, row in early_and_late.items():
        said = timing_of_row(row, on=TODAY)
        mine = Renewal.objects.filter(pk=row.pk)
        assert mine.filter(pulled_forward()).exists() is (said == "Pulled forward"), name
        assert mine.filter(slipped(TODAY)).exists() is (said == "Slipped"), name
