"""A review was held: who came, what was decided, when both meet next; and its summing up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from contacts.actions.promises import make_promise
from contacts.actions.steps import add_step
from contacts.choices import Side
from contacts.models import Contact
from plans.actions.doing import add_action
from plans.actions.moving import review_plan
from plans.models import AccountPlan, Objective, PlanAction
from plans.planning.words import ObjectiveState
from retention.lib import accepts
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.calendars import calendar_of
from retention.team.models import User

from ..calendar import recap_by
from ..choices import Follows, ReviewState
from ..file import composed
from ..models import BusinessReview, ReviewDecision, ReviewSeat
from ..stepping import ORIGIN, follow_review, speak_with_the_missing
from ..working import NotReady, open_review, review_to_change, tell
from .planning import plan_review, seat
from .preparing import packed

_held = accepts.day("The day it was held", required=True)
_next = accepts.day("The next date", required=True)
_text = accepts.text("The decision", 300, required=True)
_follows = accepts.one_of("What follows", Follows)
_due = accepts.day("The day it is due", required=True)
MOST_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. *user* keeps our promise, follows up theirs or does the step; *contact* promised it, or
    it was promised to them. An action serves *objective* and is done by one of the two."""

    text: str
    follows: str = Follows.NOTHING
    user: User | None = None
    contact: Contact | None = None
    due_on: date | None = None
    objective: Objective | None = None


@transaction.atomic
def hold_review(
    *,
    review: BusinessReview,
    held_on: date,
    next_on: date,
    contacts: Iterable[Contact],
    users: Iterable[User],
    by: User,
    at: datetime,
    decisions: Sequence[Decided] = (),
    expected_version: int | None = None,
) -> BusinessReview:
    """Freeze the pack, make promises, next steps and actions of the plan of decisions, plan the next review.

    Raises PermissionDenied, ReviewOver, NotReady, InputRefused, NotTheirContact, NotInvited, StaleVersion.
    """
    row = open_review(review, by)
    day, later = _days(row, held_on, next_on, local_day(at, by.time_zone))
    _take_attendance(row, list(contacts), list(users))
    if len(decisions) > MOST_DECISIONS:
        raise accepts.InputRefused(f"Write at most {MOST_DECISIONS} decisions.", field="decisions")
    pack = packed(row, by, at) if row.as_of is None else {}
    recap = recap_by(day, calendar_of(row.owner))
    held = {"state": ReviewState.HELD, "held_on": day, "next_on": later, "recap_by": recap}
    for decided in decisions:
        _follow(row, decided, day, by, at)
    shown = _as_shown(row, pack | held)
    save_edit(row, pack | held | {"shown": shown}, expected_version=expected_version)
    follow_review(row, by, at)
    speak_with_the_missing(row, by, at)
    _plan_next(row, by, at)
    _plan_was_looked_at(row, by, at)
    tell(row, "review_held", f"{row.get_kind_display()} held, next on {later:%-d %b %Y}", by, at)
    return row


def _as_shown(review: BusinessReview, changes: Mapping[str, object]) -> dict[str, Any]:
    """The customer's file once these changes are made: from then on it says nothing else."""
    later = BusinessReview.objects.select_related("account", "owner").get(pk=review.pk)
    for name, value in changes.items():
        setattr(later, name, value)
    return composed(later)


def _days(review: BusinessReview, held_on: date, next_on: date, today: date) -> tuple[date, date]:
    day: date = _held(held_on, "held_on")
    later: date = _next(next_on, "next_on")
    if day > today:
        raise accepts.InputRefused("A review was held today or before.", field="held_on")
    if review.as_of is not None and day < review.as_of and day < review.planned_on:
        raise accepts.InputRefused("It was held after its pack was made.", field="held_on")
    if later <= max(day, today):
        raise accepts.InputRefused("The next date lies after today.", field="next_on")
    return day, later


def _take_attendance(review: BusinessReview, contacts: list[Contact], users: list[User]) -> None:
    """Who came; whoever was invited and is not named did not."""
    if not users:
        raise NotReady("Say who of ours was there.", field="users")
    if not contacts and not review.is_internal:
        raise NotReady("Say who of theirs was there.", field="contacts")
    invited = list(ReviewSeat.objects.filter(review=review).select_related("contact__person", "user"))
    others = [each.contact for each in invited if each.contact is not None and each.contact not in contacts]
    ours = [each.user for each in invited if each.user is not None and each.user not in users]
    here = [contact for contact in others if contact.departed_on is None]
    seat(review, [*contacts, *here], [*users, *ours])
    rows = ReviewSeat.objects.filter(review=review)
    rows.update(came=False)
    rows.filter(contact__in=contacts).update(came=True)
    rows.filter(user__in=users).update(came=True)


def _follow(review: BusinessReview, decided: Decided, day: date, by: User, at: datetime) -> None:
    """Keep the decision with the promise, the step or the action it leads to."""
    text: str = _text(decided.text, "decisions")
    follows: str = _follows(decided.follows, "decisions")
    row = ReviewDecision(review=review, text=text, follows=follows)
    if follows != Follows.NOTHING:
        due: date = _due(decided.due_on, "decisions")
        who = decided.user or review.owner
        if follows == Follows.STEP:
            key = f"{review.pk}:decision:{review.decisions.count()}"
            row.step = add_step(
                account=review.account, owner=who, text=text, due_on=due, contact=decided.contact,
                origin=ORIGIN, origin_key=key, by=by, at=at,
            )  # fmt: skip
        elif follows == Follows.ACTION:
            row.action = _into_the_plan(review, decided, text, due, by, at)
        else:
            if decided.contact is None and follows == Follows.THEIRS:
                raise accepts.InputRefused("Say who of theirs promised it.", field="decisions")
            side = Side.OURS if follows == Follows.OURS else Side.THEIRS
            row.promise = make_promise(
                account=review.account, side=side, user=who, text=text, promised_on=day, due_on=due,
                contact=decided.contact, by=by, at=at,
            )  # fmt: skip
    row.save()


def _into_the_plan(
    review: BusinessReview, decided: Decided, text: str, due: date, by: User, at: datetime
) -> PlanAction:
    """The action, done by whoever was named: their contact, somebody of ours, else whoever prepared it."""
    if decided.objective is None:
        raise accepts.InputRefused("Say which objective of the plan it serves.", field="decisions")
    rows = Objective.objects.select_related("plan").filter(plan__account=review.account_id)
    aim = rows.filter(pk=decided.objective.pk, state=ObjectiveState.OPEN).first()
    if aim is None:
        raise accepts.InputRefused("That is no open objective of this customer.", field="decisions")
    if decided.user is not None and decided.contact is not None:
        raise accepts.InputRefused(
            "An action of the plan has one owner: name somebody of ours or of theirs.", field="decisions"
        )
    ours = decided.user or (None if decided.contact else review.owner)
    return add_action(
        objective=aim, text=text, due_on=due, owner=ours, their_owner=decided.contact, by=by, at=at
    )


def _plan_next(review: BusinessReview, by: User, at: datetime) -> None:
    """The next one stands in the calendar with the same people, unless one stands there already."""
    ahead = BusinessReview.objects.open().filter(account=review.account_id, kind=review.kind)
    if review.next_on is None or ahead.exists():
        return
    made = plan_review(
        account=review.account, planned_on=review.next_on, kind=review.kind, owner=review.owner,
        former=review, by=by, at=at,
    )  # fmt: skip
    seats = review.seats.filter(contact__departed_on__isnull=True).order_by("id")
    ReviewSeat.objects.bulk_create(
        ReviewSeat(review=made, contact_id=each.contact_id, user_id=each.user_id) for each in seats
    )


def _plan_was_looked_at(review: BusinessReview, by: User, at: datetime) -> None:
    """A held review is a look at the account's plan: it is stale no more."""
    plan = AccountPlan.objects.running().filter(account=review.account_id, approved_on__isnull=False).first()
    if plan is not None:
        review_plan(plan=plan, by=by, at=at, note=str(review), next_review_on=review.next_on)


@transaction.atomic
def sum_up(*, review: BusinessReview, by: User, at: datetime, sent_on: date | None = None) -> BusinessReview:
    """Say that what was agreed was sent to everybody. Raises PermissionDenied, NotReady, InputRefused."""
    row = review_to_change(review, by)
    if not row.is_held or row.held_on is None:
        raise NotReady("A review is summed up after it was held.")
    if row.recap_sent_on is not None:
        return row
    today = local_day(at, by.time_zone)
    day = accepts.day("The day it was sent")(sent_on, "sent_on") or today
    if not row.held_on <= day <= today:
        raise accepts.InputRefused("It was sent between the review and today.", field="sent_on")
    save_edit(row, {"recap_sent_on": day}, expected_version=None)
    follow_review(row, by, at)
    tell(row, "review_summed_up", f"What the {row.get_kind_display().lower()} agreed was sent", by, at)
    return row
