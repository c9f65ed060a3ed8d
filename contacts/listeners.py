"""What the contacts layer does when something was announced."""

from accounts.announced import AccountAdded, AccountChanged, RecordsImported
from retention.team.machine import the_machine
from retention.team.models import User

from . import derived
from .actions.promises import give_promise
from .actions.voice import give_feedback
from .alike_account_rows import refresh_alike_accounts
from .alike_rows import refresh_at_accounts
from .models import FeedbackItem, Promise

TOLD_BY = frozenset({"name", "website", "phone", "country", "parent"})


def promises_follow_the_owner(fact: AccountChanged) -> None:
    """What the former owner promised, follows up or has to answer at the account is the new owner's now.

    The customer was given the company's word. Without a new owner it stays where it is. The machine does
    it: whoever gave the account away may no longer see it.
    """
    if fact.former_owner_id is None:
        return
    owner = User.objects.active().filter(owned_accounts=fact.account_id).first()
    if owner is None:
        return
    rows = Promise.objects.open().filter(account_id=fact.account_id, user_id=fact.former_owner_id)
    for promise in rows.order_by("id"):
        give_promise(promise=promise, user=owner, by=the_machine(), at=fact.at)
    said = FeedbackItem.objects.open().filter(account_id=fact.account_id, owner_id=fact.former_owner_id)
    for item in said.order_by("id"):
        give_feedback(item=item, owner=owner, by=the_machine(), at=fact.at)


def rederive_imported(fact: RecordsImported) -> None:
    """Compute again when imported contacts and accounts last spoke with us, steps, who is alike."""
    derived.rebuild(fact.account_ids)
    refresh_at_accounts(fact.account_ids)
    refresh_alike_accounts(fact.account_ids)


def look_for_the_same_account(fact: AccountAdded | AccountChanged) -> None:
    """A new account, or one with another name or address, may stand there already."""
    if isinstance(fact, AccountAdded) or fact.fields & TOLD_BY:
        refresh_alike_accounts([fact.account_id])
