"""What pages show of a renewal's price, and of who agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retention.renewals.approvers import deciders
from retention.renewals.models import ApprovalRequest, ApprovalState, ApprovalStep, Renewal
from retention.renewals.price_facts import PriceFacts, price_facts
from retention.team.models import User


@dataclass(frozen=True, slots=True)
class StepShown:
    """One level's answer, or who may give it."""

    step: ApprovalStep
    deciders: Sequence[User]
    may_decide: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """Terms with their bounds, the request on them, and what the reader may do."""

    price: PriceFacts
    request: ApprovalRequest | None
    steps: Sequence[StepShown]
    may_edit: bool
    may_ask: bool


def agreed(renewal: Renewal, user: User, *, on: date) -> Agreed:
    """Gather it for one reader who sees the renewal."""
    may_edit = Renewal.objects.editable_by(user).filter(pk=renewal.pk).exists()
    price = price_facts(renewal)
    steps = [_shown(step, user, on) for step in _steps(price.approval, renewal)]
    return _agreed(renewal, price, steps, may_edit=may_edit)


def priced(renewal: Renewal, price: PriceFacts, *, may_edit: bool) -> Agreed:
    """The same without who may decide: what the renewal's own page needs."""
    return _agreed(renewal, price, [], may_edit=may_edit)


def _agreed(renewal: Renewal, price: PriceFacts, steps: Sequence[StepShown], *, may_edit: bool) -> Agreed:
    may_edit = may_edit and not renewal.is_closed
    standing = price.approval is not None and price.approval.state in (
        ApprovalState.ASKED, ApprovalState.APPROVED,
    )  # fmt: skip
    return Agreed(
        price=price,
        request=price.approval,
        steps=steps,
        may_edit=may_edit,
        may_ask=may_edit and bool(price.needs) and not standing,
    )


def _steps(request: ApprovalRequest | None, renewal: Renewal) -> list[ApprovalStep]:
    if request is None:
        return []
    request.renewal = renewal
    rows = list(request.steps.select_related("decided_by").order_by("id"))
    for row in rows:
        row.request = request
    return rows


def _shown(step: ApprovalStep, user: User, on: date) -> StepShown:
    is_asked = step.state == ApprovalState.ASKED and not step.request.renewal.is_closed
    people = deciders(step, on=on) if is_asked else []
    return StepShown(step, people, user.pk in {person.pk for person in people}, is_asked and step.due_on < on)
