"""When a renewal is decided, from its contract's notice clause and its owner's working days."""

from datetime import date, timedelta

from accounts.models import BreakOption, Contract
from retention.lib.business_days import EVERYDAY_OFFICE, Calendar, NoBusinessDay
from retention.team.calendars import Calendars

from .models import AnchorKind, Renewal
from .notice import ANCHOR_NOTICE, Decision, NoticeTerms, decide


def terms_of(contract: Contract) -> NoticeTerms:
    """The notice clause as entered; what it leaves open is read as early as can be."""
    return NoticeTerms(contract.notice_value, contract.notice_unit, contract.notice_counted_from)


def calendar_for(contract: Contract, calendars: Calendars) -> Calendar:
    """The owner's working days; absences do not move a hard date, as somebody stands in."""
    owner = contract.account.owner
    return calendars.of(owner) if owner else calendars.of_place("")


def terms_of_break(option: BreakOption) -> NoticeTerms:
    """The break's own clause; without one the contract's holds."""
    if option.notice_value is None:
        return terms_of(option.contract)
    return NoticeTerms(option.notice_value, option.notice_unit, option.notice_counted_from)


def decision_for(
    contract: Contract, term_end: date, calendar: Calendar, *, terms: NoticeTerms | None = None
) -> Decision:
    """The decision on a term's end, or on a break with its own *terms*.

    Somebody who never works gets Monday to Friday.
    """
    terms = terms or terms_of(contract)
    try:
        return decide(term_end, terms, auto_renew=contract.auto_renew, calendar=calendar)
    except NoBusinessDay:
        return decide(term_end, terms, auto_renew=contract.auto_renew, calendar=EVERYDAY_OFFICE)


def apply_decision(renewal: Renewal, decision: Decision) -> None:
    """Write the decision into the renewal's columns, unsaved."""
    by_notice = decision.anchor_kind == ANCHOR_NOTICE
    renewal.renewal_due_on = renewal.term_end + timedelta(days=1)
    renewal.notice_deadline = decision.notice_deadline
    renewal.act_by = decision.decision_on if by_notice else None
    renewal.decision_on = decision.decision_on
    renewal.anchor_kind = AnchorKind.ACT_BY if by_notice else AnchorKind.INTERNAL_LEAD
