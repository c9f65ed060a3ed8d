"""Contracts, their renewal, invoices and what was agreed of them, for the company of the route matrices."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import (
    Account,
    ArrMovement,
    BreakOption,
    Contract,
    ContractLine,
    Invoice,
    LineSuspension,
    MonthUsage,
    Product,
)
from retention.lib.clock import database_now
from retention.renewals.models import (
    ApprovalRequest,
    ApprovalStep,
    Assessment,
    LossReason,
    OwnerCall,
    Renewal,
    RenewalTerms,
    SystemView,
)


def contracts_of(account: Account, says: Any, today: date) -> dict[str, Any]:
    product = Product.objects.create(code=f"P{account.pk}", name="Platform")
    contract = Contract.objects.create(
        account=account, reference=says("reference"), state="active", currency="EUR", note=says("paper"),
        term_start=today - timedelta(days=200), term_end=today + timedelta(days=100), notice_value=30,
    )  # fmt: skip
    line = ContractLine.objects.create(
        contract=contract, product=product, description=says("line"), recurring_amount=Decimal(1200),
        arr=Decimal(1200), start_on=contract.term_start, end_on=contract.term_end,
    )  # fmt: skip
    movement = ArrMovement.objects.create(
        account=account, line=line, effective_on=contract.term_start, kind="new", amount=Decimal(1200),
        currency="EUR", note=says("movement"),
    )  # fmt: skip
    renewal = Renewal.objects.create(
        account=account, contract=contract, term_end=contract.term_end, atr=Decimal(1200), currency="EUR",
        renewal_due_on=contract.term_end + timedelta(days=1), decision_on=today + timedelta(days=60),
        anchor_kind="internal_lead", call="commit", call_note=says("call"),
    )  # fmt: skip
    agreement = _agreement(renewal, says)
    invoice = Invoice.objects.create(
        account=account, contract=contract, number=says("invoice"), issued_on=today - timedelta(days=60),
        due_on=today - timedelta(days=30), amount=Decimal(1200), currency="EUR", disputed_since=today,
        dispute_reason=says("dispute"),
    )  # fmt: skip
    option = BreakOption.objects.create(contract=contract, on=today + timedelta(days=50), note=says("break"))
    paused = ContractLine.objects.create(
        contract=contract, description=says("paused"), recurring_amount=Decimal(600), arr=Decimal(600),
        start_on=contract.term_start, end_on=today, agreed_end_on=contract.term_end,
    )  # fmt: skip
    suspension = LineSuspension.objects.create(
        line=paused, starts_on=today + timedelta(days=1), until=contract.term_end, note=says("pause")
    )
    usage = MonthUsage.objects.create(line=line, month=today.replace(day=1), amount=Decimal(9))
    made = {"contract": contract, "line": line, "movement": movement, "usage": usage}
    made |= {"break": option, "suspension": suspension}
    return {**made, "renewal": renewal, **agreement, "invoice": invoice}


def _agreement(renewal: Renewal, says: Any) -> dict[str, Any]:
    """Terms and what was said of them; the owner has assessed it, so that no second answer is asked for."""
    owner, now = renewal.account.owner, database_now()
    terms = RenewalTerms.objects.create(renewal=renewal, give_get=says("give"), discount_pct=8)
    OwnerCall.objects.create(
        renewal=renewal, call="commit", note=says("said"), forecast_arr=1200, by=owner, at=now
    )
    asked = ApprovalRequest.objects.create(
        renewal=renewal, matrix_version=0, terms={}, note=says("approval"), requested_by=owner,
        requested_at=now,
    )  # fmt: skip
    step = ApprovalStep.objects.create(
        request=asked, level="lead", reasons=says("reasons"), due_on=now.date(), requested_by=owner
    )
    assessment = Assessment.objects.create(
        renewal=renewal, which="first", due_on=now.date(), state="final", view="good", final="good",
        reason=says("assessed"), by=owner, at=now,
    )  # fmt: skip
    SystemView.objects.create(assessment=assessment, view="good", band="healthy", caps=[says("cap")])
    reason = LossReason.objects.create(renewal=renewal, stated_reason=says("left because"))
    made = {"terms": terms, "approval": asked, "approval_step": step, "assessment": assessment}
    return {**made, "reason": reason}
