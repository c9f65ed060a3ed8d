"""A review stands in its owner's day: to be sent, to be held, to be summed up; each is one next step."""

from datetime import date, datetime
from typing import Any

from contacts.actions.steps import add_step, edit_step, reopen_step, settle_step
from contacts.choices import StepState
from contacts.models import NextStep
from retention.team.calendars import calendar_of
from retention.team.models import User

from .calendar import missed_by, send_by
from .choices import ReviewState
from .file import deciders_without_seat
from .models import BusinessReview

ORIGIN = "review"
SEND, HOLD, RECAP, MISSED = "send", "hold", "recap", "missed"
MOST_MISSED = 5


def follow_review(review: BusinessReview, by: User, at: datetime) -> None:
    """Make the steps of a review be as the review is."""
    for what, wanted in _wanted(review).items():
        step = NextStep.objects.filter(origin=ORIGIN, origin_key=f"{review.pk}:{what}").first()
        text, due_on, is_done = wanted
        if due_on is None:
            if step is not None and step.state == StepState.OPEN:
                state = StepState.DONE if is_done else StepState.DROPPED
                settle_step(step=step, state=state, by=by, at=at)
        else:
            _stand(step, review, what, text, due_on, by, at)


def speak_with_the_missing(review: BusinessReview, by: User, at: datetime) -> None:
    """Who decides and was not there is a gap: one next step each, to be closed by a talk."""
    if review.is_internal or review.held_on is None:
        return
    day = f"{review.held_on:%-d %b %Y}"
    due = missed_by(review.held_on, calendar_of(review.owner))
    for contact in deciders_without_seat(review)[:MOST_MISSED]:
        text = f"Speak with {contact.name}, who was not at the {review.get_kind_display().lower()} of {day}"
        add_step(
            account=review.account, owner=review.owner, text=text[:300], due_on=due, contact=contact,
            origin=ORIGIN, origin_key=f"{review.pk}:{MISSED}:{contact.pk}", by=by, at=at,
        )  # fmt: skip


def _wanted(review: BusinessReview) -> dict[str, tuple[str, date | None, bool]]:
    """By step: its text, its day or None when there is nothing to do, and whether it was done."""
    kind, when = review.get_kind_display().lower(), f"{review.planned_on:%-d %b %Y}"
    sent = review.sent_on is not None or review.is_held
    to_send = review.is_open and review.state != ReviewState.SENT and not review.is_internal
    send_on = send_by(review.planned_on, calendar_of(review.owner)) if to_send else None
    recap_on = review.recap_by if review.is_held and review.recap_sent_on is None else None
    return {
        SEND: (f"Prepare and send the {kind} of {when}", send_on, sent),
        HOLD: (f"Hold the {kind} of {when}", review.planned_on if review.is_open else None, review.is_held),
        RECAP: (f"Send what was agreed in the {kind} of {_held(review)}", recap_on, True),
    }


def _held(review: BusinessReview) -> str:
    return f"{review.held_on:%-d %b %Y}" if review.held_on else ""


def _stand(
    step: NextStep | None, review: BusinessReview, what: str, text: str, due_on: date, by: User, at: datetime
) -> None:
    """The step open and saying this: made, opened again or changed."""
    said: dict[str, Any] = {"owner": review.owner, "text": text, "due_on": due_on}
    if step is None:
        key = f"{review.pk}:{what}"
        add_step(account=review.account, origin=ORIGIN, origin_key=key, by=by, at=at, **said)
        return
    if step.state != StepState.OPEN:
        step = reopen_step(step=step, by=by, at=at)
    changes = {name: value for name, value in said.items() if getattr(step, name) != value}
    if changes:
        edit_step(step=step, changes=changes, by=by, at=at)
