"""What scripts send, and everything that could have changed."""

from datetime import timedelta
from typing import Any

from django.db.models import Model

from accounts.models import (
    Account,
    AccountMerger,
    ArrMovement,
    BreakOption,
    Contract,
    ContractLine,
    ExternalId,
    PeriodClose,
    TimelineEvent,
)
from contacts.models import Contact, NextStep, Touchpoint
from retention.lib.clock import database_now
from retention.renewals.models import LineOutcome, LossReason, PlayRun, Renewal

ROWS: tuple[type[Model], ...] = (
    Account,
    Contact,
    Contract,
    ContractLine,
    BreakOption,
    ArrMovement,
    AccountMerger,
    PeriodClose,
    Touchpoint,
    NextStep,
    Renewal,
    LineOutcome,
    LossReason,
    PlayRun,
    TimelineEvent,
    ExternalId,
)


def everything() -> list[list[dict[str, Any]]]:
    return [list(model._default_manager.order_by("id").values()) for model in ROWS]


def contract_of(account: Account, **changes: Any) -> dict[str, Any]:
    line = {"recurring_amount": "12000.00", "period_months": 12, "description": "Subscription"}
    return {
        "account_id": account.pk,
        "reference": "C-1",
        "term_start": "2026-07-01",
        "term_end": "2027-06-30",
        "lines": [line],
        **changes,
    }


def call_of(account: Account, **changes: Any) -> dict[str, Any]:
    return {
        "account_id": account.pk,
        "channel": "call",
        "happened_at": (database_now() - timedelta(hours=1)).isoformat(),
        **changes,
    }
