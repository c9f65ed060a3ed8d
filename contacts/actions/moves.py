"""Somebody leaves one seat for another: both are kept, and so is the person."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from retention.lib import accepts
from retention.team.models import User

from ..models import Contact, JobMove
from ..seats import NotAPlaceholder
from .people import add_contact, mark_departed


@transaction.atomic
def move_job(
    *, contact: Contact, account: Account, on: date, by: User, at: datetime, title: str = ""
) -> Contact:
    """Say that somebody left for *account* on a day; returns their new seat.

    Conversations, roles and ratings stay with the seat that was left. Raises PermissionDenied unless *by*
    may change both accounts, InputRefused, NotAPlaceholder, AlreadyThere.
    """
    _lock_both(contact.account_id, account.pk, by)
    if contact.account_id == account.pk:
        raise accepts.InputRefused("They are at this account already; edit them instead.", field="account")
    left = mark_departed(contact=contact, on=on, by=by, at=at)
    if left.person is None:
        raise NotAPlaceholder("Nobody is known in this role, so nobody can have left.")
    joined = add_contact(account=account, person=left.person, title=title, since=on, by=by, at=at)
    JobMove.objects.create(person=left.person, left_contact=left, joined_contact=joined, on=on, by=by)
    return joined


def _lock_both(first: int, second: int, by: User) -> None:
    """Lock the accounts in the order of their ids. Raises PermissionDenied unless *by* may change both."""
    wanted = {first, second}
    rows = Account.objects.editable_by(by).filter(pk__in=wanted).order_by("id")
    if len(rows.select_for_update(of=("self",), no_key=True)) != len(wanted):
        raise PermissionDenied
