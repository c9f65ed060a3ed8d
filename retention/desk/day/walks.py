"""Contract walks on My day: what waits to be accepted, and steps that are due."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from retention.team.asking import kept
from retention.team.models import User
from retention.team.visibility import reach_of
from retention.walks.models import Handoff, WalkStep

from .book import BookEntry, accounts_of
from .items import DayItem
from .ranking import rank

Book = dict[int, BookEntry]
MOST = 100


@kept
def _handed_on(user: User) -> QuerySet[Handoff]:
    people = (user.pk, *reach_of(user).covered_owner_ids)
    book = accounts_of(user).values("pk")
    outside = Q(to_step__owner_user__isnull=True, walk__contract__account__in=book)
    rows = Handoff.objects.visible_to(user).waiting().filter(Q(to_step__owner_user__in=people) | outside)
    rows = rows.select_related("walk__contract__account", "to_step__step", "from_step__step", "handed_by")
    return rows.order_by("due_on", "id")[:MOST]


@kept
def _steps_until(user: User, until: date) -> QuerySet[WalkStep]:
    people = (user.pk, *reach_of(user).covered_owner_ids)
    book = accounts_of(user).values("pk")
    outside = Q(owner_user__isnull=True, walk__contract__account__in=book)
    rows = WalkStep.objects.visible_to(user).here().filter(Q(owner_user__in=people) | outside)
    rows = rows.filter(due_on__lte=until).select_related(
        "walk__contract__account", "step", "owner_user", "owner_contact__person"
    )
    return rows.order_by("due_on", "id")[:MOST]


def handoffs(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """What was handed on to this person; what a customer or partner has to accept is the account owner's."""
    for row in _handed_on(user):
        account = row.walk.contract.account
        missing = f", missing: {row.missing}" if row.missing else ""
        reason = f"{row.handed_by.name} handed it on after {row.from_step.step.name.lower()}{missing}"
        yield DayItem(
            kind="handoff",
            key=row.pk,
            title=f"Accept {row.walk.contract.reference}: {row.to_step.step.name}",
            url=f"/walks/{row.walk_id}/",
            reason=reason,
            due_on=row.due_on,
            owner=account,
            priority=rank(book.get(account.pk), account, due_on=row.due_on, on=today),
            done_url=f"/handoffs/{row.pk}/accept/",
        )


def walk_steps(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """Steps this person holds and should leave; those that nobody of ours holds are the account owner's."""
    for row in _steps_until(user, until):
        if row.due_on is None or row.entered_on is None:
            continue
        account = row.walk.contract.account
        since = f"There since {date_format(row.entered_on, 'j M')}, {row.expected_days} days were expected"
        yield DayItem(
            kind="walk-step",
            key=row.pk,
            title=f"{row.walk.contract.reference}: {row.step.name}",
            url=f"/walks/{row.walk_id}/",
            reason=since if row.has_holder else f"Nobody holds it, {since[:1].lower()}{since[1:]}",
            due_on=row.due_on,
            owner=account,
            priority=rank(book.get(account.pk), account, due_on=row.due_on, on=today),
            action_text="Hand on",
            action_url=f"/walk-steps/{row.pk}/hand-on/?next=/day/",
        )


WALKS = (handoffs, walk_steps)
