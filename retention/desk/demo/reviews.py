"""Reviews of the demo company: one that was held, and the next one, prepared."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.choices import Tier
from accounts.models import Account
from contacts.models import Contact
from retention.reviews.actions.holding import Decided, hold_review, sum_up
from retention.reviews.actions.planning import edit_review, invite, plan_review
from retention.reviews.actions.preparing import prepare_review, write_to_section
from retention.reviews.choices import Follows
from retention.reviews.models import BusinessReview
from retention.team.models import User

PURPOSE = "Agree what the next quarter is for, and who does what."
WANTED = "Whether the second depot joins the pilot; who of theirs leads it."
WORDS = "The figure is yours, from your own list; thank you for keeping it."
HELD_DAYS_AGO, NEXT_IN = 80, 12


def hold_review_of_old(users: Mapping[str, User], *, at: datetime) -> None:
    """At Lena's largest key account, a quarter ago, before there was a plan."""
    account, owner = _account(users), users["Lena"]
    if account is None:
        return
    then, people = at - timedelta(days=HELD_DAYS_AGO), _people(account)
    first = plan_review(
        account=account, planned_on=then.date(), purpose=PURPOSE, by=owner, at=then, decisions_wanted=WANTED
    )
    soon = at.date() + timedelta(days=6)
    decisions = [
        Decided("Name who leads the pilot", Follows.THEIRS, contact=people[0], due_on=soon),
        Decided("The weekly list goes on"),
    ]
    held = hold_review(
        review=first, held_on=then.date(), next_on=at.date() + timedelta(days=NEXT_IN), contacts=people[:1],
        users=[owner], decisions=decisions, by=owner, at=then,
    )  # fmt: skip
    sum_up(review=held, by=owner, at=then + timedelta(days=1))


def prepare_review_ahead(users: Mapping[str, User], *, at: datetime) -> None:
    """The next one at the same account, with what stands there now."""
    account, owner = _account(users), users["Lena"]
    ahead = BusinessReview.objects.open().filter(account=account).select_related("account", "owner").first()
    if account is None or ahead is None:
        return
    said = {"purpose": PURPOSE, "decisions_wanted": WANTED}
    ahead = edit_review(review=ahead, changes=said, by=owner, at=at)
    invite(review=ahead, contacts=_people(account), users=[owner], by=owner, at=at)
    write_to_section(review=ahead, key="targets", commentary=WORDS, by=owner, at=at)
    prepare_review(review=ahead, by=owner, at=at)


def _account(users: Mapping[str, User]) -> Account | None:
    rows = Account.objects.filter(owner=users["Lena"], tier=Tier.B).order_by("-arr_base", "id")
    return rows.select_related("owner", "team").first()


def _people(account: Account) -> list[Contact]:
    rows = Contact.objects.filter(account=account, person__isnull=False, departed_on__isnull=True)
    return list(rows.order_by("-is_key", "id")[:2])
