"""Filters of the working pages; registered by keel.py."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from django import template
from django.conf import settings
from django.utils.translation import gettext

from accounts.choices import HealthBand
from accounts.models import ContractLine
from contacts.choices import Channel
from retention.desk.formats import number_text, percent_text, reader_today
from retention.desk.renewals.disputes import disagreements, shown_estimate
from retention.desk.renewals.reviewing import is_stuck
from retention.renewals.choices import ForecastCategory, RootCause
from retention.renewals.gates import GATES
from retention.renewals.models import Renewal
from retention.renewals.out_of_quarter import timing_of_row
from retention.renewals.reasons import words_of

register = template.Library()

ICONS = {
    Channel.CALL: "phone",
    Channel.EMAIL: "mail",
    Channel.MEETING: "meeting",
    Channel.VIDEO: "video",
    Channel.VISIT: "visit",
    Channel.REVIEW: "meeting",
    Channel.CHAT: "chat",
    Channel.LETTER: "mail",
    Channel.NOTE: "note",
}
MISSING = {one.missing.code: one.missing.text for gate in GATES.values() for one in gate}
MOOD_STATES = {-2: HealthBand.AT_RISK, -1: HealthBand.AT_RISK, 0: HealthBand.WATCH}


@register.filter
def channel_icon(channel: str) -> str:
    """The icon of a channel."""
    return ICONS.get(Channel(channel), "note")


@register.filter
def channel_words(channels: list[str]) -> str:
    """Channels in words: email, video meeting."""
    return ", ".join(str(Channel(channel).label).lower() for channel in channels)


@register.filter
def mood_state(mood: int) -> str:
    """The state whose shape and colour a mood has."""
    return MOOD_STATES.get(mood, HealthBand.HEALTHY)


@register.filter
def call_word(call: str) -> str:
    """The owner's call in words; an empty one was taken back."""
    return str(ForecastCategory(call).label) if call else gettext("Call taken back")


@register.filter
def system_says(renewal: Renewal) -> Decimal | None:
    """The system's estimate, as far as it may be shown."""
    return shown_estimate(renewal)


@register.filter
def disagrees(renewal: Renewal) -> list[str]:
    """Where call, estimate and assessments contradict each other, in words."""
    return disagreements(renewal)


@register.filter
def stands_still(renewal: Renewal) -> bool:
    """It is longer in its stage than is usual there."""
    return is_stuck(renewal, on=reader_today())


@register.filter
def out_of_quarter(renewal: Renewal) -> str:
    """Pulled forward, slipped, or nothing: how it lies to the quarter it is due in."""
    return timing_of_row(renewal, on=reader_today())


@register.filter
def missing_words(code: str) -> str:
    """What a lead let be missing, in words."""
    return MISSING.get(code, code)


@register.filter
def sub_code_words(code: str) -> str:
    """The finer cause of a loss in words."""
    return words_of(code)


@register.filter
def cause_words(code: str) -> str:
    """A root cause in words."""
    return str(RootCause(code).label)


@register.filter
def share_percent(share: Fraction) -> str:
    """An exact share as a percentage."""
    return percent_text(float(share))


@register.filter
def share_points(share: Fraction) -> float:
    """An exact share as points out of a hundred, for a bar."""
    return float(share * 100)


@register.filter
def line_words(line: ContractLine) -> str:
    """What a line of a contract sells, in words."""
    return line.description or (line.product.name if line.product else f"line {line.pk}")


@register.filter
def points(share: float) -> str:
    """A share of one as points out of a hundred, with one digit."""
    return f"{share * 100:.1f}"


@register.simple_tag
def base_currency() -> str:
    """The workspace's currency, in which sums over accounts are shown."""
    return str(settings.KEEL_BASE_CURRENCY)


@register.simple_tag
def whole_score(value: Decimal) -> str:
    """A score cut to a whole number, as the badge shows it."""
    return number_text(floor(value))
