"""What a step that was done and an owner who changed mean to reviews."""

from django.db.models import F

from accounts.announced import AccountChanged
from accounts.rights import may_edit
from contacts.announced import StepChanged
from contacts.choices import StepState
from contacts.models import NextStep
from retention.team.machine import the_machine
from retention.team.models import User

from .actions.holding import sum_up
from .models import BusinessReview
from .stepping import ORIGIN, RECAP, follow_review


def after_step(fact: StepChanged) -> None:
    """Listener: ticking off the summing up says that it was sent."""
    step = NextStep.objects.filter(pk=fact.step_id, origin=ORIGIN, state=StepState.DONE).first()
    number, _, what = step.origin_key.partition(":") if step else ("", "", "")
    if what != RECAP:
        return
    review = BusinessReview.objects.held().filter(pk=int(number), recap_sent_on__isnull=True).first()
    by = User.objects.get(pk=fact.by_id)
    if review is not None and may_edit(review.account_id, by):
        sum_up(review=review, by=by, at=fact.at)


def reviews_follow_the_owner(fact: AccountChanged) -> None:
    """Listener: reviews ahead that were the former owner's are the new owner's, in their day too.

    The machine does it: whoever gave the account away may no longer see it.
    """
    if fact.former_owner_id is None:
        return
    owner = User.objects.active().filter(owned_accounts=fact.account_id).first()
    if owner is None:
        return
    rows = BusinessReview.objects.filter(account=fact.account_id, owner=fact.former_owner_id)
    for review in rows.open().select_related("account").order_by("id"):
        BusinessReview.objects.filter(pk=review.pk).update(owner=owner, version=F("version") + 1)
        review.owner = owner
        follow_review(review, the_machine(), fact.at)
