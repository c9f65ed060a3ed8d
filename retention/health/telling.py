"""What is said when an account's band changed: a line in its story, and the fact for the engines."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from accounts.announced import HealthBandChanged
from accounts.choices import HealthBand
from accounts.models import Account
from accounts.timeline import record
from retention.lib.facts import announce
from retention.team.machine import the_machine

from .assessing import Assessment, assess, recall
from .explain import changes
from .inputs import inputs_of
from .judging import Moved
from .models import HealthSnapshot
from .moments import AsOf, end_of
from .published import Published, cards_of
from .scoring import rounded
from .words import signed, whole

if TYPE_CHECKING:
    from retention.team.models import User

KIND = "health_changed"
LOOK_BACK_DAYS = 7
REASONS = 2
WORTH_SAYING = Decimal("0.5")


def tell(moved: Sequence[Moved], as_of: AsOf, published: Published, *, at: datetime) -> None:
    """Write a line for every account with a known history, then announce all of them at once.

    The first score of an account is no change and gets no line. Call it inside the transaction.
    """
    if not moved:
        return
    write_lines(moved, as_of, published, by=the_machine(), at=at)
    announce_bands(moved, at=at)


def announce_bands(moved: Sequence[Moved], *, at: datetime) -> None:
    """Tell the engines which accounts stand in another band, all at once."""
    if moved:
        ids = tuple(sorted(row.account_id for row in moved))
        announce(HealthBandChanged(account_ids=ids, by_id=the_machine().pk, at=at))


def write_lines(
    moved: Sequence[Moved], as_of: AsOf, published: Published, *, by: "User", at: datetime
) -> None:
    """Write “Health 63 → 58, now Watch. Latest mood −4.1.” for each, against what was a week ago."""
    before = _earlier([row.account_id for row in moved], as_of)
    cards = cards_of(row.card_version for row in before.values())
    now = inputs_of(list(before), as_of)
    for row in moved:
        if row.account_id in before and row.account_id in now:
            then, today = recall(before[row.account_id], cards), assess(now[row.account_id], published)
            record(Account(pk=row.account_id), KIND, line(then, today, row.band), by=by, at=at)


def tell_past(account_ids: Collection[int], *, first: date, last: date) -> int:
    """Write the lines of band changes between kept days, each at the end of its day; return how many.

    Only for history that is written afterwards: nothing is announced, for nobody can act on it.
    """
    kept = HealthSnapshot.objects.filter(account_id__in=account_ids, on__range=(first, last))
    days: dict[int, list[HealthSnapshot]] = defaultdict(list)
    for row in kept.order_by("account_id", "on"):
        days[row.account_id].append(row)
    cards, machine, written = cards_of({row.card_version for row in kept}), the_machine(), 0
    for account_id, rows in days.items():
        for place, row in enumerate(rows[1:], start=1):
            if row.band != rows[place - 1].band:
                before = recall(rows[max(0, place - LOOK_BACK_DAYS)], cards)
                text = line(before, recall(row, cards), row.band)
                record(Account(pk=account_id), KIND, text, by=machine, at=end_of(row.on))
                written += 1
    return written


def line(before: Assessment, after: Assessment, band: str) -> str:
    """The sentence: both scores, the band it is now, and the largest reasons in that direction."""
    word = HealthBand(band).label
    if after.value is None:
        return f"No health score any more: only {float(after.score.coverage):.0%} of it is known."
    was = "no score" if before.value is None else whole(before.value)
    why = "; ".join(reasons(before, after))
    return f"Health {was} → {whole(after.value)}, now {word}." + (f" {why}." if why else "")


def reasons(before: Assessment, after: Assessment) -> list[str]:
    """The largest reasons of a move: caps that came or went, then measures with their points."""
    old, new = ({held.cap for held in side.caps} for side in (before, after))
    labels = {measure.code: measure.label for measure in after.published.card.measures}
    said = [cap.text for cap in after.published.card.caps if cap in new - old]
    said += [f"No longer: {cap.text}" for cap in after.published.card.caps if cap in old - new]
    rises = (after.value or 0) >= (before.value or 0)
    for move in changes(before.score, after.score):
        points = move.total
        if abs(points) >= WORTH_SAYING and (points > 0) == rises and move.code in labels:
            said.append(f"{labels[move.code]} {signed(rounded(points, 1))}")
    return said[:REASONS]


def _earlier(account_ids: Iterable[int], as_of: AsOf) -> dict[int, HealthSnapshot]:
    """The earliest snapshot of the week before, by account."""
    rows = HealthSnapshot.objects.filter(
        account_id__in=list(account_ids),
        on__gte=as_of.on - timedelta(days=LOOK_BACK_DAYS),
        on__lt=as_of.last_day,
    )
    return {row.account_id: row for row in rows.order_by("account_id", "-on")}
