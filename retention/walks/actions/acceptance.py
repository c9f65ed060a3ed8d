"""Who at the customer accepted a step, and when."""

from datetime import date, datetime

from contacts.models import Contact
from retention.lib.errors import DomainError
from retention.team.models import User

from ..models import WalkStep
from .guards import CannotHold, between


class NotAccepted(DomainError):
    """The step is finished once the customer accepted it, and nobody and no day was named."""


def acceptance(
    step: WalkStep, contact: Contact | None, on: date | None, *, left_on: date, by: User, at: datetime
) -> tuple[Contact | None, date | None]:
    """Who accepted and on which day; both or, where the process does not ask for it, neither.

    Raises NotAccepted, CannotHold for somebody of another account or a role without a person, InputRefused
    for a day before the step was entered or after it was left.
    """
    if contact is None and on is None and not step.step.needs_acceptance:
        return None, None
    if contact is None:
        raise NotAccepted(f"{step.step.name}: name who at the customer accepted it.", field="accepted_by")
    if contact.account_id != step.walk.contract.account_id or contact.person_id is None:
        raise CannotHold("Choose a person who is a contact of this account.", field="accepted_by")
    if on is None:
        raise NotAccepted(f"{step.step.name}: say on which day they accepted it.", field="accepted_on")
    first = step.entered_on or left_on
    return contact, between(first, on, "accepted_on", by, at, last=left_on)
