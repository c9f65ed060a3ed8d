"""How an account is and when somebody last spoke with them, by where it stands in its life."""

from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.choices import LifecycleStage
from accounts.models import Account

from ..formats import day_text
from ..words import fact, sentence

SPEAK_FOR_THEMSELVES = (LifecycleStage.FORMER, LifecycleStage.DORMANT)
"""Stages in which a health state says less than the stage itself."""


def last_heard(account: Account, last: datetime | None, *, today: date, why: str = "") -> SafeString:
    """The first sentence of an account's pages. A former customer is called one, and is not to be rung."""
    is_asleep = account.stage in SPEAK_FOR_THEMSELVES
    word = account.get_stage_display() if is_asleep else account.get_health_band_display()
    if last is not None:
        state = fact(word, "" if is_asleep else why)
        when = fact(day_text(last.date(), today))
        return sentence(_("{state}, last spoken to {when}."), state=state, when=when)
    if is_asleep:
        return sentence(_("{state}: no conversation with them is kept here."), state=fact(word))
    return sentence(_("{state}: nobody has spoken with them yet."), state=fact(word))
