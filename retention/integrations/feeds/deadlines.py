"""Which notice deadlines stand in somebody's calendar."""

from collections.abc import Iterator
from datetime import date, timedelta

from retention.renewals.models import Renewal
from retention.renewals.questions import still_undecided
from retention.team.links import full_address
from retention.team.models import User

from .ics import DayEvent

BACK, AHEAD, MOST = timedelta(days=30), timedelta(days=400), 1000


def deadlines_of(user: User, *, on: date, mine: bool) -> Iterator[DayEvent]:
    """Open renewals that the person sees now, from a month back to a year ahead; ``mine``: as their owner."""
    rows = Renewal.objects.visible_to(user).filter(still_undecided())
    rows = rows.filter(notice_deadline__range=(on - BACK, on + AHEAD))
    if mine:
        rows = rows.filter(account__owner=user)
    for row in rows.select_related("account", "contract").order_by("notice_deadline", "id")[:MOST]:
        yield _event(row)


def _event(row: Renewal) -> DayEvent:
    worth = f"{row.currency} {row.atr:,.0f} a year"
    text = (
        f"{row.contract.reference}, {worth}. Decide by {row.decision_on:%-d %B %Y}, "
        f"renews on {row.renewal_due_on:%-d %B %Y}. Stage: {row.get_stage_display()}."
    )
    return DayEvent(
        uid=f"renewal-{row.pk}@{full_address('').split('//')[-1]}",
        on=row.notice_deadline or row.decision_on,
        title=f"Last day for notice: {row.account.name}",
        text=text,
        url=full_address(f"/renewals/{row.pk}/"),
        version=row.version,
    )
