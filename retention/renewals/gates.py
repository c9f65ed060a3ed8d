"""What must be known before a renewal enters a stage (docs/methods.md, Gates of the stages). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .rungs import STAGE_ORDER

CONTACTS_CURRENT_DAYS = 90
SIGNED = "signed"
RENEWED = ("renewed", "renewed_expanded", "renewed_partial")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, in the user's words.

    ``code`` names it for a program. ``fields`` are the stage facts that fill it (see ``record_facts``);
    empty when it is filled elsewhere, as an assessment is.
    """

    code: str
    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What is known about a renewal on the day it is asked to move."""

    on: date
    needs_value_summary: bool = False
    is_assessed: bool = False
    is_price_set: bool = False
    is_approved: bool = True
    health_reviewed_on: date | None = None
    contacts_checked_on: date | None = None
    value_summary: str = ""
    is_value_confirmed: bool | None = None
    has_conversation: bool = False
    scope: str = ""
    decision_process: str = ""
    term_wanted_months: int | None = None
    customer_decides_on: date | None = None
    proposal_sent_on: date | None = None
    proposal_arr: object | None = None
    proposal_term_months: int | None = None
    proposal_uplift_pct: object | None = None
    proposal_valid_until: date | None = None
    response: str = ""
    negotiation: str = ""
    verbal_by: object | None = None
    verbal_on: date | None = None
    paper_out_on: date | None = None
    paper_to: object | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a gate: when it is not ``is_met``, ``missing`` says so."""

    missing: Missing
    is_met: Callable[[GateFacts], bool]


def _needs(code: str, text: str, is_met: Callable[[GateFacts], bool], *fields: str) -> Requirement:
    return Requirement(Missing(code, text, fields), is_met)


def _is_map_current(facts: GateFacts) -> bool:
    checked = facts.contacts_checked_on
    return checked is not None and facts.on - timedelta(days=CONTACTS_CURRENT_DAYS) <= checked


def _has_answered(facts: GateFacts) -> bool:
    """A yes by word of mouth is an answer as well."""
    return bool(facts.response) or facts.verbal_on is not None


def _is_known(name: str) -> Callable[[GateFacts], bool]:
    return lambda facts: getattr(facts, name) not in (None, "")


def _known(code: str, text: str, field: str) -> Requirement:
    return _needs(code, text, _is_known(field), field)


GATES: dict[str, tuple[Requirement, ...]] = {
    "preparing": (),
    "engaged": (
        _known("health", "the health review of this account", "health_reviewed_on"),
        _needs(
            "contacts",
            f"a look at the contacts map in the last {CONTACTS_CURRENT_DAYS} days",
            _is_map_current,
            "contacts_checked_on",
        ),
        _needs(
            "value",
            "what the customer gained so far, in a few words (tier A and B)",
            lambda facts: bool(facts.value_summary) or not facts.needs_value_summary,
            "value_summary",
        ),
        _needs(
            "confirmed_value",
            "value that a contact confirmed in the last 12 months (tier A and B)",
            lambda facts: facts.is_value_confirmed is not False or not facts.needs_value_summary,
        ),
        _needs("price", "the price policy of this renewal", lambda facts: facts.is_price_set),
        _needs("assessment", "your first assessment", lambda facts: facts.is_assessed),
        _needs(
            "conversation",
            "a conversation with the decision maker or economic buyer",
            lambda facts: facts.has_conversation,
            "conversation",
        ),
    ),
    "proposed": (
        _known("scope", "what they want to renew", "scope"),
        _known("term", "for how long they want it", "term_wanted_months"),
        _known("process", "who decides, and how", "decision_process"),
        _known("decision_date", "the day on which they decide", "customer_decides_on"),
        _needs("approval", "the approvals that these terms need", lambda facts: facts.is_approved),
        _known("proposal_sent", "the day the proposal went out", "proposal_sent_on"),
        _known("proposal_amount", "the proposal's amount a year", "proposal_arr"),
        _known("proposal_term", "the proposal's term", "proposal_term_months"),
        _known("proposal_uplift", "the proposal's price change", "proposal_uplift_pct"),
        _known("proposal_validity", "until when the proposal holds", "proposal_valid_until"),
    ),
    "negotiating": (
        _needs("response", "the customer's answer to the proposal", _has_answered, "response"),
        _known("negotiation", "what is negotiated: a counter offer, procurement or legal", "negotiation"),
    ),
    "verbal": (
        _needs("response", "the customer's answer to the proposal", _has_answered, "response"),
        _known("verbal_by", "who said yes", "verbal_by"),
        _known("verbal_on", "when they said yes", "verbal_on"),
    ),
    "contract_out": (
        _known("paper_out", "the day the contract went out", "paper_out_on"),
        _known("paper_to", "who is to sign it", "paper_to"),
    ),
}
_SIGNATURE = _known(SIGNED, "the day it was signed", "signed_on")
SKIPPED_WHEN_PASSED_BY = {"negotiating"}
"""Stages that a renewal may well do without: going past them asks for nothing of theirs."""


def missing_between(facts: GateFacts, before: str, after: str) -> list[Missing]:
    """Everything that is missing for a move from one stage to another, in the order of the stages.

    Gates in between are asked as well; those at or before ``before`` were passed already. A closed
    stage that counts as renewed wants the signature. Nothing is asked for going back or for closing lost.
    """
    if after in RENEWED:
        return [] if _SIGNATURE.is_met(facts) else [_SIGNATURE.missing]
    if after not in GATES:
        return []
    first = STAGE_ORDER.index(before) if before in STAGE_ORDER else 0
    passed = [stage for stage in STAGE_ORDER[first + 1 : STAGE_ORDER.index(after) + 1] if stage in GATES]
    asked = [stage for stage in passed if stage == after or stage not in SKIPPED_WHEN_PASSED_BY]
    found = [one.missing for stage in asked for one in GATES[stage] if not one.is_met(facts)]
    return list({missing.code: missing for missing in found}.values())
