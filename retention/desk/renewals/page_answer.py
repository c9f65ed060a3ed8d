"""The answer line of one renewal: what must be decided by when, who says what, what is missing next."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from retention.renewals.choices import ForecastCategory

from ..formats import long_day_text, money_text, percent_text, since_text
from ..words import answer, fact, sentence
from .disputes import shown_estimate
from .page import RenewalPage


def page_answer(page: RenewalPage) -> SafeString:
    """At most two sentences."""
    row = page.renewal
    if row.is_closed:
        return answer(_closed(page))
    worth = fact(money_text(row.atr, row.currency))
    day = fact(long_day_text(row.decision_on, page.today))
    when = since_text(row.decision_on, page.today)
    if row.stage == "auto_renewing":
        day, said = (
            fact(long_day_text(row.renewal_due_on, page.today)),
            _("{worth} renews by itself on {day}."),
        )
    elif row.decision_on < page.today:
        said = _("{worth} should have been decided by {day}, {when}.")
    else:
        said = _("{worth} must be decided by {day}, {when}.")
    first = sentence(said, worth=worth, day=day, when=when)
    return answer(first, _says(page))


def _closed(page: RenewalPage) -> SafeString:
    row = page.renewal
    return sentence(
        _("{outcome} on {day}."),
        outcome=fact(row.get_stage_display()),
        day=fact(long_day_text(row.closed_on, page.today)) if row.closed_on else "",
    )


def _says(page: RenewalPage) -> SafeString:
    """Who says what, and the first thing that is missing."""
    row = page.renewal
    missing = fact(page.missing[0].text, "#missing") if page.missing else None
    owner = row.call_by.name.split(" ")[0] if row.call_by else ""
    call = fact(ForecastCategory(row.call).label.lower(), "#calls") if row.call else None
    estimate = shown_estimate(row)
    system = fact(percent_text(estimate), "#calls") if estimate is not None else None
    if call and system and missing:
        said = _("{owner} says {call}, the system {system}; missing next: {missing}.")
    elif call and missing:
        said = _("{owner} says {call}; missing next: {missing}.")
    elif system and missing:
        said = _("Nobody has made a call, the system says {system}; missing next: {missing}.")
    elif missing:
        said = _("Nobody has made a call; missing next: {missing}.")
    elif call and system:
        said = _("{owner} says {call}, the system {system}.")
    elif call:
        said = _("{owner} says {call}.")
    elif system:
        said = _("Nobody has made a call, the system says {system}.")
    else:
        said = _("Nobody has made a call.")
    return sentence(said, owner=owner, call=call, system=system, missing=missing)
