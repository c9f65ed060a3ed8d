"""How a renewal's days were counted, in words (docs/methods.md, Notice)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Contract
from retention.renewals.models import AnchorKind, Renewal

UNITS = {
    "days": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "business_days": lambda n: ngettext("%(n)s working day", "%(n)s working days", n),
    "months": lambda n: ngettext("%(n)s month", "%(n)s months", n),
}


def notice_in_words(contract: Contract) -> str:
    """90 days before the end of the term; what the clause leaves open is said to be read early."""
    if contract.notice_value is None:
        return _("no notice agreed")
    words = UNITS.get(contract.notice_unit)
    if words is None:
        return _("unit of the notice not known, read as early as can be")
    span = words(contract.notice_value) % {"n": contract.notice_value}
    if contract.notice_counted_from == "term_end":
        return _("{span} before the last day").format(span=span)
    if contract.notice_counted_from == "renewal_due_on":
        return _("{span} before the renewal").format(span=span)
    return _("{span} before the end, read as early as can be").format(span=span)


def decision_in_words(row: Renewal, parts: Iterable[Renewal] = ()) -> str:
    """Why it must be decided on this day; ``parts`` are decided together with it."""
    if row.act_by != row.decision_on and any(part.decision_on == row.decision_on for part in parts):
        return _("the earliest of those decided together")
    if row.anchor_kind == AnchorKind.INTERNAL_LEAD:
        return _("30 days before the end")
    if row.notice_deadline == row.decision_on:
        return _("the notice deadline")
    return _("working day before the notice deadline")
