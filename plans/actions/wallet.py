"""What a customer spends a year: written down with its source, or taken back."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Account, Product
from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import money, past_day
from ..models import SpendEstimate
from ..planning.wallet import Confidence, SpendSource

MOST_SUPPLIERS = 50
HALF = Decimal("0.5")


class EstimateIncomplete(DomainError):
    """An estimate is an amount, or our rank among so many suppliers."""


class NewerEstimateStands(DomainError):
    """What is known already was said later."""


class EstimateTakenBack(DomainError):
    """The estimate no longer stands."""


_rank = accepts.amount("Our rank", most=Decimal(MOST_SUPPLIERS + 1), places=1, least=1)
CHECKS: dict[str, accepts.Check] = {
    "covers": accepts.text("What it pays for", 200),
    "amount": money("What they spend a year"),
    "currency": accepts.currency,
    "suppliers": accepts.number("The number of suppliers", least=1, most=MOST_SUPPLIERS),
    "source": accepts.one_of("How we know", SpendSource),
    "confidence": accepts.one_of("How sure we are", Confidence),
    "note": accepts.text("The note", 300),
}


@transaction.atomic
def estimate_spend(
    *, account: Account, source: str, said_on: Any, by: User, at: datetime, family: str = "",
    rank: Decimal | None = None, **said: Any,
) -> SpendEstimate:  # fmt: skip
    """Write down what they spend a year on a family of products (empty: on everything we could supply).

    Either ``amount`` is said, or ``rank`` among ``suppliers``. It takes the place of what stood. Raises
    PermissionDenied, InputRefused, TextRefused, NotEditable, EstimateIncomplete, NewerEstimateStands.
    """
    account = editable_account(account.pk, by)
    kept = accepts.accepted({"currency": account.currency, **said, "source": source}, CHECKS)
    kept["rank"] = _half(rank)
    day = past_day(said_on, "said_on", "The day it was said", by=by, at=at)
    of = _family(family)
    _refuse_half_said(kept)
    before = SpendEstimate.objects.current().filter(account=account, family=of).first()
    if before is not None and before.said_on > day:
        raise NewerEstimateStands(
            f"What stands was said on {before.said_on:%-d %B %Y}. Take it back first.", field="said_on"
        )
    if before is not None:
        save_edit(before, {"is_current": False}, expected_version=None)
    row = SpendEstimate.objects.create(account=account, family=of, said_on=day, by=by, **kept)
    _tell(account, "spend_estimated", f"What they spend a year, {_in_words(row)}", row, by, at)
    return row


@transaction.atomic
def withdraw_estimate(*, estimate: SpendEstimate, by: User, at: datetime) -> SpendEstimate:
    """It was wrong: the one before it stands again. Raises PermissionDenied, EstimateTakenBack."""
    account = editable_account(estimate.account_id, by)
    row = SpendEstimate.objects.select_for_update().get(pk=estimate.pk)
    if row.withdrawn_on is not None:
        raise EstimateTakenBack("This estimate was taken back already.")
    stood = row.is_current
    save_edit(row, {"is_current": False, "withdrawn_on": local_day(at, by.time_zone)}, expected_version=None)
    if stood:
        _let_the_newest_stand(row)
    _tell(account, "spend_withdrawn", f"Not what they spend: {_in_words(row)}", row, by, at)
    return row


def _let_the_newest_stand(row: SpendEstimate) -> None:
    left = SpendEstimate.objects.filter(
        account=row.account_id, family=row.family, withdrawn_on__isnull=True
    ).order_by("-said_on", "-id")
    if (former := left.first()) is not None:
        save_edit(former, {"is_current": True}, expected_version=None)


def _family(value: Any) -> str:
    said = str(value or "").strip()
    if said and not Product.objects.filter(family=said[:120]).exists():
        raise accepts.InputRefused("Choose a family of our products from the list.", field="family")
    return said


def _half(value: Decimal | None) -> Decimal | None:
    if value in (None, ""):
        return None
    kept: Decimal = _rank(value, "rank")
    if kept % HALF:
        raise accepts.InputRefused("Our rank is a whole number, or a half for a tie.", field="rank")
    return kept


def _refuse_half_said(kept: dict[str, Any]) -> None:
    amount, rank, suppliers = kept.get("amount"), kept["rank"], kept.get("suppliers")
    if amount is not None and (rank is not None or suppliers is not None):
        raise EstimateIncomplete("Say what they spend, or our rank, not both.", field="rank")
    if amount is None and rank is None and suppliers is None:
        raise EstimateIncomplete("Say what they spend a year, or our rank.", field="amount")
    if amount is not None and amount <= 0:
        raise EstimateIncomplete("What they spend must be more than 0.", field="amount")
    if amount is None and (rank is None or suppliers is None):
        missing = "rank" if rank is None else "suppliers"
        raise EstimateIncomplete("Say our rank and among how many suppliers.", field=missing)
    if rank is not None and suppliers is not None and rank > suppliers:
        raise EstimateIncomplete("Our rank lies beyond the number of suppliers.", field="rank")


def _in_words(row: SpendEstimate) -> str:
    if row.amount is None:
        return f"{row}: rank {row.rank:f} of {row.suppliers}"
    return f"{row}: {row.amount:,.0f} {row.currency}"


def _tell(account: Account, kind: str, text: str, row: SpendEstimate, by: User, at: datetime) -> None:
    record(account, kind, text, by=by, at=at, subject=("spend", row.pk))
