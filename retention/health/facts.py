"""Why an account's score is what it is: everything a page needs, in one frozen object."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from accounts.choices import HealthBand
from accounts.models import Account
from contacts.models import Touchpoint
from retention.team.visibility import Reader

from .assessing import Assessment, Behind, HeldCap, assess, recall
from .cards import Measure
from .explain import TREND_DAYS, best_rise, changes, contributions, shown, trend
from .explained import CapFact, ChangeFact, Evidence, HealthFact, MeasureFact
from .inputs import inputs_of
from .models import HealthSnapshot
from .moments import live
from .published import cards_of, current_card
from .rhythm import WINDOW_DAYS
from .scoring import KNOWN, NOT_APPLICABLE, rounded
from .words import CONFIDENCE_WORDS, LIVE, STATE_WORDS, signed, value_words, whole

TOUCHPOINT, CONTRACT, INVOICE = "touchpoint", "contract", "invoice"
_EVIDENCE = {
    "E2": TOUCHPOINT, "R4": TOUCHPOINT, "C1": INVOICE, "silence": TOUCHPOINT, "notice_received": CONTRACT,
    "overdue": INVOICE,
}  # fmt: skip
_COUNTED_OVER = {"E1": WINDOW_DAYS, "E3": WINDOW_DAYS, "C2": 365}


def explain_account(
    account: Account, *, reader: Reader, at: datetime, on: date | None = None
) -> HealthFact | None:
    """Health as it is at *at*, or as it was kept for the closed day *on* (None when no snapshot was kept).

    Touchpoints the reader may not see are not named as evidence.
    """
    as_of = live(at)
    if on is None or on > as_of.on:
        row = inputs_of([account.pk], as_of).get(account.pk)
        if row is None:
            return None
        return _fact(account, reader, as_of.on, assess(row, current_card()), None)
    snapshot = HealthSnapshot.objects.filter(account=account, on=on).first()
    if snapshot is None:
        return None
    cards = cards_of([snapshot.card_version])
    return _fact(account, reader, on, recall(snapshot, cards), snapshot)


def _fact(
    account: Account, reader: Reader, on: date, found: Assessment, kept: HealthSnapshot | None
) -> HealthFact:
    result, card = found.score, found.published.card
    seen, change = _seen(found, reader), _change(account.pk, on, found)
    rise = best_rise(card, found.readings)
    lift = (card.measure(rise[0]).label, rounded(rise[1], 1)) if rise else None
    band = kept.band if kept else account.health_band
    return HealthFact(
        account_id=account.pk,
        on=on,
        is_live=kept is None,
        is_reconstructed=kept is not None and kept.is_reconstructed,
        band=band,
        band_words=str(HealthBand(band).label),
        since=None if kept else account.health_since,
        value=found.value,
        uncapped=_rounded(result.value),
        coverage=rounded(result.coverage, 4),
        confidence=result.confidence,
        confidence_words=CONFIDENCE_WORDS[result.confidence],
        low=_rounded(result.low),
        high=_rounded(result.high),
        live_words=card.live,
        card=card.version,
        measures=_measures(found, on, seen),
        caps=tuple(_cap(held, seen) for held in found.caps),
        change=change,
        rise=lift,
        sentence=_sentence(found, change, lift),
    )


def _measures(found: Assessment, on: date, seen: set[int]) -> tuple[MeasureFact, ...]:
    """What counts first, by the size of its points; then what does not."""
    parts = contributions(found.score)
    points = dict(zip((part.code for part in parts), shown([part.points for part in parts], 1), strict=True))
    share = {part.code: rounded(part.share * 100, 1) for part in parts}
    facts = [
        _measure(measure, found, on, seen, share.get(measure.code, Decimal(0)), points.get(measure.code))
        for measure in found.published.card.measures
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.points is None, -abs(fact.points or Decimal(0)))))


def _measure(
    measure: Measure, found: Assessment, on: date, seen: set[int], share: Decimal, points: Decimal | None
) -> MeasureFact:
    item = next((item for item in found.score.measures if item.code == measure.code), None)
    behind = found.behind.get(measure.code, Behind())
    state = NOT_APPLICABLE if item is None else LIVE if item.absence == KNOWN else item.absence
    days = _COUNTED_OVER.get(measure.code)
    return MeasureFact(
        code=measure.code,
        label=measure.label,
        state=state,
        state_words=STATE_WORDS[state],
        words=value_words(measure.code, state, behind),
        score=_rounded(item.score, 1) if item else None,
        share=share,
        points=points,
        fading=item is not None and 0 < item.availability < 1,
        evidence=_evidence(measure.code, behind.row, seen),
        window=(on - timedelta(days=days), on) if days else None,
    )


def _cap(held: HeldCap, seen: set[int]) -> CapFact:
    return CapFact(
        code=held.cap.code,
        at_most=rounded(held.cap.at_most, 0),
        text=held.cap.text,
        since=held.since,
        evidence=_evidence(held.cap.code, held.row, seen),
    )


def _seen(found: Assessment, reader: Reader) -> set[int]:
    """The touchpoints behind the score that the reader may open."""
    rows = {found.behind[code].row for code in ("E2", "R4") if code in found.behind}
    rows |= {held.row for held in found.caps if _EVIDENCE.get(held.cap.code) == TOUCHPOINT}
    wanted = [row for row in rows if row is not None]
    if not wanted:
        return set()
    return set(Touchpoint.objects.visible_to(reader).filter(id__in=wanted).values_list("id", flat=True))


def _evidence(code: str, row: int | None, seen: set[int]) -> Evidence | None:
    kind = _EVIDENCE.get(code)
    if kind is None or row is None or (kind == TOUCHPOINT and row not in seen):
        return None
    return kind, row


def _change(account_id: int, on: date, found: Assessment) -> ChangeFact | None:
    since = on - timedelta(days=TREND_DAYS)
    snapshot = HealthSnapshot.objects.filter(account_id=account_id, on=since).first()
    if snapshot is None or snapshot.card_version != found.published.version:
        return None
    before = recall(snapshot, {snapshot.card_version: found.published})
    moved = trend(before.score, found.score)
    if moved is None:
        return None
    parts, card = changes(before.score, found.score), found.published.card
    amounts = shown([part.total for part in parts], 1)
    said = [
        (card.measure(part.code).label, amount) for part, amount in zip(parts, amounts, strict=True) if amount
    ]
    total = sum(amounts, Decimal(0))
    return ChangeFact(since, rounded(moved.change, 1), moved.arrow, total, tuple(said))


def _sentence(found: Assessment, change: ChangeFact | None, rise: tuple[str, Decimal] | None) -> str:
    """“Score 61 (−9.0 in 28 days). Mostly: latest mood (−4.1). Would rise most by: …”"""
    if found.value is None:
        known = found.score.coverage * 100
        return f"No score: {float(known):.0f}% of what it is made of is known, 40% is needed."
    said = [f"Score {whole(found.value)}"]
    if change is not None:
        said[0] += f" ({signed(change.points)} in {TREND_DAYS} days)"
    said[0] += "."
    said += [f"{held.cap.text}: at most {float(held.cap.at_most):.0f}." for held in found.caps]
    mostly = _mostly(change)
    if mostly:
        said.append(f"Mostly: {mostly}.")
    if rise:
        said.append(f"Would rise most by: {_lower(rise[0])} ({signed(rise[1])}).")
    return " ".join(said)


def _mostly(change: ChangeFact | None) -> str:
    if change is None or not change.arrow:
        return ""
    parts = (part for part in change.parts if (part[1] > 0) == (change.points > 0))
    return ", ".join(f"{_lower(label)} ({signed(points)})" for label, points in _first(parts, 2))


def _first(parts: Iterable[tuple[str, Decimal]], count: int) -> list[tuple[str, Decimal]]:
    return list(parts)[:count]


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _rounded(number: Fraction | None, places: int = 2) -> Decimal | None:
    return None if number is None else rounded(number, places)
