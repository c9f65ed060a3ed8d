"""A portfolio digest: begun by whose it is, ended by them or when they leave (docs/methods.md, Reports)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User
from retention.team.noted import note
from retention.team.visibility import may_look_after_accounts, runs_the_workspace

from ..models import ReportReader, Subscription
from ..rhythm import period_of
from ..words import ReportFormat, ReportFrequency, ReportKind
from .subscriptions import SubscribedAlready, set_next


@transaction.atomic
def subscribe_portfolio(*, by: User, at: datetime) -> Subscription:
    """Have one's own portfolio told on the first day of every week. Raises PermissionDenied,
    SubscribedAlready.
    """
    if not may_look_after_accounts(by):
        raise PermissionDenied("Only whoever looks after accounts has a portfolio.")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if Subscription.objects.current().filter(owner=by, kind=ReportKind.PORTFOLIO).exists():
        raise SubscribedAlready("You get your portfolio already.")
    row = Subscription(
        kind=ReportKind.PORTFOLIO, frequency=ReportFrequency.WEEK, day=1, form=ReportFormat.MAIL, owner=by,
        by=by,
    )  # fmt: skip
    set_next(row, period_of(row.frequency, local_day(at, by.time_zone)))
    row.save(force_insert=True)
    ReportReader.objects.create(subscription=row, user=by)
    note("portfolio_subscribed", f"{by.name} gets their portfolio every week.", by=by, at=at, user=by)
    return row


@transaction.atomic
def end_portfolio(*, subscription: Subscription, by: User, at: datetime) -> Subscription:
    """It is told no more; by whose it is, or by an admin when they leave. Raises PermissionDenied."""
    rows = Subscription.objects.current().filter(pk=subscription.pk, account__isnull=True)
    row = rows.select_for_update(of=("self",), no_key=True).select_related("owner").first()
    if row is None or not (row.owner_id == by.pk or runs_the_workspace(by)):
        raise PermissionDenied
    save_edit(row, {"ended_on": local_day(at, by.time_zone)}, expected_version=None)
    note("portfolio_ended", f"{row.owner.name} gets no portfolio any more.", by=by, at=at, user=row.owner)
    return row
