"""Why an account's score is what it is: everything a page needs, in one frozen object."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from accounts.choices import HealthBand
from accounts.models import Account
from contacts.models import Touchpoint
from retention.lib.kept_values import few_forms
from retention.team.asking import planned
from retention.team.visibility import Reader

from .assessing import Assessment, Behind, HeldCap, assess, recall
from .cards import Measure
from .changed import TREND, change_since, sentence
from .explain import best_rise, contributions, shown
from .explained import CapFact, ChangeFact, Evidence, HealthFact, MeasureFact, Pull
from .history import HealthPoint, kept_weeks, snapshot_on
from .inputs import inputs_of
from .models import HealthSnapshot
from .moments import AsOf, live
from .published import Shelf, cards_of, current_card, shelf_of_cards
from .rhythm import WINDOW_DAYS
from .scoring import KNOWN, NOT_APPLICABLE, rounded
from .words import CONFIDENCE_WORDS, LIVE, STATE_WORDS, value_words

TOUCHPOINT, CONTRACT, INVOICE, VALUE = "touchpoint", "contract", "invoice", "value"
SURVEY, KNOWLEDGE, CONTACT = "survey", "knowledge", "contact"
_EVIDENCE = {
    "E2": TOUCHPOINT, "R4": TOUCHPOINT, "C1": INVOICE, "silence": TOUCHPOINT, "notice_received": CONTRACT,
    "overdue": INVOICE, "V2": VALUE, "C4": KNOWLEDGE, "evaluation": KNOWLEDGE, "champion_gone": CONTACT,
    "R4 answered": SURVEY, "R3": TOUCHPOINT, "few_ties": CONTACT,
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
        found = _assessed(account.pk, as_of)
        if found is None:
            return None
        before = snapshot_on(account.pk, as_of.on - TREND)
        return _fact(account, reader, as_of.on, found, change_since(before, as_of.on, found), None)
    snapshot = snapshot_on(account.pk, on)
    if snapshot is None:
        return None
    found = recall(snapshot, cards_of([snapshot.card_version]))
    change = change_since(snapshot_on(account.pk, on - TREND), on, found)
    return _fact(account, reader, on, found, change, snapshot)


def explain_with_weeks(
    account: Account, *, reader: Reader, at: datetime, weeks: int
) -> tuple[HealthFact | None, list[HealthPoint]]:
    """``explain_account`` as it is at *at*, and ``weekly_history``: both from one read of what was kept."""
    as_of, shelf = live(at), shelf_of_cards()
    found = _assessed(account.pk, as_of, shelf)
    if found is None:
        return None, []
    kept = kept_weeks(account.pk, on=as_of.on, weeks=weeks, whole=as_of.on - TREND)
    change = change_since(kept.whole, as_of.on, found)
    return _fact(account, reader, as_of.on, found, change, None), kept.points(shelf)


def what_pulls(account_id: int, *, at: datetime) -> list[Pull]:
    """What holds a score down at *at*: caps, then measures that take points, the most first.

    As ``explain_account`` says it, without evidence, change and rise: one read less of each.
    """
    as_of = live(at)
    found = _assessed(account_id, as_of)
    if found is None:
        return []
    facts = _measures(found, as_of.on, set())
    low = [fact for fact in facts if fact.points is not None and fact.points < 0]
    caps = [Pull(held.cap.text, since=held.since) for held in found.caps]
    return caps + [Pull(fact.label, fact.words) for fact in low]


def _assessed(account_id: int, as_of: AsOf, shelf: Shelf | None = None) -> Assessment | None:
    """The account by the current card; None when it was not known then."""
    row = inputs_of([account_id], as_of).get(account_id)
    return None if row is None else assess(row, current_card(shelf))


def _fact(
    account: Account,
    reader: Reader,
    on: date,
    found: Assessment,
    change: ChangeFact | None,
    kept: HealthSnapshot | None,
) -> HealthFact:
    result, card = found.score, found.published.card
    seen = _seen(found, reader)
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
        sentence=sentence(found, change, lift),
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
        evidence=_evidence(_source(measure.code, behind), behind.row, seen),
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
    rows = {
        found.behind[code].row for code in ("E2", "R3", "R4")
        if code in found.behind and _source(code, found.behind[code]) == code
    }  # fmt: skip
    rows |= {held.row for held in found.caps if _EVIDENCE.get(held.cap.code) == TOUCHPOINT}
    wanted = few_forms(sorted(row for row in rows if row is not None)) if any(rows) else ()
    return set(_visible_of(reader, wanted)) if wanted else set()


@planned
def _visible_of(reader: Reader, wanted: tuple[int, ...]) -> QuerySet[Touchpoint, int]:
    return Touchpoint.objects.visible_to(reader).filter(id__in=wanted).values_list("id", flat=True)


def _source(code: str, behind: Behind) -> str:
    """A mood comes from a touchpoint, or from an answer to a survey: only that has a scale."""
    return f"{code} answered" if code == "R4" and behind.whole is not None else code


def _evidence(code: str, row: int | None, seen: set[int]) -> Evidence | None:
    kind = _EVIDENCE.get(code)
    if kind is None or row is None or (kind == TOUCHPOINT and row not in seen):
        return None
    return kind, row


def _rounded(number: Fraction | None, places: int = 2) -> Decimal | None:
    return None if number is None else rounded(number, places)
