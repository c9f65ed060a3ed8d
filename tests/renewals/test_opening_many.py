"""Renewals opened for many contracts at once are those that are opened one by one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.actions import record_notice
from accounts.lines import LineInput
from accounts.models import Account, Contract, TimelineEvent
from retention.reminders.models import Reminder
from retention.renewals.actions import open_renewals_of
from retention.renewals.models import Renewal, StageChange
from retention.renewals.rebuild import rebuild
from retention.renewals.sync import sync_contracts
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed

pytestmark = pytest.mark.django_db
SINCE = date(2025, 12, 1)
RENEWAL = (
    "account_id", "contract_id", "kind", "term_end", "renewal_due_on", "notice_deadline", "act_by",
    "decision_on", "anchor_kind", "atr", "currency", "stage", "notice_received_on", "closed_on", "close_note",
    "successor_id", "is_history", "renewed_arr", "estimate", "estimate_n", "stuck_on", "version",
)  # fmt: skip
REMINDER = (
    "kind", "account_id", "anchor_kind", "anchor_on", "rung", "content", "audience", "urgency", "fire_on",
    "fire_wall", "fire_zone", "fire_at", "retry_at", "state", "state_reason", "released_at",
)  # fmt: skip


@pytest.fixture
def contracts(vela: Account, lena: User, signed: Signed) -> list[Contract]:
    """Soon and late, by notice and without, in parts, noticed, past its deadline, followed by another."""
    User.objects.filter(pk=lena.pk).update(time_zone="Pacific/Auckland", country="GB")
    otago = Account.objects.create(name="Otago Marine", owner=lena, team=vela.team, tier="B", currency="EUR")
    parts = [
        LineInput(recurring_amount=Decimal(4000), description="Core"),
        LineInput(recurring_amount=Decimal(900), description="Add-on", end_on=date(2027, 3, 31)),
    ]
    noticed = signed(otago, notice_value=60, auto_renew=True)
    record_notice(contract=noticed, received_on=TODAY, by=lena, at=NOON)
    first = signed(otago, date(2026, 12, 31), term_start=date(2026, 1, 1), notice_value=30)
    return [
        noticed,
        first,
        signed(otago, date(2027, 12, 31), term_start=date(2027, 1, 1), predecessor=first),
        signed(vela),
        signed(vela, notice_value=90),
        signed(vela, date(2026, 12, 20), term_start=SINCE, notice_value=60, auto_renew=True),
        signed(vela, lines=parts),
    ]


def closed_and_forgotten() -> None:
    """No renewal was ever opened."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Reminder.objects.all().delete()
    Renewal.objects.all().delete()
    TimelineEvent.objects.filter(kind__startswith="renewal").delete()
    Account.objects.update(next_decision_on=None)


def everything() -> dict[str, list[Any]]:
    """All that opening leaves behind, without ids and moments."""
    told = dict(Renewal.objects.values_list("pk", "contract__reference"))
    reminders = Reminder.objects.values_list("subject_id", *REMINDER)
    stories = TimelineEvent.objects.filter(kind__startswith="renewal")
    audited = apps.get_model("renewals", "RenewalEvent")._default_manager.filter(pgh_obj__in=told)
    moves = StageChange.objects.values_list("renewal__contract", "before", "after", "reason", "at", "by")
    found: dict[str, Any] = {
        "renewals": Renewal.objects.values_list(*RENEWAL),
        "reminders": [(told[subject_id], *rest) for subject_id, *rest in reminders],
        "stories": stories.values_list("account_id", "kind", "text", "at", "actor_id", "subject_type"),
        "audited": audited.values_list("pgh_label", "contract_id", "term_end", "stage"),
        "moves": moves,
        "accounts": Account.objects.values_list("pk", "next_decision_on", "version"),
    }
    return {what: sorted(map(str, rows)) for what, rows in found.items()}


def opened(act: Callable[[], object]) -> dict[str, list[Any]]:
    closed_and_forgotten()
    act()
    return everything()


def test_many_at_once_leave_what_one_by_one_leaves(contracts: list[Contract], ada: User) -> None:
    ids = [contract.pk for contract in contracts]
    one_by_one = opened(
        lambda: [open_renewals_of(contract=contract, by=ada, at=NOON) for contract in contracts]
    )
    assert len(one_by_one["renewals"]) == 8
    assert one_by_one["moves"] and one_by_one["stories"] and one_by_one["audited"]
    assert len(one_by_one["reminders"]) > 50
    together = opened(lambda: sync_contracts(ids, by=ada, at=NOON))
    assert together == one_by_one
    rebuilt = opened(lambda: rebuild(at=NOON, by=ada))
    assert rebuilt.pop("stories") == [], "a rebuild is no event in an account's life"
    assert rebuilt == {what: rows for what, rows in one_by_one.items() if what != "stories"}
    assert rebuild(at=NOON, by=ada) == 0
