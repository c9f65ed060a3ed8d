"""A person's portfolio of a week: what renews, what got worse, what was promised, as they may see it.

For our own eyes. It is made with the visibility its owner has on the day, and kept as it was sent.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.choices import HealthBand
from contacts.choices import Side
from contacts.models import Promise
from retention.health.band_changes import moved_in_a_week
from retention.lib.zones import local_day
from retention.renewals.models import Renewal
from retention.team.models import User

from .content import Part
from .rhythm import ReportPeriod

AHEAD = timedelta(days=90)
MOST = 50
DASH = "—"
Built = tuple[tuple[Part, ...], dict[str, list[int]]]


def portfolio_of(owner: User, period: ReportPeriod, *, at: datetime) -> Built:
    """The parts, and the rows they were made of."""
    today = local_day(at, owner.time_zone)
    renewals, renewing = _renews(owner, today)
    worse, moved = _got_worse(owner, at)
    promises, promised = _promised(owner, period, today)
    return (renewals, worse, promises), {"renewals": renewing, "accounts": moved, "promises": promised}


def _renews(owner: User, today: date) -> tuple[Part, list[int]]:
    rows = Renewal.objects.visible_to(owner).open().filter(decision_on__lte=today + AHEAD)
    rows = rows.filter(joined_to__isnull=True).select_related("account__owner").order_by("decision_on", "pk")
    found = list(rows[: MOST + 1])
    lines = [
        (row.account.name, _day(row.decision_on), _sum(row.atr, row.currency), row.get_stage_display(),
         row.account.owner.name if row.account.owner else DASH)
        for row in found[:MOST]
    ]  # fmt: skip
    columns = ("Account", "Decision", "Yearly revenue", "Stage", "Owner")
    part = Part(
        "What renews in 90 days",
        columns,
        _told(lines, found),
        "Nothing is decided in the next 90 days.",
        (2,),
    )
    return part, [row.pk for row in found[:MOST]]


def _got_worse(owner: User, at: datetime) -> tuple[Part, list[int]]:
    found = [row for row in moved_in_a_week(owner, at=at) if row.is_worse]
    lines = [
        (row.name, HealthBand(row.band_before).label, HealthBand(row.band).label,
         DASH if row.value is None else f"{row.value:.0f}", row.owner_name or DASH)
        for row in found[:MOST]
    ]  # fmt: skip
    columns = ("Account", "Was", "Is", "Score", "Owner")
    part = Part("Who got worse in a week", columns, _told(lines, found), "Nobody got worse in a week.", (3,))
    return part, [row.account_id for row in found[:MOST]]


def _promised(owner: User, period: ReportPeriod, today: date) -> tuple[Part, list[int]]:
    of_the_week = Q(promised_on__gte=period.first, promised_on__lte=period.last)
    late = Q(pk__in=Promise.objects.late(on=today).values("pk"))
    rows = Promise.objects.visible_to(owner).filter(of_the_week | late).select_related("account", "user")
    rows = rows.select_related("contact__person").order_by("due_on", "pk")
    found = list(rows[: MOST + 1])
    lines = [
        (row.account.name, row.text, _who(row), _day(row.due_on),
         "Late" if row.is_late(on=today) else row.get_state_display())
        for row in found[:MOST]
    ]  # fmt: skip
    columns = ("Account", "Promise", "By", "Until", "State")
    part = Part(
        "What was promised, or is late",
        columns,
        _told(lines, found),
        "Nothing was promised, nothing is late.",
    )
    return part, [row.pk for row in found[:MOST]]


def _who(row: Promise) -> str:
    is_theirs = row.side == Side.THEIRS and row.contact is not None
    return row.contact.name if is_theirs and row.contact is not None else row.user.name


def _told(lines: Sequence[tuple[str, ...]], found: Sequence[object]) -> tuple[tuple[str, ...], ...]:
    """The lines; a last one says that there are more."""
    if len(found) <= MOST or not lines:
        return tuple(lines)
    return (*lines, (f"More than {MOST}: see Keel", *[""] * (len(lines[0]) - 1)))


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _sum(amount: Decimal, currency: str) -> str:
    return f"{currency} {amount:,.0f}"
