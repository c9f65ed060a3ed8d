"""The shared plan of the demo company: one link, opened twice, with words that wait for an answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from contacts.models import Contact
from plans.models import AccountPlan, GoodwillEntry, PlanAction, PlanText, RoiTarget, ValueEntry
from plans.planning.words import PlanState
from retention.sharing.actions import answer_word, comment, make_link, mark_done, note_opening
from retention.sharing.actions.links import PARTS
from retention.team.links import full_address
from retention.team.models import User

SHOWN_TEXTS = ("strategy", "priority_1", "priority_2", "channels")


def share_a_plan(*, at: datetime, say: Callable[[str], None]) -> None:
    """Show the plan that runs to whoever matters most there; where its link opens is said once."""
    plan = AccountPlan.objects.filter(state=PlanState.ACTIVE).select_related("account__owner").first()
    if plan is None or plan.account.owner is None:
        return
    owner = plan.account.owner
    theirs = Contact.objects.filter(account=plan.account, person__isnull=False, status="active")
    petra = theirs.select_related("person").order_by("-is_key", "id").first()
    _mark(plan)
    if petra is not None:
        _give(plan, petra, owner, at)
    everything: dict[str, Any] = dict.fromkeys(PARTS, True)
    made = make_link(
        plan=plan, contact=petra, days=90, by=owner, at=at - timedelta(days=6), **everything
    )  # fmt: skip
    for days, device in ((5, "computer"), (2, "phone")):
        note_opening(link=made.link, device=device, at=at - timedelta(days=days))
    who = petra.name if petra else "Their planner"
    asked = comment(
        link=made.link, name=who, text="Can the drivers see their hours on the phone?",
        at=at - timedelta(days=5),
    )  # fmt: skip
    answer_word(word=asked, answer="Yes, from the spring release on.", by=owner, at=at - timedelta(days=4))
    step = PlanAction.objects.shared().open().filter(objective__plan=plan, their_owner__isnull=False).first()
    if step is not None:
        mark_done(link=made.link, action=step, name=who, at=at - timedelta(days=2))
    comment(
        link=made.link, name=who, text="We would like to show this to our board in March.",
        at=at - timedelta(days=2),
    )  # fmt: skip
    say(f"The shared plan of {plan.account.name}, without an account: {full_address(made.path)}")


def _give(plan: AccountPlan, told: Contact, by: User, at: datetime) -> None:
    """What they had on top and know of; one of it has no list price."""
    today = at.date()
    for what, days, price in (("A day of training for nights", 70, 1200), ("A second test site", 24, None)):
        GoodwillEntry.objects.create(
            account=plan.account, by=by, what=what, reason="After a hard quarter for them",
            given_on=today - timedelta(days=days), told_on=today - timedelta(days=days - 3), told_to=told,
            list_value=price, currency=plan.account.currency if price else "",
        )  # fmt: skip


def _mark(plan: AccountPlan) -> None:
    """What the account manager chose to show."""
    PlanText.objects.filter(plan=plan, field__in=SHOWN_TEXTS).update(is_shared=True)
    PlanAction.objects.filter(objective__plan=plan, objective__whose="joint").update(is_shared=True)
    RoiTarget.objects.filter(account=plan.account_id).update(is_shared=True)
    ValueEntry.objects.filter(account=plan.account_id).update(is_shared=True)
