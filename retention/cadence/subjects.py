"""Who has a check-in and how often (docs/methods.md, Check-in intervals). Pure: facts in, subjects out.

A subject is one contact, or the account as a whole. Account and contacts follow the same rules from here on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from retention.lib.zones import is_zone, local_day

from . import words
from .facts import AccountFacts, ContactFacts, PutOff, Rules
from .gaps import Gap, standing
from .history import History
from .intervals import ACCOUNT, NOTICE_IS_NEAR_DAYS, effective_interval, stage_factor

WITHOUT_CHECK_INS = frozenset({"dormant", "former"})
ONBOARDING = "onboarding"
SKIP = "skip"
WITHOUT_A_RULE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """One clock: ``contact_id`` is None for the account as a whole; ``place`` decides the holidays."""

    contact_id: int | None
    interval_days: int
    interval_reason: str
    created_on: date
    zone_name: str
    place: tuple[str, str]
    paused_until: date | None
    history: History
    put_off: tuple[PutOff, ...]
    recorded_at: datetime
    follows_stage: bool
    gaps: tuple[Gap, ...] = ()


def subjects_of(account: AccountFacts, rules: Rules, *, on: date) -> Iterator[Subject]:
    """Every clock of the account; none while it is dormant by agreement or a former customer."""
    if account.stage in WITHOUT_CHECK_INS:
        return
    shortening = shortest(account, on=on)
    whole = _of_account(account, rules, shortening)
    if whole is not None:
        yield whole
    for contact in account.contacts:
        found = _of_contact(account, contact, rules, shortening)
        if found is not None:
            yield found


def base_days(rules: Rules, tier: str, role: str, *, is_key: bool) -> int | None:
    """The rule's days for a role at a tier; None when there is no rule.

    A role without a rule at any tier follows the account's interval if the contact is key. A role with
    rules at other tiers only is left alone at this one on purpose.
    """
    found = rules.days.get((tier, role))
    if found is None and is_key and role not in rules.subjects:
        return rules.days.get((tier, ACCOUNT))
    return found


def shortest(account: AccountFacts, *, on: date) -> tuple[Fraction, str]:
    """The factor that shortens intervals today and why: the strongest single reason."""
    left = (account.decision_on - on).days if account.decision_on else None
    is_new = account.stage == ONBOARDING
    reasons = [
        (stage_factor(is_onboarding=is_new, days_to_notice=None, band=""), "while they are onboarding"),
        (stage_factor(is_onboarding=False, days_to_notice=None, band=account.band), _while(account.band)),
        (stage_factor(is_onboarding=False, days_to_notice=left, band=""), _until(account.decision_on)),
    ]
    factor, why = min(reasons, key=lambda reason: reason[0])
    return (factor, why) if factor < 1 else (Fraction(1), "")


def factor_changes_on(decision_on: date | None, *, on: date) -> date | None:
    """The next day on which the nearness of a decision starts or stops to shorten intervals."""
    if decision_on is None or decision_on < on:
        return None
    start = decision_on - timedelta(days=NOTICE_IS_NEAR_DAYS)
    return start if start > on else decision_on + timedelta(days=1)


def _while(band: str) -> str:
    return {"at_risk": "while health is at risk", "watch": "while health is on watch"}.get(band, "")


def _until(decision_on: date | None) -> str:
    return f"until the decision of {words.day_text(decision_on)}" if decision_on else ""


def _of_account(account: AccountFacts, rules: Rules, shortening: tuple[Fraction, str]) -> Subject | None:
    base = rules.days.get((account.tier, ACCOUNT))
    days = effective_interval(base_days=base, factor=shortening[0])
    if days is None or base is None:
        return None
    zone_name = _zone(account.time_zone, account)
    return Subject(
        contact_id=None,
        interval_days=days,
        interval_reason=words.rule_reason(
            days, who="", tier=account.tier, shortened=shortening[1], base_days=base
        ),
        created_on=local_day(account.recorded_at, zone_name),
        zone_name=zone_name,
        place=(account.country, ""),
        paused_until=None,
        history=account.history,
        put_off=account.put_off,
        recorded_at=account.recorded_at,
        follows_stage=True,
    )


def _of_contact(
    account: AccountFacts, contact: ContactFacts, rules: Rules, shortening: tuple[Fraction, str]
) -> Subject | None:
    base = contact.observed_days or base_days(rules, account.tier, contact.role, is_key=contact.is_key)
    days = effective_interval(base_days=base, stated_days=contact.stated_days, factor=shortening[0])
    gaps = _gaps_of(contact)
    if days is None and gaps:  # spoken to this once, without a rhythm of their own
        base = days = rules.days.get((account.tier, ACCOUNT), WITHOUT_A_RULE_DAYS)
    if days is None:
        return None
    zone_name = _zone(contact.time_zone, account)
    return Subject(
        contact_id=contact.id,
        interval_days=days,
        interval_reason=_interval_reason(account, contact, days, base or 0, shortening[1]),
        created_on=max(contact.since, local_day(contact.recorded_at, zone_name)),
        zone_name=zone_name,
        place=(contact.country, contact.subdivision) if contact.country else (account.country, ""),
        paused_until=contact.paused_until,
        history=contact.history,
        put_off=contact.put_off,
        recorded_at=contact.recorded_at,
        follows_stage=contact.stated_days is None,
        gaps=gaps,
    )


def _gaps_of(contact: ContactFacts) -> tuple[Gap, ...]:
    skips = [one.at for one in contact.put_off if one.kind == SKIP]
    return standing(
        contact.gaps, last_two_way_at=contact.history.last_two_way_at, skipped_at=max(skips, default=None)
    )


def _interval_reason(
    account: AccountFacts, contact: ContactFacts, days: int, base: int, shortened: str
) -> str:
    if contact.stated_days is not None:
        return words.wish_reason(days, is_stated=True)
    if contact.observed_days is not None and base == days:
        return words.wish_reason(days, is_stated=False)
    who = words.who_phrase(contact.role, is_key=contact.is_key)
    return words.rule_reason(days, who=who, tier=account.tier, shortened=shortened, base_days=base)


def _zone(name: str, account: AccountFacts) -> str:
    """The first zone that is known: their own, the account's, the owner's."""
    owner = account.owner.time_zone if account.owner else ""
    return next((zone for zone in (name, account.time_zone, owner) if is_zone(zone)), "UTC")
