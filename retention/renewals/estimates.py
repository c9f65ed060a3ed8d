"""Keeping the system's estimate and the length of stay true on every open renewal."""

from collections.abc import Collection, Iterator
from datetime import UTC, date

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from contacts.choices import BuyingRole, ContactStatus
from contacts.exits import said_of_staying
from contacts.knowledge.words import Intent
from contacts.models import Contact
from retention.lib.facts import is_left_to_a_rebuild
from retention.lib.many_rows import change_rows

from .models import Assessment, AssessmentState, Renewal, RenewalQuerySet, StageRate
from .probability import (
    AT_RISK,
    CHAMPION_LOST,
    NONE_YET,
    PRICE_OBJECTION,
    SAYS_LEAVE,
    SAYS_UNSURE,
    START,
    WATCH,
    Experience,
    estimate,
    stuck_on,
)

COLUMNS = ["estimate", "estimate_n", "stage_since", "stuck_on"]
AT_ONCE = 1000


def refresh_estimates(account_ids: Collection[int]) -> int:
    """Estimate the open renewals of these accounts anew; return how many rows were not true."""
    if not account_ids or is_left_to_a_rebuild(__name__):
        return 0
    return _refresh(Renewal.objects.filter(account_id__in=account_ids))


def refresh_all() -> int:
    """The same for every open renewal, some hundred at a time; return how many rows were not true."""
    found, last = 0, 0
    open_ones = Renewal.objects.open().order_by("id")
    while ids := list(open_ones.filter(id__gt=last).values_list("id", flat=True)[:AT_ONCE]):
        found += _refresh(Renewal.objects.filter(id__in=ids))
        last = ids[-1]
    return found


def _refresh(renewals: RenewalQuerySet) -> int:
    rates = _experience()
    rows = list(_asked(renewals.open()))
    wrong = [row for row in rows if _estimate(row, rates)]
    if wrong:
        change_rows(Renewal, COLUMNS, [(row.pk, *_columns(row)) for row in wrong])
    return len(wrong)


def _asked(renewals: RenewalQuerySet) -> RenewalQuerySet:
    """With everything that the estimate rests on, in one statement."""
    champions = Contact.objects.filter(account=OuterRef("account"), buying_role=BuyingRole.CHAMPION)
    gone = champions.filter(status=ContactStatus.DEPARTED)
    there = champions.filter(is_placeholder=False).exclude(status=ContactStatus.DEPARTED)
    waits = Assessment.objects.filter(renewal=OuterRef("pk"), state=AssessmentState.ASKED)
    says = said_of_staying(account="account")
    entered = Max("stage_changes__at", filter=Q(stage_changes__after=F("stage")))
    return renewals.select_related("account").annotate(
        waits_for_owner=Exists(waits),
        has_lost_champion=Exists(gone) & ~Exists(there),
        entered_at=Coalesce(entered, F("recorded_at"), output_field=DateTimeField()),
        objects_to_price=F("evidence__objects_to_price"),
        says_leave=Exists(says.filter(value=Intent.LEAVE)),
        says_unsure=Exists(says.filter(value=Intent.UNSURE)),
    )


def _estimate(row: Renewal, rates: dict[tuple[str, str], Experience]) -> bool:
    """Set the four columns of a row, unsaved; True when one of them was not true.

    While the owner is asked for an assessment there is no estimate anywhere: they judge without it.
    """
    known = rates.get((row.account.tier, row.stage), NONE_YET)
    is_told = row.stage in START and not row.waits_for_owner  # type: ignore[attr-defined] # annotated
    since: date = row.entered_at.astimezone(UTC).date()  # type: ignore[attr-defined] # annotated
    now = (
        estimate(row.stage, known, list(_signs(row))) if is_told else None,
        known.resolved,
        since,
        stuck_on(since, known),
    )
    if now == _columns(row):
        return False
    for column, value in zip(COLUMNS, now, strict=True):
        setattr(row, column, value)
    return True


def _columns(row: Renewal) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in COLUMNS)


def _signs(row: Renewal) -> Iterator[str]:
    """The warning signs that hold for a row."""
    if row.account.health_band in (AT_RISK, WATCH):
        yield row.account.health_band
    if row.has_lost_champion:  # type: ignore[attr-defined] # annotated
        yield CHAMPION_LOST
    if row.objects_to_price:  # type: ignore[attr-defined] # annotated
        yield PRICE_OBJECTION
    if row.says_leave:  # type: ignore[attr-defined] # annotated
        yield SAYS_LEAVE
    elif row.says_unsure:  # type: ignore[attr-defined] # annotated
        yield SAYS_UNSURE


def _experience() -> dict[tuple[str, str], Experience]:
    return {
        (rate.segment, rate.stage): Experience(rate.renewed, rate.resolved, rate.stays, rate.median_days)
        for rate in StageRate.objects.all()
    }
