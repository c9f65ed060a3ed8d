"""What the recommendation for a customer is made of: health, openings, what we do not know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When

from accounts.choices import HealthBand
from accounts.models import Account
from contacts.knowledge.gathering import question_for_a_talk
from contacts.pushing import is_new
from plans.models import WhitespaceCell
from plans.planning.whitespace import MISSING_WORDS, READINESS, Readiness, readiness
from retention.health.explained import HealthFact
from retention.health.models import HealthSnapshot
from retention.team.asking import kept, planned
from retention.team.visibility import Reader

from .recommending import (
    MEANING,
    NOT_WELL,
    OF_BAND,
    OF_READINESS,
    WELL,
    Advice,
    Reason,
    Recommendation,
    advice_of,
    recommend,
)

BLOCKED_FOR = timedelta(days=14)
MOST_MISSING = 4


@dataclass(frozen=True, slots=True)
class Advised:
    """A recommendation with the opening it speaks of, and why no play may begin, if so."""

    recommendation: Recommendation
    cell: WhitespaceCell | None
    readiness: Readiness | None
    blocked: str


def advice_for(
    account: Account, user: Reader, health: HealthFact | None, *, on: date, asks: bool = True
) -> Advised:
    """Expand, nurture, recover first, recover or discover, in four queries.

    Without *asks* the next best question is left out, which costs two of them.
    """
    cell = min(_openings(user, account.pk, on), key=_best, default=None)
    ready = readiness_of(cell) if cell is not None else None
    band = account.health_band
    found = recommend(
        band=band, is_ready=ready is not None and ready.is_ready,
        reasons=_reasons(account, health, cell, ready),
        missing=list(_missing(account, health, ready, on if asks else None)),
    )  # fmt: skip
    blocked = why_blocked(account, on=on) if cell is not None else ""
    return Advised(found, cell, ready, blocked)


@planned
def _openings(user: Reader, account_id: int, on: date) -> QuerySet[WhitespaceCell]:
    cells = WhitespaceCell.objects.visible_to(user).with_room(on=on).filter(account_id=account_id)
    return cells.select_related("unit", "product", "sponsor__person").order_by("id")


def _best(cell: WhitespaceCell) -> tuple[bool, int, int]:
    return (not cell.is_ready, -cell.readiness, cell.pk)


def readiness_of(cell: WhitespaceCell) -> Readiness:
    """What is known of a cell, and what is missing until they could buy."""
    return readiness(
        need=bool(cell.need), sponsor=cell.sponsor_id is not None, budget=bool(cell.budget), fit=cell.fit,
        timing=bool(cell.timing),
    )  # fmt: skip


def _reasons(
    account: Account, health: HealthFact | None, cell: WhitespaceCell | None, ready: Readiness | None
) -> Iterator[Reason]:
    word = account.get_health_band_display()
    if account.health_band == HealthBand.UNKNOWN:
        yield Reason("Too little is known to say how they are.", OF_BAND)
    else:
        since = f" since {health.since:%-d %b %Y}" if health is not None and health.since else ""
        yield Reason(f"Health is “{word.lower()}”{since}.", OF_BAND)
    yield _of_opening(cell, ready)
    points = dict(READINESS)
    if cell is not None and ready is not None:
        yield from (Reason(_known_words(name, cell), points[name]) for name in ready.known)
    for measure in health.measures if health is not None else ():
        if measure.points and (measure.points < 0) == (account.health_band in NOT_WELL):
            yield Reason(f"{measure.label}: {measure.words}", abs(float(measure.points)))


def _of_opening(cell: WhitespaceCell | None, ready: Readiness | None) -> Reason:
    if cell is None or ready is None:
        return Reason("No opening is known: white space is unknown or all owned.", OF_READINESS)
    if ready.is_ready:
        return Reason(f"{cell} is ready: {ready.points} of 10.", OF_READINESS)
    return Reason(f"No opening is ready: {cell} has {ready.points} of 10.", OF_READINESS)


def _known_words(name: str, cell: WhitespaceCell) -> str:
    words = {
        "need": f"They need it: {cell.need}",
        "sponsor": f"{cell.sponsor.name if cell.sponsor else ''} backs it.",
        "budget": f"Budget: {cell.budget}",
        "fit": f"It fits: {cell.fit}.",
        "timing": f"Timing: {cell.timing}",
    }
    return words[name]


def _missing(
    account: Account, health: HealthFact | None, ready: Readiness | None, on: date | None
) -> Iterator[str]:
    if health is None:
        yield "a score"
    elif account.health_band not in (*WELL, *NOT_WELL):
        unknown = [each.label for each in health.measures if each.score is None]
        yield from unknown[:MOST_MISSING]
    if ready is None:
        yield "what stands in any unit"
    else:
        yield from (MISSING_WORDS[name] for name in ready.missing)
    question = question_for_a_talk(account, on=on) if on is not None else None
    if question is not None:
        yield question.ours


def why_blocked(account: Account, *, on: date) -> str:
    """Why no play for white space may begin now; empty when one may (docs/methods.md, Recommendation)."""
    if account.health_band == HealthBand.UNKNOWN:
        return "Nobody knows how they are: find out first."
    if account.health_band == HealthBand.AT_RISK:
        return "They are at risk: recover first."
    if is_new(account, on):
        return f"They are a customer since {account.customer_since:%-d %b %Y}: learn and help first."
    bad = HealthSnapshot.objects.filter(account=account, band=HealthBand.AT_RISK, on__gt=on - BLOCKED_FOR)
    if bad.exists():
        return "They were at risk within the last two weeks: recover first."
    return ""


def with_advice(accounts: QuerySet[Account], *, on: date) -> QuerySet[Account]:
    """Adds ``advice``: what to do with each, for lists and their filters."""
    ready = Exists(WhitespaceCell.objects.with_room(on=on).ready().filter(account=OuterRef("pk")))
    accounts = accounts.annotate(has_ready=ready)
    whens = [
        When(Q(health_band__in=WELL, has_ready=True), then=Value(Advice.EXPAND.value)),
        When(Q(health_band__in=WELL), then=Value(Advice.NURTURE.value)),
        When(Q(health_band__in=NOT_WELL, has_ready=True), then=Value(Advice.RECOVER_FIRST.value)),
        When(Q(health_band__in=NOT_WELL), then=Value(Advice.RECOVER.value)),
    ]
    decided = Case(*whens, default=Value(Advice.DISCOVER.value), output_field=CharField())
    return accounts.annotate(advice=decided)


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """How many of a reader's customers one advice is for, and what they pay a year (workspace's currency)."""

    advice: Advice
    accounts: int
    arr: Decimal

    @property
    def word(self) -> str:
        """What to do as people read it."""
        return str(self.advice.label)

    @property
    def meaning(self) -> str:
        """Whom it is for."""
        return MEANING[self.advice]


def advice_lines(
    reader: Reader, bands: Mapping[str, tuple[int, Decimal]], *, on: date
) -> tuple[AdviceLine, ...]:
    """What to do with how many of the reader's customers, in one query.

    *bands* are the accounts and the revenue of all of them by health; only those with an opening that is
    ready are looked for.
    """
    rows = _with_a_ready_opening(reader, on)
    ready = {row["health_band"]: (row["number"], row["worth"] or Decimal(0)) for row in rows}
    found = {advice: (0, Decimal(0)) for advice in Advice}
    for band, (number, worth) in bands.items():
        with_ready, worth_ready = ready.get(band, (0, Decimal(0)))
        parts = ((True, with_ready, worth_ready), (False, number - with_ready, worth - worth_ready))
        for is_ready, accounts, arr in parts:
            advice = advice_of(band, is_ready=is_ready)
            found[advice] = (found[advice][0] + accounts, found[advice][1] + arr)
    return tuple(AdviceLine(advice, *sums) for advice, sums in found.items())


@kept
def _with_a_ready_opening(reader: Reader, on: date) -> QuerySet[Account, Any]:
    cells = WhitespaceCell.objects.with_room(on=on).ready().values("account")
    seen = Account.objects.visible_to(reader).customers().filter(pk__in=cells)
    return seen.order_by().values("health_band").annotate(number=Count("pk"), worth=Sum("arr_base"))


def advice_word(account: Account) -> str:
    """What to do with an account of ``with_advice``, as people read it."""
    return str(Advice(account.advice).label)  # type: ignore[attr-defined] # annotated
