"""What is somebody's in this layer, for handing over: reports they own, approve, and are sent."""

from datetime import datetime

from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.open_work import OpenItem, OpenWork

from .actions.portfolios import end_portfolio
from .actions.subscriptions import add_reader, edit_subscription, remove_reader
from .models import ReaderQuerySet, ReportReader, Subscription, SubscriptionQuerySet


class NobodyToSend(DomainError):
    """A report is somebody's, and so is approving it."""


def _owned(person: User) -> SubscriptionQuerySet:
    return _current(Subscription.objects.filter(owner=person, account__isnull=False))


def _approved(person: User) -> SubscriptionQuerySet:
    return _current(Subscription.objects.filter(approver=person))


def _current(rows: SubscriptionQuerySet) -> SubscriptionQuerySet:
    return rows.current().select_related("account").order_by("account__name_key", "id")


def _item(row: Subscription) -> OpenItem:
    if row.account is None:
        return OpenItem(row.get_kind_display(), f"due {row.due_on:%-d %b %Y}", "/reports/")
    return OpenItem(
        row.get_kind_display(),
        f"{row.account.name}, due {row.due_on:%-d %b %Y}",
        f"/accounts/{row.account_id}/reports/",
    )


def _give(rows: list[Subscription], column: str, to: User | None, *, by: User, at: datetime) -> int:
    if to is None:
        raise NobodyToSend("Somebody must take over the reports.", field="reports")
    for row in rows:
        edit_subscription(subscription=row, changes={column: to}, by=by, at=at)
    return len(rows)


def hand_over_owned(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* own every report that is sent. Raises NobodyToSend, InputRefused."""
    return _give(list(_owned(person)), "owner", to, by=by, at=at)


def hand_over_approving(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Let *to* approve, also what waits already. Raises NobodyToSend, InputRefused."""
    return _give(list(_approved(person)), "approver", to, by=by, at=at)


def _read(person: User) -> ReaderQuerySet:
    rows: ReaderQuerySet = ReportReader.objects.filter(user=person, subscription__ended_on__isnull=True)
    return rows.select_related("subscription__account").order_by("subscription__account__name_key", "id")


def _read_item(row: ReportReader) -> OpenItem:
    return _item(row.subscription)


def hand_over_reading(person: User, to: User | None, *, by: User, at: datetime) -> int:
    """Send to *to* what they were sent, unless they get it already; or to nobody. Raises InputRefused.

    A portfolio was theirs alone: it ends.
    """
    rows = list(_read(person))
    for row in rows:
        if row.subscription.account_id is None:
            end_portfolio(subscription=row.subscription, by=by, at=at)
            continue
        remove_reader(reader=row, by=by, at=at)
        there = ReportReader.objects.filter(subscription=row.subscription_id, user=to)
        if to is not None and not there.exists():
            add_reader(subscription=row.subscription, user=to, by=by, at=at)
    return len(rows)


def _unseen(rows: SubscriptionQuerySet | ReaderQuerySet, person: User) -> int:
    return rows.count() - rows.visible_to(person).count()


OWNED = OpenWork(
    order=86,
    name="reports",
    label="Reports they own",
    rows=_owned,
    item=_item,
    hand_over=hand_over_owned,
    out_of_sight=lambda person: _unseen(_owned(person), person),
)
APPROVED = OpenWork(
    order=87,
    name="reports_to_approve",
    label="Reports they approve",
    rows=_approved,
    item=_item,
    hand_over=hand_over_approving,
    out_of_sight=lambda person: _unseen(_approved(person), person),
)
READ = OpenWork(
    order=88,
    name="reports_read",
    label="Reports they are sent",
    rows=_read,
    item=_read_item,
    hand_over=hand_over_reading,
    may_be_left=True,
    out_of_sight=lambda person: _unseen(_read(person), person),
)
