"""“Today” is the reader's day, wherever the server's clock stands (docs/methods.md, Time zones)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from accounts.filters import InvoiceFilter
from accounts.models import Account, Invoice
from retention.growth.actions import TargetInput, set_targets
from retention.team.models import User

from ..api.conftest import Script, script  # noqa: F401 - the fixture
from ..metrics.books import steps
from .book import signed_in

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past eleven at night in Greenwich: the next morning in Tokyo."""
CLOCKS = (
    "accounts.filters",
    "retention.desk.views.drivers",
    "retention.desk.views.economics",
    "retention.desk.views.retention",
    "retention.growth.api.targets",
    "retention.metrics.api.views",
)


@pytest.fixture
def aiko(lena: User, monkeypatch: pytest.MonkeyPatch) -> User:
    """Lena, moved to Tokyo; every clock of these pages shows LATE."""
    for module in CLOCKS:
        monkeypatch.setattr(f"{module}.database_now", lambda: LATE)
    lena.time_zone = "Asia/Tokyo"
    lena.save(update_fields=["time_zone"])
    return lena


@pytest.fixture
def theirs(aiko: User) -> Client:
    return signed_in(aiko)


@pytest.mark.parametrize("page", ["retention", "drivers"])
def test_a_period_ends_on_the_readers_day(theirs: Client, page: str) -> None:
    told = theirs.get(f"/team/{page}/").context
    question = told["page"].question if page == "retention" else told["question"]
    assert (question.start, question.end.day) == (date(question.start.year, 11, 24), 24)


def test_economics_counts_who_was_a_customer_a_year_before_the_readers_day(
    theirs: Client, vela: Account
) -> None:
    steps(vela, (date(2025, 11, 24), 1000))
    form = theirs.get("/team/economics/").context["form"]
    assert form.initial["customers"] == 1


def test_figures_of_the_api_end_on_the_callers_day(aiko: User, script: object) -> None:  # noqa: F811
    told: Script = script(aiko)  # type: ignore[operator]
    assert told.get("metrics/grr/").json()["as_of"] == "2026-11-24"
    assert told.get("metrics/grr/", as_of="2026-11-25").status_code == 400


def test_a_quarter_begins_with_the_callers_day(
    aiko: User,
    nadia: User,
    script: object,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end_of_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("retention.growth.api.targets.database_now", lambda: end_of_year)
    goal = TargetInput(fraction=Decimal("0.9"))
    set_targets(quarter=date(2027, 1, 1), retention=goal, growth=goal, by=nadia, at=LATE, owner=aiko)
    told: Script = script(aiko)  # type: ignore[operator]
    rows = told.get("targets/", kind="retention").json()["results"]
    assert [row["reached"] for row in rows] == ["0.00"]


def test_an_invoice_is_overdue_on_the_readers_day(aiko: User, vela: Account) -> None:
    made = Invoice.objects.create(
        account=vela, number="1", issued_on=date(2026, 10, 24), due_on=date(2026, 11, 23),
        amount=Decimal(10), currency="EUR",
    )  # fmt: skip

    class Asked:
        user = aiko

    rows = InvoiceFilter({"overdue": "true"}, Invoice.objects.all(), request=Asked()).qs
    assert list(rows) == [made]
