"""What is somebody's to do in this layer, for handing over: next steps and promises."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork
from retention.team.visibility import ScopedQuerySet

from .actions.promises import give_promise
from .actions.steps import edit_step
from .actions.voice import give_feedback
from .models import Contact, FeedbackItem, NextStep, Promise


class DoesNotSee(DomainError):
    """Whoever should take over does not see all of the accounts."""


class NobodyToDoIt(DomainError):
    """What is to be done is somebody's."""


def _steps(person: User) -> ScopedQuerySet[NextStep]:
    rows = NextStep.objects.open().filter(owner=person).select_related("account")
    return rows.order_by("due_on", "id")


def _promises(person: User) -> ScopedQuerySet[Promise]:
    rows = Promise.objects.open().filter(user=person).select_related("account")
    return rows.order_by("due_on", "id")


def _feedback(person: User) -> ScopedQuerySet[FeedbackItem]:
    rows = FeedbackItem.objects.open().filter(owner=person).select_related("account")
    return rows.order_by("due_on", "id")


def _item(row: NextStep | Promise | FeedbackItem) -> OpenItem:
    return OpenItem(
        row.text, f"{row.account.name}, due {row.due_on:%-d %b %Y}", f"/accounts/{row.account_id}/"
    )


def _unseen(rows: ScopedQuerySet[Any], person: User) -> int:
    return rows.count() - rows.visible_to(person).count()


def hand_over_steps(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Give every open step to *to*. Raises DoesNotSee, NobodyToDoIt."""
    receiver = _receiver(_steps(person), to, "next_steps")
    steps = list(_steps(person).order_by("account_id", "id"))
    for step in steps:
        edit_step(step=step, changes={"owner": receiver}, by=by, at=at)
    return len(steps)


def hand_over_promises(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* keep or follow up every open promise. Raises DoesNotSee, NobodyToDoIt."""
    receiver = _receiver(_promises(person), to, "promises")
    promises = list(_promises(person).order_by("account_id", "id"))
    for promise in promises:
        give_promise(promise=promise, user=receiver, by=by, at=at)
    return len(promises)


def hand_over_feedback(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* reply to what customers said. Raises DoesNotSee, NobodyToDoIt."""
    receiver = _receiver(_feedback(person), to, "feedback")
    items = list(_feedback(person).order_by("account_id", "id"))
    for item in items:
        give_feedback(item=item, owner=receiver, by=by, at=at)
    return len(items)


def _receiver(rows: ScopedQuerySet[Any], to: User | None, field: str) -> User:
    if to is None:
        raise NobodyToDoIt("Somebody must take over what is open.", field=field)
    unseen = rows.exclude(pk__in=rows.visible_to(to).order_by().values("pk"))
    names = sorted({row.account.name for row in unseen})
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        text = f"{to.name} does not see {', '.join(names[:3])}{more}. Choose somebody who does."
        raise DoesNotSee(text, field=field)
    return to


STEPS = OpenWork(
    order=60,
    name="next_steps",
    label="Next steps",
    rows=_steps,
    item=_item,
    hand_over=hand_over_steps,
    out_of_sight=lambda person: _unseen(_steps(person), person),
)
PROMISES = OpenWork(
    order=70,
    name="promises",
    label="Promises",
    rows=_promises,
    item=_item,
    hand_over=hand_over_promises,
    out_of_sight=lambda person: _unseen(_promises(person), person),
)


FEEDBACK = OpenWork(
    order=80,
    name="feedback",
    label="Replies to customers",
    rows=_feedback,
    item=_item,
    hand_over=hand_over_feedback,
    out_of_sight=lambda person: _unseen(_feedback(person), person),
)


def places_of_contacts() -> Iterable[tuple[str, str]]:
    """Where contacts are: nobody is called on their holiday."""
    rows: QuerySet[Contact] = Contact.objects.exclude(country="").order_by()
    return list(rows.values_list("country", "subdivision").distinct())
